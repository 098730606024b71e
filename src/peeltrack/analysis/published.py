"""Published counts of grades, beside the grades that we can name (rule 14): pure functions over records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from peeltrack.model import Grade, Inspection


class CountedGrades(NamedTuple):
    """How many areas of one inspection got each grade, and for how many of them we know the area.

    All mappings are from the best grade to the worst.
    """

    published: Mapping[str, int]
    """As published: grades as they were at first, some areas perhaps left out."""
    named: Mapping[str, int]
    """How many of these a source names."""
    inferred: Mapping[str, int]
    """How many of these we worked out."""
    unnamed: Mapping[str, int]
    """The rest: known only by count."""
    source: str

    @property
    def total(self) -> int:
        """How many areas were counted."""
        return sum(self.published.values())

    @property
    def rest(self) -> int:
        """How many areas are known only by count."""
        return sum(self.unnamed.values())

    @property
    def too_many(self) -> list[str]:
        """The grades that our records give to more areas than were counted."""
        known = Counter(self.named) + Counter(self.inferred)
        return [grade for grade in known if known[grade] > self.published.get(grade, 0)]


def counted_grades(inspection: Inspection) -> CountedGrades | None:
    """Return the published count of an inspection, if it has one, beside its grades."""
    count = inspection.published_count
    if count is None:
        return None
    covered = [grade for grade in inspection.grades.values() if grade.area.id not in count.excludes]
    scale = inspection.edition.scale
    on_scale = [grade for grade in covered if first_published(grade) in scale]
    named = Counter(first_published(grade) for grade in on_scale if not grade.inferred)
    inferred = Counter(first_published(grade) for grade in on_scale if grade.inferred)
    unnamed = Counter(count.grades) - named - inferred
    best_first = scale.names[::-1]

    def in_order(counts: Counter[str]) -> dict[str, int]:
        return {grade: counts[grade] for grade in best_first if counts[grade]}

    return CountedGrades(
        in_order(Counter(count.grades)), in_order(named), in_order(inferred), in_order(unnamed), count.source
    )


@lru_cache(maxsize=64)  # asked again for every area of an inspection
def areas_by_count(inspection: Inspection) -> frozenset[str]:
    """Return the ids of the areas whose grade is known only by count.

    Every force is graded on the core areas, so the unnamed rest of a count is about those that we have
    no grade for. It is about other areas only if it is large enough for all of them.
    """
    counted, count = counted_grades(inspection), inspection.published_count
    if counted is None or count is None:
        return frozenset()
    unnamed = [
        area
        for area in inspection.edition.areas.values()
        if area.graded and area.id not in inspection.grades and area.id not in count.excludes
    ]
    core = [area for area in unnamed if area.core]
    if counted.rest == len(unnamed):
        return frozenset([area.id for area in unnamed])
    return frozenset([area.id for area in core]) if counted.rest >= len(core) else frozenset()


def first_published(grade: Grade) -> str:
    """Return a grade as it was first published, before any correction (rule 5)."""
    return grade.corrected.from_ if grade.corrected else grade.grade
