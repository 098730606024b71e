"""Exit codes: an error is 2, a signal is 128 more than its number, and 1 only ever means "found"."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import pytest
from asking import ask, edit
from conftest import COMMAND, ROOT, Result, clean_environment

DIFF = ("diff", "hampshire", "2016", "2017")
ROSE = ("diff", "hampshire", "2017", "2018", "--fail-on", "downgrade")
"""A question to which the answer is 0."""

# Errors

ERRORS = [
    ((), "Usage: peeltrack"),
    (("dif",), "There is no command 'dif'. Did you mean 'diff'?"),
    (("diff",), "Missing argument 'FORCE'"),
    (("diff", "hampshire", "--fail-on", "downgrad"), "is not one of 'downgrade'"),
    (("diff", "hampshire", "-f", "yaml"), "'yaml' is not one of"),
    (("diff", "hamshire"), "hampshire"),
    (("diff", "hampshire", "2015", "2017"), "2015"),
    (("show", "hampshire", "--data", "nowhere"), "does not exist"),
    (("show", "hampshire", "-o", "nowhere/file"), "cannot be written"),
]


@pytest.mark.parametrize(("args", "message"), ERRORS, ids=[" ".join(args) or "nothing" for args, _ in ERRORS])
def test_an_error_is_2_and_on_standard_error_alone(args: tuple[str, ...], message: str) -> None:
    result = ask(*args)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err


def test_an_invalid_record_is_2_and_nothing_of_it_is_shown(records: Path) -> None:
    edit(records / "forces" / "hampshire.toml", 'region  = "South East"', 'regoin  = "South East"')
    result = ask(*DIFF, "--fail-on", "downgrade", "--data", records)
    assert (result.code, result.out) == (2, "")
    assert "hampshire.toml:" in result.err
    other = ask("diff", "kent", "2016", "2017", "--data", records)
    assert (other.code, other.err) == (0, "")


@pytest.mark.parametrize("error", [RuntimeError("a bug"), ZeroDivisionError(), AssertionError("this too")])
def test_a_bug_is_2_with_its_traceback(error: Exception) -> None:
    with mock.patch("peeltrack.views.diff.view", side_effect=error):
        result = ask(*DIFF, "--fail-on", "downgrade")
    assert (result.code, result.out) == (2, "")
    assert "Traceback (most recent call last)" in result.err
    assert type(error).__name__ in result.err
    assert result.err.endswith("Please report it with the lines above.\n")


BROKEN = {
    "an import error": "raise ImportError('broken')",
    "a missing part": "from nowhere import something",
    "a syntax error": "def",
    "no memory": "raise MemoryError",
}


@pytest.mark.parametrize("how", BROKEN)
@pytest.mark.parametrize("library", ["click", "tomli", "rich"])
def test_a_library_that_cannot_be_loaded_is_2_in_one_sentence(library: str, how: str, tmp_path: Path) -> None:
    (tmp_path / f"{library}.py").write_text(BROKEN[how])
    done = run("", *ROSE, "-f", "table", first=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(r"(.*: 6 areas compared.*\n)?Error: .+\.\n", done.err)
    assert run("", *ROSE, "-f", "table").code == 0


def run(code: str, *args: str, first: Path | None = None) -> Result:
    """Run peeltrack after some lines of Python, with a folder that comes first in the search for modules."""
    lines = f"{code}\nfrom peeltrack.__main__ import main\nmain()"
    places = [str(first)] if first else []
    done = subprocess.run(
        [sys.executable, "-c", lines, *args],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=clean_environment({"PYTHONPATH": os.pathsep.join([*places, os.environ.get("PYTHONPATH", "")])}),
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


LESS_MEMORY = """
import gc, resource, peeltrack.__main__
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + {more} * 1024, used + {more} * 1024))
"""


@pytest.mark.needs("/proc/self/statm")
@pytest.mark.parametrize("more", [0, 256, 1024, 2048, 4096, 8192])
def test_too_little_memory_is_never_taken_for_a_finding(more: int) -> None:
    result = run(LESS_MEMORY.format(more=more), *ROSE)
    assert result.code in {0, 2}
    assert "Traceback" not in result.err
    assert (result.code == 2) == ("Error: " in result.err)


# Signals

POSIX = pytest.mark.needs("fcntl")
"""What Windows does not have."""

STOPPED = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
"""Ctrl-C, and what a service manager or timeout sends."""


def start(*args: str, before: Sequence[str] = ()) -> subprocess.Popen[bytes]:
    """Start peeltrack, both streams piped; another program may come before it."""
    return subprocess.Popen(
        [*before, *COMMAND, *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=clean_environment({}),
    )


@POSIX
@STOPPED
def test_a_signal_ends_a_run_that_writes_to_a_pipe(number: signal.Signals, tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    # The pipe opens when both ends do. It holds less than peeltrack has to write.
    with start("changes", "-f", "json", "-o", str(path)) as process, path.open("rb"):
        process.send_signal(number)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (128 + number, b"", b"")


@POSIX
@STOPPED
def test_a_signal_ends_a_run_that_waits_for_its_reader(number: signal.Signals) -> None:
    with start("changes", "-f", "json") as process:
        assert process.stdout
        process.stdout.read(1)  # it has begun to write, and the pipe holds less than it has to say
        process.send_signal(number)
        assert process.wait() == 128 + number
        assert process.stderr
        assert process.stderr.read() == b""


SIGNAL = {
    "in a module": "os.kill(os.getpid(), signal.{name})",
    "where no exception can leave": """
class Thing: ...
thing = Thing()
reference = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.{name}))
del thing
""",
}
"""Where Python is when a signal comes."""


@POSIX
@STOPPED
@pytest.mark.parametrize("where", SIGNAL)
@pytest.mark.parametrize("module", ["click", "tomli"])
def test_a_signal_during_the_start_prints_no_traceback(
    number: signal.Signals, where: str, module: str, tmp_path: Path
) -> None:
    """A module of that name comes first and sends the signal while it is imported."""
    text = f"import os, signal, weakref\n{SIGNAL[where].format(name=number.name)}"
    (tmp_path / f"{module}.py").write_text(text)
    assert run("", *DIFF, first=tmp_path) == Result(128 + number, "", "")


@pytest.mark.needs("sh")
def test_nothing_is_imported_before_the_program_expects_a_signal() -> None:
    code = "import sys; before = set(sys.modules); import peeltrack; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.split() == ["peeltrack"]


def test_a_signal_that_is_ignored_from_the_start_stays_ignored(tmp_path: Path) -> None:
    """As in the background of a script, where Ctrl-C is for the foreground."""
    ignoring = ("sh", "-c", "trap '' INT; exec \"$@\"", "sh")
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with start("changes", "-f", "json", "-o", str(path), before=ignoring) as process, path.open("rb") as pipe:
        process.send_signal(signal.SIGINT)
        written = pipe.read()
        out, err = process.communicate()
    assert (process.returncode, out, err) == (0, b"", b"")
    assert written.endswith(b"}\n")


def test_ctrl_c_inside_python_is_130_too() -> None:
    with mock.patch("peeltrack.views.diff.view", side_effect=KeyboardInterrupt):
        result = ask(*DIFF)
    assert (result.code, result.out, result.err.strip()) == (130, "", "")
