"""Plain: one row per line for scripts, its fields separated by tabs, the first one the kind of row."""

from __future__ import annotations

from peeltrack.formats.document import Document, Value, printable

EMPTY = "-"
"""An empty field: a shell that reads fields would skip one with nothing in it."""


def render(document: Document) -> str:
    """Return the rows of every kind, or the document's own lines if it has any."""
    if document.lines:
        return "".join(printable(line) + "\n" for line in document.lines())
    field = _Fields().__getitem__
    return "".join(
        "\t".join([rows.kind, *map(field, row)]) + "\n" for rows in document.rows() for row in rows.values
    )


class _Fields(dict[Value, str]):
    """The field for each value so far; most values are in many rows."""

    def __missing__(self, value: Value) -> str:
        text = "" if value is None else printable(str(value))
        if text.lstrip("\\") == EMPTY:
            text = f"\\{text}"
        self[value] = text = text or EMPTY
        return text
