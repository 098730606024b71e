"""One state of the records: a folder, or what a git revision has."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from peeltrack.model import Force, PeeltrackError
from peeltrack.store.library import Library, is_shipped
from peeltrack.store.names import quoted
from peeltrack.store.source import Source, read_all

if TYPE_CHECKING:
    from peeltrack.store.git import Repository, Tree

RULES = ("regime.toml", "editions.toml", "topics.toml", "publishers.toml")
"""The files by which all others are read; regime.toml and publishers.toml need not be there."""

SHARED = (*RULES, "national.toml")
"""The files beside the folder ``forces``."""

BASE = "..."
"""What follows a revision if you mean the newest commit that it has in common with the other side."""

LONG = 64
"""How many digits the object ids of a repository have that uses SHA-256."""

_NAME = re.compile(r"((?:[^:{]|\{[^}]*\}|\{)+)(?::(.*))?", re.DOTALL)
"""A revision and a path; a colon in braces belongs to the revision, as in ``HEAD^{/fix: x}``."""


class Asked(NamedTuple):
    """What a word such as ``main``, ``main...`` or ``v1:data`` asks for."""

    word: str
    revision: str
    path: str | None
    base: bool


def open_state(word: str, records: Library, other: str | None = None) -> Library:
    """Open the state of the records that a word names: a folder, or a git revision.

    Args:
        word: A folder, ``REV``, ``REV:PATH``, or one of these with ``...`` after REV.
        records: The records in use. ``REV`` alone means the same folder at that revision.
        other: The word for the newer state; None for the records in use.

    Raises PeeltrackError if there is no such state, and says what to do.

    """
    if os.path.isdir(word):
        return Library(word)
    asked = _parse(word)
    repository = _repository(asked, records.folder)
    revision = shown = asked.revision
    if asked.base:
        side = "HEAD" if other is None or os.path.isdir(other) else _parse(other).revision
        revision = _merge_base(repository, asked.revision, side)
        shown = revision[:10]
    path = _path(asked, repository.prefix or "")
    tree = repository.tree(revision, path)
    if tree is None:
        raise _not_found(repository, asked, revision, path)
    return Revision(tree, shown, path)


class Revision(Library):
    """The records in a folder of a git revision."""

    def __init__(self, tree: Tree, revision: str, path: str) -> None:
        super().__init__(f"{revision}:{path}")
        self.place = path
        """Where the folder is in the repository."""
        self._tree = tree
        listed = tree.files([*SHARED, "forces/"])
        self.blobs = {name: found for name, found in listed if name in SHARED or name.startswith("forces/")}
        """The object id of every file, by its name in the folder."""
        self._contents: dict[str, bytes] = {}

    @property
    def algorithm(self) -> str:
        """How git makes the ids of objects here."""
        return "sha256" if any(len(blob) == LONG for blob in self.blobs.values()) else "sha1"

    def path(self, force_id: str) -> str:
        """Return where a force's record is, as git names it."""
        return self._shown(f"forces/{force_id}.toml")

    def has(self, name: str) -> bool:
        """Return whether the revision has a file of this name."""
        return name in self.blobs

    def open(self, name: str) -> Source:
        """Return the text of a file by its name in the folder: ``forces/kent.toml``."""
        return EarlierSource.decode(self._shown(name), self.read(name))

    def read(self, name: str) -> bytes:
        """Return the content of a file."""
        if name not in self.blobs:
            source = Source(self._shown(name), "")
            source.readable = False
            source.refuse("is missing")
        self.fetch([name])
        return self._contents[name]

    def forces(self, force_ids: Iterable[str] | None = None) -> list[Force]:
        """Return all forces, or those with some ids; their files are read at once."""
        asked = list(self.ids if force_ids is None else force_ids)
        self.fetch(f"forces/{force_id}.toml" for force_id in asked)
        return super().forces(asked)

    def fetch(self, names: Iterable[str]) -> None:
        """Read the contents of several files at once."""
        wanted = [name for name in names if name in self.blobs and name not in self._contents]
        if wanted:
            contents = self._tree.contents(self.blobs[name] for name in wanted)
            self._contents.update(zip(wanted, contents, strict=True))

    def _must_be(self) -> None:
        """Do nothing: the folder was found when it was opened."""

    def _in_forces(self) -> Iterable[str]:
        return [name.removeprefix("forces/") for name in self.blobs if name.startswith("forces/")]

    def _shown(self, name: str) -> str:
        return f"{self.folder}{'' if self.folder.endswith(':') else '/'}{name}"


class EarlierSource(Source):
    """A file that can be from before the present format of the records."""

    def parse(self) -> dict[str, Any]:
        """Return the parsed table with the keys of the present format."""
        data = super().parse()
        if "engage" in data:
            data.setdefault("monitoring", data.pop("engage"))
        editions = data.get("edition")
        for edition in editions if isinstance(editions, list) else ():
            if isinstance(edition, dict):
                edition.pop("reply_days", None)
        return data


def differing_files(old: Library, new: Library) -> list[str]:
    """Return the names of the files that two states do not share, line ends aside.

    Only these are worth reading. Raises InvalidRecordError if a file cannot be read at all.
    """
    algorithm = next((state.algorithm for state in (old, new) if isinstance(state, Revision)), None)
    before, after = (_ids(state, algorithm) for state in (old, new))
    names = [name for name in sorted({**before, **after}) if before.get(name) != after.get(name)]
    for state in (old, new):
        if isinstance(state, Revision):
            state.fetch([*names, *RULES])
    return [name for name in names if not (name in before and name in after and _same_lines(name, old, new))]


