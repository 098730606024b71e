"""An SVG picture for articles and reports: it needs no page around it."""

from __future__ import annotations

from peeltrack.formats.document import Document
from peeltrack.formats.drawing import draw
from peeltrack.formats.pictures import find_picture, title
from peeltrack.formats.templating import svg


def render(document: Document) -> str:
    """Return the picture of a document with title, legend, source and licence; empty if it has none."""
    picture = find_picture(document)
    if picture is None:
        return ""
    return svg(draw(picture, title(document.blocks()), document.credits()))
