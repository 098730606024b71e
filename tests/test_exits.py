"""Exit codes and streams: what was found, what cannot be told, and trouble, told apart."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from asking import ask, edit

FELL = ("diff", "hampshire", "2016", "2017")
"""One downgrade, no upgrade; two new concerns, neither of them a cause of concern."""
ROSE = ("diff", "hampshire", "2017", "2018")
ACROSS = ("diff", "hampshire", "2020", "2023")
"""Of two families."""
GAP = ("diff", "gmp", "2018", "2019")
"""Efficiency was ungraded in between; one question fell."""
SILENT = ("diff", "hertfordshire", "peel-2018-19", "peel-2021-22")
"""The newer inspection has no finding on record, and is of another family."""
PRAISED = ("diff", "northumbria")
"""The newer inspection has commendations on record, and nothing else."""
GRAVE = ("diff", "cleveland", "peel-2017", "peel-2018-19")

ON_DOWNGRADE = ("--fail-on", "downgrade")
ON_CHANGE = ("--fail-on", "change")
ON_CONCERN = ("--fail-on", "concern")
ON_CAUSE = ("--fail-on", "cause-of-concern")

NOT_COMPARED = "--fail-on cannot be answered: no area could be compared\n"
NO_FINDING = (
    "--fail-on cannot be answered: the newer inspection has no concern, area for improvement or"
    " recommendation on record\n"
)

ANSWERS = [
    (FELL, 0, ""),
    ((*FELL, *ON_DOWNGRADE), 1, "4 areas compared; 10 could not be\n"),
    ((*FELL, *ON_CHANGE), 1, "4 areas compared; 10 could not be\n"),
    ((*FELL, *ON_CONCERN), 1, ""),
    ((*FELL, *ON_CAUSE), 0, ""),
    ((*FELL, *ON_CAUSE, *ON_DOWNGRADE), 1, "4 areas compared; 10 could not be\n"),
    ((*ROSE, *ON_DOWNGRADE), 0, "6 areas compared, 1 of them across a gap; 7 could not be\n"),
    ((*ROSE, *ON_CHANGE), 1, "6 areas compared, 1 of them across a gap; 7 could not be\n"),
    (ACROSS, 0, ""),
    ((*ACROSS, *ON_DOWNGRADE), 2, NOT_COMPARED),
    ((*ACROSS, *ON_CHANGE), 2, NOT_COMPARED),
    ((*GRAVE, *ON_CAUSE), 1, ""),
    ((*GRAVE, *ON_CONCERN), 1, ""),
    ((*SILENT, *ON_CONCERN), 2, NO_FINDING),
    ((*PRAISED, *ON_CONCERN), 2, NO_FINDING),
    (
        (*SILENT, *ON_CONCERN, *ON_DOWNGRADE),
        2,
        NOT_COMPARED + NO_FINDING,
    ),
]


@pytest.mark.parametrize(("args", "code", "message"), ANSWERS, ids=[" ".join(args) for args, _, _ in ANSWERS])
def test_fail_on_finds_or_not_or_cannot_tell(args: tuple[str, ...], code: int, message: str) -> None:
    result = ask(*args)
    assert (result.code, result.err) == (code, message)
    assert result.out, "the data is shown, whatever the answer"


def test_quiet_leaves_the_exit_code_and_how_far_it_can_be_trusted() -> None:
    found, cannot = ask(*FELL, *ON_DOWNGRADE, "-q"), ask(*ACROSS, *ON_DOWNGRADE, "-q")
    assert (found.code, found.out, found.err) == (1, "", "4 areas compared; 10 could not be\n")
    assert (cannot.code, cannot.out, cannot.err.count("\n")) == (2, "", 1)


def test_a_fall_across_a_gap_is_a_downgrade_that_was_asked_for(records: Path) -> None:
    edit(
        records / "forces" / "greater-manchester.toml",
        'preventing-crime = "requires improvement"',
        'preventing-crime = "good"',
    )
    result = ask(*GAP, *ON_DOWNGRADE, "--data", records)
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "Across a gap, lower than last on record: Efficiency" in result.out
    assert "downgrade\t" not in result.out


TROUBLE = [
    ((), "Usage: peeltrack"),
    (("dif",), "There is no command 'dif'. Did you mean 'diff'?"),
    (("diff",), "Missing argument 'FORCE'"),
    (("diff", "hampshire", "--fail-on", "downgrad"), "is not one of 'downgrade'"),
    (("diff", "hamshire"), "did you mean 'hampshire'?"),
    (("diff", "hampshire", "2015", "2017"), "was published in 2015"),
    (("diff", "hampshire", "2017", "2016"), "the older goes first"),
    (("show", "hampshire", "--data", "nowhere"), "does not exist"),
    (("show", "hampshire", "-o", "nowhere/file"), "cannot be written"),
]


@pytest.mark.parametrize(
    ("args", "message"), TROUBLE, ids=[" ".join(args) or "nothing" for args, _ in TROUBLE]
)
def test_trouble_is_2_and_on_standard_error_alone(args: tuple[str, ...], message: str) -> None:
    result = ask(*args)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err


def test_a_faulty_record_is_2_and_nothing_of_it_is_shown(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    path.write_text(path.read_text("utf-8").replace("requires improvement", "requires improvment"), "utf-8")
    result = ask(*FELL, *ON_DOWNGRADE, "--data", records)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") > 1
    other = ask("diff", "kent", "2016", "2017", "--data", records)
    assert (other.code, other.err) == (0, "")


@pytest.mark.parametrize("error", [RuntimeError("a bug"), ZeroDivisionError(), AssertionError("this too")])
def test_a_bug_is_2_with_its_traceback_and_never_a_finding(error: Exception) -> None:
    with mock.patch("peeltrack.views.diff.view", side_effect=error):
        result = ask(*FELL, *ON_DOWNGRADE)
    assert (result.code, result.out) == (2, "")
    assert "Traceback (most recent call last)" in result.err
    assert type(error).__name__ in result.err


def test_ctrl_c_is_130_and_says_nothing() -> None:
    with mock.patch("peeltrack.views.diff.view", side_effect=KeyboardInterrupt):
        result = ask(*FELL, *ON_DOWNGRADE)
    assert (result.code, result.out, result.err.strip()) == (130, "", "")
