"""What people see on a terminal, in files in tests/golden/screen.

``pytest tests/test_golden.py --rewrite`` writes the files again. Read what changed before you commit it.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache

import pytest
from asking import NEW_YEAR_2026, ask
from conftest import ROOT, Result, Run, clean_environment
from rich.cells import cell_len

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
    "show-cleveland-neighbours.80": (80, ("show", "cleveland", "2019", "--neighbours")),
    "show-devon-and-cornwall-briefing.80": (
        80,
        ("show", "devon-and-cornwall", "latest", "--neighbours"),
    ),
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
"""For each file: how many columns the terminal has, and what to ask; only ``.color`` has colours."""


LINK_ID = re.compile(r"(?<=\x1b\]8;)id=\d+")
"""The id of a link, which is different in each run."""


def environment(name: str) -> dict[str, str]:
    return {} if name.endswith(".color") else {"NO_COLOR": "1"}


def answer(name: str) -> Result:
    columns, args = CASES[name]
    result = ask(*args, screen=True, COLUMNS=str(columns), **environment(name))
    return Result(result.code, LINK_ID.sub("", result.out), result.err)


@cache
def everything() -> dict[str, str]:
    """Return every output by the name of its file."""
    return {name: answer(name).out for name in CASES}


@pytest.mark.parametrize("name", CASES)
def test_the_screen_is_as_in_its_file(golden: Callable[[str, str], None], name: str) -> None:
    result = answer(name)
    assert (result.code, result.err) == (0, "")
    golden(f"screen/{name}.txt", result.out)


def test_every_file_belongs_to_a_case() -> None:
    found = {path.stem for path in (ROOT / "tests" / "golden" / "screen").iterdir()}
    assert found == set(CASES)


@pytest.mark.parametrize("name", [name for name in CASES if not name.endswith(".color")])
def test_only_addresses_are_wider_than_the_screen_and_nothing_is_cut(name: str) -> None:
    text = everything()[name].partition("\nSources\n")[0]
    assert [line for line in text.splitlines() if cell_len(line) > CASES[name][0]] == []
    assert [line for line in text.splitlines() if line != line.rstrip()] == []
    assert "…" not in text


def test_every_run_gives_the_same_output() -> None:
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
def test_a_real_terminal_shows_the_same(terminal: Run, name: str) -> None:
    screen = terminal(*CASES[name][:1], *CASES[name][1], PEELTRACK_TODAY=NEW_YEAR_2026, **environment(name))
    assert (screen.code, LINK_ID.sub("", screen.out)) == (0, everything()[name])
