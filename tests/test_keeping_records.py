"""The guide for those who keep records says what the reader reads, and its commands work."""

from __future__ import annotations

import re
from pathlib import Path

from asking import ask
from conftest import ROOT

from peeltrack.model import KINDS
from peeltrack.store import TABLES

GUIDE = (ROOT / "docs" / "keeping-records.md").read_text("utf-8")

SECTIONS = {
    "The force": "force",
    "A period of monitoring": "monitoring",
    "An inspection": "inspection",
    "A published count": "published_count",
    "A grade": "grade",
    "A correction": "corrected",
    "A finding or statement": "finding",
}
"""The parts of the guide that explain a kind of table."""


def section(title: str) -> str:
    part = re.search(rf"^### {title}\b.*?(?=^##)", GUIDE, re.DOTALL | re.MULTILINE)
    assert part, title
    return part[0]


def test_the_guide_explains_every_key_in_the_order_of_the_reader() -> None:
    for title, kind in SECTIONS.items():
        keys = re.findall(r"^\| `(\w+)`", section(title), re.MULTILINE)
        assert keys == list(TABLES[kind]), title


def test_the_guide_marks_the_keys_that_must_be_there(tmp_path: Path) -> None:
    """Each key that is marked is missed in a record of empty tables, and no other."""
    record = tmp_path / "empty.toml"
    record.write_text(
        "[[monitoring]]\n[[inspection]]\nedition = 'peel-2016'\n"
        "[inspection.grades.efficiency.corrected]\n[[inspection.findings]]\n"
    )
    said = ask("check", record).out
    missed = {
        (where.split(" ")[-1], key)
        for where, key in re.findall(r":1?\d: (?:(.*): )?'(\w+)' is missing", said)
    }
    ends = {
        "force": "",
        "monitoring": "1",
        "grade": "grades.efficiency",
        "corrected": "grades.efficiency.corrected",
        "finding": "1",
    }
    marked = {
        (ends[kind], key)
        for title, kind in SECTIONS.items()
        if kind in ends
        for key in re.findall(r"^\| `(\w+)` \*", section(title), re.MULTILINE)
    }
    assert missed == marked
    assert re.findall(r"^\| `(\w+)` \*", section("An inspection"), re.MULTILINE) == ["edition"]


def test_the_guide_names_every_kind_of_finding() -> None:
    assert re.findall(
        r"`([a-z-]+)`", section("A finding or statement").split("`kind` *")[1].split("|")[1]
    ) == list(KINDS)
