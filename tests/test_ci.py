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
from eleven_edits import MADE, make_edits

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
    """Make a repository of the records with a branch for changes, and another change on main meanwhile."""
    folder = tmp_path / "repository"
    shutil.copytree(DATA, folder / "data")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Records")
    git(folder, "branch", "change")
    edit(folder / "data" / "forces" / "cheshire.toml", 'country = "England"', 'country = "Wales"')
    git(folder, "commit", "-q", "-a", "-m", "What somebody else merged meanwhile")
    git(folder, "update-ref", "refs/remotes/origin/main", "main")
    git(folder, "switch", "-q", "change")
    return folder


def git(folder: Path, *args: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True, text=True).stdout


def variables() -> dict[str, str]:
    """Return the environment that the workflow sets for peeltrack."""
    return dict(re.findall(r"^ +(PEELTRACK_\w+): (\w+)$", SCRIPTS.partition("<!-- end -->")[0], re.MULTILINE))


def run(command: str, folder: Path, shims: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does."""
    env = clean_environment(
        {
            "BASE": "origin/main",
            **variables(),
            "GITHUB_WORKSPACE": str(folder),
            "GITHUB_STEP_SUMMARY": str(folder.parent / "summary.md"),
            **changes,
        }
    )
    env["PATH"] = f"{shims}{os.pathsep}{env['PATH']}"
    return subprocess.run(
        ["bash", "-e", "-c", command], cwd=folder, env=env, check=False, capture_output=True, text=True
    )


@pytest.mark.needs("git", "bash")
def test_the_workflow_shows_the_eleven_edits_of_a_pull_request_and_nothing_else(
    repository: Path, shims: Path
) -> None:
    make_edits(repository / "data")
    git(repository, "commit", "-q", "-a", "-m", "Change")
    assert list(steps()) == ["Install peeltrack", "Check the records", "Review the pull request"]

    check = run(steps()["Check the records"], repository, shims)
    assert check.returncode == 0, check.stdout
    assert "::error" not in check.stdout
    reviewed = run(steps()["Review the pull request"], repository, shims)
    assert (reviewed.returncode, reviewed.stderr) == (0, "")
    shown = [made for made in MADE if made.about]
    lines = reviewed.stdout.splitlines()
    assert len(lines) == len(shown)
    for made, line in zip(shown, lines, strict=True):
        record = repository / "data" / "forces" / f"{made.force}.toml"
        place = re.match(rf"::notice file=data/forces/{made.force}\.toml,line=(\d+),title=", line)
        assert place, line
        assert record.read_text("utf-8").split("\n")[int(place[1]) - 1].startswith(made.line)
    summary = (repository.parent / "summary.md").read_text("utf-8")
    assert re.match(r"## 10 edits between [0-9a-f]{10}:data and data\n", summary)
    assert "forces/gwent.toml" in summary
    assert len(re.findall(r"^- \*\*", summary, re.MULTILINE)) == len(shown)
    assert "Cheshire" not in summary + reviewed.stdout


@pytest.mark.needs("git", "bash")
def test_the_workflow_warns_of_a_downgrade_and_can_stop_it(repository: Path, shims: Path) -> None:
    record = repository / "data" / "forces" / "hampshire.toml"
    text = record.read_text("utf-8")
    head, edition, rest = text.partition('edition   = "peel-2018-19"')
    latest, number = re.subn(r"^(efficiency +=.*)good", r"\1inadequate", rest, count=1, flags=re.MULTILINE)
    assert number == 1
    record.write_text(head + edition + latest, "utf-8")
    git(repository, "commit", "-q", "-a", "-m", "Change")
    command = steps()["Review the pull request"]
    reviewed = run(command, repository, shims)
    assert reviewed.returncode == 0
    assert reviewed.stdout.startswith("::warning file=data/forces/hampshire.toml,line=")
    assert "down 2 grades" in reviewed.stdout
    (repository.parent / "summary.md").unlink()
    stopped = run(command.replace("-o review.md", "-o review.md --fail-on downgrade"), repository, shims)
    assert stopped.returncode == 1
    assert stopped.stdout == reviewed.stdout
    assert not (repository.parent / "summary.md").exists()


@pytest.mark.needs("git", "bash")
def test_the_workflow_fails_if_the_base_does_not_exist(repository: Path, shims: Path) -> None:
    reviewed = run(steps()["Review the pull request"], repository, shims, BASE="origin/nowhere")
    assert (reviewed.returncode, reviewed.stdout) == (2, "")
    assert "no git revision called 'origin/nowhere'" in reviewed.stderr
    assert not (repository.parent / "summary.md").exists()


@pytest.mark.needs("git", "bash")
def test_the_workflow_fails_for_an_invalid_record(repository: Path, shims: Path) -> None:
    kent = repository / "data" / "forces" / "kent.toml"
    edit(kent, 'country = "England"', 'country = "England"\nregoin = "x"')
    check = run(steps()["Check the records"], repository, shims)
    assert check.returncode == 1
    assert re.search(r"^::error file=data/forces/kent\.toml,line=\d+,", check.stdout, re.MULTILINE)
    reviewed = run(steps()["Review the pull request"], repository, shims)
    assert reviewed.returncode == 2
    assert re.search(r"^data/forces/kent\.toml:\d+: unknown key 'regoin'", reviewed.stderr, re.MULTILINE)


@pytest.mark.needs("git", "bash")
@pytest.mark.parametrize("fault", ["an unknown key", "a deleted file"])
def test_the_hook_checks_all_records(repository: Path, shims: Path, fault: str) -> None:
    hook = dict(re.findall(r"^[ -]+([a-z_]+): ([^#\n]*[^#\n ])", HOOK, re.MULTILINE))
    assert (hook["always_run"], hook["pass_filenames"]) == ("true", "false")
    command = f"{hook['entry']} {hook['args'].strip('[]')}"
    assert run(command, repository, shims, PEELTRACK_FORMAT="auto").returncode == 0
    if fault == "a deleted file":
        git(repository, "rm", "-q", "data/topics.toml")
        expected = r"^data/topics\.toml:1: "
    else:
        edit(repository / "data" / "forces" / "kent.toml", 'country = "England"', 'county = "England"')
        expected = r"^data/forces/kent\.toml:\d+: .*'county'"
    done = run(command, repository, shims, PEELTRACK_FORMAT="auto")
    assert done.returncode == 1
    assert re.search(expected, done.stdout, re.MULTILINE)
