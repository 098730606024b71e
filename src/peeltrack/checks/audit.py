"""Everything that is wrong with some files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

from peeltrack.checks.files import (
    EDITIONS,
    ENDING,
    FORCES,
    NATIONAL,
    RULES,
    TOPICS,
    WORDING,
    Job,
    gather,
    only_changed,
    own_records,
)
from peeltrack.checks.rules import NOTE, Taken, check_force, marks
from peeltrack.checks.shared import check_editions, check_totals, check_wording
from peeltrack.model import Force, Regime
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
from peeltrack.store.library import Library, is_record

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
        """Return how many problems of a severity there are."""
        return sum(problem.severity == severity for problem in self.problems)

    def without_notes(self) -> Report:
        """Return the report without its notes."""
        return self._replace(problems=tuple([each for each in self.problems if each.severity != NOTE]))

    def exit_code(self, *, strict: bool) -> int:
        """Return 2 if no file could be opened; otherwise 1 for an error, or for a note if strict; else 0."""
        unreadable = {problem.source.name for problem in self.problems if not problem.source.readable}
        if self.files and unreadable.issuperset(self.files):
            return 2
        return int(any(strict or problem.severity != NOTE for problem in self.problems))


def audit(paths: Sequence[str], folder: str, today: date, changed_since: str | None = None) -> Report:
    """Check files and folders; ``folder`` rules files that have no editions.toml above them.

    With a git revision, only files that changed since then are reported, but totals are always checked.
    Raises PeeltrackError for a path where there is nothing, for a folder without records, and for a
    revision that git does not know.
    """
    jobs = gather(paths, folder)
    if changed_since is not None:
        jobs = [only_changed(job, changed_since) for job in jobs]
    audits = [_Audit(job, today) for job in jobs]
    problems = [problem for each in audits for problem in each.run()]
    return Report(
        files=tuple(sorted({display_path(str(file)) for job in jobs for file in job.files})),
        problems=tuple(sorted(problems, key=_order)),
        unchecked=sum(each.unchecked for each in audits),
    )


def _order(problem: Problem) -> tuple[bool, str, int, str, str]:
    return problem.severity == NOTE, problem.source.name, problem.line, problem.where, problem.message


class _Audit:
    """The check of files that one folder rules; each record is read once."""

    def __init__(self, job: Job, today: date) -> None:
        self.job = job
        self.library = Library(str(job.folder))
        self.today = today
        self.problems: list[Problem] = []
        self.unchecked = 0
        self.records: dict[Path, tuple[Force, Source]] = {}
        self.own = {file: None for file in own_records(job.folder) if is_record(file.name)}
        """The forces' records of the folder, as far as other commands read them."""

    def run(self) -> list[Problem]:
        """Return every problem of the files, and of the editions and topics that rule them."""
        folder, files = self.job.folder, self.job.files
        if self.job.whole and not own_records(folder):
            expected = display_path(str(folder / FORCES / f"*{ENDING}"))
            self.add(folder / EDITIONS, f"there is no record beside it: expected {expected}")
        self.names_of_files()
        regime = self.noted(lambda: self.library.regime)
        for file in files:
            if file.name == TOPICS and file.parent != folder:
                self.noted(_topics, file)  # nothing has read it yet
        if regime is None:
            self.form_only(files)
        else:
            self.editions(regime)
            self.forces([file for file in files if file.name.lower() not in (*RULES, NATIONAL)], regime)
            self.totals([file for file in files if file.name == NATIONAL], regime)
            self.unchanged_totals(regime)
        return self.problems

    def add(self, file: Path, message: str) -> None:
        """Note a problem of an entire file."""
        self.problems.append(Problem(Source(display_path(str(file)), ""), message, at=1))

    def noted(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
        """Return what a reading returns; None if the file is invalid, with its problems noted."""
        try:
            return read(*args, **kwargs)
        except InvalidRecordError as faulty:
            self.problems += faulty.problems
            return None

    def names_of_files(self) -> None:
        """Check the names of the files: peeltrack finds a file by its name, and reads no other."""
        for file in self.job.files:
            if file.name.lower() in (*RULES, NATIONAL):
                if file.name not in (*RULES, NATIONAL):
                    self.add(file, f"peeltrack does not read this file; call it '{file.name.lower()}'")
                continue
            if file.suffix != ENDING:
                what = f"the ending of the file, '{file.suffix}', should be '{ENDING}'"
                self.add(file, f"{what}; other commands do not read this record")
            if not is_id(file.stem):
                what = f"the name of the file, '{file.stem}', should be lower-case words joined by hyphens"
                self.add(file, what)

    def form_only(self, files: Iterable[Path]) -> None:
        """Check that the files are TOML: without editions no more can be said of them."""
        for file in files:
            if file.name not in RULES:
                self.noted(_parsed, file)
                self.unchecked += 1

    def editions(self, regime: Regime) -> None:
        """Check the sense of the editions and of the wording."""
        source = self.library.open(EDITIONS)
        self.problems += check_editions(list(regime.editions.values()), source, self.today)
        if self.library.has(WORDING):
            self.problems += check_wording(regime.wording, self.library.open(WORDING))

    def forces(self, files: Sequence[Path], regime: Regime) -> None:
        """Check forces' records: all are read first, so that each can be held against the others."""
        for file in files:
            self.noted(self.record, file, regime)
        for file in files:
            if file in self.records:
                force, source = self.records[file]
                taken = self.taken if file in self.own else {}
                self.problems += check_force(force, source, regime, taken, self.today)

    def record(self, file: Path, regime: Regime) -> tuple[Force, Source]:
        """Return a force and its text; raise InvalidRecordError if the file is invalid."""
        if file not in self.records:
            source = Source.open(str(file))
            self.records[file] = read_force(source, file.stem, regime), source
        return self.records[file]

    @cached_property
    def taken(self) -> Taken:
        """What no two forces may share, each with the forces that have it."""
        found: dict[tuple[str, object], list[str]] = {}
        for file in self.own:
            try:
                force, _ = self.record(file, self.library.regime)
                having = marks(file.stem, (force.name, *force.aliases), force.code, force.tile)
            except InvalidRecordError:
                having = marks(file.stem, _names(file))
            for mark in having:
                found.setdefault(mark, []).append(file.stem)
        return found

    def totals(self, files: Iterable[Path], regime: Regime) -> None:
        """Check national totals against those of the folder's records that read well."""
        for file in files:
            if (source := self.noted(Source.open, str(file))) is None:
                continue
            totals = self.noted(read_totals, source, regime) or ()
            forces: list[Force] = []
            for own in self.own:
                with suppress(InvalidRecordError):
                    forces.append(self.record(own, regime)[0])
            self.problems += check_totals(totals, forces, len(self.own), source)

    def unchanged_totals(self, regime: Regime) -> None:
        """Check totals that have not changed: only an error is worth saying."""
        before = len(self.problems)
        self.totals(self.job.totals, regime)
        self.problems[before:] = [each for each in self.problems[before:] if each.severity != NOTE]


def _names(file: Path) -> tuple[str, ...]:
    """Return the names in an invalid record, as far as it can be read."""
    try:
        return read_names(Source.open(str(file)))
    except InvalidRecordError:
        return ()


def _parsed(file: Path) -> object:
    return Source.open(str(file)).parse()


def _topics(file: Path) -> object:
    return read_topics(Source.open(str(file)))
