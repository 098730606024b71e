"""Pictures in words: how a format without drawings shows a history or a tile map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from peeltrack.formats.document import (
    ABSENT,
    CELL_KINDS,
    ROLES,
    Block,
    Content,
    Document,
    GradeCell,
    GradePanel,
    Grid,
    Heading,
    History,
    Item,
    Link,
    Listing,
    Paragraph,
    Picture,
    Row,
    Span,
    Tile,
    TileMap,
)

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


def find_picture(document: Document) -> Picture | None:
    """Return what to draw of a document, if there is anything."""
    if document.picture:
        return document.picture()
    blocks = document.blocks()
    drawn = next((block for block in blocks if isinstance(block, History | TileMap)), None)
    if drawn is None or (isinstance(drawn, TileMap) and not drawn.tiles):
        return None
    name = title(blocks)
    return Picture(drawn, name if drawn.title in name else f"{name}: {drawn.title}", _description(drawn))


def _description(drawn: History | TileMap) -> str:
    """Say what a picture shows, for people who cannot see it."""
    if isinstance(drawn, TileMap):
        counts = ", ".join(f"{entry.cell.words} {entry.number}" for entry in drawn.legend)
        return f"{len(drawn.tiles)} tiles, each with a code and a grade. {drawn.shows}: {counts}."
    return " ".join(f"{panel.title}: {len(panel.rows)} rows of grades." for panel in drawn.panels)


def marks(cell: GradeCell) -> list[str]:
    """Return which of MARKS apply to a grade, by name."""
    return [name for name in MARKS if getattr(cell, name)]


def describe(cell: GradeCell) -> str:
    """Return a cell in full words: ``adequate (carried over), down from good``."""
    said = f" ({', '.join(MARKS[name] for name in marks(cell))})" if marks(cell) else ""
    return ", ".join(filter(None, (f"{cell.words}{said}", cell.note)))


def in_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with every picture turned into headings, grids and paragraphs."""
    for block in blocks:
        if isinstance(block, History):
            for panel in block.panels:
                yield from _panel(panel, block.corner)
        elif isinstance(block, TileMap):
            yield from _tiles(block)
        else:
            yield block


def _panel(panel: GradePanel, corner: str) -> Iterator[Block]:
    """Yield a panel as a grid under its title."""
    yield Heading((panel.title,), 3)
    if panel.note:
        yield Paragraph(panel.note)
    names = ["\n".join(filter(None, (column.title, column.detail))) for column in panel.columns]
    rows = [Row(((row.title,), *map(cell_content, row.cells)), inner=row.inner) for row in panel.rows]
    cells = [cell for row in panel.rows for cell in row.cells]
    short = [column.short or column.title for column in panel.columns]
    yield Grid((corner, *names), rows, short=(corner, *short), legend=[(text,) for text in key(cells)])


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
    used = [name for name in MARKS if any(getattr(cell, name) for cell in cells)]
    return grades + [f"{SHORT_MARKS[name]}\xa0{MARKS[name]}" for name in used]


def _tiles(tile_map: TileMap) -> Iterator[Block]:
    """Yield a tile map as a grid of codes and short grades, then its legend."""
    tiles = tile_map.tiles
    if tiles:
        columns = range(min(tile.column for tile in tiles), max(tile.column for tile in tiles) + 1)
        rows = range(min(tile.row for tile in tiles), max(tile.row for tile in tiles) + 1)
        at = {(tile.column, tile.row): tile for tile in tiles}
        lines = [[at.get((column, row)) for column in columns] for row in rows]
        yield Grid(
            [""] * len(columns),
            [Row([_short(tile.code, tile.cell) if tile else () for tile in line]) for line in lines],
        )
    legend = [
        Item((*_short("", entry.cell), f" {entry.cell.words}: {entry.number}")) for entry in tile_map.legend
    ]
    legend += [Item((f"{SHORT_MARKS[name]} {MARKS[name]}",)) for name in used_marks(tiles)]
    yield Listing(legend)


def used_marks(tiles: Iterable[Tile]) -> list[str]:
    """Return which of MARKS a map has, by name."""
    found = [tile.cell for tile in tiles]
    return [name for name in MARKS if any(getattr(cell, name) for cell in found)]


def _short(code: str, cell: GradeCell) -> Content:
    """Return a code with its short grade: ``HAN ▼A``."""
    sign = [cell.sign] if cell.sign else []
    said = "".join(SHORT_MARKS[name] for name in marks(cell))
    lead: list[str | Span | Link] = [f"{code}\xa0"] if code else []
    return (*lead, *sign, Span(cell.short, cell.tone), *([said] if said else []))
