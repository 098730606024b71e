"""What scripts rely on: the keys of JSON are in the schema that ships, and rows have their columns."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from unittest import mock

import jsonschema
import pytest
from asking import ask
from column_schema import definitions
from conftest import DATA, ROOT

import peeltrack
from peeltrack.cli import COMMANDS
from peeltrack.formats.document import Document

SCHEMA = json.loads((Path(peeltrack.__file__).parent / "output.schema.json").read_text("utf-8"))

OTHER_REGIME = ROOT / "tests" / "fire-and-rescue"

ASKED: dict[str, list[tuple[str, ...]]] = {
    "forces": [("forces",)],
    "editions": [("editions",)],
    "areas": [("areas",)],
    "topics": [("topics",)],
    "show": [
        ("show", "cleveland"),
        ("show", "kent", "2017", "--neighbours"),
        ("show", "northamptonshire", "latest"),
    ],
    "diff": [
        ("diff", "hampshire", "2016", "2017"),
        ("diff", "cleveland", "--comparable"),
        ("diff", "gmp", "2018", "2019"),
    ],
    "changes": [("changes", "--region", "wales"), ("changes", "--since", "2030")],
    "table": [("table", "efficiency"), ("table", "--edition", "peel-2023-25")],
    "map": [("map", "efficiency"), ("map", "legitimacy", "--change")],
    "search": [("search", "stalking"), ("search", "nothing has this")],
    "search-count": [("search", "stalking", "--count")],
    "coverage": [("coverage",)],
    "coverage-missing": [("coverage", "--missing", "--edition", "latest")],
    "review": [("review", str(DATA)), ("review", str(OTHER_REGIME))],
    "check": [("check",)],
}
"""What is asked, by the definition of the schema that rules the answer."""

CASES = [(name, args) for name, asked in ASKED.items() for args in asked]


def valid(name: str, answer: Any) -> bool:
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}
    return not list(jsonschema.Draft202012Validator(schema).iter_errors(answer))


def test_every_command_with_an_answer_has_a_definition() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert {name.partition("-")[0] for name in ASKED} == set(COMMANDS) - {"new", "records", "site", "export"}
    assert SCHEMA["anyOf"] == [{"$ref": f"#/$defs/{name}"} for name in ASKED]


@pytest.mark.parametrize(("name", "args"), CASES, ids=[" ".join(args) for _, args in CASES])
def test_json_is_as_the_schema_says(name: str, args: tuple[str, ...]) -> None:
    answer = json.loads(ask(*args, "-f", "json").out)
    assert next(iter(answer)) == "schema"
    schema = {"$ref": f"#/$defs/{name}", "$defs": SCHEMA["$defs"]}
    jsonschema.validate(answer, schema, jsonschema.Draft202012Validator)


def test_the_schema_of_rows_follows_the_columns() -> None:
    """If it does not: python tests/column_schema.py."""
    for name, definition in definitions().items():
        assert SCHEMA["$defs"][name] == definition


def objects(schema: Any) -> list[dict[str, Any]]:
    """Every object that a schema describes by its keys."""
    if isinstance(schema, list):
        return [found for each in schema for found in objects(each)]
    if not isinstance(schema, dict):
        return []
    own = [schema] if "properties" in schema and schema.get("type") == "object" else []
    return own + [found for each in schema.values() for found in objects(each)]


def test_the_schema_lets_no_key_come_or_go_unseen() -> None:
    found = objects(SCHEMA)
    assert len(found) > len(ASKED)
    for each in found:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])


@pytest.mark.parametrize("name", ["forces", "diff"])
def test_the_schema_refuses_what_is_not_promised(name: str) -> None:
    answer = json.loads(ask(*ASKED[name][0], "-f", "json").out)
    assert valid(name, answer)
    assert not valid(name, {**answer, "more": 1})
    assert not valid(name, {**answer, "schema": 2})
    for key in answer:
        assert not valid(name, {other: value for other, value in answer.items() if other != key})


def row_kinds(args: tuple[str, ...]) -> list[tuple[str, Sequence[str]]]:
    """The kinds of rows of an answer, each with its columns."""
    with mock.patch("peeltrack.formats.plain.render", return_value="") as render:
        ask(*args, "-f", "plain")
    document: Document = render.call_args.args[0]
    if document.lines:
        return []
    return [(rows.kind, rows.columns) for rows in document.rows()]


@pytest.mark.parametrize(("name", "args"), CASES, ids=[" ".join(args) for _, args in CASES])
def test_every_row_of_plain_has_its_columns(name: str, args: tuple[str, ...]) -> None:
    widths = {kind: len(columns) for kind, columns in row_kinds(args)}
    lines = ask(*args, "-f", "plain").out.splitlines()
    if name == "check":
        assert all(re.match(r".+:\d+: ", line) for line in lines)
        return
    for line in lines:
        kind, *values = line.split("\t")
        assert len(values) == widths[kind]
