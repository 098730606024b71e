"""Describes things in rows: one function for each thing, from which csv, plain and JSON are made.

``layouts`` says which columns a row has. A row of csv is the tuple itself, an object of JSON the
tuple with its names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from peeltrack.analysis.comparison import Change
from peeltrack.analysis.published import counted_grades
from peeltrack.analysis.streaks import streaks
from peeltrack.formats.document import Rows, Value
from peeltrack.model import Edition, Finding, Force, Grade, Inspection, Monitoring, PartialDate, Regime
from peeltrack.views.columns import FLAG, IDS, LIST
from peeltrack.views.layouts import (
    FindingRow,
    ForceRow,
    GradeRow,
    InspectionRow,
    Layout,
    MonitoringRow,
    PublishedCountRow,
    columns,
    names,
)

_JOINED = {IDS: " ".join, LIST: "; ".join, FLAG: lambda flag: "true" if flag else "false"}
"""How csv and plain write what JSON has as a list, or as true or false."""


def rows(kind: str, layout: Layout, things: Iterable[tuple[Any, ...]]) -> Rows:
    """Return rows of one kind for csv and plain."""
    types = [column.type for column in columns(layout)]
    joined = [(place, _JOINED[type_]) for place, type_ in enumerate(types) if type_ in _JOINED]
    return Rows(kind, names(layout), (_flat(thing, joined) for thing in things) if joined else things)


def _flat(thing: Sequence[Any], joined: Sequence[tuple[int, Callable[[Any], str]]]) -> Sequence[Value]:
    row = list(thing)
    for place, join in joined:
        if row[place] is not None:
            row[place] = join(row[place])
    return row


def objects(things: Iterable[Any]) -> list[dict[str, Any]]:
    """Return things as objects for JSON, with the names of the columns as keys."""
    return [thing._asdict() for thing in things]


def iso(value: PartialDate | None) -> str | None:
    """Return a date for machines, at the precision known."""
    return value.iso if value else None


def force_row(force: Force) -> ForceRow:
    """Describe a force."""
    latest = force.inspections[-1] if force.inspections else None
    return ForceRow(
        force=force.id,
        force_name=force.name,
        aliases=force.aliases,
        region=force.region,
        country=force.country,
        code=force.code,
        inspections=len(force.inspections),
        editions=tuple([inspection.edition.id for inspection in force.inspections]),
        latest_edition=latest.edition.id if latest else None,
        latest_published=iso(latest.published) if latest else None,
    )


def inspection_row(force: Force, inspection: Inspection, regime: Regime) -> InspectionRow:
    """Describe an inspection."""
    edition = inspection.edition
    due = regime.reply_due(inspection)
    inferred = sum(grade.inferred for grade in inspection.grades.values())
    return InspectionRow(
        force=force.id,
        force_name=force.name,
        region=force.region,
        edition=edition.id,
        edition_title=edition.title,
        edition_order=edition.index + 1,
        family=edition.family,
        published=iso(inspection.published),
        published_is=inspection.published_is,
        edition_published=iso(edition.published),
        inspector=inspection.inspector,
        page=inspection.page,
        findings_are="complete" if inspection.findings_complete else "excerpts",
        findings=len(inspection.findings),
        statements=len(inspection.statements),
        named=len(inspection.grades) - inferred,
        inferred=inferred,
        reply_due_from=due[0].isoformat() if due else None,
        reply_due=due[1].isoformat() if due else None,
    )


def grade_rows(
    force: Force,
    old: Inspection | None,
    new: Inspection,
    changes: Iterable[Change],
    regime: Regime,
    reason: str | None = None,
) -> Iterator[GradeRow]:
    """Describe what happened to areas between two inspections; ``reason`` is that of the whole comparison."""
    edition = new.edition
    levels = {**(old.edition.levels if old else {}), **edition.levels}
    published, published_is = iso(new.published), new.published_is
    edition_published = iso(edition.published)
    known = streaks(force, regime)
    for change in changes:
        was, now, last = change.old, change.new, change.last
        before = last.inspection if last and last.grade is was else old
        grade_published = iso(now.published) if now else None
        corrected = now.corrected if now else None
        publisher = regime.publisher(now.source) if now else None
        streak = known.get((edition.id, change.area.id))
        yield GradeRow(
            force=force.id,
            force_name=force.name,
            region=force.region,
            edition=edition.id,
            edition_title=edition.title,
            edition_order=edition.index + 1,
            published=published,
            published_is=published_is,
            edition_published=edition_published,
            grade_published=grade_published,
            date=grade_published or published,
            area=change.area.id,
            area_title=change.area.title,
            parent=change.area.parent,
            level=levels[change.area.id].removesuffix("s"),
            grade=now.grade if now else None,
            grade_rank=rank(now, edition),
            scale_size=len(edition.scale.names),
            basis=now.basis if now else None,
            carried_from=now.carried_from.id if now and now.carried_from else None,
            corrected_from=corrected.from_ if corrected else None,
            corrected_on=iso(corrected.on) if corrected else None,
            note=now.note if now else None,
            inspector=new.inspector,
            page=new.page,
            source=now.source if now else None,
            source_publisher=publisher.name if publisher else None,
            source_kind=publisher.kind if publisher else None,
            change=change.change,
            steps=change.steps,
            previous_edition=before.edition.id if before else None,
            previous_published=iso(before.published) if before else None,
            previous_area=was.area.id if was else None,
            previous_grade=was.grade if was else None,
            previous_basis=was.basis if was else None,
            previous_source=was.source if was else None,
            last_graded_edition=last.inspection.edition.id if last else None,
            reason=change.reason or reason,
            in_a_row=streak.in_a_row if streak else None,
            first_since=streak.first_since.id if streak and streak.first_since else None,
            extreme=streak.extreme if streak else None,
        )


def rank(grade: Grade | None, edition: Edition) -> int | None:
    """Return the place of a grade on the scale of its edition, 1 for the worst."""
    return edition.scale.rank(grade.grade) + 1 if grade and grade.grade in edition.scale.names else None


def finding_row(
    force: Force, inspection: Inspection, finding: Finding, raised_before: Iterable[Edition], regime: Regime
) -> FindingRow:
    """Describe a finding or statement; ``raised_before`` is oldest first."""
    published = iso(inspection.published)
    publisher = regime.publisher(finding.source)
    return FindingRow(
        force=force.id,
        force_name=force.name,
        region=force.region,
        edition=inspection.edition.id,
        edition_order=inspection.edition.index + 1,
        published=published,
        published_is=inspection.published_is,
        date=published,
        kind=finding.kind,
        statement=finding.is_statement,
        said_by=finding.said_by,
        timing=finding.timing,
        area=finding.area.id if finding.area else None,
        area_title=finding.area.title if finding.area else None,
        topic=finding.topic.id,
        topic_title=finding.topic.title,
        raised_before=tuple([edition.id for edition in raised_before]),
        persisting=finding.persisting,
        text=finding.text,
        source=finding.source,
        source_publisher=publisher.name,
        source_kind=publisher.kind,
    )


def published_count_rows(force: Force, inspection: Inspection, regime: Regime) -> Iterator[PublishedCountRow]:
    """Describe the published count of an inspection, best grade first; nothing without one."""
    counted, count = counted_grades(inspection), inspection.published_count
    if counted is None or count is None:
        return
    scale = inspection.edition.scale
    publisher = regime.publisher(count.source)
    for grade, number in counted.published.items():
        yield PublishedCountRow(
            force=force.id,
            force_name=force.name,
            region=force.region,
            edition=inspection.edition.id,
            edition_order=inspection.edition.index + 1,
            published=iso(inspection.published),
            published_is=inspection.published_is,
            grade=grade,
            grade_rank=scale.rank(grade) + 1,
            scale_size=len(scale.names),
            published_count=number,
            named=counted.named.get(grade, 0),
            inferred=counted.inferred.get(grade, 0),
            by_count=counted.unnamed.get(grade, 0),
            excludes=count.excludes,
            source=count.source,
            source_publisher=publisher.name,
            source_kind=publisher.kind,
        )


def monitoring_row(force: Force, period: Monitoring, regime: Regime) -> MonitoringRow:
    """Describe a period of enhanced monitoring."""
    publisher = regime.publisher(period.source)
    return MonitoringRow(
        force=force.id,
        force_name=force.name,
        region=force.region,
        entered=period.entered.iso,
        left=iso(period.left),
        monitoring_reason=period.reason,
        source=period.source,
        source_publisher=publisher.name,
        source_kind=publisher.kind,
        source_left=period.source_left,
    )
