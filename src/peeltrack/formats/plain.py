"""Plain lines for pipes: one row a line, tab-separated, the kind of row first."""

from __future__ import annotations

from peeltrack.document import Document, harmless


def render(document: Document, *, width: int | None, color: bool) -> str:
    """The lines of a view that has its own, else its rows; an unknown value is an empty column."""
    del width, color
    if document.lines:
        return "".join(harmless(line) + "\n" for line in document.lines())
    return "".join(
        _line(rows.kind, ["" if value is None else str(value) for value in values])
        for rows in document.rows()
        for values in rows.values
    )


def _line(kind: str, cells: list[str]) -> str:
    if not "".join(cells).isprintable():
        cells = [harmless(cell) for cell in cells]
    return "\t".join([kind, *cells]) + "\n"
