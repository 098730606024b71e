"""Records in git revisions: every kind of repository, and every way in which a revision can be missing."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from asking import edit
from conftest import COMMAND, DATA, Result, Run

pytestmark = pytest.mark.needs("git")

FILES = ("regime.toml", "editions.toml", "topics.toml", "publishers.toml", "national.toml")
FORCES = ("kent", "surrey", "sussex")
GRADE = (
    'efficiency                = { grade = "requires improvement", source = "overall" }',
    'efficiency                = { grade = "good", source = "overall" }',
)
EDITED = ["sussex"]
"""The force that the newer commit of the repository has another grade of."""


def git(folder: Path, *args: str, **env: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    safe = ("-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main")
    command = ["git", *who, *safe, *args]
    done = subprocess.run(
        command, cwd=folder, check=True, capture_output=True, text=True, env={**os.environ, **env}
    )
    return done.stdout.strip()


def copy_records(folder: Path) -> None:
    """Copy a few of the records to a folder."""
    (folder / "forces").mkdir(parents=True)
    for name in (*FILES, *(f"forces/{force}.toml" for force in FORCES)):
        shutil.copy(DATA / name, folder / name)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with the records in data: tag v1, and one edit since then on main."""
    folder = tmp_path / "repository"
    copy_records(folder / "data")
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "Records")
    git(folder, "tag", "-a", "-m", "Version 1", "v1")
    edit(folder / "data" / "forces" / "sussex.toml", *GRADE)
    commit(folder, "A better grade: x")
    return folder


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


def forces(result: Result) -> list[str]:
    """Return the forces that a review in JSON shows edits of."""
    assert (result.code, result.err) == (0, "")
    return [row["force"] for row in json.loads(result.out)["edits"]]


def refused(result: Result, *parts: str) -> None:
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: ")
    assert result.err.count("\n") == 1
    for part in parts:
        assert part in result.err


# What a revision can be called

WORDS = {
    "a tag": ("v1", "--data", "data"),
    "a commit": ("HEAD~1", "--data", "data"),
    "a revision with a colon": ("HEAD^{/Rec: ?o*rds|Records}", "--data", "data"),
    "an earlier state of a branch": ("main@{1}", "--data", "data"),
    "a path from the top": ("v1:data", "--data", "data"),
    "a path with a slash": ("v1:data/", "--data", "data"),
    "a path from here": ("v1:./data", "--data", "data"),
    "two revisions": ("v1:data", "HEAD:data"),
    "a revision and a folder": ("v1:data", "data"),
    "the last common commit": ("v1...", "--data", "data"),
    "the last common commit of two revisions": ("v1...:data", "main:data"),
}


@pytest.mark.parametrize("what", WORDS)
def test_a_revision_can_be_named_in_many_ways(repository: Path, peeltrack: Run, what: str) -> None:
    result = peeltrack("review", *WORDS[what], "-f", "json", cwd=repository)
    assert forces(result) == EDITED


def test_a_revision_means_the_folder_of_the_records_in_use(repository: Path, peeltrack: Run) -> None:
    result = peeltrack("review", "v1", "--data", repository / "data", "-f", "json", cwd=repository.parent)
    assert forces(result) == EDITED
    assert json.loads(result.out)["old"] == "v1:data"


def test_records_at_the_top_of_a_repository(tmp_path: Path, peeltrack: Run) -> None:
    copy_records(tmp_path / "records")
    git(tmp_path / "records", "init", "-q")
    commit(tmp_path / "records", "Records")
    edit(tmp_path / "records" / "forces" / "sussex.toml", *GRADE)
    for word in ("HEAD", "HEAD:", "HEAD:."):
        result = peeltrack("review", word, "--data", ".", "-f", "json", cwd=tmp_path / "records")
        assert forces(result) == EDITED
        assert json.loads(result.out)["old"] == "HEAD:"


