"""Rules 10 to 16 of the field: what was raised, when, by whom, and how complete our records are."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from asking import as_json, ask, edit, findings, flat, library, part, row, seen

from peeltrack.analysis.fail_on import Period, outcome, period_doubts
from peeltrack.analysis.published import counted_grades
from peeltrack.analysis.raised import matters
from peeltrack.model import FINDING_KINDS

# Rule 10: records are excerpts


def test_rule_10_a_matter_names_every_earlier_edition_that_raised_it_oldest_first() -> None:
    answer = as_json("show", "lincolnshire", "latest")["findings"]
    (found,) = (each for each in answer if each["topic"] == "investigation-quality")
    assert found["raised_before"] == ["peel-2014", "peel-2015", "peel-2017", "peel-2021-22"]
    text = seen("show", "lincolnshire", "latest")
    assert "concern · investigation quality · Raised before: PEEL 2014, 2015, 2017, 2021/22\n" in text
    assert "Raised before: PEEL 2014, PEEL 2015, PEEL 2017, PEEL 2021/22" in flat(text)


def test_rule_10_another_area_is_named() -> None:
    text = flat(seen("diff", "hampshire", "2016", "2017"))
    assert "concern · domestic abuse · Raised before: PEEL 2015 (Protecting vulnerable people)" in text


def test_rule_10_a_matter_is_followed_from_one_kind_of_finding_to_another() -> None:
    answer = as_json("diff", "cleveland", "peel-2017", "peel-2018-19")
    (cause,) = findings(answer, area="protecting-vulnerable", edition="peel-2018-19")
    assert cause["kind"] == "cause-of-concern"
    assert cause["raised_before"] == ["peel-2015", "peel-2016", "peel-2017"]


def test_rule_10_where_only_the_source_says_so_its_publisher_is_named() -> None:
    found = [
        (force, inspection, each)
        for force in library().forces()
        for inspection in force.inspections
        for each in matters(inspection, force)
        if each.finding.persisting and each.finding.followed and not each.before
    ]
    assert len(found) > 5
    force, inspection, each = found[-1]
    publisher = library().regime.publisher(each.finding.source).name
    assert f"Raised before, according to {publisher}" in flat(seen("show", force.id, inspection.edition.id))


def test_rule_10_nothing_is_called_new_or_resolved() -> None:
    answer = as_json("diff", "hampshire", "2016", "2017")
    assert [each["topic"] for each in answer["not_repeated"]] == ["investigation-quality"]
    text = seen("diff", "hampshire", "2016", "2017")
    heading = "Raised in PEEL 2015, with no matching finding in our records for PEEL 2016"
    assert heading in flat(text)
    assert "This does not mean that these matters have been put right." in text
    for force in ("hampshire", "cleveland", "lincolnshire"):
        for command in ("show", "diff"):
            words = seen(command, force)
            for word in ("resolved", "solved", "no longer raised", "new concern", "new finding", "new on"):
                assert word not in words.replace("ultimately solved", "")


def test_rule_10_commendations_statements_and_unfollowed_topics_are_not_followed() -> None:
    kinds = set()
    for force in library().forces():
        for inspection in force.inspections:
            for each in matters(inspection, force):
                if not each.finding.followed:
                    kinds.add(each.finding.kind)
                    assert not each.before
                    assert not each.raised_again
    assert {"commendation", "action", "update", "reaction"} <= kinds


def test_rule_10_an_empty_result_says_that_the_records_are_not_complete() -> None:
    force, inspection = next(
        (force, inspection)
        for force in library().forces()
        for inspection in force.inspections
        if not any(each.kind in FINDING_KINDS[:4] for each in inspection.findings)
    )
    text = flat(seen("show", force.id, inspection.edition.id))
    assert f"No matter raised in {inspection.edition.title} is in our records. Our records are not" in text
    assert "the inspectorate found nothing. Our records cover publications up to 31 July 2025." in text


def test_rule_10_a_complete_record_says_so(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    edit(path, "published = 2025-07-24\n", 'published = 2025-07-24\nfindings_are = "complete"\n')
    text = seen("show", "hampshire", "--data", records)
    assert "3 matters raised\n" in text
    assert "3 matters raised (our records are not complete)\n" in seen("show", "hampshire")


# Rule 11: dates


def test_rule_11_a_grade_has_its_own_date_if_one_is_known() -> None:
    answer = as_json("show", "hampshire", "2016")
    dates = {each["area"]: (each["grade_published"], each["date"]) for each in answer["grades"]}
    assert dates["efficiency"] == ("2015-10-20", "2015-10-20")
    assert dates["legitimacy"] == ("2016-02-11", "2016-02-11")
    assert dates["preventing-crime"] == (None, "2016-02")
    assert "published 20 October 2015" in seen("show", "hampshire", "2016")
    assert "published 18 February 2016, then 2 March 2017" in seen("diff", "hampshire", "2016", "2017")


# Rule 12: sources


def test_rule_12_every_grade_and_finding_has_a_source_with_its_publisher() -> None:
    for force in ("hampshire", "cleveland", "thames-valley"):
        answer = as_json("diff", force)
        rows = [each for each in answer["changes"] if each["grade"]] + answer["findings"]
        for each in rows:
            assert each["source"].startswith("http")
            assert each["source_publisher"]
            assert each["source_kind"]
        listed = seen("diff", force).split("\nSources\n")[1].splitlines()
        for each in rows:
            assert any(each["source"] in line for line in listed)


def test_rule_12_the_inspectorates_own_page_comes_first() -> None:
    for command in (("show", "warwickshire"), ("show", "cleveland", "2019")):
        text = seen(*command)
        assert " · HMICFRS page [1]\n" in text
        first = text.split("\nSources\n")[1].splitlines()[0]
        page = as_json(*command)["inspections"][-1]["page"]
        assert "[1]" in first
        assert page in first


def test_rule_12_inferred_grades_are_marked_in_every_output() -> None:
    answer = as_json("show", "northamptonshire", "2021-22")
    inferred = {each["area"] for each in answer["grades"] if each["basis"] == "inferred"}
    assert "use-of-resources" in inferred
    assert "adequate *" in row(seen("diff", "city-of-london"), "Preventing crime")
    assert "* inferred: we worked this grade out" in seen("diff", "city-of-london")
    assert "requires improvement *" in row(
        seen("show", "northamptonshire", "2021-22", columns=120), "Supporting the workforce"
    )
    assert "* inferred: we worked this grade out" in seen("show", "northamptonshire", "2021-22")
    assert "| adequate \\* |" in ask("diff", "city-of-london", "-f", "markdown").out
    assert "(inferred)" in ask("diff", "northamptonshire", "-f", "junit").out
    for line in ask("show", "northamptonshire", "2021-22", "-f", "plain").out.splitlines():
        if line.startswith("grade\t"):
            assert "\tnamed\t" in line or "\tinferred\t" in line


def test_rule_12_findings_are_said_to_be_in_our_words() -> None:
    line = "Findings are summarised in our words; do not quote them as the inspectorate's."
    for command in (("show", "hampshire"), ("show", "hampshire", "2017"), ("diff", "hampshire")):
        assert line in flat(seen(*command))
        assert line in ask(*command, "-f", "markdown").out


def test_rule_12_statements_are_shown_apart_from_findings() -> None:
    text = seen("show", "hampshire")
    for heading in ("What inspectors praised", "Since the report", "Other action by the force"):
        assert f"\n{heading}\n" in text
    answer = as_json("show", "hampshire", "latest")
    (inspection,) = answer["inspections"]
    statements = [each for each in answer["findings"] if each["statement"]]
    assert inspection["statements"] == len(statements) == 2
    assert inspection["findings"] == len(answer["findings"]) - len(statements)
    for force in library().forces():
        for inspection_ in force.inspections:
            assert all(each.said_by is None and each.kind in FINDING_KINDS for each in inspection_.findings)


# Rule 13: the response


def test_rule_13_the_response_is_due_on_day_56_and_publication_is_day_one() -> None:
    (inspection,) = as_json("show", "northamptonshire", "latest")["inspections"]
    assert (inspection["published"], inspection["reply_due"]) == ("2024-02-16", "2024-04-11")
    assert (date(2024, 4, 11) - date(2024, 2, 16)).days + 1 == 56
    assert as_json("diff", "cleveland", "peel-2017", "peel-2018-19")["new"]["reply_due"] == "2019-11-21"


@pytest.mark.parametrize(
    ("today", "said"),
    [
        ("2024-04-12", "The commissioner's published response was due by 11 April 2024."),
        (
            "2024-04-11",
            "The commissioner's published response is due by 11 April 2024 (today is the last day).",
        ),
        ("2024-04-10", "The commissioner's published response is due by 11 April 2024 (1 day left)."),
        ("2024-03-19", "The commissioner's published response is due by 11 April 2024 (23 days left)."),
    ],
)
def test_rule_13_a_date_says_whether_it_is_past(today: str, said: str) -> None:
    result = ask("show", "northamptonshire", "latest", "-f", "markdown", PEELTRACK_TODAY=today)
    assert said in flat(result.out)


def test_rule_13_if_only_the_month_is_known_there_are_two_dates() -> None:
    said = "The commissioner's response was due between 28 March and 24 April 2025."
    assert said in flat(seen("show", "avon-and-somerset"))
    (inspection,) = as_json("show", "avon-and-somerset", "latest")["inspections"]
    assert (inspection["reply_due_from"], inspection["reply_due"]) == ("2025-03-28", "2025-04-24")


@pytest.mark.parametrize(
    "asked",
    [("hampshire", "2020"), ("hampshire", "2017"), ("city-of-london", "2021-22")],
    ids=["only the year is known", "an edition without the duty", "no date"],
)
def test_rule_13_no_day_is_made_up(asked: tuple[str, ...]) -> None:
    (inspection,) = as_json("show", *asked)["inspections"]
    assert inspection["reply_due"] is None
    assert "response" not in flat(seen("show", *asked)).partition(" Notes ")[0]


# Rule 14: published counts


def test_rule_14_the_unnamed_rest_of_a_published_count_is_shown() -> None:
    said = "2 good and 6 adequate; 1 of these 8 is known by name, the other 7 are 1 good and 6 adequate"
    for command in (("show", "hampshire"), ("diff", "hampshire")):
        assert said in flat(seen(*command))
    answer = as_json("show", "hampshire", "latest")
    counts = {
        each["grade"]: (each["published_count"], each["named"], each["inferred"], each["by_count"])
        for each in answer["published_counts"]
    }
    assert counts == {"good": (2, 1, 0, 1), "adequate": (6, 0, 0, 6)}
    assert answer["published_counts"][0]["excludes"] == ["serious-organised-crime"]
    lines = ask("show", "hampshire", "latest", "-f", "plain").out.splitlines()
    assert sum(line.startswith("published_count\t") for line in lines) == 2


def test_rule_14_a_corrected_grade_counts_as_first_published() -> None:
    inspection = library().force("northamptonshire").inspections[-1]
    counted = counted_grades(inspection)
    assert counted
    assert counted.rest == 0
    assert counted.too_many == []
    assert inspection.grades["responding-to-the-public"].grade == "requires improvement"


def test_rule_14_only_areas_that_must_be_in_the_count_are_known_by_count() -> None:
    inspection = library().force("hampshire").inspections[-1]
    assert "recording-crime" not in inspection.known_by_count
    assert "investigating-crime" in inspection.known_by_count
    assert row(seen("diff", "hampshire"), "Investigating crime").endswith("known by count")
    assert row(seen("diff", "hampshire"), "Recording crime").endswith("not in our records")


def test_rule_14_the_named_the_inferred_and_the_counted_add_up() -> None:
    for force in library().forces():
        for inspection in force.inspections:
            if counted := counted_grades(inspection):
                known = sum(counted.named.values()) + sum(counted.inferred.values())
                assert known + counted.rest == counted.total
                assert counted.too_many == []


# Rule 15: monitoring


def test_rule_15_monitoring_runs_across_editions_and_is_not_a_grade() -> None:
    (period,) = as_json("show", "cleveland")["monitoring"]
    assert (period["entered"], period["left"]) == ("2019", "2023-09-20")
    said = "In enhanced monitoring (Engage) from 2019 to 20 September 2023."
    assert said in flat(seen("show", "cleveland", "2019"))
    assert said in flat(seen("diff", "cleveland", "peel-2018-19", "peel-2021-22"))
    line = part(seen("show", "cleveland"), "Enhanced monitoring (Engage) and inspections")
    events = [
        "20 September 2023 · left",
        "17 March 2023 · PEEL",
        "27 September 2019 · PEEL",
        "2019 · entered",
    ]
    places = [line.index(event) for event in events]
    assert places == sorted(places)
    assert as_json("show", "hampshire")["monitoring"] == []
    assert "Engage" not in seen("show", "hampshire")


def test_rule_15_monitoring_without_an_end_says_so() -> None:
    (period,) = as_json("show", "lincolnshire")["monitoring"]
    assert (period["entered"], period["left"], period["source_left"]) == ("2024-12-06", None, None)
    said = "In enhanced monitoring (Engage) since 6 December 2024. Our records show no end date."
    assert said in flat(seen("show", "lincolnshire"))
    assert "Engage is the stage of enhanced monitoring" in flat(seen("show", "lincolnshire"))


# Rule 16: the records cover publications up to a day


def test_rule_16_a_period_that_ends_later_cannot_be_answered() -> None:
    records = library()
    late = Period(date(2025, 8, 1), date(2025, 8, 31))
    (doubt,) = period_doubts(late, [], records.forces(), records.regime.wording)
    assert "31 July 2025" in doubt
    assert outcome(["downgrade"], [], [doubt]).exit_code == 3
    early = Period(date(2014, 1, 1), date(2014, 2, 28))
    assert period_doubts(early, [], records.forces(), records.regime.wording) == []
    assert outcome(["downgrade"], []).exit_code == 0


def test_rule_16_an_inspection_without_a_date_can_fall_in_a_period_of_its_edition() -> None:
    records = library()
    undated = [
        (force, inspection)
        for force in records.forces()
        for inspection in force.inspections
        if inspection.published is None and inspection.edition.id == "peel-2021-22"
    ]
    wording = records.regime.wording
    within = Period(date(2022, 1, 1), date(2022, 12, 31))
    (doubt,) = period_doubts(within, undated, records.forces(), wording)
    assert all(force.id in doubt for force, _ in undated)
    assert "PEEL 2021/22" in doubt
    before = Period(date(2018, 1, 1), date(2018, 12, 31))
    assert period_doubts(before, undated, records.forces(), wording) == []


# The answer comes first


def test_rule_14_show_says_that_the_grade_before_is_known_by_count() -> None:
    assert re.search(
        r"^Investigating crime +inadequate +known by count$", seen("show", "devon-and-cornwall"), re.MULTILINE
    )


def test_the_answer_of_show_fits_22_lines_of_80_columns() -> None:
    for force in library().forces():
        lines = seen("show", force.id).splitlines()
        end = lines.index("Notes") - 1  # after a blank line
        assert end <= 22, force.id
        answer = "\n".join(lines[:end])
        assert force.name in answer
        assert force.inspections[-1].edition.title in answer
        assert "raised" in answer


def test_the_answer_of_diff_fits_22_lines_of_80_columns_where_nothing_can_be_compared() -> None:
    for force in library().forces():
        lines = seen("diff", force.id).splitlines()
        end = lines.index("Notes") - 1  # after a blank line
        assert end <= 22, force.id
        answer = "\n".join(lines[:end])
        assert "cannot be compared directly" in answer
        for grade in force.inspections[-1].grades.values():
            assert grade.grade in answer
