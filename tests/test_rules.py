"""The thirteen rules of the field: a tool that breaks one misleads people."""

from __future__ import annotations

import re
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from asking import ask, change, edit, flat, library, seen, told

from peeltrack.changes import NOT_COMPARABLE, compare

ARROWS = "▼▲"


def findings(answer: dict[str, Any], *, area: str | None, edition: str) -> list[dict[str, Any]]:
    return [each for each in answer["findings"] if each["area"] == area and each["edition"] == edition]


def row(text: str, title: str) -> str:
    """The line of an area in a grid: a sign or none, its title, and a gap before what it says."""
    (line,) = (
        each
        for each in text.splitlines()
        if re.match(rf"([▼▲=≠+○?-] +| *){re.escape(title)}(  |$)", each.partition(" [")[0] + "  ")
    )
    return line


def part(text: str, heading: str) -> str:
    """What people see after a heading, up to the next family or the latest inspection."""
    return re.split(r"\n(?=PEEL |Latest: )", text.split(f"\n{heading}", 1)[1])[0]


FAMILY = "PEEL 2015 to 2018/19, comparable with each other"


# Rule 1


def test_rule_1_a_bare_year_is_the_year_of_publication() -> None:
    answer = told("diff", "hampshire", "2016", "2017")
    assert [answer[side]["edition"] for side in ("old", "new")] == ["peel-2015", "peel-2016"]
    assert answer["old"]["published"] == "2016-02"
    assert answer["new"]["published"] == "2017-04-12"
    assert answer == told("diff", "hampshire", "peel-2015", "peel-2016")


def test_rule_1_every_output_names_edition_and_publication_together() -> None:
    both = "PEEL 2015 (February 2016, national date) → PEEL 2016 (12 April 2017)"
    assert both in flat(seen("diff", "hampshire", "2016", "2017"))
    assert "PEEL 2016 (12 April 2017)" in seen("show", "hampshire", "2017")
    assert "Latest: PEEL 2023-25 (July 2025)" in seen("show", "hampshire")
    assert "PEEL 2023-25 (July 2025)" in seen("forces", columns=200)
    for command in (("diff", "hampshire", "2016", "2017"), ("show", "hampshire", "2017"), ("forces",)):
        for line in ask(*command, "-f", "csv").out.splitlines()[1:2]:
            assert "peel-20" in line
    for line in ask("diff", "hampshire", "2016", "2017").out.splitlines():
        assert line.startswith("finding\t") or "\tpeel-2016\t2017-04-12\t" in line


@pytest.mark.parametrize(
    "name", ["peel-2018-19", "PEEL-2018-19", "PEEL 2018/19", "2018-19", "2018/19", "2020"]
)
def test_rule_1_an_edition_goes_by_its_id_its_title_or_the_end_of_its_id(name: str) -> None:
    (inspection,) = told("show", "hampshire", name)["inspections"]
    assert inspection["edition"] == "peel-2018-19"


def test_rule_1_latest_previous_and_first_go_by_the_order_of_editions_not_by_date(records: Path) -> None:
    edit(records / "forces" / "hampshire.toml", 'published = "2025-07"', 'published = "2019-07"')
    named = {
        word: told("show", "hampshire", word, "--data", records)["inspections"][0]["edition"]
        for word in ("latest", "previous", "first")
    }
    assert named == {"latest": "peel-2023-25", "previous": "peel-2021-22", "first": "peel-2014"}


