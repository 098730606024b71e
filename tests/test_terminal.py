"""The table format: it loses no word, whatever the text and the width, and stays within the width."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from peeltrack.formats import render
from peeltrack.formats.document import (
    Block,
    Content,
    Document,
    Grid,
    Heading,
    Item,
    Link,
    Listing,
    Paragraph,
    Row,
    Span,
)
from peeltrack.formats.terminal import MEASURE, NARROWEST

LETTERS = st.sampled_from(
    [
        *"abcxyzéŵß–…▼→維字한.,;()[]",
        "e\u0301",
        "👮🏽",
        "👩\u200d🚒",
        "\u0301",
        "\u200b",
        "🏴\U000e0067\U000e007f",
    ]
)
"""Letters that are narrow, wide, without width, or made of several characters."""
WORDS = st.lists(LETTERS, min_size=1, max_size=24).map("".join)
TEXTS = st.lists(WORDS | st.sampled_from([" ", "\n", "\t", "[red]"]), min_size=1, max_size=8).map(" ".join)
SPANS = st.builds(Span, TEXTS, st.sampled_from(["worst", "good", "muted", "strong", "mark"]))
CONTENT: st.SearchStrategy[Content] = st.lists(TEXTS | SPANS, min_size=1, max_size=3).map(tuple)
WIDTHS = st.integers(NARROWEST, 130)

STYLE = re.compile(r"\x1b\[[0-9;]+m")
LINK = re.compile(r"\x1b]8;[^;]*;([^\x1b]*)\x1b\\")


def show(*blocks: Block, width: int | None = 80, color: bool = False, links: bool = False) -> str:
    document = Document(blocks=lambda: blocks, data=dict, rows=list)
    return render("table", document, width=width, color=color, links=links)


def letters(text: str) -> str:
    """Return a text without spaces: they are the same wherever its lines are broken."""
    return "".join(text.split())


def text_of(content: Content) -> str:
    return "".join(letters(piece.text if isinstance(piece, Span) else str(piece)) for piece in content)


def without_codes(text: str) -> str:
    return "\n".join(line.rstrip() for line in STYLE.sub("", LINK.sub("", text)).split("\n"))


@given(CONTENT, WIDTHS)
def test_a_paragraph_keeps_every_letter_and_fits_the_width(content: Content, width: int) -> None:
    text = show(Paragraph(content), width=width)
    assert letters(text) == text_of(content)
    assert max(map(cell_len, text.splitlines())) <= min(width, MEASURE)
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


@given(TEXTS, WIDTHS)
def test_only_a_word_longer_than_a_line_is_broken(text: str, width: int) -> None:
    shown = {word for line in show(Paragraph((text,)), width=width).splitlines() for word in line.split()}
    assert {word for word in text.split() if cell_len(word) <= width} <= shown


@given(st.lists(st.text("abcdefg", min_size=1, max_size=12), min_size=1), WIDTHS)
def test_a_line_ends_only_if_the_next_word_does_not_fit(words: list[str], width: int) -> None:
    lines = show(Paragraph((" ".join(words),)), width=width).splitlines()
    for line, following in pairwise(lines):
        assert len(f"{line} {following.split()[0]}") > min(width, MEASURE)


@given(st.lists(st.tuples(TEXTS, CONTENT, CONTENT), min_size=1, max_size=3), WIDTHS)
def test_a_grid_keeps_every_letter_and_fits_the_width(
    rows: list[tuple[str, Content, Content]], width: int
) -> None:
    grid = Grid(("", "one", "two"), [Row([(title,), *cells]) for title, *cells in rows])
    text = show(grid, width=width)
    assert max(map(cell_len, text.splitlines())) <= width
    expected = Counter("".join(letters(title) + text_of(one) + text_of(two) for title, one, two in rows))
    shown = Counter(letters(text))
    assert not expected - shown
    assert shown - expected <= Counter("one:two:" * len(rows))


@given(CONTENT, st.integers(1, NARROWEST))
def test_a_very_narrow_terminal_gets_every_letter_too(content: Content, width: int) -> None:
    assert letters(show(Paragraph(content), width=width)) == text_of(content)


@given(CONTENT, WIDTHS)
def test_colours_and_links_do_not_change_the_text(content: Content, width: int) -> None:
    link = Link("https://example.org/?a=b;c#d", Span("good", "good"), "A Publisher")
    blocks: list[Block] = [Paragraph((*content, link)), Listing([Item((link,), content)])]
    plain = show(*blocks, width=width)
    coloured = show(*blocks, width=width, color=True)
    assert without_codes(coloured) == plain
    linked = show(*blocks, width=width, color=True, links=True)
    assert without_codes(linked) == plain
    assert set(LINK.findall(linked)) == {"", link.address}


def test_without_colours_there_are_no_codes_at_all() -> None:
    link = Link("https://example.org/", Span("good", "good"), "A Publisher")
    assert "\x1b" not in show(Heading(("Title",)), Paragraph((link,)), links=True)


def test_a_link_without_words_shows_its_publisher_and_the_list_names_both() -> None:
    link = Link("https://example.org/a", name="A Publisher")
    other = Link("https://example.org/b", "good")
    assert show(Paragraph(("See ", link, " or ", other, " or ", link))) == (
        "See A Publisher [1] or good [2] or A Publisher [1]\n"
        "\n"
        "Sources\n"
        "  [1] A Publisher: https://example.org/a\n"
        "  [2] https://example.org/b\n"
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x", "", "//x"])
def test_only_web_addresses_become_links(address: str) -> None:
    assert LINK.findall(show(Paragraph((Link(address, "words"),)), color=True, links=True)) == []


def test_an_address_with_odd_characters_is_still_one_link() -> None:
    address = "https://example.org/\x1b]8;;https://evil.example\x1b\\ é\ud800"
    text = show(Paragraph((Link(address, "words"),)), color=True, links=True)
    opened = "https://example.org/%1B]8;;https://evil.example%1B%5C%20%C3%A9?"
    assert [found for found in LINK.findall(text) if found] == [opened] * 2


def test_an_address_is_never_broken() -> None:
    address = f"https://example.org/{'a' * 200}"
    assert f"  [1] {address}\n" in show(Paragraph((Link(address),)), width=20)


AREAS = Grid(
    ("", "Effectiveness", "Efficiency"),
    [Row([("Gloucestershire",), (Span("good", "good", "G"),), (Span("inadequate", "worst", "I"),)])],
)


def test_columns_that_do_not_fit_become_short_forms_with_a_legend_or_one_field_per_line() -> None:
    assert show(AREAS, width=45) == (
        "                 Effectiveness  Efficiency\nGloucestershire  good           inadequate\n"
    )
    assert show(AREAS, width=40) == "Gloucestershire\n  Effectiveness: good\n  Efficiency: inadequate\n"
    legend = [("a Effectiveness",), ("b Efficiency",), ("G good",), ("I inadequate",)]
    short = AREAS._replace(short=("", "a", "b"), legend=legend)
    assert show(short, width=45) == show(AREAS, width=45)
    assert show(short, width=40) == (
        "a Effectiveness  b Efficiency  G good\n"
        "I inadequate\n"
        "\n"
        "                 a  b\n"
        "Gloucestershire  G  I\n"
    )
    assert show(short, width=20) == show(AREAS, width=20)


def test_short_forms_leave_out_the_numbers_of_sources_but_keep_the_links() -> None:
    cells = [(Link("https://example.org/", Span("requires improvement", "poor", "RI")),)] * 2
    grid = Grid(("", "one", "two"), [Row([("Gloucestershire",), *cells])], short=("", "a", "b"))
    full = show(grid, width=80)
    assert full.count("[1]") == 3
    short = show(grid, width=24, color=True, links=True)
    assert without_codes(short) == "                 a   b\nGloucestershire  RI  RI\n"
    assert LINK.findall(short) == ["https://example.org/", ""] * 2


def test_each_field_keeps_its_colour_and_only_its_name_is_muted() -> None:
    grade = Link("https://example.org/", Span("good", "good"))
    grid = Grid(("", "Effectiveness"), [Row([("Gloucestershire",), (grade,)])])
    first, second, *_ = show(grid, width=27, color=True).splitlines()
    assert first == "Gloucestershire"
    assert second == "  \x1b[2mEffectiveness: \x1b[0m\x1b[32mgood\x1b[0m \x1b[2m[1]\x1b[0m"


def test_an_inner_row_is_indented_and_so_is_what_follows_below_it() -> None:
    items = [Item(("concern",), ("Some victims wait too long.",))]
    rows = [
        Row([("=",), ("Effectiveness",)]),
        Row([("?",), ("Protecting vulnerable people",)], items, inner=True),
    ]
    assert show(Heading(("Title",)), Grid(("", ""), rows, title=1), width=22) == (
        "Title\n"
        "=  Effectiveness\n"
        "?    Protecting\n"
        "     vulnerable people\n"
        "      concern\n"
        "        Some victims\n"
        "        wait too long.\n"
    )


@pytest.mark.parametrize(
    "blocks",
    [
        lambda size: [Grid(("", "a"), [Row([("title",), (Span("good", "good"),)])] * size)],
        lambda size: [Grid(("", "a"), [Row([("title",), ("b",)], [Item(("c",), ("d",))])] * size)],
        lambda size: [Grid(("", "a" * 40), [Row([("title",), ("b" * 60,)])] * size)],
        lambda size: [Paragraph((Span("word", "mark"), " and ") * size)],
        lambda size: [Paragraph(("x" * 10 * size,))],
        lambda size: [Paragraph((Link(f"https://example.org/{number}"),)) for number in range(size)],
    ],
    ids=["rows", "rows with items", "fields", "spans", "one long word", "sources"],
)
def test_twice_the_content_takes_twice_the_work(blocks: Callable[[int], Sequence[Block]]) -> None:
    def calls(size: int) -> int:
        number = 0

        def count(_: FrameType, event: str, __: object) -> None:
            nonlocal number
            number += event in ("call", "c_call")

        sys.setprofile(count)
        try:
            show(*blocks(size), width=40)
        finally:
            sys.setprofile(None)
        return number

    few, many = calls(200), calls(400)
    assert 200 < many < 2.2 * few
