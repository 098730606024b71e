"""``peeltrack review``: every kind of edit is shown once, with what it means, and nothing else."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from asking import ask, edit, flat
from conftest import DATA, Result, Run
from eleven_edits import EFFECTS, MADE, Made, make_edits
from hypothesis import given
from hypothesis import strategies as st
from test_formats import RECORD, assert_harmless

from peeltrack.analysis.edits import EDITS, THINGS
from peeltrack.formats import FORMATS
from peeltrack.store import Source

SHOWN = [made for made in MADE if made.about]
"""The edits that change the meaning."""


def review(*args: object) -> dict[str, Any]:
    """Return the JSON of a review without an error."""
    result = ask("review", *args, "-f", "json")
    assert (result.code, result.err) == (0, "")
    found: dict[str, Any] = json.loads(result.out)
    return found


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    """Return what an edit is about, and what it was and is."""
    names = ("force", "edition", "about", "edit", "field", "old_value", "new_value")
    return tuple(row[name] for name in names)


def expected(made: Made) -> tuple[Any, ...]:
    return (
        made.force,
        made.edition,
        made.about,
        made.edit,
        made.field,
        made.old_value,
        made.new_value,
    )


@pytest.fixture
def edited(records: Path) -> Path:
    """A copy of the records with the eleven edits."""
    make_edits(records)
    return records


# The eleven edits


def test_the_eleven_edits_are_shown_and_nothing_else(edited: Path) -> None:
    found = review(DATA, edited)
    assert list(map(key, found["edits"])) == list(map(expected, SHOWN))
    assert found["formatting_only"] == ["forces/gwent.toml"]
    effects = {
        (each["force"], each["edition"], each["area"]): (each["old_change"], each["change"])
        for each in found["effects"]
    }
    assert effects == EFFECTS


def test_an_edit_names_its_line_in_the_newer_state(edited: Path) -> None:
    rows = review(DATA, edited)["edits"]
    for made, row in zip(SHOWN, rows, strict=True):
        lines = (edited / "forces" / f"{made.force}.toml").read_text("utf-8").split("\n")
        assert row["file"].endswith(f"forces/{made.force}.toml")
        assert lines[row["line"] - 1].startswith(made.line), made


def test_an_edit_of_a_grade_names_its_effects(edited: Path) -> None:
    rows = {row["force"]: row["effects"] for row in review(DATA, edited)["edits"]}
    assert rows["sussex"] == ["peel-2018-19 efficiency: downgrade becomes unchanged"]
    assert rows["dorset"] == ["peel-2017 protecting-vulnerable: no-data becomes upgrade"]
    assert rows["kent"] == []


@pytest.mark.parametrize("format_", ["table", "markdown", "html"])
def test_people_see_every_edit_and_its_effect(edited: Path, format_: str) -> None:
    text = flat(html.unescape(re.sub("<[^>]+>", " ", ask("review", DATA, edited, "-f", format_).out)))
    text = text.replace("*", "")
    for sentence in (
        "10 edits between",
        "1 file differs in formatting or comments only: forces/gwent.toml.",
        "Dorset Police: Protecting vulnerable people, PEEL 2016 to PEEL 2017",
        "Concern changed · Investigating crime · investigation quality · topic: workforce development →",
        "Grade added · Protecting vulnerable people · requires improvement",
        "was: The way the force investigated offences was judged to need improvement.",
        "Grade removed · Protecting vulnerable people · inadequate",
        "Concern removed · Effectiveness · domestic abuse",
        "Cause of concern changed · Effectiveness · victims · kind: concern → cause of concern",
        "Inspection changed · date: nothing → 18 February 2016",
        "Grade changed · Preventing crime · carried over from: PEEL 2016 → nothing",
        "Findings are summarised in our words",
    ):
        assert sentence in text
    assert "Gwent" not in text


@pytest.mark.parametrize("format_", ["table", "markdown", "github", "json"])
def test_the_review_of_the_eleven_edits_is_as_in_its_file(
    edited: Path, peeltrack: Run, golden: Callable[[str, str], None], format_: str
) -> None:
    shutil.copytree(DATA, edited.parent / "before")
    args = ("review", "before", "data", "-f", format_, "--width", 80)
    result = peeltrack(*args, cwd=edited.parent, GITHUB_WORKSPACE=str(edited.parent))
    assert (result.code, result.err) == (0, "")
    golden(f"review.{format_}", result.out)


@pytest.mark.parametrize("format_", [name for name in FORMATS if name not in ("html", "svg")])
def test_no_edit_controls_a_terminal_or_a_log(tmp_path: Path, format_: str) -> None:
    """Every text of the record is new; a file in a folder with a hostile name has them too."""
    sides = [tmp_path / "before", tmp_path / "::error::after ##[x]"]
    for side in sides:
        (side / "forces").mkdir(parents=True)
        for name in ("editions.toml", "topics.toml", "forces/kent.toml"):
            shutil.copy(DATA / name, side / name)
    for side, text in zip(sides, ("before", "after \u200b"), strict=True):
        (side / "forces" / "x.toml").write_text(RECORD.replace("TEXT", text), "utf-8")
    edit(sides[1] / "forces" / "kent.toml", 'country = "England"', 'country = "::warning::##[group]"')
    for pair in (sides, sides[::-1]):
        result = ask("review", *pair, "-f", format_, "--width", 40)
        assert (result.code, result.err) == (0, "")
        out = re.sub(r"^::(error|warning|notice) .*$", "", result.out, flags=re.MULTILINE)
        assert_harmless((out if format_ == "github" else result.out).replace("\t", " "))


def test_changed_words_are_marked(edited: Path) -> None:
    text = ask("review", DATA, edited, "-f", "markdown").out
    assert "now: The way the force investigated **serious** offences was judged to need **much** impr" in text


def test_csv_has_one_row_for_each_edit(edited: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("review", DATA, edited, "-f", "csv").out)))
    assert [row["force"] for row in rows] == [made.force for made in SHOWN]


def test_plain_has_edits_effects_and_formatting(edited: Path) -> None:
    kinds = [line.split("\t")[0] for line in ask("review", DATA, edited, "-f", "plain").out.splitlines()]
    assert kinds == ["edit"] * len(SHOWN) + ["effect"] * len(EFFECTS) + ["formatting_only"]


def test_github_annotates_the_lines_and_warns_of_a_downgrade(edited: Path) -> None:
    result = ask("review", edited, DATA, "-f", "github", GITHUB_WORKSPACE=str(DATA.parent))
    lines = result.out.splitlines()
    assert len(lines) == len(SHOWN)
    warning = [line for line in lines if line.startswith("::warning")]
    assert len(warning) == 1
    (row,) = [row for row in review(edited, DATA)["edits"] if row["force"] == "sussex"]
    assert warning[0].startswith(f"::warning file=data/forces/sussex.toml,line={row['line']},title=Sussex")
    assert warning[0].endswith("good → requires improvement. PEEL 2018/19: down 1 grade (was unchanged).")


def test_junit_has_a_case_for_each_edit_and_a_failure_for_a_downgrade(edited: Path) -> None:
    text = ask("review", edited, DATA, "-f", "junit").out
    assert f'tests="{len(SHOWN)}" failures="1"' in text
    assert 'failures="0"' in ask("review", DATA, DATA, "-f", "junit").out


@pytest.mark.parametrize(
    ("word", "forces"),
    [
        ("any", {made.force for made in SHOWN}),
        ("grade", {"dorset", "durham", "humberside", "surrey", "sussex"}),
        ("finding", {"cumbria", "essex", "kent", "lancashire"}),
    ],
)
def test_fail_on_finds_what_it_names(records: Path, word: str, forces: set[str]) -> None:
    found = set()
    for made in MADE:
        path = records / "forces" / f"{made.force}.toml"
        before = path.read_text("utf-8")
        edit(path, made.old, made.new)
        found |= {made.force} if ask("review", DATA, records, "-q", "--fail-on", word).code == 1 else set()
        path.write_text(before, "utf-8")
    assert found == forces


def test_fail_on_downgrade_finds_new_downgrades_only(edited: Path) -> None:
    assert ask("review", DATA, edited, "-q", "--fail-on", "downgrade").code == 0
    assert ask("review", edited, DATA, "-q", "--fail-on", "downgrade").code == 1
    assert ask("review", edited, DATA, "-q").code == 0


def test_two_equal_states_have_no_edits() -> None:
    result = ask("review", DATA, DATA, "-f", "table")
    assert (result.code, result.err) == (0, "")
    assert "No edits between" in result.out
    assert "The records mean the same." in result.out
    assert ask("review", DATA, DATA, "-q", "--fail-on", "any,grade,finding,downgrade").code == 0


def test_only_files_that_differ_are_parsed(edited: Path) -> None:
    with mock.patch.object(Source, "parse", autospec=True, side_effect=Source.parse) as parse:
        assert len(review(DATA, edited)["edits"]) == len(SHOWN)
    parsed = Counter(Path(call.args[0].name).name for call in parse.call_args_list)
    shared = ("editions.toml", "topics.toml", "publishers.toml", "regime.toml")
    assert parsed == Counter(dict.fromkeys(shared, 1)) + Counter({f"{made.force}.toml": 2 for made in MADE})


SUBSETS = st.sets(st.sampled_from(range(len(MADE))))


@given(SUBSETS, SUBSETS)
def test_two_states_differ_in_the_edits_that_one_of_them_has(one: set[int], other: set[int]) -> None:
    """Each edit that only the newer state has is shown, and those of the older one the other way round."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        sides = []
        for name, chosen in (("one", one), ("other", other)):
            side = Path(folder) / name
            (side / "forces").mkdir(parents=True)
            for file in ("editions.toml", "topics.toml", *(f"forces/{made.force}.toml" for made in MADE)):
                shutil.copy(DATA / file, side / file)
            for number in chosen:
                edit(side / "forces" / f"{MADE[number].force}.toml", MADE[number].old, MADE[number].new)
            sides.append(side)
        found = review(*sides)
    forward = [expected(MADE[number]) for number in other - one if MADE[number].about]
    opposite = {"added": "removed", "removed": "added"}
    backward = [
        (*start, opposite.get(done, done), field, new, old)
        for *start, done, field, old, new in (expected(MADE[number]) for number in one - other)
        if start[2]
    ]
    assert sorted(map(repr, map(key, found["edits"]))) == sorted(map(repr, forward + backward))
    gwent = next(number for number, made in enumerate(MADE) if not made.about)
    assert found["formatting_only"] == ["forces/gwent.toml"] * ((gwent in one) != (gwent in other))


