"""Drawings: boxes and texts in their places, for SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from peeltrack.formats.lettering import fit, text_width, wrap
from peeltrack.formats.palette import TONES
from peeltrack.formats.pictures import (
    COUNTED,
    GRADED,
    MARKS,
    SHORT_MARKS,
    UNGRADED,
    UNKNOWN,
    GradeCell,
    History,
    TileMap,
    distinct,
    marks,
    signs,
    used_marks,
)

MARGIN = 16
TEXT, SMALL, TITLE = 12, 11, 18
"""The sizes of texts."""
LINE = 15
"""How far apart the lines of a text are."""
LEAST_WIDTH = 480
DASHES = {UNKNOWN: "4 3", COUNTED: "1 2"}
"""The broken edge of what is not a grade, which can be seen without colour."""


class Box(NamedTuple):
    """A rectangle in a colour of the palette."""

    x: float
    y: float
    width: float
    height: float
    paint: str
    edge: str = ""
    """The colour of its edge, if it has one: the ink of a colour of the palette."""
    dash: str = ""
    round: int = 3


class Words(NamedTuple):
    """A line of text in the ink of a colour of the palette."""

    x: float
    y: float
    text: str
    size: int = TEXT
    anchor: str = "start"
    bold: bool = False
    paint: str = "page"


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

    @property
    def linked(self) -> bool:
        """Whether any part of it leads to a page."""
        return any(group.link for group in self.groups)


def draw(picture: History | TileMap, page: str, credits_: Sequence[str]) -> Drawing:
    """Return a picture that needs no page around it: with a title, legend, sources and licence."""
    inner = draw_block(picture)
    title = page if picture.title in page else f"{page}: {picture.title}"
    width = max(inner.width, LEAST_WIDTH)
    y: float = MARGIN + TITLE
    groups = []
    for line in wrap(title, width - 2 * MARGIN, TITLE, bold=True):
        groups.append(Group([Words(MARGIN, y, line, TITLE, bold=True)]))
        y += 22
    y -= 12
    groups += [group._replace(shapes=[_moved(shape, y) for shape in group.shapes]) for group in inner.groups]
    y += inner.height + LINE
    for text in credits_:
        for line in wrap(text, width - 2 * MARGIN, SMALL):
            groups.append(Group([Words(MARGIN, y, line, SMALL, paint="quiet")]))
            y += LINE
    return Drawing(width, y, title, inner.description, groups)


def draw_block(block: History | TileMap, *, compact: bool = False) -> Drawing:
    """Return the picture alone, with its legend; a compact one fits beside a text."""
    if isinstance(block, TileMap):
        from peeltrack.formats.tile_drawing import draw_tiles

        return draw_tiles(block)
    from peeltrack.formats.history_drawing import COMPACT, WIDE, draw_history

    return draw_history(block, COMPACT if compact else WIDE)


def _moved(shape: Box | Words, down: float) -> Box | Words:
    return shape._replace(y=shape.y + down)


def paint_of(cell: GradeCell) -> str:
    """Return the name of a cell's colour in the palette."""
    if cell.tone in (*TONES, "down", "up"):
        return cell.tone
    return {GRADED: "same", UNGRADED: "ungraded"}.get(cell.kind, "quiet")


def box_of(cell: GradeCell, x: float, y: float, width: float, height: float) -> Box:
    """Return the ground of a cell; it has an edge if it is not a grade, a broken one if we lack it."""
    paint = paint_of(cell)
    edge = "up" if paint == "up" else "" if cell.kind == GRADED else "edge"
    return Box(x, y, width, height, paint, edge, DASHES.get(cell.kind, ""))


def label_of(cell: GradeCell, *, wordy: bool = False) -> str:
    """Return what is written on a cell: ``▼ requires improvement *`` or ``▼ RI*``."""
    sign = f"{cell.sign.text} " if cell.sign else ""
    said = " ".join(SHORT_MARKS[name] for name in marks(cell))
    return f"{sign}{cell.words if wordy else cell.short}{' ' * (wordy and bool(said))}{said}"


def legend(cells: Sequence[GradeCell], left: float, y: float, right: float) -> tuple[list[Group], float]:
    """Return what the colours, letters and signs of some cells mean, and where that ends."""
    entries: list[tuple[GradeCell | None, str]] = [(cell, cell.words) for cell in distinct(cells)]
    entries += [(None, f"{SHORT_MARKS[name]}  {MARKS[name]}") for name in used_marks(cells)]
    entries += [(None, f"{sign.text}  {sign.means}") for sign in signs(cells)]
    groups = []
    x = left
    for cell, words in entries:
        length = text_width(words, SMALL) + (48 if cell else 16)
        if x + length - 12 > right and x > left:
            x, y = left, y + 24
        groups.append(Group(list(_entry(cell, fit(words, right - left - 30, SMALL), x, y))))
        x += length
    return groups, y + 24


def _entry(cell: GradeCell | None, words: str, x: float, y: float) -> Iterator[Box | Words]:
    if cell:
        yield box_of(cell, x, y, 26, 18)
        yield Words(x + 13, y + 13, fit(cell.short, 26, SMALL), SMALL, "middle", paint=paint_of(cell))
        x += 32
    yield Words(x, y + 13, words, SMALL)