def test_rule_1_previous_wants_two_inspections(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    path.write_text(path.read_text(encoding="utf-8").split("[[inspection]]")[0], encoding="utf-8")
    result = ask("diff", "hampshire", "--data", records)
    assert (result.code, result.out) == (2, "")
    assert "no inspection of Hampshire and Isle of Wight Constabulary is on record" in result.err
    text = seen("show", "hampshire", "--data", records)
    assert "No inspection is on record." in text
    with path.open("a", encoding="utf-8") as file:
        file.write('[[inspection]]\nedition = "peel-2014"\n')
    result = ask("diff", "hampshire", "--data", records)
    assert (result.code, result.out) == (2, "")
    assert "only one inspection of Hampshire" in result.err
    assert "peel-2014 (27 November 2014, national date)" in result.err


def test_rule_1_without_a_date_of_its_own_an_inspection_has_the_national_one() -> None:
    (inspection,) = told("show", "hampshire", "peel-2017")["inspections"]
    assert (inspection["published"], inspection["published_is"]) == ("2018", "national")
    assert "PEEL 2017 (2018, national date)" in seen("show", "hampshire", "2018")


def test_rule_1_an_inspection_without_any_date_is_reached_by_its_edition() -> None:
    (inspection,) = told("show", "city-of-london", "2021-22")["inspections"]
    assert (inspection["published"], inspection["published_is"]) == (None, "unknown")
    assert inspection["reply_due"] is None
    assert "PEEL 2021/22 (no date on record)" in seen("show", "city-of-london", "2021-22")
    assert "PEEL 2021/22 (no date on record) →" in flat(seen("diff", "city-of-london"))


def test_rule_1_a_year_without_a_publication_lists_what_there_is_undated_ones_at_the_end() -> None:
    result = ask("diff", "city-of-london", "2015", "2016")
    assert (result.code, result.out) == (2, "")
    assert (
        "no inspection of City of London Police was published in 2015; on record: peel-2014 (" in result.err
    )
    assert "peel-2015 (February 2016, national date)" in result.err
    assert result.err.endswith("peel-2023-25 (24 July 2025), peel-2021-22 (no date on record)\n")


def test_rule_1_a_year_of_two_publications_names_both_and_a_way_out(records: Path) -> None:
    edit(records / "forces" / "hampshire.toml", 'published = "2020"', 'published = "2023-01"')
    result = ask("show", "hampshire", "2023", "--data", records)
    assert (result.code, result.out) == (2, "")
    assert "2 inspections of Hampshire and Isle of Wight Constabulary were published in 2023" in result.err
    assert "peel-2018-19 (January 2023), peel-2021-22 (April 2023)" in result.err
    assert "name one by its edition, such as peel-2018-19" in result.err


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("peel-206", "(did you mean 'peel-2016'?)"),
        ("2018-91", "(did you mean 'peel-2018-19'?)"),
        ("lattest", "(did you mean 'latest'?)"),
        ("", "on record for Hampshire"),
        ("201", "on record for Hampshire"),
        ("20167", "on record for Hampshire"),
        ("²⁰¹⁷", "on record for Hampshire"),
    ],
)
def test_rule_1_what_names_no_inspection_gets_a_hint_and_the_list(word: str, hint: str) -> None:
    result = ask("show", "hampshire", word)
    assert (result.code, result.out) == (2, "")
    assert hint in result.err
    assert "peel-2016 (12 April 2017)" in result.err
    assert ask("diff", "hampshire", word, "2025").err == result.err
    assert ask("diff", "hampshire", "2016", word).err == result.err


def test_rule_1_an_edition_that_the_force_lacks_is_said_to_be_not_on_record() -> None:
    lacking = next(force for force in library().forces() if force.inspections[0].edition.id != "peel-2014")
    result = ask("show", lacking.id, "peel-2014")
    assert (result.code, result.out) == (2, "")
    assert f"PEEL 2014 of {lacking.name} is not on record; on record: peel-2015" in result.err


def test_rule_1_older_goes_first_and_two_are_wanted() -> None:
    for asked, way_out in (
        (("2017", "2016"), "peeltrack diff hampshire 2016 2017"),
        (("latest", "previous"), "peeltrack diff hampshire previous latest"),
        (("2016", "peel-2015"), "peeltrack show hampshire peel-2015"),
        (("2016",), "peeltrack diff hampshire 2016 latest"),
        (("latest",), "peeltrack diff hampshire previous latest"),
        (("2025",), "peeltrack diff hampshire previous 2025"),
        (("PEEL 2018/19", "2016"), "peeltrack diff hampshire 2016 peel-2018-19"),
    ):
        result = ask("diff", "hampshire", *asked)
        assert (result.code, result.out) == (2, "")
        assert result.err.endswith(f": {way_out}\n")
        assert ask(*way_out.split()[1:]).code == 0


