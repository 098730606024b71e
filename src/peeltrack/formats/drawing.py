"""Where everything goes in a picture: boxes and texts, worked out from a history or a tile map."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from peeltrack.formats.palette import MUTED, PLAIN, TONES, UNGRADED, Paint
from peeltrack.formats.pictures import (
    ABSENT,
    COUNTED,
    GRADED,
    MARKS,
    SHORT_MARKS,
    UNKNOWN,
    GradeCell,
    GradePanel,
    History,
    Tile,
    TileMap,
    describe,
    distinct,
    marks,
    used_marks,
)

MARGIN = 16
TEXT, SMALL, TITLE = 12, 11, 18
LINE = 16
"""How far apart the lines of a text are."""
ROW, CELL, LETTER = 22, 128, 44
"""The height of a row of grades, and the width of a grade in words and in letters."""
WORDY_COLUMNS = 6
"""How many columns there may be before grades are shown as letters."""
TILE_WIDTH, TILE_HEIGHT, GAP = 62, 50, 4
LEGEND = 215
DASHES = {UNKNOWN: "4 3", COUNTED: "1 2"}
"""The broken edge of what is not a grade, which can be seen without colour."""


class Box(NamedTuple):
    """A rectangle; its classes let a page change its colours."""

    x: float
    y: float
    width: float
    height: float
    paint: Paint
    classes: str = ""
    dash: str = ""
    stroke: str = "none"


class Words(NamedTuple):
    """A line of text."""

    x: float
    y: float
    text: str
    size: int = TEXT
    anchor: str = "start"
    bold: bool = False
    ink: str = PLAIN.ink
    classes: str = "ink"


class Group(NamedTuple):
    """Shapes that belong together, with what they mean and where they lead."""

    shapes: Sequence[Box | Words]
    title: str = ""
    link: str = ""


class Drawing(NamedTuple):
    """A picture with its size."""

    width: float
    height: float
    title: str
    description: str
    groups: Sequence[Group]


def draw(picture: History | TileMap, page: str, credits_: Sequence[str]) -> Drawing:
    """Return a picture that needs no page around it: with a title, legend, sources and licence."""
    inner = draw_block(picture, picture.description)
    title = page if picture.title in page else f"{page}: {picture.title}"
    width = max(inner.width, 480)
    top = MARGIN + TITLE
    heads = _lines(title, width - 2 * MARGIN, TITLE)
    groups = [
        Group([Words(MARGIN, top + 22 * place, line, TITLE, bold=True)]) for place, line in enumerate(heads)
    ]
    top += 22 * (len(heads) - 1) + 10
    groups += [Group([_moved(shape, top) for shape in group.shapes], group.title) for group in inner.groups]
    y = top + inner.height + LINE
    for text in credits_:
        for line in _lines(text, width - 2 * MARGIN, SMALL):
            groups.append(Group([Words(MARGIN, y, line, SMALL, ink=MUTED.ink, classes="muted")]))
            y += LINE - 2
    return Drawing(width, y, title, picture.description, groups)


def draw_block(block: History | TileMap, description: str = "") -> Drawing:
    """Return the picture alone, with its legend."""
    found = _tiles(block) if isinstance(block, TileMap) else _history(block)
    return found._replace(title=block.title, description=description)


def _moved(shape: Box | Words, down: float) -> Box | Words:
    return shape._replace(y=shape.y + down)


def _width(text: str, size: int) -> float:
    """Return about how wide a text is, a little generously: fonts differ."""
    narrow = sum(letter in "ijltfrI.,:;'|() -" for letter in text)
    wide = sum(letter.isupper() or letter in "mw" or ord(letter) > 0x2FF for letter in text)
    return size * (0.56 * len(text) - 0.22 * narrow + 0.18 * wide)


def _lines(text: str, width: float, size: int) -> list[str]:
    return textwrap.wrap(text, max(int(width / (0.53 * size)), 8)) or [""]


def _paint(cell: GradeCell) -> Paint:
    if cell.tone in TONES:
        return TONES[cell.tone]
    return UNGRADED if cell.kind not in (UNKNOWN, COUNTED, ABSENT) else MUTED


def _box(cell: GradeCell, x: float, y: float, width: float, height: float) -> Box:
    """Return the ground of a cell: coloured if there is a grade, with a broken edge if we lack it."""
    paint = _paint(cell)
    edge = MUTED.ink if cell.kind != GRADED else "#ffffff"
    name = cell.tone if cell.tone in TONES else cell.kind
    return Box(x, y, width, height, paint, f"ground {name}", DASHES.get(cell.kind, ""), edge)


def _label(cell: GradeCell, *, wordy: bool) -> str:
    sign = f"{cell.sign.text} " if cell.sign else ""
    said = " ".join(SHORT_MARKS[name] for name in marks(cell))
    return f"{sign}{cell.words if wordy else cell.short}{' ' * (wordy and bool(said))}{said}"


def _on(cell: GradeCell) -> str:
    """Return the classes of the text on a cell."""
    return f"on-{cell.tone}" if cell.tone in TONES else f"on-{cell.kind}"


def _cell(cell: GradeCell, x: float, y: float, width: float, title: str, *, wordy: bool) -> Group:
    if cell.kind == ABSENT:
        return Group([])
    text = _label(cell, wordy=wordy)
    size = SMALL if _width(text, SMALL) < width - 4 else 9
    ink = _paint(cell).ink
    words = Words(x + width / 2, y + ROW / 2 + 4, text, size, "middle", False, ink, _on(cell))
    return Group([_box(cell, x + 1, y + 1, width - 2, ROW - 2), words], f"{title}: {describe(cell)}")


def _history(history: History) -> Drawing:
    wordy = max((len(panel.columns) for panel in history.panels), default=0) <= WORDY_COLUMNS
    titles = [row.title for panel in history.panels for row in panel.rows]
    left = MARGIN + min(max((_width(title, TEXT) for title in titles), default=0) + 26, 340)
    step = CELL if wordy else LETTER
    groups: list[Group] = []
    y: float = MARGIN
    for panel in history.panels:
        y = _panel(groups, panel, left, y, step, wordy=wordy)
    columns = max((len(panel.columns) for panel in history.panels), default=0)
    width = max(left + step * columns + MARGIN, 560)
    y = _key(groups, history.cells, y, width)
    return Drawing(width, y, "", "", groups)


def _panel(
    groups: list[Group], panel: GradePanel, left: float, y: float, step: float, *, wordy: bool
) -> float:
    """Add a panel to the groups, and return where the next begins."""
    groups.append(Group([Words(MARGIN, y + TEXT, panel.title, TEXT + 1, bold=True)]))
    y += LINE + 8
    heads = [_head(column.title, column.detail, column.short, step, wordy=wordy) for column in panel.columns]
    tall = max(map(len, heads), default=0)
    for place, lines in enumerate(heads):
        x = left + step * place + step / 2
        shapes = [
            Words(x, y + 10 + 13 * (number + tall - len(lines)), line, SMALL, "middle", classes="ink")
            for number, line in enumerate(lines)
        ]
        groups.append(Group(shapes, panel.columns[place].title))
    y += 13 * tall + 6
    for row in panel.rows:
        indent = MARGIN + 14 * row.inner
        groups.append(Group([Words(indent, y + ROW / 2 + 4, row.title, TEXT, bold=not row.inner)]))
        for place, (column, cell) in enumerate(zip(panel.columns, row.cells, strict=True)):
            title = f"{row.title}, {column.title}"
            groups.append(_cell(cell, left + step * place, y, step, title, wordy=wordy))
        y += ROW
    return y + LINE


def _head(title: str, detail: str, short: str, step: float, *, wordy: bool) -> list[str]:
    """Return the lines of the head of a column."""
    if not wordy:
        return _lines(short or title, step, SMALL)
    return [*_lines(title, step, SMALL), *(_lines(detail, step, SMALL) if detail else [])]


def _key(groups: list[Group], cells: Sequence[GradeCell], y: float, width: float) -> float:
    """Add the legend of some cells under them, and return where it ends."""
    entries: list[tuple[GradeCell | None, str]] = [(cell, cell.words) for cell in distinct(cells)]
    entries += [(None, f"{SHORT_MARKS[name]}  {MARKS[name]}") for name in used_marks(cells)]
    signs = {
        cell.sign.text: cell.sign.role for cell in cells if cell.sign and cell.sign.role in ("down", "up")
    }
    entries += [(None, f"{text}  {role}") for text, role in sorted(signs.items())]
    x: float = MARGIN
    for cell, words in entries:
        length = _width(words, SMALL) + (44 if cell else 18)
        if x + length > width - MARGIN and x > MARGIN:
            x, y = MARGIN, y + 24
        groups.append(Group(list(_entry(cell, words, x, y))))
        x += length
    return y + 24


def _entry(cell: GradeCell | None, words: str, x: float, y: float) -> Iterator[Box | Words]:
    if cell:
        yield _box(cell, x, y, 24, 18)
        yield Words(x + 12, y + 13, cell.short, SMALL, "middle", False, _paint(cell).ink, _on(cell))
        x += 30
    yield Words(x, y + 13, words, SMALL)


def _tiles(tile_map: TileMap) -> Drawing:
    tiles = tile_map.tiles
    first, top = min(tile.column for tile in tiles), min(tile.row for tile in tiles)
    across = max(tile.column for tile in tiles) - first + 1
    down = max(tile.row for tile in tiles) - top + 1
    groups = [
        _tile(
            tile,
            MARGIN + (tile.column - first) * (TILE_WIDTH + GAP),
            MARGIN + (tile.row - top) * (TILE_HEIGHT + GAP),
        )
        for tile in sorted(tiles, key=lambda tile: tile.name)
    ]
    x = MARGIN + across * (TILE_WIDTH + GAP) + MARGIN
    y: float = MARGIN
    for entry in tile_map.legend:
        lines = _lines(f"{entry.cell.words}: {entry.number}", LEGEND - 44, TEXT)
        sign = entry.cell.sign.text if entry.cell.sign else ""
        ink = _paint(entry.cell).ink
        label = Words(x + 17, y + 16, f"{sign}{entry.cell.short}", TEXT, "middle", True, ink, _on(entry.cell))
        words = [Words(x + 42, y + 16 + 14 * number, line) for number, line in enumerate(lines)]
        groups.append(Group([_box(entry.cell, x, y, 34, 24), label, *words]))
        y += 30 + 14 * (len(lines) - 1)
    for name in used_marks(tile_map.cells):
        groups.append(Group([Words(x, y + 16, f"{SHORT_MARKS[name]}  {MARKS[name]}")]))
        y += 20
    height = max(MARGIN + down * (TILE_HEIGHT + GAP), y) + MARGIN
    return Drawing(x + LEGEND, height, "", "", groups)


def _tile(tile: Tile, x: float, y: float) -> Group:
    """Return a tile: the code over the sign and the short grade."""
    cell, middle = tile.cell, x + TILE_WIDTH / 2
    ink = _paint(cell).ink
    words = [
        Words(middle, y + 20, tile.code, 13, "middle", True, ink, _on(cell)),
        Words(middle, y + 39, _label(cell, wordy=False), 13, "middle", False, ink, _on(cell)),
    ]
    title = f"{tile.name}: {describe(cell)}"
    return Group([_box(cell, x, y, TILE_WIDTH, TILE_HEIGHT), *words], title, tile.link)
