"""Histories and tile maps, in the formats that have no drawings."""

from __future__ import annotations

from dataclasses import replace

from documents import HISTORY, TILE_MAP

from peeltrack.formats import render
from peeltrack.formats.document import Block, Document


def shown(name: str, block: Block, width: int | None = None) -> str:
    document = Document(blocks=lambda: [block], data=dict, rows=list)
    return render(name, document, width=width, color=False)


def test_a_history_is_a_table_for_each_family() -> None:
    text = shown("table", HISTORY)
    first, second = text.split("Family two")
    assert "Family <one>" in first
    assert "PEEL 2015" in first
    assert "▼ inadequate (inferred) (corrected)" in first
    assert "good [1] (carried over)" in first
    assert "not in our records" in first
    assert "Not comparable with earlier grades." in second
    assert "in a published count, not named" in second


def test_a_history_in_markdown_is_a_table_too() -> None:
    text = shown("markdown", HISTORY)
    assert "### Family &lt;one>" in text
    assert "| Area | PEEL 2015<br>2016 | PEEL 2016<br>12 April 2017 |" in text
    assert "| Effectiveness &amp; more | [good](https://example.org/) (carried over) |" in text


def test_a_tile_map_puts_each_force_in_its_place() -> None:
    lines = shown("table", TILE_MAP, 80).splitlines()
    (north,) = (line for line in lines if "NOR" in line)
    (south,) = (line for line in lines if "SOU" in line)
    (across,) = (line for line in lines if "WES" in line)
    assert south.index("SOU") < north.index("NOR") < across.index("EAS")
    assert across.startswith("WES")
    assert [lines.index(line) for line in (north, across, south)] == [0, 1, 2]
    assert "▲G good: 1" in lines


def test_a_tile_map_without_tiles_is_its_legend() -> None:
    assert "good: 1" in shown("table", replace(TILE_MAP, tiles=()))
