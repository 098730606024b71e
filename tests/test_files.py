"""Files that -o writes: which format they get, and that they are written in place."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from asking import ask
from conftest import COMMAND, ROOT, TODAY, Result, clean_environment

DIFF = ("diff", "hampshire", "2016", "2017")

POSIX = pytest.mark.needs("fcntl")
"""What Windows does not have."""

# Formats


@pytest.mark.parametrize(
    ("ending", "format_"),
    [
        ("txt", "table"),
        ("json", "json"),
        ("JSON", "json"),
        ("csv", "csv"),
        ("md", "markdown"),
        ("xml", "junit"),
        ("log", "plain"),
        ("", "plain"),
    ],
)
def test_the_ending_of_a_file_sets_its_format(ending: str, format_: str, tmp_path: Path) -> None:
    path = tmp_path / f"out.{ending}".rstrip(".")
    assert ask(*DIFF, "-o", path) == Result(0, "", "")
    assert path.read_bytes().decode() == ask(*DIFF, "-f", format_).out


def test_several_files_are_written_in_one_run(tmp_path: Path) -> None:
    report, suite, rows = (tmp_path / name for name in ("report.md", "junit.xml", "rows.csv"))
    assert ask(*DIFF, "-o", report, "-o", suite, "-o", rows) == Result(0, "", "")
    assert report.read_text("utf-8") == ask(*DIFF, "-f", "markdown").out
    assert suite.read_text("utf-8") == ask(*DIFF, "-f", "junit").out
    assert rows.read_bytes().decode() == ask(*DIFF, "-f", "csv").out


def test_the_ending_counts_more_than_the_environment(tmp_path: Path) -> None:
    named, unnamed = tmp_path / "out.json", tmp_path / "out"
    assert ask(*DIFF, "-o", named, "-o", unnamed, PEELTRACK_FORMAT="csv").code == 0
    assert named.read_text("utf-8") == ask(*DIFF, "-f", "json").out
    assert unnamed.read_bytes().decode() == ask(*DIFF, "-f", "csv").out


def test_the_format_option_goes_with_its_own_ending_and_with_one_that_names_no_format(tmp_path: Path) -> None:
    for name in ("out.json", "out.log", "out", "out.2017"):
        assert ask(*DIFF, "-f", "json", "-o", tmp_path / name).code == 0
        assert (tmp_path / name).read_text("utf-8") == ask(*DIFF, "-f", "json").out


def test_an_ending_that_names_another_format_is_refused(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.json"
    result = ask(*DIFF, "-f", "csv", "-o", first, "-o", second)
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f"Error: the ending of {second} asks for json, but --format asks for csv;"
        " leave out --format or choose another ending\n"
    )
    assert list(tmp_path.iterdir()) == [], "nothing is written before everything is rendered"


def test_a_format_that_a_command_does_not_have_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    result = ask("forces", "-o", tmp_path / "a.csv", "-o", tmp_path / "b.xml")
    assert (result.code, result.out) == (2, "")
    assert "junit" in result.err
    assert list(tmp_path.iterdir()) == []


def test_quiet_prints_nothing_and_still_writes_files(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    found = ask(*DIFF, "--fail-on", "downgrade", "-q", "-o", path)
    assert found == Result(1, "", "")
    assert path.read_text("utf-8") == ask(*DIFF, "-f", "json").out
    assert ask("check", "-q") == Result(0, "", "")
    assert ask("changes", "--since", "2020", "-q") == Result(0, "", "")


def test_quiet_still_prints_errors() -> None:
    result = ask("diff", "nowhere", "-q")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: ")


def test_a_hyphen_is_standard_output(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    result = ask(*DIFF, "-o", "-", "-o", path)
    assert result == ask(*DIFF)
    assert path.read_text("utf-8") == ask(*DIFF, "-f", "json").out


# In place


@POSIX
def test_a_file_is_written_in_place(tmp_path: Path) -> None:
    path, hard, link = tmp_path / "out", tmp_path / "hard", tmp_path / "link"
    path.write_text("old and much longer than nothing" * 10_000)
    path.chmod(0o2664)
    hard.hardlink_to(path)
    link.symlink_to(path)
    before = path.stat()
    assert ask("forces", "-o", link).code == 0
    after = path.stat()
    assert (after.st_ino, after.st_mode, after.st_nlink) == (before.st_ino, before.st_mode, before.st_nlink)
    assert link.is_symlink()
    assert hard.read_text("utf-8") == ask("forces").out
    assert sorted(each.name for each in tmp_path.iterdir()) == ["hard", "link", "out"]


@POSIX
def test_a_new_file_has_the_rights_that_the_umask_leaves(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        assert ask("forces", "-o", tmp_path / "out").code == 0
    finally:
        os.umask(before)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o640


@POSIX
def test_a_file_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    path.chmod(0o444)
    without_privileges = ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*without_privileges, *COMMAND, *DIFF, "-o", str(path)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=clean_environment({}),
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"Error: {path} cannot be written (Permission denied)\n"
    assert path.read_text() == "old"


STREAMS = [
    "/dev/stdout",
    "/dev/fd/1",
    pytest.param("/proc/self/fd/1", marks=pytest.mark.needs("/proc/self/fd")),
    pytest.param("/proc/thread-self/fd/1", marks=pytest.mark.needs("/proc/thread-self/fd")),
    "link",
    "link to a link",
]


@pytest.mark.needs("/dev/fd", "sh")
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("name", STREAMS)
def test_a_name_of_standard_output_is_standard_output(name: str, unbuffered: str, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/dev/stdout")
    (tmp_path / "link to a link").symlink_to("link")
    target = tmp_path / "out"
    subprocess.run(
        [
            "sh",
            "-c",
            f'{{ echo before; "$@"; echo after; }} > {target}',
            "sh",
            *COMMAND,
            "forces",
            "-o",
            name,
        ],
        check=True,
        cwd=tmp_path,
        env=clean_environment({"PYTHONUNBUFFERED": unbuffered}),
    )
    assert target.read_text("utf-8") == f"before\n{ask('forces').out}after\n"


@pytest.mark.needs("/dev/fd", "sh")
@pytest.mark.parametrize(("name", "redirection"), [("/dev/stderr", "2>>"), ("/dev/fd/7", "7>>")])
def test_a_name_of_another_stream_is_that_stream(name: str, redirection: str, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_text("before\n")
    subprocess.run(
        ["sh", "-c", f'"$@" {redirection} {target}', "sh", *COMMAND, "forces", "-o", name],
        check=True,
        env=clean_environment({}),
    )
    assert target.read_text("utf-8") == f"before\n{ask('forces').out}"


@pytest.mark.needs("/dev/fd")
def test_a_pipe_can_be_named_as_a_file() -> None:
    done = subprocess.run(
        [*COMMAND, *DIFF, "-o", "/dev/stdout", "-f", "json"],
        capture_output=True,
        check=True,
        env=clean_environment({}),
    )
    assert done.stdout.decode() == ask(*DIFF, "-f", "json", PEELTRACK_TODAY=TODAY).out


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for target in (folder, tmp_path / "nowhere" / "out", tmp_path / ("x" * 300), "/dev/fd/99", ""):
        result = ask(*DIFF, "-o", target)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"Error: {target} cannot be written (")
        assert result.err.count("\n") == 1
    assert list(tmp_path.rglob("*")) == [folder]


def test_an_error_before_the_output_leaves_the_file_as_it_was(tmp_path: Path, records: Path) -> None:
    path = tmp_path / "out"
    (records / "forces" / "hampshire.toml").write_text("broken")
    for args in (
        ("show", "nowhere"),
        ("show", "hampshire", "2015"),
        ("show", "hampshire", "--data", records),
    ):
        assert ask(*args, "-o", path).code == 2
    assert not path.exists()
    path.write_text("old")
    assert ask("show", "hampshire", "--data", records, "-o", path).code == 2
    assert path.read_text() == "old"
