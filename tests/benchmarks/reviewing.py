"""Two states of the records, and the tools that show what is different between them."""

from __future__ import annotations

import csv
import io
import json
import shlex
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from environments import ROOT, install
from measuring import Command, Row, environment
from synthetic import Size, write_regime

PULL_REQUEST = 4
"""In a pull request of the benchmark, one record in so many is edited."""


def reviews(own: Path, folder: Path) -> list[Row]:
    """What shows the edits of a pull request, and of all records, each tool in a separate environment.

    The other tools get exports of the two states: peeltrack's time to write them is not counted.
    csv-diff compares two tables in a run, so it runs twice, for the grades and for the findings.
    """
    old = Path(shutil.copytree(ROOT / "data", folder / "old"))
    some = _edited(old, folder / "some", PULL_REQUEST)
    every = _edited(old, folder / "every", 1)
    for state in (old, some, every):
        _export(own, state)
    text, all_text = "csv-diff, of grades and findings", "the same, every record edited"
    csv_diff = install("csv-diff") / "csv-diff"
    daff = install("daff") / "daff"
    deep = install("deepdiff", "deepdiff[cli]") / "deep"
    return [
        Row(_both_tables(text, csv_diff, old, some)),
        Row(_review("`review`, 11 of 43 records edited", own, old, some), text, 1),
        Row(_in_git(own, old, some), text, 1),
        Row(_both_tables(all_text, csv_diff, old, every)),
        Row(_review("`review`, every record edited", own, old, every), all_text, 1),
        Row(Command("daff, of the grades", [daff, "diff", *(each / "grades.csv" for each in (old, some))])),
        Row(Command("deepdiff, of the JSON", [deep, "diff", *(each / "all.json" for each in (old, some))])),
    ]


def growing_review(own: Path, folder: Path, size: int) -> Command:
    """The review of so many synthetic records, of which each has an edit."""
    old = write_regime(folder / f"review-{size}", Size(forces=size))
    new = _edited(old, folder / f"edited-{size}", 1)
    return _review(f"`review`, {size}", own, old, new)


def _edited(old: Path, new: Path, share: int) -> Path:
    """Return a copy of some records in which one record in so many has another grade."""
    shutil.copytree(old, new)
    for number, path in enumerate(sorted((new / "forces").glob("*.toml"))):
        if number % share == 0:
            text = path.read_text("utf-8")
            path.write_text(text.replace('"good"', '"outstanding"', 1), "utf-8")
    return new


def _review(name: str, own: Path, old: Path, new: Path) -> Command:
    return Command(name, [own / "peeltrack", "review", old, new, "-f", "plain"])


def _in_git(own: Path, old: Path, new: Path) -> Command:
    """The same against a git revision."""
    repository = Path(shutil.copytree(old, new.parent / "repository" / "data")).parent
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "Records"]):
        subprocess.run(["git", *words], check=True, cwd=repository)
    shutil.copytree(new, repository / "data", dirs_exist_ok=True)
    data = repository / "data"
    name = "the same against a git revision"
    return Command(name, [own / "peeltrack", "review", "HEAD", "--data", data, "-f", "plain"])


def _both_tables(name: str, csv_diff: Path, old: Path, new: Path) -> Command:
    runs = [
        shlex.join(map(str, [csv_diff, "--key", "key", old / table, new / table]))
        for table in ("grades.csv", "findings.csv")
    ]
    return Command(name, [shutil.which("sh") or "sh", "-c", "; ".join(runs)])


def _export(own: Path, state: Path) -> None:
    """Write the grades and findings of a state to CSV, with a key for each row, and the grades to JSON."""
    for table, words, key in (
        ("grades.csv", ["changes"], ("force", "edition", "area")),
        ("findings.csv", ["search"], ("force", "edition")),
    ):
        rows = list(csv.DictReader(io.StringIO(_peeltrack(own, state, *words, "-f", "csv"))))
        numbers = Counter[tuple[str, ...]]()
        with (state / table).open("w", newline="") as file:
            writer = csv.DictWriter(file, ["key", *rows[0]])
            writer.writeheader()
            for row in rows:
                names = tuple(row[name] for name in key)
                numbers[names] += 1
                writer.writerow({"key": " ".join([*names, str(numbers[names])]), **row})
    grades = json.loads(_peeltrack(own, state, "changes", "-f", "json"))["changes"]
    (state / "all.json").write_text(json.dumps(grades))


def _peeltrack(own: Path, state: Path, *words: str) -> str:
    command: Sequence[str | Path] = [own / "peeltrack", *words, "--data", state]
    done = subprocess.run(command, check=True, env=environment(), stdout=subprocess.PIPE, text=True)
    return done.stdout
