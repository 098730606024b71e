"""Markdown for a pull request, a job summary or an article."""

from __future__ import annotations

from collections.abc import Iterator

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

# What markdown, or the HTML that may stand in it, would take for a command.
_ESCAPES = {ord(mark): f"\\{mark}" for mark in "\\`*_[]|#~"} | {ord("<"): "&lt;", ord("&"): "&amp;"}


def render(document: Document, *, width: int | None, color: bool) -> str:
    """The blocks, a blank line between them."""
    del width, color
    return "\n\n".join("\n".join(_block(block)) for block in document.blocks()) + "\n"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * (block.level + 1)} {_run(block.content)}"
    elif isinstance(block, Paragraph):
        yield _run(block.content)
    elif isinstance(block, Listing):
        yield from map(_item, block.items)
    else:
        yield from _grid(block)


def _grid(grid: Grid) -> Iterator[str]:
    """A table, then what is said under its rows as lists."""
    yield _line([_text(" ".join(name.split())) for name in grid.columns])
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
    lead = _run(item.lead)
    return f"- {lead}: {_run(item.text)}" if item.text else f"- {lead}"


def _run(content: Content) -> str:
    return "".join(map(_piece, content)).strip()


def _piece(piece: str | Span | Link) -> str:
    if isinstance(piece, Link):
        label = _piece(piece.label) if piece.label else "source"
        return f"[{label}]({_address(piece.address)})"
    if isinstance(piece, Span):
        text = _text(piece.text)
        return f"**{text}**" if piece.role in ("strong", "down", "mark") and text.strip() else text
    return _text(piece)


def _text(text: str) -> str:
    return harmless(text).translate(_ESCAPES)


def _address(address: str) -> str:
    """An address that ends where it should: no bracket or bar of its own ends it."""
    for mark, code in (("(", "%28"), (")", "%29"), ("|", "%7C")):
        address = address.replace(mark, code)
    return address
