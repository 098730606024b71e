"""The command line: help, version, and messages about words that are not commands."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from asking import ask
from conftest import DATA, Run

from peeltrack.cli import COMMANDS, LISTS


def test_the_version_says_how_far_the_records_go() -> None:
    for option in ("-V", "--version"):
        result = ask(option)
        assert (result.code, result.err) == (0, "")
        assert result.out == "peeltrack 0.1.0 (its records cover publications up to 31 July 2025)\n"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_fits_a_small_terminal_and_names_every_command(option: str) -> None:
    result = ask(option)
    lines = result.out.splitlines()
    assert (result.code, result.err) == (0, "")
    assert len(lines) <= 24
    assert max(map(len, lines)) <= 80
    for name in COMMANDS:
        assert name in re.findall(r"[a-z]+", result.out)
    for name in ("PEELTRACK_DATA", "PEELTRACK_FORMAT", "PEELTRACK_PAGER", "--version", "COMMAND --help"):
        assert name in result.out


def test_commands_that_list_what_there_is_share_a_line_of_help() -> None:
    assert ask("-h").out.count(LISTS) == 1


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = ask(name, "-h")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"Usage: peeltrack {name} ")
    assert f"Example: peeltrack {name}" in result.out
    assert result.out == ask(name, "--help").out


def test_the_help_of_an_option_names_its_environment_variable() -> None:
    text = ask("show", "-h").out
    for option, variable in (("--data", "PEELTRACK_DATA"), ("--format", "PEELTRACK_FORMAT")):
        assert f"[env var: {variable}" in " ".join(text.split(option)[1].split())[:400]


def test_peeltrack_alone_shows_its_help_on_standard_error() -> None:
    result = ask()
    assert (result.code, result.out) == (2, "")
    assert result.err == ask("--help").out


NOT_COMMANDS = [
    (("dif",), "There is no command 'dif'. Did you mean 'diff'?"),
    (("nonsense",), "There is no command 'nonsense'. For the commands there are, run: peeltrack --help"),
    (("hampshire",), "To see that force, run: peeltrack show hampshire"),
    (("Hants", "2017"), "To see that force, run: peeltrack show hampshire 2017"),
    (("West Mercia Police",), "To see that force, run: peeltrack show west-mercia"),
]


@pytest.mark.parametrize(("args", "message"), NOT_COMMANDS, ids=[args[0] for args, _ in NOT_COMMANDS])
def test_a_word_that_is_not_a_command_gets_a_suggestion(args: tuple[str, ...], message: str) -> None:
    result = ask(*args)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: ")
    assert result.err.endswith(f"{message}\n")
    assert result.err.count("\n") == 1


def test_the_command_that_is_suggested_works() -> None:
    said = ask("Hants", "2017").err
    words = shlex.split(said.partition("run: peeltrack ")[2])
    assert ask(*words).code == 0


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("diff",), "Missing argument 'FORCE'. For help, run: peeltrack diff --help"),
        (("diff", "kent", "--nonsense"), "For help, run: peeltrack diff --help"),
        (("show", "kent", "2016", "2017"), "For help, run: peeltrack show --help"),
        (("--nonsense",), "For help, run: peeltrack --help"),
    ],
)
def test_wrong_usage_is_one_sentence_with_a_way_out(args: tuple[str, ...], message: str) -> None:
    result = ask(*args)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: ")
    assert result.err.endswith(f"{message}\n")
    assert result.err.count("\n") == 1


HOSTILE = [
    "\x1b[31mred",
    "::error::x",
    "##[error]x",
    "##vso[task.complete]x",
    "two\nlines",
    "\u202eevil",
    "\x07",
]
"""Words that command a terminal or the log of a CI run."""


@pytest.mark.parametrize("word", HOSTILE, ids=ascii)
@pytest.mark.parametrize(
    "args",
    [
        ("{}",),
        ("diff", "{}"),
        ("show", "kent", "{}"),
        ("show", "kent", "2016", "{}"),
        ("show", "kent", "--{}"),
        ("show", "kent", "-f", "{}"),
        ("show", "kent", "--width", "{}"),
        ("show", "kent", "--data", "{}"),
        ("show", "kent", "-o", "nowhere/{}"),
        ("changes", "--only", "{}"),
        ("changes", "--since", "{}"),
        ("changes", "--area", "{}"),
        ("table", "{}"),
        ("check", "{}"),
    ],
    ids=" ".join,
)
def test_a_word_in_a_message_commands_neither_a_terminal_nor_a_log(args: tuple[str, ...], word: str) -> None:
    result = ask(*(arg.format(word) for arg in args))
    assert (result.code, result.out) == (2, "")
    assert result.err[:-1].isprintable(), "one line, and nothing but text"
    assert result.err.startswith("Error: ")
    assert not re.search(r"##\w*\[", result.err)


@pytest.mark.needs("fcntl")  # Windows has no such names
def test_a_path_that_is_printed_does_not_command_a_log(tmp_path: Path, peeltrack: Run) -> None:
    folder = tmp_path / "::error::data ##[x]"
    shutil.copytree(DATA, folder)
    made = peeltrack("new", "atlantis", "peel-2014", "--data", folder.name, cwd=tmp_path)
    faulty = peeltrack("show", "kent", "--data", folder.name, cwd=folder)
    (folder / "forces" / "kent.toml").write_text("broken")
    broken = peeltrack("show", "kent", "--data", folder.name, cwd=tmp_path)
    assert (made.code, faulty.code, broken.code) == (0, 2, 2)
    lines = [line for each in (made, faulty, broken) for line in (each.out + each.err).splitlines()]
    assert len(lines) >= 4
    for line in lines:
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


@pytest.mark.parametrize(
    "args", [("{}",), ("show", "{}"), ("show", "kent", "{}"), ("show", "kent", "-f", "{}"), ("table", "{}")]
)
def test_a_message_about_a_very_long_word_is_short_and_keeps_its_way_out(args: tuple[str, ...]) -> None:
    typed = ask(*(arg.format("x" * 100_000) for arg in args))
    short = ask(*(arg.format("x" * 300) for arg in args))
    assert (typed.code, typed.out) == (2, "")
    assert len(typed.err) < 5_000
    assert typed.err[-40:] == short.err[-40:]
