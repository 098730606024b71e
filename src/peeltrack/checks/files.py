"""Which files are to be checked, and everything that is wrong with them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from typing import NamedTuple, ParamSpec, TypeVar

from peeltrack.checks.rules import NOTE, check_editions, check_force, check_totals, check_wording
from peeltrack.model import Force, PeeltrackError, Regime
from peeltrack.store import (
    InvalidRecordError,
    Problem,
    Source,
    display_path,
    is_id,
    read_force,
    read_names,
    read_topics,
    read_totals,
)
from peeltrack.store.library import Library, fold_name, is_record

RULES = ("editions.toml", "topics.toml", "regime.toml", "publishers.toml")
"""The files that all others are read by."""

NATIONAL = "national.toml"

WORDING = "regime.toml"

P = ParamSpec("P")
T = TypeVar("T")


class Report(NamedTuple):
    """What a check found."""

    files: tuple[str, ...]
    """The files that were to be checked, as people see them, sorted."""
    problems: tuple[Problem, ...]
    """Errors before notes, each by file and line."""
    unchecked: int = 0
    """How many files were checked for being TOML only, because their editions or topics are faulty."""

    def count(self, severity: str) -> int:
        """How many problems there are of a severity."""
        return sum(problem.severity == severity for problem in self.problems)

    def exit_code(self, *, strict: bool) -> int:
        """2 where no file could be opened; else 1 on an error, or a note if strict; else 0."""
        unreadable = {problem.source.name for problem in self.problems if not problem.source.readable}
        if unreadable.issuperset(self.files):
            return 2
        return int(any(strict or problem.severity != NOTE for problem in self.problems))


def audit(paths: Sequence[str], folder: str, today: date) -> Report:
    """Check files and folders; without any, the folder of records.

    Each is read by the rules of the nearest folder above it that has an editions.toml;
    where there is none, by those of ``folder``; a folder of records is ruled by its own,
    so that an editions.toml that is gone is missed. Raises Trouble for a path where there
    is nothing, and for a folder without records.
    """
    asked: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for path in paths or (folder,):
        if not os.path.exists(path):
            lacking = f"there is no '{path}'; name a file or a folder"
            nowhere = f"the data folder {path} does not exist; name a folder with --data"
            raise PeeltrackError(lacking if paths else nowhere)
        whole = _holds_records(path)
        for file in map(os.path.abspath, _files(path)):
            rules = os.path.abspath(path) if whole else _ruled_by(file) or folder
            asked.setdefault(rules, {})[display_path(file)] = file
        if whole and not _forces(path):
            forces = display_path(os.path.join(os.path.abspath(path), "forces", "*.toml"))
            source = Source(display_path(os.path.join(os.path.abspath(path), RULES[0])), "")
            problems.append(Problem(source, f"there is no record beside it: expected {forces}", at=1))
    if (not paths or folder in asked) and not os.path.isdir(folder):
        raise PeeltrackError(f"the data folder {folder} is not a folder; name a folder with --data")
    audits = [_Audit(Library(rules), today) for rules in asked]
    for each, files in zip(audits, asked.values(), strict=True):
        problems += each.run(files.values())
    return Report(
        files=tuple(sorted({name for files in asked.values() for name in files})),
        problems=tuple(
            sorted(
                problems,
                key=lambda each: (
                    each.severity == NOTE,
                    each.source.name,
                    each.line,
                    each.where,
                    each.message,
                ),
            )
        ),
        unchecked=sum(each.unchecked for each in audits),
    )


def _ruled_by(path: str) -> str | None:
    """The nearest folder above a file that has an editions.toml."""
    folder = os.path.dirname(path)
    while not os.path.exists(os.path.join(folder, RULES[0])):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def _files(path: str) -> list[str]:
    """A file itself, with all that it rules; all files of a folder of records, the TOML files of another."""
    if not os.path.isdir(path):
        folder = os.path.dirname(os.path.abspath(path))
        rules = _name(path) in RULES and _ruled_by(os.path.abspath(path)) == folder
        return _files(folder) if rules else [path]
    found = _toml(path)
    if _holds_records(path):
        found = [each for each in found if _name(each) in (*RULES, NATIONAL)] + _forces(path)
    if not found:
        raise PeeltrackError(f"no records in {path}; name a TOML file, or a folder with editions.toml")
    return found


def _holds_records(path: str) -> bool:
    """Whether a path is a folder of records, be it without its editions."""
    inside = (*RULES, "forces")
    return os.path.isdir(path) and any(os.path.exists(os.path.join(path, name)) for name in inside)


def _forces(folder: str) -> list[str]:
    """The forces' files of a folder of records."""
    forces = os.path.join(folder, "forces")
    return _toml(forces) if os.path.isdir(forces) else []


