"""``peeltrack export``: where it writes, what it refuses, and that it writes all or nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import ask
from conftest import COMMAND, DATA, ROOT, clean_environment
from exporting import export

TARGETS = ("grades.db", "grades.sqlite", "grades.xlsx", "grades")
FEW, OTHERS = (
    ("--data", str(ROOT / "tests" / "fire-and-rescue"), "--force", name) for name in ("saltmarsh", "moorland")
)
"""Two selections that are quick to write."""

POSIX = pytest.mark.needs("fcntl")
"""What Windows does not have."""


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


# Which target


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("grades.db", b"SQLite format 3\0"),
        ("grades.SQLITE", b"SQLite format 3\0"),
        ("grades.sqlite3", b"SQLite format 3\0"),
        ("grades.xlsx", b"PK\x03\x04"),
    ],
)
def test_the_ending_of_a_file_says_what_it_is(name: str, begins: bytes, tmp_path: Path) -> None:
    assert export(tmp_path / name, *FEW).read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["grades", "grades.d/", "grades.2025/"])
def test_other_names_are_folders(name: str, tmp_path: Path) -> None:
    result = ask("export", f"{tmp_path}/{name}", *FEW)
    assert result.code == 0, result.err
    assert (tmp_path / name / "datapackage.json").is_file()


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "grades.2025").mkdir()
    export(tmp_path / "grades.2025", *FEW)
    assert (tmp_path / "grades.2025" / "grades.csv").is_file()


@pytest.mark.parametrize("target", TARGETS)
def test_the_same_records_give_the_same_bytes(target: str, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        export(tmp_path / name / target, *FEW)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


# What is refused

REFUSED: list[tuple[str, tuple[str, ...], str]] = [
    ("grades.csv", (), "is not something to export to; name a database (grades.db)"),
    ("grades.json", (), "is not something to export to"),
    ("-", (), "'-' is not something to export to"),
    ("", (), "'' is not something to export to"),
    ("nowhere/grades.db", (), "the folder nowhere does not exist"),
    ("nowhere/grades", (), "the folder nowhere does not exist"),
    ("there.db", (), "there.db exists already; add --overwrite"),
    ("there.xlsx", (), "there.xlsx exists already; add --overwrite"),
    ("ours", (), "ours exists already; add --overwrite"),
    ("ours.xlsx", ("--metadata",), "--metadata is for a database"),
    ("ours", ("--metadata", "--overwrite"), "--metadata is for a database"),
    ("fresh.db", ("--metadata",), "metadata.json exists already; add --overwrite"),
    ("fresh.db", ("--metadata", "--overwrite"), "metadata.json is not from peeltrack"),
    ("theirs", (), "theirs holds things that peeltrack did not write, or that changed since, such as a.txt"),
    ("theirs", ("--overwrite",), "such as a.txt"),
    ("mixed", ("--overwrite",), "such as notes.md"),
    ("changed", ("--overwrite",), "such as grades.csv"),
    ("noted", ("--overwrite",), "such as README.md"),
    ("inside", ("--overwrite",), "such as grades.csv"),
    ("plain", ("--overwrite",), "plain cannot be read as a folder"),
    ("n" * 300 + ".db", (), "cannot be written ("),
    ("n" * 300, (), "cannot be written ("),
    ("fresh.db", ("--force", "nowhere"), "there is no force called 'nowhere'"),
    ("fresh.db", ("--since", "2020", "--until", "2019"), "--since 2020 is after --until 2019"),
    ("fresh.db", ("--data", "nowhere"), "the data folder nowhere does not exist"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with files and folders that are in the way."""
    place = tmp_path_factory.mktemp("place")
    for name in ("there.db", "there.xlsx", "plain"):
        (place / name).write_text("something", "utf-8")
    (place / "metadata.json").write_text('{"title": "somebody\'s"}', "utf-8")
    (place / "theirs").mkdir()
    (place / "theirs" / "a.txt").write_text("a", "utf-8")
    for name in ("ours", "mixed", "changed", "noted", "inside"):
        export(place / name, *FEW)
    (place / "mixed" / "notes.md").write_text("mine", "utf-8")
    for path in ("changed/grades.csv", "noted/README.md"):
        with (place / path).open("a", encoding="utf-8") as file:
            file.write("one more line\n")
    (place / "inside" / "grades.csv").unlink()
    (place / "inside" / "grades.csv").mkdir()
    return place


@pytest.mark.parametrize(("name", "options", "message"), REFUSED, ids=lambda value: str(value)[:40])
def test_what_cannot_be_written_is_refused_and_nothing_changes(
    name: str, options: tuple[str, ...], message: str, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place)
    before = contents(place)
    result = ask("export", name, *options)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: ")
    assert message in result.err
    assert result.err.count("\n") == 1
    assert contents(place) == before


@pytest.mark.parametrize("target", TARGETS)
def test_overwrite_replaces_an_export(target: str, tmp_path: Path) -> None:
    export(tmp_path / target, *OTHERS)
    before = contents(tmp_path)
    assert ask("export", tmp_path / target, *FEW).code == 2
    assert contents(tmp_path) == before
    export(tmp_path / target, *FEW, "--overwrite")
    replaced = contents(tmp_path)
    assert replaced.keys() == before.keys()
    assert replaced != before


