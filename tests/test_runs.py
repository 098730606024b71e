"""How long a grade has stood, and how unusual it is: in a force's own history, and among all forces."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from asking import as_json, flat, library, row, seen

from peeltrack.analysis.streaks import Streak, streaks
from peeltrack.model import UNGRADED, Area, Edition, Force, Grade, Inspection, Regime, Scale

RECORDS = library()
FORCES = RECORDS.forces()


def streak(force: Force, inspection: Inspection, area: str, regime: Regime = RECORDS.regime) -> Streak | None:
    return streaks(force, regime).get((inspection.edition.id, area))


def test_how_rare_clevelands_grades_were_in_2019() -> None:
    text = seen("show", "cleveland", "2019", "--neighbours", columns=120)
    grid = text.partition("Other forces in North East, PEEL 2018/19")[2]
    assert "same as CLE" in grid
    assert row(grid, "Effectiveness").endswith("  1 of 43")
    assert row(grid, "Efficiency").endswith("  2 of 43")
    assert "lowest grade since PEEL 2015" in text
    answer = as_json("show", "cleveland", "2019")
    (grade,) = (each for each in answer["grades"] if each["area"] == "effectiveness")
    assert (grade["in_a_row"], grade["first_since"], grade["extreme"]) == (1, None, "lowest")


def test_neighbours_are_the_forces_of_the_region_in_the_same_edition() -> None:
    text = seen("show", "devon-and-cornwall", "latest", "--neighbours", columns=120)
    grid = text.partition("Other forces in South West, PEEL 2023-25")[2]
    for force in FORCES:
        assert (f"\xa0{force.name}" in grid) == (force.region == "South West")
    assert "Other forces" not in seen("show", "devon-and-cornwall", "latest")
    answer = as_json("show", "devon-and-cornwall", "latest", "--neighbours")
    others = {force.id for force in FORCES if force.region == "South West"} - {"devon-and-cornwall"}
    assert {each["force"] for each in answer["neighbours"]} == others
    assert {each["edition"] for each in answer["neighbours"]} == {"peel-2023-25"}
    assert as_json("show", "devon-and-cornwall", "latest")["neighbours"] == []


def test_three_and_four_inspections_in_a_row() -> None:
    held = {
        force.id
        for force in FORCES
        if (found := streak(force, force.by_edition["peel-2017"], "effectiveness"))
        and found.in_a_row == 3
        and force.by_edition["peel-2017"].grades["effectiveness"].grade == "requires improvement"
    }
    assert {"metropolitan", "northamptonshire", "gloucestershire", "humberside"} <= held
    third = "requires improvement for the third inspection in a row"
    assert third in flat(seen("diff", "humberside", "peel-2016", "peel-2017"))
    fourth = "requires improvement for the fourth inspection in a row"
    assert fourth in flat(seen("show", "northamptonshire", "2018-19"))


def grades_before(force: Force, inspection: Inspection, area: str) -> list[str | None]:
    """The grades of an area before an inspection, newest first, in the simplest way; None for a gap."""
    editions = list(RECORDS.regime.editions.values())
    found: list[str | None] = []
    for newer, edition in pairwise(reversed(editions[: inspection.edition.index + 1])):
        there = newer.areas.get(area)
        if edition.family != inspection.edition.family or (there and there.break_):
            break
        held = force.by_edition.get(edition.id)
        grade = held.grades.get(area) if held else None
        if grade is None or not grade.carried_from:
            found.append(grade.grade if grade and grade.grade != UNGRADED else None)
    return found


def test_every_run_in_our_records_counted_again() -> None:
    runs = Counter[int]()
    for force in FORCES:
        for inspection in force.inspections:
            for area, grade in inspection.grades.items():
                found = streak(force, inspection, area)
                assert (found is None) == (grade.grade == UNGRADED or grade.carried_from is not None)
                if found is None:
                    continue
                before = grades_before(force, inspection, area)
                row = next((n for n, word in enumerate(before) if word != grade.grade), len(before))
                assert found.in_a_row == row + 1
                if found.first_since:
                    assert row == 0
                    assert grade.grade in before[: before.index(None)] if None in before else before
                names = inspection.edition.scale.names
                ranks = [names.index(word) for word in before if word]
                lowest = len(ranks) > 1 and all(names.index(grade.grade) < rank for rank in ranks)
                assert (found.extreme == "lowest") == lowest
                runs[found.in_a_row] += 1
    assert set(runs) == {1, 2, 3, 4}


def test_a_carried_grade_does_not_count_towards_a_run_and_does_not_end_one() -> None:
    force = RECORDS.force("cleveland")
    held = force.by_edition["peel-2017"]
    assert held.grades["investigating-crime"].carried_from
    assert streak(force, held, "investigating-crime") is None
    force = RECORDS.force("greater-manchester")
    assert force.by_edition["peel-2017"].grades["preventing-crime"].carried_from
    found = streak(force, force.by_edition["peel-2018-19"], "preventing-crime")
    assert found
    assert (found.in_a_row, found.extreme) == (1, "lowest")


def test_an_extreme_says_since_when() -> None:
    text = flat(seen("show", "bedfordshire", "peel-2017", columns=200))
    assert "highest grade from PEEL 2015 to PEEL 2017" in text  # PEEL 2018/19 went higher still


@pytest.mark.parametrize(("carried", "extreme"), [("bad", None), ("fair", "lowest")])
def test_a_grade_carried_over_counts_when_the_lowest_is_sought(carried: str, extreme: str | None) -> None:
    area, scale = Area("q", "Q"), Scale(("bad", "fair", "good"), {}, {})
    editions = [
        Edition(f"e-{place}", f"E {place}", "F", place, None, "", "", scale, {"q": area})
        for place in range(5)
    ]

    def inspection(place: int, grade: str, of: Edition | None = None) -> Inspection:
        return Inspection(editions[place], place, None, None, {"q": Grade(area, grade, "", None, of)}, ())

    held = (
        inspection(0, "good"),
        inspection(2, carried, editions[1]),
        inspection(3, "good"),
        inspection(4, "bad"),
    )
    force = Force("a", "A", "", "", (), (), held)
    found = streak(force, held[-1], "q", Regime({edition.id: edition for edition in editions}, {}))
    assert found is not None
    assert (found.in_a_row, found.extreme) == (1, extreme)
    assert found.since == editions[0]