# Rule 2


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("2014", "2016", "The first year in which all three pillars were graded"),
        ("2020", "2023", "The scale went from four tiers to five"),
        ("2023", "2025", "direct comparison with the previous cycle is not possible"),
        ("2017", "2025", "The scale went from four tiers to five"),
    ],
)
def test_rule_2_only_editions_of_one_family_are_comparable(old: str, new: str, why: str) -> None:
    answer = told("diff", "hampshire", old, new)
    assert answer["comparable"] is False
    assert why in answer["reason"]
    assert answer["reason_source"].startswith("https://hmicfrs.justiceinspectorates.gov.uk/")
    assert {each["change"] for each in answer["changes"]} == {"not-comparable"}
    assert {each["steps"] for each in answer["changes"]} == {None}
    counts = answer["counts"]
    assert counts["not-comparable"] == len(answer["changes"])
    assert sum(counts.values()) == counts["not-comparable"] + counts["not-on-record"]

    text = seen("diff", "hampshire", old, new)
    assert "≠ Not comparable. " in text
    assert why in flat(text)
    assert f"] {answer['reason_source']}\n" in text
    assert not set(ARROWS) & set(text)
    assert "0 down" not in text
    assert "No downgrade" not in text


def test_rule_2_both_grades_are_shown_across_families() -> None:
    found = change(told("diff", "hampshire", "2020", "2023"), "effectiveness")
    assert (found["old"]["grade"], found["new"]) == ("good", None)
    found = change(told("diff", "thames-valley"), "investigating-crime")
    assert (found["old"]["grade"], found["new"]["grade"]) == ("adequate", "requires improvement")
    line = row(seen("diff", "thames-valley", columns=120), "Investigating crime")
    assert "adequate" in line
    assert "requires improvement" in line
    assert "not comparable" in line


def test_rule_2_where_nothing_compares_the_last_pair_that_does_is_a_command_to_copy() -> None:
    text = seen("diff", "hampshire", "2023", "2025")
    command = "peeltrack diff hampshire peel-2017 peel-2018-19"
    assert f"  {command}\n" in text
    assert told(*command.split()[1:])["comparable"] is True
    assert "last pair" not in flat(seen("diff", "hampshire", "2014", "2016"))  # there is none before 2016


def test_rule_2_no_pair_of_any_force_has_an_arrow_across_families() -> None:
    records = library()
    pairs = [
        compare(force, old, new, records.regime)
        for force in records.forces()
        for old, new in combinations(force.inspections, 2)
        if old.edition.family != new.edition.family
    ]
    assert len(pairs) > 500
    for pair in pairs:
        assert not pair.comparable
        assert pair.reason
        assert {each.change for each in pair.changes} <= {NOT_COMPARABLE}
        assert {each.steps for each in pair.changes} <= {None}


def test_rule_2_history_sets_families_apart_and_says_why() -> None:
    text = flat(seen("show", "hampshire"))
    assert "PEEL 2015 to 2018/19, comparable with each other" in text
    assert text.count("Not comparable with what is above.") == 3
    assert "Not comparable with what is above. The scale went from four tiers to five" in text


# Rule 3


def test_rule_3_an_areas_line_can_break_inside_a_family() -> None:
    found = change(told("diff", "hampshire", "2016", "2017"), "use-of-resources")
    assert found["change"] == "not-comparable"
    assert found["reason"] == "PEEL 2015 asked other questions about efficiency."
    assert (found["old"], found["new"]["grade"], found["steps"]) == (None, "good", None)
    text = seen("diff", "hampshire", "2016", "2017")
    assert "PEEL 2015 asked other questions about efficiency." in text
    assert row(text, "Use of resources").startswith("≠")
    # 2016 to 2017 crosses no break
    assert change(told("diff", "hampshire", "2017", "2018"), "use-of-resources")["change"] == "unchanged"


