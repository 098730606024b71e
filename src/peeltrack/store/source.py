"""A file as text: read, parsed, and what is wrong with it at which line."""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import tomli

from peeltrack.model import PeeltrackError

if TYPE_CHECKING:
    from peeltrack.store.lines import Lines

LIMIT = 4 * 1024 * 1024
"""The largest file that is read, in bytes: no record comes near it."""

USUAL = 64 * 1024
"""What nearly every file is smaller than, in bytes: to make room for more takes longer than to read it."""

Keys = tuple[str | int, ...]
"""Where something stands in a parsed file: the keys and 0-based places that lead to it."""


class Source:
    """A file's text, and the line on which each thing in it stands."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        """The path, as people are shown it."""
        self.text = text
        self.readable = True
        """Whether the file could be opened at all."""

    @classmethod
    def open(cls, path: str) -> Source:
        """Read a file as UTF-8, with or without a byte order mark.

        Raises InvalidRecordError if there is no such file, if it cannot be read, if it is larger than
        LIMIT, or if it is not UTF-8.
        """
        return cls.decode(display_path(path), cls.read(path))

    @classmethod
    def read(cls, path: str) -> bytes:
        """Read the bytes of a file, at most one more than LIMIT; raise InvalidRecordError if that fails."""
        source = cls(display_path(path), "")
        source.readable = False
        try:
            kind = os.stat(path).st_mode
            if stat.S_ISDIR(kind):
                source.refuse("is a folder, not a file")
            if not stat.S_ISREG(kind):  # to open a pipe would wait for somebody who writes to it
                source.refuse("is not a file, but a pipe or a device")
            with open(path, "rb") as file:
                raw = file.read(USUAL)
                if len(raw) == USUAL:
                    raw += file.read(LIMIT + 1 - USUAL)
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            source.refuse("is missing" if missing else f"cannot be read ({error.strerror})")
        return raw

    @classmethod
    def decode(cls, name: str, raw: bytes) -> Source:
        """Return a file from its bytes; raise InvalidRecordError if they are too many or not UTF-8."""
        source = cls(name, "")
        if len(raw) > LIMIT:
            source.refuse(f"is larger than {LIMIT // 1024 // 1024} MiB, too large for a record")
        try:
            source.text = raw.removeprefix(BOM_UTF8).decode()
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            source.refuse("is not UTF-8 here; save the file as UTF-8", line)
        return source

    def refuse(self, message: str, line: int | None = None) -> NoReturn:
        """Raise Faulty with one problem of the file as a whole."""
        raise InvalidRecordError([Problem(self, message, at=line)])

    def parse(self) -> dict[str, Any]:
        """The parsed table; raises Faulty where the text is not TOML."""
        try:
            return tomli.loads(self.text)
        except tomli.TOMLDecodeError as error:
            said = f"{error.msg[:1].lower()}{error.msg[1:]}"
            if said == "cannot overwrite a value" and (key := self._key(error.lineno)):
                said = f"the key '{key}' is there already"
            self.refuse(f"is not valid TOML: {said}", error.lineno)
        except RecursionError:
            self.refuse("is nested too deeply")
        except ValueError:
            self.refuse("holds a number that is too long to be one")

    def _key(self, line: int) -> str | None:
        """The key of a line that is a statement by itself."""
        try:
            return next(iter(tomli.loads(self.text.split("\n")[line - 1])), None)
        except (ValueError, RecursionError):  # tomli's own error is a ValueError too
            return None

    def line(self, path: Keys) -> int:
        """The 1-based line of what stands at a path, or of the nearest thing around it."""
        while path:
            if line := self._lines.find(path):
                return line
            path = path[:-1]
        return 1

    @cached_property
    def _lines(self) -> Lines:
        """Where everything in the text stands."""
        from peeltrack.store.lines import Lines

        return Lines(self.text)


def display_path(path: str) -> str:
    """A path as people are shown it: from here, where it lies below, and with slashes everywhere."""
    with suppress(FileNotFoundError):  # a folder may be deleted while someone is in it
        path = path.removeprefix(os.path.join(os.getcwd(), ""))
    return path.replace(os.sep, "/")


class Problem(NamedTuple):
    """One thing that is wrong with a file."""

    source: Source
    message: str
    where: str = ""
    """Which thing, in words: ``peel-2016 grades.efficiency``; empty for the whole file."""
    path: Keys = ()
    at: int | None = None
    """The line, where it is known without looking."""
    severity: str = "error"
    """``error``, or ``note`` for what is worth knowing and not wrong."""

    @property
    def line(self) -> int:
        """The 1-based line, found when it is wanted."""
        return self.at or self.source.line(self.path)

    def __str__(self) -> str:
        """``file:line: where: message``."""
        mark = "" if self.severity == "error" else f"{self.severity}: "
        where = f"{self.where}: " if self.where else ""
        return f"{self.source.name}:{self.line}: {mark}{where}{self.message}"


class InvalidRecordError(PeeltrackError):
    """Raised instead of a record: what is wrong with its file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def read_all(*readings: Callable[[], Any]) -> list[Any]:
    """What each of the readings returns; raises Faulty with the problems of all that do."""
    found: list[Any] = []
    problems: list[Problem] = []
    for read in readings:
        try:
            found.append(read())
        except InvalidRecordError as faulty:
            problems += faulty.problems
    if problems:
        raise InvalidRecordError(problems)
    return found
