"""All forces together: what a question is about, and how many forces have which grade."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from peeltrack.analysis.published import counted_grades
from peeltrack.model import (
    LEVELS,
    UNGRADED,
    Area,
    Edition,
    Force,
    Grade,
    Inspection,
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


EVERYTHING = Scope()


class AreaTotals(NamedTuple):
    """How many forces have which grade of one area in one edition, in our records and as published."""

    edition: Edition
    area: Area
    named: Mapping[str, int]
    """How many forces a source gives each grade, from the best to the worst and ungraded."""
    inferred: Mapping[str, int]
    """How many more have it because we worked it out (rule 12)."""
    counted: tuple[Force, ...]
    """The forces whose grade is known only from a published count (rule 14)."""
    lacking: tuple[Force, ...]
    """The forces without a grade in our records."""
    total: Total | None
    """What was published nationally, if it is known and the question is about all forces."""

    @property
    def grades(self) -> dict[str, int]:
        """How many forces have each grade, named or inferred."""
        return _in_order(Counter(self.named) + Counter(self.inferred), self.edition)

    @property
    def known(self) -> int:
        """How many forces have a grade in our records, ungraded among them."""
        return sum(self.grades.values())

    @property
    def forces(self) -> int:
        """How many forces the question is about."""
        return self.known + len(self.counted) + len(self.lacking)

    @property
    def unknown(self) -> int | None:
        """How many grades our records lack; None where not every force is graded (rule 8)."""
        return len(self.lacking) if self.area.core else None

    @property
    def agreement(self) -> str | None:
        """``complete``, ``incomplete`` or ``contradicts`` beside the national total; None without one."""
        if self.total is None:
            return None
        if self.too_many:
            return "contradicts"
        return "complete" if self.known >= sum(self.total.counts.values()) else "incomplete"

    @property
    def too_many(self) -> list[str]:
        """The grades that more forces have in our records than were published."""
        if self.total is None:
            return []
        return [grade for grade, number in self.grades.items() if number > self.total.counts.get(grade, 0)]

    @property
    def rest(self) -> dict[str, int]:
        """The grades that the national total has beyond ours; nothing if they contradict each other."""
        if self.total is None or self.too_many:
            return {}
        return _in_order(Counter(self.total.counts) - Counter(self.grades), self.edition)


class LevelTotals(NamedTuple):
    """How many grades of one level of an edition there are: pillars and questions separately (rule 9)."""

    edition: Edition
    level: str
    """One of LEVELS."""
    named: Mapping[str, int]
    inferred: Mapping[str, int]
    counted: Mapping[str, int]
    """How many are known only from published counts, which are about all areas."""
    by_count: int
    """The same without their grades; all that is known if the question is about some areas."""
    unknown: int
    """How many grades of core areas our records lack altogether."""

    @property
    def grades(self) -> dict[str, int]:
        """How many areas have each grade, named or inferred."""
        return _in_order(Counter(self.named) + Counter(self.inferred), self.edition)


def _in_order(counts: Mapping[str, int], edition: Edition) -> dict[str, int]:
    """Return counts from the best grade to the worst, then ungraded, without zeros."""
    order = [*reversed(edition.scale.names), UNGRADED]
    return {grade: counts[grade] for grade in order if counts.get(grade)}


class National:
    """The forces that a question is about, to be counted by edition and area."""

    def __init__(
        self, forces: Sequence[Force], totals: Iterable[Total] = (), scope: Scope = EVERYTHING
    ) -> None:
        self.forces = scope.of(forces)
        self.scope = scope
        whole = len(self.forces) == len(forces) and not scope.dated
        self._totals = {(each.edition.id, each.area.id): each for each in totals} if whole else {}

    def grade(self, inspection: Inspection | None, area: Area) -> Grade | None:
        """Return the grade of an area, if our records have it and its date is in the range (rule 11)."""
        grade = inspection.grades.get(area.id) if inspection else None
        return grade if inspection and self.scope.has_date(inspection.date_of(grade)) else None

    def expects(self, inspection: Inspection | None) -> bool:
        """Return whether a missing grade of an inspection counts: it has the inspection's date."""
        return self.scope.has_date(inspection.published if inspection else None)

    def lacks(self, inspection: Inspection | None, area: Area) -> bool:
        """Return whether the question is about a grade that our records do not have by its area."""
        return self.expects(inspection) and not (inspection and area.id in inspection.grades)

    def area_totals(self, edition: Edition, area: Area) -> AreaTotals:
        """Return how many forces have each grade of one area in one edition."""
        named, inferred = Counter[str](), Counter[str]()
        counted: list[Force] = []
        lacking: list[Force] = []
        for force in self.forces:
            inspection = force.by_edition.get(edition.id)
            if grade := self.grade(inspection, area):
                (inferred if grade.inferred else named)[grade.grade] += 1
            elif self.lacks(inspection, area):
                by_count = inspection is not None and area.id in inspection.known_by_count
                (counted if by_count else lacking).append(force)
        return AreaTotals(
            edition,
            area,
            _in_order(named, edition),
            _in_order(inferred, edition),
            tuple(counted),
            tuple(lacking),
            self._totals.get((edition.id, area.id)),
        )

    def all_area_totals(self, editions: Iterable[Edition]) -> Iterator[AreaTotals]:
        """Yield the same for the graded areas of some editions, as far as the question is about them."""
        for edition in editions:
            for area in edition.areas.values():
                if area.graded and self.scope.has_edition(edition) and self.scope.has_area(area):
                    yield self.area_totals(edition, area)

    def level_totals(self, areas: Sequence[AreaTotals]) -> Iterator[LevelTotals]:
        """Yield the sums of the areas of one edition, level by level.

        Published counts are about all areas. If an edition has pillars and questions, a count does not
        say which of them it counts, so its rest comes last as a level of its own.
        """
        if not areas:
            return
        edition = areas[0].edition
        found_levels = {edition.levels[each.area.id] for each in areas}
        levels = [level for level in LEVELS if level in found_levels]
        rest = Counter[str]() if self.scope.areas else self._rest(edition)
        for level in levels:
            among = [each for each in areas if edition.levels[each.area.id] == level]
            found = _level_totals(edition, level, among)
            if len(levels) == 1 and rest:
                found = found._replace(counted=_in_order(rest, edition), by_count=rest.total())
            yield found
        if len(levels) > 1 and rest:
            found = _level_totals(edition, "areas", ())
            yield found._replace(counted=_in_order(rest, edition), by_count=rest.total())

    def _rest(self, edition: Edition) -> Counter[str]:
        """Add up the grades that published counts do not name (rule 14)."""
        found = Counter[str]()
        for force in self.forces:
            inspection = force.by_edition.get(edition.id)
            counted = counted_grades(inspection) if inspection and self.expects(inspection) else None
            found.update(counted.unnamed if counted else {})
        return found


def _level_totals(edition: Edition, level: str, areas: Iterable[AreaTotals]) -> LevelTotals:
    """Return the sums of some areas, the grades known by count without their words."""
    named, inferred = Counter[str](), Counter[str]()
    by_count = unknown = 0
    for each in areas:
        named.update(each.named)
        inferred.update(each.inferred)
        by_count += len(each.counted)
        unknown += each.unknown or 0
    return LevelTotals(
        edition, level, _in_order(named, edition), _in_order(inferred, edition), {}, by_count, unknown
    )
