"""Which room may know which: the imports are read, and the start is watched."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, clean_environment

SOURCE = ROOT / "src"

OUTER = ("peeltrack.document", "peeltrack.views", "peeltrack.formats", "peeltrack.cli")
"""What is shown and how; the rooms within know nothing of it."""

MAY_KNOW = {
    "peeltrack.record": [],
    "peeltrack.encoding": [],
    "peeltrack.records": ["peeltrack.record"],
    "peeltrack.changes": ["peeltrack.record", "peeltrack.records"],
    "peeltrack.reading": ["peeltrack.record", "peeltrack.records"],
    "peeltrack.library": ["peeltrack.record", "peeltrack.records", "peeltrack.reading"],
    "peeltrack.checking": ["peeltrack.record", "peeltrack.records", "peeltrack.reading", "peeltrack.library"],
    "peeltrack.document": ["peeltrack.record"],
    "peeltrack.formats": ["peeltrack.document", "peeltrack.encoding"],
}
"""The rooms that may know only these of ours, and themselves."""


def may_know(room: str, other: str) -> bool:
    """Whether one module of ours may import another."""
    if inside(room, "peeltrack.cli") or room in ("peeltrack", "peeltrack.__main__"):
        return True
    for name, known in MAY_KNOW.items():
        if inside(room, name):
            return any(inside(other, each) for each in (name, *known))
    if inside(room, "peeltrack.views"):
        return not any(inside(other, each) for each in ("peeltrack.formats", "peeltrack.cli"))
    return not any(inside(other, each) for each in OUTER)


ONLY_IN = {"tomli": "peeltrack.reading", "rich": "peeltrack.formats.table", "click": "peeltrack.cli"}
"""The libraries, each in the one room that knows it."""


def modules() -> dict[str, Path]:
    """The modules of the package by name."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    assert len(found) > 20
    return found


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports by dots"
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                yield inner if inner in modules() else str(node.module)


def inside(name: str, room: str) -> bool:
    return name == room or name.startswith(f"{room}.")


def test_each_room_knows_only_the_rooms_within_it() -> None:
    for name, path in modules().items():
        for imported in imports(path):
            if inside(imported, "peeltrack"):
                assert may_know(name, imported), f"{name} must not know {imported}"


def test_the_lines_are_lines() -> None:
    assert may_know("peeltrack.views.diff", "peeltrack.changes")
    for name, other in (
        ("peeltrack.records", "peeltrack.reading"),
        ("peeltrack.changes", "peeltrack.library"),
        ("peeltrack.formats.table", "peeltrack.views.diff"),
        ("peeltrack.formats.json", "peeltrack.records"),
        ("peeltrack.views.diff", "peeltrack.formats"),
        ("peeltrack.library", "peeltrack.document"),
        ("peeltrack.something_new", "peeltrack.views.words"),
    ):
        assert not may_know(name, other)


def test_each_library_stays_in_its_room() -> None:
    used = set()
    for name, path in modules().items():
        for imported in imports(path):
            for library, room in ONLY_IN.items():
                if inside(imported, library):
                    used.add(library)
                    assert inside(name, room), f"{name} must not know {library}"
    assert used == set(ONLY_IN)


def test_nothing_else_from_outside_is_imported() -> None:
    roots = {imported.split(".")[0] for path in modules().values() for imported in imports(path)}
    assert roots - set(sys.stdlib_module_names) == {"peeltrack", *ONLY_IN}


def test_only_the_command_line_prints() -> None:
    for name, path in modules().items():
        if not inside(name, "peeltrack.cli"):
            nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
            words = {ast.unparse(node) for node in nodes if isinstance(node, (ast.Name, ast.Attribute))}
            assert not words & {"print", "sys.stdout", "sys.stderr", "sys.exit"}, name


LOADED = """
import os, sys
leave = os._exit
os._exit = lambda code: leave(print(*sys.modules, file=sys.stderr) or code)
from peeltrack.cli import main
main()
"""


@cache
def loaded(*args: str) -> frozenset[str]:
    """The modules that a run loads; ``-X importtime`` would not name those of import_module."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *args],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=clean_environment({}),
    )
    found = frozenset(done.stderr.decode().split())
    assert "peeltrack.cli" in found
    return found


RUNS = [
    ("-V",),
    ("-h",),
    ("diff", "hampshire", "2016", "2017", "-f", "json"),
    ("diff", "hampshire", "2016", "2017"),
    ("show", "hampshire", "-f", "csv"),
    ("diff", "hampshire", "2016", "2017", "-f", "table"),
]


@pytest.mark.parametrize("args", RUNS, ids=" ".join)
def test_the_start_loads_nothing_heavy(args: tuple[str, ...]) -> None:
    heavy = {"importlib.metadata", "importlib.resources", "pydantic", "jsonschema", "attrs", "msgspec"}
    if args[0] in ("-h", "-V"):
        heavy |= {"tomli", "json", "peeltrack.records"}
    assert not heavy & loaded(*args)


@pytest.mark.parametrize("args", RUNS[:-1], ids=" ".join)
def test_only_the_table_loads_rich(args: tuple[str, ...]) -> None:
    assert not any(inside(name, "rich") for name in loaded(*args))


def test_the_table_does_load_rich_so_that_the_guard_can_see_it() -> None:
    assert "rich.cells" in loaded(*RUNS[-1])


def test_a_command_loads_no_other_command() -> None:
    assert "peeltrack.cli.diff" in loaded(*RUNS[2])
    assert "peeltrack.cli.show" not in loaded(*RUNS[2])
    assert "peeltrack.views.show" not in loaded(*RUNS[2])
