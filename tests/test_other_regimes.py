"""A folder with its own editions, topics and records works with ``--data``, for every command."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from asking import ask
from conftest import DATA, ROOT

from peeltrack.cli import COMMANDS

FIRE = ROOT / "tests" / "fire-and-rescue"

QUESTIONS: dict[str, tuple[list[str], str]] = {
    "forces": ([], "Saltmarsh Fire and Rescue Service"),
    "show": (["moorland fire brigade", "2024"], "\toutstanding\t"),
    "diff": (["moorland", "2019", "2022"], "\tdowngrade\t-2\tfire-2018-19\t"),
    "changes": (["--edition", "2021-22"], "moorland"),
    "table": (["values-and-culture"], "saltmarsh"),
    "search": (["home fire safety"], "Those most at risk"),
    "coverage": ([], "fire-2023-25"),
    "new": (["saltmarsh", "fire-2021-22"], "saltmarsh.toml:"),
    "check": ([], ""),
}
"""A question to each command, and a piece of its answer."""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_works_on_another_regime(command: str, tmp_path: Path) -> None:
    folder = shutil.copytree(FIRE, tmp_path / "fire")
    words, piece = QUESTIONS[command]
    done = ask(command, *words, "--data", folder)
    assert done.code == 0, done.err
    assert piece in done.out


def test_the_worked_example_has_not_even_a_note() -> None:
    done = ask("check", FIRE, "--strict")
    assert (done.code, done.out, done.err) == (0, "", "no problems in 5 files\n")


def test_the_regime_of_the_readme_can_be_copied_and_checked(tmp_path: Path) -> None:
    section = re.split(r"^## ", (ROOT / "README.md").read_text("utf-8"), flags=re.MULTILINE)
    text = next(part for part in section if part.startswith("Track another regime"))
    for file, toml in re.findall(r"`(\w+\.toml)`[^`]*```toml\n(.*?)```", text, re.DOTALL):
        (tmp_path / file).write_text(toml, "utf-8")
    assert {path.name for path in tmp_path.iterdir()} == {"editions.toml", "topics.toml"}
    assert [line.partition(":1: ")[2] for line in ask("check", tmp_path).out.splitlines()] == [
        f"there is no record beside it: expected {(tmp_path / 'forces' / '*.toml').as_posix()}"
    ]
    assert ask("new", "north-school", "visits-2024", "--data", tmp_path).code == 0


def test_the_rules_nearest_above_a_file_hold_for_it(tmp_path: Path) -> None:
    kent = (DATA / "forces" / "kent.toml").read_text("utf-8")
    (tmp_path / "alone.toml").write_text(kent.replace("Kent Police", "Kentish"), "utf-8")
    shutil.copytree(FIRE, tmp_path / "fire")
    (tmp_path / "fire" / "forces" / "kent.toml").write_text(kent, "utf-8")
    assert ask("check", tmp_path / "alone.toml", "--data", DATA).code == 0
    among_others = ask("check", tmp_path / "fire", "--data", DATA)
    assert among_others.code == 1
    assert "'peel-2014' is not the id of an edition of editions.toml" in among_others.out


@pytest.mark.parametrize(
    ("asked", "formats"),
    [
        (("show", "moorland"), ("table", "markdown", "json")),
        (("show", "saltmarsh", "latest", "--neighbours"), ("table", "markdown", "json")),
        (("diff", "moorland"), ("table", "markdown", "json", "github", "junit")),
    ],
)
def test_another_regime_never_reads_a_word_of_the_police(
    asked: tuple[str, ...], formats: tuple[str, ...]
) -> None:
    for name in formats:
        text = ask(*asked, "--data", FIRE, "-f", name).out
        assert "Fire and Rescue Service" in text
        words = re.sub(r"https?://\S+", "", text).casefold().replace("peeltrack", "")
        for word in ("police", "hmicfrs", "constab", "commissioner", "peel", "engage", "crime"):
            assert word not in words
