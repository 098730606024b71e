"""Copy the built-in records, for people to edit."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from peeltrack.model import PeeltrackError
from peeltrack.store.library import shipped


def copy_records(target: str) -> None:
    """Copy the built-in records to a new folder, which appears only when it is complete.

    Raises PeeltrackError if there is something of that name already, or if it cannot be written.
    """
    folder = Path(target)
    if not target or folder.exists() or folder.is_symlink():
        problem = f"{target} exists already" if target else "the name is empty"
        raise PeeltrackError(f"{problem}; name a folder that does not exist yet")
    try:
        with tempfile.TemporaryDirectory(prefix=".peeltrack-", dir=folder.absolute().parent) as beside:
            copy = Path(shutil.copytree(shipped(), Path(beside) / "records"))
            copy.rename(folder)
    except OSError as error:
        raise PeeltrackError(f"{target} cannot be written ({error.strerror}); nothing was changed") from None
