"""Markdown for a pull request, a job summary or an article."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

BOLD = ("strong", "down", "mark")
"""The roles that are bold: there are no colours."""

# What markdown, or the HTML that may stand in it, would take for a command.
_ESCAPES = {ord(mark): f"\\{mark}" for mark in "\\`*_[]|#~$"} | {ord("<"): "&lt;", ord("&"): "&amp;"}

# What ends an address, or its cell of a table, too early; or is read as something else in it.
_IN_ADDRESS = {ord(mark): f"%{ord(mark):02X}" for mark in '()|<>\\`" '} | {ord("&"): "&amp;"}


def render(document: Document) -> str:
    """The blocks, a blank line between them."""
    return "\n\n".join("\n".join(_block(block)) for block in in_blocks(document.blocks())) + "\n"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {_run(block.content)}"
    elif isinstance(block, Paragraph):
        yield _opening(_run(block.content))
    elif isinstance(block, Listing):
        yield from map(_item, block.items)
    elif isinstance(block, Grid):
        yield from _grid(block)


def _grid(grid: Grid) -> Iterator[str]:
    """A table, then what is said under its rows as lists."""
    yield _line(["<br>".join(map(_text, name.split("\n"))) for name in grid.columns])
    yield _line(["---"] * len(grid.columns))
    for row in grid.rows:
        yield _line(
            [_indented(row, place == grid.title) + _run(cell) for place, cell in enumerate(row.cells)]
        )
    for row in grid.rows:
        if row.items:
            yield ""
            yield f"**{_run(row.cells[grid.title])}**"
            yield ""
            yield from map(_item, row.items)


def _indented(row: Row, title: bool) -> str:
    return "&ensp;" if row.inner and title else ""


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _item(item: Item) -> str:
    """The lead and the text in a line, with the lead's sources at the end."""
    sources = tuple(piece for piece in item.lead if isinstance(piece, Link) and not piece.label)
    lead = _run(tuple(piece for piece in item.lead if piece not in sources))
    if item.text and not lead.endswith(":"):
        lead += ":"
    return f"- {_opening(' '.join(filter(None, (lead, _run(item.text), *map(_piece, sources)))))}"


def _run(content: Content) -> str:
    return "".join(map(_piece, content)).strip()


def _opening(run: str) -> str:
    """A run of text at the start of a line, where some marks would make a list or a quotation."""
    return re.sub(r"^(\d*)([-+=>.)])", r"\1\\\2", run)


def _piece(piece: str | Span | Link) -> str:
    if isinstance(piece, Link):
        label = _piece(piece.label) if piece.label else "source"
        return f"[{label}]({_address(piece.address)})"
    if isinstance(piece, Span):
        return _bold(_text(piece.text)) if piece.role in BOLD else _text(piece.text)
    return _text(piece)


def _bold(text: str) -> str:
    """Marks stand close to the words, or they are no marks."""
    words = text.strip()
    return text.replace(words, f"**{words}**") if words else text


def _text(text: str) -> str:
    return printable(text).translate(_ESCAPES)


def _address(address: str) -> str:
    """An address that ends where it should, and means what it says."""
    return printable(address).translate(_IN_ADDRESS)
