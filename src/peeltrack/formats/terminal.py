"""Table: the format for people, as wide as their terminal, in colour and with links if it has them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import StringIO
from itertools import zip_longest
from operator import le

from rich.console import Console, Group, RenderableType
from rich.measure import Measurement
from rich.style import Style
from rich.text import Text
from rich.theme import Theme

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
    Span,
    printable,
    web_address,
    without_pictures,
)

THEME = {
    "worst": "bold reverse red",
    "poor": "red",
    "fair": "none",
    "good": "green",
    "best": "bold green",
    "down": "bold red",
    "up": "bold green",
    "strong": "bold",
    "muted": "dim",
    "mark": "bold underline",
}
"""Styles of the roles, readable on a light and on a dark background."""

MEASURE = 100
"""The widest that a text is set, in columns: longer lines are hard to follow."""

NARROWEST = 20
"""The narrowest page, in columns; a narrower terminal breaks the lines itself."""

UNLIMITED = 10_000
"""The width of a page that is not for a terminal."""

GAP = 2
BAR = "│"
INDENT = 4
"""How far the items of a row are indented."""
INNER = 2
"""How much further an inner row is."""
NARROW = 10
"""How narrow a column of longer texts may become."""
TITLE_LEAD = 10
"""How much wider than the others the column of titles may stay."""


def render(document: Document, *, width: int | None, color: bool, links: bool) -> str:
    """Return the blocks of a document in so many columns; None gives each grid the width it needs."""
    page = _Page(max(width or UNLIMITED, NARROWEST), color=color, links=links)
    for block in without_pictures(document.blocks()):
        page.add(block)
    page.add_sources()
    return page.text


class _Page:
    """The page so far, and the sources that it refers to by number."""

    def __init__(self, width: int, *, color: bool, links: bool) -> None:
        self.width = width
        self.links = links
        self.file = StringIO()
        self.console = Console(
            file=self.file,
            width=2 * UNLIMITED,  # the lines are wrapped already
            height=1,
            color_system="standard" if color else None,
            no_color=not color,
            force_terminal=color,
            theme=Theme(THEME),
            force_jupyter=False,
            legacy_windows=False,
        )
        self.written: list[RenderableType] = []
        self.sources: dict[str, tuple[int, str]] = {}
        self.after_heading = True

    @property
    def text(self) -> str:
        """The lines, without spaces at their ends."""
        self.console.print(Group(*self.written), soft_wrap=True)
        return "\n".join([line.rstrip() for line in self.file.getvalue().split("\n")])

    def add(self, block: Block) -> None:
        """Add a block, after a blank line unless it follows its heading."""
        if not self.after_heading:
            self.blank()
        self.after_heading = isinstance(block, Heading)
        if isinstance(block, Heading):
            self.write(self.run(block.content, "strong"))
        elif isinstance(block, Paragraph):
            self.write(self.run(block.content))
        elif isinstance(block, Listing):
            self.items(block.items, 0)
        elif isinstance(block, Grid):
            self.grid(block)

    def add_sources(self) -> None:
        """List the sources by number, each on one line, so that a terminal can open its address."""
        if self.sources:
            self.add(Heading(("Sources",)))
        for address, (number, name) in self.sources.items():
            label = f"{f'[{number}]':>5} {f'{name}: ' if name else ''}"
            line = Text(label, "muted", no_wrap=True, overflow="ignore")
            line.append(printable(address), self.link_style(address))
            self.written.append(line)

    def blank(self) -> None:
        self.written.append(Text())

    def write(self, text: Text, indent: int = 0) -> None:
        """Add a text, wrapped and indented."""
        self.written += self.wrap(text, min(self.width, MEASURE + indent), indent)

    def wrap(self, text: Text, width: int, indent: int = 0) -> list[Text]:
        """Return the lines of a text in so many columns, some of which are its indent."""
        room = max(width - indent, 1)
        fits = text.cell_len <= room and "\n" not in text.plain
        lines = [text.copy()] if fits else list(text.wrap(self.console, room))
        for line in lines:
            line.pad_left(indent)
        return lines

    def run(self, content: Content, style: str = "", *, short: bool = False) -> Text:
        """Return a run of text, in a style where it has no role; the short form has no numbers."""
        text = Text(overflow="fold")
        for piece in content:
            if isinstance(piece, Link):
                start = len(text)
                label = piece.label or Span(piece.name, "muted")
                text.append_text(self.run((label,), style, short=short))
                text.stylize(self.link_style(piece.address), start)
                if not short:
                    text.append(" " if len(text) > start else "")
                    text.append(f"[{self.number(piece)}]", "muted")
            elif isinstance(piece, Span):
                word = piece.short if short and piece.short is not None else piece.text
                text.append(printable(word), piece.role)
            else:
                text.append(printable(piece), style)
        return text

    def number(self, link: Link) -> int:
        """Return the number of a source in the list at the end."""
        return self.sources.setdefault(link.address, (len(self.sources) + 1, printable(link.name)))[0]

    def link_style(self, address: str) -> Style:
        """Return the style of a text that opens an address."""
        return Style(link=web_address(address) if self.links else None)

    def items(self, items: Iterable[Item], indent: int) -> None:
        """Add items: what each one is, and its text below."""
        for item in items:
            if item.lead:
                self.write(self.run(item.lead), indent)
            if item.text:
                self.write(self.run(item.text), indent + 2)

    def grid(self, grid: Grid) -> None:
        """Add rows under their columns if they fit, in full or in short forms; otherwise field by field.

        Short forms that fit are better than words on several lines.
        """
        sources = dict(self.sources)
        lines = self.lines(grid, grid.columns)
        widths = self.widths(lines, grid)
        loses_nothing = self.sources == sources  # the short form has no numbers of sources
        if grid.short and (widths is None or (loses_nothing and self.wraps(lines, widths, grid.title))):
            short_lines = self.lines(grid, grid.short, short=True)
            if short_widths := self.widths(short_lines, grid):
                lines, widths, self.sources = short_lines, short_widths, sources
                self.legend(grid.legend)
        if widths is None:
            self.fields(grid, lines)
        else:
            self.columns(grid, lines, widths)

    def legend(self, entries: Sequence[Content]) -> None:
        """Add what the short forms mean, as many on a line as fit."""
        line = Text()
        for entry in map(self.run, entries):
            if line and (not entry or line.cell_len + GAP + entry.cell_len > min(self.width, MEASURE)):
                self.write(line)
                line = Text()
            line.append(" " * GAP if line else "").append_text(entry)
        if line:
            self.write(line)
            self.blank()

    def lines(self, grid: Grid, names: Sequence[str], *, short: bool = False) -> list[_Line]:
        """Return the lines of a grid; the first has the names of its columns."""
        heads = [self.head(name) for name in names]
        rows = [
            _Line([self.run(cell, short=short) for cell in row.cells], grid.title, inner=row.inner)
            for row in grid.rows
        ]
        return [_Line(heads, grid.title), *rows]

    def head(self, name: str) -> Text:
        """Return the name of a column, which can have several lines."""
        return Text("\n", overflow="fold").join([Text(printable(line), "muted") for line in name.split("\n")])

    def wraps(self, lines: Sequence[_Line], widths: Sequence[int], title: int) -> bool:
        """Return whether a cell, other than heads and titles, needs more than one line."""
        return any(
            cell.cell_len > width
            for line in lines[1:]
            for place, (cell, width) in enumerate(zip(line.cells, widths, strict=True))
            if place != title and not line.alone
        )

    def widths(self, lines: Sequence[_Line], grid: Grid) -> list[int] | None:
        """Return how wide each column becomes; None if the longest words do not fit beside each other.

        The widest column becomes narrower first; the column of titles later than the others.
        """
        title = grid.title
        page = self.width - (1 + GAP) * len(grid.divided)
        heads, *rows = lines
        beside = [self.measures(line) for line in (heads, *(row for row in rows if not row.alone))]
        columns = list(zip(*beside, strict=True))
        widths = [min(max(cell.maximum for cell in column), page) for column in columns]
        least = [
            max(NARROW if width > 2 * NARROW else 0, *(cell.minimum for cell in column))
            for width, column in zip(widths, columns, strict=True)
        ]
        for _ in range(sum(widths) + GAP * (len(widths) - 1) - page):
            wider = [place for place, width in enumerate(widths) if width > least[place]]
            if not wider:
                return None
            widths[max(wider, key=lambda place: widths[place] - TITLE_LEAD * (place == title))] -= 1
        return widths if all(map(le, least, widths)) else None

    def measures(self, line: _Line) -> list[Measurement]:
        """Return how wide each cell of a row must be, and how wide it would like to be."""
        cells = zip(map(self.console.measure, line.cells), line.indents, strict=True)
        return [Measurement(size.minimum + indent, size.maximum + indent) for size, indent in cells]

    def columns(self, grid: Grid, lines: Sequence[_Line], widths: Sequence[int]) -> None:
        """Add rows under their columns, each cell wrapped in its own; a title alone goes across them."""
        heads, *cells = lines
        if any(grid.columns):
            self.beside(heads, widths, grid.divided)
        with_items = any(row.items for row in grid.rows)
        with_groups = any(row.inner for row in grid.rows)
        for number, (row, line) in enumerate(zip(grid.rows, cells, strict=True)):
            apart = with_items and (with_groups or grid.rows[number - 1].items)
            if number and not row.inner and (line.alone or apart):
                self.blank()
            if line.alone:
                self.write(line.cells[grid.title], INNER * row.inner)
            else:
                self.beside(line, widths, grid.divided)
            self.items(row.items, INDENT + INNER * row.inner)

    def beside(self, line: _Line, widths: Sequence[int], divided: Sequence[int]) -> None:
        """Add the cells of a row beside each other, with a bar before some of them."""
        columns = [self.wrap(*cell) for cell in zip(line.cells, widths, line.indents, strict=True)]
        for parts in zip_longest(*columns):
            found = Text()
            for place, (part, width) in enumerate(zip(parts, widths, strict=True)):
                cell = part or Text()
                cell.truncate(width, pad=True)
                found.append(" " * GAP if place else "")
                found.append(BAR + " " * GAP if place in divided else "", "muted").append_text(cell)
            self.written.append(found)

    def fields(self, grid: Grid, lines: Sequence[_Line]) -> None:
        """Add each row as its title, behind its sign, then one column per line."""
        heads, *cells = lines
        signed = grid.title > 0 and not grid.columns[0]
        for row, line in zip(grid.rows, cells, strict=True):
            indent = INNER * row.inner
            parts = [line.cells[0], line.cells[grid.title]] if signed else [line.cells[grid.title]]
            self.write(Text(" ", overflow="fold").join(filter(None, parts)), indent)
            for place, (head, cell) in enumerate(zip(heads.cells, line.cells, strict=True)):
                if cell and place != grid.title and not (signed and place == 0):
                    name = ", ".join(head.plain.splitlines())
                    field = Text(overflow="fold").append(f"{name}: " if name else "", "muted")
                    self.write(field.append_text(cell), indent + 2)
            self.items(row.items, INDENT + indent)


class _Line:
    """The cells of a row of a grid, or the names of its columns."""

    def __init__(self, cells: Sequence[Text], title: int, *, inner: bool = False) -> None:
        self.cells = cells
        self.title = title
        self.inner = inner

    @property
    def alone(self) -> bool:
        """Whether the row is nothing but its title."""
        others = [cell for place, cell in enumerate(self.cells) if place != self.title]
        return bool(others) and not any(others)

    @property
    def indents(self) -> list[int]:
        """How far each cell is indented: only the title of an inner row is."""
        return [INNER * (self.inner and place == self.title) for place in range(len(self.cells))]
