"""The commands to measure, and what each is compared with."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from environments import ROOT, install
from measuring import Command, Row, environment
from reviewing import growing_review
from synthetic import Size, write_regime

SIZES = (43, 430, 4300)
"""How many records the synthetic regimes have."""

EXPORT_SIZES = (43, 215, 430)
"""How many synthetic records are exported: as many as there are, up to ten times as many."""

EXPORTS = ("grades.db", "grades.xlsx", "grades")
"""What is exported to: a database, a spreadsheet and CSV files."""

SHARES = (4, 2, 1)
"""What the number of things of one kind is divided by: a quarter, half and all of them."""

FORCE, OLD, NEW = "hampshire", "2016", "2017"
DIFF = ("diff", FORCE, OLD, NEW)

COMPLETION = {
    "_PEELTRACK_COMPLETE": "bash_complete",
    "COMP_WORDS": f"peeltrack diff {FORCE[:3]}",
    "COMP_CWORD": "2",
}
"""What bash says at the first letters of a force and a Tab."""

ALL = [
    ("forces",),
    ("changes",),
    ("table", "effectiveness"),
    ("search", "victims"),
    ("coverage",),
    ("check",),
]
"""The commands that read every record."""

LOAD = """
for folder in sys.argv[1:]:
    for name in os.listdir(folder):
        if name.endswith(".toml"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                tomli.loads(file.read())
"""

PANDAS = """
import sys

import pandas as pd

old, new = (pd.read_csv(path) for path in sys.argv[1:])
both = old.merge(new, on="area", how="outer", suffixes=("_old", "_new"))
changed = both[both["grade_old"] != both["grade_new"]]
columns = ["area", "grade_old", "published_old", "grade_new", "published_new"]
print(changed[columns].to_string(index=False, na_rep=""))
"""
"""What a researcher would write."""


def _python(own: Path, name: str, code: str, *words: str | Path) -> Row:
    return Row(Command(name, [own / "python", "-c", code, *words]))


def _peeltrack(
    own: Path, words: Sequence[str], against: str, target: float | None, **environment: str
) -> Row:
    name = "completion of a force" if environment else f"`{' '.join(words)}`"
    return Row(Command(name, [own / "peeltrack", *words], environment), against, target)


def one_force(own: Path) -> list[Row]:
    """What a person waits for at a prompt, at a Tab, or in a step of CI."""
    bare, rich = "click, tomli", "click, tomli, rich"
    return [
        _python(own, "the interpreter", "pass"),
        _python(own, "click", "import click"),
        _python(own, bare, "import click, tomli"),
        _python(own, rich, "import click, tomli, rich.console, rich.table"),
        _peeltrack(own, ["--version"], bare, None),
        _peeltrack(own, ["--help"], "click", None),
        _peeltrack(own, [], "click", None, **COMPLETION),
        _peeltrack(own, [*DIFF, "-f", "json"], bare, 1.6),
        _peeltrack(own, [*DIFF, "-f", "plain"], bare, 1.6),
        _peeltrack(own, [*DIFF, "-f", "table"], rich, 1.5),
        _peeltrack(own, ["show", FORCE, "-f", "json"], bare, 1.6),
        _peeltrack(own, ["show", FORCE, "-f", "plain"], bare, 1.6),
        _peeltrack(own, ["show", FORCE, "-f", "table"], rich, 1.5),
    ]


def all_forces(own: Path) -> list[Row]:
    """The commands that read every record, beside a program that only parses the files."""
    bare, rich = "click, tomli, every file parsed", "the same, with rich"
    folders = [ROOT / "data", ROOT / "data" / "forces"]
    code = "import click, tomli, os, sys"
    return [
        _python(own, bare, code + LOAD, *folders),
        _python(own, rich, f"{code}, rich.console, rich.table{LOAD}", *folders),
        *(_peeltrack(own, [*words, "-f", "plain"], bare, 2.0) for words in ALL),
        *(_peeltrack(own, [*words, "-f", "table"], rich, 2.0) for words in ALL),
    ]


def other_tools(own: Path, folder: Path) -> list[Row]:
    """What people would use instead, on the same two inspections, each in an environment of its own.

    Together they would be slower: csv-diff and deepdiff import numpy where there is one.
    """
    old, new = (_written(own, folder, edition) for edition in (OLD, NEW))
    grades: list[str | Path] = ["--key", "area", old["csv"], new["csv"]]
    whole = [old["json"], new["json"]]
    csv_diff, pandas = install("csv-diff"), install("pandas")
    deep = install("deepdiff", "deepdiff[cli]")
    text, data = "csv-diff, of the grades", "`csv-diff --json`, of the grades"
    return [
        Row(Command(text, [csv_diff / "csv-diff", *grades])),
        _peeltrack(own, [*DIFF, "-f", "plain"], text, 1),
        Row(Command(data, [csv_diff / "csv-diff", "--json", *grades])),
        _peeltrack(own, [*DIFF, "-f", "json"], data, 1),
        _peeltrack(own, [*DIFF, "-f", "table"], text, 1),
        Row(Command("deepdiff's `deep diff`", [deep / "deep", "diff", *whole])),
        Row(Command("pandas, ten lines, of the grades", [pandas / "python", "-c", PANDAS, *grades[2:]])),
        Row(Command("`git diff --no-index`", [_git(), "diff", "--no-index", *whole], code=1)),
    ]


def _git() -> str:
    return shutil.which("git") or "git"


def _written(own: Path, folder: Path, edition: str) -> Mapping[str, Path]:
    """One inspection in the files that the other tools read: whole as JSON, the grades as CSV."""
    words = [str(own / "peeltrack"), "show", FORCE, edition, "-f", "json"]
    done = subprocess.run(words, check=True, env=environment(), stdout=subprocess.PIPE)
    shown = json.loads(done.stdout)
    whole = {"inspection": shown["inspections"][0], "grades": shown["grades"], "findings": shown["findings"]}
    paths = {kind: folder / f"{edition}.{kind}" for kind in ("json", "csv")}
    paths["json"].write_text(json.dumps(whole, indent=2))
    with paths["csv"].open("w", newline="") as file:
        columns = ["area", "grade", "published", "source", "carried_from"]
        table = csv.DictWriter(file, columns, extrasaction="ignore")
        table.writeheader()
        table.writerows(whole["grades"])
    return paths


def scale(own: Path, folder: Path) -> list[tuple[str, list[Command]]]:
    """Return the commands over ever more records, each for all of SIZES; the diff of one force first."""
    datas = {size: write_regime(folder / str(size), Size(forces=size)) for size in SIZES}
    commands = [["diff", "force-00007"], ["changes"], ["table", "pillar-0"], ["search", "victims"], ["check"]]
    rows = [
        (
            f"`{' '.join(words)}`",
            [
                Command(f"{words}, {size}", [own / "peeltrack", *words, "--data", data, "-f", "plain"])
                for size, data in datas.items()
            ],
        )
        for words in commands
    ]
    reviews = [growing_review(own, folder, size) for size in SIZES]
    return [*rows, ("`review`, an edit in each record", reviews)]


def exports(own: Path, folder: Path) -> list[Row]:
    """Return the exports of all records, each with its limit in seconds."""
    return [
        Row(
            Command(f"`export {name}`", [own / "peeltrack", "export", folder / name, "--overwrite"]),
            seconds=2,
        )
        for name in EXPORTS
    ]


def growing_exports(own: Path, folder: Path) -> list[tuple[str, list[Command]]]:
    """Return the exports of ever more records, each for all of EXPORT_SIZES."""
    datas = {size: write_regime(folder / f"data-{size}", Size(forces=size)) for size in EXPORT_SIZES}
    return [
        (
            f"`export {name}`",
            [
                Command(
                    f"{name}, {size}",
                    [own / "peeltrack", "export", folder / name, "--overwrite", "--data", data],
                )
                for size, data in datas.items()
            ],
        )
        for name in EXPORTS
    ]


class Many(NamedTuple):
    """A kind of thing that one force can have many of, and the command that works hardest on it."""

    kind: str
    fields: tuple[str, ...]
    """The fields of Size that grow."""
    words: tuple[str, ...]
    number: int
    code: int = 0
    option: str = ""
    """An option that is given once for each name of the force."""


MANY = [
    Many("findings", ("findings",), ("diff", "force-00000"), 8_000),
    Many("statements", ("statements",), ("show", "force-00000"), 8_000),
    Many("topics, with a finding on each", ("topics", "findings"), ("search", "--count"), 8_000),
    Many("sources, with a finding from each", ("sources", "findings"), ("check",), 4_000),
    Many("areas, with a finding in each", ("questions", "findings"), ("diff", "force-00000"), 4_000),
    Many("editions of two families", ("editions", "topics"), ("show", "force-00000"), 2_000),
    Many("editions, with a published count each", ("editions", "topics", "counts"), ("changes",), 2_000),
    Many("aliases", ("aliases",), ("show", "Alias 0 7"), 40_000),
    Many("periods of monitoring", ("monitoring",), ("show", "force-00000"), 20_000),
    Many("faults", ("faults",), ("check",), 8_000, code=1),
    Many("names on the command line", ("aliases",), ("changes",), 8_000, option="--force"),
]


def kinds(own: Path, folder: Path) -> list[tuple[str, list[Command]]]:
    """Return a row for each of MANY: what it is about, and its command for each of SHARES."""
    rows = []
    for place, many in enumerate(MANY):
        commands = []
        for number in [many.number // share for share in SHARES]:
            size = Size(editions=2, questions=3, findings=2)._replace(**dict.fromkeys(many.fields, number))
            data = write_regime(folder / f"{place}-{number}", size)
            names = [f"{many.option}=Alias 0 {each}" for each in range(number)] if many.option else []
            words: list[str | Path] = [own / "peeltrack", *many.words, *names]
            commands.append(
                Command(f"{many.kind}, {number}", [*words, "--data", data, "-f", "plain"], code=many.code)
            )
        rows.append((f"{many.number:,} {many.kind}: `{many.words[0]}`", commands))
    return rows
