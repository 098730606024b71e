"""Published counts of grades, beside the grades that we can name (rule 14): pure functions over records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from peeltrack.model import Inspection


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
    on_scale = [grade for grade in covered if grade.first_published in scale.names]
    named = Counter(grade.first_published for grade in on_scale if not grade.inferred)
    inferred = Counter(grade.first_published for grade in on_scale if grade.inferred)
    unnamed = Counter(count.grades) - named - inferred
    best_first = scale.names[::-1]

    def in_order(counts: Counter[str]) -> dict[str, int]:
        return {grade: counts[grade] for grade in best_first if counts[grade]}

    return CountedGrades(
        in_order(Counter(count.grades)), in_order(named), in_order(inferred), in_order(unnamed), count.source
    )
