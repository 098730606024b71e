"""JSON: one object, its keys promised, ``schema`` first."""

from __future__ import annotations

from json import dumps
from typing import Any

from peeltrack.formats.document import Document


def render(document: Document) -> str:
    """The data, a key a line and the members of a list a line each.

    So it can be read, searched and compared line by line. Everything beyond ASCII is
    escaped: no code page breaks it.
    """
    lines = [f"{dumps(key)}: {_value(value)}" for key, value in document.data().items()]
    return "{\n  " + ",\n  ".join(lines) + "\n}\n"


def _value(value: Any) -> str:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, list) and value:
        return "[\n    " + ",\n    ".join(map(dumps, value)) + "\n  ]"
    return dumps(value)
