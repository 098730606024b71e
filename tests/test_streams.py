"""Streams of real processes: encodings, colours, pipes and terminals."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest
from asking import ask
from conftest import COMMAND, ROOT, TODAY, Streak, clean_environment

from peeltrack.cli.output import color_wanted

DIFF = ("diff", "hampshire", "2016", "2017")

ENCODINGS = {
    "ascii": ({"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, "ascii"),
    "the C locale": ({"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}, "ascii"),
    "Western Windows": ({"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}, "cp1252"),
    "an American console": ({"PYTHONIOENCODING": "cp437", "PYTHONUTF8": "0"}, "cp437"),
    "UTF-8": ({}, "utf-8"),
}


def piped(*args: str, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*COMMAND, *args], capture_output=True, check=False, cwd=ROOT, env=clean_environment(env)
    )


@pytest.mark.parametrize("name", ENCODINGS)
def test_any_encoding_is_written_readably(name: str) -> None:
    env, encoding = ENCODINGS[name]
    done = piped(*DIFF, "-f", "table", env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode(encoding).splitlines()
    assert lines[1] in (
        "PEEL 2015 (February 2016, national date) → PEEL 2016 (12 April 2017), inspector Zoë Billingham",
        "PEEL 2015 (February 2016, national date) > PEEL 2016 (12 April 2017), inspector Zoë Billingham",
        "PEEL 2015 (February 2016, national date) > PEEL 2016 (12 April 2017), inspector Zoe Billingham",
    )
    assert any(line[:1] in "▼v" and "1 downgrade: Effectiveness" in line for line in lines if line)
    assert not any("?" in line for line in lines[:8])
    # The columns stand under each other, whatever stands in for a sign.
    head = next(line for line in lines if line.split() == ["PEEL", "2015", "PEEL", "2016"])
    words = ("  unchanged", "  not comparable", "  down 1 grade")
    rows = [line for line in lines if any(word in line for word in words)]
    assert len(rows) == 5
    for row in rows:
        place = head.index("PEEL 2015")
        assert row[place - 1] == " "
        assert row[place:].startswith(("good", "not on record"))


@pytest.mark.parametrize("format_", ["plain", "json", "csv", "markdown", "github", "junit"])
def test_no_format_breaks_in_ascii(format_: str) -> None:
    done = piped(*DIFF, "-f", format_, env=ENCODINGS["the C locale"][0])
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


def test_an_error_is_readable_in_ascii(peeltrack: Streak) -> None:
    result = peeltrack("show", "hampshire", "--data", "Zoë → data", **ENCODINGS["ascii"][0])
    assert (result.code, result.out) == (2, "")
    assert "the data folder Zoe > data does not exist" in result.err


def test_a_file_is_utf_8_whatever_the_encoding_of_the_terminal(tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    done = piped(*DIFF, "-f", "markdown", "-o", str(target), env=ENCODINGS["ascii"][0])
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert "inspector Zoë Billingham" in target.read_text("utf-8")


def test_a_folder_whose_name_is_no_text_is_no_crash(tmp_path: Path, records: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/caf\xe9"
    try:
        os.rename(os.fsencode(records), odd)
    except OSError:
        assert os.name != "posix" or os.uname().sysname == "Darwin", "only there must names be text"
        return
    target = tmp_path / "out"
    done = piped(*DIFF, "-f", "junit", "--data", os.fsdecode(odd), "-o", str(target), env={})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "caf /forces/hampshire.toml" in target.read_text("utf-8")


COLOURS = [
    # --color, environment, a terminal? -> colour?
    ("auto", {}, True, True),
    ("auto", {}, False, False),
    ("auto", {"TERM": "dumb"}, True, False),
    ("auto", {"NO_COLOR": "1"}, True, False),
    ("auto", {"NO_COLOR": ""}, True, True),
    ("auto", {"FORCE_COLOR": "1"}, False, True),
    ("auto", {"FORCE_COLOR": ""}, False, False),
    ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
    ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ("always", {"NO_COLOR": "1"}, False, True),
    ("always", {"TERM": "dumb"}, True, True),
    ("never", {"FORCE_COLOR": "1"}, True, False),
]


@pytest.mark.parametrize(("flag", "environ", "terminal", "wanted"), COLOURS)
def test_colour_is_used_where_it_is_wanted(
    flag: str, environ: dict[str, str], terminal: bool, wanted: bool
) -> None:
    assert color_wanted(flag, environ, terminal=terminal) is wanted
    screen = ask(*DIFF, "-f", "table", "--color", flag, screen=terminal, **environ).out
    assert ("\x1b[" in screen) is wanted


def test_a_file_has_colours_only_where_they_are_asked_for(tmp_path: Path) -> None:
    """FORCE_COLOR speaks of the log that CI shows; it is set for every command of a job."""
    path = tmp_path / "out"
    for flag, wanted in (("auto", False), ("always", True)):
        assert ask(*DIFF, "-f", "table", "-o", path, "--color", flag, FORCE_COLOR="1").code == 0
        assert ("\x1b[" in path.read_text("utf-8")) is wanted


def test_a_terminal_has_a_table_in_its_width_and_a_pipe_has_rows(terminal: Streak, peeltrack: Streak) -> None:
    wide, narrow = terminal(200, *DIFF).out, terminal(60, *DIFF, NO_COLOR="1").out
    assert "\x1b[" in wide
    widths = [max(len(line) for line in text.splitlines() if "http" not in line) for text in (narrow, wide)]
    assert widths[0] <= 60 < widths[1]
    assert peeltrack(*DIFF).out == peeltrack(*DIFF, "-f", "plain").out


def test_a_dumb_terminal_gets_no_escapes(terminal: Streak) -> None:
    assert "\x1b" not in terminal(80, *DIFF, TERM="dumb").out


@pytest.mark.parametrize("format_", ["table", "plain", "markdown"])
def test_a_pipe_is_never_cut_to_a_width(format_: str) -> None:
    screen = {ask(*DIFF, "-f", format_, COLUMNS=columns).out for columns in ("20", "300")}
    assert len(screen) == 1


@pytest.mark.needs("fcntl")
@pytest.mark.parametrize("format_", ["table", "plain", "json"])
def test_a_closed_pipe_ends_silently(format_: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, "changes", "-f", format_],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        cwd=ROOT,
        env=clean_environment({}),
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, b"")


@pytest.mark.needs("bash", "/dev/full")
@pytest.mark.parametrize(
    ("where", "message"), [(">&-", "standard output is closed"), (">/dev/full", "cannot be written")]
)
def test_output_that_goes_nowhere_is_trouble(where: str, message: str) -> None:
    command = f'"$@" {where}'
    done = subprocess.run(
        ["bash", "-c", command, "bash", *COMMAND, *DIFF],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=clean_environment({}),
    )
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_a_short_option_is_its_long_one_wherever_it_is_one_and_nowhere_else(tmp_path: Path) -> None:
    screen = ask(*DIFF, "--format", "json", PEELTRACK_TODAY=TODAY).out
    for words in (("-f", "json"), ("-fjson",), ("--format=json",), ("-f", "plain", "-f", "json")):
        assert ask(*DIFF, *words, PEELTRACK_TODAY=TODAY).out == screen
    assert ask(*DIFF, "-qf", "json").out == ask(*DIFF, "-q").out == ""
    assert "'-f' is not one of" in ask(*DIFF, "-qf", "-f").err
    assert "Option '-o' requires an argument" in ask(*DIFF, "-o").err
    # What follows an option that takes a value is the value, be it named like an option.
    done = subprocess.run(
        [*COMMAND, *DIFF, "-o", "-f", "-f", "json"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env=clean_environment({}),
    )
    assert (done.stdout, (tmp_path / "-f").read_text("utf-8")) == (b"", screen)
    for word in ("-h", "-q"):
        assert f"'{word}' is no year or edition" in ask("show", "hampshire", "--", word).err
    assert ask("show", "hampshire", "-h").out.startswith("Usage: peeltrack show ")


def test_three_orders_of_hashing_give_one_output() -> None:
    for args in (("changes", "-f", "json"), (*DIFF, "-f", "markdown"), (*DIFF, "-f", "junit")):
        screen = {piped(*args, env={"PYTHONHASHSEED": seed}).stdout for seed in "012"}
        assert len(screen) == 1
        assert screen != {b""}
