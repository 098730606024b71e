"""How a document is shown: one module a format, each with ``render(document, …) -> str``."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peeltrack.document import Document

FORMATS = ("table", "plain", "json", "csv", "markdown", "github", "junit")
"""The formats by name, each the module of that name."""

ALERTING = ("github", "junit")
"""The formats that show alerts, and nothing of a document without."""


def render(name: str, document: Document, *, width: int | None, color: bool) -> str:
    """The document in a format, ending in a line break, or empty.

    ``width`` is the terminal's in columns, None where there is no terminal; ``color``
    says whether colours are wanted. The machine formats heed neither.
    """
    text: str = import_module(f"peeltrack.formats.{name}").render(document, width=width, color=color)
    return text
