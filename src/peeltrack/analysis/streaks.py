"""How long a grade has stood in a force's own history: pure functions over records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from peeltrack.model import UNGRADED, Edition, Force, Grade, Inspection, Regime

LOWEST, HIGHEST = "lowest", "highest"

ENOUGH = 2
"""How many inspections before must have given a grade, for one to be called the lowest or highest."""


class Streak(NamedTuple):
    """How a grade stands to the earlier ones of its area, within the family and after any break."""

    in_a_row: int
    """How many inspections in a row gave it, this one among them."""
    first_since: Edition | None = None
    """The edition that gave it last, where another grade was between and none is missing."""
    extreme: str | None = None
    """LOWEST or HIGHEST, where every earlier grade on record was better or worse, of ENOUGH inspections."""
    span: tuple[Edition, Edition] | None = None
    """From which edition to which: of what came before or after, an extreme says nothing."""


def run(force: Force, inspection: Inspection, area_id: str, regime: Regime) -> Streak | None:
    """The run that a grade stands in; None for no grade, and for one that is carried over.

    A carried-over grade is no inspection in a row, nor does it end one; an edition without
    a grade on record does.
    """
    grade = inspection.grades.get(area_id)
    if grade is None or grade.grade == UNGRADED or grade.carried_from:
        return None
    earlier = list(_earlier(force, inspection, area_id, regime))
    inspected = [(edition, before) for edition, before in earlier if not (before and before.carried_from)]
    unbroken = []
    for edition, before in inspected:
        if before is None:
            break
        unbroken.append((edition, before.grade))
    in_a_row = 1
    for _, word in unbroken:
        if word != grade.grade:
            break
        in_a_row += 1
    again = [edition for edition, word in unbroken if word == grade.grade]
    scale = inspection.edition.scale
    graded = [(edition, scale.rank(before.grade)) for edition, before in earlier if before]
    enough = sum(before is not None for _, before in inspected) >= ENOUGH
    return Streak(
        in_a_row,
        again[0] if again and in_a_row == 1 else None,
        _extreme(scale.rank(grade.grade), [rank for _, rank in graded]) if enough else None,
        (graded[-1][0], inspection.edition) if graded else None,
    )


def _earlier(
    force: Force, inspection: Inspection, area_id: str, regime: Regime
) -> Iterator[tuple[Edition, Grade | None]]:
    """The editions before, newest first, with the grade each gave; None where it gave none on record."""
    family = regime.between(regime.family_start(inspection.edition), inspection.edition)
    editions = [regime.family_start(inspection.edition), *family]
    for newer, edition in zip(editions[:0:-1], editions[-2::-1], strict=True):
        if (area := newer.areas.get(area_id)) and area.break_:
            return
        held = force.by_edition.get(edition.id)
        grade = held.grades.get(area_id) if held else None
        yield edition, None if grade is None or grade.grade == UNGRADED else grade


def _extreme(rank: int, earlier: list[int]) -> str | None:
    if rank < min(earlier):
        return LOWEST
    return HIGHEST if rank > max(earlier) else None
