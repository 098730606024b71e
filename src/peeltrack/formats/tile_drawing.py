"""The drawing of a tile map: forces about where they lie on the ground, with the legend beside them."""

from __future__ import annotations

from peeltrack.formats.drawing import (
    MARGIN,
    TEXT,
    Box,
    Drawing,
    Group,
    Words,
    box_of,
    label_of,
    paint_of,
)
from peeltrack.formats.lettering import fit, wrap
from peeltrack.formats.pictures import MARKS, SHORT_MARKS, Tile, TileMap, describe, used_marks

WIDTH, HEIGHT, GAP = 62, 50, 4
"""The size of a tile, and the space between two."""
CODE = 13
"""The size of the text on a tile."""
LEGEND = 220
"""The width of the legend."""


def draw_tiles(tile_map: TileMap) -> Drawing:
    """Return the picture of a tile map with its legend."""
    tiles = tile_map.tiles
    first, top = min(tile.column for tile in tiles), min(tile.row for tile in tiles)
    across = max(tile.column for tile in tiles) - first + 1
    down = max(tile.row for tile in tiles) - top + 1
    groups = [
        _tile(
            tile, MARGIN + (tile.column - first) * (WIDTH + GAP), MARGIN + (tile.row - top) * (HEIGHT + GAP)
        )
        for tile in sorted(tiles, key=lambda tile: tile.name)
    ]
    x = MARGIN + across * (WIDTH + GAP) + MARGIN
    explained, y = _legend(tile_map, x)
    height = max(MARGIN + down * (HEIGHT + GAP), y) + MARGIN
    return Drawing(x + LEGEND, height, tile_map.title, tile_map.description, [*groups, *explained])


def _tile(tile: Tile, x: float, y: float) -> Group:
    """Return a tile: the code over the sign and the short grade."""
    cell, middle, room = tile.cell, x + WIDTH / 2, WIDTH - 6
    code = fit(tile.code, room, CODE, bold=True)
    words = [
        Words(middle, y + 20, code, CODE, "middle", bold=True, paint=paint_of(cell)),
        Words(middle, y + 39, fit(label_of(cell), room, CODE), CODE, "middle", paint=paint_of(cell)),
    ]
    title = f"{tile.name}: {describe(cell)}"
    return Group([box_of(cell, x, y, WIDTH, HEIGHT), *words], title, tile.link)


def _legend(tile_map: TileMap, x: float) -> tuple[list[Group], float]:
    """Return the colours with how many tiles have them, then the marks, and where that ends."""
    groups = []
    y: float = MARGIN
    for entry in tile_map.legend:
        lines = wrap(f"{entry.cell.words}: {entry.number}", LEGEND - 42 - MARGIN, TEXT)
        label = fit(label_of(entry.cell), 32, TEXT, bold=True)
        shapes: list[Box | Words] = [
            box_of(entry.cell, x, y, 34, 24),
            Words(x + 17, y + 16, label, TEXT, "middle", bold=True, paint=paint_of(entry.cell)),
            *(Words(x + 42, y + 16 + 14 * place, line) for place, line in enumerate(lines)),
        ]
        groups.append(Group(shapes))
        y += 30 + 14 * (len(lines) - 1)
    for name in used_marks(tile_map.cells):
        groups.append(Group([Words(x, y + 16, f"{SHORT_MARKS[name]}  {MARKS[name]}")]))
        y += 20
    return groups, y
