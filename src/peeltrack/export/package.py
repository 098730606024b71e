"""The data set as a folder: one CSV file per table, described by datapackage.json, and a README."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from peeltrack.export.content import DataSet, Rows, notes
from peeltrack.export.tables import BY_NAME, TABLES, Field, Reference, Table
from peeltrack.views.columns import ADDRESS, DATE, DAY, FLAG, NUMBER

PACKAGE, README = "datapackage.json", "README.md"

PARTIAL_DATE = "[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
"""A day, a month or a year: no type of Data Packages has all three."""

TYPES: dict[str, dict[str, Any]] = {
    NUMBER: {"type": "integer"},
    FLAG: {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    DAY: {"type": "date"},
    ADDRESS: {"type": "string", "format": "uri"},
}
"""How Data Packages call our types; the others are strings."""


def package(data: DataSet) -> dict[str, bytes]:
    """Return the files of the folder by name."""
    files = {f"{table.name}.csv": _csv(table, data.rows[table.name]) for table in TABLES}
    files[README] = _readme(data).encode()
    text = json.dumps(_descriptor(data, files), indent=2, ensure_ascii=False)
    return {**files, PACKAGE: f"{text}\n".encode()}


class _Lines(list[str]):
    """Lines of CSV that end in LF.

    The csv module quotes what could end a line only if that is in its own line end, so it writes CR LF.
    """

    def write(self, line: str) -> None:
        """Keep a line, as a file would."""
        self.append(line.removesuffix("\r\n") + "\n")


def _csv(table: Table, rows: Rows) -> bytes:
    """Return a table as CSV; values are written as they are."""
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow(table.columns)
    flags = [place for place, field in enumerate(table.fields) if field.column.type == FLAG]
    for row in rows:
        values = list(row)
        for place in flags:
            values[place] = "true" if values[place] else "false"
        writer.writerow(values)
    return "".join(lines).encode()


def _descriptor(data: DataSet, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return datapackage.json: a Tabular Data Package, version 1."""
    known = data.about
    publishers = dict.fromkeys(str(row[0]) for row in data.rows["publishers"])
    whole = {
        "profile": "tabular-data-package",
        "name": "inspection-grades",
        "title": known["title"],
        "description": " ".join(notes(known)),
        "version": known["made_by"].rpartition(" ")[2],
        "licenses": _licences(known),
        "sources": [{"title": name} for name in publishers],
        **{key: known[key] for key in ("made_by", "selection", "covers_until") if key in known},
        "readme": {"path": README, "hash": file_hash(files[README])},
        "resources": [_resource(table, files[f"{table.name}.csv"]) for table in TABLES],
    }
    return {key: value for key, value in whole.items() if value}


def file_hash(content: bytes) -> str:
    """Return what identifies the content of a file, as Data Packages write it."""
    return f"sha256:{sha256(content).hexdigest()}"


def _licences(known: Mapping[str, str]) -> list[dict[str, str]]:
    """Return the licence with its page; without a page Data Packages have no place for its text."""
    if "licence_page" not in known:
        return []
    return [{"title": known.get("licence", ""), "path": known["licence_page"]}]


def _resource(table: Table, content: bytes) -> dict[str, Any]:
    """Describe one file."""
    keys = [
        {
            "fields": list(each.columns),
            "reference": {
                "resource": "" if each.table == table.name else each.table,
                "fields": list(BY_NAME[each.table].key),
            },
        }
        for each in table.references
        if _is_whole(each, table)
    ]
    schema = {
        "fields": [_field(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.title,
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": file_hash(content),
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\n"},
        "schema": schema | ({"foreignKeys": keys} if keys else {}),
    }


def _is_whole(reference: Reference, table: Table) -> bool:
    """Return whether a reference is never partly empty, which readers of Data Packages take for an error."""
    required = {field.name for field in table.fields if field.required}
    return len(reference.columns) == 1 or required.issuperset(reference.columns)


def _field(field: Field) -> dict[str, Any]:
    """Describe one column."""
    limits: dict[str, Any] = {"required": True} if field.required else {}
    if field.column.type == DATE:
        limits["pattern"] = PARTIAL_DATE
    found = {
        "name": field.name,
        "description": field.column.meaning,
        **TYPES.get(field.column.type, {"type": "string"}),
    }
    return found | ({"constraints": limits} if limits else {})


def _readme(data: DataSet) -> str:
    """Return a short page for people who open the folder."""
    known = data.about
    lines = [f"# {known['title']}", "", *notes(known), "", f"Selection: {known['selection']}.", ""]
    lines += ["| file | rows | a row is |", "|---|---:|---|"]
    lines += [f"| {table.name}.csv | {len(data.rows[table.name])} | {table.about} |" for table in TABLES]
    lines += [
        "",
        "datapackage.json describes every column. An empty field means that the value is not known.",
    ]
    return "\n".join([*lines, "", f"Made by {known['made_by']}.", ""])
