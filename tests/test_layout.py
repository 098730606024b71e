"""The table: whatever the texts and the width, every word is there, and nothing is wider than it must be."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from itertools import pairwise
from types import FrameType
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, chop_cells

from peeltrack.formats.document import Content, Document, Grid, Item, Link, Listing, Paragraph, Row, Span
from peeltrack.formats.terminal import MEASURE, render

LETTERS = st.sampled_from([*"abcxyzéŵß–…▼→維字한.,;()[]", "e\u0301", "👮🏽", "👩\u200d🚒"])
"""Narrow, wide and put together of several."""
WORDS = st.lists(LETTERS, min_size=1, max_size=12).map("".join)
TEXTS = st.lists(WORDS | st.sampled_from([" ", "\n", "\t", "[red]"]), min_size=1, max_size=8).map(" ".join)
ROLES = st.sampled_from(["worst", "good", "muted", "strong", "mark"])
SPANS = st.builds(Span, TEXTS, ROLES)
CONTENT: st.SearchStrategy[Content] = st.lists(TEXTS | SPANS, min_size=1, max_size=3).map(tuple)


def screen(
    document_blocks: list[Paragraph | Listing | Grid], width: int | None, *, color: bool = False
) -> str:
    document = Document(blocks=lambda: document_blocks, data=dict, rows=list)
    return render(document, width=width, color=color)


def letters(text: str) -> str:
    """A text without white space: wherever it is broken, they are the same."""
    return "".join(text.split())


def words(content: Content) -> str:
    return "".join(letters(piece.text if isinstance(piece, Span) else str(piece)) for piece in content)


@given(CONTENT, st.integers(2, 130))
def test_a_text_keeps_its_letters_and_stays_in_its_width(content: Content, width: int) -> None:
    text = screen([Paragraph(content)], width)
    assert letters(text) == words(content)
    widest = max(map(cell_len, text.splitlines()))
    assert widest <= min(width, MEASURE)
    assert not any(line != line.rstrip() for line in text.splitlines())


@given(TEXTS, st.integers(2, 60))
def test_a_word_is_broken_only_where_it_fits_on_no_line(text: str, width: int) -> None:
    lines = [line.split() for line in screen([Paragraph((text,))], width).splitlines()]
    whole = {word for word in text.split() if cell_len(word) <= width}
    assert whole <= {word for line in lines for word in line}


@given(TEXTS, st.integers(2, 60))
def test_no_line_has_room_for_the_next_word(text: str, width: int) -> None:
    lines = screen([Paragraph((" ".join(text.split()),))], width).splitlines()
    for line, after in pairwise(lines):
        assert cell_len(f"{line} {after.split()[0]}") > width


@given(CONTENT, st.integers(2, 130))
def test_colours_change_nothing_but_colours(content: Content, width: int) -> None:
    blocks: list[Paragraph | Listing | Grid] = [Paragraph(content), Listing([Item(content, content)])]
    coloured = screen(blocks, width, color=True)
    assert re.sub(r"\x1b\[[0-9;]+m", "", coloured) == screen(blocks, width)


@given(st.lists(st.tuples(TEXTS, CONTENT, CONTENT), min_size=1, max_size=3), st.integers(4, 130))
def test_a_grid_keeps_its_letters_and_stays_in_its_width(
    rows: list[tuple[str, Content, Content]], width: int
) -> None:
    grid = Grid(("", "one", "two"), [Row([(title,), *cells]) for title, *cells in rows])
    text = screen([grid], width)
    assert max(map(cell_len, text.splitlines())) <= width
    said = "".join(title + words(one) + words(two) for title, one, two in rows)
    named = Counter(letters(text)) - Counter(letters(said))
    assert named <= Counter("one:two:" * len(rows))
    assert not Counter(letters(said)) - Counter(letters(text))


def test_a_text_without_a_space_is_gone_through_once_not_for_each_line() -> None:
    with mock.patch("peeltrack.formats.terminal.chop_cells", side_effect=chop_cells) as chopped:
        screen([Paragraph(("x" * 10_000,))], 40)
    assert sum(len(call.args[0]) for call in chopped.call_args_list) == 10_000


def test_twice_the_pieces_are_twice_the_work() -> None:
    """As of a text in which a search has marked every other word."""

    def lines(size: int) -> int:
        ran = 0

        def line(frame: FrameType, event: str, _: object) -> Any:
            nonlocal ran
            ran += event == "line"
            return line if "formats/table.py" in frame.f_code.co_filename.replace(os.sep, "/") else None

        before = sys.gettrace()
        sys.settrace(line)
        try:
            screen([Paragraph((Span("word", "mark"), " and ") * size)], 40)
        finally:
            sys.settrace(before)
        return ran

    few, many = lines(500), lines(1_000)
    assert 1_000 < many < 2.2 * few


@pytest.mark.parametrize("width", [1, 2])
def test_a_terminal_narrower_than_a_letter_shows_it_all_the_same(width: int) -> None:
    assert letters(screen([Paragraph(("漢字 ab",))], width)) == "漢字ab"


def test_upright_only_the_names_are_faint() -> None:
    """Where the columns do not fit: each value keeps its own colour."""
    grade = Link("https://example.org/", Span("good", "good"))
    grid = Grid(("", "Effectiveness"), [Row([("Gloucestershire",), (grade,)])])
    first, second, *_ = screen([grid], 27, color=True).splitlines()
    assert first == "Gloucestershire"
    assert second == "  \x1b[2mEffectiveness: \x1b[0m\x1b[32mgood\x1b[0m \x1b[2m[1]\x1b[0m"
