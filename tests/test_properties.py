"""What holds for whatever comes in, where inputs are wide: found by trying many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any
from unicodedata import combining

import pytest
import tomli
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from peeltrack.analysis.comparison import COMPARED, NOT_COMPARABLE, compare
from peeltrack.cli.encoding import encode
from peeltrack.model import (
    UNGRADED,
    Area,
    Edition,
    Finding,
    Force,
    Grade,
    Inspection,
    PartialDate,
    PeeltrackError,
    Regime,
    Scale,
    Topic,
)
from peeltrack.store import Source
from peeltrack.store.library import pick

# Dates


@given(st.text(alphabet="0123456789-/ ²٣T", max_size=12) | st.text(max_size=12))
def test_a_date_is_read_as_it_is_written_or_not_at_all(text: str) -> None:
    try:
        read = PartialDate.parse(text)
    except ValueError:
        return
    assert str(read) == text


@given(st.dates(), st.sampled_from([4, 7, 10]))
def test_a_date_is_known_as_precisely_as_it_is_written(day: date, length: int) -> None:
    read = PartialDate.parse(day.isoformat()[:length])
    assert str(read) == day.isoformat()[:length]
    assert read.earliest <= day <= read.latest
    assert (read.exact == day) == (length == 10)
    assert read.latest.isoformat()[:length] == read.earliest.isoformat()[:length]
    assert read == PartialDate.parse(str(read))
    assert len(read.in_words.split()) == (length - 1) // 3


# Text for a terminal that lacks some characters


@given(
    st.text(alphabet=st.characters(exclude_categories=[])),
    st.sampled_from(
        [
            "ascii",
            "cp1252",
            "latin-1",
            "cp437",
            "koi8-r",
            "shift_jis",
            "gb18030",
            "big5",
            "utf-8",
            "utf-16",
            "cp037",
        ]
    ),
)
def test_any_text_goes_into_any_encoding(text: str, encoding: str) -> None:
    screen = encode(text, encoding).decode(encoding)
    assert text or not screen
    # A mark on a letter goes where the encoding lacks it, as the mark of "é" does.
    assert screen or all(map(combining, text))


# The lines of things

KEYS = ["a", "b", '"c d"', "a.b", "b.a.e", '"a\'=#"', "'#=\"'", '"\\"="']
VALUES = [
    "1",
    '"]"',
    "'''x'''",
    "[1, 2]",
    "{ a = 1, b = [2] }",
    "[\n  1, # ]\n  [2],\n  '[a]',\n]",
    "[1\n, 2]",
    '"""\n[a]\nb = 1\n"""',
    "'''\n\n[[b]]'''",
    "[{ a = 1 },\n{ b = 2 }]",
    "2017-04-12",
    '"""a""""',
    '"""\\""" [\\\\"""""',
    "''''a ] '' b'''''",
    '""',
    '"# \\" ["',
]
STATEMENTS = st.one_of(
    st.builds("{} = {}".format, st.sampled_from(KEYS), st.sampled_from(VALUES)),
    st.builds("{} = {} # = [x".format, st.sampled_from(KEYS), st.sampled_from(VALUES)),
    st.sampled_from(
        ["", "# [a] = '''", "  # x", "[a]", "[[b]]", "[b.a]", "[[b.e]]", " [ a . b ] # c", "[[a.b]]"]
    ),
)


def paths(value: object) -> Iterator[tuple[str | int, ...]]:
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield (key,)
        yield from ((key, *rest) for rest in paths(inner))


def by_prefixes(text: str) -> dict[tuple[str | int, ...], int]:
    """Each path with the line after the last at which a shorter prefix parses: slow, and plainly right."""
    lines = text.split("\n")
    found: dict[tuple[str | int, ...], int] = {}
    start = 0
    for end in range(1, len(lines) + 1):
        try:
            document = tomli.loads("\n".join(lines[:end]))
        except tomli.TOMLDecodeError:
            continue
        for path in paths(document):
            found.setdefault(path, start + 1)
        start = end
    return found


