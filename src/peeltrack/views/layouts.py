"""Which columns the rows about a force have, in order; ``all_layouts`` has the other rows.

Each class is one thing: its fields are the columns of csv and plain and the keys of JSON.
``columns.COLUMNS`` says what each column means. The rows are in
two modules because a question about one force is answered sooner if it makes only its own.
"""

# Without postponed annotations, these many classes are made in half the time.
from typing import Any, NamedTuple

from peeltrack.views.columns import COLUMNS, Column

Ids = tuple[str, ...]
Layout = type[tuple[Any, ...]]


class ForceRow(NamedTuple):
    """A force."""

    force: str
    force_name: str
    aliases: tuple[str, ...]
    region: str
    country: str
    code: str | None
    inspections: int
    editions: Ids
    latest_edition: str | None
    latest_published: str | None


class InspectionRow(NamedTuple):
    """An inspection of a force."""

    force: str
    force_name: str
    region: str
    edition: str
    edition_title: str
    edition_order: int
    family: str
    published: str | None
    published_is: str
    edition_published: str | None
    inspector: str | None
    page: str | None
    findings_are: str
    findings: int
    statements: int
    named: int
    inferred: int
    reply_due_from: str | None
    reply_due: str | None


class GradeRow(NamedTuple):
    """The grade of an area in one inspection, and what changed since the inspection before."""

    force: str
    force_name: str
    region: str
    edition: str
    edition_title: str
    edition_order: int
    published: str | None
    published_is: str
    edition_published: str | None
    grade_published: str | None
    date: str | None
    area: str
    area_title: str
    parent: str | None
    level: str
    grade: str | None
    grade_rank: int | None
    scale_size: int
    basis: str | None
    carried_from: str | None
    corrected_from: str | None
    corrected_on: str | None
    note: str | None
    inspector: str | None
    page: str | None
    source: str | None
    source_publisher: str | None
    source_kind: str | None
    change: str
    steps: int | None
    previous_edition: str | None
    previous_published: str | None
    previous_area: str | None
    previous_grade: str | None
    previous_basis: str | None
    previous_source: str | None
    last_graded_edition: str | None
    reason: str | None
    in_a_row: int | None
    first_since: str | None
    extreme: str | None


class FindingRow(NamedTuple):
    """A finding, or a statement."""

    force: str
    force_name: str
    region: str
    edition: str
    edition_order: int
    published: str | None
    published_is: str
    date: str | None
    kind: str
    statement: bool
    said_by: str | None
    timing: str | None
    area: str | None
    area_title: str | None
    topic: str
    topic_title: str
    raised_before: Ids
    persisting: bool
    text: str
    source: str
    source_publisher: str
    source_kind: str


class PublishedCountRow(NamedTuple):
    """How many areas of one inspection got a grade, as published, and how many we can name."""

    force: str
    force_name: str
    region: str
    edition: str
    edition_order: int
    published: str | None
    published_is: str
    grade: str
    grade_rank: int | None
    scale_size: int
    published_count: int
    named: int
    inferred: int
    by_count: int
    excludes: Ids
    source: str
    source_publisher: str
    source_kind: str


class MonitoringRow(NamedTuple):
    """A period of enhanced monitoring."""

    force: str
    force_name: str
    region: str
    entered: str
    left: str | None
    monitoring_reason: str
    source: str
    source_publisher: str
    source_kind: str
    source_left: str | None


def columns(layout: Layout) -> tuple[Column, ...]:
    """Return the columns of a layout, in order."""
    return tuple([COLUMNS[name] for name in names(layout)])


def names(layout: Layout) -> tuple[str, ...]:
    """Return the names of the columns of a layout, in order."""
    fields: tuple[str, ...] = layout._fields  # type: ignore[attr-defined] # every layout is a NamedTuple
    return fields
