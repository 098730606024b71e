"""What stands beside a grade: how long it has been so, and how many forces have the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from peeltrack.analysis.streaks import Streak, streaks
from peeltrack.formats.document import Content, Span, Value
from peeltrack.model import UNGRADED, Force, Inspection, Regime

if TYPE_CHECKING:
    from peeltrack.analysis.national import AreaTotals, National

GRADE_NOTE_COLUMNS = ("in_a_row", "first_since", "extreme", "forces_alike", "forces_missing")

ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class GradeNotes(NamedTuple):
    """Both, each None where there is nothing to say or it was not asked."""

    grade: str
    run: Streak | None
    area_totals: AreaTotals | None

    def words(self, least: int = 2) -> list[str]:
        """``third inspection in a row``, ``lowest on record, PEEL 2015 to PEEL 2017``, ``one of 13 …``.

        A run of fewer than ``least`` inspections is not spoken of.
        """
        found = _run_words(self.run, least) if self.run else []
        return [*found, _alike(self.area_totals, self.grade)] if self.area_totals else found

    @property
    def text(self) -> Content:
        """The words, to stand behind the grade."""
        return tuple(Span(f", {word}", "muted") for word in self.words())

    @property
    def row(self) -> tuple[Value, ...]:
        """The same under ASIDE_COLUMNS."""
        first = self.run.first_since if self.run else None
        return (
            self.run.in_a_row if self.run else None,
            first.id if first else None,
            self.run.extreme if self.run else None,
            self.area_totals.grades[self.grade] if self.area_totals else None,
            self.area_totals.missing if self.area_totals else None,
        )

    @property
    def data(self) -> dict[str, Any]:
        """The same for JSON."""
        return dict(zip(GRADE_NOTE_COLUMNS, self.row, strict=True))


class NotesByGrade:
    """What stands beside the grades of one force; of other forces only where all are known."""

    def __init__(self, force: Force, regime: Regime, national: National | None = None) -> None:
        self.force = force
        self.regime = regime
        self.national = national
        self._streaks: Mapping[tuple[str, str], Streak] | None = None

    def of(self, inspection: Inspection, area_id: str) -> GradeNotes:
        """What stands beside the grade of an area; of no grade there is nothing to say."""
        grade = inspection.grades.get(area_id)
        if grade is None or grade.grade == UNGRADED:
            return GradeNotes("", None, None)
        area_totals = self.national.area_totals(inspection.edition, grade.area) if self.national else None
        if self._streaks is None:
            self._streaks = streaks(self.force, self.regime)
        return GradeNotes(grade.grade, self._streaks.get((inspection.edition.id, area_id)), area_totals)


def _run_words(found: Streak, least: int) -> list[str]:
    words = []
    if found.in_a_row >= least:
        place = found.in_a_row - 2
        ordinal = ORDINALS[place] if place < len(ORDINALS) else f"{found.in_a_row}th"
        words.append(f"{ordinal} inspection in a row")
    if found.first_since:
        words.append(f"first since {found.first_since.title}")
    if found.extreme and found.since:
        words.append(f"{found.extreme} grade since {found.since.title}")
    return words


def _alike(area_totals: AreaTotals, grade: str) -> str:
    """How many forces have the grade; that it may be more where forces are not on record."""
    number = area_totals.grades[grade]
    if area_totals.missing == 0:
        return "the only force graded so" if number == 1 else f"one of {number} forces graded so"
    if number == 1:
        return f"the only force graded so of the {area_totals.on_record} on record"
    if area_totals.missing is None:
        return f"one of {number} forces graded so on record"
    return f"one of at least {number} forces graded so"
