"""The Atom feed: what was published and what was corrected, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from peeltrack.analysis.published import counted_grades
from peeltrack.model import Force, Grade, Inspection, PartialDate
from peeltrack.site.page import Site
from peeltrack.site.places import force_path
from peeltrack.views.words import counted_words, grade_remarks

MOST = 100
"""How many entries the feed has, the newest ones."""


class Entry(NamedTuple):
    """Something that was published or corrected."""

    day: date
    """The first day that it can have been."""
    path: str
    part: str
    """What makes its id different from those of other entries about the same page."""
    title: str
    text: str


def entries(site: Site) -> list[Entry]:
    """Return the newest entries."""
    found = [entry for force in site.forces for entry in (*_publications(force), *_corrections(force))]
    found.sort(key=lambda entry: (-entry.day.toordinal(), entry.path, entry.part))
    return found[:MOST]


def _publications(force: Force) -> Iterator[Entry]:
    """Yield an entry for each day on which something about a force came out (rule 11)."""
    for inspection in force.inspections:
        days: dict[PartialDate, list[Grade]] = {}
        if inspection.published:
            days[inspection.published] = []
        for grade in inspection.grades.values():
            if published := inspection.date_of(grade):
                days.setdefault(published, []).append(grade)
        for published, grades in days.items():
            title = inspection.edition.title
            yield Entry(
                published.earliest,
                force_path(force),
                f"{inspection.edition.id}-{published.iso}",
                f"{force.name}: {title}",
                f"Published: {published.in_words}. {_grades(inspection, published, grades)}",
            )


def _grades(inspection: Inspection, published: PartialDate, grades: list[Grade]) -> str:
    """Return what came out on a day in words."""
    named = "; ".join(
        f"{grade.area.title}: {grade.grade}{' (inferred)' if grade.inferred else ''}" for grade in grades
    )
    counted = counted_grades(inspection) if published == inspection.published else None
    by_count = f"Published count: {counted_words(counted)}." if counted and counted.rest else ""
    said = " ".join(filter(None, (f"{named}." if named else "", by_count)))
    return said or "No grade of that day is in our records."


def _corrections(force: Force) -> Iterator[Entry]:
    for inspection in force.inspections:
        for grade in inspection.grades.values():
            if grade.corrected:
                yield Entry(
                    grade.corrected.on.earliest,
                    force_path(force),
                    f"{inspection.edition.id}-{grade.area.id}-corrected",
                    f"{force.name}: corrected grade in {inspection.edition.title}",
                    f"{grade.area.title}: {grade.grade}, {grade_remarks(grade)[0]}.",
                )