def test_a_folder_that_exists_comes_before_a_revision(repository: Path, peeltrack: Run) -> None:
    copy_records(repository / "v1")
    edit(repository / "v1" / "forces" / "kent.toml", 'country = "England"', 'country = "Wales"')
    result = peeltrack("review", "v1", "--data", "data", "-f", "json", cwd=repository)
    assert sorted(forces(result)) == ["kent", "sussex"]


def test_three_dots_leave_out_what_others_merged_meanwhile(repository: Path, peeltrack: Run) -> None:
    git(repository, "switch", "-q", "-c", "change", "v1")
    edit(repository / "data" / "forces" / "kent.toml", 'country = "England"', 'country = "Wales"')
    commit(repository, "Change")
    args = ("--data", "data", "-f", "json")
    assert forces(peeltrack("review", "main...", *args, cwd=repository)) == ["kent"]
    assert sorted(forces(peeltrack("review", "main", *args, cwd=repository))) == ["kent", "sussex"]
    assert forces(peeltrack("review", "main...:data", "change:data", "-f", "json", cwd=repository)) == [
        "kent"
    ]
    base = json.loads(peeltrack("review", "main...", *args, cwd=repository).out)["old"]
    assert base == git(repository, "rev-parse", "v1^{commit}")[:10] + ":data"


# Kinds of repository


def state_of(folder: Path) -> dict[str, str]:
    """Return the content and the time of every file below a folder."""
    return {
        str(path): f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mtime_ns}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_nothing_in_the_repository_changes(repository: Path, peeltrack: Run) -> None:
    edit(repository / "data" / "forces" / "kent.toml", 'country = "England"', 'country = "Wales"')
    git(repository, "add", "data/forces/kent.toml")
    before = state_of(repository)
    result = peeltrack("review", "v1", "--data", "data", "-f", "json", cwd=repository)
    assert sorted(forces(result)) == ["kent", "sussex"]
    assert state_of(repository) == before


def test_a_bare_repository(repository: Path, tmp_path: Path, peeltrack: Run) -> None:
    git(tmp_path, "clone", "-q", "--bare", str(repository), "bare.git")
    inside = peeltrack("review", "v1:data", "main:data", "-f", "json", cwd=tmp_path / "bare.git")
    beside = peeltrack("review", "v1:data", "main:data", "--data", "bare.git", "-f", "json", cwd=tmp_path)
    assert forces(inside) == forces(beside) == EDITED


def test_a_worktree(repository: Path, tmp_path: Path, peeltrack: Run) -> None:
    git(repository, "worktree", "add", "-q", str(tmp_path / "other"), "v1")
    result = peeltrack("review", "main", "--data", "data", "-f", "json", cwd=tmp_path / "other")
    assert forces(result) == EDITED


@pytest.fixture
def above(repository: Path, tmp_path: Path) -> Path:
    """A repository that has the records as a submodule: at v1, and since then at main."""
    folder = tmp_path / "above"
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "submodule", "--quiet", "add", str(repository), "sub/records")
    git(folder / "sub" / "records", "checkout", "-q", "v1")
    commit(folder, "Records of version 1")
    git(folder / "sub" / "records", "checkout", "-q", "main")
    commit(folder, "Newer records")
    return folder


def test_records_in_a_submodule(above: Path, peeltrack: Run) -> None:
    own = peeltrack("review", "v1", "--data", "sub/records/data", "-f", "json", cwd=above)
    through = peeltrack("review", "HEAD~1:sub/records/data", "HEAD:sub/records/data", "-f", "json", cwd=above)
    assert forces(own) == forces(through) == EDITED


def test_a_submodule_that_is_not_there_is_a_missing_folder(above: Path, peeltrack: Run) -> None:
    git(above, "submodule", "--quiet", "deinit", "-f", "sub/records")
    result = peeltrack("review", "HEAD~1:sub/records/data", DATA, cwd=above)
    refused(result, "HEAD~1 has no folder 'sub/records/data'")


