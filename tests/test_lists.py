"""``peeltrack forces``, ``editions``, ``areas`` and ``topics``: what you can ask for."""

from __future__ import annotations

import csv
import io

import pytest
from asking import as_json, ask, flat, seen
from conftest import DATA
from tomli import loads

EDITIONS = loads((DATA / "editions.toml").read_text("utf-8"))["edition"]
TOPICS = loads((DATA / "topics.toml").read_text("utf-8"))


def test_editions_come_oldest_first_with_their_scale_and_family() -> None:
    found = as_json("editions")["editions"]
    assert [each["edition"] for each in found] == [each["id"] for each in EDITIONS]
    assert [each["edition_order"] for each in found] == list(range(1, len(EDITIONS) + 1))
    for each, raw in zip(found, EDITIONS, strict=True):
        assert each["scale"] == [grade["name"] for grade in raw["grades"]]
        assert (each["family"], each["areas"]) == (raw["family"], len(raw["areas"]))
        assert each["inspections"] == 43


def test_editions_say_which_others_they_can_be_compared_with() -> None:
    screen = flat(seen("editions"))
    assert "peel-2017 2018 14 43 PEEL 2015, PEEL 2016, PEEL 2018/19" in screen
    assert "no other edition" in screen


def test_areas_have_one_row_per_edition() -> None:
    found = as_json("areas")["areas"]
    raw = [(edition["id"], area["id"]) for edition in EDITIONS for area in edition["areas"]]
    assert [(each["edition"], each["area"]) for each in found] == raw
    (police_powers,) = (each for each in found if each["area"] == "police-powers")
    assert police_powers["continues"] == "treating-the-public"


def test_areas_name_the_editions_that_have_them() -> None:
    screen = flat(seen("areas", columns=120))
    assert "serious-organised-crime" in screen
    assert "continues treating-the-public" in screen


def test_topics_have_meanings_and_counts_of_findings() -> None:
    found = as_json("topics")["topics"]
    assert [each["topic"] for each in found] == list(TOPICS)
    (topic,) = (each for each in found if each["topic"] == "domestic-abuse")
    assert 0 < topic["findings"] <= len(as_json("search", "--topic", "domestic-abuse")["findings"])
    assert "call-handling" in seen("topics")


@pytest.mark.parametrize("command", ["forces", "editions", "areas", "topics"])
def test_a_list_has_every_format(command: str) -> None:
    rows = list(csv.reader(io.StringIO(ask(command, "-f", "csv").out)))
    plain = ask(command).out.splitlines()
    assert len(rows) == len(plain) + 1 == len(as_json(command)[command]) + 1
    assert all(line.startswith(command.removesuffix("s") + "\t") for line in plain)
    assert ask(command, "-f", "markdown").out.startswith("## ")
