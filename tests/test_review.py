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
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from asking import ask, edit, flat
from conftest import DATA, Result, Run
from eleven_edits import EFFECTS, KENT, MADE, Made, make_edits
from hypothesis import given
from hypothesis import strategies as st
from test_formats import RECORD, assert_harmless

from peeltrack.analysis.edits import EDITS, THINGS
from peeltrack.analysis.rewording import CANDIDATES, changed_words, match_findings
from peeltrack.formats import FORMATS
from peeltrack.model import Finding, Topic
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


# Other edits


FORCE_EDITS = {
    "a name": ("name    = ", 'name = "Kent Constabulary"', ("force", "name", None)),
    "a region": ("region  = ", 'region = "London"', ("force", "region", None)),
    "a code": ("code    = ", 'code = "KNT"', ("force", "code", None)),
    "an inspector": ("inspector = ", 'inspector = "A. N. Other"', ("inspection", "inspector", "peel-2015")),
    "a page": ("page      = ", 'page = "https://example.org/"', ("inspection", "page", "peel-2015")),
    "completeness": (
        "inspector = ",
        'inspector = "Zoë Billingham"\nfindings_are = "complete"',
        ("inspection", "findings_are", "peel-2015"),
    ),
}


@pytest.mark.parametrize("what", FORCE_EDITS)
def test_an_edit_of_a_force_or_inspection_is_one_row(records: Path, what: str) -> None:
    begin, line, (about, field, edition) = FORCE_EDITS[what]
    path = records / "forces" / "kent.toml"
    text = path.read_text("utf-8")
    before = re.search(rf"^{begin}.*$", text, re.MULTILINE)
    assert before
    path.write_text(text.replace(before[0], line, 1), "utf-8")
    (row,) = review(DATA, records)["edits"]
    assert (row["about"], row["field"], row["edition"], row["edit"]) == (about, field, edition, "changed")


def test_a_period_of_monitoring_that_ends_is_one_edit(records: Path) -> None:
    path = records / "forces" / "kent.toml"
    head, mark, rest = path.read_text("utf-8").partition("[[inspection]]")
    period = '[[monitoring]]\nentered = 2024-01-02\nreason = "Calls"\nsource = "https://example.org/"\n\n'
    path.write_text(f"{head}{period}{mark}{rest}", "utf-8")
    (added,) = review(DATA, records)["edits"]
    assert (added["about"], added["edit"], added["item"]) == ("monitoring", "added", "2024-01-02")
    before = Path(shutil.copytree(records, records.parent / "before"))
    edit(path, "entered = 2024-01-02\n", "entered = 2024-01-02\nleft = 2024-12-01\n")
    (left,) = review(before, records)["edits"]
    assert (left["edit"], left["field"], left["new_value"]) == ("changed", "left", "2024-12-01")
    edit(path, "entered = 2024-01-02\n", "entered = 2024-01-03\n")
    rows = review(before, records)["edits"]
    assert [row["field"] for row in rows] == ["entered", "left"]
    assert ask("review", before, records, "-f", "table").out.count("Monitoring changed") == 1


def test_a_source_of_several_grades_is_one_edit_at_its_own_line(records: Path) -> None:
    path = records / "forces" / "dorset.toml"
    text = path.read_text("utf-8")
    address = "https://hmicfrs.justiceinspectorates.gov.uk/peel-assessments/peel-2016/dorset/effectiveness/"
    path.write_text(text.replace(address, "https://example.org/moved"), "utf-8")
    (row,) = review(DATA, records)["edits"]
    assert (row["about"], row["field"], row["new_value"]) == ("source", "source", "https://example.org/moved")
    assert row["item"] == "3"
    assert "https://example.org/moved" in path.read_text("utf-8").split("\n")[row["line"] - 1]


def test_an_inspection_with_its_grades_and_findings_is_added(records: Path) -> None:
    path = records / "forces" / "sussex.toml"
    text = path.read_text("utf-8")
    parts = text.split("[[inspection]]")
    place = next(number for number, part in enumerate(parts) if '"peel-2018-19"' in part)
    path.write_text("[[inspection]]".join([*parts[:place], *parts[place + 1 :]]), "utf-8")
    found = review(records, DATA)
    assert found["edits"][0]["about"] == "inspection"
    assert {row["edit"] for row in found["edits"]} == {"added"}
    assert {row["about"] for row in found["edits"]} == {"inspection", "grade", "finding"}
    assert any(row["old_change"] is None and row["change"] == "downgrade" for row in found["effects"])
    backward = review(DATA, records)
    assert {row["edit"] for row in backward["edits"]} == {"removed"}
    assert ask("review", records, DATA, "-q", "--fail-on", "downgrade").code == 1


