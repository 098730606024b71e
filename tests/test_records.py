"""The corpus: in ``records/`` one file is one case, what check says of it in a comment at its top.

``good/`` holds records without an error, ``bad/`` those with one, in a folder for each kind of
file. Around them stands a small regime of its own; a case takes the place of the file of its kind.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import FrameType

import pytest
from conftest import Run

import peeltrack
from peeltrack.checks.audit import audit
from peeltrack.store import Problem

RECORDS = Path(__file__).parent / "records"
GOOD = sorted(RECORDS.glob("good/*.toml"))
BAD = sorted(RECORDS.glob("bad/*/*.toml"))
TODAY = date(2026, 1, 1)
EXPECTED = re.compile(r"# (\d+: .*)")


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def expected(path: Path) -> list[str]:
    """The comment at the top: ``# LINE: WHERE: MESSAGE`` for each problem."""
    found = []
    for line in path.read_bytes().decode("utf-8-sig", "replace").splitlines():
        if not (match := EXPECTED.fullmatch(line)):
            break
        found.append(match[1])
    return found


def problems(path: Path, folder: Path) -> list[str]:
    """What check says of a case, once it stands among the other files of the regime."""
    home = Path(shutil.copytree(RECORDS, folder / "records", ignore=shutil.ignore_patterns("good", "bad")))
    forces = path.parent.name in ("good", "forces")
    place = home / "forces" / path.name if forces else home / f"{path.parent.name}.toml"
    shutil.copyfile(path, place)
    found = [str(problem) for problem in audit([str(place)], str(home), TODAY).problems]
    return [problem.removeprefix(f"{place.as_posix()}:") for problem in found]


def test_the_corpus_is_there() -> None:
    assert len(GOOD) >= 15
    assert len(BAD) >= 60


@pytest.mark.parametrize("path", BAD, ids=name)
def test_check_says_of_a_bad_record_what_its_comment_says(path: Path, tmp_path: Path) -> None:
    assert problems(path, tmp_path) == expected(path) != []


@pytest.mark.parametrize("path", GOOD, ids=name)
def test_a_good_record_has_notes_at_most(path: Path, tmp_path: Path) -> None:
    found = problems(path, tmp_path)
    assert found == expected(path)
    assert all(": note: " in problem for problem in found)


def calls() -> Iterator[tuple[str, range]]:
    """Each place in the code that words a problem, as a file and its lines; git revisions aside."""
    package = Path(peeltrack.__file__).parent
    paths = {*package.glob("store/*.py"), *package.glob("checks/*.py")}
    for path in sorted(paths - {package / "store" / "revisions.py"}):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                word = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                if word in ("fault", "missing", "refuse", "_wrong", "Problem"):
                    yield str(path), range(node.lineno, (node.end_lineno or node.lineno) + 1)


def test_no_message_of_the_code_is_uncovered(tmp_path: Path) -> None:
    """Every place that words a problem is reached by a case, or by a file that no corpus can hold."""
    reached: set[tuple[str, int]] = set()

    def watch(frame: FrameType, event: str, _: object) -> None:
        named = frame.f_code.co_name in ("fault", "missing", "refuse", "_wrong")
        made = frame.f_locals.get("_cls") is Problem
        if event == "call" and (named or made) and frame.f_back:
            reached.add((frame.f_back.f_code.co_filename, frame.f_back.f_lineno))

    sys.setprofile(watch)
    try:
        for number, path in enumerate([*BAD, *GOOD]):
            problems(path, tmp_path / str(number))
        assert unholdable(tmp_path) == [
            "is larger than 4 MiB",
            "is a folder",
            "is not a file",
            "is missing",
            "there is no record beside it",
            "is missing",
        ]
    finally:
        sys.setprofile(None)
    lacking = [
        f"{path}:{lines.start}"
        for path, lines in calls()
        if not any(file == path and line in lines for file, line in reached)
    ]
    assert "\n".join(lacking) == ""


def unholdable(folder: Path) -> list[str]:
    """How the messages begin for a file too large, a folder, a file that is not there, and no records."""
    home = Path(shutil.copytree(RECORDS, folder / "unholdable"))
    (home / "forces" / "a.toml").write_bytes(b"#" * (4 * 1024 * 1024 + 1))
    (home / "forces" / "b.toml").mkdir()
    (home / "forces" / "c.toml").symlink_to(os.devnull)
    (home / "topics.toml").unlink()
    found = audit([str(home)], str(home), TODAY).problems
    shutil.rmtree(home / "forces")
    found += audit([str(home)], str(home), TODAY).problems
    return [re.split(r"[,;(:]", problem.message)[0].strip() for problem in found]


def test_a_folder_of_records_is_checked_by_the_editions_above_it(peeltrack: Run) -> None:
    done = peeltrack("check", RECORDS / "good")
    assert done.code == 0
    assert done.err.startswith(f"no problems in {len(GOOD)} files; ")
    notes = peeltrack("check", RECORDS / "good", "--strict")
    assert (notes.code, notes.out) == (1, done.out)
