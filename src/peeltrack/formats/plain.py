"""Plain lines for pipes: one row a line, tab-separated, the kind of row first."""

from __future__ import annotations

from peeltrack.formats.document import Document, Value, printable


def render(document: Document) -> str:
    """The lines of a view that has its own, else its rows; an unknown value is an empty column."""
    if document.lines:
        return "".join(printable(line) + "\n" for line in document.lines())
    cell = _Cells().__getitem__
    return "".join(
        "\t".join([rows.kind, *map(cell, row)]) + "\n" for rows in document.rows() for row in rows.values
    )


class _Cells(dict[Value, str]):
    """What stands for a value; few of them stand in one row only."""

    def __missing__(self, value: Value) -> str:
        text = self[value] = "" if value is None else printable(str(value))
        return text
