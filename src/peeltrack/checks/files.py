"""Which files are to be checked, and by the editions of which folder."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import normpath
from pathlib import Path
from typing import NamedTuple

from peeltrack.model import PeeltrackError
from peeltrack.store import TABLES, InvalidRecordError, Source, display_path
from peeltrack.store.revisions import changed_since

RULES = ("editions.toml", "topics.toml", "regime.toml", "publishers.toml")
"""The files that all others are read by."""

EDITIONS, TOPICS, WORDING, PUBLISHERS = RULES

NATIONAL = "national.toml"

FORCES = "forces"
"""The folder of the forces' records."""

HOME = (*RULES, FORCES)
"""What lies in a folder of records."""

LIKE_A_HOME = 2
"""How many of these a folder must have to be one, if nobody named it."""

ENDING = ".toml"

LIKE_A_RECORD = 2
"""How many keys of a record a file must have to be one, if it lies in no folder of records."""


class Job(NamedTuple):
    """The files to check by the editions of one folder."""

    folder: Path
    files: tuple[Path, ...]
    whole: bool
    """Whether the folder as a whole is checked."""
    totals: tuple[Path, ...] = ()
    """The national totals, if they are to be checked although they have not changed."""


def gather(paths: Sequence[str], folder: str) -> list[Job]:
    """Return the files that some paths name, or all of ``folder``, by the folder whose editions rule them.

    The nearest folder above a file that has an editions.toml rules it; ``folder`` does if there is none.
    A folder of records is ruled by its own, so that an editions.toml that is gone is missed. Raises
    PeeltrackError if there is nothing at a path, no record in a folder, or if a folder cannot be read.
    """
    jobs: dict[Path, dict[Path, None]] = {}
    whole: set[Path] = set()
    try:
        for path in map(_absolute, paths or [_data_folder(folder)]):
            home = _records_of(path)
            if home:
                whole.add(home)
            for file in _files_in(home) if home else _files_at(path):
                jobs.setdefault(home or _ruled_by(file) or _absolute(folder), {})[file] = None
    except OSError as error:
        where = display_path(error.filename) if error.filename else "the current folder"
        raise PeeltrackError(f"{where} cannot be read ({error.strerror})") from None
    return [Job(rules, tuple(files), rules in whole) for rules, files in jobs.items()]


def only_changed(job: Job, revision: str) -> Job:
    """Return a job with only the files that changed since a git revision, and the totals.

    If one of the files changed that all others are read by, or is gone, every file stays.
    """
    changed = changed_since(revision, job.files[0].parent if job.files else job.folder)

    def is_changed(file: Path) -> bool:
        return file.parent.resolve() / file.name in changed

    if any(is_changed(job.folder / name) for name in RULES):
        return job
    totals = job.folder / NATIONAL
    files = tuple(filter(is_changed, job.files))
    again = totals in job.files and totals not in files
    return Job(job.folder, files, job.whole, (totals,) if again else ())


def _data_folder(folder: str) -> str:
    """Return a folder of records that is there."""
    path = Path(folder)
    if not path.is_dir():
        what = "is a file" if path.exists() else "does not exist"
        raise PeeltrackError(f"the data folder {folder} {what}; name a folder with --data")
    return folder


def records_here() -> str | None:
    """Return the folder of records that the current folder is, is in, or has in it; None if there is none."""
    try:
        here = Path.cwd()
        found = _records_of(here) or next(filter(_is_home, here.parents), None)
    except OSError:
        return None
    return str(found) if found else None


def _absolute(path: str) -> Path:
    """Return a path from the root, without following links."""
    return Path(normpath(Path(path).absolute()))


def _shown(path: Path) -> str:
    """Return a path as people see it."""
    return display_path(str(path))


def _records_of(path: Path) -> Path | None:
    """Return the folder of records at a path: the folder itself, or the only one directly in it."""
    if not path.is_dir():
        return None
    if any((path / name).exists() for name in HOME):
        return path
    below = [each for each in sorted(path.iterdir()) if _is_home(each)]
    if len(below) > 1:
        names = " or ".join(each.name for each in below)
        raise PeeltrackError(f"there are several folders of records in {_shown(path)}; name one: {names}")
    return next(iter(below), None)


def _is_home(path: Path) -> bool:
    """Return whether something looks like a folder of records, even if one of its files is gone."""
    try:
        return sum((path / name).exists() for name in HOME) >= LIKE_A_HOME
    except OSError:
        return False


def _has_editions(folder: Path) -> bool:
    """Return whether a folder has editions; a folder that cannot be searched has none."""
    try:
        return (folder / EDITIONS).exists()
    except OSError:
        return False


def _ruled_by(file: Path) -> Path | None:
    """Return the nearest folder above a file that has an editions.toml."""
    return next((folder for folder in file.parents if _has_editions(folder)), None)


def _files_in(home: Path) -> list[Path]:
    """Return the files of a folder of records."""
    shared = [file for file in _toml(home) if file.name.lower() in (*RULES, NATIONAL)]
    return shared + own_records(home)


def own_records(home: Path) -> list[Path]:
    """Return the forces' records of a folder of records, with those whose ending is in capitals.

    Raises PeeltrackError if the folder cannot be listed.
    """
    forces = home / FORCES
    try:
        return _toml(forces) if forces.is_dir() else []
    except OSError as error:
        raise PeeltrackError(f"the folder {_shown(forces)} cannot be read ({error.strerror})") from None


def _files_at(path: Path) -> list[Path]:
    """Return the file at a path, with all that it rules, or the records in a folder that is under another."""
    if not path.exists() and not path.is_symlink():
        raise PeeltrackError(f"there is no '{_shown(path)}'; name a file or a folder")
    if not path.is_dir():
        if path.name in RULES and _has_editions(path.parent):
            return _files_in(path.parent)
        if not _can_be_checked(path):
            raise PeeltrackError(
                f"{_shown(path)} is not a record; name a record, or a folder with editions.toml"
            )
        return [path]
    if found := list(filter(_can_be_checked, _toml(path))):
        return found
    raise PeeltrackError(f"no records in {_shown(path)}; name a TOML file, or a folder with editions.toml")


def _toml(folder: Path) -> list[Path]:
    """Return the TOML files of a folder, hidden ones aside."""
    found = (file for file in folder.iterdir() if file.suffix.lower() == ENDING)
    return sorted(file for file in found if not file.name.startswith("."))


def _can_be_checked(file: Path) -> bool:
    """Return whether a file is a record or a file beside records, and not TOML of another kind.

    What lies in a folder ``forces`` is a record. Anything else must look like one. A file that cannot be
    read can be one.
    """
    if file.name in (*RULES, NATIONAL) or file.parent.name == FORCES:
        return True
    try:
        keys = Source.open(str(file)).parse().keys()
    except InvalidRecordError:
        return True
    return not keys or len(keys & set(TABLES["force"])) >= LIKE_A_RECORD
