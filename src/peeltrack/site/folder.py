"""Write the files of a site into a folder that is all its own.

A list in the folder names each file with its SHA-256 sum, in the form that ``sha256sum --check`` reads.
It is written before the first file and after the last one. Before, it names both the old and the new
content of each file, so that a folder is recognised even if a run was interrupted in the middle.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from peeltrack.model import PeeltrackError
from peeltrack.store.files import locked

MANIFEST = "peeltrack-files.txt"
PART = ".peeltrack-part"
"""A file while it is written; it gets its own name when it is complete."""
FEW = 3
"""How many files a message names."""

Sums = dict[str, set[str]]
"""The sums that the content of each file may have, by its path in the folder."""


def refuse_others(folder: Path) -> None:
    """Raise PeeltrackError for a folder with anything that an earlier run did not write, or a file."""
    if folder.exists() and not folder.is_dir():
        raise PeeltrackError(f"{folder} is not a folder; name a new or empty one")
    _own_files(folder, _read(folder))


def write_site(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write some files, replacing those of an earlier run and removing those that are no longer made.

    Raise PeeltrackError, before anything is changed, for what ``refuse_others`` refuses; and if a file
    cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder):
            _replace_all(folder, files)
    except OSError as error:
        where = error.filename or folder
        raise PeeltrackError(
            f"{where} cannot be written ({error.strerror}); when that is put right, run the command again"
        ) from None


def _replace_all(folder: Path, files: Mapping[str, bytes]) -> None:
    known = _read(folder)
    found = _own_files(folder, known)
    new: Sums = {path: {_sum(content)} for path, content in files.items()}
    both = {path: known.get(path, set()) | new.get(path, set()) for path in known | new}
    _write(folder, MANIFEST, _lines(both))
    for path, content in files.items():
        if path not in found or _sum_of(folder / path) not in new[path]:
            _write(folder, path, content)
    for path in found - new.keys():
        _remove(folder, path)
    _write(folder, MANIFEST, _lines(new))


def _own_files(folder: Path, known: Sums) -> set[str]:
    """Return the files in a folder; raise PeeltrackError if the list does not name one as it is."""
    found = set(_contents(folder))
    if others := found - known.keys():
        raise PeeltrackError(
            f"{folder} holds {_few(others)}, which peeltrack did not write; name a new or empty folder"
        )
    if changed := {path for path in found if _sum_of(folder / path) not in known[path]}:
        raise PeeltrackError(
            f"{folder} holds {_few(changed)}, which changed since peeltrack wrote it;"
            " move it elsewhere, or name a new folder"
        )
    return found


def _few(paths: set[str]) -> str:
    more = f" and {len(paths) - FEW} more" if len(paths) > FEW else ""
    return f"{', '.join(sorted(paths)[:FEW])}{more}"


def _contents(folder: Path) -> Iterator[str]:
    """Yield the path of each file, and of each link, but not of what this module needs for itself."""
    for at, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(at) / name).is_symlink()]
        for name in [*names, *links]:
            path = (Path(at) / name).relative_to(folder).as_posix()
            if path not in (MANIFEST, PART):
                yield path


def _read(folder: Path) -> Sums:
    """Return the files that the list of an earlier run names; none without a list."""
    known: Sums = {}
    try:
        text = (folder / MANIFEST).read_text("utf-8", "replace")
    except FileNotFoundError:
        return known
    for line in text.splitlines():
        found, _, path = line.partition("  ")
        known.setdefault(path, set()).add(found)
    return known


def _lines(sums: Sums) -> bytes:
    return "".join(f"{each}  {path}\n" for path in sorted(sums) for each in sorted(sums[path])).encode()


def _sum(content: bytes) -> str:
    return sha256(content).hexdigest()


def _sum_of(path: Path) -> str:
    """Return the sum of a file; empty if it does not exist, or is a link."""
    return _sum(path.read_bytes()) if path.is_file() and not path.is_symlink() else ""


def _write(folder: Path, path: str, content: bytes) -> None:
    """Write a file in one step: it has either its old content or its new one."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    part = folder / PART
    try:
        part.write_bytes(content)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _remove(folder: Path, path: str) -> None:
    """Remove a file, and its folder if that is empty then."""
    (folder / path).unlink(missing_ok=True)
    parent = (folder / path).parent
    if parent != folder and not any(parent.iterdir()):
        parent.rmdir()
