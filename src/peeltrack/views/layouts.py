"""Which rows every command has, and which columns those rows have, in order.

Each class is one thing: its fields are the columns of csv and plain and the keys of JSON.
``columns.COLUMNS`` says what each column means.
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


class EditionRow(NamedTuple):
    """An edition."""

    edition: str
    edition_title: str
    edition_order: int
    family: str
    edition_published: str | None
    scale: tuple[str, ...]
    areas: int
    inspections: int
    comparability: str
    source: str
    source_publisher: str
    source_kind: str


class AreaRow(NamedTuple):
    """An area of one edition."""

    area: str
    area_title: str
    edition: str
    edition_title: str
    edition_order: int
    parent: str | None
    level: str
    core: bool
    graded: bool
    continues: str | None
    question: str | None
    not_comparable_before: str | None


class TopicRow(NamedTuple):
    """A topic, and how often our records have it."""

    topic: str
    topic_title: str
    meaning: str
    followed: bool
    findings: int
    forces: int


class ChangeCountRow(NamedTuple):
    """How many areas of one level changed in one way in one edition."""

    edition: str
    edition_title: str
    edition_order: int
    level: str
    change: str
    areas: int
    forces: int | None


class GradeTotalRow(NamedTuple):
    """How many forces got one grade; of one area, or of all areas of one level in an edition."""

    edition: str
    edition_title: str
    edition_order: int
    level: str
    area: str | None
    area_title: str | None
    grade: str
    grade_rank: int | None
    scale_size: int
    named: int
    inferred: int
    by_count: int | None
    national_total: int | None


class AreaCoverageRow(NamedTuple):
    """How many grades of one area of one edition our records have."""

    edition: str
    edition_title: str
    edition_order: int
    area: str
    area_title: str
    parent: str | None
    level: str
    core: bool
    named: int
    inferred: int
    unknown: int | None
    forces_unnamed: int
    agreement: str | None
    source: str | None
    source_publisher: str | None
    source_kind: str | None


class EditionCoverageRow(NamedTuple):
    """How much of one edition our records have."""

    edition: str
    edition_title: str
    edition_order: int
    inspections: int
    dated: int
    named: int
    inferred: int
    by_count: int
    unknown: int
    findings: int
    statements: int


class MissingRow(NamedTuple):
    """A grade that is not in our records."""

    force: str
    force_name: str
    region: str
    edition: str
    edition_title: str
    edition_order: int
    area: str
    area_title: str
    parent: str | None
    level: str
    counted: bool


class TopicCountRow(NamedTuple):
    """How many findings there are on one topic in one edition."""

    topic: str
    topic_title: str
    edition: str
    edition_order: int
    findings: int
    forces: int
    forces_raised_again: int


INSPECTED: dict[str, Layout] = {
    "finding": FindingRow,
    "published_count": PublishedCountRow,
    "inspection": InspectionRow,
    "monitoring": MonitoringRow,
}
"""The rows about inspections that ``show`` and ``diff`` have after the grades."""

COMMANDS: dict[str, dict[str, Layout]] = {
    "show": {"grade": GradeRow, **INSPECTED, "neighbour": GradeRow},
    "diff": {"change": GradeRow, **INSPECTED},
    "forces": {"force": ForceRow},
    "editions": {"edition": EditionRow},
    "areas": {"area": AreaRow},
    "topics": {"topic": TopicRow},
    "changes": {"change": GradeRow, "published_count": PublishedCountRow, "count": ChangeCountRow},
    "table": {"total": GradeTotalRow},
    "search": {"finding": FindingRow},
    "search --count": {"count": TopicCountRow},
    "coverage": {"area": AreaCoverageRow, "edition": EditionCoverageRow, "total": GradeTotalRow},
    "coverage --missing": {"missing": MissingRow},
}
"""The rows of every command by their kind; csv has the first kind."""


def columns(layout: Layout) -> tuple[Column, ...]:
    """Return the columns of a layout, in order."""
    return tuple([COLUMNS[name] for name in names(layout)])


def names(layout: Layout) -> tuple[str, ...]:
    """Return the names of the columns of a layout, in order."""
    fields: tuple[str, ...] = layout._fields  # type: ignore[attr-defined] # every layout is a NamedTuple
    return fields


def all_columns() -> dict[str, dict[str, tuple[Column, ...]]]:
    """Return the columns of every kind of row of every command, without running anything."""
    return {
        command: {kind: columns(layout) for kind, layout in kinds.items()}
        for command, kinds in COMMANDS.items()
    }
