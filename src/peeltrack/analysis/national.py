"""All forces together: what a question is about, and how many forces have which grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from peeltrack.model import (
    UNGRADED,
    Area,
    Edition,
    Force,
    PartialDate,
    Total,
)


class Scope(NamedTuple):
    """What a question is about. An empty collection, or None, means all."""

    forces: Sequence[str] = ()
    regions: Sequence[str] = ()
    editions: Sequence[str] = ()
    areas: Sequence[str] = ()
    since: PartialDate | None = None
    until: PartialDate | None = None

    def of(self, forces: Iterable[Force]) -> list[Force]:
        """Return the forces that the question is about."""
        return [
            force
            for force in forces
            if (not self.forces or force.id in self.forces)
            and (not self.regions or force.region in self.regions)
        ]

    def has_edition(self, edition: Edition) -> bool:
        """Return whether the question is about an edition."""
        return not self.editions or edition.id in self.editions

    def has_area(self, area: Area | None) -> bool:
        """Return whether the question is about an area; None is the entire force."""
        return not self.areas or (area is not None and area.id in self.areas)

    @property
    def dated(self) -> bool:
        """Whether the question is about dates, so that undated inspections have to be left out."""
        return bool(self.since or self.until)

    def has_date(self, published: PartialDate | None) -> bool:
        """Return whether a date may be in the range. A month or year may be any of its days."""
        if published is None:
            return not self.dated
        return published.latest >= self._begin and published.earliest <= self._end

    def is_sure_of(self, published: PartialDate | None) -> bool:
        """Return whether all days that a date can be are in the range."""
        if published is None:
            return not self.dated
        return published.earliest >= self._begin and published.latest <= self._end

    @property
    def _begin(self) -> date:
        return self.since.earliest if self.since else date.min

    @property
    def _end(self) -> date:
        return self.until.latest if self.until else date.max


class AreaTotals(NamedTuple):
    """How many forces have which grade of one area in one edition, on record and as published."""

    edition: Edition
    area: Area
    grades: Mapping[str, int]
    """How many forces on record, for each grade from best to worst and ungraded, where any has it."""
    inferred: Mapping[str, int]
    """How many of these we worked out, because no source names them (rule 12)."""
    lacking: tuple[Force, ...]
    """The forces without a grade on record."""
    total: Total | None
    """What was published, where it is known and all forces are counted."""

    @property
    def on_record(self) -> int:
        """How many forces have a grade on record, ungraded among them."""
        return sum(self.grades.values())

    @property
    def missing(self) -> int | None:
        """How many grades are missing; None where not every force is graded (rule 8)."""
        if self.total:
            return max(sum(self.total.counts.values()) - self.on_record, 0)
        return len(self.lacking) if self.area.core else None

    @property
    def agreement(self) -> str | None:
        """``complete``, ``2 missing`` or ``contradicts``; None where no number is to be met."""
        if self.too_many:
            return "contradicts"
        if self.missing is None:
            return None
        return f"{self.missing} missing" if self.missing else "complete"

    @property
    def too_many(self) -> list[str]:
        """The grades that more forces have on record than were published."""
        if self.total is None:
            return []
        return [grade for grade, number in self.grades.items() if number > self.total.counts.get(grade, 0)]


class National:
    """All forces, to be counted by edition and area."""

    def __init__(self, forces: Sequence[Force], totals: Iterable[Total] = ()) -> None:
        self.forces = forces
        self._totals = {(total.edition.id, total.area.id): total for total in totals}

    def area_totals(self, edition: Edition, area: Area) -> AreaTotals:
        """Return how many forces have each grade of one area in one edition."""
        found: Counter[str] = Counter()
        inferred: Counter[str] = Counter()
        lacking = []
        for force in self.forces:
            inspection = force.by_edition.get(edition.id)
            grade = inspection.grades.get(area.id) if inspection else None
            if grade is None:
                lacking.append(force)
            else:
                found[grade.grade] += 1
                inferred[grade.grade] += grade.inferred
        order = [*reversed(edition.scale.names), UNGRADED]
        return AreaTotals(
            edition,
            area,
            {grade: found[grade] for grade in order if found[grade]},
            {grade: inferred[grade] for grade in order if inferred[grade]},
            tuple(lacking),
            self._totals.get((edition.id, area.id)),
        )

    def all_area_totals(self, editions: Iterable[Edition]) -> Iterator[AreaTotals]:
        """The same for every graded area of some editions, in their order."""
        for edition in editions:
            for area in edition.areas.values():
                if area.graded:
                    yield self.area_totals(edition, area)