def test_metadata_is_replaced_with_the_database(tmp_path: Path) -> None:
    export(tmp_path / "grades.db", *FEW, "--metadata")
    export(tmp_path / "grades.db", "--metadata", "--overwrite", *OTHERS)
    assert "forces: moorland" in (tmp_path / "metadata.json").read_text("utf-8")


@POSIX
@pytest.mark.parametrize("target", ["grades.db", "grades"])
def test_a_link_is_followed(target: str, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    export(tmp_path / "real" / target, *OTHERS)
    before = contents(tmp_path / "real")
    (tmp_path / target).symlink_to(tmp_path / "real" / target)
    export(tmp_path / target, *FEW, "--overwrite")
    assert (tmp_path / target).is_symlink()
    assert contents(tmp_path / "real") != before


@POSIX
def test_a_file_that_is_replaced_keeps_its_rights(tmp_path: Path) -> None:
    path = export(tmp_path / "grades.db", *FEW)
    path.chmod(0o640)
    export(path, *FEW, "--overwrite")
    assert path.stat().st_mode & 0o777 == 0o640


def test_new_files_have_the_rights_that_the_system_gives(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_text("", "utf-8")
    for name in ("grades.db", "grades.xlsx", "grades/grades.csv"):
        export((tmp_path / name).parent if "/" in name else tmp_path / name, *FEW)
        assert (tmp_path / name).stat().st_mode == plain.stat().st_mode


# All or nothing


@POSIX
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("before", ["nothing", "an export"])
def test_a_full_disk_leaves_everything_as_it_was(target: str, before: str, tmp_path: Path) -> None:
    import resource

    if before == "an export":
        export(tmp_path / target, *FEW)
    found = contents(tmp_path)
    done = subprocess.run(
        [*COMMAND, "export", target, "--overwrite", "--data", DATA],
        cwd=tmp_path,
        env=clean_environment({"PYTHONPATH": str(ROOT / "src")}),
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert done.returncode == 2
    assert b"cannot be written (File too large); nothing was changed" in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert contents(tmp_path) == found
    assert len(list(tmp_path.iterdir())) == len({name.partition("/")[0] for name in found})


def interrupt(*_: object) -> None:
    """Act as Ctrl-C does."""
    raise SystemExit(128 + signal.SIGINT)


def after(number: int, function: Callable[..., object], action: Callable[..., None]) -> Callable[..., object]:
    """Return a function that does something else from its n-th call on."""
    calls = iter(range(1000))

    def stand_in(*args: object, **named: object) -> object:
        if next(calls) >= number:
            action()
        return function(*args, **named)

    return stand_in


@pytest.mark.parametrize(
    ("target", "options", "number"),
    [
        ("grades.db", (), 0),
        ("grades.db", ("--metadata",), 1),
        ("grades.xlsx", (), 0),
        ("grades", (), 0),
        ("grades", (), 5),
    ],
)
def test_ctrl_c_leaves_everything_as_it_was(
    target: str, options: tuple[str, ...], number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(tmp_path / target, *OTHERS, *options)
    before = contents(tmp_path)
    monkeypatch.setattr("os.fsync", after(number, os.fsync, interrupt))
    with pytest.raises(SystemExit):
        ask("export", tmp_path / target, *FEW, "--overwrite", *options)
    assert contents(tmp_path) == before


def test_a_folder_comes_back_if_the_new_one_cannot_take_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(tmp_path / "grades", *OTHERS)
    before = contents(tmp_path)
    calls = iter(range(10))
    rename = Path.rename

    def fail_once(path: Path, target: Path) -> Path:
        if next(calls) == 1:
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_once)
    result = ask("export", tmp_path / "grades", *FEW, "--overwrite")
    assert result.code == 2
    assert "cannot be written (No space left on device); nothing was changed" in result.err
    assert contents(tmp_path) == before


@POSIX
def test_a_reader_of_the_old_file_is_not_disturbed(tmp_path: Path) -> None:
    path = export(tmp_path / "grades.db", *OTHERS)
    with path.open("rb") as file:
        before = path.read_bytes()
        export(path, *FEW, "--overwrite")
        assert file.read() == before


def test_the_last_line_names_what_was_written(tmp_path: Path) -> None:
    result = ask("export", tmp_path / "grades.db", "--metadata", *FEW)
    assert result.out.splitlines() == [str(tmp_path / "grades.db"), str(tmp_path / "metadata.json")]
    assert json.loads((tmp_path / "metadata.json").read_text("utf-8"))["databases"].keys() == {"grades"}


def test_remarks_say_what_a_range_of_dates_leaves_out_and_what_is_empty(tmp_path: Path) -> None:
    result = ask("export", tmp_path / "grades.db", "--since", "2030")
    assert result.code == 0
    assert "No inspections match, so some tables are empty." in result.err
    assert "31 July 2025" in result.err
    dated = ("--since", "2017", "--until", "2018")
    assert ask("export", tmp_path / "two.db", *dated).err == ask("changes", *dated).err != ""
