"""The view for people at a terminal: aligned, wrapped under its own column, in colour."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.text import Span as Styled
from rich.text import Text

from peeltrack.document import (
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
    harmless,
)

STYLES = {
    "worst": "bold red reverse",
    "poor": "red",
    "fair": "",
    "good": "green",
    "best": "bold green",
    "down": "bold red",
    "up": "bold green",
    "strong": "bold",
    "muted": "dim",
    "mark": "bold underline",
}
"""Roles in colours that read on a light and on a dark ground."""

MEASURE = 100
"""The widest a text is set, in columns: longer lines are hard to follow."""

GAP = 2
INDENT = 4
TITLE_LEAD = 10
"""How much wider than the others the column of titles may stay, in columns."""


def render(document: Document, *, width: int | None, color: bool) -> str:
    """The blocks in the width of the terminal; without one, grids as wide as they are."""
    page = _Page(width, color=color)
    for block in document.blocks():
        page.add(block)
    page.add_sources()
    return page.text()


class _Page:
    """The lines so far, and the addresses that they refer to by number."""

    def __init__(self, width: int | None, *, color: bool) -> None:
        self.width = width
        self.lines: list[Text] = []
        self.addresses: dict[str, int] = {}
        self.after_heading = False
        self.color = color
        self.console = Console(file=io.StringIO())  # wraps, and knows the styles; nothing is printed on it

    def text(self) -> str:
        """Everything, with a line break at the end."""
        for line in self.lines:
            line.rstrip()
        return "".join(f"{self.colored(line) if self.color else line.plain}\n" for line in self.lines)

    def colored(self, line: Text) -> str:
        """A line in the colours that every terminal has."""
        return "".join(
            style.render(text, color_system=ColorSystem.STANDARD) if style else text
            for text, style, _ in line.render(self.console)
        )

    def add(self, block: Block) -> None:
        """Add a block, with a blank line before what begins a part."""
        if self.lines and not (isinstance(block, Paragraph) and self.after_heading):
            self.lines.append(Text())
        self.after_heading = isinstance(block, Heading)
        if isinstance(block, Heading):
            self.wrap(self.run(block.content, "strong"))
        elif isinstance(block, Paragraph):
            self.wrap(self.run(block.content))
        elif isinstance(block, Listing):
            for item in block.items:
                self.item(item, 0)
        else:
            self.grid(block)

    def add_sources(self) -> None:
        """List the addresses that the numbers stand for, each on a line of its own."""
        if self.addresses:
            self.add(Heading(("Sources",)))
        for address, number in self.addresses.items():
            self.lines.append(self.run((f"{f'[{number}]':>5} {address}",), "muted"))

    def run(self, content: Content, role: str = "") -> Text:
        """A run of text in its styles, addresses as numbers."""
        plain, styled = "", []
        for text, style in self.pieces(content):
            if style:
                styled.append(Styled(len(plain), len(plain) + len(text), style))
            plain += text
        if role:
            styled.insert(0, Styled(0, len(plain), STYLES[role]))
        return Text(plain, spans=styled)

    def pieces(self, content: Content) -> Iterator[tuple[str, str]]:
        """The texts of a run, each with its style."""
        for piece in content:
            if isinstance(piece, Link):
                if piece.label:
                    yield from self.pieces((piece.label, " "))
                number = self.addresses.setdefault(piece.address, len(self.addresses) + 1)
                yield f"[{number}]", STYLES["muted"]
            elif isinstance(piece, Span):
                yield harmless(piece.text), STYLES[piece.role]
            else:
                yield harmless(piece), ""

    def wrap(self, text: Text, indent: int = 0) -> None:
        """Add a text, wrapped and indented; a word is never broken."""
        room = max(min(self.width or MEASURE, MEASURE + indent) - indent, 1)
        for line in self.fold(text, room):
            self.lines.append(Text(" " * indent).append_text(line) if indent else line)

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
                self.lines.append(Text())
        if widths is None:
            self.upright(grid, cells)
            return
        if any(grid.columns):
            self.columns(heads, widths)
        spoken = any(row.items for row in grid.rows)
        grouped = any(row.inner for row in grid.rows)
        for number, (row, line) in enumerate(zip(grid.rows, cells, strict=True)):
            alone = _alone(line, grid.title)
            apart = spoken and (grouped or grid.rows[number - 1].items)
            if number and not row.inner and (alone or apart):
                self.lines.append(Text())
            if alone:
                self.wrap(line[grid.title])
            else:
                self.columns(line, widths)
            self.items(row)

    def cells(self, grid: Grid) -> list[list[Text]]:
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

    def columns(self, cells: Sequence[Text], widths: Sequence[int]) -> None:
        """The cells of a row beside each other, each wrapped in its own column."""
        wrapped = [self.inset(cell, width) for cell, width in zip(cells, widths, strict=True)]
        for number in range(max(len(lines) for lines in wrapped)):
            line = Text()
            for lines, width in zip(wrapped, widths, strict=True):
                piece = lines[number] if number < len(lines) else Text()
                piece.rstrip()
                line.append_text(piece).append(" " * (width - piece.cell_len + GAP))
            self.lines.append(line)

    def inset(self, cell: Text, width: int) -> list[Text]:
        """A cell in lines of its column's width, the later ones indented as the first."""
        inset = _inset(cell.plain)
        if not inset or _fits(cell, width):
            return self.fold(cell, width)
        return [Text(" " * inset).append_text(line) for line in self.fold(cell[inset:], width - inset)]

    def fold(self, text: Text, width: int) -> list[Text]:
        """A text in lines of a width."""
        return [text] if _fits(text, width) else list(text.wrap(self.console, width, overflow="fold"))

    def upright(self, grid: Grid, cells: Sequence[Sequence[Text]]) -> None:
        """Each row as a block: its title, then column and value line by line."""
        for row, line in zip(grid.rows, cells, strict=True):
            self.wrap(line[grid.title])
            for place, cell in enumerate(line):
                if place != grid.title and cell.plain.strip():
                    name = harmless(" ".join(grid.columns[place].split()))
                    self.wrap(Text(f"{name}: " if name else "", STYLES["muted"]) + cell, 2)
            self.items(row)


def _alone(cells: Sequence[Text], title: int) -> bool:
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


def _widths(rows: Sequence[Sequence[Text]], title: int, room: int | None) -> list[int] | None:
    """How wide each column is to be; None where the columns cannot stand beside each other.

    The widest gives way first, as far as its longest word; what a row is about gives
    way later than the rest.
    """
    columns = list(zip(*rows, strict=True))
    widths = [max(max(map(cell_len, cell.plain.split("\n"))) for cell in column) for column in columns]
    least = [max(_least(cell.plain) for cell in column) for column in columns]
    if room is None:
        return widths
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


def _fits(text: Text, width: int) -> bool:
    return text.cell_len <= width and "\n" not in text.plain


def _least(text: str) -> int:
    """The room that a cell cannot do without: its indent and its longest word."""
    return _inset(text) + max(map(cell_len, text.split()), default=0)


def _heads(names: Sequence[str]) -> list[Text]:
    """The names of columns; one may stand on several lines."""
    return [Text("\n".join(map(harmless, name.split("\n"))), STYLES["muted"]) for name in names]


def _inset(text: str) -> int:
    return len(text) - len(text.lstrip(" "))