def test_a_shallow_clone_reads_what_it_has_and_says_how_to_get_the_rest(
    repository: Path, tmp_path: Path, peeltrack: Run
) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "shallow")
    folder = tmp_path / "shallow"
    edit(folder / "data" / "forces" / "sussex.toml", *reversed(GRADE))
    assert forces(peeltrack("review", "HEAD", "--data", "data", "-f", "json", cwd=folder)) == EDITED
    for word in ("v1", "v1...", "HEAD~1"):
        result = peeltrack("review", word, "--data", "data", cwd=folder)
        refused(result, f"'{word.rstrip('.')}'", "git fetch --unshallow", "fetch-depth to 0")


def test_a_shallow_clone_without_a_common_commit_says_so(
    repository: Path, tmp_path: Path, peeltrack: Run
) -> None:
    git(tmp_path, "clone", "-q", "--depth", "1", repository.as_uri(), "shallow")
    git(tmp_path / "shallow", "fetch", "-q", "--depth", "1", "origin", "tag", "v1")
    result = peeltrack("review", "v1...", "--data", "data", cwd=tmp_path / "shallow")
    refused(result, "v1 and HEAD have no commit in common", "git fetch --unshallow")


def test_a_repository_with_long_object_ids(tmp_path: Path, peeltrack: Run) -> None:
    copy_records(tmp_path / "data")
    git(tmp_path, "init", "-q", "--object-format=sha256")
    commit(tmp_path, "Records")
    edit(tmp_path / "data" / "forces" / "sussex.toml", *GRADE)
    assert forces(peeltrack("review", "HEAD", "--data", "data", "-f", "json", cwd=tmp_path)) == EDITED


@pytest.mark.parametrize("name", ["with space", "ümlaut", "a:b", "-x", "$(touch x)", "a'b\"c", "{}", "*"])
def test_a_folder_with_an_odd_name(repository: Path, peeltrack: Run, name: str) -> None:
    git(repository, "mv", "data", f"./{name}")
    commit(repository, "Another name")
    edit(repository / name / "forces" / "sussex.toml", *reversed(GRADE))
    own = peeltrack("review", "HEAD", f"--data=./{name}", "-f", "json", cwd=repository)
    path = peeltrack("review", f"HEAD:{name}", f"--data=./{name}", "-f", "json", cwd=repository)
    assert forces(own) == forces(path) == EDITED
    assert not (repository / "x").exists()


def test_a_record_that_is_a_link(repository: Path, peeltrack: Run) -> None:
    record = repository / "data" / "forces" / "kent.toml"
    record.rename(repository / "data" / "kent-elsewhere.toml")
    record.symlink_to("../kent-elsewhere.toml")
    commit(repository, "A link")
    result = peeltrack("review", "v1", "HEAD:data", "--data", "data", "-f", "json", cwd=repository)
    assert forces(result) == EDITED
    record.unlink()
    record.symlink_to("/etc/hostname")
    commit(repository, "A link out of the repository")
    result = peeltrack("review", "HEAD", "--data", "data", cwd=repository)
    refused(result, "forces/kent.toml is a link that leads out of the revision")


def test_line_ends_that_git_changes_are_no_difference(repository: Path, peeltrack: Run) -> None:
    for path in (repository / "data").rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    result = peeltrack("review", "v1", "--data", "data", "-f", "json", cwd=repository)
    assert forces(result) == EDITED
    assert json.loads(result.out)["formatting_only"] == []


@pytest.mark.parametrize("absolute", [False, True])
def test_a_git_hook_is_no_hindrance(repository: Path, peeltrack: Run, absolute: bool) -> None:
    """Git tells its hooks where the repository is, from a folder that need not be that of the records."""
    place = str(repository / ".git") if absolute else ".git"
    args = ("review", "v1", "--data", "data", "-f", "json")
    told = {"GIT_DIR": place, "GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": ""}
    assert forces(peeltrack(*args, cwd=repository, **told)) == EDITED
    assert forces(peeltrack("review", "v1:data", "HEAD:data", "-f", "json", cwd=repository, **told)) == EDITED


