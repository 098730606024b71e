"""What is wrong with the sense of a force's record: a force and its text in, problems out.

The store reports faults of form, and a file with one does not come here. A contradiction is an error; a
note is worth knowing and not wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from peeltrack.analysis.published import counted_grades
from peeltrack.model import (
    Correction,
    Edition,
    Force,
    Grade,
    Inspection,
    PartialDate,
    PublishedCount,
    Regime,
    in_words,
)
from peeltrack.store import Keys, Problem, Source, suggestion
from peeltrack.store.names import fold_name, quoted

NOTE = "note"

Taken = Mapping[tuple[str, object], Sequence[str]]
"""The names, codes and tiles (see marks), each with the ids of the forces that have it."""


def marks(
    force_id: str, names: Sequence[str], code: str | None = None, tile: tuple[int, int] | None = None
) -> set[tuple[str, object]]:
    """Return what no other force may have: id and names in their folded form, the code and the tile."""
    found: set[tuple[str, object]] = {("name", fold_name(name)) for name in (force_id, *names)}
    return found | {(kind, value) for kind, value in (("code", code), ("tile", tile)) if value is not None}


def check_force(force: Force, source: Source, regime: Regime, taken: Taken, today: date) -> Iterator[Problem]:
    """Return what is wrong with a force; ``taken`` says what all forces have."""
    yield from _marks(force, source, taken)
    regions = regime.wording.regions
    if regions and force.region not in regions:
        near = suggestion(force.region, regions)
        yield Problem(
            source, f"{quoted(force.region)} is not a region of regime.toml{near}", path=("region",)
        )
    for number, period in enumerate(force.monitoring):
        for key, day in (("entered", period.entered), ("left", period.left)):
            if problem := future(day, today):
                yield Problem(source, problem, f"monitoring {number + 1}", ("monitoring", number, key))
    yield from _order(force, source)
    for inspection in force.inspections:
        yield from _inspection(inspection, force, source, today)
    yield from _publishers(force, source, regime)


def _marks(force: Force, source: Source, taken: Taken) -> Iterator[Problem]:
    """Return the names, the code and the tile that another force has too."""
    named: list[tuple[str, Keys]] = [(force.name, ("name",))]
    named += [(alias, ("aliases", number)) for number, alias in enumerate(force.aliases)]
    mine: list[tuple[str, object, object, Keys]] = [
        ("name", fold_name(name), quoted(name), path) for name, path in named
    ]
    if force.code:
        mine.append(("code", force.code, f"'{force.code}'", ("code",)))
    if force.tile:
        mine.append(("tile", force.tile, list(force.tile), ("tile",)))
    for kind, value, shown, path in mine:
        others = [other for other in taken.get((kind, value), ()) if other != force.id]
        if others:
            yield Problem(source, f"the {kind} {shown} is that of '{others[0]}' too", "", path)


def _publishers(force: Force, source: Source, regime: Regime) -> Iterator[Problem]:
    """Return a note for each host whose publisher is not known, where the record first has it."""
    addresses: list[tuple[str | None, str, Keys]] = []
    for number, period in enumerate(force.monitoring):
        at: Keys = ("monitoring", number)
        addresses.append((period.source, f"monitoring {number + 1}", (*at, "source")))
        addresses.append((period.source_left, f"monitoring {number + 1}", (*at, "source_left")))
    for inspection in force.inspections:
        edition = inspection.edition.id
        addresses.append((inspection.page, edition, (*_at(inspection), "page")))
        for key, source_page in inspection.sources.items():
            addresses.append((source_page, f"{edition} sources", (*_at(inspection), "sources", key)))
    said: set[str] = set()
    for address, where, path in addresses:
        if address and (note := unknown_publisher(address, regime)) and note not in said:
            said.add(note)
            yield Problem(source, note, where, path, None, NOTE)


def unknown_publisher(address: str, regime: Regime) -> str:
    """Return that nobody knows who published a page; nothing if it is known, or if no publishers are."""
    publisher = regime.publisher(address)
    if not regime.publishers or publisher.kind != "unknown":
        return ""
    return f"publishers.toml does not say who publishes {quoted(publisher.name)}; add it there"


def _order(force: Force, source: Source) -> Iterator[Problem]:
    """Return the inspections and grades that came out before the same thing of an earlier edition."""
    last: Inspection | None = None
    last_with_date: Inspection | None = None
    graded: dict[str, tuple[Edition, PartialDate | None]] = {}
    for new in force.inspections:
        old = last if new.own_date else last_with_date
        if old and (early := before(new.published, old.published, old.edition)):
            yield Problem(source, early, new.edition.id, (*_at(new), "published"))
        last = max(last or new, new, key=publication)
        if new.own_date:
            last_with_date = max(last_with_date or new, new, key=publication)
        for area_id, grade in new.grades.items():
            edition, published = graded.get(area_id, (new.edition, None))
            if not grade.carried_from and (early := before(grade.published, published, edition)):
                yield Problem(source, early, _of_grade(new, grade), _at(new, grade, "published"))
            if first_day(grade.published) >= first_day(published):
                graded[area_id] = (new.edition, grade.published)


def first_day(published: PartialDate | None) -> date:
    """Return the first day that a date can be; the first of all if it is not known."""
    return published.earliest if published else date.min


def publication(noun: Inspection | Edition) -> date:
    """Return the first day that something can have been published; the first of all if it is not known."""
    return first_day(noun.published)


def before(day: PartialDate | None, earlier: PartialDate | None, edition: Edition) -> str:
    """Return that something came out before the same thing of an earlier edition; empty if it did not."""
    if day is None or earlier is None or day.latest >= earlier.earliest:
        return ""
    return f"published {day.in_words}, before {edition.title} ({earlier.in_words})"


def future(day: PartialDate | None, today: date) -> str:
    """Return that a day is in the future; empty if it is not."""
    if day is None or day.earliest <= today:
        return ""
    return f"{day.in_words} is in the future (today is {in_words(today)})"


def _inspection(inspection: Inspection, force: Force, source: Source, today: date) -> Iterator[Problem]:
    at, where = _at(inspection), inspection.edition.id
    if problem := future(inspection.own_date, today):
        yield Problem(source, problem, where, (*at, "published"))
    for key in inspection.unused_sources:
        message = f"the source '{key}' is not referred to by any grade or finding"
        yield Problem(source, message, f"{where} sources", (*at, "sources", key))
    yield from _grades(inspection, force, source, today)
    if inspection.published_count:
        yield from _count(inspection, inspection.published_count, source)
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
        if problem := future(grade.published, today):
            yield Problem(source, problem, _of_grade(inspection, grade), _at(inspection, grade, "published"))
        if grade.carried_from:
            yield from _carried(grade, grade.carried_from, inspection, force, source)
        if grade.corrected:
            yield from _corrected(grade, grade.corrected, inspection, source, today)


def _corrected(
    grade: Grade, correction: Correction, inspection: Inspection, source: Source, today: date
) -> Iterator[Problem]:
    where, on = f"{_of_grade(inspection, grade)}.corrected", _at(inspection, grade, "corrected", "on")
    if problem := future(correction.on, today):
        yield Problem(source, problem, where, on)
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


def _count(inspection: Inspection, count: PublishedCount, source: Source) -> Iterator[Problem]:
    """Return where named and inferred grades contradict the published count (rule 14)."""
    counted = counted_grades(inspection)
    if counted is None:
        return
    where, path = f"{inspection.edition.id} published_count", (*_at(inspection), "published_count", "grades")
    for grade in counted.too_many:
        known = counted.named.get(grade, 0) + counted.inferred.get(grade, 0)
        published = f"the published count has {counted.published.get(grade, 0)} '{grade}'"
        left_out = " without those that it excludes" if count.excludes else ""
        yield Problem(source, f"{published}, but our records have {known}{left_out}", where, path)
    unnamed = [area_id for area_id in inspection.edition.areas if area_id not in inspection.grades]
    unnamed = [id_ for id_ in unnamed if inspection.edition.areas[id_].graded and id_ not in count.excludes]
    if counted.rest > len(unnamed) and not counted.too_many:
        most = counted.total - counted.rest + len(unnamed)
        message = f"the published count adds up to {counted.total}, but it can cover only {most} areas"
        yield Problem(source, message, where, path)


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