def test_rule_3_a_break_holds_across_the_editions_between() -> None:
    found = change(told("diff", "kent", "peel-2016", "peel-2018-19"), "use-of-resources")
    assert found["change"] == "not-comparable"
    assert found["reason"].startswith("Two questions of PEEL 2017")
    found = change(told("diff", "kent", "peel-2015", "peel-2018-19"), "use-of-resources")
    assert found["reason"].startswith("PEEL 2015 asked other questions about efficiency. Two questions")
    history = flat(seen("show", "kent", columns=200))
    assert "≠ outstanding (carried over)" in history
    assert "≠ is not comparable with the grades before it." in history


# Rule 4


def test_rule_4_a_carried_over_grade_is_said_and_counted_apart() -> None:
    answer = told("diff", "greater-manchester", "peel-2016", "peel-2017")
    for area in ("preventing-crime", "serious-organised-crime"):
        found = change(answer, area)
        assert (found["change"], found["steps"]) == ("unchanged", 0)
        assert found["new"]["carried_from"] == "peel-2016"
        assert found["reason"] == "carried over from PEEL 2016, not inspected again"
    assert (answer["counts"]["unchanged"], answer["counts"]["carried"]) == (0, 2)
    text = seen("diff", "greater-manchester", "peel-2016", "peel-2017")
    assert "      carried over from PEEL 2016, not inspected again\n" in text
    assert row(text, "Preventing crime").endswith("carried over")
    assert "2 carried over" in flat(text)
    history = part(seen("show", "greater-manchester", columns=200), FAMILY)
    assert "good (carried over)" in row(history, "Preventing crime")


def test_rule_4_what_the_old_side_carried_over_is_said_too() -> None:
    found = change(told("diff", "greater-manchester", "peel-2017", "peel-2018-19"), "preventing-crime")
    assert (found["change"], found["steps"]) == ("downgrade", -1)
    assert found["reason"] == "PEEL 2017 had carried it over from PEEL 2016"


def test_rule_4_a_grade_carried_from_the_old_edition_implies_it_where_it_is_not_on_record() -> None:
    answer = told("diff", "dorset", "peel-2017", "peel-2018-19")
    found = change(answer, "preventing-crime")
    assert found["old"] is None
    assert (found["new"]["grade"], found["new"]["carried_from"]) == ("good", "peel-2017")
    assert (found["change"], found["steps"]) == ("unchanged", 0)
    assert found["reason"].startswith("implied by carry-over: PEEL 2018/19 carries it over from PEEL 2017")
    text = seen("diff", "dorset", "peel-2017", "peel-2018-19")
    assert "not on record" in row(text, "Preventing crime")
    assert "implied by carry-over" in text
    # From an edition after the old one nothing is implied.
    found = change(told("diff", "dorset", "peel-2016", "peel-2018-19"), "preventing-crime")
    assert found["change"] == "no-data"


def test_rule_4_an_area_with_a_break_may_carry_another_grade() -> None:
    found = change(told("diff", "kent", "peel-2017", "peel-2018-19"), "use-of-resources")
    assert found["change"] == "not-comparable"
    assert (found["old"]["grade"], found["new"]["grade"]) == ("good", "outstanding")
    assert found["new"]["carried_from"] == "peel-2017"
    assert found["reason"] == (
        "Two questions of PEEL 2017, understanding demand and use of resources, became one. "
        "Carried over from PEEL 2017, not inspected again; the grade there was good."
    )
    assert found["reason"] in flat(seen("diff", "kent", "peel-2017", "peel-2018-19"))
    alone = flat(seen("show", "kent", "peel-2018-19"))
    assert "carried over from PEEL 2017, not inspected again; the grade there was good" in alone


# Rule 5


