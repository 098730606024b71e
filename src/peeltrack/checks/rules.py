"""Sense: what is wrong with records that read well; records and their text in, problems out.

Form is the reader's matter, and a file with a fault of form is not looked at here. A
contradiction is an error; a note is what is worth knowing and not wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations

from peeltrack.model import (
    Correction,
    Edition,
    Force,
    Grade,
    Inspection,
    PartialDate,
    Total,
    Wording,
    in_words,
)
from peeltrack.store import Keys, Problem, Source
from peeltrack.store.library import fold_name

NOTE = "note"


def check_force(
    force: Force, source: Source, names: Mapping[str, Sequence[str]], today: date
) -> Iterator[Problem]:
    """What is wrong with a force.

    ``names`` holds the names of all forces folded by ``fold_name``, with the ids of the
    forces that have each.
    """
    yield from _names(force, source, names)
    for number, period in enumerate(force.monitoring):
        for key, day in (("entered", period.entered), ("left", period.left)):
            if future := _future(day, today):
                yield Problem(source, future, f"monitoring {number + 1}", ("monitoring", number, key))
    yield from _order(force, source)
    for inspection in force.inspections:
        yield from _inspection(inspection, force, source, today)


def _names(force: Force, source: Source, names: Mapping[str, Sequence[str]]) -> Iterator[Problem]:
    named: list[tuple[str, Keys]] = [(force.name, ("name",))]
    named += [(alias, ("aliases", number)) for number, alias in enumerate(force.aliases)]
    for name, path in named:
        others = [other for other in names.get(fold_name(name), ()) if other != force.id]
        if others:
            yield Problem(source, f"the name '{name}' is that of '{others[0]}' too", "", path)


def _order(force: Force, source: Source) -> Iterator[Problem]:
    """Inspections, and the grades of each area, come out in the order of the editions."""
    for old, new in combinations(force.inspections, 2):
        if (new.own_date or old.own_date) and (early := _before(new.published, old.published, old.edition)):
            yield Problem(source, early, new.edition.id, (*_at(new), "published"))
        for area_id, grade in new.grades.items():
            earlier = old.grades.get(area_id)
            if earlier is None or grade.carried_from:
                continue
            if early := _before(grade.published, earlier.published, old.edition):
                yield Problem(source, early, _of_grade(new, grade), _at(new, grade, "published"))


def _before(day: PartialDate | None, earlier: PartialDate | None, edition: Edition) -> str:
    """Say that something came out before the same thing of an earlier edition; empty if it did not."""
    if day is None or earlier is None or day.latest >= earlier.earliest:
        return ""
    return f"published {day.in_words}, before {edition.title} ({earlier.in_words})"


def _future(day: PartialDate | None, today: date) -> str:
    """That a day is in the future; empty where it is not."""
    if day is None or day.earliest <= today:
        return ""
    return f"{day.in_words} is in the future (today is {in_words(today)})"


def _inspection(inspection: Inspection, force: Force, source: Source, today: date) -> Iterator[Problem]:
    at, where = _at(inspection), inspection.edition.id
    if future := _future(inspection.own_date, today):
        yield Problem(source, future, where, (*at, "published"))
    for key in inspection.unused_sources:
        message = f"the source '{key}' is not referred to by any grade or finding"
        yield Problem(source, message, f"{where} sources", (*at, "sources", key))
    yield from _grades(inspection, force, source, today)
    yield from _said_twice(inspection, source)
    yield from _notes(inspection, source)


def _at(inspection: Inspection, grade: Grade | None = None, *keys: str) -> Keys:
    """Return the path of an inspection in its file, or of one of its grades, or of a key in that grade."""
    at = ("inspection", inspection.position)
    return (*at, "grades", grade.area.id, *keys) if grade else at


def _of_grade(inspection: Inspection, grade: Grade) -> str:
    return f"{inspection.edition.id} grades.{grade.area.id}"


def _grades(inspection: Inspection, force: Force, source: Source, today: date) -> Iterator[Problem]:
    for grade in inspection.grades.values():
        if future := _future(grade.published, today):
            yield Problem(source, future, _of_grade(inspection, grade), _at(inspection, grade, "published"))
        if grade.carried_from:
            yield from _carried(grade, grade.carried_from, inspection, force, source)
        if grade.corrected:
            yield from _corrected(grade, grade.corrected, inspection, source, today)


def _corrected(
    grade: Grade, correction: Correction, inspection: Inspection, source: Source, today: date
) -> Iterator[Problem]:
    where, on = f"{_of_grade(inspection, grade)}.corrected", _at(inspection, grade, "corrected", "on")
    if future := _future(correction.on, today):
        yield Problem(source, future, where, on)
    if correction.from_ == grade.grade:
        path = _at(inspection, grade, "corrected", "from")
        yield Problem(source, f"corrected from '{grade.grade}' to the same grade", where, path)
    published = grade.published or inspection.published
    if published and correction.on.latest < published.earliest:
        message = f"corrected {correction.on.in_words}, before it was published ({published.in_words})"
        yield Problem(source, message, where, on)


def _carried(
    grade: Grade, edition: Edition, inspection: Inspection, force: Force, source: Source
) -> Iterator[Problem]:
    if edition.id not in force.by_edition or grade.area.id not in force.by_edition[edition.id].grades:
        message = f"no grade of {edition.title} is in our records to carry over"
        path = _at(inspection, grade, "carried_from")
        yield Problem(source, message, _of_grade(inspection, grade), path, None, NOTE)


def _said_twice(inspection: Inspection, source: Source) -> Iterator[Problem]:
    said: dict[str, int] = {}
    for number, finding in enumerate(inspection.entries):
        first = said.setdefault(" ".join(finding.text.casefold().split()).rstrip("."), number)
        if first != number:
            where = f"{inspection.edition.id} finding {number + 1}"
            path = (*_at(inspection), "findings", number, "text")
            yield Problem(source, f"says the same as finding {first + 1}", where, path)


def _notes(inspection: Inspection, source: Source) -> Iterator[Problem]:
    edition, where = inspection.edition, inspection.edition.id
    if inspection.own_date is None:
        instead = (
            f"; the national date, {edition.published.in_words}, applies instead"
            if edition.published
            else f", and {edition.title} has no national one"
        )
        yield Problem(source, f"no date of publication{instead}", where, _at(inspection), None, NOTE)
    lacking = [area.title for area in edition.core if area.id not in inspection.grades]
    if lacking:
        among = f"{len(lacking)} of {len(edition.core)} core areas"
        message = f"our records have no grade for {among}: {'; '.join(lacking)}"
        yield Problem(source, message, where, (*_at(inspection), "grades"), None, NOTE)


def check_editions(editions: Sequence[Edition], source: Source, today: date) -> Iterator[Problem]:
    """What is wrong with the editions, given in order."""
    for edition in editions:
        if future := _future(edition.published, today):
            yield Problem(source, future, edition.id, ("edition", edition.index, "published"))
    for old, new in combinations(editions, 2):
        if early := _before(new.published, old.published, old):
            yield Problem(source, early, new.id, ("edition", new.index, "published"))


def check_wording(wording: Wording, source: Source) -> Iterator[Problem]:
    """Return what is wrong with the time zone: to look for it takes too long for other commands."""
    from zoneinfo import ZoneInfo

    try:
        ZoneInfo(wording.time_zone)
    except (ValueError, OSError, LookupError):
        message = f"'{wording.time_zone}' is not a time zone: write one such as Europe/London"
        yield Problem(source, message, path=("time_zone",))


def check_totals(
    totals: Sequence[Total], forces: Sequence[Force], files: int, source: Source
) -> Iterator[Problem]:
    """Where the records contradict the published totals: the forces that read well, of so many files.

    Records may lack grades, so fewer forces with a grade do not contradict a total. A total of more forces
    than there are records is a note: some forces have no record, or a count is wrong.
    """
    for number, total in enumerate(totals):
        if (counted := sum(total.counts.values())) > files:
            message = f"the counts add up to {counted}, more than the forces in our records ({files})"
            path = ("total", number, "counts")
            yield Problem(source, message, f"{total.edition.id} {total.area.id}", path, None, NOTE)
        graded = [
            grade.grade
            for force in forces
            for inspection in force.inspections
            if inspection.edition is total.edition and (grade := inspection.grades.get(total.area.id))
        ]
        more = [
            f"{graded.count(grade)} '{grade}' in our records, {total.counts.get(grade, 0)} published"
            for grade in dict.fromkeys([*total.counts, *graded])
            if graded.count(grade) > total.counts.get(grade, 0)
        ]
        if more:
            where = f"{total.edition.id} {total.area.id}"
            message = f"the records contradict this total: {'; '.join(more)}"
            yield Problem(source, message, where, ("total", number, "counts"))
