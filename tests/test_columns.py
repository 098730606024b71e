"""The columns of every command: the same name means the same thing everywhere."""

from __future__ import annotations

import csv
import io

import pytest
from asking import as_json, ask

from peeltrack.views.all_layouts import all_columns
from peeltrack.views.columns import COLUMNS, TYPES

QUESTIONS = {
    "forces": ["forces"],
    "show": ["show", "hampshire"],
    "diff": ["diff", "lincolnshire"],
    "editions": ["editions"],
    "areas": ["areas"],
    "topics": ["topics"],
    "changes": ["changes", "--region", "wales"],
    "table": ["table", "efficiency"],
    "search": ["search", "--region", "wales"],
    "search --count": ["search", "--count", "--region", "wales"],
    "coverage": ["coverage"],
    "coverage --missing": ["coverage", "--missing", "--edition", "latest"],
}
"""How to ask for the rows of each command."""


def test_every_column_of_a_layout_is_defined() -> None:
    for kinds in all_columns().values():
        for columns in kinds.values():
            assert len({column.name for column in columns}) == len(columns)
    assert {column.type for column in COLUMNS.values()} <= set(TYPES)


def test_every_meaning_is_a_sentence() -> None:
    for column in COLUMNS.values():
        assert column.meaning[-1] == ".", column


@pytest.mark.parametrize("command", [command for command in QUESTIONS if command != "table"])
def test_csv_has_the_columns_of_the_first_kind(command: str) -> None:
    header = next(csv.reader(io.StringIO(ask(*QUESTIONS[command], "-f", "csv").out)))
    first = next(iter(all_columns()[command].values()))
    assert header == [column.name for column in first]


@pytest.mark.parametrize("command", QUESTIONS)
def test_plain_has_only_the_kinds_of_the_command(command: str) -> None:
    lines = ask(*QUESTIONS[command], "-f", "plain").out.splitlines()
    lengths = {kind: 1 + len(columns) for kind, columns in all_columns()[command].items()}
    found = {(fields[0], len(fields)) for line in lines if (fields := line.split("\t"))}
    assert found <= set(lengths.items())
    assert found


@pytest.mark.parametrize("command", [command for command in QUESTIONS if command not in ("show", "diff")])
def test_json_has_a_list_for_every_kind(command: str) -> None:
    answer = as_json(*QUESTIONS[command])
    for kind, columns in all_columns()[command].items():
        objects = answer[kind if kind == "missing" else f"{kind}s"]
        assert objects
        assert all(list(each) == [column.name for column in columns] for each in objects)
