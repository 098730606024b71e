"""Where an export goes: which kind of target a name asks for, what is refused, and how it is written."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from peeltrack.export.content import DataSet
from peeltrack.export.package import PACKAGE, file_hash, package
from peeltrack.model import PeeltrackError
from peeltrack.store.files import put_files, put_folder

DATABASE, SPREADSHEET, FOLDER = "database", "spreadsheet", "folder"
ENDINGS = {".db": DATABASE, ".sqlite": DATABASE, ".sqlite3": DATABASE, ".xlsx": SPREADSHEET}
"""What the ending of a name asks for; a name without an ending is a folder."""

METADATA = "metadata.json"
MADE_BY = "made_by"
"""The key by which peeltrack knows again a datapackage.json or metadata.json that it wrote."""


class Target:
    """A file or folder to write, perhaps with ``metadata.json`` beside a database."""

    def __init__(self, name: str, *, overwrite: bool, metadata: bool) -> None:
        """Raise PeeltrackError if the name asks for nothing we can write, or if something is in the way."""
        self.kind = _kind(name)
        self.path = Path(name)
        self.metadata = self.path.with_name(METADATA) if metadata else None
        if metadata and self.kind != DATABASE:
            raise PeeltrackError(
                "--metadata is for a database; name a file such as grades.db, or leave it out"
            )
        if not os.path.isdir(self.path.absolute().parent):
            raise PeeltrackError(
                f"the folder {self.path.parent} does not exist; make it, or name another one"
            )
        if self.kind == FOLDER:
            _refuse_folder(self.path, overwrite)
        else:
            _refuse_file(self.path, overwrite)
            if self.metadata:
                _refuse_metadata(self.metadata, overwrite)

    def write(self, data: DataSet) -> list[str]:
        """Write the data set in full or not at all; return the files or the folder."""
        if self.kind == FOLDER:
            put_folder(self.path, package(data))
            return [str(self.path)]
        if self.kind == SPREADSHEET:
            from peeltrack.export.spreadsheet import spreadsheet

            files = {self.path: spreadsheet(data)}
        else:
            from peeltrack.export.datasette import metadata
            from peeltrack.export.sqlite import database

            files = {self.path: database(data)}
            if self.metadata:
                files[self.metadata] = metadata(data, self.path.stem)
        put_files(files)
        return list(map(str, files))


def _kind(name: str) -> str:
    """Return what the ending of a name asks for."""
    path = Path(name)
    kind = ENDINGS.get(path.suffix.casefold())
    folder = os.path.isdir(name) or name.endswith(("/", "\\"))
    if kind and not folder:
        return kind
    if name in ("", "-") or (path.suffix and not folder):
        what = f"'{name}' is not something to export to"
        raise PeeltrackError(
            f"{what}; name a database (grades.db), a spreadsheet (grades.xlsx), or a folder for CSV files"
            " (grades, or a name with / at its end)"
        )
    return FOLDER


def _refuse_file(path: Path, overwrite: bool) -> None:
    if os.path.exists(path) and not os.path.isfile(path):
        raise PeeltrackError(f"{path} is not a file; name another one")
    if os.path.exists(path) and not overwrite:
        raise PeeltrackError(f"{path} exists already; add --overwrite to replace it, or name another file")


def _refuse_metadata(path: Path, overwrite: bool) -> None:
    _refuse_file(path, overwrite)
    if os.path.exists(path) and MADE_BY not in _read(path):
        raise PeeltrackError(f"{path} is not from peeltrack; move it, or export to another folder")


def _refuse_folder(folder: Path, overwrite: bool) -> None:
    """Raise PeeltrackError if a folder has other files in it, or an export that must stay."""
    if not os.path.exists(folder):
        return
    try:
        inside = sorted(os.listdir(folder))
    except OSError as error:
        raise PeeltrackError(f"{folder} cannot be read as a folder ({error.strerror})") from None
    if not inside:
        return
    ours = _files_of_export(folder)
    others = [name for name in inside if name not in ours or not _is_unchanged(folder / name, ours[name])]
    if others:
        raise PeeltrackError(
            f"{folder} holds things that peeltrack did not write, or that changed since, such as {others[0]};"
            " name another folder"
        )
    if not overwrite:
        raise PeeltrackError(
            f"{folder} exists already; add --overwrite to replace it, or name another folder"
        )


def _files_of_export(folder: Path) -> dict[str, str | None]:
    """Return the files that an export put into a folder, and their hashes; only datapackage.json has none."""
    known = _read(folder / PACKAGE)
    files = known.get("resources")
    if MADE_BY not in known or not isinstance(files, list):
        return {}
    described = [each for each in (known.get("readme"), *files) if isinstance(each, dict)]
    return {PACKAGE: None} | {str(each.get("path")): str(each.get("hash")) for each in described}


def _is_unchanged(path: Path, known_hash: str | None) -> bool:
    """Return whether a file still is what an export wrote, as far as its hash is known."""
    try:
        return path.is_file() and known_hash in (None, file_hash(path.read_bytes()))
    except OSError:
        return False


def _read(path: Path) -> dict[str, Any]:
    """Return an object in a file of JSON; an empty one if there is none."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
