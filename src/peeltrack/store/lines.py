"""The line on which each thing in a TOML text stands; looked for only when it is wanted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import tomli

from peeltrack.store.source import Keys

PATIENCE = 256
"""How many lines that may close a value of many lines are tried one by one."""

SHARE, FLOOR = 32, 4_000_000
"""How much is tried at most: so many times the text, and so many characters."""

DEPTH = 16
"""How deep a value is looked into: no record nests so deep, and what does has its line from above."""


class Lines:
    """Where things stand in a valid TOML text.

    The headers are found first; the statements under one are told apart only when
    something among them is asked for. Each is parsed by itself, so the grammar stays
    tomli's, and the work is linear in the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text.replace("\r\n", "\n")
        self._headers: dict[Keys, int] = {}  # what a header makes: no statement before it can have
        self._above: dict[Keys, int] = {}  # what a header implies, and a statement may have made before
        self._parts: dict[Keys, tuple[int, int, int]] = {}
        """What stands under each header: the 0-based line where it begins, and from where to where."""
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
        """Note what a header names, tables in arrays by their place; its path comes back."""
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
        """The 1-based line of the header or the statement that makes a path; None where none does.

        What stands inside a value of many lines has its first.
        """
        if path in self._headers:
            return self._headers[path]
        # What has a header of its own has nothing from statements under the headers around it.
        begin = max([length for length in range(len(path)) if path[:length] in self._headers], default=0)
        found = [self._under(path[:length]).get(path) for length in range(begin, len(path))]
        return min(filter(None, [self._above.get(path), *found]), default=None)

    def _under(self, header: Keys) -> dict[Keys, int]:
        """The paths that the statements under a header make, each with its line."""
        if header not in self._inner:
            first, start, end = self._parts.get(header, (0, 0, 0))
            found = self._inner[header] = {}
            for number, statement in _statements(self._text[start:end].split("\n")):
                for path in _paths(_parsed(statement) or {}):
                    found.setdefault((*header, *path), first + number + 1)
        return self._inner[header]


def _headers(text: str) -> Iterator[tuple[int, int]]:
    """The headers, each with its 0-based line and where that begins.

    They are the lines that begin with a bracket, unless a value may run on into one:
    then all statements are told apart.
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
    """Whether a list may run on into a line: what is above it ends so, or in a comment that may hide it."""
    while start:
        before = text.rfind("\n", 0, start - 1) + 1
        line = text[before:start].strip()
        if line and line[0] != "#":
            return line[-1] in "[," or "#" in line
        start = before
    return False


def _statements(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The statements in some lines, each with its 0-based first line."""
    closers = [number + 1 for number, line in enumerate(lines) if _closes(line)]
    tries = _Tries(lines)
    start = 0
    while start < len(lines):
        end = start + 1 if tries.parse(start, start + 1) else _end(closers, start, tries)
        yield start, "\n".join(lines[start:end])
        start = end


class _Tries:
    """Which of some lines are TOML by themselves, as long as the work stays in proportion to the whole."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.left = SHARE * sum(map(len, lines)) + FLOOR

    def parse(self, start: int, end: int) -> bool:
        """Whether the lines from one to before another parse; False where too much was tried already."""
        if self.left < 0:
            return False
        piece = "\n".join(self.lines[start:end])
        self.left -= len(piece)
        return _parsed(piece) is not None


def _end(closers: Sequence[int], start: int, tries: _Tries) -> int:
    """Where a statement of many lines ends: with the first line at which it parses.

    It is tried only where a line could close it. After PATIENCE such lines the tries go
    in leaps and are narrowed down after, so that a value of very many lines costs
    little; it may then swallow a statement that follows it.
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
    """The keys of a ``[table]`` or ``[[array]]`` line, as deep as is looked; and whether it is an array."""
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
