"""A file as text: read it, parse it, and say what is wrong with it on which line."""

from __future__ import annotations

import os
import re
import stat
import sys
from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, NamedTuple, NoReturn

import tomli

from peeltrack.model import PeeltrackError
from peeltrack.store.lines import Keys, Lines

LIMIT = 4 * 1024 * 1024
"""The largest file that is read, in bytes: no record comes near it."""

USUAL = 64 * 1024
"""The size that nearly every file is below, in bytes; to reserve more takes longer than to read it."""


class Source:
    """The text of a file, and the line of each thing in it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        """The path, as people see it."""
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
        """Raise InvalidRecordError with one problem of the entire file."""
        from peeltrack.store.names import shortened

        raise InvalidRecordError([Problem(self, shortened(message), at=line)])

    def parse(self) -> dict[str, Any]:
        """Parse the text; raise InvalidRecordError if it is not TOML."""
        try:
            return tomli.loads(self.text)
        except tomli.TOMLDecodeError as error:
            said = f"{error.msg[:1].lower()}{error.msg[1:]}"
            if said == "cannot overwrite a value" and (key := self._key(error.lineno)):
                said = f"the key '{key}' is there already"
            elif keys := re.findall(
                r"'([^']*)'[,)]", said.removesuffix(" twice")
            ):  # ('inspection', 'grades')
                said = f"{said.partition(' (')[0]} '{'.'.join(keys)}'{' twice' * said.endswith(' twice')}"
            self.refuse(f"is not valid TOML: {said}", error.lineno)
        except RecursionError:
            depths = [line.count("[") + line.count("{") + line.count(".") for line in self.text.split("\n")]
            self.refuse("is nested too deeply; write fewer brackets and dots", depths.index(max(depths)) + 1)
        except ValueError:
            found = re.search(rf"[0-9_]{{{sys.get_int_max_str_digits()},}}", self.text)
            line = self.text.count("\n", 0, found.start()) + 1 if found else None
            self.refuse("holds a number that is too long to be one; shorten it", line)

    def _key(self, line: int) -> str | None:
        """Return the key of a line that is a statement on its own; None if it is not."""
        try:
            return next(iter(tomli.loads(self.text.split("\n")[line - 1])), None)
        except (ValueError, RecursionError):  # tomli's own error is a ValueError too
            return None

    def line(self, path: Keys) -> int:
        """Return the 1-based line of a path, or of the nearest thing around it."""
        while path:
            if line := self._lines.find(path):
                return line
            path = path[:-1]
        return 1

    @cached_property
    def _lines(self) -> Lines:
        """The lines of everything in the text."""
        return Lines(self.text)


def display_path(path: str) -> str:
    """Return a path as people see it: relative if it is below the current folder, and with slashes."""
    with suppress(FileNotFoundError):  # a folder may be deleted while someone is in it
        path = path.removeprefix(os.path.join(os.getcwd(), ""))
    return path.replace(os.sep, "/")


class Problem(NamedTuple):
    """One thing that is wrong with a file."""

    source: Source
    message: str
    where: str = ""
    """Which thing, in words: ``EDITION grades.AREA``; empty for the whole file."""
    path: Keys = ()
    at: int | None = None
    """The line, if it is known already."""
    severity: str = "error"
    """``error``, or ``note`` for what is worth knowing and not wrong."""

    @property
    def line(self) -> int:
        """The 1-based line; it takes time to find, so it is found only if somebody asks."""
        return self.at or self.source.line(self.path)

    def __str__(self) -> str:
        """``file:line: where: message``."""
        mark = "" if self.severity == "error" else f"{self.severity}: "
        where = f"{self.where}: " if self.where else ""
        return f"{self.source.name}:{self.line}: {mark}{where}{self.message}"


class InvalidRecordError(PeeltrackError):
    """An invalid file: every problem in it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def read_all(*readings: Callable[[], Any]) -> list[Any]:
    """Return what each function returns; raise InvalidRecordError with the problems of all of them."""
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
