"""The streams of real processes: encodings, colours, widths, and output that cannot be written."""

from __future__ import annotations

import errno
import os
import re
import signal
import struct
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import ask, flat
from conftest import COMMAND, ROOT, TODAY, Run, clean_environment

from peeltrack.cli.output import color_wanted

DIFF = ("diff", "hampshire", "2016", "2017")

POSIX = pytest.mark.needs("fcntl")
"""What Windows does not have."""

BUFFERING = pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
"""Python buffers standard output unless PYTHONUNBUFFERED is set, as in most containers."""


def piped(*args: str, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """Run peeltrack with both streams piped."""
    return subprocess.run(
        [*COMMAND, *args], capture_output=True, check=False, cwd=ROOT, env=clean_environment(env)
    )


# Encodings

ENCODINGS = {
    "ascii": ({"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}, "ascii"),
    "the C locale": ({"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"}, "ascii"),
    "Western Windows": ({"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}, "cp1252"),
    "an American console": ({"PYTHONIOENCODING": "cp437", "PYTHONUTF8": "0"}, "cp437"),
    "Latin 1": ({"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}, "latin-1"),
    "UTF-8": ({}, "utf-8"),
}


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_table_can_be_read_in_any_encoding(name: str) -> None:
    env, encoding = ENCODINGS[name]
    done = piped(*DIFF, "-f", "table", env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    text = done.stdout.decode(encoding)
    assert any(each in text for each in ("Zoë Billingham", "Zoe Billingham"))
    assert any(line[:1] in "▼v" and "Effectiveness" in line for line in text.splitlines() if line)


@pytest.mark.parametrize("format_", ["plain", "json", "csv", "markdown", "github", "junit"])
def test_every_format_can_be_written_in_ascii(format_: str) -> None:
    done = piped(*DIFF, "-f", format_, env=ENCODINGS["the C locale"][0])
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()


def test_an_error_can_be_read_in_ascii(peeltrack: Run) -> None:
    result = peeltrack("show", "hampshire", "--data", "Zoë → data", **ENCODINGS["ascii"][0])
    assert (result.code, result.out) == (2, "")
    assert "Zoe > data does not exist" in result.err


def test_a_file_is_utf_8_whatever_the_encoding_of_the_terminal(tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    done = piped(*DIFF, "-o", str(target), env=ENCODINGS["ascii"][0])
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert "Zoë Billingham" in target.read_text("utf-8")


@pytest.mark.needs("/proc/self/fd")  # elsewhere the names of files are text
def test_a_folder_whose_name_is_not_text_does_not_stop_anything(tmp_path: Path, records: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/caf\xe9"
    os.rename(os.fsencode(records), odd)
    target = tmp_path / "out"
    done = piped(*DIFF, "-f", "junit", "--data", os.fsdecode(odd), "-o", str(target), env={})
    assert (done.returncode, done.stderr) == (0, b"")
    assert "hampshire.toml" in target.read_text("utf-8")


# Colours and widths

COLOURS = [
    # --color, environment, a terminal? -> colour?
    ("auto", {}, True, True),
    ("auto", {}, False, False),
    ("auto", {"TERM": "dumb"}, True, False),
    ("auto", {"NO_COLOR": "1"}, True, False),
    ("auto", {"NO_COLOR": ""}, True, True),
    ("auto", {"FORCE_COLOR": "1"}, False, True),
    ("auto", {"FORCE_COLOR": ""}, False, False),
    ("auto", {"FORCE_COLOR": "0"}, False, False),
    ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
    ("auto", {"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ("always", {"NO_COLOR": "1"}, False, True),
    ("always", {"TERM": "dumb"}, True, True),
    ("never", {"FORCE_COLOR": "1"}, True, False),
]


@pytest.mark.parametrize(("flag", "environ", "terminal", "wanted"), COLOURS)
def test_colour_is_used_only_if_it_is_wanted(
    flag: str, environ: dict[str, str], terminal: bool, wanted: bool
) -> None:
    assert color_wanted(flag, environ, terminal=terminal) is wanted
    shown = ask(*DIFF, "-f", "table", "--color", flag, "--no-pager", screen=terminal, **environ).out
    assert ("\x1b[" in shown) is wanted
    assert bool(re.search(r"\x1b\[[0-9;]*3[12]m", shown)) is wanted, "red or green"


def test_a_file_has_colours_only_if_color_always_asks_for_them(tmp_path: Path) -> None:
    """FORCE_COLOR is about the log that CI shows; it is set for every command of a job."""
    path = tmp_path / "out.txt"
    for flag, wanted in (("auto", False), ("always", True)):
        assert ask(*DIFF, "-o", path, "--color", flag, FORCE_COLOR="1").code == 0
        assert ("\x1b[" in path.read_text("utf-8")) is wanted


def widest(text: str) -> int:
    """Return the length of the longest line, leaving out those with addresses, which are never cut."""
    return max(len(line) for line in text.splitlines() if "http" not in line)


def test_a_terminal_gets_a_table_in_its_width_and_a_pipe_gets_rows(terminal: Run, peeltrack: Run) -> None:
    wide = terminal(200, *DIFF, "--no-pager").out
    narrow = terminal(60, *DIFF, "--no-pager", NO_COLOR="1").out
    assert "\x1b[" in wide
    assert widest(narrow) <= 60 < widest(wide)
    assert peeltrack(*DIFF).out == peeltrack(*DIFF, "-f", "plain").out


def test_a_dumb_terminal_gets_no_escape_codes(terminal: Run) -> None:
    assert "\x1b" not in terminal(80, *DIFF, "--no-pager", TERM="dumb").out


@pytest.mark.parametrize("format_", ["table", "plain", "markdown"])
def test_the_width_of_the_terminal_does_not_change_what_a_pipe_gets(format_: str) -> None:
    assert len({ask(*DIFF, "-f", format_, COLUMNS=columns).out for columns in ("20", "300")}) == 1


def test_width_fits_a_table_into_a_pipe_a_file_and_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    piped_table = ask(*DIFF, "-f", "table", "--width", "60").out
    assert widest(piped_table) <= 60 < widest(ask(*DIFF, "-f", "table").out)
    assert ask(*DIFF, "-o", path, "--width", "60").code == 0
    assert path.read_text("utf-8") == piped_table
    on_screen = ask(*DIFF, "--width", "60", "--no-pager", screen=True, COLUMNS="200", NO_COLOR="1").out
    assert widest(on_screen) <= 60
    assert flat(on_screen) == flat(ask(*DIFF, "--no-pager", screen=True, COLUMNS="60", NO_COLOR="1").out)


@pytest.mark.parametrize("width", ["0", "-5", "19", "wide"])
def test_a_width_that_no_table_fits_is_refused(width: str) -> None:
    result = ask(*DIFF, "--width", width)
    assert (result.code, result.out) == (2, "")
    assert "'--width'" in result.err


# Output that cannot be written

LARGE = ("changes", "-f", "json")
LIMIT = 40_000
"""A file may grow to so many bytes: the disk of these tests is full after that, and not before."""


def full_after(size: int) -> Callable[[], None]:
    """Return a function that lets the files of its process grow to a size, and no further."""

    def limit() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


@POSIX
@BUFFERING
@pytest.mark.parametrize("how", ["standard output", "-o"])
def test_a_disk_that_fills_up_on_the_way_is_an_error(unbuffered: str, how: str, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    with target.open("wb") as out:
        done = subprocess.run(
            [*COMMAND, *LARGE, *(("-o", str(target)) if how == "-o" else ())],
            stdout=subprocess.PIPE if how == "-o" else out,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
            env=clean_environment({"PYTHONUNBUFFERED": unbuffered}),
            preexec_fn=full_after(LIMIT),
        )
    assert target.stat().st_size == LIMIT
    assert done.returncode == 2
    message = done.stderr.decode()
    assert message.startswith("Error: ")
    assert os.strerror(errno.EFBIG) in message
    assert (how if how == "standard output" else str(target)) in message
    assert message.count("\n") == 1


@POSIX
@BUFFERING
@pytest.mark.parametrize("args", [("--help",), ("-V",), ("forces",), ("show", "kent", "-f", "table")])
def test_a_short_output_that_a_disk_takes_in_part_is_an_error(
    unbuffered: str, args: tuple[str, ...], tmp_path: Path
) -> None:
    limit = 20
    with (tmp_path / "out").open("wb") as out:
        done = subprocess.run(
            [*COMMAND, *args],
            stdout=out,
            stderr=subprocess.PIPE,
            check=False,
            cwd=ROOT,
            env=clean_environment({"PYTHONUNBUFFERED": unbuffered}),
            preexec_fn=full_after(limit),
        )
    assert (done.returncode, (tmp_path / "out").stat().st_size) == (2, limit)
    assert done.stderr.decode() == f"Error: standard output cannot be written ({os.strerror(errno.EFBIG)}).\n"


@pytest.mark.needs("/dev/full")
@BUFFERING
@pytest.mark.parametrize("args", [DIFF, ("-V",), (*DIFF, "-o", "/dev/full")], ids=["diff", "-V", "-o"])
def test_a_full_disk_is_an_error(args: tuple[str, ...], unbuffered: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, *args],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            env=clean_environment({"PYTHONUNBUFFERED": unbuffered}),
        )
    assert done.returncode == 2
    assert done.stderr.decode().startswith("Error: ")
    assert f"({os.strerror(errno.ENOSPC)})" in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.needs("/dev/full")
@BUFFERING
def test_an_error_that_cannot_be_told_is_still_an_error(unbuffered: str) -> None:
    env = clean_environment({"PYTHONUNBUFFERED": unbuffered})
    with Path("/dev/full").open("wb") as full:
        for args in (("show", "nowhere"), ("nonsense",), ("show",)):
            done = subprocess.run([*COMMAND, *args], stdout=full, stderr=full, check=False, env=env)
            assert done.returncode == 2


def wait_until_full(reader: int) -> None:
    """Wait until a pipe holds something and no more comes: its writer waits for room."""
    import fcntl
    import termios

    held, unchanged = 0, 0
    while not held or unchanged < 20:
        before = held
        (held,) = struct.unpack("i", fcntl.ioctl(reader, termios.FIONREAD, b"\0" * 4))
        unchanged = unchanged + 1 if held == before else 0
        time.sleep(0.01)


@POSIX
@BUFFERING
@pytest.mark.parametrize("blocks", [True, False], ids=["blocks", "does not block"])
@pytest.mark.parametrize("stopped", [True, False], ids=["stopped", "not stopped"])
def test_a_slow_reader_gets_everything(unbuffered: str, blocks: bool, stopped: bool) -> None:
    """Also if the pipe does not block, and if Ctrl-Z and fg interrupt a write, which then is a part."""
    reader, writer = os.pipe()
    os.set_blocking(writer, blocks)
    with subprocess.Popen(
        [*COMMAND, *LARGE],
        stdout=writer,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=clean_environment({"PYTHONUNBUFFERED": unbuffered}),
    ) as process:
        os.close(writer)
        wait_until_full(reader)
        if stopped:
            process.send_signal(signal.SIGSTOP)
            process.send_signal(signal.SIGCONT)
        with os.fdopen(reader, "rb") as file:
            text = file.read()
        _, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert text == piped(*LARGE, env={}).stdout


def close(number: int) -> Callable[[], None]:
    """Return a function that closes a stream."""
    return lambda: os.close(number)


@POSIX
@pytest.mark.parametrize(
    ("args", "number", "code", "message"),
    [
        (DIFF, 1, 2, "Error: standard output is closed; name a file with --output\n"),
        ((*DIFF, "-q"), 1, 0, ""),
        ((*DIFF, "-q", "--fail-on", "downgrade"), 1, 1, ""),
        (("show", "nowhere"), 2, 2, ""),
        (DIFF, 2, 0, ""),
    ],
)
@BUFFERING
def test_a_closed_stream(
    args: tuple[str, ...], number: int, code: int, message: str, unbuffered: str
) -> None:
    done = subprocess.run(
        [*COMMAND, *args],
        capture_output=True,
        check=False,
        env=clean_environment({"PYTHONUNBUFFERED": unbuffered}),
        preexec_fn=close(number),
    )
    assert (done.returncode, done.stderr.decode()) == (code, message)


@POSIX
@BUFFERING
@pytest.mark.parametrize("args", [("show", "hampshire"), LARGE, ("-V",), ("--help",)])
def test_a_pipe_whose_reader_has_left_ends_silently(args: tuple[str, ...], unbuffered: str) -> None:
    """A shell gives 141 as the exit code."""
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [*COMMAND, *args],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        cwd=ROOT,
        env=clean_environment({"PYTHONUNBUFFERED": unbuffered}),
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, b"")


def test_the_order_of_hashing_does_not_change_the_output() -> None:
    for args in (LARGE, (*DIFF, "-f", "markdown"), (*DIFF, "-f", "junit")):
        found = {piped(*args, env={"PYTHONHASHSEED": seed}).stdout for seed in "012"}
        assert len(found) == 1
        assert found != {b""}


# Short options


def test_a_short_option_means_what_its_long_one_means(tmp_path: Path) -> None:
    expected = ask(*DIFF, "--format", "json", PEELTRACK_TODAY=TODAY).out
    for words in (("-f", "json"), ("-fjson",), ("--format=json",), ("-f", "plain", "-f", "json")):
        assert ask(*DIFF, *words, PEELTRACK_TODAY=TODAY).out == expected
    assert ask(*DIFF, "-qf", "json").out == ask(*DIFF, "-q").out == ""
    assert "'-f' is not one of" in ask(*DIFF, "-qf", "-f").err
    assert "Option '-o' requires an argument" in ask(*DIFF, "-o").err
    # What follows an option that takes a value is the value, even if it looks like an option.
    done = subprocess.run(
        [*COMMAND, *DIFF, "-o", "-f", "-f", "json"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env=clean_environment({}),
    )
    assert (done.stdout, (tmp_path / "-f").read_text("utf-8")) == (b"", expected)
    assert ask("show", "hampshire", "--", "-q").code == 2
    assert ask("show", "hampshire", "-h").out.startswith("Usage: peeltrack show ")
