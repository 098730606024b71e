"""Which columns the rows of lists and totals have, in order, and which rows every command has."""

# Without postponed annotations, these many classes are made in half the time.
from typing import NamedTuple

from peeltrack.views.columns import Column
from peeltrack.views.layouts import (
    FindingRow,
    ForceRow,
    GradeRow,
    InspectionRow,
    Layout,
    MonitoringRow,
    PublishedCountRow,
    columns,
)


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


class TopicCountRow(NamedTuple):
    """How many findings there are on one topic in one edition."""

    topic: str
    topic_title: str
    edition: str
    edition_order: int
    findings: int
    forces: int
    forces_raised_again: int


class EditRow(NamedTuple):
    """One key of the records that is different between two states of them."""

    force: str | None
    force_name: str | None
    region: str | None
    edition: str | None
    edition_order: int | None
    about: str
    edit: str
    area: str | None
    area_title: str | None
    kind: str | None
    topic: str | None
    item: str | None
    field: str
    old_value: str | None
    new_value: str | None
    basis: str | None
    effects: tuple[str, ...]
    file: str
    line: int | None


class EffectRow(NamedTuple):
    """A comparison of two inspections that comes out differently in two states of the records."""

    force: str
    force_name: str
    region: str
    edition: str
    edition_order: int
    area: str
    area_title: str
    old_change: str | None
    old_steps: int | None
    change: str | None
    steps: int | None
    previous_edition: str | None
    previous_grade: str | None
    grade: str | None


class FormattingRow(NamedTuple):
    """A file that differs in formatting or comments only."""

    file: str


class PublisherRow(NamedTuple):
    """A publisher of sources."""

    source_publisher: str
    source_kind: str
    hosts: tuple[str, ...]


class NationalTotalRow(NamedTuple):
    """How many forces got one grade in one area, as the inspectorate published it."""

    edition: str
    edition_title: str
    edition_order: int
    edition_published: str | None
    area: str
    area_title: str
    grade: str
    grade_rank: int | None
    scale_size: int
    forces: int
    source: str
    source_publisher: str
    source_kind: str


class MissingGradeRow(NamedTuple):
    """A grade that every force gets and that our records lack."""

    force: str
    force_name: str
    region: str
    edition: str
    edition_title: str
    edition_order: int
    published: str | None
    published_is: str
    area: str
    area_title: str
    parent: str | None
    level: str
    missing_because: str


class GradeTotalRow(NamedTuple):
    """How many forces got one grade in one area."""

    edition: str
    edition_title: str
    edition_order: int
    area: str
    area_title: str
    parent: str | None
    level: str
    grade: str
    grade_rank: int | None
    scale_size: int
    named: int
    inferred: int
    national_total: int | None
    source: str | None
    source_publisher: str | None
    source_kind: str | None


class LevelTotalRow(NamedTuple):
    """How many areas of one level of an edition got one grade, all forces together."""

    edition: str
    edition_title: str
    edition_order: int
    level: str
    grade: str
    grade_rank: int | None
    scale_size: int
    named: int
    inferred: int
    by_count: int


class AreaCoverageRow(NamedTuple):
    """How many grades of an area our records have, and how many they lack."""

    edition: str
    edition_title: str
    edition_order: int
    area: str
    area_title: str
    parent: str | None
    level: str
    core: bool
    forces: int
    named: int
    inferred: int
    by_count: int
    unknown: int | None
    agreement: str | None


class EditionCoverageRow(NamedTuple):
    """How much of an edition our records have."""

    edition: str
    edition_title: str
    edition_order: int
    edition_published: str | None
    forces: int
    inspections: int
    dated: int
    named: int
    inferred: int
    by_count: int
    unknown: int
    findings: int
    statements: int


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
    "table": {"grade": GradeRow, "missing": MissingGradeRow, "total": GradeTotalRow},
    "search": {"finding": FindingRow},
    "review": {"edit": EditRow, "effect": EffectRow, "formatting_only": FormattingRow},
    "search --count": {"count": TopicCountRow},
    "coverage": {
        "area": AreaCoverageRow,
        "edition": EditionCoverageRow,
        "level": LevelTotalRow,
        "total": GradeTotalRow,
    },
    "coverage --missing": {"missing": MissingGradeRow},
}
"""The rows of every command by their kind; csv has the first kind."""


def all_columns() -> dict[str, dict[str, tuple[Column, ...]]]:
    """Return the columns of every kind of row of every command, without running anything."""
    return {
        command: {kind: columns(layout) for kind, layout in kinds.items()}
        for command, kinds in COMMANDS.items()
    }
