"""CSV: the main rows of a document for spreadsheets and data frames, below a header."""

from __future__ import annotations

import csv
import io

from peeltrack.formats.document import Document, Value, printable

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""How text begins that a spreadsheet takes for a formula."""


def render(document: Document) -> str:
    """Return the sheet, or the rows of the first kind, as RFC 4180 has them, but with LF.

    An unknown value is empty.
    """
    rows = document.sheet() if document.sheet else document.rows()[0]
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([_safe(value) for value in values] for values in rows.values)
    return file.getvalue()


def _safe(value: Value) -> Value:
    """Return a value that no spreadsheet runs: text that looks like a formula gets a quotation mark."""
    if not isinstance(value, str):
        return value
    text = printable(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
