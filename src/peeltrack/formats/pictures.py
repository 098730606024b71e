"""Pictures: grades over time and tile maps, and how a format without drawings shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from peeltrack.formats.document import (
    ROLES,
    Block,
    Content,
    Document,
    Grid,
    Heading,
    Item,
    Link,
    Listing,
    Paragraph,
    Picture,
    Row,
    Span,
)

GRADED, UNGRADED, UNKNOWN, COUNTED, ABSENT = "graded", "ungraded", "unknown", "counted", "absent"
CELL_KINDS = (GRADED, UNGRADED, UNKNOWN, COUNTED, ABSENT)
"""What a cell of a picture can be: a grade; no grade by the inspectorate; not in our records; in a
published count that does not name the area; or an area that the edition does not grade separately."""


class GradeCell(NamedTuple):
    """One grade in a picture, or why there is none."""

    kind: str
    """One of CELL_KINDS."""
    words: str = ""
    """The grade in full, or why there is none: ``adequate``, ``not in our records``."""
    short: str = ""
    """The same in a letter or two; the legend explains it."""
    tone: str = "muted"
    """One of ROLES, for the colour."""
    sign: Span | None = None
    """How the grade moved."""
    carried: bool = False
    inferred: bool = False
    corrected: bool = False
    note: str = ""
    """What else to say where there is room: ``down from good``."""
    source: Link | None = None


class GradeColumn(NamedTuple):
    """The head of a column of grades: an edition, or an area."""

    title: str
    detail: str = ""
    """A second line, such as a date."""
    short: str = ""
    """A shorter title, where there is little room; it can have several lines."""


class GradeRow(NamedTuple):
    """Grades of one area or one force, one for each column."""

    title: str
    cells: Sequence[GradeCell]
    inner: bool = False
    """Whether it belongs to the row above, as a question to its pillar."""
    key: str = ""
    """What it shares with the row about the same thing in another panel; if empty, they share a title."""


class GradePanel(NamedTuple):
    """Rows of grades that can be compared with each other."""

    title: str
    columns: Sequence[GradeColumn]
    rows: Sequence[GradeRow]
    note: Content = ()
    """Why this panel cannot be compared with the one before."""


@dataclass(frozen=True)
class History(Picture):
    """Grades over time: areas, or forces, by editions; a panel for each family."""

    title: str
    panels: Sequence[GradePanel]
    corner: str = ""
    """What the rows are: ``Area``, ``Force``."""
    details: str = ""
    """What the second lines of short column heads are: ``published in``."""

    @property
    def description(self) -> str:
        """What the picture shows, for people who cannot see it."""
        return " ".join(f"{panel.title}: {len(panel.rows)} rows of grades." for panel in self.panels)

    @property
    def cells(self) -> list[GradeCell]:
        """All grades and gaps."""
        return [cell for panel in self.panels for row in panel.rows for cell in row.cells]

    def as_blocks(self) -> Iterator[Block]:
        """Yield a grid for each panel, under its title."""
        for panel in self.panels:
            yield from _panel_blocks(panel, self.corner)


class Tile(NamedTuple):
    """One force on a tile map."""

    code: str
    name: str
    column: int
    row: int
    cell: GradeCell
    link: str = ""
    """A page about it, as a relative address."""


class LegendEntry(NamedTuple):
    """What a colour and a short form mean, and on how many tiles."""

    cell: GradeCell
    number: int


@dataclass(frozen=True)
class TileMap(Picture):
    """Forces as tiles in columns and rows, about where they lie on the ground."""

    title: str
    tiles: Sequence[Tile]
    legend: Sequence[LegendEntry]
    corner: str = ""
    """What the tiles are: ``Force``."""
    shows: str = ""
    """What the colours are: ``Grade in PEEL 2016``."""

    @property
    def description(self) -> str:
        """What the picture shows, for people who cannot see it."""
        counts = ", ".join(f"{entry.cell.words} {entry.number}" for entry in self.legend)
        return f"{len(self.tiles)} tiles, each with a code and a grade. {self.shows}: {counts}."

    @property
    def cells(self) -> list[GradeCell]:
        """All grades and gaps."""
        return [tile.cell for tile in self.tiles]

    def as_blocks(self) -> Iterator[Block]:
        """Yield a grid of codes and short grades, then the legend."""
        if self.tiles:
            columns = range(
                min(tile.column for tile in self.tiles), max(tile.column for tile in self.tiles) + 1
            )
            rows = range(min(tile.row for tile in self.tiles), max(tile.row for tile in self.tiles) + 1)
            at = {(tile.column, tile.row): tile for tile in self.tiles}
            lines = [[at.get((column, row)) for column in columns] for row in rows]
            yield Grid(
                [""] * len(columns),
                [Row([_short(tile.code, tile.cell) if tile else () for tile in line]) for line in lines],
            )
        legend = [
            Item((*_short("", entry.cell), f" {entry.cell.words}: {entry.number}")) for entry in self.legend
        ]
        legend += [Item((f"{SHORT_MARKS[name]} {MARKS[name]}",)) for name in used_marks(self.cells)]
        yield Listing(legend)


MARKS = {"carried": "carried over", "inferred": "inferred", "corrected": "corrected"}
"""What can be said about a grade beside its word."""

SHORT_MARKS = {"carried": "c", "inferred": "*", "corrected": "†"}
"""The same as a sign behind a short grade."""


def plain_text(content: Content) -> str:
    """Return the words of a run of text alone."""
    pieces = [piece.label or piece.name if isinstance(piece, Link) else piece for piece in content]
    return "".join(piece.text if isinstance(piece, Span) else piece for piece in pieces).strip()


def title(blocks: Iterable[Block]) -> str:
    """Return the title of a page: its first heading."""
    return next((plain_text(block.content) for block in blocks if isinstance(block, Heading)), "peeltrack")


def find_picture(document: Document) -> History | TileMap | None:
    """Return what to draw of a document, if there is anything."""
    found = document.picture() if document.picture else None
    found = found or next((block for block in document.blocks() if isinstance(block, Picture)), None)
    return found if isinstance(found, History | TileMap) and found.cells else None


def marks(cell: GradeCell) -> list[str]:
    """Return which of MARKS apply to a grade, by name."""
    return [name for name in MARKS if getattr(cell, name)]


def used_marks(cells: Sequence[GradeCell]) -> list[str]:
    """Return which of MARKS apply to any of some grades, by name."""
    return [name for name in MARKS if any(getattr(cell, name) for cell in cells)]


def signs(cells: Iterable[GradeCell]) -> list[Span]:
    """Return the signs that a legend must explain, each once."""
    return list(dict.fromkeys(cell.sign for cell in cells if cell.sign and cell.sign.means))


def describe(cell: GradeCell) -> str:
    """Return a cell in full words: ``adequate (carried over), down from good``."""
    said = f" ({', '.join(MARKS[name] for name in marks(cell))})" if marks(cell) else ""
    return ", ".join(filter(None, (f"{cell.words}{said}", cell.note)))


def cell_content(cell: GradeCell) -> Content:
    """Return a cell as a run of text, with its shorter form for where there is little room."""
    if cell.kind == ABSENT and not cell.words:
        return ()
    sign = (cell.sign, " ") if cell.sign else ()
    grade = Span(cell.words, cell.tone, cell.short or None)
    said = [Span(f" ({MARKS[name]})", "muted", SHORT_MARKS[name]) for name in marks(cell)]
    return (*sign, cell.source._replace(label=grade) if cell.source else grade, *said)


def distinct(cells: Iterable[GradeCell]) -> list[GradeCell]:
    """Return one cell for each thing that a legend must explain: best grades first, then the gaps."""
    found = {
        (cell.short, cell.words): GradeCell(cell.kind, cell.words, cell.short, cell.tone) for cell in cells
    }
    tones = [*reversed(ROLES[:5]), *ROLES[5:]]
    explained = [cell for cell in found.values() if cell.words and cell.short]
    return sorted(explained, key=lambda cell: (CELL_KINDS.index(cell.kind), tones.index(cell.tone)))


def key(cells: Sequence[GradeCell]) -> list[str]:
    """Return what the short forms and signs of some cells mean."""
    grades = [f"{cell.short}\xa0{cell.words}" for cell in distinct(cells)]
    return grades + [f"{SHORT_MARKS[name]}\xa0{MARKS[name]}" for name in used_marks(cells)]


def _panel_blocks(panel: GradePanel, corner: str) -> Iterator[Block]:
    """Yield a panel as a grid under its title."""
    yield Heading((panel.title,), 3)
    if panel.note:
        yield Paragraph(panel.note)
    names = ["\n".join(filter(None, (column.title, column.detail))) for column in panel.columns]
    rows = [Row(((row.title,), *map(cell_content, row.cells)), inner=row.inner) for row in panel.rows]
    cells = [cell for row in panel.rows for cell in row.cells]
    short = [column.short or column.title for column in panel.columns]
    yield Grid((corner, *names), rows, short=(corner, *short), legend=[(text,) for text in key(cells)])


def _short(code: str, cell: GradeCell) -> Content:
    """Return a code with its short grade: ``HAN ▼A``."""
    sign = [cell.sign] if cell.sign else []
    said = "".join(SHORT_MARKS[name] for name in marks(cell))
    lead: list[str | Span | Link] = [f"{code}\xa0"] if code else []
    return (*lead, *sign, Span(cell.short, cell.tone), *([said] if said else []))
