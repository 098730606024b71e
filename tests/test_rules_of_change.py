"""Rules 6 to 13 of the field, what became of an area and what is said of it."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest
from asking import FAMILY, as_json, ask, change, edit, findings, flat, library, part, row, seen

from peeltrack.analysis.comparison import compare

# Rule 6


def test_rule_6_hampshire_fell_from_good_to_requires_improvement() -> None:
    answer = as_json("diff", "hampshire", "2016", "2017")
    found = answer["changes"][0]
    assert (found["area"], found["change"], found["steps"]) == ("effectiveness", "downgrade", -1)
    assert (found["old"]["grade"], found["old"]["published"]) == ("good", "2016-02-18")
    assert (found["new"]["grade"], found["new"]["published"]) == ("requires improvement", "2017-03-02")
    assert answer["counts"] == {
        "downgrade": 1,
        "upgrade": 0,
        "unchanged": 3,
        "carried": 0,
        "not-comparable": 1,
        "new": 4,
        "gone": 0,
        "ungraded": 0,
        "no-data": 3,
        "not-on-record": 6,
    }
    text = seen("diff", "hampshire", "2016", "2017")
    assert text.index("▼ 1 downgrade: Effectiveness (good to requires improvement).") < text.index("Pillars:")
    # Why: the concern stands beside the grade, under the area it belongs to.
    beside = text.split("Performance slipped since 2015")[0].splitlines()
    assert beside[-3].startswith("    concern · domestic abuse · cited again, first in PEEL 2015")
    assert flat("published 18 February 2016, then 2 March 2017") in flat(text)
    assert "Too few suspects were arrested for domestic abuse crimes" in flat(
        text.split("Protecting vulnerable")[2].split("Serious and organised")[0]
    )


def test_rule_6_cleveland_fell_by_two_grades() -> None:
    answer = as_json("diff", "cleveland", "peel-2017", "peel-2018-19")
    steps = {each["area"]: each["steps"] for each in answer["changes"] if each["change"] == "downgrade"}
    assert steps == {"effectiveness": -2, "preventing-crime": -2, "efficiency": -2, "legitimacy": -1}
    text = seen("diff", "cleveland", "peel-2017", "peel-2018-19")
    assert row(text, "Efficiency").startswith("▼")
    assert "  down 2 grades" in row(text, "Efficiency")
    assert "  down 2 grades" in row(text, "Preventing crime")
    assert "Efficiency (good to inadequate)" in flat(text)


def test_rule_6_new_and_gone_areas_name_the_edition_that_lacks_them() -> None:
    answer = as_json("diff", "hampshire", "peel-2015", "peel-2016")
    found = change(answer, "treating-public-fairly")
    assert (found["change"], found["old"], found["new"]["grade"]) == ("new", None, "good")
    assert found["reason"] == "PEEL 2015 does not have this area"
    found = change(as_json("diff", "kent", "peel-2017", "peel-2018-19"), "understanding-demand")
    assert (found["change"], found["old"]["grade"], found["new"]) == ("gone", "outstanding", None)
    assert found["reason"] == "PEEL 2018/19 does not have this area"
    assert row(seen("diff", "kent", "peel-2017", "peel-2018-19"), "Understanding demand").startswith("-")


def test_rule_6_ungraded_is_the_inspectorates_word_and_no_data_is_ours() -> None:
    answer = as_json("diff", "greater-manchester", "peel-2016", "peel-2017")
    for area in ("efficiency", "legitimacy"):
        found = change(answer, area)
        assert (found["change"], found["steps"]) == ("ungraded", None)
        assert (found["old"]["grade"], found["new"]["grade"]) == ("good", "ungraded")
        assert found["reason"] == "no grade by PEEL 2017"
    found = change(answer, "ethical-behaviour")
    assert (found["change"], found["old"]["grade"], found["new"]) == ("no-data", "good", None)
    text = seen("diff", "greater-manchester", "peel-2016", "peel-2017")
    assert row(text, "Efficiency").startswith("○")
    assert row(text, "Ethical and lawful").startswith("?")


def test_rule_6_thames_valley_was_left_ungraded_on_vetting() -> None:
    (inspection,) = as_json("show", "thames-valley", "2021-22")["inspections"]
    (grade,) = (each for each in inspection["grades"] if each["area"] == "vetting-counter-corruption")
    assert (grade["grade"], grade["published"]) == ("ungraded", "2022-11-17")
    text = seen("show", "thames-valley", "2021-22")
    assert "ungraded" in row(text, "Vetting and counter-corruption")
    assert "published 17 November 2022" in text


def test_rule_6_a_concern_without_a_grade_gets_a_row() -> None:
    answer = as_json("diff", "lincolnshire")
    area = change(answer, "responding-to-the-public")
    assert area["new"] is None
    assert findings(answer, area="responding-to-the-public", edition="peel-2023-25")
    text = seen("show", "lincolnshire", "latest")
    assert row(text, "Responding to the public").endswith("not on record")
    assert "Incidents were not reached fast enough" in text
    assert "10 grades not on record" in flat(text)
    (inspection,) = as_json("show", "lincolnshire", "latest")["inspections"]
    assert inspection["grades"] == []


def test_rule_6_what_neither_side_has_on_record_is_counted() -> None:
    records = library()
    for force in records.forces():
        for old, new in combinations(force.inspections, 2):
            pair = compare(force, old, new, records.regime)
            rows = {each.area.id for each in pair.changes}
            spoken_of = {each.area.id for side in (old, new) for each in side.findings if each.area}
            assert rows == spoken_of | set(old.grades) | set(new.grades)
            graded = {area.id for side in (old, new) for area in side.edition.areas.values() if area.graded}
            assert {area.id for area in pair.neither} == graded - rows
            assert sum(pair.counts.values()) == len(pair.changes) + len(pair.neither)
    assert "6 on record on neither side" in flat(seen("diff", "hampshire", "2016", "2017"))


def test_rule_6_a_question_cannot_fall_without_being_said_where_its_pillar_is_not_on_record(
    records: Path,
) -> None:
    path = records / "forces" / "hampshire.toml"
    text = path.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("effectiveness           = {")]
    path.write_text("\n".join(lines), encoding="utf-8")
    edit(
        path,
        'preventing-crime        = { grade = "good", published = 2017-03-02',
        'preventing-crime        = { grade = "inadequate", published = 2017-03-02',
    )
    screen = seen("diff", "hampshire", "2016", "2017", "--data", records)
    assert "▼ 1 downgrade: Preventing crime (good to inadequate)." in screen
    assert screen.index("Effectiveness") < screen.index("▼    Preventing crime") < screen.index("Efficiency")


ROUND = """
[[edition]]
id = "{id}"
title = "{id}"
family = "F"
published = {year}-01-01
grades = [
    {{ name = "bad", short = "B", tone = "worst" }},
    {{ name = "good", short = "G", tone = "good" }},
]
comparability = {{ text = "Alike.", source = "https://example.org/" }}
{areas}
"""


def compared(one: str, two: str, grades_one: str, grades_two: str, folder: Path) -> list[tuple[str, str]]:
    """The areas of a force of a made-up regime in the order of diff, each with what became of it.

    An edition is given as ``p q<p``: a pillar, and a question under it; grades as ``p+ q-``.
    """

    def areas(words: str) -> str:
        tables = []
        for word in words.split():
            area, _, parent = word.partition("<")
            under = f'parent = "{parent}"\n' if parent else ""
            tables.append(f'[[edition.areas]]\nid = "{area}"\ntitle = "{area.upper()}"\n{under}')
        return "\n".join(tables)

    def inspection(edition: str, words: str) -> str:
        grades = [f'{word[:-1]} = "{"good" if word[-1] == "+" else "bad"}"' for word in words.split()]
        keys = [f'{word[:-1]} = "https://example.org/"' for word in words.split()]
        lines = ["[[inspection]]", f'edition = "{edition}"', "[inspection.sources]", *keys]
        return "\n".join([*lines, "[inspection.grades]", *grades, ""])

    (folder / "forces").mkdir(parents=True)
    rounds = [
        ROUND.format(id=id_, year=year, areas=areas(words))
        for id_, year, words in (("one", 2020, one), ("two", 2021, two))
    ]
    (folder / "editions.toml").write_text("".join(rounds), "utf-8")
    (folder / "topics.toml").write_text('topic = "A topic"\n', "utf-8")
    head = 'name = "Force"\nregion = "Here"\ncountry = "Nowhere"\n'
    record = head + inspection("one", grades_one) + inspection("two", grades_two)
    (folder / "forces" / "a.toml").write_text(record, "utf-8")
    answer = as_json("diff", "a", "one", "two", "--data", folder)
    return [(each["area"], each["change"]) for each in answer["changes"]]


def test_rule_6_what_fell_stands_first_and_first_under_its_pillar(tmp_path: Path) -> None:
    areas = "p a<p b<p r c<r d<r s"
    found = compared(areas, areas, "p+ a+ b+ r+ c+ d+ s-", "p+ a+ b+ r+ c+ d- s+", tmp_path / "question")
    assert [area for area, _ in found] == ["r", "d", "c", "p", "a", "b", "s"]
    found = compared(areas, areas, "p+ a+ b- r+ c+ d+ s+", "p+ a+ b+ r+ c+ d+ s-", tmp_path / "pillar")
    assert [area for area, _ in found] == ["s", "p", "a", "b", "r", "c", "d"]


def test_rule_6_a_question_without_its_pillar_stands_where_the_edition_has_the_pillar(tmp_path: Path) -> None:
    areas = "p z q<p"
    assert [area for area, _ in compared(areas, areas, "z+ q+", "z+ q+", tmp_path)] == ["q", "z"]


def test_rule_6_an_area_that_went_under_another_pillar_is_one_row(tmp_path: Path) -> None:
    found = compared("p q<p", "r p<r", "p+ q-", "r+ p-", tmp_path)
    assert found == [("r", "new"), ("p", "downgrade"), ("q", "gone")]
    history = seen("show", "a", "--data", tmp_path)
    assert len(re.findall(r"^ *P  ", history, re.MULTILINE)) == 1


def test_rule_9_a_pillar_that_is_not_graded_is_no_blank() -> None:
    history = seen("show", "bedfordshire", columns=120)
    assert re.search(r"^Effectiveness +not graded$", history, re.MULTILINE)
    assert "Blank is an area that the edition does not have." in flat(history)


# Rule 7


def test_rule_7_a_fall_must_not_hide_in_a_gap() -> None:
    asked = ("diff", "greater-manchester", "peel-2017", "peel-2018-19")
    found = change(as_json(*asked), "efficiency")
    assert (found["change"], found["steps"]) == ("ungraded", None)
    assert (found["old"]["grade"], found["new"]["grade"]) == ("ungraded", "requires improvement")
    assert found["since"] == "peel-2016"
    assert found["reason"] == "no grade by PEEL 2017; last graded good, PEEL 2016"
    text = flat(seen(*asked))
    assert "no grade by PEEL 2017; last graded good, PEEL 2016" in text
    assert (
        "Across a gap, lower than last on record: Efficiency (good in PEEL 2016 to requires improvement)."
        in text
    )
    assert change(as_json(*asked), "legitimacy")["since"] == "peel-2016"


def test_rule_7_also_where_the_record_not_the_inspectorate_lacks_the_grade() -> None:
    asked = ("diff", "derbyshire", "peel-2017", "peel-2018-19")
    found = change(as_json(*asked), "effectiveness")
    assert (found["change"], found["old"], found["since"]) == ("no-data", None, "peel-2016")
    assert found["reason"] == "no grade on record for PEEL 2017; last graded good, PEEL 2016"
    assert "lower than last on record: Effectiveness (good in PEEL 2016 to requires" in flat(seen(*asked))
    history = part(seen("show", "derbyshire", columns=200), FAMILY)
    assert "▼ requires improvement" in row(history, "Effectiveness")


def test_rule_7_the_last_grade_is_not_taken_from_across_a_break(records: Path) -> None:
    path = records / "forces" / "greater-manchester.toml"
    edit(
        path,
        'efficiency                = { grade = "good", published = 2016-11-03, source = "overall" }',
        'efficiency = { grade = "good", source = "overall" }\n'
        'use-of-resources = { grade = "good", source = "overall" }',
    )
    edit(
        path,
        'efficiency              = { grade = "ungraded", published = 2017-11-09, source = "overall" }',
        'efficiency = { grade = "ungraded", source = "overall" }\n'
        'use-of-resources = { grade = "ungraded", source = "overall" }',
    )
    asked = ("diff", "greater-manchester", "peel-2017", "peel-2018-19", "--data", records)
    found = change(as_json(*asked), "use-of-resources")
    assert (found["change"], found["since"]) == ("ungraded", None)
    assert "last graded" not in found["reason"]
    assert "Use of resources (good" not in flat(seen(*asked))


def test_rule_7_nor_from_across_families(records: Path) -> None:
    edit(
        records / "forces" / "hampshire.toml",
        'efficiency          = { grade = "good", published = 2015-10-20, source = "efficiency" }\n',
        "",
    )
    found = change(as_json("diff", "hampshire", "2016", "2017", "--data", records), "efficiency")
    assert (found["change"], found["since"]) == ("no-data", None)
    assert found["reason"] == "no grade on record for PEEL 2015"


# Rule 8


def test_rule_8_areas_not_graded_for_every_force_are_not_on_record_never_missing() -> None:
    text = seen("show", "hampshire", "2023")
    assert "Supporting victims" in flat(text.split("not on record:")[1])
    optional = {
        (edition.id, area.id)
        for edition in library().regime.editions.values()
        for area in edition.areas.values()
        if not area.core
    }
    assert ("peel-2023-25", "recording-crime") in optional
    for force in ("hampshire", "lincolnshire", "thames-valley"):
        for command in ("show", "diff"):
            assert "missing" not in seen(command, force).casefold().replace("missing people", "")


def test_rule_8_an_area_that_an_edition_only_reports_on_is_not_graded_rather_than_not_on_record() -> None:
    asked = next(
        (force.id, inspection.edition.id)
        for force in library().forces()
        for inspection in force.inspections
        if any(
            finding.followed and finding.area and finding.area.id == "leadership" and not finding.area.graded
            for finding in inspection.findings
        )
    )
    assert row(seen("show", *asked), "Leadership").endswith("not graded")


# Rule 9


def test_rule_9_a_pillar_and_its_questions_may_differ_and_both_are_shown() -> None:
    text = seen("show", "cleveland", "peel-2018-19")
    assert "inadequate" in row(text, "Effectiveness")
    assert "good" in row(text, "Serious and organised crime")
    (inspection,) = as_json("show", "kent", "peel-2017")["inspections"]
    grades = {each["area"]: (each["grade"], each["parent"]) for each in inspection["grades"]}
    assert grades["legitimacy"] == ("outstanding", None)
    assert grades["ethical-behaviour"] == ("good", "legitimacy")


def test_rule_9_pillars_and_questions_are_counted_apart() -> None:
    text = flat(seen("diff", "cleveland", "peel-2017", "peel-2018-19"))
    assert "Pillars: 3 down, 0 up. Questions: 1 down, 0 up, 1 not comparable, 7 no data," in text


def test_rule_9_a_pillar_without_findings_of_its_own_gives_those_of_its_questions_as_why() -> None:
    lines = ask("diff", "cleveland", "peel-2017", "peel-2018-19", "-f", "github").out.splitlines()
    (effectiveness,) = (line for line in lines if "title=Cleveland Police%3A Effectiveness" in line)
    assert "Cause of concern: Crime prevention was not a priority" in effectiveness
    lines = ask("diff", "hampshire", "2016", "2017", "-f", "github").out.splitlines()
    (effectiveness,) = (line for line in lines if line.startswith("::warning"))
    assert "Concern: Performance slipped since 2015" in effectiveness
    assert "Too few suspects" not in effectiveness


def test_rule_9_a_question_that_fell_stands_under_its_pillar_and_first_there() -> None:
    changes = as_json("diff", "cleveland", "peel-2017", "peel-2018-19")["changes"]
    assert [each["area"] for each in changes][:2] == ["effectiveness", "preventing-crime"]
    records = library()
    for force in records.forces():
        for old, new in combinations(force.inspections, 2):
            pair = compare(force, old, new, records.regime)
            if not pair.comparable:
                continue
            groups = [each.area.parent or each.area.id for each in pair.changes]
            assert groups == sorted(groups, key=groups.index), "a question left its pillar"
            fell = [
                any(
                    each.change == "downgrade"
                    for each in pair.changes
                    if group in (each.area.id, each.area.parent)
                )
                for group in dict.fromkeys(groups)
            ]
            assert fell == sorted(fell, reverse=True), "a downgrade is not first"


# Rule 10


def test_rule_10_a_topic_is_followed_and_named_with_the_first_edition_that_cited_it() -> None:
    answer = as_json("diff", "hampshire", "2016", "2017")
    (concern,) = findings(answer, area="effectiveness", edition="peel-2016")
    assert (concern["topic"], concern["status"], concern["since"]) == (
        "domestic-abuse",
        "cited-again",
        "peel-2015",
    )
    (vetting,) = findings(answer, area="ethical-behaviour", edition="peel-2016")
    assert (vetting["topic"], vetting["status"], vetting["since"]) == ("vetting", "new-on-record", None)
    text = flat(seen("diff", "hampshire", "2016", "2017"))
    assert (
        "concern · domestic abuse · cited again, first in PEEL 2015, then under Protecting vulnerable people"
        in text
    )
    assert "concern · vetting · new on record" in text


def test_rule_10_a_concern_of_one_kind_is_followed_in_a_finding_of_another() -> None:
    answer = as_json("diff", "cleveland", "peel-2017", "peel-2018-19")
    (cause,) = findings(answer, area="protecting-vulnerable", edition="peel-2018-19")
    assert (cause["kind"], cause["status"]) == ("cause-of-concern", "cited-again")


def test_rule_10_what_the_newer_lacks_is_not_on_record_and_never_resolved() -> None:
    answer = as_json("diff", "hampshire", "2016", "2017")
    gone = [each for each in answer["findings"] if each["edition"] == "peel-2015"]
    assert [(each["topic"], each["status"]) for each in gone] == [("investigation-quality", "not-on-record")]
    text = seen("diff", "hampshire", "2016", "2017")
    assert "Cited in PEEL 2015, not among the findings on record for PEEL 2016" in text
    for word in ("resolved", "solved", "fixed", "no longer"):
        assert word not in text


def test_rule_10_commendations_and_actions_have_no_status_nor_has_performance_as_a_whole() -> None:
    seen_kinds = set()
    for force in library().forces():
        for each in as_json("diff", force.id)["findings"]:
            plain = each["kind"] in ("commendation", "action") or each["topic"] == "overall-performance"
            assert (each["status"] is None) == plain
            if plain:
                seen_kinds.add(each["kind"])
                assert each["edition"] == force.inspections[-1].edition.id
    assert {"commendation", "action"} <= seen_kinds


# Rule 11


def test_rule_11_grades_have_dates_of_their_own() -> None:
    (inspection,) = as_json("show", "hampshire", "2016")["inspections"]
    dates = {each["area"]: each["published"] for each in inspection["grades"]}
    assert dates["efficiency"] == "2015-10-20"
    assert dates["legitimacy"] == "2016-02-11"
    assert dates["preventing-crime"] is None
    assert "published 20 October 2015" in seen("show", "hampshire", "2016")


def test_rule_11_monitoring_runs_across_editions_and_is_no_grade() -> None:
    (period,) = as_json("show", "cleveland")["engage"]
    assert (period["entered"], period["left"]) == ("2019", "2023-09-20")
    text = flat(seen("show", "cleveland"))
    assert "2019 · entered enhanced monitoring" in text
    assert "20 September 2023 · left enhanced monitoring" in text
    assert text.index("2019 · entered") < text.index("September 2019 · PEEL 2018/19")
    assert text.index("(17 March 2023") < text.index("20 September 2023 · left") < text.index("Latest:")
    assert as_json("show", "hampshire")["engage"] == []
    assert "Engage" not in seen("show", "hampshire")


def test_rule_11_monitoring_that_lasts_is_said_to_last() -> None:
    (period,) = as_json("show", "lincolnshire")["engage"]
    assert (period["entered"], period["left"], period["source_left"]) == ("2024-12-06", None, None)
    assert "6 December 2024 · entered enhanced monitoring, and still so on record" in flat(
        seen("show", "lincolnshire")
    )
    (line,) = (each for each in ask("show", "lincolnshire").out.splitlines() if each.startswith("engage\t"))
    assert line.startswith("engage\tlincolnshire\t2024-12-06\t\tFive causes of concern")


# Rule 12


def test_rule_12_every_grade_and_finding_that_is_shown_has_its_source() -> None:
    for force in ("hampshire", "cleveland", "thames-valley"):
        answer = as_json("diff", force)
        for each in answer["changes"]:
            for side in ("old", "new"):
                assert each[side] is None or each[side]["source"].startswith("http")
        assert all(each["source"].startswith("http") for each in answer["findings"])
        text = seen("diff", force)
        listed = text.split("\nSources\n")[1].splitlines()
        assert [line.split("]")[0].strip(" [") for line in listed] == [
            str(number + 1) for number in range(len(listed))
        ]
        for number, line in enumerate(listed, 1):
            assert text.count(f"[{number}]") > 1
            assert line.split("] ")[1] in str((answer, as_json("show", force)["engage"]))


# Rule 13


def test_rule_13_the_reply_is_due_on_the_56th_day_beginning_with_the_day_of_publication() -> None:
    (inspection,) = as_json("show", "northamptonshire", "latest")["inspections"]
    assert inspection["published"] == "2024-02-16"
    assert inspection["reply_due"] == "2024-04-11"
    assert (date(2024, 4, 11) - date(2024, 2, 16)).days + 1 == 56
    text = flat(seen("show", "northamptonshire", "latest"))
    assert "had to publish its comments by 11 April 2024, 630 days ago" in text
    assert as_json("diff", "cleveland", "peel-2017", "peel-2018-19")["new"]["reply_due"] == "2019-11-21"


@pytest.mark.parametrize(
    "asked",
    [("hampshire", "latest"), ("hampshire", "2016"), ("hampshire", "2017"), ("city-of-london", "2021-22")],
    ids=["only the month is known", "a national month", "an edition without the duty", "no date"],
)
def test_rule_13_no_day_is_made_up(asked: tuple[str, str]) -> None:
    (inspection,) = as_json("show", *asked)["inspections"]
    assert inspection["reply_due"] is None
    assert "publish its comments" not in flat(seen("show", *asked))
