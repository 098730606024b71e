"""Write an export and read it back with the standard library."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from asking import ask

SELECTIONS = [
    (),
    ("--force", "hampshire,kent"),
    ("--region", "wales"),
    ("--edition", "peel-2016"),
    ("--area", "legitimacy"),
    ("--area", "serious-organised-crime", "--edition", "latest"),
    ("--since", "2023"),
    ("--since", "2017-03", "--until", "2018"),
    ("--force", "hampshire", "--until", "peel-2015"),
    ("--force", "kent", "--since", "2030"),
]
"""What people ask for: all options, alone and together, and one selection that nothing matches."""


def export(target: Path, *options: object) -> Path:
    """Export to a target, and return it."""
    result = ask("export", target, *options)
    assert result.code == 0, result.err
    assert result.out.splitlines()[0] == str(target)
    return target


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database, with its rows as mappings, and close it."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    finally:
        connection.close()


def rows(path: Path, query: str, *values: object) -> list[dict[str, Any]]:
    """Return what a query finds in a database."""
    with opened(path) as connection:
        return [dict(row) for row in connection.execute(query, values)]


def table(path: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a table or view."""
    return rows(path, f'SELECT * FROM "{name}"')


def flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return an object of JSON as a database has it: lists as texts, empty ones as nothing."""
    sign = {"aliases": "; ", "scale": "; "}
    return {
        name: sign.get(name, " ").join(value) or None if isinstance(value, list) else value
        for name, value in row.items()
    }


def in_order(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows in an order that depends on nothing but their values."""
    return sorted(found, key=lambda row: json.dumps(row, sort_keys=True))


def read_csv(path: Path) -> list[list[str]]:
    """Return the lines of a CSV file, the header first."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))
