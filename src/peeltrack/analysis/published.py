"""What a published count adds to the grades that the records name (rule 14)."""

from __future__ import annotations

from typing import NamedTuple

from peeltrack.model import UNGRADED, Inspection


class CountedGrade(NamedTuple):
    """One grade of a published count."""

    grade: str
    published: int
    """How many areas got it, as first published."""
    named: int
    """How many of these a source names."""
    inferred: int
    """How many of these we worked out from a source."""

    @property
    def unnamed(self) -> int:
        """How many are known by count only."""
        return max(self.published - self.named - self.inferred, 0)


def counted_grades(inspection: Inspection) -> list[CountedGrade]:
    """Return the grades of an inspection's published count, best first; empty without a count.

    A count is of grades as first published, so a corrected grade counts as what it was.
    """
    published = inspection.published_count
    if published is None:
        return []
    named: dict[str, int] = {}
    inferred: dict[str, int] = {}
    for area_id, grade in inspection.grades.items():
        if area_id not in published.excludes:
            first = grade.corrected.from_ if grade.corrected else grade.grade
            known = inferred if grade.inferred else named
            known[first] = known.get(first, 0) + 1
    order = [*reversed(inspection.edition.scale.names), UNGRADED]
    return [
        CountedGrade(grade, published.grades[grade], named.get(grade, 0), inferred.get(grade, 0))
        for grade in order
        if published.grades.get(grade)
    ]


def unnamed(inspection: Inspection) -> dict[str, int]:
    """Return how many areas got each grade that are known by count only, best first."""
    return {each.grade: each.unnamed for each in counted_grades(inspection) if each.unnamed}
