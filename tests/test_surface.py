"""The command line as a whole: help, version, and what is said about a word that is not a command."""

from __future__ import annotations

import shlex

import pytest
from asking import ask

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
        assert f" {name} " in result.out or f" {name}," in result.out
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
