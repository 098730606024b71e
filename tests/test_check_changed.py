"""``peeltrack check --changed-since``: reports on what changed, and misses no contradiction."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from asking import ask, edit
from conftest import DATA

pytestmark = pytest.mark.needs("git")


def git(folder: Path, *args: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *args], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a branch, on which another branch's merge into main is not seen."""
    folder = tmp_path / "work"
    shutil.copytree(DATA, folder / "data")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "Records")
    git(folder, "branch", "change")
    edit(folder / "data" / "forces" / "cheshire.toml", 'country = "England"', 'contry = "England"')
    git(folder, "commit", "-q", "-a", "-m", "A mistake on main")
    git(folder, "switch", "-q", "change")
    monkeypatch.chdir(folder)
    return folder


def test_only_files_that_changed_are_reported(repository: Path) -> None:
    forces = repository / "data" / "forces"
    edit(forces / "essex.toml", "region", "regoin")
    git(repository, "commit", "-q", "-a", "-m", "Change")
    edit(forces / "kent.toml", "region", "regoin")
    (forces / "atlantis.toml").write_text("name = \n", "utf-8")
    done = ask("check", "--changed-since", "main...", "--no-notes")
    assert {line.split(":")[0] for line in done.out.splitlines()} == {
        "data/forces/atlantis.toml",
        "data/forces/essex.toml",
        "data/forces/kent.toml",
    }
    assert done.code == 1
    assert done.err == "5 problems in 3 files of the folder data changed since main...\n"
    uncommitted = ask("check", "data", "--changed-since", "HEAD", "--no-notes")
    assert uncommitted.err == "3 problems in 2 files changed since HEAD\n"
    assert "data/forces/cheshire.toml" not in done.out + uncommitted.out


def test_the_dots_leave_out_what_others_merged_meanwhile(repository: Path) -> None:
    assert ask("check", "--changed-since", "main").err.startswith(
        "no problems in 1 file of the folder data changed since main; "
    )
    assert ask("check", "--changed-since", "main...").err == (
        "no files of the folder data changed since main...\n"
    )
    assert repository.is_dir()


def test_nothing_that_changed_is_nothing_to_report(repository: Path) -> None:
    for shape in ("plain", "json", "junit", "github", "table"):
        done = ask("check", "--changed-since", "HEAD", "-f", shape)
        assert (done.code, done.err) == (0, "no files of the folder data changed since HEAD\n")
    edit(repository / "data" / "forces" / "kent.toml", "region", "regoin")
    done = ask("check", "data/forces/essex.toml", "--changed-since", "HEAD")
    assert (done.code, done.out, done.err) == (0, "", "no files changed since HEAD\n")


def test_totals_that_a_change_contradicts_are_reported_though_they_did_not_change(repository: Path) -> None:
    record = repository / "data" / "forces" / "kent.toml"
    head, mark, rest = record.read_text("utf-8").partition('edition   = "peel-2015"')
    rest, number = re.subn(
        r'^(effectiveness +=.*)"good"', r'\1"outstanding"', rest, count=1, flags=re.MULTILINE
    )
    assert number == 1
    record.write_text(head + mark + rest, "utf-8")
    done = ask("check", "--changed-since", "HEAD", "--no-notes")
    assert done.code == 1
    assert done.out.startswith(
        "data/national.toml:13: peel-2015 effectiveness: the records contradict this total: 2 'outstanding'"
    )


@pytest.mark.parametrize("gone", [True, False])
def test_if_the_editions_change_every_record_is_reported(repository: Path, gone: bool) -> None:
    editions = repository / "data" / "editions.toml"
    if gone:
        editions.unlink()
    else:
        editions.write_text(
            editions.read_text("utf-8").replace('"investigating-crime"', '"looking"'), "utf-8"
        )
    done = ask("check", "--changed-since", "HEAD", "--no-notes")
    assert done.code == 1
    if gone:
        assert done.out == "data/editions.toml:1: is missing\n"
    else:
        assert "data/forces/hampshire.toml:" in done.out


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        ("nowhere", "there is no git revision called 'nowhere'; check the name, or fetch it first"),
        ("nowhere...", "there is no git revision called 'nowhere'"),
        ("main..change", "'main..change' is not a git revision; write REV, or REV... for where"),
        ("--output=x", "'--output=x' is not a git revision"),
        ("", "'' is not a git revision"),
        ("main:data", "there is no git revision called 'main:data'"),
    ],
)
def test_a_revision_that_git_does_not_know_is_an_error(repository: Path, revision: str, said: str) -> None:
    done = ask("check", f"--changed-since={revision}")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert sorted(path.name for path in repository.iterdir()) == [".git", "data"]


def test_outside_a_repository_there_is_nothing_to_compare_with(records: Path) -> None:
    done = ask("check", records, "--changed-since", "HEAD", GIT_CEILING_DIRECTORIES=str(records.parent))
    assert (done.code, done.out) == (2, "")
    assert "data is not in a git repository; check it without --changed-since" in done.err


def test_a_shallow_clone_says_what_to_fetch(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), str(clone))
    for revision in ("origin/main", "main..."):
        done = ask("check", clone / "data", "--changed-since", revision)
        assert (done.code, done.out) == (2, "")
        assert "git fetch --unshallow" in done.err
