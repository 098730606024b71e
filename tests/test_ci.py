"""The workflow of the docs and the pre-commit hook, run in a small git repository of records."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import textwrap
from pathlib import Path

import pytest
from asking import edit
from conftest import DATA, ROOT, clean_environment

HOOK = (ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")
SCRIPTS = (ROOT / "docs" / "scripts.md").read_text("utf-8")


def steps() -> dict[str, str]:
    """Return the commands of the workflow by the names of their steps."""
    workflow = SCRIPTS.partition("<!-- workflow -->")[2].partition("<!-- end -->")[0]
    found = {}
    for step in workflow.split("      - name: ")[1:]:
        name, _, rest = step.partition("\n")
        command = rest.partition("run: ")[2].partition("```")[0]
        found[name] = textwrap.dedent(command.removeprefix("|\n"))
    return found


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository of two records with a branch that changes them."""
    folder = tmp_path / "repository"
    (folder / "data" / "forces").mkdir(parents=True)
    for name in ("editions.toml", "topics.toml", "forces/hampshire.toml", "forces/kent.toml"):
        shutil.copy(DATA / name, folder / "data" / name)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Records")
    git(folder, "update-ref", "refs/remotes/origin/main", "main")
    git(folder, "switch", "-q", "-c", "change")
    return folder


def git(folder: Path, *args: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True, text=True).stdout


def run(command: str, folder: Path, shims: Path) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does."""
    env = clean_environment(
        {
            "BASE": "origin/main",
            "PEELTRACK_DATA": "data",
            "GITHUB_WORKSPACE": str(folder),
            "GITHUB_STEP_SUMMARY": str(folder.parent / "summary.md"),
        }
    )
    env["PATH"] = f"{shims}{os.pathsep}{env['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", command], cwd=folder, env=env, check=False, capture_output=True, text=True
    )


@pytest.mark.needs("git", "bash")
def test_the_workflow_annotates_the_pull_request_and_writes_a_summary(repository: Path, shims: Path) -> None:
    record = repository / "data" / "forces" / "hampshire.toml"
    text = record.read_text("utf-8")
    head, edition, rest = text.partition('edition   = "peel-2018-19"')
    latest = rest.partition("[[inspection]]")[0]
    latest, number = re.subn(r"^(efficiency +=.*)good", r"\1inadequate", latest, count=1, flags=re.MULTILINE)
    assert number == 1
    record.write_text(head + edition + latest, "utf-8")
    fallen = (head + edition + latest.partition("inadequate")[0]).count("\n") + 1
    git(repository, "commit", "-q", "-a", "-m", "Change")

    check = run(steps()["Check the records"], repository, shims)
    assert check.returncode == 0, check.stdout
    assert "::error" not in check.stdout
    compare = run(steps()["Compare the forces that changed"], repository, shims)
    assert (compare.returncode, compare.stderr) == (0, "")
    (warning,) = (line for line in compare.stdout.splitlines() if line.startswith("::warning"))
    assert warning.startswith(f"::warning file=data/forces/hampshire.toml,line={fallen},title=Hampshire")
    assert "kent" not in compare.stdout
    summary = (repository.parent / "summary.md").read_text("utf-8")
    assert summary.startswith("## Hampshire and Isle of Wight Constabulary: PEEL 2017")
    assert "**1 downgrade: Efficiency (good to inadequate).**" in summary


@pytest.mark.needs("git", "bash")
def test_the_workflow_fails_for_an_invalid_record_but_not_for_a_single_inspection(
    repository: Path, shims: Path
) -> None:
    forces = repository / "data" / "forces"
    head, _, rest = (forces / "kent.toml").read_text("utf-8").partition("[[inspection]]")
    (forces / "kent.toml").write_text(f"{head}[[inspection]]{rest.partition('[[inspection]]')[0]}", "utf-8")
    git(repository, "commit", "-q", "-a", "-m", "One inspection")
    compare = run(steps()["Compare the forces that changed"], repository, shims)
    assert (compare.returncode, compare.stdout, compare.stderr) == (0, "", "")

    edit(forces / "kent.toml", 'country = "England"', 'country = "England"\nregoin = "x"')
    check = run(steps()["Check the records"], repository, shims)
    assert check.returncode == 1
    assert re.search(r"^::error file=data/forces/kent\.toml,line=\d+,", check.stdout, re.MULTILINE)


@pytest.mark.needs("git", "bash")
@pytest.mark.parametrize("fault", ["an unknown key", "a deleted file"])
def test_the_hook_checks_all_records(repository: Path, shims: Path, fault: str) -> None:
    hook = dict(re.findall(r"^[ -]+([a-z_]+): ([^#\n]*[^#\n ])", HOOK, re.MULTILINE))
    assert (hook["always_run"], hook["pass_filenames"]) == ("true", "false")
    command = f"{hook['entry']} {hook['args'].strip('[]')}"
    assert run(command, repository, shims).returncode == 0
    if fault == "a deleted file":
        git(repository, "rm", "-q", "data/topics.toml")
        expected = r"^data/topics\.toml:1: "
    else:
        edit(repository / "data" / "forces" / "kent.toml", 'country = "England"', 'county = "England"')
        expected = r"^data/forces/kent\.toml:\d+: .*'county'"
    done = run(command, repository, shims)
    assert done.returncode == 1
    assert re.search(expected, done.stdout, re.MULTILINE)
