"""How long a force has had a grade, and how it compares with earlier ones: pure functions over records."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from peeltrack.model import UNGRADED, Edition, Force, Grade, Regime

LOWEST, HIGHEST = "lowest", "highest"

ENOUGH = 2
"""How many earlier inspections must have graded an area before a grade is called lowest or highest."""


class Streak(NamedTuple):
    """A grade beside the earlier grades of its area, in the same family and after any break."""

    in_a_row: int
    """How many inspections in a row gave this grade, including this one."""
    first_since: Edition | None = None
    """The edition that last gave it, if another grade came between and none is missing."""
    extreme: str | None = None
    """LOWEST or HIGHEST, if every earlier grade in our records was better or worse."""
    since: Edition | None = None
    """The first edition of which our records have a grade."""


class _Past:
    """The grades of one area so far, from one edition to the next."""

    def __init__(self, first: Edition, rank: int) -> None:
        self.family = first.family
        self.first = first
        self.newest = first
        """The last edition with a grade: a gap follows if it is not the one before."""
        self.lowest = self.highest = rank
        self.grade: str | None = None
        """The last grade that was given and not carried over, since the last gap."""
        self.in_a_row = 0
        self.inspected = 0
        self.last_given: dict[str, Edition] = {}
        """The edition that last gave each grade, since the last gap."""


@lru_cache(maxsize=1024)  # `changes` asks for every force again with each edition
def streaks(force: Force, regime: Regime) -> Mapping[tuple[str, str], Streak]:
    """Return the streak of every grade of a force, by the ids of edition and area.

    A grade that was carried over has no streak. It does not count towards one and does not end it. A
    grade that our records lack does end it.
    """
    past: dict[frozenset[str], _Past] = {}
    found: dict[tuple[str, str], Streak] = {}
    for inspection in force.inspections:
        edition = inspection.edition
        for area_id, grade in inspection.grades.items():
            if grade.grade == UNGRADED:
                continue
            line = regime.line(area_id)
            rank = edition.scale.rank(grade.grade)
            before = _before(past.get(line), edition, area_id, regime)
            if not grade.carried_from:
                found[edition.id, area_id] = _streak(before, grade, rank)
            past[line] = _with(before, edition, grade, rank)
    return found


def _before(past: _Past | None, edition: Edition, area_id: str, regime: Regime) -> _Past | None:
    """Return what counts of the past: nothing of another family, or from before a break."""
    if past is None or past.family != edition.family or regime.breaks(area_id, past.newest, edition):
        return None
    if edition.index > past.newest.index + 1:
        past.grade, past.in_a_row = None, 0
        past.last_given.clear()
    return past


def _streak(before: _Past | None, grade: Grade, rank: int) -> Streak:
    if before is None:
        return Streak(1)
    in_a_row = before.in_a_row + 1 if grade.grade == before.grade else 1
    extreme = None
    if before.inspected >= ENOUGH:
        extreme = LOWEST if rank < before.lowest else HIGHEST if rank > before.highest else None
    first_since = before.last_given.get(grade.grade) if in_a_row == 1 else None
    return Streak(in_a_row, first_since, extreme, before.first)


def _with(before: _Past | None, edition: Edition, grade: Grade, rank: int) -> _Past:
    """Return the past with one more grade."""
    past = before or _Past(edition, rank)
    past.newest = edition
    past.lowest, past.highest = min(past.lowest, rank), max(past.highest, rank)
    if not grade.carried_from:
        past.in_a_row = past.in_a_row + 1 if grade.grade == past.grade else 1
        past.grade = grade.grade
        past.inspected += 1
        past.last_given[grade.grade] = edition
    return past
