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
    web_address,
    without_pictures,
)

BOLD = ("strong", "down", "mark")
"""The roles that are bold, because markdown has no colours."""

_ESCAPES = {ord(mark): f"\\{mark}" for mark in "\\`*_[]|#~$"} | {ord("<"): "&lt;", ord("&"): "&amp;"}
"""Marks that markdown, or HTML in it, would not show as they are."""

_IN_ADDRESS = {ord(mark): f"%{ord(mark):02X}" for mark in '()|<>\\`" '} | {ord("&"): "&amp;"}
"""Marks that would end an address, or the cell of a table that it is in."""

_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)(?:[^\s<>()]|\([^\s<>()]*\))*(?:[^\s<>()?!.,:;*_~'\"\]]|\([^\s<>()]*\))",
    re.IGNORECASE,
)
"""An address in a text."""

_REFERENCE = re.compile(r"@(?=\w)|\\#(?=\d)|\bGH-(?=\d)|!(?=\d)|(?<!\d):(?=[\w+\\-]+:)", re.IGNORECASE)
"""How a person, an issue, a merge request or an emoji begins in escaped text."""

NO_SPACE = "&#8203;"
"""A character without width: it keeps GitHub and GitLab from seeing a reference, and notifying people."""


def render(document: Document) -> str:
    """Return the blocks with a blank line between them."""
    return "\n\n".join("\n".join(_block(block)) for block in without_pictures(document.blocks())) + "\n"


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
    """Yield a table, then the items of its rows as lists."""
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
    """Return an item as one line of a list."""
    lead, text = _run(item.lead), _run(item.text)
    colon = ":" if lead and text and not lead.endswith(":") else ""
    return f"- {_opening(' '.join(filter(None, (lead + colon, text))))}"


def _run(content: Content) -> str:
    return "".join(map(_piece, content)).strip()


def _opening(run: str) -> str:
    """Return text for the start of a line, where some marks would begin a list, a quotation or an action."""
    return re.sub(r"^(\d*)([-+=>.)/])", r"\1\\\2", run)


def _piece(piece: str | Span | Link) -> str:
    if isinstance(piece, Link):
        label = piece.label or piece.name
        words = printable(label.text if isinstance(label, Span) else label)
        return _link(_weighted(label, _escaped(words)) if words.strip() else "source", piece.address)
    return _weighted(piece, _text(piece.text if isinstance(piece, Span) else piece))


def _weighted(piece: str | Span, text: str) -> str:
    """Return the text of a piece, bold if its role is, with the marks next to its words."""
    words = text.strip()
    return (
        text.replace(words, f"**{words}**")
        if words and isinstance(piece, Span) and piece.role in BOLD
        else text
    )


def _text(text: str) -> str:
    """Return text that is shown as it is; an address in it is a link."""
    text = printable(text)
    parts = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found[0] if "://" in found[0] else f"http://{found[0]}"
        parts += [_escaped(text[end : found.start()]), _link(_escaped(found[0]), address)]
        end = found.end()
    return "".join([*parts, _escaped(text[end:])])


def _escaped(text: str) -> str:
    return _REFERENCE.sub(rf"\g<0>{NO_SPACE}", text.translate(_ESCAPES))


def _link(label: str, address: str) -> str:
    """Return a link; only its words if the address is not one of the web."""
    opened = web_address(address)
    return f"[{label}]({opened.translate(_IN_ADDRESS)})" if opened else label
