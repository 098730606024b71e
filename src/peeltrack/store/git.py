"""What a git repository holds, asked of git itself; nothing in the repository or its working tree changes."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from peeltrack.model import PeeltrackError

LINK, SUBMODULE = b"120000", b"160000"
"""How git marks a symbolic link and a submodule in a tree."""


class GitError(PeeltrackError):
    """Raised if git cannot do what it was asked to do; the text is what git says."""


class Repository:
    """A git repository, seen from a folder in it."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def git(self, *args: str, stdin: bytes = b"") -> bytes:
        """Run git in the folder and return what it prints; raise GitError if it fails."""
        command = ["git", "-C", self.folder, *args]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and no revision begins with a hyphen
                command, input=stdin, capture_output=True, check=False, env=self._environment()
            )
        except FileNotFoundError:
            raise PeeltrackError("git is not installed; install it, or name two folders") from None
        except OSError as error:
            raise PeeltrackError(f"git cannot be run ({error.strerror}); name two folders") from None
        if done.returncode:
            raise GitError(done.stderr.decode(errors="replace").strip().removeprefix("fatal: "))
        return done.stdout

    def _environment(self) -> dict[str, str]:
        """Return the environment: in English, and for another folder without what git tells its hooks."""
        found = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
        if self.folder != os.curdir and "GIT_WORK_TREE" not in found:
            for name in ("GIT_DIR", "GIT_PREFIX"):
                found.pop(name, None)
        return found

    @cached_property
    def prefix(self) -> str | None:
        """The path of the folder from the top of the repository; None if it is not in a repository."""
        try:
            found = self.git("rev-parse", "--show-prefix")
        except GitError as error:
            if "not a git repository" in str(error):
                return None
            said = " ".join(str(error).split())
            raise PeeltrackError(f"git cannot read the repository: {said}") from None
        return found.removesuffix(b"\n").decode(errors="surrogateescape")

    @property
    def shallow(self) -> bool:
        """Whether the clone has only the newest part of the history."""
        return self.git("rev-parse", "--is-shallow-repository").strip() == b"true"

    def find(self, name: str) -> Found | None:
        """Return what a name means, such as ``main:data``; None if there is no such thing."""
        answer = self.git("cat-file", "--batch-check", stdin=f"{name}\n".encode(errors="surrogateescape"))
        found, _, rest = answer.partition(b" ")
        kind, _, size = rest.strip().partition(b" ")
        return Found(found.decode(), kind.decode()) if size.isdigit() else None

    def merge_base(self, one: str, other: str) -> str | None:
        """Return the newest commit that two revisions have in common; None if there is none."""
        try:
            return self.git("merge-base", one, other).decode().strip()
        except GitError:
            return None

    def changed(self, revision: str) -> set[Path]:
        """Return the files that differ between a revision and the working tree, new and deleted ones too."""
        top = Path(
            self.git("rev-parse", "--show-toplevel").removesuffix(b"\n").decode(errors="surrogateescape")
        )
        listed = self.git("diff", "--name-only", "--no-renames", "--no-relative", "-z", revision, "--")
        listed += self.git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", str(top))
        return {top / name.decode(errors="surrogateescape") for name in listed.split(b"\0") if name}

    def tree(self, revision: str, path: str) -> Tree | None:
        """Return a folder of a revision, which can be in a submodule; None if there is no such folder."""
        found = self.find(f"{revision}:{path}")
        if found and found.kind == "tree":
            return Tree(self, found.id)
        if found or not path or self.find(revision) is None:
            return None
        return self._in_submodule(revision, path)

    def _in_submodule(self, revision: str, path: str) -> Tree | None:
        steps = path.split("/")
        for length in range(1, len(steps) + 1):
            outer = "/".join(steps[:length])
            listed = self.git("ls-tree", "-z", "--full-tree", revision, "--", outer)
            if listed.startswith(SUBMODULE):
                top = self.git("rev-parse", "--show-toplevel").removesuffix(b"\n").decode()
                inner = os.path.join(top, outer)
                commit = listed.split()[2].decode()
                return (
                    Repository(inner).tree(commit, "/".join(steps[length:])) if os.path.isdir(inner) else None
                )
        return None


class Found(NamedTuple):
    """An object of a repository."""

    id: str
    kind: str
    """What it is: ``commit``, ``tree``, ``blob`` or ``tag``."""


class Tree(NamedTuple):
    """A folder as a commit has it."""

    repository: Repository
    id: str

    def files(self, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Yield the name and object id of the files at some paths; a path with a slash is a folder."""
        listed = self.repository.git("ls-tree", "-z", "--full-tree", self.id, "--", *paths)
        for entry in filter(None, listed.split(b"\0")):
            about, _, raw = entry.partition(b"\t")
            mode, kind, found = about.split()
            name = raw.decode(errors="surrogateescape")
            if kind == b"blob":
                yield name, self._linked(name) if mode == LINK else found.decode()

    def _linked(self, name: str) -> str:
        """Return the object id of the file that a symbolic link leads to."""
        request = f"{self.id}:{name}\n".encode(errors="surrogateescape")
        answer = self.repository.git("cat-file", "--batch-check", "--follow-symlinks", stdin=request)
        found, _, kind = answer.partition(b" ")
        if not kind.startswith(b"blob"):
            raise PeeltrackError(f"{name} is a link that leads out of the revision; name a folder instead")
        return found.decode()

    def contents(self, ids: Iterable[str]) -> Iterator[bytes]:
        """Yield the contents of some files by their object ids."""
        request = "".join(f"{each}\n" for each in ids).encode()
        answer = self.repository.git("cat-file", "--batch", stdin=request)
        start = 0
        while start < len(answer):
            end = answer.index(b"\n", start)
            _, kind, *size = answer[start:end].split(b" ")
            if kind != b"blob":
                raise PeeltrackError("git does not have the content of a record; fetch the revision again")
            start = end + 1 + int(size[0]) + 1
            yield answer[end + 1 : start - 1]