def test_rule_5_a_corrected_grade_is_shown_with_its_correction_which_is_no_downgrade() -> None:
    answer = told("diff", "northamptonshire")
    found = change(answer, "responding-to-the-public")
    assert found["new"]["grade"] == "requires improvement"
    assert found["new"]["corrected"] == {
        "from": "adequate",
        "on": "2024-08-08",
        "why": "The force had supplied wrong data.",
    }
    assert found["change"] == "not-comparable"
    for command in (("diff", "northamptonshire"), ("show", "northamptonshire", "latest")):
        assert "corrected: adequate until 8 August 2024 (The force had supplied wrong data)" in flat(
            seen(*command)
        )
    assert "requires improvement (corrected)" in row(
        part(seen("show", "northamptonshire", columns=120), "PEEL 2023-25 (16"), "Responding to the public"
    )
    plain = ask("show", "northamptonshire", "latest").out.splitlines()
    (line,) = (each for each in plain if "\tresponding-to-the-public\trequires improvement\t" in each)
    assert "\tadequate\t2024-08-08\t" in line


def test_rule_5_a_correction_inside_a_family_is_no_downgrade(records: Path) -> None:
    edit(
        records / "forces" / "hampshire.toml",
        'preventing-crime        = { grade = "good", published = 2017-03-02, source',
        'preventing-crime = { grade = "good", corrected = { from = "outstanding", on = 2017-06-01 }, source',
    )
    found = change(told("diff", "hampshire", "2016", "2017", "--data", records), "preventing-crime")
    assert (found["change"], found["steps"]) == ("unchanged", 0)
    text = seen("diff", "hampshire", "2016", "2017", "--data", records)
    assert "PEEL 2016: corrected: outstanding until 1 June 2017\n" in text


# Rule 6


def test_rule_6_hampshire_fell_from_good_to_requires_improvement() -> None:
    answer = told("diff", "hampshire", "2016", "2017")
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
    answer = told("diff", "cleveland", "peel-2017", "peel-2018-19")
    steps = {each["area"]: each["steps"] for each in answer["changes"] if each["change"] == "downgrade"}
    assert steps == {"effectiveness": -2, "preventing-crime": -2, "efficiency": -2, "legitimacy": -1}
    text = seen("diff", "cleveland", "peel-2017", "peel-2018-19")
    assert row(text, "Efficiency").startswith("▼")
    assert "  down 2 grades" in row(text, "Efficiency")
    assert "  down 2 grades" in row(text, "Preventing crime")
    assert "Efficiency (good to inadequate)" in flat(text)


def test_rule_6_new_and_gone_areas_name_the_edition_that_lacks_them() -> None:
    answer = told("diff", "hampshire", "peel-2015", "peel-2016")
    found = change(answer, "treating-public-fairly")
    assert (found["change"], found["old"], found["new"]["grade"]) == ("new", None, "good")
    assert found["reason"] == "PEEL 2015 does not have this area"
    found = change(told("diff", "kent", "peel-2017", "peel-2018-19"), "understanding-demand")
    assert (found["change"], found["old"]["grade"], found["new"]) == ("gone", "outstanding", None)
    assert found["reason"] == "PEEL 2018/19 does not have this area"
    assert row(seen("diff", "kent", "peel-2017", "peel-2018-19"), "Understanding demand").startswith("-")


def test_rule_6_ungraded_is_the_inspectorates_word_and_no_data_is_ours() -> None:
    answer = told("diff", "greater-manchester", "peel-2016", "peel-2017")
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
    (inspection,) = told("show", "thames-valley", "2021-22")["inspections"]
    (grade,) = (each for each in inspection["grades"] if each["area"] == "vetting-counter-corruption")
    assert (grade["grade"], grade["published"]) == ("ungraded", "2022-11-17")
    text = seen("show", "thames-valley", "2021-22")
    assert "ungraded" in row(text, "Vetting and counter-corruption")
    assert "published 17 November 2022" in text


