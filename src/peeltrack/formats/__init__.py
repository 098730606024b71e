"""Formats: Document in, text or bytes out; one module per format.

A format may import the document, the pictures and the other formats, and nothing else of the package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peeltrack.formats.document import Document

FORMATS = ("table", "plain", "json", "csv", "markdown", "html", "svg", "github", "junit")
"""The formats by name; each is a module of that name, except table, which is in ``terminal``."""

ALERTING = ("github", "junit")
"""The formats that show alerts only."""

SAFE_IN_LOGS = ("json", "github", "junit")
"""The formats that make sure themselves that no text is a command for a CI log."""


def render(name: str, document: Document, *, width: int | None, color: bool, links: bool = False) -> str:
    """Return a document in a format (one of FORMATS); the text ends with a line break or is empty.

    The rest is for the table: how many columns it may have (None: as many as it needs), and whether it
    has colours, and with them links that a terminal can open.
    """
    from peeltrack.formats.document import without_log_commands

    module = import_module(f"peeltrack.formats.{'terminal' if name == 'table' else name}")
    options = {"width": width, "color": color, "links": links} if name == "table" else {}
    text: str = module.render(document, **options)
    return text if name in SAFE_IN_LOGS else without_log_commands(text)
