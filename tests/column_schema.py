"""The JSON Schema of rows, made from the one table of columns.

``python tests/column_schema.py`` writes the definitions of all rows into the schema that ships.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import peeltrack
from peeltrack.views import all_layouts, columns, layouts

PATH = Path(peeltrack.__file__).parent / "output.schema.json"

TYPES: dict[str, dict[str, Any]] = {
    columns.TEXT: {"type": ["string", "null"]},
    columns.NUMBER: {"type": ["integer", "null"]},
    columns.FLAG: {"type": "boolean"},
    columns.ID: {"$ref": "#/$defs/id-or-null"},
    columns.IDS: {"type": "array", "items": {"$ref": "#/$defs/id"}},
    columns.LIST: {"type": "array", "items": {"type": "string"}},
    columns.DATE: {"$ref": "#/$defs/date-or-null"},
    columns.DAY: {"$ref": "#/$defs/date-or-null"},
    columns.ADDRESS: {"$ref": "#/$defs/address-or-null"},
}
"""What JSON has for each type of column."""


def definitions() -> dict[str, dict[str, Any]]:
    """Return the definition of every row by its name (``grade-row``), and of the commands that list rows."""
    kinds = {
        "force-row": layouts.ForceRow,
        "grade-row": layouts.GradeRow,
        "inspection-row": layouts.InspectionRow,
        "finding-row": layouts.FindingRow,
        "published-count-row": layouts.PublishedCountRow,
        "monitoring-row": layouts.MonitoringRow,
        "edition-row": all_layouts.EditionRow,
        "area-row": all_layouts.AreaRow,
        "topic-row": all_layouts.TopicRow,
        "topic-count-row": all_layouts.TopicCountRow,
        "change-count-row": all_layouts.ChangeCountRow,
        "edit-row": all_layouts.EditRow,
        "effect-row": all_layouts.EffectRow,
        "grade-total-row": all_layouts.GradeTotalRow,
        "level-total-row": all_layouts.LevelTotalRow,
        "area-coverage-row": all_layouts.AreaCoverageRow,
        "edition-coverage-row": all_layouts.EditionCoverageRow,
        "missing-grade-row": all_layouts.MissingGradeRow,
    }
    lists = {
        f"{name.removesuffix('-row')}s": name
        for name in ("force-row", "edition-row", "area-row", "topic-row")
    }
    found = {name: definition(layout) for name, layout in kinds.items()}
    found |= {command: listing(command, {command: row}) for command, row in lists.items()}
    found["changes"] = listing(
        "changes",
        {"changes": "grade-row", "published_counts": "published-count-row", "counts": "change-count-row"},
    )
    found["table"] = listing(
        "table", {"grades": "grade-row", "missing": "missing-grade-row", "totals": "grade-total-row"}
    )
    found["coverage"] = listing(
        "coverage",
        {
            "areas": "area-coverage-row",
            "editions": "edition-coverage-row",
            "levels": "level-total-row",
            "totals": "grade-total-row",
        },
    )
    found["coverage-missing"] = listing("coverage --missing", {"missing": "missing-grade-row"})
    found["map"] = listing("map", {"grades": "grade-row"}, MAPPED)
    found["search"] = listing("search", {"findings": "finding-row"}, FOUND)
    found["review"] = listing("review", {"edits": "edit-row", "effects": "effect-row"}, REVIEWED)
    found["search-count"] = listing("search --count", {"counts": "topic-count-row"}, FOUND)
    return found


MAPPED: dict[str, Any] = {name: {"$ref": "#/$defs/id"} for name in ("area", "edition")}
"""What the JSON of map has before its rows."""

REVIEWED: dict[str, Any] = {
    "old": {"description": "The older state: a folder, or REV:path.", "type": "string"},
    "new": {"description": "The newer state: a folder, or REV:path.", "type": "string"},
    "formatting_only": {
        "description": "The files that differ in formatting or comments only.",
        "type": "array",
        "items": {"type": "string"},
    },
}
"""What the JSON of review has before its rows."""

FOUND: dict[str, Any] = {
    "count": {"description": "How many findings; statements are not counted.", "$ref": "#/$defs/count"},
    "forces_raised_again": {
        "description": "The forces with a matter that was raised before.",
        "type": "array",
        "items": {"$ref": "#/$defs/id"},
    },
}
"""What the JSON of search has before its rows."""


def listing(command: str, rows: dict[str, str], more: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return the schema of a command that lists rows, after whatever else it says."""
    properties = {"schema": {"$ref": "#/$defs/schema"}, **(more or {})}
    properties |= {key: {"type": "array", "items": {"$ref": f"#/$defs/{row}"}} for key, row in rows.items()}
    return {
        "description": f"peeltrack {command}",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def definition(layout: layouts.Layout) -> dict[str, Any]:
    """Return the schema of one row."""
    properties = {
        column.name: {"description": column.meaning, **TYPES[column.type]}
        for column in layouts.columns(layout)
    }
    return {
        "description": re.sub(r"\s+", " ", (layout.__doc__ or "").partition("\n")[0]),
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def main() -> None:
    """Write the definitions of all rows into the schema."""
    schema = json.loads(PATH.read_text("utf-8"))
    schema["$defs"].update(definitions())
    PATH.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    main()