def _toml(folder: str) -> list[str]:
    try:
        return [os.path.join(folder, name) for name in os.listdir(folder) if is_record(name)]
    except OSError as error:
        raise PeeltrackError(f"the folder {folder} cannot be read ({error.strerror})") from None


class _Audit:
    """The check of files that one folder rules; each record is read once."""

    def __init__(self, library: Library, today: date) -> None:
        self.library = library
        self.today = today
        self.problems: list[Problem] = []
        self.unchecked = 0
        self.records: dict[str, tuple[Force, Source]] = {}
        self.own = dict.fromkeys(sorted(map(os.path.abspath, _forces(library.folder))))
        """The forces' files of the folder."""

    def run(self, files: Iterable[str]) -> list[Problem]:
        """Every problem of the files, and of the editions and topics that rule them."""
        regime = self.noted(lambda: self.library.regime)
        for path in files:
            if _name(path) == RULES[1] and os.path.dirname(path) != os.path.abspath(self.library.folder):
                self.noted(_topics, path)  # nothing has read it yet
        if regime is None:
            self.form_only(files)
        else:
            self.editions(regime)
            self.forces([path for path in files if _name(path) not in (*RULES, NATIONAL)], regime)
            self.totals([path for path in files if _name(path) == NATIONAL], regime)
        return self.problems

    def noted(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """What a reading returns; None where it raised Faulty, its problems noted."""
        try:
            return read(*args, **kwargs)
        except InvalidRecordError as faulty:
            self.problems += faulty.problems
            return None

    def form_only(self, files: Iterable[str]) -> None:
        """Check that the files are TOML: without editions no more can be said of them."""
        for path in files:
            if _name(path) not in RULES:
                self.noted(_parsed, path)
                self.unchecked += 1

    def editions(self, regime: Regime) -> None:
        """Check the sense of the editions and of the wording."""
        source = Source.open(os.path.join(self.library.folder, RULES[0]))
        self.problems += check_editions(list(regime.editions.values()), source, self.today)
        if self.library.has(WORDING):
            self.problems += check_wording(regime.wording, self.library.open(WORDING))

    def forces(self, paths: Iterable[str], regime: Regime) -> None:
        """Check forces' files: all are read first, so that each can be held against the others."""
        asked = list(paths)
        for path in asked:
            if not is_id(_force_id(path)):
                name = _force_id(path)
                message = f"the name of the file, '{name}', should be lower-case words joined by hyphens"
                self.problems.append(Problem(Source(display_path(path), ""), message, at=1))
            self.noted(self.record, path, regime)
        for path in asked:
            if path in self.records:
                force, source = self.records[path]
                names = self.names if path in self.own else {}
                self.problems += check_force(force, source, names, self.today)

    def record(self, path: str, regime: Regime) -> tuple[Force, Source]:
        """A force and its text; raises Faulty."""
        if path not in self.records:
            source = Source.open(path)
            self.records[path] = read_force(source, _force_id(path), regime), source
        return self.records[path]

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The names of the folder's forces in their folded form, each with the forces that have it."""
        found: dict[str, list[str]] = {}
        for path in self.own:
            force_id = _force_id(path)
            if path in self.records:
                force = self.records[path][0]
                names = (force.name, *force.aliases)
            else:
                names = ()
                with suppress(InvalidRecordError):
                    names = read_names(Source.open(path))
            for name in {fold_name(each) for each in (force_id, *names)}:
                found.setdefault(name, []).append(force_id)
        return found

    def totals(self, paths: Iterable[str], regime: Regime) -> None:
        """Check national totals against those of the folder's records that read well."""
        for path in paths:
            if (source := self.noted(Source.open, path)) is None:
                continue
            totals = self.noted(read_totals, source, regime) or ()
            forces: list[Force] = []
            for own in self.own:
                with suppress(InvalidRecordError):
                    forces.append(self.record(own, regime)[0])
            self.problems += check_totals(totals, forces, len(self.own), source)


def _parsed(path: str) -> object:
    return Source.open(path).parse()


def _topics(path: str) -> object:
    return read_topics(Source.open(path))


def _name(path: str) -> str:
    return os.path.basename(path)


def _force_id(path: str) -> str:
    return _name(path).removesuffix(".toml")
