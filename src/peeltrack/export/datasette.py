"""What Datasette shows beside the tables of the database: titles, descriptions and facets."""

from __future__ import annotations

import json
from typing import Any

from peeltrack.export.content import DataSet, notes
from peeltrack.export.sqlite import VIEWS
from peeltrack.export.tables import TABLES

FACETS = {
    "forces": ("region", "country"),
    "areas": ("edition", "level"),
    "publishers": ("source_kind",),
    "inspections": ("edition", "region", "findings_are"),
    "published_counts": ("edition", "grade"),
    "grades": ("edition", "level", "grade", "basis", "region", "source_kind"),
    "missing_grades": ("edition", "missing_because"),
    "findings": ("edition", "kind", "topic", "statement", "region"),
    "changes": ("edition", "level", "change", "basis", "region"),
    "national_totals": ("edition", "area", "grade"),
    "latest_grades": ("edition", "grade", "basis", "region"),
    "downgrades": ("edition", "level", "region"),
    "raised_before": ("edition", "kind", "topic", "region"),
}
"""The columns whose values Datasette counts beside a table."""

LABELS = {"forces": "force_name", "editions": "edition_title", "topics": "topic_title"}
"""The column that names a row where another table refers to it."""


def metadata(data: DataSet, name: str) -> bytes:
    """Return metadata.json for a database of this name."""
    tables: dict[str, Any] = {}
    for table in TABLES:
        columns = {field.name: field.column.meaning for field in table.fields}
        tables[table.name] = {"title": table.title, "description": table.about, "columns": columns}
    for view in VIEWS:
        tables[view.name] = {"title": view.title, "description": view.about}
    for table_name, facets in FACETS.items():
        tables[table_name]["facets"] = list(facets)
    for table_name, column in LABELS.items():
        tables[table_name]["label_column"] = column
    known = data.about
    whole = {
        "title": known["title"],
        "description": " ".join(notes(known)),
        "license": known.get("licence"),
        "license_url": known.get("licence_page"),
        "made_by": known["made_by"],
        "databases": {name: {"description": f"Selection: {known['selection']}.", "tables": tables}},
    }
    kept = {key: value for key, value in whole.items() if value}
    return (json.dumps(kept, indent=2, ensure_ascii=False) + "\n").encode()
