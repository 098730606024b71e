"""What stands beside a grade: how long it has been so, and how many forces have the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from peeltrack.document import Content, Span, Value
from peeltrack.record import Record
from peeltrack.records import UNGRADED, Force, Inspection, Regime
from peeltrack.runs import Run, run

if TYPE_CHECKING:
    from peeltrack.national import National, Standing

ASIDE_COLUMNS = ("in_a_row", "first_since", "extreme", "forces_alike", "forces_missing")

ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


class Aside(Record):
    """Both, each None where there is nothing to say or it was not asked."""

    grade: str
    run: Run | None
    standing: Standing | None

    def words(self, least: int = 2) -> list[str]:
        """``third inspection in a row``, ``lowest on record, PEEL 2015 to PEEL 2017``, ``one of 13 …``.

        A run of fewer than ``least`` inspections is not spoken of.
        """
        found = _run_words(self.run, least) if self.run else []
        return [*found, _alike(self.standing, self.grade)] if self.standing else found

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
            self.standing.grades[self.grade] if self.standing else None,
            self.standing.missing if self.standing else None,
        )

    @property
    def data(self) -> dict[str, Any]:
        """The same for JSON."""
        return dict(zip(ASIDE_COLUMNS, self.row, strict=True))


class Asides:
    """What stands beside the grades of one force; of other forces only where all are known."""

    def __init__(self, force: Force, regime: Regime, national: National | None = None) -> None:
        self.force = force
        self.regime = regime
        self.national = national

    def of(self, inspection: Inspection, area_id: str) -> Aside:
        """What stands beside the grade of an area; of no grade there is nothing to say."""
        grade = inspection.grades.get(area_id)
        if grade is None or grade.grade == UNGRADED:
            return Aside("", None, None)
        standing = self.national.standing(inspection.edition, grade.area) if self.national else None
        return Aside(grade.grade, run(self.force, inspection, area_id, self.regime), standing)


def _run_words(found: Run, least: int) -> list[str]:
    words = []
    if found.in_a_row >= least:
        place = found.in_a_row - 2
        ordinal = ORDINALS[place] if place < len(ORDINALS) else f"{found.in_a_row}th"
        words.append(f"{ordinal} inspection in a row")
    if found.first_since:
        words.append(f"first since {found.first_since.title}")
    if found.extreme and found.span:
        words.append(f"{found.extreme} on record, {found.span[0].title} to {found.span[1].title}")
    return words


def _alike(standing: Standing, grade: str) -> str:
    """How many forces have the grade; that it may be more where forces are not on record."""
    number = standing.grades[grade]
    if standing.missing == 0:
        return "the only force graded so" if number == 1 else f"one of {number} forces graded so"
    if number == 1:
        return f"the only force graded so of the {standing.on_record} on record"
    if standing.missing is None:
        return f"one of {number} forces graded so on record"
    return f"one of at least {number} forces graded so"
