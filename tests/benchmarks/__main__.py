"""Measure how long peeltrack takes: against its libraries, against other tools, and with more records.

    python tests/benchmarks [--rounds N] [one] [all] [others] [review] [export] [scale] [kinds]

Without a part, all of them. Print tables, and exit with 1 if a ratio is above its limit (in bold).
Run nothing else on the machine meanwhile: other work changes the figures, even medians.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from environments import ROOT, install, versions
from measuring import Command, Measured, Row, measure
from parts import (
    EXPORT_SIZES,
    SIZES,
    all_forces,
    exports,
    growing_exports,
    kinds,
    one_force,
    other_tools,
    scale,
)
from reviewing import reviews

PARTS = ("one", "all", "others", "review", "export", "scale", "kinds")

GROWTH, BEND = 1.1, 1.4
"""The most that a record may cost among 4,300, if it costs 1 among 430; and a thing among many of its kind.

The first is also the limit for the diff of one force. Work that grew with the square would have a 2.
"""


def main() -> int:
    """Measure what is asked for; how many targets were missed comes back as 0 or 1."""
    parser = argparse.ArgumentParser(
        description="How long peeltrack takes. Without a part, all are measured."
    )
    parser.add_argument("part", nargs="*", help=", ".join(PARTS))
    parser.add_argument("--rounds", type=int, default=20, help="how often each command is run  [20]")
    asked = parser.parse_args()
    unknown = set(asked.part) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}")
    own = install("peeltrack", ROOT)
    print(_machine(own), end="\n\n")
    missed = 0
    if not asked.part or "one" in asked.part:
        missed += _compare(one_force(own), asked.rounds)
    if not asked.part or "all" in asked.part:
        missed += _compare(all_forces(own), asked.rounds)
    if not asked.part or "others" in asked.part:
        with tempfile.TemporaryDirectory() as folder:
            missed += _compare(other_tools(own, Path(folder)), asked.rounds)
    if not asked.part or "review" in asked.part:
        with tempfile.TemporaryDirectory() as folder:
            missed += _compare(reviews(own, Path(folder)), asked.rounds)
    few = max(asked.rounds // 4, 1)
    if not asked.part or "export" in asked.part:
        with tempfile.TemporaryDirectory() as folder:
            missed += _compare(exports(own, Path(folder)), asked.rounds)
            heads = [f"{size:,}" for size in EXPORT_SIZES]
            missed += _grow("records", heads, EXPORT_SIZES, growing_exports(own, Path(folder)), few, BEND)
    with tempfile.TemporaryDirectory() as folder:
        if not asked.part or "scale" in asked.part:
            heads = [f"{size:,}" for size in SIZES]
            missed += _grow("records", heads, SIZES, scale(own, Path(folder) / "scale"), few, GROWTH)
        if not asked.part or "kinds" in asked.part:
            heads = ["a quarter", "half", "all"]
            missed += _grow("one force with", heads, (1, 2, 4), kinds(own, Path(folder) / "kinds"), few, BEND)
    return min(missed, 1)


def _machine(own: Path) -> str:
    """The day, and what was measured on."""
    day = datetime.now(UTC).date()
    found = versions(own)
    libraries = ", ".join(f"{name} {found[name]}" for name in ("click", "tomli", "rich"))
    return (
        f"{day:%-d %B %Y}, {os.cpu_count()} processors, {platform.system()}, "
        f"{platform.python_implementation()} {platform.python_version()}, {libraries}"
    )


def _compare(rows: Sequence[Row], rounds: int) -> int:
    """Print a table of ratios; how many targets were missed comes back."""
    found = measure([row.command for row in rows], rounds)
    missed = 0
    print("| | ms | MB | ratio | to | at most |\n|---|---:|---:|---:|---|---:|")
    for row in rows:
        own = found[row.command.name]
        ratio = own.ratio(found[row.against]) if row.against else None
        late = ratio is not None and row.target is not None and ratio > row.target
        slow = row.seconds is not None and own.time > row.seconds
        missed += late or slow
        time = f"**{own.time * 1000:.1f}**" if slow else f"{own.time * 1000:.1f}"
        most = f"{row.target:g}" if row.target else f"{row.seconds:g} s" if row.seconds else ""
        cells = [
            row.command.name,
            time,
            f"{own.memory:.0f}",
            _number(ratio, bold=late),
            row.against or "",
            most,
        ]
        print(f"| {' | '.join(cells)} |")
    print(flush=True)
    return missed


def _number(number: float | None, *, bold: bool) -> str:
    text = "" if number is None else f"{number:.2f}"
    return f"**{text}**" if bold else text


def _grow(
    what: str,
    heads: Sequence[str],
    sizes: Sequence[int],
    rows: Sequence[tuple[str, list[Command]]],
    rounds: int,
    limit: float,
) -> int:
    """Print what commands take with ever more of something; return how many targets were missed."""
    found = measure([command for _, commands in rows for command in commands], rounds)
    print(f"| {what} | {' | '.join(f'{head}: s | MB' for head in heads)} | growth | at most |")
    print(f"|---|{'---:|' * (2 * len(sizes) + 2)}")
    missed = 0
    for name, commands in rows:
        measured = [found[command.name] for command in commands]
        of_one = "diff force-00007" in name
        growth = measured[-1].ratio(measured[0]) if of_one else _bend(sizes, measured)
        missed += growth > limit
        cells = [f"{each.time:.3f} | {each.memory:.0f}" for each in measured]
        print(f"| {name} | {' | '.join(cells)} | {_number(growth, bold=growth > limit)} | {limit:g} |")
    print(flush=True)
    return missed


def _bend(sizes: Sequence[int], measured: Sequence[Measured]) -> float:
    """Return what one more costs among the most, against what it costs among the fewer: 1 is linear."""
    few, more, most = (each.time for each in measured)
    return (most - more) / (sizes[2] - sizes[1]) / ((more - few) / (sizes[1] - sizes[0]))


if __name__ == "__main__":
    sys.exit(main())
