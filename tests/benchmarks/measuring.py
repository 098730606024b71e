"""Commands run in turn, round after round, so that what disturbs the machine disturbs all alike."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

STOPWATCH = Path(__file__).with_name("stopwatch.py")


@dataclass(frozen=True)
class Command:
    """What is run; it is told from others by its name."""

    name: str
    words: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)
    code: int = 0
    """The exit code that it ends with when all is well."""


@dataclass(frozen=True)
class Row:
    """A command, and what it is compared with."""

    command: Command
    against: str | None = None
    """The name of the command that its time is divided by."""
    target: float | None = None
    """The largest ratio that is allowed; None if there is no limit."""
    seconds: float | None = None
    """The longest time that is allowed; None if there is no limit."""


@dataclass(frozen=True)
class Measured:
    """The runs of one command, a figure a round."""

    seconds: list[float] = field(default_factory=list)
    kilobytes: list[int] = field(default_factory=list)

    @property
    def time(self) -> float:
        """The median, in seconds."""
        return median(self.seconds)

    @property
    def memory(self) -> float:
        """The median of the peaks, in megabytes."""
        return median(self.kilobytes) / 1024

    def ratio(self, other: Measured) -> float:
        """How many times the other's time it took: the median of the rounds."""
        return median(own / its for own, its in zip(self.seconds, other.seconds, strict=True))


def environment() -> dict[str, str]:
    """The environment of a user: nothing in it steers Python or peeltrack.

    PYTHONDONTWRITEBYTECODE above all would have every start compile the program anew.
    """
    steering = ("PYTHON", "PEELTRACK", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")
    return {name: value for name, value in os.environ.items() if not name.startswith(steering)}


def measure(commands: Sequence[Command], rounds: int) -> dict[str, Measured]:
    """Run each command once a round, in an order that changes; a first round is not counted."""
    found = {command.name: Measured() for command in commands}
    order = random.Random(0)
    for number in range(rounds + 1):
        for command in order.sample(commands, len(commands)):
            seconds, kilobytes = _run(command)
            if number:
                found[command.name].seconds.append(seconds)
                found[command.name].kilobytes.append(kilobytes)
    return found


def _run(command: Command) -> tuple[float, int]:
    words = [str(word) for word in command.words]
    done = subprocess.run(
        [sys.executable, "-I", "-S", STOPWATCH, *words],
        env={**environment(), **command.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    seconds, kilobytes, code = done.stdout.split()
    if int(code) != command.code:
        raise SystemExit(f"{' '.join(words)} ended with {code}, not with {command.code}")
    return float(seconds), int(kilobytes)
