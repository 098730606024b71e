"""``peeltrack table`` and ``peeltrack coverage``: forces side by side, and what our records lack."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from asking import as_json, ask, edit, flat, library, seen
from conftest import DATA

from peeltrack.analysis.national import National

RECORDS = library()
FORCES = RECORDS.forces()
REPORTED_ON = sum(
    not grade.area.graded
    for force in FORCES
    for inspection in force.inspections
    for grade in inspection.grades.values()
)


def test_table_counts_agree_with_the_published_totals() -> None:
    areas = as_json("table", "effectiveness")["areas"]
    found = next(each for each in areas if each["edition"] == "peel-2016")
    assert found["published"] == {"outstanding": 1, "good": 28, "requires improvement": 13, "inadequate": 1}
    assert found["grades"] == found["published"]
    text = flat(seen("table", "effectiveness", columns=200))
    assert "requires improvement 18, published 18 13, published 13 12 6" in text
    assert "PEEL 2016: complete, as published [3]" in text


def test_table_of_some_forces_has_no_published_totals_beside_it() -> None:
    answer = as_json("table", "effectiveness", "--force", "kent", "--force", "surrey")
    assert {each["forces"] for each in answer["areas"]} == {2}
    assert all(each["published"] is None for each in answer["areas"])


def test_table_sorts_by_grade_or_change_and_says_so() -> None:
    def order(sort: str) -> list[str]:
        lines = seen("table", "efficiency", "--sort", sort, columns=200).splitlines()
        block = lines[next(n for n, line in enumerate(lines) if "PEEL 2018/19  " in line + "  ") + 2 :]
        return [re.split("  +", line)[0] for line in block[:43]]

    names = order("name")
    assert names == sorted(force.name for force in FORCES)
    assert order("grade")[:2] == ["Cleveland Police", "Northamptonshire Police"]
    assert order("change")[0] == "Cleveland Police"
    assert sorted(order("grade")) == sorted(order("change")) == names
    said = "Sorted by the grade in PEEL 2018/19, worst first, then by name."
    assert said in seen("table", "efficiency", "--sort", "grade", columns=200)


def test_a_whole_edition_is_shortened_in_a_terminal_that_is_narrow_and_only_there() -> None:
    narrow = seen("table", "--edition", "peel-2017", columns=80)
    assert all(len(line) <= 80 for line in narrow.split("Sources")[0].splitlines())
    legend = narrow.replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r"^a Effectiveness +b Preventing crime", legend, re.MULTILINE)
    assert "U ungraded" in legend
    assert "small letters: carried over" in flat(legend)
    letters = narrow.partition("a\N{NO-BREAK SPACE}")[2].partition("O\N{NO-BREAK SPACE}")[0]
    assert not re.search(r" [a-m]$", letters, re.MULTILINE), "a letter stands on the line of its name"
    assert "RI requires improvement" in legend
    assert re.search(r"^Cleveland Police +G +G +g +RI +– +G ", narrow, re.MULTILINE)
    for whole in (
        seen("table", "--edition", "peel-2017", columns=400),
        ask("table", "--edition", "peel-2017", "-f", "table").out,
    ):
        assert "a Effectiveness" not in whole
        assert re.search(r"^Cleveland Police +good +good +good \(carried over\) +", whole, re.MULTILINE)


def test_a_total_that_the_records_contradict_is_said_to_be(records: Path) -> None:
    edit(
        records / "national.toml",
        'good = 24, "requires improvement" = 18',
        'good = 26, "requires improvement" = 16',
    )
    text = flat(ask("coverage", "--data", records, "-f", "table").out)
    assert (
        "PEEL 2015, Effectiveness: contradicts the published totals: "
        "18 requires improvement in our records, 16 published" in text
    )
    found = json.loads(ask("coverage", "--data", records, "-f", "json").out)
    agreed = {(each["edition"], each["area"]): each["agreement"] for each in found["areas"]}
    assert agreed["peel-2015", "effectiveness"] == "contradicts"
    assert agreed["peel-2014", "efficiency"] == "5 missing"
    assert agreed["peel-2016", "legitimacy"] == "complete"


def test_coverage_counts_every_grade_and_names_the_missing() -> None:
    answer = as_json("coverage")
    assert sum(each["grades"] for each in answer["editions"]) == 2199
    # "ungraded" is on record, too, for areas that the edition only reports on.
    assert sum(each["on_record"] for each in answer["areas"]) == 2199 - REPORTED_ON
    assert sum(each["inspections"] for each in answer["editions"]) == 301
    lacking = {(each["edition"], each["area"]): each["missing"] for each in answer["areas"]}
    assert lacking["peel-2017", "effectiveness"] == []
    assert len(lacking["peel-2014", "efficiency"]) == 5
    assert "PEEL 2014, missing: " in seen("coverage", "--missing")
    assert "missing:" not in seen("coverage")


def test_rule_8_an_area_that_not_every_force_is_graded_on_is_never_missing() -> None:
    all_area_totals = National(FORCES).all_area_totals(RECORDS.regime.editions.values())
    for area_totals in all_area_totals:
        assert (area_totals.missing is None) == (not area_totals.area.core)
    assert "6, not all graded" in seen("coverage")


def test_table_names_the_editions_that_lack_the_area_and_the_break_in_its_line() -> None:
    text = flat(seen("table", "legitimacy"))
    assert "Not graded in PEEL 2014. Not graded separately in PEEL 2021/22 and PEEL 2023-25." in text
    text = flat(seen("table", "use-of-resources"))
    assert (
        "Two PEEL 2017 questions, understanding demand and use of resources, were combined into one." in text
    )


def test_an_area_that_is_never_graded_has_its_name() -> None:
    text = seen("table", "leadership")
    assert text == "Leadership, 43 forces\nNo edition grades this area.\n"


def test_table_takes_latest_as_an_edition() -> None:
    assert ask("table", "--edition", "latest").out == ask("table", "--edition", "peel-2023-25").out != ""


@pytest.mark.parametrize("format_", ["table", "markdown", "html"])
@pytest.mark.parametrize("words", [("managing-offenders",), ("--edition", "peel-2023-25")])
def test_rule_12_table_marks_every_inferred_grade(words: tuple[str, ...], format_: str) -> None:
    answer = as_json("table", *words)
    grades = [(force["id"], grade) for force in answer["forces"] for grade in force["grades"]]
    inferred = [grade for _, grade in grades if grade["basis"] == "inferred"]
    assert ("city-of-london", "inferred") in [
        (force, grade["basis"]) for force, grade in grades if grade["area"] == "managing-offenders"
    ]
    shown = ask("table", *words, "-f", format_, "--width", "1000").out
    assert shown.count(" (inferred)") == len(inferred) > 0
    assert sum(sum(each["inferred"].values()) for each in answer["areas"]) == len(inferred)


def test_rule_12_short_grades_are_marked_as_inferred_too() -> None:
    screen = seen("table", "--edition", "peel-2023-25", "--force", "city-of-london", columns=80)
    assert re.search(r"^City of London Police +A\*", screen, re.MULTILINE)
    assert "* inferred: no source names this grade" in flat(screen)


def test_rule_12_coverage_says_how_many_grades_are_inferred() -> None:
    answer = as_json("coverage")
    written = sum(
        isinstance(grade, dict) and grade.get("basis") == "inferred"
        for path in (DATA / "forces").glob("*.toml")
        for inspection in tomllib.loads(path.read_text("utf-8"))["inspection"]
        for grade in inspection.get("grades", {}).values()
    )
    assert sum(sum(each["inferred"].values()) for each in answer["areas"]) == written == 76
    assert re.search(r"\d+ of 43, \d+ inferred", seen("coverage", columns=200))


def test_a_title_that_two_areas_have_is_refused() -> None:
    result = ask("table", "Treating the public fairly")
    assert (result.code, result.out) == (2, "")
    assert "'treating-public-fairly' and 'treating-the-public'; name one of these" in result.err
    assert ask("table", "treating-public-fairly", "-f", "json").code == 0
    assert ask("table", "Police powers and treating the public fairly").code == 0
