"""Write files safely: all of a file or none of it, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from peeltrack.model import PeeltrackError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, so that several runs write into it one after the other.

    Raises PeeltrackError if the folder cannot be opened. Windows has no such lock; there `replace` alone
    keeps what others wrote.
    """
    try:
        from fcntl import LOCK_EX, flock
    except ImportError:
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise PeeltrackError(f"{folder} cannot be opened ({error.strerror})") from None
    try:
        flock(handle, LOCK_EX)
        yield
    finally:
        os.close(handle)


def replace(path: Path, before: bytes | None, after: bytes) -> None:
    """Put new content into a file in one step, if the file still holds what it held.

    ``before`` is what the file held when it was read; None for a new file. Rights and owner stay.
    Raises PeeltrackError if the file changed meanwhile or cannot be written; then the old file stays.
    """
    target = path.resolve()
    beside = target.with_name(f".peeltrack-{os.getpid()}")
    try:
        if before is not None and not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
        _write_new(beside, after)
        if before is not None:
            _keep_rights(target, beside)
        if _content(target) != before:
            raise PeeltrackError(f"{path} has changed meanwhile; nothing was changed, so try again")
        beside.replace(target)
    except OSError as error:
        raise PeeltrackError(f"{path} cannot be written ({error.strerror}); nothing was changed") from None
    finally:
        with suppress(OSError):
            beside.unlink()


def _write_new(path: Path, content: bytes) -> None:
    """Write a file that does not exist yet, down to the disk."""
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _keep_rights(old: Path, new: Path) -> None:
    """Give a file the owner, the group and the rights of another, as far as that is allowed."""
    known = old.stat()
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(new, known.st_uid, known.st_gid)
    new.chmod(known.st_mode & 0o7777)


def _content(path: Path) -> bytes | None:
    """Return what a file holds now; None if there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def put_files(files: Mapping[Path, bytes]) -> None:
    """Write files of one folder, each in one step and only when all of them are complete on the disk.

    A file that is there already is replaced, and keeps its rights and its owner. Raises PeeltrackError if a
    file cannot be written; then nothing has changed, unless the move itself failed half-way.
    """
    targets = {Path(os.path.realpath(path)): content for path, content in files.items()}
    with _beside(next(iter(targets))) as folder:
        written = []
        for target, content in targets.items():
            new = folder / target.name
            _write_new(new, content)
            if target.exists():
                if not os.access(target, os.W_OK):
                    raise PermissionError(13, "Permission denied")
                _keep_rights(target, new)
            written.append((new, target))
        for new, target in written:
            new.replace(target)


def put_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder of files, which takes the place of the one that was there when it is complete.

    Raises PeeltrackError if it cannot be written; then the old folder stays.
    """
    target = Path(os.path.realpath(folder))
    with _beside(target) as beside:
        new, old = beside / "new", beside / "old"
        new.mkdir()
        for name, content in files.items():
            _write_new(new / name, content)
        if not target.exists():
            new.rename(target)
            return
        _keep_rights(target, new)
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Make a folder beside a file or folder, which is gone afterwards; an OSError becomes a sentence."""
    try:
        with tempfile.TemporaryDirectory(prefix=".peeltrack-", dir=target.parent) as folder:
            yield Path(folder)
    except OSError as error:
        raise PeeltrackError(f"{target} cannot be written ({error.strerror}); nothing was changed") from None
