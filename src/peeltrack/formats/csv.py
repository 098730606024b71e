"""CSV for spreadsheets and data frames: the main rows of a view, under a header."""

from __future__ import annotations

import csv
import io

from peeltrack.formats.document import Document, Value, printable

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet would take for the start of a formula, in text."""


def render(document: Document) -> str:
    """RFC 4180: a header, a row a line, CRLF; an unknown value is an empty field."""
    rows = document.rows()[0]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(rows.columns)
    writer.writerows([_safe(value) for value in values] for values in rows.values)
    return file.getvalue()


def _safe(value: Value) -> Value:
    """A value that no spreadsheet runs: text like a formula gets a quote before it.

    A number stays one, also below zero: there is nothing to run in it.
    """
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