@settings(max_examples=400)
@given(st.lists(STATEMENTS, max_size=8), st.sampled_from(["\n", "\r\n"]))
def test_everything_is_found_on_the_line_of_the_statement_that_makes_it(
    statements: list[str], end: str
) -> None:
    text = ""
    for statement in statements:  # whatever does not go with what is there already is left out
        longer = f"{text}{statement}\n"
        try:
            tomli.loads(longer)
        except tomli.TOMLDecodeError:
            continue
        text = longer
    source = Source("x.toml", text.replace("\n", end))
    wanted = by_prefixes(text)
    assert {path: source.line(path) for path in wanted} == wanted


# Forces made up

SCALE = Scale(("bad", "poor", "fine", "best"), dict.fromkeys(("bad", "poor", "fine", "best"), ""), {})
AREAS = ("one", "two", "three", "four")
TOPICS = tuple(Topic(f"topic-{number}", "") for number in range(3))


@st.composite
def regimes(draw: st.DrawFn) -> Regime:
    """Up to five editions in families, each with some of the areas; some break, some continue others."""
    editions = {}
    family = 0
    for index in range(draw(st.integers(1, 5))):
        family += draw(st.sampled_from([0, 0, 1]))
        areas: dict[str, Area] = {}
        for area in draw(st.lists(st.sampled_from(AREAS), unique=True)):
            parent = draw(st.sampled_from([None, *(each for each, made in areas.items() if not made.parent)]))
            areas[area] = Area(
                area,
                area.title(),
                parent,
                True,
                draw(st.sampled_from([True, True, True, False])),
                None,
                draw(st.sampled_from([None, None, "broken"])),
                draw(st.sampled_from([None, None, *(other for other in AREAS if other != area)])),
            )
        editions[f"round-{index}"] = Edition(
            f"round-{index}",
            f"ROUND {index}",
            f"family {family}",
            index,
            draw(st.none() | DATES),
            "They say so.",
            "https://example.org/",
            SCALE,
            areas,
        )
    return Regime(editions, {topic.id: topic for topic in TOPICS})


DATES = st.builds(PartialDate, st.integers(2014, 2018)) | st.dates(
    min_value=date(2014, 1, 1), max_value=date(2018, 12, 31)
).map(lambda day: PartialDate(day.year, day.month, day.day))


@st.composite
def forces(draw: st.DrawFn) -> tuple[Force, Regime]:
    regime = draw(regimes())
    editions = list(regime.editions.values())
    chosen = [edition for edition in editions if draw(st.sampled_from([True, True, False]))]
    inspections = []
    for position, edition in enumerate(chosen):
        grades = {}
        for area in edition.areas.values():
            words = [None, UNGRADED, *(SCALE.names if area.graded else ())]
            if word := draw(st.sampled_from(words)):
                earlier = [each for each in editions[: edition.index] if area.id in each.areas]
                carried = draw(st.sampled_from([None, None, *earlier]))
                grades[area.id] = Grade(area, word, "https://example.org/", None, carried)
        findings = tuple(
            Finding(
                draw(st.sampled_from(["concern", "recommendation", "action", "commendation"])),
                draw(st.sampled_from([None, *edition.areas.values()])),
                topic,
                "Text.",
                "https://example.org/",
            )
            for topic in draw(st.lists(st.sampled_from(TOPICS), max_size=3))
        )
        inspections.append(Inspection(edition, position, draw(st.none() | DATES), None, grades, findings))
    return Force("made-up", "Made Up Police", "", "", (), (), tuple(inspections)), regime


@given(
    forces(),
    st.from_regex(r"round-[0-6]|20(1[3-9])|[0-6]|latest|previous|first|ROUND 2|.{0,3}", fullmatch=True),
)
def test_a_word_names_one_inspection_or_the_error_lists_those_that_it_may_name(
    made: tuple[Force, Regime], word: str
) -> None:
    force, regime = made
    inspections = force.inspections
    ids = [each.edition.id for each in inspections]
    if word.isdigit() and len(word) == 4:
        wanted = [each for each in inspections if each.published and str(each.published.year) == word]
    elif word in ("latest", "previous", "first"):
        place = {"latest": -1, "previous": -2, "first": 0}[word]
        wanted = list(inspections[place:][:1]) if len(inspections) >= abs(place) else []
    else:
        named = word.lower().replace(" ", "-")
        wanted = [each for each in inspections if named in (each.edition.id, each.edition.id[6:])]
    if len(wanted) == 1:
        assert pick(force, word, regime) is wanted[0]
        return
    with pytest.raises(PeeltrackError) as trouble:
        pick(force, word, regime)
    listed = [each.edition.id for each in wanted] or ids
    assert all(each in str(trouble.value) for each in listed)