def test_a_force_is_added_or_removed_with_everything_in_it(records: Path) -> None:
    (records / "forces" / "kent.toml").unlink()
    removed = review(DATA, records)["edits"]
    assert (removed[0]["about"], removed[0]["edit"], removed[0]["old_value"]) == (
        "force",
        "removed",
        "Kent Police",
    )
    assert {(row["edit"], row["line"]) for row in removed} == {("removed", None)}
    added = review(records, DATA)["edits"]
    assert {row["edit"] for row in added} == {"added"}
    assert len(added) == len(removed)
    assert ask("review", DATA, records, "-f", "github").code == 0


def test_findings_in_another_order_are_formatting(records: Path) -> None:
    path = records / "forces" / "kent.toml"
    text = path.read_text("utf-8")
    assert text.count(KENT) == 1
    head, _, rest = text.partition(KENT)
    following, end, rest = rest.partition("\n\n")
    assert following.startswith("[[inspection.findings]]")
    path.write_text(f"{head}{following}{end}{KENT}{rest}", "utf-8")
    assert review(DATA, records) | {"new": ""} == {
        "schema": 1,
        "old": "data",
        "new": "",
        "formatting_only": ["forces/kent.toml"],
        "edits": [],
        "effects": [],
    }


def test_an_inferred_grade_is_marked(records: Path) -> None:
    path = records / "forces" / "sussex.toml"
    made = next(made for made in MADE if made.force == "sussex")
    edit(path, made.old, made.new.replace("{ grade", '{ basis = "inferred", grade'))
    table = flat(ask("review", DATA, records, "-f", "table").out)
    assert "requires improvement [1] → good [1] (inferred)" in table
    assert "unchanged (good → good (inferred))" in table
    rows = review(DATA, records)["edits"]
    assert [(row["field"], row["basis"]) for row in rows] == [("grade", "inferred"), ("basis", "inferred")]


SHARED_EDITS = {
    "a title of an edition": (
        "editions.toml",
        'title     = "PEEL 2016"',
        'title     = "PEEL 2016 again"',
        ("edition", "changed", "title", "peel-2016", None),
    ),
    "a topic": (
        "topics.toml",
        'custody                   = "Detention and custody"',
        'custody                   = "Custody"',
        ("topic", "changed", "meaning", None, "custody"),
    ),
    "a topic more": (
        "topics.toml",
        "custody  ",
        'horses = "Police horses"\ncustody  ',
        ("topic", "added", "meaning", None, "horses"),
    ),
    "a publisher": (
        "publishers.toml",
        '"Advertiser & Times"',
        '"Advertiser and Times"',
        ("publisher", "changed", "name", None, "advertiserandtimes.co.uk"),
    ),
    "a national total": (
        "national.toml",
        "outstanding = 5, good = 35",
        "outstanding = 4, good = 36",
        ("national-total", "changed", "counts", "peel-2014", None),
    ),
    "the day that the records cover": (
        "regime.toml",
        "covers_until = 2025-07-31",
        "covers_until = 2025-08-31",
        ("regime", "changed", "value", None, "covers_until"),
    ),
}


@pytest.mark.parametrize("what", SHARED_EDITS)
def test_an_edit_of_a_shared_file_is_one_row_at_its_line(records: Path, what: str) -> None:
    name, old, new, wanted = SHARED_EDITS[what]
    edit(records / name, old, new)
    found = review(DATA, records)
    (row,) = found["edits"]
    assert (row["about"], row["edit"], row["field"], row["edition"], row["item"]) == wanted
    assert found["effects"] == []
    line = (records / name).read_text("utf-8").split("\n")[row["line"] - 1]
    assert new.split("\n")[0] in line or wanted[0] == "edition" or "title" in line or wanted[2] in line


@pytest.mark.parametrize("name", ["publishers.toml", "regime.toml", "national.toml"])
def test_a_file_that_need_not_be_there_is_one_edit(records: Path, name: str) -> None:
    (records / name).unlink()
    (row,) = review(records, DATA)["edits"]
    assert (row["edit"], row["field"], row["old_value"]) == ("added", "entries", None)
    assert int(row["new_value"]) > 5
    (row,) = review(DATA, records)["edits"]
    assert (row["edit"], row["line"]) == ("removed", None)


def test_an_edition_that_breaks_comparisons_has_effects_for_all_forces(records: Path) -> None:
    text = (records / "editions.toml").read_text("utf-8")
    edition = text.index('id        = "peel-2017"')
    area = text.index('id    = "legitimacy"', edition)
    with_break = text[:area] + 'break = "It asks other questions."\n' + text[area:]
    (records / "editions.toml").write_text(with_break, "utf-8")
    found = review(DATA, records)
    (row,) = found["edits"]
    assert (row["about"], row["area"], row["field"]) == ("area", "legitimacy", "break")
    assert len({each["force"] for each in found["effects"]}) == 43
    assert {each["change"] for each in found["effects"]} == {"not-comparable", "ungraded"}
    assert {each["area"] for each in found["effects"]} == {"legitimacy"}
    github = ask("review", DATA, records, "-f", "github").out
    assert "Legitimacy, PEEL 2017: not comparable (was unchanged)" in github


