"""Edits of the record of one force: its names, monitoring, inspections, grades and findings."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence

from peeltrack.analysis.edits import (
    ADDED,
    FINDING,
    FORCE,
    GRADE,
    INSPECTION,
    MONITORING,
    PUBLISHED_COUNT,
    REMOVED,
    SOURCE,
    STATEMENT,
    Edit,
    Keys,
    Values,
    compare_things,
    compare_values,
    counts,
    iso,
)
from peeltrack.analysis.rewording import Match, describe_finding, match_findings
from peeltrack.model import Finding, Force, Grade, Inspection, Monitoring, PartialDate, PublishedCount


def force_edits(old: Force | None, new: Force | None) -> Iterator[Edit]:
    """Yield what is different between two states of a force; None if a state does not have it."""
    force = new or old
    if force is None:
        return
    base = Edit(f"forces/{force.id}.toml", (), FORCE, force=force)
    yield from compare_things(base, _describe_force, old, new)
    yield from _monitoring_edits(base, old.monitoring if old else (), new.monitoring if new else ())
    olds, news = (side.by_edition if side else {} for side in (old, new))
    both = {**olds, **news}
    for edition_id in sorted(both, key=lambda each: both[each].edition.index):
        yield from _inspection_edits(base, olds.get(edition_id), news.get(edition_id))


def _describe_force(force: Force) -> Values:
    return {
        "name": force.name,
        "aliases": "; ".join(force.aliases) or None,
        "region": force.region,
        "country": force.country,
        "code": force.code,
        "tile": ", ".join(map(str, force.tile)) if force.tile else None,
    }


def _monitoring_edits(base: Edit, old: Sequence[Monitoring], new: Sequence[Monitoring]) -> Iterator[Edit]:
    """Compare periods that began on the same day, and the others in their order."""
    olds, news = _by_beginning(old), _by_beginning(new)
    left = deque(began for began in olds if began not in news)
    for place, (began, period) in enumerate(news.items()):
        same = began if began in olds else left.popleft() if left else None
        here = base._replace(thing=MONITORING, path=("monitoring", place), item=period.entered.iso)
        yield from compare_things(here, _describe_period, olds[same] if same else None, period)
    for began in left:
        here = base._replace(thing=MONITORING, item=olds[began].entered.iso)
        yield from compare_things(here, _describe_period, olds[began], None)


def _by_beginning(periods: Sequence[Monitoring]) -> dict[tuple[PartialDate, int], Monitoring]:
    """Return periods by the day on which they began, and a number if several began then."""
    numbers = Counter[PartialDate]()
    found = {}
    for period in periods:
        numbers[period.entered] += 1
        found[period.entered, numbers[period.entered]] = period
    return found


def _describe_period(period: Monitoring) -> Values:
    return {
        "entered": period.entered.iso,
        "left": iso(period.left),
        "reason": period.reason,
        "source": period.source,
        "source_left": period.source_left,
    }


def _inspection_edits(base: Edit, old: Inspection | None, new: Inspection | None) -> Iterator[Edit]:
    inspection = new or old
    if inspection is None:
        return
    path: Keys = ("inspection", new.position) if new else ()
    base = base._replace(thing=INSPECTION, path=path, edition=inspection.edition)
    yield from compare_things(base, _describe_inspection, old, new)
    parts = [
        *_count_edits(base, *(side.published_count if side else None for side in (old, new))),
        *_grade_edits(base, old.grades if old else {}, new.grades if new else {}),
        *_finding_edits(base, old.entries if old else (), new.entries if new else ()),
    ]
    yield from _with_shared_sources(base, parts)


def _describe_inspection(inspection: Inspection) -> Values:
    return {
        "edition": inspection.edition.id,
        "published": iso(inspection.own_date),
        "inspector": inspection.inspector,
        "page": inspection.page,
        "findings_are": "complete" if inspection.findings_complete else "excerpts",
        "unused_sources": " ".join(inspection.unused_sources) or None,
    }


def _count_edits(base: Edit, old: PublishedCount | None, new: PublishedCount | None) -> Iterator[Edit]:
    if old or new:
        path = (*base.path, "published_count") if new else base.path
        here = base._replace(thing=PUBLISHED_COUNT, path=path)
        yield from compare_things(here, _describe_count, old, new)


def _describe_count(count: PublishedCount) -> Values:
    return {
        "grades": counts(count.grades),
        "excludes": " ".join(count.excludes) or None,
        "source": count.source,
    }


def _grade_edits(base: Edit, old: Mapping[str, Grade], new: Mapping[str, Grade]) -> Iterator[Edit]:
    both = {**old, **new}
    for area_id in both if old != new else ():
        was, now = old.get(area_id), new.get(area_id)
        path = (*base.path, "grades", *((area_id,) if now else ()))
        here = base._replace(thing=GRADE, path=path, area=both[area_id].area)
        yield from compare_things(here, _describe_grade, was, now)


def _describe_grade(grade: Grade) -> Values:
    corrected = grade.corrected
    return {
        "grade": grade.grade,
        "basis": grade.basis,
        "published": iso(grade.published),
        "carried_from": grade.carried_from.id if grade.carried_from else None,
        "corrected_from": corrected.from_ if corrected else None,
        "corrected_on": iso(corrected.on) if corrected else None,
        "corrected_why": corrected.why if corrected else None,
        "note": grade.note,
        "source": grade.source,
    }


def _finding_edits(base: Edit, old: Sequence[Finding], new: Sequence[Finding]) -> Iterator[Edit]:
    for match in match_findings(old, new):
        yield from _finding_edit(base, match)


def _finding_edit(base: Edit, match: Match) -> Iterator[Edit]:
    entry = match.new or match.old
    if entry:
        finding = entry.finding
        path = (*base.path, "findings", entry.place)
        thing = STATEMENT if finding.is_statement else FINDING
        here = base._replace(thing=thing, path=path, area=finding.area, finding=finding)
        yield from compare_things(here, describe_finding, *(side.finding if side else None for side in match))


def _with_shared_sources(base: Edit, edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield edits, but only one for a source that became another one for several things."""
    moves = Counter(filter(None, map(_source_move, edits)))
    shared = {move: number for move, number in moves.items() if number > 1}
    for (was, now), number in shared.items():
        here = base._replace(thing=SOURCE, path=(*base.path, "sources"), item=str(number))
        yield from compare_values(here, {"source": was}, {"source": now})
    for edit in edits:
        fields = edit.fields
        if _source_move(edit) in shared:
            fields = tuple([field for field in fields if field != "source"])
        if fields:
            yield edit._replace(fields=fields)


def _source_move(edit: Edit) -> tuple[str | None, str | None] | None:
    """Return the old and the new source of a thing if they are not the same."""
    if edit.edit in (ADDED, REMOVED) or "source" not in edit.fields:
        return None
    return edit.old["source"], edit.new["source"]
