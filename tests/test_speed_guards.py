"""What makes peeltrack fast, held without a clock: what is imported, opened and done how often."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from asking import ask
from conftest import DATA, ROOT, clean_environment
from synthetic import write_regime

from peeltrack.cli import COMMANDS

WATCHED = """
import atexit, os, sys
events = []
def note(event, args):
    if event in ("open", "os.listdir", "os.scandir") and isinstance(args[0], str):
        events.append(os.path.abspath(args[0]))
sys.addaudithook(note)
import click, tomli
{more}
floor = set(sys.modules)
def tell():
    print("\\n".join(["", "modules", *sorted(set(sys.modules) - floor), "files", *events]), file=sys.stderr)
atexit.register(tell)
from peeltrack.__main__ import main
main()
"""

DIFF = ("diff", "hampshire", "2016", "2017")

TAB = {
    "_PEELTRACK_COMPLETE": "bash_complete",
    "COMP_WORDS": "peeltrack diff ham",
    "COMP_CWORD": "2",
}


AT_START = {"signal"}
"""What the start needs."""


def watched(*args: str, more: str = "", **env: str) -> tuple[set[str], list[str]]:
    """The modules that a run imports beyond its libraries, and what it opens of the records, in order."""
    done = subprocess.run(
        [sys.executable, "-c", WATCHED.format(more=more), *args],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=clean_environment(env),
        text=True,
    )
    assert done.stdout
    modules, _, files = done.stderr.partition("\nmodules\n")[2].partition("\nfiles\n")
    below = [Path(each).relative_to(DATA) for each in files.splitlines() if Path(each).is_relative_to(DATA)]
    return set(modules.split()), [str(each.as_posix()) for each in below]


def others(modules: set[str]) -> set[str]:
    """The packages among the modules that are not ours."""
    return {name.partition(".")[0] for name in modules} - {"peeltrack"}


def test_plain_imports_nothing_beyond_the_libraries_and_json_only_json() -> None:
    assert others(watched(*DIFF)[0]) <= AT_START
    assert others(watched(*DIFF, "-f", "plain")[0]) <= AT_START
    assert others(watched("show", "hampshire")[0]) <= AT_START
    assert others(watched(*DIFF, "-f", "json")[0]) <= {"json", "_json", *AT_START}
    assert others(watched("forces", "-f", "json")[0]) <= {"json", "_json", *AT_START}


def test_the_table_imports_nothing_beyond_rich() -> None:
    modules, _ = watched(*DIFF, "--format", "table", more="import rich.cells")
    assert others(modules) <= {"rich", *AT_START}


def test_a_question_about_one_force_imports_nothing_that_is_for_all() -> None:
    for words in (DIFF, ("show", "hampshire")):
        modules, _ = watched(*words)
        ours = {name.removeprefix("peeltrack.") for name in modules}
        assert f"views.{words[0]}" in ours
        assert not ours & {"national", "search", "audit", "checking", "skeleton", "reading.lines"}


def test_a_question_about_one_force_opens_its_record_and_the_rules() -> None:
    for words in (DIFF, ("show", "hampshire", "2017", "-f", "json"), (*DIFF, "-f", "table")):
        _, files = watched(*words)
        assert sorted(files) == ["editions.toml", "forces/hampshire.toml", "topics.toml"]


def test_a_force_is_completed_without_opening_a_record() -> None:
    assert watched(**TAB)[1] == ["forces"]


def test_help_and_version_look_at_no_record() -> None:
    for words in (["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)):
        assert watched(*words)[1] == []


def test_a_question_about_all_forces_opens_each_file_once() -> None:
    files = [path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml")]
    records = [name for name in files if name.startswith("forces/")]
    assert len(records) == 43
    for words in (["changes"], ["table", "effectiveness"], ["search", "victims"], ["coverage"], ["check"]):
        opened = Counter(name for name in watched(*words)[1] if name.endswith(".toml"))
        assert {name: opened[name] for name in records} == dict.fromkeys(records, 1)
        assert set(opened) <= set(files)


SIZES = (10, 20)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Regimes of so many records."""
    return [write_regime(tmp_path_factory.mktemp("regime") / str(size), size) for size in SIZES]


def steps(*args: object) -> Counter[tuple[str, int]]:
    """How often each line of ours is run."""
    counts: Counter[tuple[str, int]] = Counter()
    ours = str(ROOT / "src")

    def line(frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            counts[frame.f_code.co_filename, frame.f_lineno] += 1
        return line

    def call(frame: FrameType, _: str, __: Any) -> Any:
        return line if frame.f_code.co_filename.startswith(ours) else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        result = ask(*args)
    finally:
        sys.settrace(before)
    assert (result.code, bool(result.out)) == (0, True)
    return counts


ALL = [
    ("forces",),
    ("changes",),
    ("table", "pillar-0"),
    ("table", "--edition", "round-7"),
    ("search", "victims"),
    ("coverage",),
    ("check",),
]


@pytest.mark.parametrize("format_", ["plain", "json", "table"])
@pytest.mark.parametrize("args", ALL, ids=" ".join)
def test_twice_the_records_are_twice_the_work(
    args: tuple[str, ...], format_: str, folders: list[Path]
) -> None:
    """Line by line: one that is run for each pair of records would be run four times as often."""
    few, many = (steps(*args, "-f", format_, "--data", folder) for folder in folders)
    assert sum(many.values()) > 1000
    dear = {f"{Path(file).name}:{line}": (few[file, line], number) for (file, line), number in many.items()}
    assert {where: found for where, found in dear.items() if found[1] > 2.5 * found[0] + 25} == {}


@pytest.mark.parametrize("words", [("diff", "force-00007"), ("show", "force-00007")], ids=" ".join)
def test_one_force_among_more_is_no_more_work(words: tuple[str, ...], folders: list[Path]) -> None:
    record = folders[0] / "forces" / "force-00007.toml"
    (folders[1] / "forces" / record.name).write_bytes(record.read_bytes())
    ask(*words)  # what is imported is run only once
    few, many = (steps(*words, "--data", folder) for folder in folders)
    assert few == many
