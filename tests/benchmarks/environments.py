"""Environments: one with peeltrack as users have it, and one for each thing that they could use instead."""

from __future__ import annotations

import subprocess
import venv
from pathlib import Path

from measuring import environment

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / ".benchmarks"
"""Where the environments are kept from one run to the next."""


def install(name: str, package: str | Path = "") -> Path:
    """Install a package, that of the name or another, into an environment; its programs' folder comes back.

    It is compiled on the way, as for any user: a start then reads them and compiles nothing.
    """
    folder = FOLDER / name
    if not folder.exists():
        venv.create(folder, with_pip=True)
    programs = folder / "bin"
    subprocess.run(
        [programs / "python", "-m", "pip", "install", "--quiet", package or name],
        check=True,
        env=environment(),
    )
    return programs


def versions(programs: Path) -> dict[str, str]:
    """The versions of what is installed."""
    code = "from importlib.metadata import distributions as d\nfor x in d(): print(x.name, x.version)"
    done = subprocess.run(
        [programs / "python", "-c", code], check=True, env=environment(), stdout=subprocess.PIPE, text=True
    )
    return dict(line.split() for line in done.stdout.splitlines())
