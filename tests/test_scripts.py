"""The recipes of docs/scripts.md, run in the shells that they are for."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT, clean_environment

DOCUMENT = (ROOT / "docs" / "scripts.md").read_text("utf-8")


def run(shell: str, script: str, shims: Path) -> str:
    env = clean_environment({})
    env["PATH"] = f"{shims}{os.pathsep}{env['PATH']}"
    done = subprocess.run(
        [shell, "-c", script], check=True, cwd=ROOT, env=env, capture_output=True, text=True
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(
    "shell", [pytest.param(name, marks=pytest.mark.needs(name)) for name in ("bash", "zsh")]
)
def test_a_loop_reads_every_field_where_it_belongs(shell: str, shims: Path) -> None:
    (script,) = re.findall(r"```sh\n(.*?)```", DOCUMENT, re.DOTALL)
    (expected,) = re.findall(r"It prints:\n\n```\n(.*?)```", DOCUMENT, re.DOTALL)
    assert run(shell, script, shims) == expected


@pytest.mark.needs("sh", "cut")
def test_the_recipes_for_sh_and_cut_work(shims: Path) -> None:
    assert "IFS=$(printf '\\t')" in DOCUMENT
    loop = "while IFS=$(printf '\\t') read -r row rest; do echo $row; done"
    assert run("sh", f"peeltrack show hampshire 2017 -f plain | {loop}", shims).split()[0] == "grade"
    (fields,) = re.findall(r"`(cut -f [\d,]+)`", DOCUMENT)
    lines = run("sh", f"peeltrack show hampshire 2017 -f plain | {fields}", shims).splitlines()
    assert lines[0] == "effectiveness\trequires improvement"
