"""The tables of the data set: their columns, keys and descriptions, and how they refer to each other."""

from __future__ import annotations

from collections.abc import Collection
from types import NoneType
from typing import NamedTuple, get_args

from peeltrack.views.all_layouts import (
    AreaRow,
    EditionRow,
    MissingGradeRow,
    NationalTotalRow,
    PublisherRow,
    TopicRow,
)
from peeltrack.views.columns import COLUMNS, IDS, LIST, Column
from peeltrack.views.layouts import (
    FindingRow,
    ForceRow,
    GradeRow,
    InspectionRow,
    Layout,
    MonitoringRow,
    PublishedCountRow,
)


class Field(NamedTuple):
    """A column of a table."""

    column: Column
    required: bool
    """Whether every row has a value."""

    @property
    def name(self) -> str:
        """The name of the column."""
        return self.column.name


class Reference(NamedTuple):
    """A foreign key: columns that hold the key of a row of some table."""

    columns: tuple[str, ...]
    table: str


class Table(NamedTuple):
    """A table of the data set, without its rows."""

    name: str
    title: str
    about: str
    """What a row is."""
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple([field.name for field in self.fields])


def _fields(layout: Layout, *more: str, only: Collection[str] = ()) -> tuple[Field, ...]:
    """Return the columns of a layout, or ``only`` some of them; then ``more``, which every row has."""
    found = [
        Field(COLUMNS[name], COLUMNS[name].type not in (IDS, LIST) and NoneType not in get_args(type_))
        for name, type_ in layout.__annotations__.items()
        if not only or name in only
    ]
    return (*found, *[Field(COLUMNS[name], True) for name in more])


GRADE_COLUMNS = GradeRow._fields[: GradeRow._fields.index("change")]
"""The columns of a change that are about the grade itself."""

FORCE = Reference(("force",), "forces")
EDITION = Reference(("edition",), "editions")
AREA = Reference(("edition", "area"), "areas")
PARENT = Reference(("edition", "parent"), "areas")
TOPIC = Reference(("topic",), "topics")
INSPECTION = Reference(("force", "edition"), "inspections")
PUBLISHER = Reference(("source_publisher", "source_kind"), "publishers")

TABLES = (
    Table(
        "forces",
        "Forces",
        "A force, and its latest inspection in our records.",
        _fields(ForceRow),
        ("force",),
        (Reference(("latest_edition",), "editions"),),
    ),
    Table(
        "editions",
        "Editions",
        "An edition: its scale, and why its grades can or cannot be compared with others.",
        _fields(EditionRow),
        ("edition",),
        (PUBLISHER,),
    ),
    Table(
        "areas",
        "Areas",
        "An area of one edition. The same area can be in several editions.",
        _fields(AreaRow),
        ("edition", "area"),
        (EDITION, PARENT),
    ),
    Table(
        "topics",
        "Topics",
        "A topic of findings, and how often our records have it.",
        _fields(TopicRow),
        ("topic",),
    ),
    Table(
        "publishers",
        "Publishers",
        "A publisher of sources, and what kind of publisher it is.",
        _fields(PublisherRow),
        ("source_publisher", "source_kind"),
    ),
    Table(
        "inspections",
        "Inspections",
        "An inspection of a force. A selection keeps the earlier inspections that changes refer to.",
        _fields(InspectionRow, "selected"),
        ("force", "edition"),
        (FORCE, EDITION),
    ),
    Table(
        "published_counts",
        "Published counts",
        "How many areas of an inspection got a grade, as published, and how many of them we can name.",
        _fields(PublishedCountRow),
        ("force", "edition", "grade"),
        (FORCE, EDITION, INSPECTION, PUBLISHER),
    ),
    Table(
        "grades",
        "Grades",
        "The grade of an area in an inspection. The basis says whether a source names it or we inferred it.",
        _fields(GradeRow, only=GRADE_COLUMNS),
        ("force", "edition", "area"),
        (
            FORCE,
            EDITION,
            INSPECTION,
            AREA,
            PARENT,
            Reference(("carried_from",), "editions"),
            PUBLISHER,
        ),
    ),
    Table(
        "missing_grades",
        "Missing grades",
        "A grade that every force gets and that our records lack, with the reason.",
        _fields(MissingGradeRow),
        ("force", "edition", "area"),
        (FORCE, EDITION, AREA, PARENT),
    ),
    Table(
        "findings",
        "Findings",
        "A finding, or a statement, which is never counted as a finding. Texts are summaries in our words.",
        _fields(FindingRow, "finding_order"),
        ("force", "edition", "finding_order"),
        (FORCE, EDITION, INSPECTION, AREA, TOPIC, PUBLISHER),
    ),
    Table(
        "changes",
        "Changes",
        "Each grade with the one before, and what changed. Only grades of one family are compared.",
        _fields(GradeRow),
        ("force", "edition", "area"),
        (
            FORCE,
            EDITION,
            INSPECTION,
            AREA,
            PARENT,
            Reference(("force", "edition", "area"), "grades"),
            Reference(("previous_edition",), "editions"),
            Reference(("force", "previous_edition"), "inspections"),
            Reference(("previous_edition", "previous_area"), "areas"),
            Reference(("carried_from",), "editions"),
            Reference(("last_graded_edition",), "editions"),
            Reference(("first_since",), "editions"),
            PUBLISHER,
        ),
    ),
    Table(
        "monitoring",
        "Monitoring",
        "A period of enhanced monitoring. It is not a grade, and can last through several inspections.",
        _fields(MonitoringRow, "period"),
        ("force", "period"),
        (FORCE, PUBLISHER),
    ),
    Table(
        "national_totals",
        "National totals",
        "How many forces got a grade in an area, as the inspectorate published it for all forces together.",
        _fields(NationalTotalRow),
        ("edition", "area", "grade"),
        (EDITION, AREA, PUBLISHER),
    ),
)
"""The tables, each after most of those that it refers to."""

BY_NAME = {table.name: table for table in TABLES}
