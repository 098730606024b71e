"""What is built: the wheel brings its records along, and the source distribution is whole."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from asking import ask
from conftest import DATA, ROOT, clean_environment

import peeltrack
from peeltrack.store.library import shipped


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
        env=clean_environment({}),
    )
    return folder


@pytest.fixture
def unpacked(built: Path, tmp_path: Path) -> Path:
    """The wheel as it is installed, in a folder where nothing else is."""
    (wheel,) = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    return tmp_path / "site"


def records() -> set[str]:
    """The data files of the checkout, below data/."""
    found = {path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml")}
    assert len(found) == 48
    return found


def test_the_wheel_holds_every_record_and_what_types_are_checked_by(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {f"peeltrack/data/{name}" for name in records()} <= names
    code = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}
    assert code | {"peeltrack/py.typed", "peeltrack/output.schema.json", "peeltrack/data/LICENSE"} <= names
    assert all(name.startswith(("peeltrack/", "peeltrack-")) for name in names)


def test_the_source_distribution_holds_what_is_needed_to_build_and_to_test(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as file:
        names = {name.partition("/")[2] for name in file.getnames()}
    assert {f"data/{name}" for name in records()} <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "src/peeltrack/cli/__init__.py"} <= names
    assert {"tests/conftest.py", "tests/test_packaging.py"} <= names
    assert not any(name.startswith((".venv", ".git/")) for name in names)


def test_an_installed_wheel_finds_its_records_far_from_any_checkout(unpacked: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    where = "import peeltrack.store.library; print(peeltrack.store.library.shipped())"
    arguments = ["diff", "hampshire", "2016", "2017"]
    for code, wanted in (
        (f"{where}", f"{unpacked / 'peeltrack' / 'data'}\n"),
        (
            f"import sys; sys.argv[1:] = {arguments}; from peeltrack.cli import main; main()",
            ask(*arguments).out,
        ),
    ):
        done = subprocess.run(
            [sys.executable, "-P", "-c", code],
            check=True,
            capture_output=True,
            cwd=elsewhere,
            env=clean_environment({"PYTHONPATH": str(unpacked)}),
        )
        assert done.stdout.decode().replace(os.linesep, "\n") == wanted


def test_new_does_not_write_into_an_installed_package(unpacked: Path, tmp_path: Path) -> None:
    record = unpacked / "peeltrack" / "data" / "forces" / "thames-valley.toml"
    before = record.read_bytes()
    done = subprocess.run(
        [sys.executable, "-P", "-m", "peeltrack", "new", "thames-valley", "peel-2014"],
        check=False,
        capture_output=True,
        cwd=tmp_path,
        env=clean_environment({"PYTHONPATH": str(unpacked)}),
    )
    assert done.returncode == 2
    assert b"copy" in done.stderr
    assert b"--data" in done.stderr
    assert record.read_bytes() == before


def test_a_checkout_reads_the_folder_beside_its_source() -> None:
    assert Path(shipped()) == DATA


def test_the_metadata_say_what_the_project_is(unpacked: Path) -> None:
    (folder,) = unpacked.glob("peeltrack-*.dist-info")
    metadata = (folder / "METADATA").read_text(encoding="utf-8")
    assert f"\nVersion: {peeltrack.__version__}\n" in metadata
    needed = set(re.findall(r"^requires-dist: ([a-z0-9]+)(?!.*extra)", metadata.lower(), re.MULTILINE))
    assert {"click", "rich", "tomli", "tzdata"} <= needed
    assert needed <= {"click", "rich", "tomli", "tzdata", "jinja2", "xlsxwriter"}
    scripts = (folder / "entry_points.txt").read_text()
    assert scripts == "[console_scripts]\npeeltrack = peeltrack.__main__:main\n"
    assert len(list(folder.rglob("LICENSE"))) == 2


def test_from_an_archive_the_built_in_records_are_missed_and_no_neighbour_stands_in(
    unpacked: Path, tmp_path: Path
) -> None:
    archive = tmp_path / "app" / "peeltrack.pyz"
    archive.parent.mkdir()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("__main__.py", "from peeltrack.__main__ import main\nmain()\n")
        for path in sorted((unpacked / "peeltrack").rglob("*")):
            if path.is_file():
                file.write(path, path.relative_to(unpacked))
    shutil.copytree(DATA, tmp_path / "data")
    shutil.copytree(DATA, tmp_path / "app" / "data")
    for words, env in (
        ([str(archive)], {}),
        (["-m", "peeltrack"], {"PYTHONPATH": str(archive)}),
    ):
        for command in (
            ["show", "kent"],
            ["kent"],
            ["records", str(tmp_path / "mine")],
            ["new", "kent", "x"],
        ):
            done = subprocess.run(
                [sys.executable, "-P", *words, *command],
                capture_output=True,
                check=False,
                cwd=tmp_path,
                env=clean_environment(env),
                text=True,
            )
            assert (done.returncode, done.stdout) == (2, ""), (command, done.stderr)
            if command != ["kent"]:
                assert "peeltrack cannot read its built-in records: it runs from an archive" in done.stderr
        named = subprocess.run(
            [sys.executable, "-P", *words, "show", "kent", "-f", "json", "--data", "data"],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env=clean_environment(env),
            text=True,
        )
        assert (named.returncode, named.stderr) == (0, "")
