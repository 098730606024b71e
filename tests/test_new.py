"""``peeltrack new``: what it adds, and that it changes nothing else."""

from __future__ import annotations

import errno
import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from conftest import COMMAND, Run, clean_environment

from peeltrack.cli import cli

FORCE, EDITION = "thames-valley", "peel-2014"
"""A force and an edition that the tests take out of its record."""


@pytest.fixture
def records(records: Path) -> Path:
    """Copy the records, without one inspection of one force."""
    path = records / "forces" / f"{FORCE}.toml"
    head, *inspections = path.read_text("utf-8").split("[[inspection]]\n")
    kept = [each for each in inspections if f'edition   = "{EDITION}"' not in each]
    assert len(kept) == len(inspections) - 1
    path.write_text("[[inspection]]\n".join([head, *kept]), "utf-8")
    return records


@pytest.fixture
def file(records: Path) -> Path:
    return records / "forces" / f"{FORCE}.toml"


def new(records: Path, force: str = FORCE, edition: str = EDITION) -> None:
    cli.main(["new", force, edition, "--data", str(records)], standalone_mode=False)


def test_the_inspection_comes_last_and_all_before_it_stays(peeltrack: Run, records: Path, file: Path) -> None:
    before = file.read_bytes()
    done = peeltrack("new", "Thames Valley Police", "PEEL 2014", "--data", records)
    after = file.read_bytes()
    line = len(before.splitlines()) + 2
    assert (done.code, done.out) == (0, f"{file.as_posix()}:{line}\n")
    assert "Added PEEL 2014" in done.err
    assert after.startswith(before + b"\n[[inspection]]\n")


def test_it_has_the_areas_that_the_edition_grades_in_order(records: Path, file: Path) -> None:
    new(records)
    grades = file.read_text("utf-8").rpartition("[inspection.grades]\n")[2].partition("\n\n")[0]
    areas = [line.split(" ")[0] for line in grades.splitlines()]
    assert areas == ["preventing-crime", "investigating-crime", "anti-social-behaviour", "efficiency"]


@pytest.mark.parametrize("force", [FORCE, "north-somewhere"])
def test_check_names_every_hole_and_nothing_else(peeltrack: Run, records: Path, force: str) -> None:
    path = records / "forces" / f"{force}.toml"
    new(records, force)
    holes = [
        number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.count('""')
    ]
    found = peeltrack("check", path)
    assert [
        int(line.removeprefix(f"{path.as_posix()}:").split(":")[0]) for line in found.out.splitlines()
    ] == holes
    assert (len(holes), found.code) == ({FORCE: 11, "north-somewhere": 14}[force], 1)


def test_a_new_force_gets_a_file_that_names_its_schema(records: Path) -> None:
    new(records, "north-somewhere")
    text = (records / "forces" / "north-somewhere.toml").read_text("utf-8")
    assert text.startswith('#:schema ../force.schema.json\nname    = ""\n')


@pytest.mark.parametrize(
    ("force", "said"),
    [
        ("kentt", "kentt is a new force; did you mean 'kent'?\n"),
        ("atlantis", "atlantis is a new force\n"),
        (FORCE, ""),
    ],
)
def test_a_new_force_is_said_to_be_one(peeltrack: Run, records: Path, force: str, said: str) -> None:
    done = peeltrack("new", force, EDITION, "--data", records)
    assert (done.code, done.err.partition("Added")[0]) == (0, said)


def test_the_first_force_of_a_regime_can_be_begun(records: Path) -> None:
    for path in (records / "forces").iterdir():
        path.unlink()
    (records / "forces").rmdir()
    new(records, "first")
    assert (records / "forces" / "first.toml").exists()


def test_a_second_run_is_refused(peeltrack: Run, records: Path, file: Path) -> None:
    new(records)
    before = file.read_bytes()
    done = peeltrack("new", FORCE, EDITION, "--data", records)
    assert done.code == 2
    assert (
        f"PEEL 2014 of Thames Valley Police is on record already; edit it at {file.as_posix()}:" in done.err
    )
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("mark", "ending", "last"), [(b"", b"\r\n", b"\r\n"), (b"\xef\xbb\xbf", b"\n", b""), (b"", b"\r\n", b"")]
)
def test_line_endings_mark_and_a_missing_last_newline(
    records: Path, file: Path, mark: bytes, ending: bytes, last: bytes
) -> None:
    before = mark + file.read_bytes().replace(b"\n", ending).removesuffix(ending) + last
    file.write_bytes(before)
    new(records)
    after = file.read_bytes()
    added = after.removeprefix(before)
    assert after.startswith(before)
    assert added.removeprefix(b"" if last else ending).startswith(ending + b"[[inspection]]" + ending)
    assert added.count(ending) == added.count(b"\n")


@pytest.mark.parametrize(
    ("force", "edition", "said"),
    [
        (FORCE, "2014", "2014 is a date of publication, and names no edition; the editions are: peel-2014,"),
        (FORCE, "peel-2107", "the editions are: peel-2014, "),
        ("North Somewhere", EDITION, "To begin a record, give an id"),
        ("../kent", EDITION, "To begin a record, give an id"),
    ],
)
def test_what_names_nothing_is_refused(
    peeltrack: Run, records: Path, force: str, edition: str, said: str
) -> None:
    done = peeltrack("new", force, edition, "--data", records)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_file_that_is_no_toml_or_has_inspections_in_a_list_is_left_alone(
    peeltrack: Run, records: Path, file: Path
) -> None:
    for text, said in (("name = \n", "1: is not valid TOML"), ("inspection = []\n", "cannot be added to")):
        file.write_text(text)
        done = peeltrack("new", FORCE, EDITION, "--data", records)
        assert (done.code, file.read_text()) == (2, text)
        assert said in done.err


@pytest.mark.needs("bash", "fcntl")
def test_a_full_disk_leaves_the_old_file_whole(records: Path, file: Path) -> None:
    before = file.read_bytes()
    limit = 'ulimit -f 1 && exec "$@"'  # no file can grow beyond a kilobyte
    done = subprocess.run(
        ["bash", "-c", limit, "bash", *COMMAND, "new", FORCE, EDITION, "--data", records],
        capture_output=True,
        check=False,
        env=clean_environment({"PYTHONDONTWRITEBYTECODE": "1"}),
    )
    assert (done.returncode, file.read_bytes()) == (2, before)
    assert b"nothing was changed" in done.stderr
    assert [path.name for path in file.parent.iterdir() if path.suffix != ".toml"] == []


def test_a_folder_that_takes_no_file_leaves_the_old_one_whole(
    records: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from peeltrack.model import PeeltrackError

    def refuse(**_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    before = file.read_bytes()
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(PeeltrackError, match="nothing was changed"):
        new(records)
    assert file.read_bytes() == before
