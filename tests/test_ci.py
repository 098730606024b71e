"""What the README tells CI to run, run in a small git repository of records."""

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
README = (ROOT / "README.md").read_text("utf-8")


def steps() -> dict[str, str]:
    """The commands of the README's workflow, by the name of their step."""
    workflow = README.partition("<!-- workflow -->")[2].partition("<!-- end -->")[0]
    found = {}
    for step in workflow.split("      - name: ")[1:]:
        name, _, rest = step.partition("\n")
        command = rest.partition("run: ")[2].partition("```")[0]
        found[name] = textwrap.dedent(command.removeprefix("|\n"))
    return found


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository of two records, a branch checked out in it, and the branch it is compared with."""
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
    """A step as GitHub runs it."""
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
def test_the_workflow_marks_and_sums_up_what_changed(repository: Path, shims: Path) -> None:
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
def test_the_workflow_stops_at_a_faulty_record_and_passes_over_a_single_inspection(
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
def test_the_hook_checks_the_records_that_are_to_be_committed(repository: Path, shims: Path) -> None:
    (entry,) = re.findall(r"^  entry: (.+)$", HOOK, re.MULTILINE)
    (pattern,) = re.findall(r"^  files: (.+)$", HOOK, re.MULTILINE)
    edit(repository / "data" / "forces" / "kent.toml", 'country = "England"', 'county = "England"')
    (repository / "notes.toml").write_text("x = ")
    git(repository, "add", ".")
    staged = git(repository, "diff", "--cached", "--name-only").splitlines()
    files = [name for name in staged if re.search(pattern, name)]
    assert (staged, files) == (["data/forces/kent.toml", "notes.toml"], ["data/forces/kent.toml"])
    done = run(f"{entry} {' '.join(files)}", repository, shims)
    assert done.returncode == 1
    assert re.search(r"^data/forces/kent\.toml:\d+: .*'county'", done.stdout, re.MULTILINE)
    everything = [path.relative_to(ROOT).as_posix() for path in DATA.rglob("*.toml")]
    assert all(re.search(pattern, name) for name in everything)
