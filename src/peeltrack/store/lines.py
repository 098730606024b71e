"""Find the line of anything in a TOML text; nothing is done until somebody asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import tomli

Keys = tuple[str | int, ...]
"""The place of something in a parsed file: the keys and 0-based numbers that lead to it."""

_PIECE = re.compile(
    r'"""(?:\\.|[^\\])*?"""(?!")'
    r"|'''.*?'''(?!')"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[\[{]|[\]}]|\n",
    re.DOTALL,
)
"""What decides where a statement ends: texts, comments, brackets and line ends."""

_KEYS = re.compile(r"""(?:"(?:\\.|[^"\\\n])*"|'[^'\n]*'|[^"'=#])*(?==)""")
"""The keys before the equals sign of a statement."""


class Lines:
    """The lines of everything in a valid TOML text; the work is linear in the length of the text."""

    def __init__(self, text: str) -> None:
        self._lines: dict[Keys, int] = {}
        counts: dict[Keys, int] = {}
        header: Keys = ()
        for line, statement in _statements(text.replace("\r\n", "\n")):
            if statement.startswith("["):
                header = self._add_header(statement, line, counts)
            elif keys := _KEYS.match(statement):
                self._add((*header, *_parsed(f"{keys[0]}=0")), line)

    def find(self, path: Keys) -> int | None:
        """Return the 1-based line of the header or statement that makes a path; None if none does.

        Nothing inside a value has a line of its own.
        """
        return self._lines.get(path)

    def _add(self, path: Keys, line: int) -> None:
        """Note the line of a path, and of everything around it that has none yet."""
        while path and path not in self._lines:
            self._lines[path] = line
            path = path[:-1]

    def _add_header(self, statement: str, line: int, counts: dict[Keys, int]) -> Keys:
        """Note what a header names and return its path; tables in arrays go by their number."""
        path: Keys = ()
        for key in _parsed(statement):
            if path in counts:
                path = (*path, counts[path] - 1)
            path = (*path, key)
        if statement.startswith("[["):
            counts[path] = counts.get(path, 0) + 1
            path = (*path, counts[path] - 1)
        self._add(path, line)
        return path


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Return each statement of a TOML text with its 1-based line; blank lines and comments are some too."""
    line, start, depth, lines = 1, 0, 0, 0
    for piece in _PIECE.finditer(text):
        sign = piece[0]
        if sign == "\n" and not depth:
            yield line, text[start : piece.start()].strip()
            start, line, lines = piece.end(), line + lines + 1, 0
        else:
            depth += (sign in "[{") - (sign in "]}")
            lines += sign.count("\n")
    yield line, text[start:].strip()


@cache
def _parsed(statement: str) -> Keys:
    """Return the keys of a header, or of a statement whose value is a number."""
    keys: list[str] = []
    here: Any = tomli.loads(statement)
    while here:
        if isinstance(here, list):
            here = here[0]
        else:
            key, here = next(iter(here.items()))
            keys.append(key)
    return tuple(keys)
