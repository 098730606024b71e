"""Long output on a terminal goes through a pager; short output, files and pipes do not."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import COMMAND, ROOT, Result, Run, clean_environment, in_terminal

LONG = ("changes",)


@pytest.fixture
def pager(tmp_path: Path) -> str:
    """A program that puts a mark before what it is given."""
    program = tmp_path / "pager"
    program.write_text('#!/bin/sh\necho "paged with LESS=$LESS $*"\ncat\n')
    program.chmod(0o755)
    return str(program)


def test_long_output_is_paged_and_complete(terminal: Run, pager: str) -> None:
    paged = terminal(80, *LONG, PEELTRACK_PAGER=pager, NO_COLOR="1")
    direct = terminal(80, *LONG, "--no-pager", PEELTRACK_PAGER=pager, NO_COLOR="1")
    assert (paged.code, direct.code) == (0, 0)
    assert paged.out == f"paged with LESS=FRX \n{direct.out}"


def test_output_that_fits_the_terminal_is_not_paged(terminal: Run, pager: str) -> None:
    fits = terminal(80, "diff", "hampshire", "2016", "2017", "-f", "csv", PEELTRACK_PAGER=pager)
    assert (fits.code, "paged" in fits.out) == (0, False)
    assert fits.out.count("\n") < 50


@pytest.mark.needs("termios")
def test_pager_is_the_second_choice_and_less_keeps_its_options(pager: str) -> None:
    def run(**env: str) -> Result:
        environment = clean_environment(env)
        if "PEELTRACK_PAGER" not in env:
            del environment["PEELTRACK_PAGER"]
        return in_terminal([*COMMAND, *LONG], 80, ROOT, environment)

    assert "paged" in run(PAGER=pager).out
    assert "paged" not in run(PAGER=pager, PEELTRACK_PAGER="cat").out
    assert run(PAGER=f"{pager} -a b", LESS="S").out.startswith("paged with LESS=S -a b")


@pytest.mark.parametrize("name", ["", "cat", "nowhere/pager", "/dev/null", "an 'open quotation mark"])
def test_without_a_pager_that_runs_everything_is_printed(name: str, terminal: Run) -> None:
    result = terminal(80, *LONG, PEELTRACK_PAGER=name, NO_COLOR="1")
    assert result == terminal(80, *LONG, "--no-pager", NO_COLOR="1")
    assert result.code == 0


@pytest.mark.parametrize("name", ["true", "head -n 2", "false"])
def test_a_pager_that_is_quit_early_is_fine(name: str, terminal: Run) -> None:
    result = terminal(80, *LONG, "-f", "json", PEELTRACK_PAGER=name)
    assert result.code == 0
    assert result.out.count("\n") <= 2


def test_remarks_follow_the_pager(terminal: Run, pager: str) -> None:
    shown = terminal(80, *LONG, "--fail-on", "downgrade", PEELTRACK_PAGER=pager)
    assert shown.code == 1
    assert shown.out.startswith("paged")
    assert shown.out.splitlines()[-1].endswith("cannot be compared with PEEL 2014.")


def test_a_finding_keeps_its_exit_code_behind_a_pager(terminal: Run) -> None:
    args = ("changes", "--since", "2017", "--fail-on", "downgrade", "-f", "json")
    for name in ("cat", "true"):
        assert terminal(80, *args, PEELTRACK_PAGER=name).code == 1


def test_a_pipe_and_a_file_are_not_paged(peeltrack: Run, terminal: Run, pager: str, tmp_path: Path) -> None:
    assert "paged" not in peeltrack(*LONG, "-f", "table", PEELTRACK_PAGER=pager).out
    path = tmp_path / "out.txt"
    assert terminal(80, *LONG, "-o", path, PEELTRACK_PAGER=pager).out == ""
    assert "paged" not in path.read_text("utf-8")
