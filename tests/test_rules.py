"""Rules 2 to 5 of the field: what can be compared, what is carried over, and what was corrected."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from asking import FAMILY, as_json, ask, change, flat, library, part, row, seen

from peeltrack.analysis.comparison import NOT_COMPARABLE, compare

ARROWS = "▼▲"


# Rule 1: a year means a year of publication


# Rule 2: only editions of one family are comparable


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("2014", "2016", "PEEL 2015 was the first year in which all three pillars"),
        ("2020", "2023", "The scale went from four grades to five"),
        ("2023", "2025", "direct comparison with the previous cycle is not possible"),
        ("2017", "2025", "The scale went from four grades to five"),
    ],
)
def test_rule_2_across_families_nothing_is_compared_and_the_reason_is_given(
    old: str, new: str, why: str
) -> None:
    answer = as_json("diff", "hampshire", old, new)
    assert answer["comparable"] is False
    assert why in answer["reason"]
    assert answer["reason_source"].startswith("https://hmicfrs.justiceinspectorates.gov.uk/")
    assert {each["change"] for each in answer["changes"]} == {"not-comparable"}
    assert {each["steps"] for each in answer["changes"]} == {None}
    assert answer["compared"] == []
    counts = answer["counts"]
    assert counts["not-comparable"] == len(answer["changes"])
    assert sum(counts.values()) == counts["not-comparable"] + counts["not-in-records"]

    text = seen("diff", "hampshire", old, new)
    assert "≠ These two inspections cannot be compared directly. " in flat(text)
    assert why in flat(text)
    assert answer["reason_source"] in text
    assert not set(ARROWS) & set(text)
    assert "0 down" not in text
    assert "No downgrade" not in text


def test_rule_2_both_grades_are_side_by_side() -> None:
    found = change(as_json("diff", "thames-valley"), "investigating-crime")
    assert (found["previous_grade"], found["grade"]) == ("adequate", "requires improvement")
    line = row(seen("diff", "thames-valley", columns=120), "Investigating crime")
    assert line.index("adequate") < line.index("requires improvement")
    line = row(seen("show", "thames-valley", columns=120), "Investigating crime")
    assert line.index("requires improvement") < line.index("adequate")


@pytest.mark.parametrize(
    ("area", "before"),
    [
        ("police-powers", "treating-the-public"),
        ("workforce", "positive-workplace"),
        ("leadership-management", "use-of-resources"),
        ("managing-offenders", "managing-offenders"),
    ],
)
def test_rule_2_an_area_corresponds_to_the_one_that_it_continues(area: str, before: str) -> None:
    answer = as_json("diff", "warwickshire")
    found = change(answer, area)
    assert (found["previous_area"], found["previous_grade"] is None) == (before, False)
    assert before == area or before not in {each["area"] for each in answer["changes"]}


def test_rule_2_an_area_without_a_counterpart_is_said_to_be_not_graded_separately() -> None:
    found = change(as_json("diff", "northamptonshire"), "supporting-victims")
    assert (found["previous_grade"], found["grade"]) == ("adequate", None)
    assert found["reason"] == "not graded separately in PEEL 2023-25"
    assert row(seen("diff", "northamptonshire"), "Supporting victims").endswith("not graded separately")


def test_rule_2_the_most_recent_comparable_inspections_are_one_command_away() -> None:
    text = seen("diff", "hampshire", "2023", "2025")
    assert "  peeltrack diff hampshire --comparable\n" in text
    assert as_json("diff", "hampshire", "--comparable")["comparable"] is True


def test_rule_2_no_two_inspections_of_different_families_are_ever_compared() -> None:
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


def test_rule_2_a_history_separates_families_newest_first_and_says_why() -> None:
    text = flat(seen("show", "hampshire"))
    assert text.count("Cannot be compared with earlier editions.") == 3
    places = [text.rindex(f"Area {title} ") for title in ("PEEL 2023-25", "PEEL 2021/22", "PEEL 2015")]
    assert places == sorted(places)
    assert f"{FAMILY} Cannot be compared with earlier editions. PEEL 2015 was the first" in text


# Rule 3: an area can break inside a family


def test_rule_3_an_area_with_a_break_is_not_compared() -> None:
    found = change(as_json("diff", "hampshire", "2016", "2017"), "use-of-resources")
    assert found["change"] == "not-comparable"
    assert found["reason"] == "PEEL 2015 asked different questions about efficiency."
    assert (found["previous_grade"], found["grade"], found["steps"]) == (None, "good", None)
    text = seen("diff", "hampshire", "2016", "2017")
    assert "PEEL 2015 asked different questions about efficiency." in text
    assert row(text, "Use of resources").startswith("≠")
    # There is no break between PEEL 2016 and PEEL 2017.
    assert change(as_json("diff", "hampshire", "2017", "2018"), "use-of-resources")["change"] == "unchanged"


def test_rule_3_a_break_also_counts_if_editions_lie_between() -> None:
    found = change(as_json("diff", "kent", "peel-2016", "peel-2018-19"), "use-of-resources")
    assert found["change"] == "not-comparable"
    assert found["reason"].startswith("Two PEEL 2017 questions")
    found = change(as_json("diff", "kent", "peel-2015", "peel-2018-19"), "use-of-resources")
    assert found["reason"].startswith("PEEL 2015 asked different questions about efficiency. Two PEEL 2017")
    history = flat(seen("show", "kent", columns=200))
    assert "≠: cannot be compared with the grades before it." in history


# Rule 4: carried-over grades


def test_rule_4_a_grade_carried_over_is_shown_and_counted_separately() -> None:
    answer = as_json("diff", "greater-manchester", "peel-2016", "peel-2017")
    for area in ("preventing-crime", "serious-organised-crime"):
        found = change(answer, area)
        assert (found["change"], found["steps"]) == ("unchanged", 0)
        assert found["carried_from"] == "peel-2016"
        assert found["reason"] == "carried over from PEEL 2016"
    assert answer["counts"]["carried"] == 2
    text = seen("diff", "greater-manchester", "peel-2016", "peel-2017")
    assert "    carried over from PEEL 2016\n" in text
    assert row(text, "Preventing crime").endswith("carried over")
    assert "2 carried over" in flat(text)
    history = part(seen("show", "greater-manchester", columns=200), FAMILY)
    assert "(carried over)" in row(history, "Preventing crime")


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
    ("edition", "area", "replaced", "said"),
    [
        ("peel-2017", "preventing-crime", ('"good"', '"requires improvement"'), "'good'"),
        # PEEL 2017 graded it anew, so the grade of PEEL 2016 cannot remain.
        (
            "peel-2018-19",
            "effectiveness",
            ('"requires improvement"', '"good", carried_from = "peel-2016"'),
            "PEEL 2017 has 'requires improvement'",
        ),
    ],
)
def test_rule_4_a_carried_grade_that_contradicts_the_records_is_an_error(
    edition: str, area: str, replaced: tuple[str, str], said: str, records: Path
) -> None:
    regrade(records / "forces" / "greater-manchester.toml", edition, area, *replaced)
    for command in (["diff", "greater-manchester", "previous", "latest"], ["changes"]):
        result = ask(*command, "--data", records)
        assert (result.code, result.out) == (2, "")
        assert said in result.err


def test_rule_4_a_grade_can_be_carried_across_a_gap(records: Path) -> None:
    # PEEL 2016 had good, and PEEL 2017 gave no grade.
    carried = '"good", carried_from = "peel-2016"'
    path = records / "forces" / "greater-manchester.toml"
    regrade(path, "peel-2018-19", "efficiency", '"requires improvement"', carried)
    result = ask("changes", "--force", "greater-manchester", "--data", records)
    assert result.code == 0


def test_rule_4_that_the_older_grade_was_carried_over_is_said_too() -> None:
    found = change(as_json("diff", "greater-manchester", "peel-2017", "peel-2018-19"), "preventing-crime")
    assert (found["change"], found["steps"]) == ("downgrade", -1)
    assert found["reason"] == "PEEL 2017 carried it over from PEEL 2016"


def test_rule_4_a_carried_grade_implies_the_older_one_if_our_records_lack_it() -> None:
    area = "serious-organised-crime"
    found = change(as_json("diff", "hampshire", "peel-2017", "peel-2018-19"), area)
    assert found["previous_grade"] is None
    assert (found["grade"], found["carried_from"]) == ("good", "peel-2016")
    assert (found["change"], found["steps"]) == ("unchanged", 0)
    assert found["reason"] == "implied: PEEL 2018/19 carries this grade over from PEEL 2016"
    text = seen("diff", "hampshire", "peel-2017", "peel-2018-19", columns=120)
    assert "not in our records" in row(text, "Serious and organised crime")
    assert "implied: PEEL 2018/19 carries" in text
    # Nothing is implied for an edition before the one that it is carried from.
    found = change(as_json("diff", "hampshire", "peel-2015", "peel-2018-19"), area)
    assert (found["change"], found["previous_grade"]) == ("no-data", None)


def test_rule_4_after_a_break_a_carried_grade_may_differ() -> None:
    found = change(as_json("diff", "kent", "peel-2017", "peel-2018-19"), "use-of-resources")
    assert found["change"] == "not-comparable"
    assert (found["previous_grade"], found["grade"]) == ("good", "outstanding")
    assert found["carried_from"] == "peel-2017"
    assert found["reason"] == (
        "Two PEEL 2017 questions, understanding demand and use of resources, were combined into one. "
        "Carried over from PEEL 2017; the grade there was good."
    )
    assert found["reason"] in flat(seen("diff", "kent", "peel-2017", "peel-2018-19"))
    alone = flat(seen("show", "kent", "peel-2018-19"))
    assert "carried over from PEEL 2017; the grade there was good" in alone


# Rule 5: corrected grades


def test_rule_5_a_corrected_grade_is_shown_with_its_correction() -> None:
    found = change(as_json("diff", "northamptonshire"), "responding-to-the-public")
    assert found["grade"] == "requires improvement"
    assert (found["corrected_from"], found["corrected_on"]) == ("adequate", "2024-08-08")
    assert found["change"] == "not-comparable"
    for command in (("diff", "northamptonshire"), ("show", "northamptonshire", "latest")):
        said = (
            "corrected on 8 August 2024: first published as adequate. The force had supplied incorrect data"
        )
        assert said in flat(seen(*command))
    assert "requires improvement †" in row(
        seen("show", "northamptonshire", columns=120), "Responding to the public"
    )
    assert "(corrected)" in seen("diff", "northamptonshire", columns=120)


def test_rule_5_a_correction_inside_a_family_is_not_a_downgrade(records: Path) -> None:
    regrade(
        records / "forces" / "hampshire.toml",
        "peel-2016",
        "preventing-crime",
        'grade = "good"',
        'grade = "good", corrected = { from = "outstanding", on = 2017-06-01 }',
    )
    found = change(as_json("diff", "hampshire", "2016", "2017", "--data", records), "preventing-crime")
    assert (found["change"], found["steps"]) == ("unchanged", 0)
    text = seen("diff", "hampshire", "2016", "2017", "--data", records)
    assert "PEEL 2016: corrected on 1 June 2017: first published as outstanding\n" in text


@pytest.mark.parametrize(
    "grades",
    [
        # Two grades carried over from one edition.
        {"peel-2016": ("outstanding", "peel-2015"), "peel-2017": ("good", "peel-2015")},
        # Grades carried over from two editions, one through the other.
        {"peel-2017": ("outstanding", "peel-2015"), "peel-2018-19": ("good", "peel-2016")},
        # The edition that it is carried from gave another grade, although the one between is the same.
        {
            "peel-2015": ("outstanding", None),
            "peel-2016": ("good", None),
            "peel-2017": ("good", "peel-2015"),
        },
        # A new grade lies between.
        {
            "peel-2015": ("good", None),
            "peel-2016": ("outstanding", None),
            "peel-2017": ("good", "peel-2015"),
        },
    ],
)
def test_rule_4_grades_carried_over_may_not_contradict_each_other(
    records: Path, grades: dict[str, tuple[str, str | None]]
) -> None:
    record = made_up(grades)
    (records / "forces" / "made-up.toml").write_text(record, "utf-8")
    found = ask("check", records / "forces" / "made-up.toml", "--data", records)
    assert found.code == 1
    assert "is carried over from" in found.out
    diff = ask("diff", "made-up", "--data", records, "--fail-on", "downgrade")
    assert (diff.code, diff.out) == (2, "")


def test_rule_4_grades_carried_over_that_agree_are_valid(records: Path) -> None:
    grades: dict[str, tuple[str, str | None]] = {
        "peel-2015": ("good", None),
        "peel-2016": ("good", "peel-2015"),
        "peel-2017": ("good", "peel-2016"),
        "peel-2018-19": ("good", "peel-2015"),
    }
    (records / "forces" / "made-up.toml").write_text(made_up(grades), "utf-8")
    assert ask("diff", "made-up", "--data", records, "-q").code == 0


def made_up(grades: dict[str, tuple[str, str | None]]) -> str:
    """Return the record of a made-up force with some grades of one pillar, each perhaps carried over."""
    text = 'name = "Made Up Police"\nregion = "South East"\ncountry = "England"\n'
    for edition, (grade, origin) in grades.items():
        carried = f', carried_from = "{origin}"' if origin else ""
        text += (
            f'\n[[inspection]]\nedition = "{edition}"\n'
            '[inspection.sources]\nr = "https://example.org/"\n'
            f'[inspection.grades]\nefficiency = {{ grade = "{grade}", source = "r"{carried} }}\n'
        )
    return text
