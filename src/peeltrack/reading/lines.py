"""The line on which each thing in a TOML text stands; looked for only when it is wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import tomli

from peeltrack.reading.source import Keys

PATIENCE = 256
"""How many lines that may close a value of many lines are tried one by one."""


def locate(text: str) -> dict[Keys, int]:
    """Every path in a text with the 1-based line of the statement that makes it.

    Each statement is parsed by itself, so the grammar stays tomli's, and the work is
    linear in the text. What stands inside a value of many lines gets the first.
    """
    found: dict[Keys, int] = {}
    counts: dict[Keys, int] = {}
    header: Keys = ()
    for number, statement in _statements(text):
        if header_keys := _header(statement):
            header = ()
            for key in header_keys[:-1]:
                header = (*header, key)
                if header in counts:
                    header = (*header, counts[header] - 1)
            header = (*header, header_keys[-1])
            found.setdefault(header, number)
            if statement.lstrip().startswith("[["):
                counts[header] = counts.get(header, 0) + 1
                header = (*header, counts[header] - 1)
            for length in range(1, len(header) + 1):
                found.setdefault(header[:length], number)
        else:
            for path in _paths(_parsed(statement) or {}):
                found.setdefault((*header, *path), number)
    return found


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The statements of a TOML text, each with its 1-based first line."""
    lines = text.replace("\r\n", "\n").split("\n")
    start = 0
    while start < len(lines):
        end = _end(lines, start)
        yield start + 1, "\n".join(lines[start:end])
        start = end


def _end(lines: Sequence[str], start: int) -> int:
    """Where the statement that starts on a line ends: with the first line at which it parses.

    One that runs on is tried only where a line could close it. After PATIENCE such
    lines the tries go in leaps and are narrowed down after, so that a value of very
    many lines costs little; it may then swallow a statement that follows it.
    """

    def parses(end: int) -> bool:
        return _parsed("\n".join(lines[start:end])) is not None

    if parses(start + 1):
        return start + 1
    closers = [number + 1 for number in range(start + 1, len(lines)) if _closes(lines[number])]
    for end in closers[:PATIENCE]:
        if parses(end):
            return end
    low, high = PATIENCE, 2 * PATIENCE
    while high < len(closers) and not parses(closers[high]):
        low, high = high, 2 * high
    high = min(high, len(closers))
    while low < high:
        middle = (low + high) // 2
        if parses(closers[middle]):
            high = middle
        else:
            low = middle + 1
    return closers[high] if high < len(closers) else len(lines)


def _closes(line: str) -> bool:
    return any(mark in line for mark in ("]", "}", '"""', "'''"))


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomli.loads(text)
    except (ValueError, RecursionError):
        return None


def _header(statement: str) -> Keys:
    """The keys of a ``[table]`` or ``[[array]]`` line; empty for anything else."""
    if not statement.lstrip().startswith("["):
        return ()
    keys: list[str] = []
    here: Any = _parsed(statement)
    while here:
        if isinstance(here, list):
            here = here[0]
            continue
        key, here = next(iter(here.items()))
        keys.append(key)
    return tuple(keys)


def _paths(value: object) -> Iterator[Keys]:
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield (key,)
        for path in _paths(inner):
            yield (key, *path)