def test_a_fall_across_a_gap_is_an_effect(records: Path) -> None:
    """Rule 7: a grade that is removed leaves the fall, which now counts from the grade before."""
    path = records / "forces" / "sussex.toml"
    line = 'efficiency              = { grade = "good", published = 2017-11-09, source = "overall" }\n'
    before = Path(shutil.copytree(records, records.parent / "before"))
    edit(path, line, line.replace("good", "outstanding"))
    found = review(before, records)["effects"]
    assert {each["edition"]: (each["change"], each["steps"]) for each in found} == {
        "peel-2017": ("upgrade", 1),
        "peel-2018-19": ("downgrade", -2),
    }
    edit(path, line.replace("good", "outstanding"), "")
    found = review(before, records)["effects"]
    assert {each["edition"]: (each["old_change"], each["change"]) for each in found} == {
        "peel-2017": ("unchanged", "no-data"),
    }


# Findings that changed places and words


WORDS = st.lists(
    st.sampled_from(["the", "force", "must", "record", "crime", "more", "quickly", "and", "accurately"]),
    min_size=1,
)


def finding(text: str, topic: str = "demand") -> Finding:
    return Finding("concern", None, Topic(topic, "Meaning"), text, "https://example.org/")


TEXTS = st.lists(WORDS.map(" ".join), max_size=12)


@given(TEXTS, TEXTS)
def test_every_finding_is_in_one_match_or_is_the_same_in_both(old: list[str], new: list[str]) -> None:
    matches = match_findings(list(map(finding, old)), list(map(finding, new)))
    olds = [match.old.place for match in matches if match.old]
    news = [match.new.place for match in matches if match.new]
    assert len(set(olds)) == len(olds)
    assert len(set(news)) == len(news)
    rest = [text for place, text in enumerate(old) if place not in olds]
    assert sorted(rest) == sorted(text for place, text in enumerate(new) if place not in news)
    same = sum(min(old.count(text), new.count(text)) for text in set(old))
    assert len(rest) == same


@given(WORDS, WORDS)
def test_changed_words_make_up_both_texts(old: list[str], new: list[str]) -> None:
    pieces = changed_words(" ".join(old), " ".join(new))
    assert [" ".join(piece.words for piece in side) for side in pieces] == [" ".join(old), " ".join(new)]
    kept = [[piece.words for piece in side if not piece.changed] for side in pieces]
    assert kept[0] == kept[1]


def test_a_text_in_other_words_is_the_same_finding_and_a_different_text_is_not() -> None:
    old = [
        finding("Some callers wait too long for an answer."),
        finding("Officers lack training in custody."),
    ]
    new = [finding("Vetting is out of date."), finding("Some callers still wait far too long for an answer.")]
    pairs = [
        (match.old and match.old.place, match.new and match.new.place) for match in match_findings(old, new)
    ]
    assert sorted(pairs, key=repr) == sorted([(None, 0), (0, 1), (1, None)], key=repr)


def test_many_findings_with_the_same_words_are_all_paired() -> None:
    old = [finding(f"Case {number} took too long.") for number in range(300)]
    new = [finding(f"Case {number} took far too long.") for number in range(300)]
    pairs = {
        (match.old.place, match.new.place) for match in match_findings(old, new) if match.old and match.new
    }
    assert pairs == {(number, number) for number in range(300)}


def test_few_texts_are_compared_in_full_with_each_text() -> None:
    old = [finding(f"Case {number} took too long.") for number in range(300)]
    new = [finding(f"Case {number} took far too long.") for number in range(300)]
    with mock.patch.object(SequenceMatcher, "ratio", autospec=True, return_value=1.0) as ratio:
        match_findings(old, new)
    assert 300 <= ratio.call_count <= 300 * CANDIDATES


def test_only_files_that_differ_are_parsed(edited: Path) -> None:
    with mock.patch.object(Source, "parse", autospec=True, side_effect=Source.parse) as parse:
        assert len(review(DATA, edited)["edits"]) == len(SHOWN)
    parsed = Counter(Path(call.args[0].name).name for call in parse.call_args_list)
    shared = ("editions.toml", "topics.toml", "publishers.toml", "regime.toml")
    assert parsed == Counter(dict.fromkeys(shared, 1)) + Counter({f"{made.force}.toml": 2 for made in MADE})


def test_a_very_long_text_is_shown_as_two_texts() -> None:
    long = " ".join(map(str, range(5000)))
    assert [[piece.changed for piece in side] for side in changed_words(long, f"{long} x")] == [
        [True],
        [True],
    ]


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
