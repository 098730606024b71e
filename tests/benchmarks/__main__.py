"""Measure how long peeltrack takes: against its libraries, against other tools, and with more records.

    python tests/benchmarks [--rounds N] [one] [all] [others] [review] [scale]

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
from measuring import Measured, Row, measure
from parts import SIZES, all_forces, one_force, other_tools, scale
from reviewing import reviews

GROWTH = 1.1
"""How much dearer a record may be among 4,300 than among 430; and the diff of one force than among 43."""


def main() -> int:
    """Measure what is asked for; how many targets were missed comes back as 0 or 1."""
    parser = argparse.ArgumentParser(
        description="How long peeltrack takes. Without a part, all are measured."
    )
    parser.add_argument("part", nargs="*", help="one, all, others, review or scale")
    parser.add_argument("--rounds", type=int, default=20, help="how often each command is run  [20]")
    asked = parser.parse_args()
    unknown = set(asked.part) - {"one", "all", "others", "review", "scale"}
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
    if not asked.part or "scale" in asked.part:
        missed += _grow(own, max(asked.rounds // 4, 1))
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
        missed += late
        cells = [row.command.name, f"{own.time * 1000:.1f}", f"{own.memory:.0f}"]
        cells += [_number(ratio, bold=late), row.against or "", f"{row.target:g}" if row.target else ""]
        print(f"| {' | '.join(cells)} |")
    print(flush=True)
    return missed


def _number(number: float | None, *, bold: bool) -> str:
    text = "" if number is None else f"{number:.2f}"
    return f"**{text}**" if bold else text


def _grow(own: Path, rounds: int) -> int:
    """Print what the commands take among ever more records; how many targets were missed comes back."""
    with tempfile.TemporaryDirectory() as folder:
        columns = [scale(own, Path(folder), size) for size in SIZES]
        found = measure([command for column in columns for command in column], rounds)
    print(f"| among records | {' | '.join(f'{size:,}: s | MB' for size in SIZES)} | growth | at most |")
    print(f"|---|{'---:|' * (2 * len(SIZES) + 2)}")
    missed = 0
    for number, row in enumerate(zip(*columns, strict=True)):
        sizes = [found[command.name] for command in row]
        growth = _bend(sizes) if number else sizes[-1].ratio(sizes[0])
        missed += growth > GROWTH
        cells = [f"{each.time:.3f} | {each.memory:.0f}" for each in sizes]
        name = row[0].name.rpartition(",")[0]
        print(f"| {name} | {' | '.join(cells)} | {_number(growth, bold=growth > GROWTH)} | {GROWTH:g} |")
    print(flush=True)
    return missed


def _bend(sizes: Sequence[Measured]) -> float:
    """What a further record costs among the most, against what it costs among the fewer: 1 is linear."""
    few, more, most = (each.time for each in sizes)
    return (most - more) / (SIZES[2] - SIZES[1]) / ((more - few) / (SIZES[1] - SIZES[0]))


if __name__ == "__main__":
    sys.exit(main())
