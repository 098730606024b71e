"""Find the line of anything in a TOML text; nothing is done until somebody asks."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import tomli

from peeltrack.store.source import Keys

PATIENCE = 256
"""How many lines that can end a value of several lines are tried one by one."""

SHARE, FLOOR = 32, 4_000_000
"""How much is parsed at most: this many times the length of the text, and this many characters more."""

DEPTH = 16
"""How deep a value is searched. Records are never as deep as that; deeper values get the line above them."""


class Lines:
    """The lines of everything in a valid TOML text.

    The headers are found first. The statements below a header are separated only when somebody asks for
    something in them. Each statement is parsed on its own, so the grammar is tomli's, and the work is
    linear in the length of the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._headers: dict[Keys, int] = {}  # tables that a header makes
        self._above: dict[Keys, int] = {}  # tables that a header implies
        self._parts: dict[Keys, tuple[int, int, int]] = {}
        """The part below each header: its first line (0-based), and where it begins and ends in the text."""
        self._inner: dict[Keys, dict[Keys, int]] = {}
        counts: dict[Keys, int] = {}
        header: Keys = ()
        number, start = 0, 0
        for line, at in _headers(self._text):
            self._parts[header] = (number, start, at)
            end = self._text.find("\n", at) + 1 or len(self._text)
            header = self._named(self._text[at:end], counts, line + 1)
            number, start = line + 1, end
        self._parts[header] = (number, start, len(self._text))

    def _named(self, text: str, counts: dict[Keys, int], line: int) -> Keys:
        """Note what a header names and return its path; tables in arrays go by their number."""
        keys, array = _header(text)
        header: Keys = ()
        for key in keys[:-1]:
            header = (*header, key)
            self._above.setdefault(header, line)
            if header in counts:
                header = (*header, counts[header] - 1)
        header = (*header, keys[-1])
        if header not in self._above:
            self._headers.setdefault(header, line)
        if array:
            counts[header] = counts.get(header, 0) + 1
            header = (*header, counts[header] - 1)
            self._headers[header] = line
        return header

    def find(self, path: Keys) -> int | None:
        """Return the 1-based line of the header or statement that makes a path; None if none does.

        Anything inside a value of several lines has the first line of that value.
        """
        if path in self._headers:
            return self._headers[path]
        # A table with its own header gets nothing from the statements below other headers.
        begin = max([length for length in range(len(path)) if path[:length] in self._headers], default=0)
        found = [self._under(path[:length]).get(path) for length in range(begin, len(path))]
        return min(filter(None, [self._above.get(path), *found]), default=None)

    def _under(self, header: Keys) -> dict[Keys, int]:
        """Return the paths that the statements below a header make, and the line number of each."""
        if header not in self._inner:
            first, start, end = self._parts.get(header, (0, 0, 0))
            found = self._inner[header] = {}
            for number, statement in _statements(self._text[start:end].split("\n")):
                for path in _paths(_parsed(statement) or {}):
                    found.setdefault((*header, *path), first + number + 1)
        return self._inner[header]


def _headers(text: str) -> Iterator[tuple[int, int]]:
    """Return the headers: the 0-based line number of each, and where that line begins.

    Headers are the lines that begin with a bracket. If a value can go on into such a line, all statements
    are separated instead.
    """
    starts = [match.start() for match in re.finditer(r"\n[ \t]*\[", f"\n{text}")]
    if '"""' in text or "'''" in text or any(_may_run_on(text, start) for start in starts):
        at = 0
        for line, statement in _statements(text.split("\n")):
            if statement.lstrip().startswith("["):
                yield line, at
            at += len(statement) + 1
        return
    line, before = 0, 0
    for start in starts:
        line += text.count("\n", before, start)
        yield line, start
        before = start


def _may_run_on(text: str, start: int) -> bool:
    """Return whether a list can go on into a line, to judge by the end of the line above it."""
    while start:
        before = text.rfind("\n", 0, start - 1) + 1
        line = text[before:start].strip()
        if line and line[0] != "#":
            return line[-1] in "[," or "#" in line
        start = before
    return False


def _statements(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Return the statements in some lines, each with its first line (0-based)."""
    closers = [number + 1 for number, line in enumerate(lines) if _closes(line)]
    tries = _Tries(lines)
    start = 0
    while start < len(lines):
        end = start + 1 if tries.parse(start, start + 1) else _end(closers, start, tries)
        yield start, "\n".join(lines[start:end])
        start = end


class _Tries:
    """Find which lines are TOML on their own, and stop when that would take too long."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.left = SHARE * sum(map(len, lines)) + FLOOR

    def parse(self, start: int, end: int) -> bool:
        """Return whether some lines are TOML; False if too much has been tried already."""
        if self.left < 0:
            return False
        piece = "\n".join(self.lines[start:end])
        self.left -= len(piece)
        return _parsed(piece) is not None


def _end(closers: Sequence[int], start: int, tries: _Tries) -> int:
    """Return where a statement of several lines ends: at the first line with which it is TOML.

    Only lines that can end it are tried. After PATIENCE of them the tries go in leaps, which are then
    narrowed down, so that a very long value takes little time. It can then include the next statement.
    """
    low = bisect_right(closers, start + 1)
    for end in closers[low : low + PATIENCE]:
        if tries.parse(start, end):
            return end
    leap = PATIENCE
    low, high = low + leap, low + 2 * leap
    while high < len(closers) and not tries.parse(start, closers[high]):
        leap *= 2
        low, high = high, high + leap
    high = min(high, len(closers))
    while low < high:
        middle = (low + high) // 2
        if tries.parse(start, closers[middle]):
            high = middle
        else:
            low = middle + 1
    return closers[high] if high < len(closers) else len(tries.lines)


def _closes(line: str) -> bool:
    return any(mark in line for mark in ("]", "}", '"""', "'''"))


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomli.loads(text)
    except (ValueError, RecursionError):
        return None


@cache
def _header(text: str) -> tuple[Keys, bool]:
    """Return the keys of a ``[table]`` or ``[[array]]`` line, and whether it is an array."""
    keys: list[str] = []
    here: Any = tomli.loads(text)
    while here and len(keys) < DEPTH:
        if isinstance(here, list):
            here = here[0]
            continue
        key, here = next(iter(here.items()))
        keys.append(key)
    return tuple(keys), text.lstrip().startswith("[[")


def _paths(value: object, depth: int = DEPTH) -> Iterator[Keys]:
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield (key,)
        if depth:
            for path in _paths(inner, depth - 1):
                yield (key, *path)
