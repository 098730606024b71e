"""Which files of the records a command reads: those that it needs, each once."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import DATA, ROOT, clean_environment

from peeltrack.cli import COMMANDS

WATCHED = """
import atexit, os, sys
paths = []
def note(event, args):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(args[0], str):
        paths.append(os.path.abspath(args[0]))
sys.addaudithook(note)
atexit.register(lambda: print("\\n".join(["", "paths", *paths]), file=sys.stderr))
from peeltrack.__main__ import main
main()
"""

DIFF = ("diff", "hampshire", "2016", "2017")


def read(*args: str, **env: str) -> list[str]:
    """Return what a run opens in the folder of records, in order."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, *args],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=clean_environment(env),
        text=True,
    )
    assert done.stdout
    paths = map(Path, done.stderr.partition("\npaths\n")[2].splitlines())
    return [each.relative_to(DATA).as_posix() for each in paths if each.is_relative_to(DATA)]


@pytest.mark.parametrize(
    "args", [DIFF, ("show", "hampshire", "2017", "-f", "json"), (*DIFF, "-f", "table")], ids=" ".join
)
def test_a_question_about_one_force_reads_its_record_and_what_all_records_share(
    args: tuple[str, ...],
) -> None:
    shared = {"editions.toml", "publishers.toml", "regime.toml", "topics.toml"}
    assert Counter(read(*args)) == Counter({*shared, "forces/hampshire.toml"})


def test_a_force_is_completed_without_opening_a_record() -> None:
    tab = {
        "_PEELTRACK_COMPLETE": "bash_complete",
        "COMP_WORDS": "peeltrack diff ham",
        "COMP_CWORD": "2",
    }
    assert read(**tab) == ["forces"]


def test_help_reads_no_record() -> None:
    for words in (["--help"], *([name, "--help"] for name in COMMANDS)):
        assert read(*words) == []


@pytest.mark.parametrize(
    "args",
    [("changes",), ("table", "effectiveness"), ("search", "victims"), ("coverage",), ("forces",), ("check",)],
    ids=" ".join,
)
def test_a_question_about_all_forces_reads_each_file_once(args: tuple[str, ...]) -> None:
    files = [path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml")]
    records = [name for name in files if name.startswith("forces/")]
    assert len(records) == 43
    opened = Counter(name for name in read(*args) if name.endswith(".toml"))
    assert {name: opened[name] for name in records} == dict.fromkeys(records, 1)
    assert set(opened) <= set(files)
