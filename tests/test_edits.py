"""Edits of the records: each kind is found once, at its line, with what it means for comparisons."""

from __future__ import annotations

import copy
import json
import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import tomli
from asking import ask, edit, flat
from conftest import DATA
from eleven_edits import KENT, MADE
from hypothesis import given
from hypothesis import strategies as st
from test_records import RECORDS

from peeltrack.analysis.force_edits import force_edits
from peeltrack.analysis.rewording import CANDIDATES, changed_words, match_findings
from peeltrack.analysis.shared_edits import regime_edits, total_edits
from peeltrack.model import Finding, Regime, Topic
from peeltrack.store import (
    InvalidRecordError,
    Source,
    read_editions,
    read_force,
    read_publishers,
    read_topics,
    read_totals,
    read_wording,
)
from peeltrack.store.library import Library


def review(*args: object) -> dict[str, Any]:
    """Return the JSON of a review without an error."""
    result = ask("review", *args, "-f", "json")
    assert (result.code, result.err) == (0, "")
    found: dict[str, Any] = json.loads(result.out)
    return found


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


def test_a_very_long_text_is_shown_as_two_texts() -> None:
    long = " ".join(map(str, range(5000)))
    assert [[piece.changed for piece in side] for side in changed_words(long, f"{long} x")] == [
        [True],
        [True],
    ]


# Every key


class Parsed(Source):
    """A file that is parsed already."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__("case.toml", "")
        self.data = data

    def parse(self) -> dict[str, Any]:
        return self.data


def changes(value: Any) -> list[Any]:
    """Return values of the same kind that a value could become; None leaves its key out."""
    if isinstance(value, bool):
        return [not value, None]
    if isinstance(value, date):
        return [value + timedelta(days=1), None]
    if isinstance(value, int):
        return [value + 1, None]
    if isinstance(value, str):
        others = ["concern", "action", "good", "inadequate", "inferred", "complete", "commissioner", "since"]
        return [f"{value}x", f"{value}-2", *others, *SLUGS, None]
    return [[*value, *value[:1]], value[1:], None] if isinstance(value, list) else [None]


SLUGS = ("light", "lamp", "round-1", "round-2", "2019", "2019-02", "worst", "poor", "fair", "best")


def changed(data: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield copies of some parsed data, each with one value changed or left out, and where that is."""
    for path in places(data):
        for value in changes(at(data, path)):
            found = copy.deepcopy(data)
            above = at(found, path[:-1])
            if value is None:
                del above[path[-1]]
            else:
                above[path[-1]] = value
            if found != data:
                yield path, found


def places(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of everything in some parsed data."""
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in inner:
        yield (*path, key)
        yield from places(value, (*path, key))


def at(data: Any, path: tuple[str | int, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def parsed(path: Path) -> dict[str, Any]:
    return tomli.loads(path.read_bytes().decode("utf-8-sig"))


def test_no_value_of_a_record_can_change_without_an_edit() -> None:
    regime = Library(str(RECORDS)).regime
    data = parsed(RECORDS / "good" / "every-key.toml")
    before = read_force(Parsed(data), "case", regime)
    kinds = set()
    for path, other in changed(data):
        try:
            after = read_force(Parsed(other), "case", regime)
        except InvalidRecordError:
            continue
        assert list(force_edits(before, after)), path
        assert list(force_edits(after, before)), path
        kinds.add(tuple(key for key in path if isinstance(key, str)))
    assert len(kinds) > 40, kinds


@pytest.mark.parametrize(
    ("folder", "name"),
    [(RECORDS, "editions"), (RECORDS, "topics"), (RECORDS, "publishers"), (DATA, "regime")],
)
def test_no_value_of_a_shared_file_can_change_without_an_edit(folder: Path, name: str) -> None:
    data = parsed(folder / f"{name}.toml")
    before = Library(str(folder)).regime
    number = 0
    for path, other in changed(data):
        try:
            after = with_part(before, name, Parsed(other))
        except InvalidRecordError:
            continue
        number += 1
        assert list(regime_edits(before, after)), path
        assert list(regime_edits(after, before)), path
    assert number > 5


def with_part(regime: Regime, name: str, source: Source) -> Regime:
    """Return what records share with one of its files read anew."""
    if name == "editions":
        return Regime(read_editions(source), regime.topics, regime.publishers, regime.wording)
    if name == "topics":
        return Regime(regime.editions, read_topics(source), regime.publishers, regime.wording)
    if name == "publishers":
        return Regime(regime.editions, regime.topics, read_publishers(source), regime.wording)
    wording = read_wording(source, regime.editions)
    return Regime(regime.editions, regime.topics, regime.publishers, wording)


def test_no_value_of_a_national_total_can_change_without_an_edit() -> None:
    regime = Library(str(RECORDS)).regime
    data = parsed(RECORDS / "national.toml")
    before = read_totals(Parsed(data), regime)
    number = 0
    for path, other in changed(data):
        try:
            after = read_totals(Parsed(other), regime)
        except InvalidRecordError:
            continue
        number += 1
        assert list(total_edits(before, after)), path
    assert number > 3