def test_rule_6_a_concern_without_a_grade_gets_a_row() -> None:
    answer = told("diff", "lincolnshire")
    area = change(answer, "responding-to-the-public")
    assert area["new"] is None
    assert findings(answer, area="responding-to-the-public", edition="peel-2023-25")
    text = seen("show", "lincolnshire", "latest")
    assert row(text, "Responding to the public").endswith("not on record")
    assert "Incidents were not reached fast enough" in text
    assert "10 grades not on record" in flat(text)
    (inspection,) = told("show", "lincolnshire", "latest")["inspections"]
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
    shown = seen("diff", "hampshire", "2016", "2017", "--data", records)
    assert "▼ 1 downgrade: Preventing crime (good to inadequate)." in shown
    assert shown.index("Effectiveness") < shown.index("▼    Preventing crime") < shown.index("Efficiency")


# Rule 7


def test_rule_7_a_fall_must_not_hide_in_a_gap() -> None:
    asked = ("diff", "greater-manchester", "peel-2017", "peel-2018-19")
    found = change(told(*asked), "efficiency")
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
    assert change(told(*asked), "legitimacy")["since"] == "peel-2016"


def test_rule_7_also_where_the_record_not_the_inspectorate_lacks_the_grade() -> None:
    asked = ("diff", "derbyshire", "peel-2017", "peel-2018-19")
    found = change(told(*asked), "effectiveness")
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
    found = change(told(*asked), "use-of-resources")
    assert (found["change"], found["since"]) == ("ungraded", None)
    assert "last graded" not in found["reason"]
    assert "Use of resources (good" not in flat(seen(*asked))


def test_rule_7_nor_from_across_families(records: Path) -> None:
    edit(
        records / "forces" / "hampshire.toml",
        'efficiency          = { grade = "good", published = 2015-10-20, source = "efficiency" }\n',
        "",
    )
    found = change(told("diff", "hampshire", "2016", "2017", "--data", records), "efficiency")
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
    (inspection,) = told("show", "kent", "peel-2017")["inspections"]
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
    changes = told("diff", "cleveland", "peel-2017", "peel-2018-19")["changes"]
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
    answer = told("diff", "hampshire", "2016", "2017")
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
    answer = told("diff", "cleveland", "peel-2017", "peel-2018-19")
    (cause,) = findings(answer, area="protecting-vulnerable", edition="peel-2018-19")
    assert (cause["kind"], cause["status"]) == ("cause-of-concern", "cited-again")


def test_rule_10_what_the_newer_lacks_is_not_on_record_and_never_resolved() -> None:
    answer = told("diff", "hampshire", "2016", "2017")
    gone = [each for each in answer["findings"] if each["edition"] == "peel-2015"]
    assert [(each["topic"], each["status"]) for each in gone] == [("investigation-quality", "not-on-record")]
    text = seen("diff", "hampshire", "2016", "2017")
    assert "Cited in PEEL 2015, not among the findings on record for PEEL 2016" in text
    for word in ("resolved", "solved", "fixed", "no longer"):
        assert word not in text


def test_rule_10_commendations_and_actions_have_no_status_nor_has_performance_as_a_whole() -> None:
    seen_kinds = set()
    for force in library().forces():
        for each in told("diff", force.id)["findings"]:
            plain = each["kind"] in ("commendation", "action") or each["topic"] == "overall-performance"
            assert (each["status"] is None) == plain
            if plain:
                seen_kinds.add(each["kind"])
                assert each["edition"] == force.inspections[-1].edition.id
    assert {"commendation", "action"} <= seen_kinds


# Rule 11


def test_rule_11_grades_have_dates_of_their_own() -> None:
    (inspection,) = told("show", "hampshire", "2016")["inspections"]
    dates = {each["area"]: each["published"] for each in inspection["grades"]}
    assert dates["efficiency"] == "2015-10-20"
    assert dates["legitimacy"] == "2016-02-11"
    assert dates["preventing-crime"] is None
    assert "published 20 October 2015" in seen("show", "hampshire", "2016")