# Bad input


BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "a file": (("{data}/editions.toml",), "is a file; name a folder of records or a git revision"),
    "an option": (("--", "-x"), "'-x' is not a folder or a git revision"),
    "an empty word": (("",), "'' is not a folder or a git revision"),
    "a path alone": ((":data",), "':data' is not a folder or a git revision"),
    "a range": (("main..change",), "'main..change' names two revisions; write: peeltrack review OLD NEW"),
    "no word": ((), "Missing argument 'OLD'"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_word_that_cannot_be_a_state_is_refused(what: str, records: Path) -> None:
    args, message = BAD[what]
    refused(ask("review", *(arg.format(data=records) for arg in args)), message)


def test_a_folder_without_records_is_refused(tmp_path: Path) -> None:
    refused(ask("review", tmp_path, DATA), "cannot be read")
    refused(ask("review", DATA, tmp_path), "cannot be read")


def refused(result: Result, message: str) -> None:
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: ")
    assert message in result.err
    assert result.err.count("\n") == 1


def test_an_invalid_record_is_named_with_its_line_and_nothing_is_written(
    records: Path, tmp_path: Path
) -> None:
    edit(records / "forces" / "kent.toml", 'country = "England"', 'county = "England"')
    report = tmp_path / "report.md"
    result = ask("review", DATA, records, "-o", report)
    assert (result.code, result.out) == (2, "")
    assert re.search(r"forces/kent\.toml:\d+: unknown key 'county'", result.err)
    assert not report.exists()


@pytest.mark.needs("mkfifo")
def test_a_pipe_in_place_of_a_record_is_refused(records: Path) -> None:
    import os

    (records / "forces" / "kent.toml").unlink()
    os.mkfifo(records / "forces" / "kent.toml")
    result = ask("review", DATA, records)
    assert result.code == 2
    assert "is not a file, but a pipe or a device" in result.err


def test_every_word_of_the_output_is_in_the_documentation() -> None:
    from peeltrack.views.columns import COLUMNS

    assert all(thing in COLUMNS["about"].meaning for thing in THINGS)
    assert all(word in COLUMNS["edit"].meaning for word in EDITS)