def test_a_push_is_reviewed_by_the_repository_that_gets_it(repository: Path, tmp_path: Path) -> None:
    """Git keeps pushed objects apart until the hook has run, and says where in the environment."""
    git(tmp_path, "clone", "-q", "--bare", str(repository), "bare.git")
    hook = tmp_path / "bare.git" / "hooks" / "pre-receive"
    command = f"{shlex.join(COMMAND)} review $old:data $new:data -f csv -o {tmp_path}/report"
    hook.write_text(f"#!/bin/sh\nread old new name\n{command}\n", "utf-8")
    hook.chmod(0o755)
    edit(repository / "data" / "forces" / "kent.toml", 'country = "England"', 'country = "Wales"')
    commit(repository, "Change")
    git(repository, "push", "-q", str(tmp_path / "bare.git"), "main")
    assert (tmp_path / "report").read_text("utf-8").splitlines()[1].startswith("kent,")


# Earlier records


def test_revisions_from_before_the_newer_files_are_read(tmp_path: Path, peeltrack: Run) -> None:
    copy_records(tmp_path / "data")
    for name in ("regime.toml", "publishers.toml", "national.toml"):
        (tmp_path / "data" / name).unlink()
    git(tmp_path, "init", "-q")
    commit(tmp_path, "Early records")
    for name in ("regime.toml", "publishers.toml", "national.toml"):
        shutil.copy(DATA / name, tmp_path / "data" / name)
    result = peeltrack("review", "HEAD", "--data", "data", "-f", "json", cwd=tmp_path)
    rows = json.loads(result.out)["edits"]
    assert [(row["about"], row["edit"]) for row in rows] == [
        ("publisher", "added"),
        ("regime", "added"),
        ("national-total", "added"),
    ]


def test_keys_of_earlier_formats_are_read(repository: Path, peeltrack: Run) -> None:
    period = 'entered = 2024-01-02\nreason = "Calls"\nsource = "https://example.org/"\n\n'
    record = repository / "data" / "forces" / "kent.toml"
    text = record.read_text("utf-8")
    editions = repository / "data" / "editions.toml"
    now = editions.read_text("utf-8")
    record.write_text(text.replace("[[inspection]]", f"[[engage]]\n{period}[[inspection]]", 1), "utf-8")
    title = '\ntitle     = "PEEL 2016"'
    editions.write_text(now.replace(title, f"\nreply_days = 56{title}"), "utf-8")
    commit(repository, "An earlier format")
    record.write_text(text.replace("[[inspection]]", f"[[monitoring]]\n{period}[[inspection]]", 1), "utf-8")
    editions.write_text(now, "utf-8")
    result = peeltrack("review", "HEAD", "--data", "data", "-f", "json", cwd=repository)
    assert forces(result) == []
    assert json.loads(result.out)["formatting_only"] == ["editions.toml", "forces/kent.toml"]


# What is missing or invalid

