"""JSON: the data of a document, one key or list member per line."""

from __future__ import annotations

from json import dumps
from typing import Any

from peeltrack.formats.document import Document


def render(document: Document) -> str:
    """Return one object, in ASCII, so that it can be read, searched and compared line by line."""
    lines = [f"{dumps(key)}: {_value(value)}" for key, value in document.data().items()]
    text = "{\n  " + ",\n  ".join(lines) + "\n}\n"
    return text.replace("##[", "##\\u005b")  # the same text, but no command for a CI log


def _value(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list) and value:
        return "[\n    " + ",\n    ".join(map(dumps, value)) + "\n  ]"
    return dumps(value)
