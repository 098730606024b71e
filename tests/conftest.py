"""What the tests share: real processes, real terminals, golden outputs, copies of the records."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
DATA = ROOT / "data"
TODAY = "2025-12-01"
"""The day on which every test runs, as PEELTRACK_TODAY."""
COMMAND = [sys.executable, "-m", "peeltrack"]

settings.register_profile(
    "peeltrack",
    deadline=None,  # no clock in a test
    derandomize=True,  # what fails here fails everywhere
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("peeltrack")

PROMISED = "PROMISED_TOOLS"
"""The environment variable with tools that CI has installed: no test may be left out for lack of one."""
LACKING = pytest.StashKey[list[str]]()


@dataclass(frozen=True)
class Result:
    """What a process printed, and its exit code."""

    code: int
    out: str
    err: str


def clean_environment(changes: Mapping[str, str]) -> dict[str, str]:
    """The environment without what would steer the output, and with the changes."""
    steering = (
        "NO_COLOR FORCE_COLOR COLUMNS LINES PAGER LESS PYTHONUNBUFFERED GITHUB_WORKSPACE"
        " PEELTRACK_DATA PEELTRACK_FORMAT PEELTRACK_PAGER"
    )
    kept = {name: value for name, value in os.environ.items() if name not in steering.split()}
    fixed = {"PYTHONUTF8": "1", "TERM": "xterm-256color", "PEELTRACK_TODAY": TODAY, "PEELTRACK_PAGER": ""}
    return {**kept, **fixed, **changes}


Run = Callable[..., Result]
"""A fixture that runs peeltrack with some arguments."""


@pytest.fixture
def peeltrack() -> Run:
    """Run ``peeltrack`` with arguments in a separate process, its output piped."""

    def run(*args: object, cwd: Path = ROOT, **env: str) -> Result:
        done = subprocess.run(
            [*COMMAND, *map(str, args)],
            capture_output=True,
            check=False,
            cwd=cwd,
            env=clean_environment(env),
            stdin=subprocess.DEVNULL,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def terminal() -> Run:
    """Run ``peeltrack`` in a terminal of so many columns; both streams come back as ``out``."""

    def run(columns: int, *args: object, cwd: Path = ROOT, **env: str) -> Result:
        return in_terminal([*COMMAND, *map(str, args)], columns, cwd, clean_environment(env))

    return run


def in_terminal(command: Sequence[str], columns: int, cwd: Path, env: Mapping[str, str]) -> Result:
    """Run a command in a terminal of so many columns; both streams come back as ``out``."""
    import fcntl
    import pty
    import struct
    import termios

    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    process = subprocess.Popen(
        command,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        cwd=cwd,
        env=env,
    )
    os.close(follower)
    pieces = []
    while True:
        try:
            piece = os.read(leader, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not piece:
            break
        pieces.append(piece)
    os.close(leader)
    return Result(process.wait(), b"".join(pieces).decode().replace("\r\n", "\n"), "")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; ``--no-sandbox`` lets root run it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file in ``tests/golden``; ``--rewrite`` writes the file again."""

    def compare(name: str, text: str) -> None:
        path = ROOT / "tests" / "golden" / name
        if request.config.getoption("--rewrite"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert path.read_bytes().decode() == text

    return compare


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A copy of the data folder that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The web site of the built-in records, which no test may change."""
    from sites import make

    return make(tmp_path_factory.mktemp("built-in") / "site")


@pytest.fixture(scope="session")
def fire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of another regime: no tiles, and no wording of its own. No test may change it either."""
    from sites import FIRE, make

    return make(tmp_path_factory.mktemp("fire") / "site", FIRE)


@pytest.fixture
def shims(tmp_path: Path) -> Path:
    """A folder with the programs ``peeltrack`` and ``python3``, both of the Python that runs the tests."""
    folder = tmp_path / "shims"
    folder.mkdir()
    for name, arguments in (("python3", ""), ("peeltrack", "-m peeltrack")):
        program = folder / name
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {arguments} "$@"\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite", action="store_true", help="write the files in tests/golden again")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "needs(*names): programs, files or Python modules without which a test cannot run"
    )
    config.stash[LACKING] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests for which this machine has no tools; the summary names them."""
    for item in list(items):
        wanted = {name for mark in item.iter_markers("needs") for name in mark.args}
        if "terminal" in getattr(item, "fixturenames", ()):
            wanted.add("termios")  # pty is there on Windows, and fails
        lacking = sorted(name for name in wanted if not _has(name))
        if broken := set(lacking) & set(os.environ.get(PROMISED, "").split()):
            raise pytest.UsageError(f"{', '.join(sorted(broken))}: installed, but not found by {item.nodeid}")
        if lacking:
            items.remove(item)
            config.stash[LACKING].append(f"{item.nodeid}: needs {', '.join(lacking)}")
            config.hook.pytest_deselected(items=[item])


def _has(name: str) -> bool:
    return bool(shutil.which(name) or Path(name).exists() or importlib.util.find_spec(name))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    lacking = config.stash[LACKING]
    if lacking:
        terminalreporter.section(f"{len(lacking)} tests left out because a tool is missing")
        for line in lacking:
            terminalreporter.line(line)