def test_rule_11_monitoring_runs_across_editions_and_is_no_grade() -> None:
    (period,) = told("show", "cleveland")["engage"]
    assert (period["entered"], period["left"]) == ("2019", "2023-09-20")
    text = flat(seen("show", "cleveland"))
    assert "2019 · entered enhanced monitoring" in text
    assert "20 September 2023 · left enhanced monitoring" in text
    assert text.index("2019 · entered") < text.index("September 2019 · PEEL 2018/19")
    assert text.index("(17 March 2023") < text.index("20 September 2023 · left") < text.index("Latest:")
    assert told("show", "hampshire")["engage"] == []
    assert "Engage" not in seen("show", "hampshire")


def test_rule_11_monitoring_that_lasts_is_said_to_last() -> None:
    (period,) = told("show", "lincolnshire")["engage"]
    assert (period["entered"], period["left"], period["source_left"]) == ("2024-12-06", None, None)
    assert "6 December 2024 · entered enhanced monitoring, and still so on record" in flat(
        seen("show", "lincolnshire")
    )
    (line,) = (each for each in ask("show", "lincolnshire").out.splitlines() if each.startswith("engage\t"))
    assert line.startswith("engage\t2024-12-06\t\tFive causes of concern")


# Rule 12


def test_rule_12_every_grade_and_finding_that_is_shown_has_its_source() -> None:
    for force in ("hampshire", "cleveland", "thames-valley"):
        answer = told("diff", force)
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
            assert line.split("] ")[1] in str((answer, told("show", force)["engage"]))


# Rule 13


def test_rule_13_the_reply_is_due_on_the_56th_day_beginning_with_the_day_of_publication() -> None:
    (inspection,) = told("show", "northamptonshire", "latest")["inspections"]
    assert inspection["published"] == "2024-02-16"
    assert inspection["reply_due"] == "2024-04-11"
    assert (date(2024, 4, 11) - date(2024, 2, 16)).days + 1 == 56
    text = flat(seen("show", "northamptonshire", "latest"))
    assert "had to publish its comments by 11 April 2024, 630 days ago" in text
    assert told("diff", "cleveland", "peel-2017", "peel-2018-19")["new"]["reply_due"] == "2019-11-21"


@pytest.mark.parametrize(
    "asked",
    [("hampshire", "latest"), ("hampshire", "2016"), ("hampshire", "2017"), ("city-of-london", "2021-22")],
    ids=["only the month is known", "a national month", "an edition without the duty", "no date"],
)
def test_rule_13_no_day_is_made_up(asked: tuple[str, str]) -> None:
    (inspection,) = told("show", *asked)["inspections"]
    assert inspection["reply_due"] is None
    assert "publish its comments" not in flat(seen("show", *asked))


# Names


@pytest.mark.parametrize(
    "name",
    [
        "hampshire",
        "HAMPSHIRE",
        "Hampshire Constabulary",
        "hampshire constabulary",
        "Hants",
        "Hampshire & Isle of Wight",
        "hampshire-and-isle-of-wight-constabulary",
    ],
)
def test_a_force_goes_by_id_name_former_name_or_alias_in_any_case(name: str) -> None:
    assert told("show", name, "latest")["force"]["id"] == "hampshire"


@pytest.mark.parametrize(("name", "id_"), [("Met", "metropolitan"), ("GMP", "greater-manchester")])
def test_short_names_that_people_use(name: str, id_: str) -> None:
    assert told("show", name, "latest")["force"]["id"] == id_


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("hampsire", "did you mean 'hampshire'?"),
        ("Hampshire Constablary", "did you mean 'hampshire'?"),
        ("xyzzy", "see 'peeltrack forces'."),
        ("", "see 'peeltrack forces'."),
    ],
)
def test_a_near_miss_of_a_force_suggests(name: str, hint: str) -> None:
    result = ask("show", name)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"Error: there is no force '{name}' on record; {hint}\n"