def _same_lines(name: str, old: Library, new: Library) -> bool:
    """Return whether a file differs at most in its line ends, which git can change in a working tree."""
    before, after = (state.read(name).replace(b"\r\n", b"\n") for state in (old, new))
    return before == after


def _ids(state: Library, algorithm: str | None) -> Mapping[str, str | bytes]:
    """Return what tells whether two states have the same files: the object id of each, by its name.

    Two folders have no object ids; there the content itself tells.
    """
    names = [*filter(state.has, SHARED), *(f"forces/{force_id}.toml" for force_id in state.ids)]
    if isinstance(state, Revision):
        return {name: state.blobs[name] for name in names}
    contents = read_all(*(partial(state.read, name) for name in names))
    ids = (_id(content, algorithm) if algorithm else content for content in contents)
    return dict(zip(names, ids, strict=True))


def _id(content: bytes, algorithm: str) -> str:
    """Return the object id that git gives to a content."""
    import hashlib

    head = b"blob %d\0" % len(content)
    return hashlib.new(algorithm, head + content, usedforsecurity=False).hexdigest()


def _parse(word: str) -> Asked:
    """Return what a word asks for; raise PeeltrackError if it cannot name a revision."""
    if os.path.exists(word):
        raise PeeltrackError(f"{word} is a file; name a folder of records or a git revision")
    found = _NAME.fullmatch(word)
    if found is None or word.startswith("-") or not word.isprintable():
        raise PeeltrackError(
            f"{quoted(word)} is not a folder or a git revision; write a folder, REV or REV:PATH"
        )
    revision, path = found.groups()
    base = revision.endswith(BASE)
    revision = revision.removesuffix(BASE)
    if not revision or ".." in revision:
        raise PeeltrackError(f"{quoted(word)} names two revisions; write: peeltrack review OLD NEW")
    return Asked(word, revision, path, base)


def _repository(asked: Asked, folder: str) -> Repository:
    """Return the repository that a revision is in: the one of the records in use, or the current one.

    A path is about the current folder's repository, unless you name other records. Raises PeeltrackError
    if there is no repository.
    """
    from peeltrack.store.git import Repository

    here = os.curdir
    folders = [folder]
    if asked.path is not None:
        own = not is_shipped(folder) and not _is_relative(asked.path)
        folders = [folder, here] if own else [here, folder]
    for each in folders:
        repository = Repository(each)
        if os.path.isdir(each) and repository.prefix is not None:
            return repository
    where = "this folder" if folders[0] == here else f"the folder of the records in use, {folder},"
    raise PeeltrackError(
        f"there is no folder '{asked.word}', and {where} is not in a git repository;"
        " name a folder, or add --data with a folder of records that is in a repository"
    )


def _path(asked: Asked, prefix: str) -> str:
    """Return the path of the records from the top of the repository."""
    if asked.path is None:
        return prefix.rstrip("/")
    path = asked.path.rstrip("/")
    if _is_relative(path):
        path = os.path.normpath(os.path.join(prefix, path)).replace(os.sep, "/")
    return "" if path == "." else path


def _is_relative(path: str) -> bool:
    """Return whether a path begins where you are, not at the top of the repository."""
    return path in (".", "..") or path.startswith(("./", "../"))


def changed_since(word: str, folder: Path) -> set[Path]:
    """Return the files around a folder that changed since ``REV`` or ``REV...``, new and deleted ones too.

    Raises PeeltrackError if there is no such revision, or if the folder is not in a git repository.
    """
    from peeltrack.store.git import Repository

    revision = word.removesuffix(BASE)
    if not revision or revision.startswith("-") or ".." in revision or not revision.isprintable():
        raise PeeltrackError(
            f"{quoted(word)} is not a git revision; write REV, or REV... for where your branch began"
        )
    repository = Repository(str(folder))
    if repository.prefix is None:
        raise PeeltrackError(f"{folder} is not in a git repository; check it without --changed-since")
    if repository.find(f"{revision}^{{commit}}") is None:
        raise _no_revision(repository, revision)
    return repository.changed(_merge_base(repository, revision, "HEAD") if word.endswith(BASE) else revision)


def _merge_base(repository: Repository, revision: str, side: str) -> str:
    """Return the newest commit that two revisions have in common."""
    if found := repository.merge_base(revision, side):
        return found
    for each in (revision, side):
        if repository.find(each) is None:
            raise _no_revision(repository, each)
    hint = _hint(repository) or "; name another revision"
    raise PeeltrackError(f"{revision} and {side} have no commit in common{hint}")


def _not_found(repository: Repository, asked: Asked, revision: str, path: str) -> PeeltrackError:
    """Say whether the revision is missing, or the folder in it."""
    if repository.find(revision) is None:
        return _no_revision(repository, asked.revision, "folder and no git revision")
    return PeeltrackError(f"{revision} has no folder '{path}'; name the folder of the records: REV:PATH")


def _no_revision(repository: Repository, name: str, kind: str = "git revision") -> PeeltrackError:
    hint = _hint(repository) or "; check the name, or fetch it first"
    return PeeltrackError(f"there is no {kind} called '{name}'{hint}")


def _hint(repository: Repository) -> str:
    """Say how to get the rest of a clone; nothing if the clone is complete."""
    fetch = "; this clone is shallow: run 'git fetch --unshallow', or set fetch-depth to 0 on GitHub"
    return fetch if repository.shallow else ""
