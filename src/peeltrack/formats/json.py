"""JSON: one object, its keys promised, ``schema`` first."""

from __future__ import annotations

import json

from peeltrack.document import Document


def render(document: Document, *, width: int | None, color: bool) -> str:
    """The data, indented; everything beyond ASCII is escaped, so no code page breaks it."""
    del width, color
    return json.dumps(document.data(), indent=2) + "\n"
