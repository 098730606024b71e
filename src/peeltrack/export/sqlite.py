"""The data set as an SQLite database: keys, indexes, full-text search, and views for the usual questions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import NamedTuple

from peeltrack.export.content import DataSet
from peeltrack.export.tables import BY_NAME, TABLES, Field, Reference, Table
from peeltrack.model import FOLLOWED_KINDS
from peeltrack.views.columns import FLAG, NUMBER

VERSION = 1
"""The version of the tables, as ``PRAGMA user_version`` says it."""

SEARCHED = ("text", "topic_title", "area_title")
"""The columns of findings that full-text search looks into."""

INDEXED = {
    "grades": ("grade", "date", "area"),
    "changes": ("change", "date", "area"),
    "findings": ("kind", "date", "area"),
}
"""What people search for, apart from keys."""


class View(NamedTuple):
    """A table that SQLite works out: the answer to a question that people often ask."""

    name: str
    title: str
    about: str
    query: str


_SHOWN = "force, force_name, region, edition, edition_title, edition_order"

VIEWS = (
    View(
        "latest_grades",
        "Latest grades",
        "The grades of each force's latest inspection, and those that our records lack. A grade can have "
        "come out later or earlier than the rest of its inspection.",
        f"""
        WITH latest AS (
            SELECT force, max(edition_order) AS edition_order FROM inspections WHERE selected GROUP BY force
        )
        SELECT {_SHOWN}, date, area, area_title, level, grade, grade_rank, basis,
            NULL AS missing_because, source, source_publisher
        FROM grades JOIN latest USING (force, edition_order)
        UNION ALL
        SELECT {_SHOWN}, published, area, area_title, level, NULL, NULL, NULL,
            missing_because, NULL, NULL
        FROM missing_grades JOIN latest USING (force, edition_order)
        ORDER BY force, area
        """,
    ),
    View(
        "downgrades",
        "Downgrades",
        "The grades that are lower than the grade before, newest edition first. A grade that our records "
        "lack cannot be here, so look at missing_grades too.",
        f"""
        SELECT {_SHOWN}, date, area, area_title, level, previous_edition, previous_grade, previous_basis,
            grade, basis, steps, last_graded_edition, reason, source, source_publisher
        FROM changes WHERE change = 'downgrade'
        ORDER BY edition_order DESC, force, area
        """,
    ),
    View(
        "raised_before",
        "Raised before",
        "The findings on a topic that an earlier inspection of the force raised too, or whose source says "
        "that the matter was raised before (persisting).",
        f"""
        SELECT force, force_name, region, edition, edition_order, date, kind, area, area_title, topic,
            topic_title, raised_before, persisting, text, source, source_publisher, finding_order
        FROM findings
        WHERE raised_before IS NOT NULL OR (
            persisting AND said_by IS NULL AND kind IN ({", ".join(f"'{kind}'" for kind in FOLLOWED_KINDS)})
            AND topic IN (SELECT topic FROM topics WHERE followed)
        )
        ORDER BY edition_order DESC, force, finding_order
        """,
    ),
)


def database(data: DataSet) -> bytes:
    """Return the data set as the content of a database file."""
    with closing(fill(data)) as connection:
        return connection.serialize()


def fill(data: DataSet) -> sqlite3.Connection:
    """Return a database in memory with the data set."""
    connection = sqlite3.connect(":memory:")
    connection.executescript("\n".join(_schema()))
    connection.executemany("INSERT INTO metadata VALUES (?, ?)", data.about.items())
    for table in TABLES:
        places = ", ".join("?" * len(table.fields))
        connection.executemany(f'INSERT INTO "{table.name}" VALUES ({places})', data.rows[table.name])
    connection.execute("INSERT INTO findings_search (findings_search) VALUES ('rebuild')")
    connection.commit()
    return connection


def _schema() -> Iterable[str]:
    """Return the statements that make the tables, the indexes, the search and the views."""
    yield f"PRAGMA user_version = {VERSION};"
    yield "CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT NOT NULL);"
    for table in TABLES:
        yield _create(table)
        yield from _indexes(table)
    yield (  # Datasette finds the search by these double quotation marks
        f'CREATE VIRTUAL TABLE findings_search USING fts5({", ".join(SEARCHED)}, content="findings", '
        "tokenize='unicode61 remove_diacritics 2', prefix='2 3');"
    )
    for view in VIEWS:
        yield f"CREATE VIEW {view.name} AS{view.query.rstrip()};"


def _create(table: Table) -> str:
    """Return the statement that makes a table; what each column means is a comment in it."""
    lines = [(_column(field), field.column.meaning) for field in table.fields]
    lines.append((f"PRIMARY KEY ({_names(table.key)})", ""))
    lines += [(_foreign_key(each), "") for each in table.references]
    ends = [","] * (len(lines) - 1) + [""]
    body = "\n".join(
        f"    {line}{end}{f'  -- {meaning}' if meaning else ''}"
        for (line, meaning), end in zip(lines, ends, strict=True)
    )
    return f'CREATE TABLE "{table.name}" (  -- {table.about}\n{body}\n);'


def _foreign_key(reference: Reference) -> str:
    """Return a foreign key; Datasette needs the names of the columns that it refers to."""
    key = BY_NAME[reference.table].key
    return f'FOREIGN KEY ({_names(reference.columns)}) REFERENCES "{reference.table}" ({_names(key)})'


def _column(field: Field) -> str:
    type_ = "INTEGER" if field.column.type in (NUMBER, FLAG) else "TEXT"
    return f'"{field.name}" {type_}{" NOT NULL" if field.required else ""}'


def _indexes(table: Table) -> Iterable[str]:
    """Return the statements that make the indexes: for references, and for what people search for."""
    found = [each.columns for each in table.references] + [(name,) for name in INDEXED.get(table.name, ())]
    for columns in dict.fromkeys(found):
        if columns != table.key[: len(columns)]:
            name = "_".join((table.name, *columns))
            yield f'CREATE INDEX "{name}" ON "{table.name}" ({_names(columns)});'


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
