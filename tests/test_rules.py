"""Rules 1 to 5 of the field, what may be compared: a tool that breaks one misleads people."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from asking import FAMILY, as_json, ask, change, edit, flat, library, part, row, seen

from peeltrack.analysis.comparison import NOT_COMPARABLE, compare

ARROWS = "▼▲"


# Rule 1


def test_rule_1_a_bare_year_is_the_year_of_publication() -> None:
    answer = as_json("diff", "hampshire", "2016", "2017")
    assert [answer[side]["edition"] for side in ("old", "new")] == ["peel-2015", "peel-2016"]
    assert answer["old"]["published"] == "2016-02"
    assert answer["new"]["published"] == "2017-04-12"
    assert answer == as_json("diff", "hampshire", "peel-2015", "peel-2016")


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
    (inspection,) = as_json("show", "hampshire", name)["inspections"]
    assert inspection["edition"] == "peel-2018-19"


def test_rule_1_latest_previous_and_first_go_by_the_order_of_editions_not_by_date(records: Path) -> None:
    edit(records / "forces" / "hampshire.toml", 'published = "2025-07"', 'published = "2019-07"')
    named = {
        word: as_json("show", "hampshire", word, "--data", records)["inspections"][0]["edition"]
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
    (inspection,) = as_json("show", "hampshire", "peel-2017")["inspections"]
    assert (inspection["published"], inspection["published_is"]) == ("2018", "national")
    assert "PEEL 2017 (2018, national date)" in seen("show", "hampshire", "2018")


def test_rule_1_an_inspection_without_any_date_is_reached_by_its_edition() -> None:
    (inspection,) = as_json("show", "city-of-london", "2021-22")["inspections"]
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
        ("2014", "2016", "PEEL 2014 stands apart: PEEL 2015 was the first year in which all three pillars"),
        ("2020", "2023", "The scale went from four tiers to five"),
        ("2023", "2025", "direct comparison with the previous cycle is not possible"),
        ("2017", "2025", "The scale went from four tiers to five"),
    ],
)
def test_rule_2_only_editions_of_one_family_are_comparable(old: str, new: str, why: str) -> None:
    answer = as_json("diff", "hampshire", old, new)
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
    found = change(as_json("diff", "hampshire", "2020", "2023"), "effectiveness")
    assert (found["old"]["grade"], found["new"]) == ("good", None)
    found = change(as_json("diff", "thames-valley"), "investigating-crime")
    assert (found["old"]["grade"], found["new"]["grade"]) == ("adequate", "requires improvement")
    line = row(seen("diff", "thames-valley", columns=120), "Investigating crime")
    assert "adequate" in line
    assert "requires improvement" in line
    assert "not comparable" in line


def test_rule_2_where_nothing_compares_the_last_pair_that_does_is_a_command_to_copy() -> None:
    text = seen("diff", "hampshire", "2023", "2025")
    command = "peeltrack diff hampshire peel-2017 peel-2018-19"
    assert f"  {command}\n" in text
    assert as_json(*command.split()[1:])["comparable"] is True
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
    found = change(as_json("diff", "hampshire", "2016", "2017"), "use-of-resources")
    assert found["change"] == "not-comparable"
    assert found["reason"] == "PEEL 2015 asked other questions about efficiency."
    assert (found["old"], found["new"]["grade"], found["steps"]) == (None, "good", None)
    text = seen("diff", "hampshire", "2016", "2017")
    assert "PEEL 2015 asked other questions about efficiency." in text
    assert row(text, "Use of resources").startswith("≠")
    # 2016 to 2017 crosses no break
    assert change(as_json("diff", "hampshire", "2017", "2018"), "use-of-resources")["change"] == "unchanged"


def test_rule_3_a_break_holds_across_the_editions_between() -> None:
    found = change(as_json("diff", "kent", "peel-2016", "peel-2018-19"), "use-of-resources")
    assert found["change"] == "not-comparable"
    assert found["reason"].startswith("Two questions of PEEL 2017")
    found = change(as_json("diff", "kent", "peel-2015", "peel-2018-19"), "use-of-resources")
    assert found["reason"].startswith("PEEL 2015 asked other questions about efficiency. Two questions")
    history = flat(seen("show", "kent", columns=200))
    assert "≠ outstanding (carried over)" in history
    assert "≠ is not comparable with the grades before it." in history
    assert "A grade carried over differs from the one before where other questions were asked." in history
    assert "Blank is an area that the edition does not have." in history


# Rule 4


def test_rule_4_a_carried_over_grade_is_said_and_counted_apart() -> None:
    answer = as_json("diff", "greater-manchester", "peel-2016", "peel-2017")
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


def regrade(path: Path, edition: str, area: str, old: str, new: str) -> None:
    """Change the line of a grade in a record."""
    inspections = path.read_text("utf-8").split("[[inspection]]\n")
    (at,) = (place for place, text in enumerate(inspections) if f'edition   = "{edition}"' in text)
    sources, grades, rest = inspections[at].partition("[inspection.grades]\n")
    line = next(line for line in rest.splitlines() if line.startswith(f"{area} "))
    assert old in line
    inspections[at] = sources + grades + rest.replace(line, line.replace(old, new))
    path.write_text("[[inspection]]\n".join(inspections), "utf-8")


@pytest.mark.parametrize(
    ("edition", "area", "change_", "told_"),
    [
        # The grade that stood was good.
        ("peel-2017", "preventing-crime", ('"good"', '"requires improvement"'), "but PEEL 2016 has 'good'"),
        # It was graded anew in between, so that the older cannot have stood.
        (
            "peel-2018-19",
            "effectiveness",
            ('"requires improvement"', '"good", carried_from = "peel-2016"'),
            "is carried over from PEEL 2016, but PEEL 2017 has 'requires improvement'",
        ),
    ],
)
def test_rule_4_no_fall_or_rise_is_made_of_a_grade_that_was_carried_over(
    edition: str, area: str, change_: tuple[str, str], told_: str, records: Path
) -> None:
    regrade(records / "forces" / "greater-manchester.toml", edition, area, *change_)
    for command in (["diff", "greater-manchester", "previous", "latest"], ["changes"]):
        result = ask(*command, "--data", records)
        assert (result.code, result.out) == (2, "")
        assert told_ in result.err


def test_rule_4_a_grade_is_carried_over_a_gap_and_into_another_scale(records: Path) -> None:
    forces = records / "forces"
    # PEEL 2016 had good, and PEEL 2017 gave none, which is a gap.
    carried = '"good", carried_from = "peel-2016"'
    regrade(
        forces / "greater-manchester.toml", "peel-2018-19", "efficiency", '"requires improvement"', carried
    )
    # What is carried into another family is compared with nothing.
    carried = '"requires improvement", carried_from = "peel-2018-19"'
    regrade(forces / "kent.toml", "peel-2021-22", "investigating-crime", '"requires improvement"', carried)
    for force in ("greater-manchester", "kent"):
        result = ask("changes", "--force", force, "--data", records)
        assert (result.code, result.err) == (0, "")


def test_rule_4_what_the_old_side_carried_over_is_said_too() -> None:
    found = change(as_json("diff", "greater-manchester", "peel-2017", "peel-2018-19"), "preventing-crime")
    assert (found["change"], found["steps"]) == ("downgrade", -1)
    assert found["reason"] == "PEEL 2017 had carried it over from PEEL 2016"


def test_rule_4_a_grade_carried_from_the_old_edition_implies_it_where_it_is_not_on_record() -> None:
    answer = as_json("diff", "dorset", "peel-2017", "peel-2018-19")
    found = change(answer, "preventing-crime")
    assert found["old"] is None
    assert (found["new"]["grade"], found["new"]["carried_from"]) == ("good", "peel-2017")
    assert (found["change"], found["steps"]) == ("unchanged", 0)
    assert found["reason"].startswith("implied by carry-over: PEEL 2018/19 carries it over from PEEL 2017")
    text = seen("diff", "dorset", "peel-2017", "peel-2018-19")
    assert "not on record" in row(text, "Preventing crime")
    assert "implied by carry-over" in text
    # From an edition after the old one nothing is implied.
    found = change(as_json("diff", "dorset", "peel-2016", "peel-2018-19"), "preventing-crime")
    assert found["change"] == "no-data"


def test_rule_4_an_area_with_a_break_may_carry_another_grade() -> None:
    found = change(as_json("diff", "kent", "peel-2017", "peel-2018-19"), "use-of-resources")
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
    answer = as_json("diff", "northamptonshire")
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
    found = change(as_json("diff", "hampshire", "2016", "2017", "--data", records), "preventing-crime")
    assert (found["change"], found["steps"]) == ("unchanged", 0)
    text = seen("diff", "hampshire", "2016", "2017", "--data", records)
    assert "PEEL 2016: corrected: outstanding until 1 June 2017\n" in text
