"""What people see on a screen, whole, as files to be read: ``pytest --rewrite`` writes them anew."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache

import pytest
from asking import NEW_YEAR_2026, ask
from conftest import ROOT, Result, Streak, clean_environment

HAMPSHIRE = ("diff", "hampshire", "2016", "2017")

CASES: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "diff-hampshire.80": (80, HAMPSHIRE),
    "diff-hampshire.120": (120, HAMPSHIRE),
    "diff-hampshire.40": (40, HAMPSHIRE),
    "diff-hampshire.color": (80, HAMPSHIRE),
    "diff-cleveland-two-grades.80": (80, ("diff", "cleveland", "peel-2017", "peel-2018-19")),
    "diff-greater-manchester-gap.80": (80, ("diff", "gmp", "peel-2017", "peel-2018-19")),
    "diff-kent-break.120": (120, ("diff", "kent", "peel-2017", "peel-2018-19")),
    "diff-thames-valley-not-comparable.80": (80, ("diff", "thames-valley")),
    "show-hampshire.80": (80, ("show", "hampshire")),
    "show-hampshire.200": (200, ("show", "hampshire")),
    "show-cleveland-monitored.120": (120, ("show", "cleveland")),
    "show-northamptonshire-corrected.80": (80, ("show", "northamptonshire", "latest")),
    "show-lincolnshire-no-grade.80": (80, ("show", "lincolnshire", "latest")),
    "show-cleveland-national.80": (80, ("show", "cleveland", "2019", "--national")),
    "changes-london.80": (80, ("changes", "--region", "london")),
    "changes-2018-19-north.120": (120, ("changes", "--edition", "2018-19", "--region", "north east")),
    "table-legitimacy-wales.80": (80, ("table", "legitimacy", "--region", "wales", "--sort", "change")),
    "table-2017.80": (80, ("table", "--edition", "peel-2017")),
    "table-2017-wales.200": (200, ("table", "--edition", "peel-2017", "--region", "wales")),
    "search-arrest.80": (80, ("search", "domestic abuse", "arrest", "--kind", "concern")),
    "search-count.80": (80, ("search", "--count", "--region", "wales")),
    "coverage.80": (80, ("coverage",)),
    "forces.80": (80, ("forces",)),
    "forces.120": (120, ("forces",)),
}
"""How many columns the screen has, and what is asked; without colours, but for one."""


def environment(name: str) -> dict[str, str]:
    return {} if name.endswith(".color") else {"NO_COLOR": "1"}


def answer(name: str) -> Result:
    columns, args = CASES[name]
    return ask(*args, screen=True, COLUMNS=str(columns), **environment(name))


@cache
def everything() -> dict[str, str]:
    """Every output by the name of its file."""
    return {name: answer(name).out for name in CASES}


@pytest.mark.parametrize("name", CASES)
def test_golden(golden: Callable[[str, str], None], name: str) -> None:
    result = answer(name)
    assert (result.code, result.err) == (0, "")
    golden(f"screen/{name}.txt", result.out)


def test_there_is_no_golden_screen_that_nobody_looks_at() -> None:
    found = {path.stem for path in (ROOT / "tests" / "golden" / "screen").iterdir()}
    assert found == set(CASES)


@pytest.mark.parametrize("name", [name for name in CASES if not name.endswith(".color")])
def test_nothing_is_wider_than_the_screen_but_addresses_and_nothing_is_left_out(name: str) -> None:
    text, _, sources = everything()[name].partition("\nSources\n")
    assert [line for line in text.splitlines() if len(line) > CASES[name][0]] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert "…" not in text
    assert sources or name.startswith(("forces", "search-count"))


def test_outputs_are_the_same_whatever_the_order_of_hashes() -> None:
    script = "import json, test_golden; print(json.dumps(test_golden.everything()))"
    for seed in ("0", "1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            check=True,
            capture_output=True,
            cwd=ROOT / "tests",
            env=clean_environment({"PYTHONHASHSEED": seed}),
        )
        assert json.loads(done.stdout) == everything()


@pytest.mark.parametrize("name", ["diff-hampshire.80", "diff-hampshire.color", "show-hampshire.200"])
def test_a_real_terminal_shows_the_same(terminal: Streak, name: str) -> None:
    screen = terminal(*CASES[name][:1], *CASES[name][1], PEELTRACK_TODAY=NEW_YEAR_2026, **environment(name))
    assert (screen.code, screen.out) == (0, everything()[name])