@given(forces())
def test_counts_add_up_and_nothing_has_an_arrow_across_families(made: tuple[Force, Regime]) -> None:
    force, regime = made
    for old, new in combinations(force.inspections, 2):
        pair = compare(force, old, new, regime)
        rows = [each.area.id for each in pair.changes]
        assert len(set(rows)) == len(rows)
        assert sum(pair.counts.values()) == len(rows) + len(pair.neither)
        olds = [each.old_area.id for each in pair.changes if each.old_area]
        news = [each.new_area.id for each in pair.changes if each.new_area]
        assert (len(set(olds)), len(set(news))) == (len(olds), len(news))
        assert set(olds) >= set(old.grades)
        assert set(news) >= set(new.grades)
        assert not {each.id for each in pair.neither} & set(rows)
        for each in pair.changes:
            if each.old_area and each.new_area:
                assert each.old_area.id in regime.line(each.new_area.id)
        assert pair.comparable == (old.edition.family == new.edition.family)
        for change in pair.changes:
            assert (change.steps is not None) == (change.change in COMPARED)
            if not pair.comparable:
                assert change.change == NOT_COMPARABLE
            if change.steps:
                assert change.old
                assert change.new
                ranks = [SCALE.rank(change.old.grade), SCALE.rank(change.new.grade)]
                assert ranks[1] - ranks[0] == change.steps
                assert change.change == ("upgrade" if change.steps > 0 else "downgrade")
            if change.last:
                assert change.last.inspection.edition.family == new.edition.family
                assert change.last.inspection.edition.index < old.edition.index
                assert change.last.grade.grade != UNGRADED


@given(forces())
def test_what_fell_one_way_rose_the_other(made: tuple[Force, Regime]) -> None:
    force, regime = made
    for old, new in combinations(force.inspections, 2):
        there = {
            each.area.id: each.steps
            for each in compare(force, old, new, regime).changes
            if each.old and each.new
        }
        turned = [
            Inspection(side.edition, side.position, None, None, _grades(other, side), ())
            for side, other in ((old, new), (new, old))
        ]
        back = compare(Force("made-up", "", "", "", (), (), tuple(turned)), turned[0], turned[1], regime)
        for change in back.changes:
            if change.area.id in there and change.old and change.new:
                steps = there[change.area.id]
                assert change.steps == (None if steps is None else -steps)


def _grades(other: Inspection, side: Inspection) -> dict[str, Grade]:
    """The other side's grades, as if they were this side's."""
    return {
        area: Grade(side.edition.areas[area], grade.grade, grade.source)
        for area, grade in other.grades.items()
        if area in side.edition.areas
    }


@given(forces())
def test_findings_are_all_shown_with_every_earlier_edition_that_raised_the_topic(
    made: tuple[Force, Regime],
) -> None:
    force, regime = made
    assume(len(force.inspections) > 1)
    for old, new in combinations(force.inspections, 2):
        pair = compare(force, old, new, regime)
        assert [each.finding for each in pair.findings] == list(new.entries)
        for each in pair.findings:
            wanted = [
                earlier.edition
                for earlier in force.inspections
                if earlier.edition.index < new.edition.index
                and each.finding.followed
                and any(same.followed and same.topic is each.finding.topic for same in earlier.findings)
            ]
            assert [earlier.edition for earlier in each.before] == wanted
        now = {finding.topic.id for finding in new.findings if finding.followed}
        missing = [finding for finding in old.findings if finding.followed and finding.topic.id not in now]
        assert [each.finding for each in pair.not_repeated] == missing
