"""Sites that several tests look at."""

from __future__ import annotations

from pathlib import Path

from asking import ask
from conftest import DATA, ROOT

FIRE = ROOT / "tests" / "fire-and-rescue"


def make(folder: Path, data: Path = DATA, *more: str) -> Path:
    """Make a site of some records without a word on standard error."""
    done = ask("site", folder, "--data", data, *more)
    assert (done.code, done.err) == (0, ""), done.err
    assert done.out == f"{folder / 'index.html'}\n"
    return folder
