"""Imports run downwards only (docs/architecture.md), and each library is imported in one place."""

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

MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "analysis": {"model"},
    "store": {"model"},
    "checks": {"model", "analysis", "store"},
    "formats": set(),
    "views": {"model", "analysis", "store", "checks", "formats.document", "formats.pictures"},
    "site": {"model", "analysis", "store", "views", "formats", "export"},
    "export": {"model", "analysis", "store", "views", "formats.palette"},
}
"""The packages and the ones that each may import, apart from itself; the version may be imported anywhere."""

TOP = ("cli", "api", "__main__", "")
"""What may import everything: the command line and the Python API."""

ONLY_IN = {
    "tomli": ("peeltrack.store",),
    "rich": ("peeltrack.formats.terminal",),
    "click": ("peeltrack.cli",),
    "jinja2": ("peeltrack.formats.templating",),
    "xlsxwriter": ("peeltrack.export.spreadsheet",),
}
"""The libraries, each with the only places that may import it."""


def modules() -> dict[str, Path]:
    """Return the modules of the package by name."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    assert len(found) > 20
    return found


def imports(path: Path) -> Iterator[str]:
    """Return every module that a file imports, at any depth."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} has a relative import"
            for each in node.names:
                inner = f"{node.module}.{each.name}"
                yield inner if inner in modules() else str(node.module)


def inside(name: str, package: str) -> bool:
    """Return whether a module is a package or part of it."""
    return name == package or name.startswith(f"{package}.")


def may_import(name: str, other: str) -> bool:
    """Return whether one module of the package may import another."""
    package = name.removeprefix("peeltrack").strip(".").partition(".")[0]
    if package in TOP or other == "peeltrack":
        return True
    allowed = {package} | MAY_IMPORT.get(package, set())
    return any(inside(other, f"peeltrack.{each}") for each in allowed)


def test_imports_run_downwards_only() -> None:
    for name, path in modules().items():
        for imported in imports(path):
            if inside(imported, "peeltrack"):
                assert may_import(name, imported), f"{name} must not import {imported}"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("peeltrack.model", "peeltrack.store"),
        ("peeltrack.analysis.comparison", "peeltrack.store.library"),
        ("peeltrack.formats.terminal", "peeltrack.views.diff"),
        ("peeltrack.formats.json", "peeltrack.model"),
        ("peeltrack.views.diff", "peeltrack.formats.markdown"),
        ("peeltrack.store.library", "peeltrack.formats.document"),
        ("peeltrack.views.changes", "peeltrack.export.content"),
        ("peeltrack.something_new", "peeltrack.views.words"),
    ],
)
def test_an_upward_import_is_noticed(name: str, other: str) -> None:
    assert not may_import(name, other)


def test_every_package_is_in_the_table() -> None:
    packages = {name.split(".")[1] for name in modules() if "." in name}
    assert packages == {*MAY_IMPORT, *filter(None, TOP)}


def test_each_package_says_what_it_holds_and_what_it_may_import() -> None:
    for path in SOURCE.glob("peeltrack/*/__init__.py"):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert "import" in text, path


def test_each_library_is_imported_in_one_place() -> None:
    used = set()
    for name, path in modules().items():
        for imported in imports(path):
            for library, places in ONLY_IN.items():
                if inside(imported, library):
                    used.add(library)
                    assert any(inside(name, place) for place in places), f"{name} must not import {library}"
    assert used == set(ONLY_IN)


def test_nothing_but_the_named_libraries_is_imported() -> None:
    roots = {imported.split(".")[0] for path in modules().values() for imported in imports(path)}
    assert roots - set(sys.stdlib_module_names) == {"peeltrack", *ONLY_IN}


def test_only_the_command_line_prints() -> None:
    for name, path in modules().items():
        if not inside(name, "peeltrack.cli") and name != "peeltrack.__main__":
            nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
            words = {ast.unparse(node) for node in nodes if isinstance(node, (ast.Name, ast.Attribute))}
            assert not words & {"print", "sys.stdout", "sys.stderr", "sys.exit"}, name


LOADED = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, file=sys.stderr))
from peeltrack.__main__ import main
main()
"""


@cache
def loaded(*args: str) -> frozenset[str]:
    """Return the modules that are loaded at the end of a run."""
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


MACHINE_RUNS = [
    ("diff", "hampshire", "2016", "2017", "-f", "json"),
    ("diff", "hampshire", "2016", "2017"),
    ("show", "hampshire", "-f", "csv"),
]
TABLE_RUN = ("diff", "hampshire", "2016", "2017", "-f", "table")


@pytest.mark.parametrize("args", MACHINE_RUNS, ids=" ".join)
def test_machine_formats_load_neither_rich_nor_jinja2(args: tuple[str, ...]) -> None:
    assert not {"rich", "jinja2"} & loaded(*args)


def test_the_table_loads_rich() -> None:
    assert "rich" in loaded(*TABLE_RUN)


@pytest.mark.parametrize("args", [*MACHINE_RUNS, TABLE_RUN], ids=" ".join)
def test_only_what_shows_a_picture_loads_pictures(args: tuple[str, ...]) -> None:
    assert "peeltrack.formats.pictures" not in loaded(*args)


@pytest.mark.parametrize("args", [("--help",), ("diff", "--help")])
def test_help_reads_no_records(args: tuple[str, ...]) -> None:
    assert not {"tomli", "json"} & loaded(*args)


def test_a_command_loads_no_other_command() -> None:
    assert "peeltrack.cli.diff" in loaded(*MACHINE_RUNS[0])
    assert "peeltrack.cli.show" not in loaded(*MACHINE_RUNS[0])
    assert "peeltrack.views.show" not in loaded(*MACHINE_RUNS[0])
