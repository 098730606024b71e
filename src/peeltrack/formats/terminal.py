"""The view for people at a terminal: aligned, wrapped under its own column, in colour.

Of rich only what knows how wide a character is: its console alone would take longer to
import than the libraries of all else, and the few colours there are need none.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len, chop_cells

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
    printable,
)
from peeltrack.formats.pictures import in_blocks

Codes = tuple[int, ...]
"""How a terminal is told of a style (ECMA-48, SGR), in ascending order; none is the plain one."""

BOLD, FAINT, UNDERLINED, REVERSED, RED, GREEN = 1, 2, 4, 7, 31, 32

STYLES: dict[str, Codes] = {
    "worst": (BOLD, REVERSED, RED),
    "poor": (RED,),
    "fair": (),
    "good": (GREEN,),
    "best": (BOLD, GREEN),
    "down": (BOLD, RED),
    "up": (BOLD, GREEN),
    "strong": (BOLD,),
    "muted": (FAINT,),
    "mark": (BOLD, UNDERLINED),
}
"""Roles in colours that read on a light and on a dark ground."""

MEASURE = 100
"""The widest a text is set, in columns: longer lines are hard to follow."""

GAP = 2
INDENT = 4
NARROW = 10
"""How narrow a column of longer texts may become, in columns: less is read letter by letter."""
TITLE_LEAD = 10
"""How much wider than the others the column of titles may stay, in columns."""


def render(document: Document, *, width: int | None, color: bool, links: bool = False) -> str:
    """The blocks in the width of the terminal; without one, grids as wide as they are."""
    del links  # not yet
    page = _Page(width, color=color)
    for block in in_blocks(document.blocks()):
        page.add(block)
    page.add_sources()
    return "".join(f"{line}\n" for line in page.lines)


class _Text:
    """A run of text: its pieces, each in its style."""

    def __init__(self, pieces: Sequence[tuple[str, Codes]]) -> None:
        self.pieces = pieces
        self.plain = "".join([text for text, _ in pieces])

    def cut(self, spans: Iterable[tuple[int, int]]) -> list[_Text]:
        """What stands from one place to before another, for places in ascending order."""
        left = deque(self.pieces)
        at = 0
        found = []
        for start, end in spans:
            pieces = []
            while left and at + len(left[0][0]) <= start:
                at += len(left.popleft()[0])
            while left and at < end:
                text, codes = left[0]
                pieces.append((text[max(start - at, 0) : end - at], codes))
                if at + len(text) > end:
                    break
                at += len(left.popleft()[0])
            found.append(_Text(pieces))
        return found

    def fits(self, width: int) -> bool:
        """Whether it stands on one line of so many columns."""
        return cell_len(self.plain) <= width and "\n" not in self.plain

    def fold(self, width: int) -> list[_Text]:
        """The lines that it makes in so many columns, each without white space at its end."""
        return self.cut([(0, len(self.plain.rstrip()))] if self.fits(width) else _lines(self.plain, width))

    def inset(self, width: int) -> list[_Text]:
        """The same, with the later lines indented as the first is."""
        indent = _indent(self.plain)
        if not indent or self.fits(width):
            return self.fold(width)
        (rest,) = self.cut([(indent, len(self.plain))])
        return [_Text([(" " * indent, ()), *line.pieces]) for line in rest.fold(width - indent)]


def _lines(text: str, width: int) -> Iterator[tuple[int, int]]:
    """Where each line of a text begins and ends, if none is wider; a word is broken only where it must be."""
    offset = 0
    for line in text.split("\n"):
        start = end = taken = 0
        for word in re.finditer(r"[^ ]+", line):
            taken += cell_len(line[end : word.end()])
            if taken > width:
                if end > start:
                    yield offset + start, offset + end
                start = word.start()
                *broken, last = chop_cells(word[0], width)
                for piece in filter(None, broken):
                    yield offset + start, offset + start + len(piece)
                    start += len(piece)
                taken = cell_len(last)
            end = word.end()
        yield offset + start, offset + end
        offset += len(line) + 1


class _Page:
    """The lines so far, and the addresses that they refer to by number."""

    def __init__(self, width: int | None, *, color: bool) -> None:
        self.width = width
        self.color = color
        self.lines: list[str] = []
        self.addresses: dict[str, int] = {}
        self.after_heading = False

    def add(self, block: Block) -> None:
        """Add a block, with a blank line before what begins a part."""
        if self.lines and not (isinstance(block, Paragraph) and self.after_heading):
            self.lines.append("")
        self.after_heading = isinstance(block, Heading)
        if isinstance(block, Heading):
            self.wrap(self.run(block.content, STYLES["strong"]))
        elif isinstance(block, Paragraph):
            self.wrap(self.run(block.content))
        elif isinstance(block, Listing):
            for item in block.items:
                self.item(item, 0)
        elif isinstance(block, Grid):
            self.grid(block)

    def add_sources(self) -> None:
        """List the addresses that the numbers stand for, each on a line of its own."""
        if self.addresses:
            self.add(Heading(("Sources",)))
        for address, number in self.addresses.items():
            source = f"{f'[{number}]':>5} {printable(address)}"
            self.lines.append(self.styled(_Text([(source, STYLES["muted"])])))

    def run(self, content: Content, codes: Codes = ()) -> _Text:
        """A run of text, in the codes where it has no style of its own; addresses as numbers."""
        return _Text(list(self.pieces(content, codes)))

    def pieces(self, content: Content, codes: Codes) -> Iterator[tuple[str, Codes]]:
        """The texts of a run, each with its style."""
        for piece in content:
            if isinstance(piece, Link):
                if piece.label:
                    yield from self.pieces((piece.label, " "), codes)
                number = self.addresses.setdefault(piece.address, len(self.addresses) + 1)
                yield f"[{number}]", STYLES["muted"]
            elif isinstance(piece, Span):
                yield printable(piece.text), STYLES[piece.role]
            else:
                yield printable(piece), codes

    def styled(self, text: _Text) -> str:
        """A text as the terminal is to be given it."""
        if not self.color:
            return text.plain
        return "".join(
            [
                f"\x1b[{';'.join(map(str, codes))}m{piece}\x1b[0m" if codes else piece
                for piece, codes in text.pieces
            ]
        )

    def wrap(self, text: _Text, indent: int = 0) -> None:
        """Add a text, wrapped and indented."""
        room = max(min(self.width or MEASURE, MEASURE + indent) - indent, 1)
        self.lines += [f"{' ' * indent}{self.styled(line)}".rstrip() for line in text.fold(room)]

    def item(self, item: Item, indent: int) -> None:
        """A finding: what it is, and under that its text."""
        if item.lead:
            self.wrap(self.run(item.lead), indent)
        if item.text:
            self.wrap(self.run(item.text), indent + 2)

    def grid(self, grid: Grid) -> None:
        """Rows under their columns; shortened, or upright, where the longest words do not fit."""
        cells = self.cells(grid)
        heads = _heads(grid.columns)
        beside = [row for row in cells if not _alone(row, grid.title)]
        widths = _widths([heads, *beside], grid.title, self.width)
        if widths is None and grid.short:
            heads = _heads(grid.short)
            shorter = self.cells(_shortened(grid))
            widths = _widths([heads, *shorter], grid.title, self.width)
            if widths:
                cells = shorter
                for entry in grid.legend:
                    self.wrap(self.run(entry))
                self.lines.append("")
        if widths is None:
            self.upright(grid, cells)
            return
        if any(grid.columns):
            self.columns(heads, widths)
        in_words = any(row.items for row in grid.rows)
        grouped = any(row.inner for row in grid.rows)
        for number, (row, line) in enumerate(zip(grid.rows, cells, strict=True)):
            alone = _alone(line, grid.title)
            apart = in_words and (grouped or grid.rows[number - 1].items)
            if number and not row.inner and (alone or apart):
                self.lines.append("")
            if alone:
                self.wrap(line[grid.title])
            else:
                self.columns(line, widths)
            self.items(row)

    def cells(self, grid: Grid) -> list[list[_Text]]:
        """The cells of a grid in their styles, those of inner rows set in."""
        return [
            [
                self.run(("  ", *cell) if row.inner and place == grid.title else cell)
                for place, cell in enumerate(row.cells)
            ]
            for row in grid.rows
        ]

    def items(self, row: Row) -> None:
        for item in row.items:
            self.item(item, INDENT + 2 * row.inner)

    def columns(self, cells: Sequence[_Text], widths: Sequence[int]) -> None:
        """The cells of a row beside each other, each wrapped in its own column."""
        wrapped = [cell.inset(width) for cell, width in zip(cells, widths, strict=True)]
        for pieces in zip_longest(*wrapped, fillvalue=_Text(())):
            line = [
                self.styled(piece) + " " * (width - cell_len(piece.plain) + GAP)
                for piece, width in zip(pieces, widths, strict=True)
            ]
            self.lines.append("".join(line).rstrip())

    def upright(self, grid: Grid, cells: Sequence[Sequence[_Text]]) -> None:
        """Each row as a block: its title, behind any sign, then column and value line by line."""
        signed = grid.title > 0 and not grid.columns[0]
        for row, line in zip(grid.rows, cells, strict=True):
            indent = 2 * row.inner
            (title,) = line[grid.title].cut([(indent, len(line[grid.title].plain))])
            sign = [*line[0].pieces, (" ", ())] if signed and line[0].plain else []
            self.wrap(_Text([*sign, *title.pieces]), indent)
            for place, cell in enumerate(line):
                if place != grid.title and cell.plain.strip() and not (signed and place == 0):
                    name = printable(", ".join(grid.columns[place].split("\n")))
                    value = [(f"{name}: " if name else "", STYLES["muted"]), *cell.pieces]
                    self.wrap(_Text(value), indent + 2)
            self.items(row)


def _alone(cells: Sequence[_Text], title: int) -> bool:
    """Whether a row is its title and nothing else: it may stand across the columns."""
    return len(cells) > 1 and not any(cell.plain for place, cell in enumerate(cells) if place != title)


def _shortened(grid: Grid) -> Grid:
    """The grid with the short form of each text that has one."""

    def shorter(piece: str | Span | Link) -> str | Span | Link:
        if isinstance(piece, Span) and piece.short is not None:
            return Span(piece.short, piece.role)
        return piece

    rows = [
        Row([tuple(map(shorter, cell)) for cell in row.cells], row.items, inner=row.inner)
        for row in grid.rows
    ]
    return Grid(grid.short, rows, grid.title)


def _widths(rows: Sequence[Sequence[_Text]], title: int, room: int | None) -> list[int] | None:
    """How wide each column is to be; None where the columns cannot stand beside each other.

    The widest gives way first, as far as its longest word; what a row is about gives
    way later than the rest.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(max(map(cell_len, cell.plain.split("\n"))) for cell in column) for column in columns]
    if room is None:
        return widths
    least = [
        max(NARROW if width > 2 * NARROW else 0, *(_least(cell.plain) for cell in column))
        for width, column in zip(widths, columns, strict=True)
    ]
    over = sum(widths) + GAP * (len(widths) - 1) - room
    while over > 0:
        spare = [width - needed for width, needed in zip(widths, least, strict=True)]
        if not any(spare):
            return None
        place = max(
            (place for place, room_left in enumerate(spare) if room_left),
            key=lambda place: widths[place] - TITLE_LEAD * (place == title),
        )
        widths[place] -= 1
        over -= 1
    return widths


def _least(text: str) -> int:
    """The room that a cell cannot do without: its indent and its longest word."""
    return _indent(text) + max(map(cell_len, text.replace("\n", " ").split(" ")))


def _heads(names: Sequence[str]) -> list[_Text]:
    """The names of columns; one may stand on several lines."""
    return [_Text([("\n".join(map(printable, name.split("\n"))), STYLES["muted"])]) for name in names]


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
