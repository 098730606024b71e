"""How long a grade has stood, and how unusual it is: in a force's own history, and among all forces."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from asking import flat, library, seen

from peeltrack.analysis.streaks import Streak, streaks
from peeltrack.model import UNGRADED, Area, Edition, Force, Grade, Inspection, Regime, Scale

RECORDS = library()
FORCES = RECORDS.forces()


def streak(force: Force, inspection: Inspection, area: str, regime: Regime = RECORDS.regime) -> Streak | None:
    return streaks(force, regime).get((inspection.edition.id, area))


def test_how_rare_cleveland_was_in_2019() -> None:
    text = flat(seen("show", "cleveland", "2019", "--national", columns=200))
    since = "lowest on record, PEEL 2015 to PEEL 2018/19"
    assert f"Effectiveness inadequate [2], {since}, the only force graded so" in text
    assert f"Efficiency inadequate [4], {since}, one of 2 forces graded so" in text
    since = "lowest on record, PEEL 2016 to PEEL 2018/19"
    assert f"Preventing crime inadequate [3], {since}, the only force graded so of the 39" in text
    assert "Serious and organised crime good [3], one of at least 20 forces graded so" in text


def test_three_and_four_inspections_in_a_row() -> None:
    held = {
        force.id
        for force in FORCES
        if (found := streak(force, force.by_edition["peel-2017"], "effectiveness"))
        and found.in_a_row == 3
        and force.by_edition["peel-2017"].grades["effectiveness"].grade == "requires improvement"
    }
    assert held == {"metropolitan", "northamptonshire", "gloucestershire", "humberside"}
    assert "third inspection in a row" in flat(seen("diff", "humberside", "peel-2016", "peel-2017"))
    fourth = "requires improvement [2], fourth inspection in a row"
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


def test_every_run_on_record_counted_again() -> None:
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


def test_a_carried_grade_is_no_inspection_in_a_row_and_ends_none() -> None:
    force = RECORDS.force("cleveland")
    held = force.by_edition["peel-2017"]
    assert held.grades["investigating-crime"].carried_from
    assert streak(force, held, "investigating-crime") is None
    force = RECORDS.force("greater-manchester")
    assert force.by_edition["peel-2017"].grades["preventing-crime"].carried_from
    found = streak(force, force.by_edition["peel-2018-19"], "preventing-crime")
    assert found
    assert (found.in_a_row, found.extreme) == (1, "lowest")


def test_an_extreme_says_up_to_when() -> None:
    text = flat(seen("show", "bedfordshire", "peel-2017", columns=200))  # PEEL 2018/19 went higher still
    assert "requires improvement [3], highest on record, PEEL 2015 to PEEL 2017" in text


@pytest.mark.parametrize(("carried", "extreme"), [("bad", None), ("fair", "lowest")])
def test_a_grade_carried_over_from_what_is_not_on_record_counts_against_an_extreme(
    carried: str, extreme: str | None
) -> None:
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
