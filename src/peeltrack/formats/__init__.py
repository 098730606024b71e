"""How a document is shown: one module per format, each with ``render(document, …) -> str``.

A format may import the document beside it and nothing else of the package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peeltrack.formats.document import Document

FORMATS = ("table", "plain", "json", "csv", "markdown", "github", "junit")
"""The formats by name; each is a module of that name, but for the table, which rich sets for a terminal."""

ALERTING = ("github", "junit")
"""The formats that show alerts, and nothing of a document without."""


def render(name: str, document: Document, *, width: int | None, color: bool) -> str:
    """The document in a format, ending in a line break, or empty.

    ``width`` is the terminal's in columns, None where there is no terminal; ``color``
    says whether colours are wanted. The machine formats heed neither.
    """
    module = "terminal" if name == "table" else name
    text: str = import_module(f"peeltrack.formats.{module}").render(document, width=width, color=color)
    return text