BROKEN = {
    "an unknown key": ('country = "England"', 'county = "England"', "unknown key 'county'"),
    "not TOML": ('country = "England"', "country = ", "is not valid TOML"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_an_invalid_record_is_named_with_its_revision_and_line(
    repository: Path, peeltrack: Run, what: str
) -> None:
    old, new, message = BROKEN[what]
    edit(repository / "data" / "forces" / "kent.toml", old, new)
    commit(repository, "A mistake")
    git(repository, "revert", "--no-edit", "HEAD")
    result = peeltrack("review", "HEAD~1", "--data", "data", cwd=repository)
    assert (result.code, result.out) == (2, "")
    assert re.search(rf"^HEAD~1:data/forces/kent\.toml:5: .*{message}", result.err, re.MULTILINE)


def test_a_revision_without_editions_says_what_is_missing(repository: Path, peeltrack: Run) -> None:
    git(repository, "rm", "-q", "data/editions.toml")
    commit(repository, "Without editions")
    git(repository, "revert", "--no-edit", "HEAD")
    result = peeltrack("review", "HEAD~1", "--data", "data", cwd=repository)
    assert result.code == 2
    assert result.err.startswith("HEAD~1:data/editions.toml:1: is missing")


MISSING = {
    "a revision": (("nowhere", "--data", "data"), "there is no folder and no git revision called 'nowhere'"),
    "a base": (("nowhere...", "--data", "data"), "there is no git revision called 'nowhere'"),
    "the newer revision": (("v1...:data", "nowhere:data"), "no git revision called 'nowhere'"),
    "a folder": (("v1:elsewhere", "--data", "data"), "v1 has no folder 'elsewhere'"),
    "a file": (("v1:data/topics.toml", "--data", "data"), "v1 has no folder 'data/topics.toml'"),
    "records": (("v1:data/forces", "--data", "data"), "no records in v1:data/forces"),
    "a range": (("v1..main", "--data", "data"), "'v1..main' names two revisions"),
    "an option": (("--data", "data", "--", "--output=x"), "'--output=x' is not a folder or a git revision"),
    "a line break": (("v1\nv1:data",), "is not a folder or a git revision"),
}


@pytest.mark.parametrize("what", MISSING)
def test_what_is_missing_is_one_sentence_with_a_way_out(repository: Path, peeltrack: Run, what: str) -> None:
    args, message = MISSING[what]
    refused(peeltrack("review", *args, cwd=repository), message)


def test_records_that_are_not_in_a_repository(repository: Path, tmp_path: Path, peeltrack: Run) -> None:
    copy_records(tmp_path / "records")
    env = {"GIT_CEILING_DIRECTORIES": str(tmp_path)}
    result = peeltrack("review", "v1", "--data", tmp_path / "records", cwd=repository, **env)
    refused(result, "there is no folder 'v1'", f"{tmp_path}/records, is not in a git repository")
    result = peeltrack("review", "v1:data", "--data", "records", cwd=tmp_path, **env)
    refused(result, "there is no folder 'v1:data'", "is not in a git repository")


def test_two_histories_without_a_common_commit(repository: Path, peeltrack: Run) -> None:
    git(repository, "switch", "-q", "--orphan", "other")
    copy_records(repository / "data")
    commit(repository, "Other records")
    result = peeltrack("review", "main...", "--data", "data", cwd=repository)
    refused(result, "main and HEAD have no commit in common")


def test_without_git_two_folders_can_still_be_compared(repository: Path, peeltrack: Run) -> None:
    env = {"PATH": str(repository)}
    refused(peeltrack("review", "v1", "--data", "data", cwd=repository, **env), "git is not installed")
    copy_records(repository / "before")
    assert forces(peeltrack("review", "before", "data", "-f", "json", cwd=repository, **env)) == EDITED


def test_a_repository_that_git_does_not_trust_is_refused_in_the_words_of_git(
    repository: Path, peeltrack: Run
) -> None:
    result = peeltrack("review", "v1", "--data", "data", cwd=repository, GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    refused(result, "git cannot read the repository: detected dubious ownership", "safe.directory")


def test_a_damaged_repository_is_an_error_and_not_an_empty_answer(repository: Path, peeltrack: Run) -> None:
    blob = git(repository, "rev-parse", "v1:data/forces/sussex.toml")
    place = repository / ".git" / "objects" / blob[:2] / blob[2:]
    place.chmod(0o644)
    place.unlink()
    result = peeltrack("review", "v1", "--data", "data", cwd=repository)
    refused(result, "git does not have the content of a record")


def test_github_annotates_files_in_the_working_tree_of_a_revision(repository: Path, peeltrack: Run) -> None:
    args = ("review", "v1:data", "HEAD:data", "-f", "github")
    result = peeltrack(*args, cwd=repository, GITHUB_WORKSPACE=str(repository))
    assert result.out.startswith("::notice file=data/forces/sussex.toml,line=")
    assert result.out.count("::notice") == 1
