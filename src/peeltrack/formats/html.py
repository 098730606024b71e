"""One HTML page for Word, email, print and browsers: nothing in it is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from peeltrack.formats.document import (
    Block,
    Document,
    Grid,
    Heading,
    Link,
    Listing,
    Paragraph,
)
from peeltrack.formats.drawing import Drawing, draw_block
from peeltrack.formats.pictures import History, TileMap, find_picture, plain_text, title
from peeltrack.formats.templating import environment


class Part(NamedTuple):
    """A block, with what a page must know beside it."""

    kind: str
    """heading, paragraph, listing, grid, history or tiles."""
    block: Block
    level: int = 0
    """Of a heading: the levels of a page have no gaps."""
    caption: str = ""
    """Of a table: the heading that it is under."""
    drawing: Drawing | None = None
    """Its picture, if it has one."""
    name: str = ""
    """Of a picture: its id in the page."""


class Sources:
    """The addresses that a page links to, by number, and who published them."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self._numbers: dict[str, int] = {}

    def publisher(self, link: Link) -> str:
        """Return the name of who published a source; without one, its host."""
        return link.name or link.address.partition("://")[2].partition("/")[0] or link.address

    def number(self, link: Link) -> int:
        """Return the number of an address in the list of sources."""
        self.names.setdefault(link.address, self.publisher(link))
        return self._numbers.setdefault(link.address, len(self._numbers) + 1)


def render(document: Document) -> str:
    """Return the page: its blocks, its sources, and where the facts are from.

    A briefing has its picture beside the first sections, and the same as tables at the end. Elsewhere a
    picture is above its tables.
    """
    blocks = list(document.blocks())
    parts = list(arrange(blocks))
    picture = find_picture(document) if document.picture else None
    drawing = draw_block(picture, compact=True) if picture else None
    tables = list(arrange([picture], 2, "tables")) if picture and document.briefing else []
    if not tables:
        parts = [part._replace(drawing=drawing) if part.kind == "history" else part for part in parts]
    return (
        environment()
        .get_template("page.html")
        .render(
            title=title(blocks),
            sections=_sections(parts),
            picture=drawing if tables else None,
            tables=tables,
            sources=Sources(),
            credits=document.credits(),
        )
    )


def _sections(parts: Iterable[Part]) -> list[list[Part]]:
    """Return the parts up to the first heading of level 2, and from each of these to the next."""
    found: list[list[Part]] = [[]]
    for part in parts:
        if part.kind == "heading" and part.level == 2:
            found.append([])
        found[-1].append(part)
    return found


def arrange(blocks: Iterable[Block], top: int = 1, prefix: str = "picture") -> Iterator[Part]:
    """Yield blocks with the levels of their headings and the captions of their tables.

    The first heading gets the level ``top``. No other heading gets it, and no level is left out.
    """
    level, caption, pictures = top - 1, "", 0
    for block in blocks:
        if isinstance(block, Heading):
            level = max(top + (level >= top), min(block.level + top - 1, level + 1))
            caption = plain_text(block.content)
            yield Part("heading", block, level)
        elif isinstance(block, Paragraph):
            yield Part("paragraph", block)
        elif isinstance(block, Listing):
            yield Part("listing", block)
        elif isinstance(block, Grid):
            yield Part("grid", block, caption=caption)
        elif isinstance(block, History):
            yield Part("history", block, level + 1)
        elif isinstance(block, TileMap):
            pictures += 1
            yield Part("tiles", block, drawing=_drawing(block), name=f"{prefix}-{pictures}")


def _drawing(block: TileMap) -> Drawing | None:
    """Return the picture of a tile map for a page; None if it has no tiles."""
    if not block.tiles:
        return None
    return draw_block(block)
