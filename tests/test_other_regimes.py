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
    "editions": ([], "fire-2023-25"),
    "areas": ([], "values-and-culture"),
    "topics": ([], "fire-prevention"),
    "forces": ([], "Saltmarsh Fire and Rescue Service"),
    "show": (["moorland fire brigade", "2024"], "\toutstanding\t"),
    "diff": (["moorland", "2019", "2022"], "\tdowngrade\t-2\tfire-2018-19\t"),
    "changes": (["--edition", "2021-22"], "moorland"),
    "table": (["values-and-culture"], "saltmarsh"),
    "map": (["values-and-culture"], "moorland"),
    "search": (["home fire safety"], "Those most at risk"),
    "coverage": ([], "fire-2023-25"),
    "review": ([str(FIRE)], ""),
    "new": (["saltmarsh", "fire-2021-22"], "saltmarsh.toml:"),
    "check": ([], ""),
}
"""A question to each command, and a piece of its answer."""


ELSEWHERE = ("records", "site", "export")
"""Commands without a question: one copies the built-in records, and the others have tests of their own."""


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ELSEWHERE])
def test_every_command_works_on_another_regime(command: str, tmp_path: Path) -> None:
    folder = shutil.copytree(FIRE, tmp_path / "fire")
    words, piece = QUESTIONS[command]
    done = ask(command, *words, "--data", folder)
    assert done.code == 0, done.err
    assert piece in done.out


def test_the_worked_example_has_not_even_a_note() -> None:
    done = ask("check", FIRE, "--strict")
    assert (done.code, done.out, done.err) == (0, "", "no problems in 5 files\n")


def test_the_regime_of_the_docs_can_be_copied_and_checked(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "other-inspections.md").read_text("utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    for file, text in zip(("editions.toml", "topics.toml", "regime.toml"), blocks, strict=True):
        (tmp_path / file).write_text(text, "utf-8")
    assert ask("new", "north-school", "visits-2024", "--data", tmp_path).code == 0
    problems = ask("check", tmp_path).out
    assert "editions.toml" not in problems
    assert "topics.toml" not in problems
    assert "regime.toml" not in problems


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
