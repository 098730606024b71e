"""The JSON Schema for editors, and the reader: what one refuses of form, the other refuses too."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli
from conftest import DATA
from jsonschema import Draft7Validator
from test_records import GOOD, RECORDS, name

from peeltrack.model import KINDS
from peeltrack.store import TABLES, InvalidRecordError, Source, read_force
from peeltrack.store.library import Library

SCHEMA = json.loads((DATA / "force.schema.json").read_text("utf-8"))
VALIDATOR = Draft7Validator(SCHEMA)
REGIME = Library(str(RECORDS)).regime
EVERY_KEY = RECORDS / "good" / "every-key.toml"

PLACES: dict[str, tuple[str | int, ...]] = {
    "force": (),
    "monitoring": ("monitoring", 0),
    "inspection": ("inspection", 0),
    "published_count": ("inspection", 0, "published_count"),
    "grade": ("inspection", 0, "grades", "light"),
    "corrected": ("inspection", 0, "grades", "light", "corrected"),
    "finding": ("inspection", 0, "findings", 0),
}
"""Where in EVERY_KEY each kind of table stands."""

REQUIRED = {
    "force": {"name", "region", "country"},
    "monitoring": {"entered", "reason", "source"},
    "inspection": {"edition"},
    "published_count": {"grades", "source"},
    "grade": {"grade", "source"},
    "corrected": {"from", "on"},
    "finding": {"kind", "topic", "text", "source"},
}


CANNOT_STAY = {"left": ("source_left",), "sources": ("published_count", "grades", "findings")}
"""What makes no sense once a key is gone."""


def parsed(path: Path) -> dict[str, Any]:
    return tomli.loads(path.read_bytes().decode("utf-8-sig"))


def as_json(value: Any) -> Any:
    """A TOML value as editors hold it against a schema: dates are text."""
    return json.loads(json.dumps(value, default=str))


def schema_accepts(data: dict[str, Any]) -> bool:
    return bool(VALIDATOR.is_valid(as_json(data)))


def reader_accepts(data: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(Source, "parse", lambda _: data)
    try:
        read_force(Source("case.toml", ""), "case", REGIME)
    except InvalidRecordError:
        return False
    return True


@pytest.mark.parametrize("path", [*GOOD, *sorted(DATA.glob("forces/*.toml"))], ids=name)
def test_good_records_pass_the_schema(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(as_json(parsed(path)))] == []


def test_every_shipped_record_links_the_schema() -> None:
    for path in DATA.glob("forces/*.toml"):
        link = path.read_text("utf-8").splitlines()[0].removeprefix("#:schema ")
        assert (path.parent / link).resolve() == DATA / "force.schema.json"


def test_the_good_record_has_every_key() -> None:
    for kind, place in PLACES.items():
        assert set(at(parsed(EVERY_KEY), place)) | {"carried_from"} >= set(TABLES[kind]), kind
    assert "carried_from" in EVERY_KEY.read_text("utf-8")


def at(data: Any, place: tuple[str | int, ...]) -> Any:
    for key in place:
        data = data[key]
    return data


def spoil(table: dict[str, Any], key: str, how: str) -> None:
    value = table.pop(key)
    for other in CANNOT_STAY.get(key, ()) if how == "missing" else ():
        table.pop(other)
    if how == "misspelt":
        table[f"{key}x"] = value
    elif how == "wrongly typed":
        table[key] = 7


def every() -> Iterator[tuple[str, str, str]]:
    for kind in PLACES:
        for key in TABLES[kind]:
            for how in ("missing", "misspelt", "wrongly typed"):
                yield kind, key, how


@pytest.mark.parametrize(("kind", "key", "how"), list(every()))
def test_what_one_refuses_the_other_refuses(
    kind: str, key: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = copy.deepcopy(parsed(EVERY_KEY))
    place = ("inspection", 1, "grades", "lamp") if key == "carried_from" else PLACES[kind]
    spoil(at(data, place), key, how)
    fine = how == "missing" and key not in REQUIRED[kind]
    assert (schema_accepts(data), reader_accepts(data, monkeypatch)) == (fine, fine)


SPOILT: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a name that is empty": lambda data: data.update(name=" "),
    "a source of an end that is not there": lambda data: data["monitoring"][0].pop("left"),
    "an alias that is a number": lambda data: data["aliases"].append(1),
    "a month that there is not": lambda data: data["inspection"][0].update(published="2018-13"),
    "a source that is no address": lambda data: data["inspection"][0]["sources"].update(light="example.org"),
    "a key of a source that is no id": lambda data: data["inspection"][0]["sources"].update(
        {"A b": "https://a.b"}
    ),
    "an area that is no id": lambda data: data["inspection"][0]["grades"].update({"A b": "good"}),
    "a kind of finding that there is not": lambda data: data["inspection"][0]["findings"][0].update(
        kind="worry"
    ),
    "monitoring that is one table": lambda data: data.update(monitoring=data["monitoring"][0]),
    "a code in small letters": lambda data: data.update(code="ehd"),
    "a tile with three numbers": lambda data: data.update(tile=[1, 2, 3]),
    "a tile left of the map": lambda data: data.update(tile=[-1, 2]),
    "a tile far off the map": lambda data: data.update(tile=[1, 100]),
    "a page that is not an address": lambda data: data["inspection"][0].update(page="example.org"),
    "findings that are neither": lambda data: data["inspection"][0].update(findings_are="some"),
    "a count without grades": lambda data: data["inspection"][0]["published_count"].update(grades={}),
    "a count below nothing": lambda data: data["inspection"][0]["published_count"]["grades"].update(good=-1),
    "a basis that there is not": lambda data: data["inspection"][0]["grades"]["light"].update(basis="guess"),
    "somebody unknown who said it": lambda data: data["inspection"][0]["findings"][0].update(said_by="me"),
    "a timing of a finding": lambda data: data["inspection"][0]["findings"][0].update(kind="concern"),
    "a grade that is a list": lambda data: data["inspection"][0]["grades"].update(lamp=["good"]),
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_both_refuse(spoilt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = copy.deepcopy(parsed(EVERY_KEY))
    SPOILT[spoilt](data)
    assert not schema_accepts(data)
    assert not reader_accepts(data, monkeypatch)


def test_the_schema_knows_the_keys_and_kinds_of_the_code() -> None:
    inspection = SCHEMA["properties"]["inspection"]["items"]["properties"]
    grade = inspection["grades"]["additionalProperties"]["anyOf"][1]["properties"]
    found = {
        "force": SCHEMA["properties"],
        "monitoring": SCHEMA["properties"]["monitoring"]["items"]["properties"],
        "inspection": inspection,
        "published_count": inspection["published_count"]["properties"],
        "grade": grade,
        "corrected": grade["corrected"]["properties"],
        "finding": inspection["findings"]["items"]["properties"],
    }
    assert {kind: list(keys) for kind, keys in found.items()} == {kind: list(TABLES[kind]) for kind in PLACES}
    assert inspection["findings"]["items"]["properties"]["kind"]["enum"] == list(KINDS)
