"""The national picture: counts checked by hand, and what must hold of every record."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from asking import as_json, ask, flat, library, seen
from conftest import DATA, Run

from peeltrack.analysis.national import Scope
from peeltrack.analysis.transitions import find_transitions
from peeltrack.model import (
    PartialDate,
)

RECORDS = library()
FORCES = RECORDS.forces()


def tidy_rows(*args: object) -> list[dict[str, str]]:
    result = ask("changes", "-f", "csv", *args)
    assert (result.code, result.err) == (0, "")
    return list(csv.DictReader(io.StringIO(result.out)))


def counted(edition: str, level: str = "pillar") -> dict[str, tuple[int, int]]:
    """The plain counts of ``changes``: areas and forces by word."""
    lines = [line.split("\t") for line in ask("changes", "-f", "plain").out.splitlines()]
    return {
        line[5]: (int(line[6]), int(line[7].replace("-", "0")))
        for line in lines
        if line[0] == "count" and (line[1], line[4]) == (edition, level)
    }


def written_grades() -> Iterator[tuple[str, str, str, str]]:
    """Every grade in the files, read without any code of ours."""
    for path in sorted((DATA / "forces").glob("*.toml")):
        for inspection in tomllib.loads(path.read_text(encoding="utf-8"))["inspection"]:
            for area, grade in inspection.get("grades", {}).items():
                word = grade if isinstance(grade, str) else grade["grade"]
                yield path.stem, inspection["edition"], area, word


# Counted by hand over the facts that the records were written from.


PILLARS = ("effectiveness", "efficiency", "legitimacy")
FAMILY = ("peel-2015", "peel-2016", "peel-2017", "peel-2018-19")
ORDER = ("inadequate", "requires improvement", "good", "outstanding")


def pillars_by_hand(edition: str) -> dict[str, tuple[int, int]]:
    """Count how the pillars changed, from the files alone: against the last graded inspection before."""
    grades = {(force, e, area): word for force, e, area, word in written_grades()}
    found: dict[str, set[tuple[str, str]]] = {"downgrade": set(), "upgrade": set(), "unchanged": set()}
    earlier = FAMILY[: FAMILY.index(edition)]
    for force in sorted({force for force, _, _ in grades}):
        for area in PILLARS:
            now = grades.get((force, edition, area))
            before = [grades[force, e, area] for e in earlier if grades.get((force, e, area)) in ORDER]
            if now in ORDER and before:
                steps = ORDER.index(str(now)) - ORDER.index(before[-1])
                word = "downgrade" if steps < 0 else "upgrade" if steps else "unchanged"
                found[word].add((force, area))
    return {word: (len(each), len({force for force, _ in each})) for word, each in found.items()}


@pytest.mark.parametrize("edition", FAMILY[1:])
def test_pillars_changed_as_counted_without_peeltrack(edition: str) -> None:
    found = counted(edition)
    for word, numbers in pillars_by_hand(edition).items():
        assert found[word] == numbers, word


def test_rule_7_a_fall_across_a_gap_counts_with_the_edition_that_it_is_from() -> None:
    gaps = {
        (row["force"], row["area"]): (row["change"], row["previous_grade"], row["last_graded_edition"])
        for row in tidy_rows("--edition", "peel-2018-19")
        if row["last_graded_edition"] and row["level"] == "pillar"
    }
    assert gaps["greater-manchester", "efficiency"] == ("downgrade", "good", "peel-2016")
    assert gaps["greater-manchester", "legitimacy"] == ("unchanged", "good", "peel-2016")
    text = seen("changes", "--force", "gmp", "--edition", "2018-19", columns=200)
    assert "down 1 grade, last graded in PEEL 2016" in flat(text)


def test_domestic_abuse_was_raised_again_with_some_forces() -> None:
    answer = as_json("search", "--topic", "domestic-abuse")
    findings = [each for each in answer["findings"] if not each["statement"]]
    assert (answer["count"], len({each["force"] for each in findings})) == (50, 29)
    assert answer["forces_raised_again"] == list(
        dict.fromkeys(each["force"] for each in findings if each["raised_before"] or each["persisting"])
    )
    assert "hampshire" in answer["forces_raised_again"]
    counts = as_json("search", "--topic", "domestic-abuse", "--count")["counts"]
    assert [each["findings"] for each in counts] == [11, 8, 6, 6, 5, 6, 8]


# What must hold of every record.


def test_csv_of_changes_is_one_row_for_every_grade_on_record() -> None:
    rows = tidy_rows()
    found = Counter((row["force"], row["edition"], row["area"], row["grade"]) for row in rows)
    assert found == Counter(written_grades())
    assert len(rows) == 2199
    assert all(row["source"].startswith("http") and row["region"] for row in rows)


def test_nothing_moves_across_families_and_every_movement_is_one() -> None:
    scales = {edition.id: edition for edition in RECORDS.regime.editions.values()}
    moved = {"downgrade": -1, "upgrade": 1, "unchanged": 0}
    for row in tidy_rows():
        steps = int(row["steps"]) if row["steps"] else None
        if row["change"] not in moved:
            assert steps is None, row
            continue
        assert scales[row["edition"]].family == scales[row["previous_edition"]].family, row
        if row["previous_grade"]:
            names = scales[row["edition"]].scale.names
            assert steps == names.index(row["grade"]) - names.index(row["previous_grade"]), row
            assert (steps > 0) - (steps < 0) == moved[row["change"]], row


def test_json_has_every_grade_too() -> None:
    rows = as_json("changes")["changes"]
    found = Counter((row["force"], row["edition"], row["area"], row["grade"]) for row in rows)
    assert found == Counter(written_grades())


def test_counts_agree_with_the_rows() -> None:
    answer = as_json("changes", "--only", "downgrade")
    rows = Counter((row["edition"], row["level"]) for row in answer["changes"])
    counts = {
        (each["edition"], each["level"]): each["areas"]
        for each in answer["counts"]
        if each["change"] == "downgrade"
    }
    assert rows == counts


def test_published_counts_are_rows_of_their_own() -> None:
    answer = as_json("changes")
    counted_inspections = {(each["force"], each["edition"]) for each in answer["published_counts"]}
    assert len(counted_inspections) == 78
    assert as_json("changes", "--area", "preventing-crime")["published_counts"] == []


def test_newest_first_by_edition_then_date_then_force() -> None:
    places = {edition: place for place, edition in enumerate(RECORDS.regime.editions)}
    found = find_transitions(FORCES, Scope(), RECORDS.regime).found
    keys = [
        (
            -places[each.new.edition.id],
            -(each.new.published.latest if each.new.published else date.min).toordinal(),
            each.force.id,
        )
        for each in found
    ]
    assert keys == sorted(keys)


# Asking.


def publication_dates() -> Iterator[str]:
    """Return the date of every grade: its own, else the inspection's, else the edition's (rule 11)."""
    editions = tomllib.loads((DATA / "editions.toml").read_text("utf-8"))["edition"]
    national = {edition["id"]: edition.get("published") for edition in editions}
    for path in sorted((DATA / "forces").glob("*.toml")):
        for inspection in tomllib.loads(path.read_text("utf-8"))["inspection"]:
            common = inspection.get("published") or national[inspection["edition"]]
            for grade in inspection.get("grades", {}).values():
                own = grade.get("published") if isinstance(grade, dict) else None
                yield str(own or common or "")


@pytest.mark.parametrize(
    ("since", "until"), [("2016-11", "2016-12"), ("2025-01", "2025-07"), ("2019-05-02", "2019-05-02")]
)
def test_rule_11_a_range_of_dates_finds_grades_by_their_own_date(since: str, until: str) -> None:
    result = ask("changes", "--since", since, "--until", until, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    exact = [
        each for each in publication_dates() if since <= each[: len(since)] and each[: len(until)] <= until
    ]
    exact = [each for each in exact if len(each) >= len(since)]
    assert sum(len(row["date"]) >= len(since) for row in rows) == len(exact)
    assert len(rows) >= len(exact) > 0


def test_november_and_december_2016_have_106_grades() -> None:
    assert len(tidy_rows_of("--since", "2016-11", "--until", "2016-12")) == 106


def tidy_rows_of(*args: object) -> list[dict[str, str]]:
    """Return the rows of ``changes``, whatever it remarks on standard error."""
    return list(csv.DictReader(io.StringIO(ask("changes", "-f", "csv", *args).out)))


def test_what_a_range_of_dates_leaves_out_or_cannot_be_sure_of_is_told() -> None:
    result = ask("changes", "--since", "2025")
    expected = "inspections left out because we do not have their date. Use --edition to include them"
    assert expected in result.err
    rough = ask("changes", "--since", "2016-02-20", "--until", "2016-02-21")
    assert "may be outside these dates: we only have the month or year" in rough.err
    assert ask("changes", "--since", "2025", "-q").err == ""


def test_an_empty_date_is_an_error() -> None:
    result = ask("changes", "--since", "", "--fail-on", "downgrade")
    assert (result.code, result.out) == (2, "")
    assert "'' is not a date" in result.err


def test_who_is_worst_is_answered_first_where_nobody_can_say_who_went_down() -> None:
    result = ask("changes", "--since", "2024-08", screen=True, NO_COLOR="1")
    first = "\n".join(result.out.splitlines()[:22])
    assert "Nobody can say who went down in PEEL 2023-25" in first
    assert "have the most low grades, which need not be a fall." in flat(first)
    # 4 requires improvement and 4 inadequate, known only by count; Metropolitan's are named.
    assert re.search(r"^Lincolnshire Police +4 +4 +8, 8 by count$", first, re.MULTILINE)
    assert re.search(r"^Metropolitan Police Service +2 +5 +8$", first, re.MULTILINE)
    assert first.index("Lincolnshire") < first.index("Metropolitan") < first.index("Warwickshire")


def test_rule_11_dates_of_changes_say_whose_they_are() -> None:
    text = ask("changes", "--since", "2016-11", "--until", "2016-12", "-f", "table", "--width", "120").out
    assert "Cheshire Constabulary, inspection published 2017" in text
    assert "Cleveland Police, 2017, date of the national report" in text
    assert "outstanding → good [2], published 3 November 2016" in flat(text)


def test_no_inspections_match_says_up_to_which_day_our_records_go() -> None:
    text = flat(ask("changes", "--until", "2013", "-f", "table").out)
    assert "No inspections match. Our records cover publications up to 31 July 2025." in text


def test_only_lists_some_changes_and_keeps_the_totals() -> None:
    whole, fallen = as_json("changes"), as_json("changes", "--only", "downgrade")
    assert fallen["counts"] == whole["counts"]
    assert {row["change"] for row in fallen["changes"]} == {"downgrade"}
    rows = tidy_rows("--only", "no-data", "--only", "gone")
    assert {row["change"] for row in rows} == {"no-data", "gone"}
    assert not all(row["grade"] for row in rows)


def test_rule_2_grades_that_cannot_be_compared_are_shown_side_by_side_without_an_arrow() -> None:
    text = seen("changes", "--edition", "2023-25", "--force", "city-of-london", columns=120)
    assert "Not comparable with earlier inspections; the grades before are shown beside them." in flat(text)
    assert re.search(r"Investigating crime +adequate in PEEL 2021/22, then good \[\d\]", text)
    assert "→" not in text


def test_rule_14_published_counts_are_shown_with_the_areas_that_we_cannot_name() -> None:
    text = flat(seen("changes", "--edition", "2023-25", "--force", "hampshire", columns=120))
    assert "published counts with areas that we cannot name" in text
    assert "2 good and 6 adequate; 1 of these 8 is known by name" in text


def test_forces_that_went_down_come_first_the_worst_at_the_top() -> None:
    first = flat("\n".join(seen("changes", "--edition", "2018-19").splitlines()[:4]))
    assert "Went down in PEEL 2018/19: Cleveland Police (3 pillars and 1 question), Northumbria" in first


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--fail-on", "downgrade"), 1),
        (("--edition", "peel-2018-19", "--force", "kent", "--fail-on", "downgrade"), 0),
        (("--edition", "peel-2018-19", "--force", "kent", "--fail-on", "change"), 1),
        (("--edition", "peel-2023-25", "--fail-on", "change"), 3),
        (("--until", "2013", "--fail-on", "downgrade"), 0),
        (("--fail-on", "concern"), 2),
    ],
)
def test_fail_on_over_all_forces(args: tuple[str, ...], code: int) -> None:
    assert ask("changes", "-q", *args).code == code


def test_a_rough_date_is_kept_if_it_may_fall_in_the_range() -> None:
    scope = Scope(since=PartialDate(2019, 6), until=PartialDate(2019, 6, 30))
    assert scope.has_date(PartialDate(2019))
    assert scope.has_date(PartialDate(2019, 6))
    assert not scope.has_date(PartialDate(2019, 7, 1))
    assert not scope.has_date(None)
    assert Scope().has_date(None)


def test_filters_of_changes() -> None:
    rows = tidy_rows("--region", "wales", "--area", "Legitimacy", "--edition", "peel 2016")
    assert {row["force"] for row in rows} == {"dyfed-powys", "gwent", "north-wales", "south-wales"}
    assert {(row["area"], row["edition"]) for row in rows} == {("legitimacy", "peel-2016")}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("changes", "--edition", "2017"), "2017 is a date of publication, and names no edition; the"),
        (
            ("changes", "--edition", "peel-2061"),
            "'peel-2061' is not an edition (did you mean 'peel-2017'?); the editions are: peel-",
        ),
        (("changes", "--area", "efectiveness"), "did you mean 'effectiveness'?"),
        (
            ("changes", "--region", "Scotland"),
            "'Scotland' is not a region in our records; there are: East Midlands,",
        ),
        (
            ("changes", "--since", "April"),
            "'April' is not a date or an edition; write 2017, 2017-04 or 2017-04-12",
        ),
        (("search", "--topic", "domestic-abus"), "did you mean 'domestic-abuse'?"),
        (("search", '"'), "Give at least one word to search for"),
        (("changes", "--since", "2024", "--until", "2020"), "--since 2024 is after --until 2020"),
        (("table", "--edition", "2018-19", "--sort", "grade"), "peeltrack table AREA --sort grade"),
    ],
)
def test_a_wrong_word_is_told_with_a_way_out(args: tuple[str, ...], message: str) -> None:
    result = ask(*args)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: ")
    assert message in result.err
    assert result.err.count("\n") == 1


# Coverage.


# Dates that bind.


def test_a_day_that_is_no_number_is_told() -> None:
    result = ask("show", "kent", PEELTRACK_TODAY="soon")
    assert (result.code, result.err) == (
        2,
        "Error: PEELTRACK_TODAY should be a date such as 2025-07-31, not 'soon'\n",
    )


# All of it in every format, and in a shell.


@pytest.mark.parametrize("format_", ["plain", "json", "csv", "markdown", "table"])
@pytest.mark.parametrize(
    "args",
    [
        ("changes", "--force", "kent"),
        ("table", "legitimacy"),
        ("table", "--edition", "2014"),
        ("search", "victims"),
        ("search", "victims", "--count"),
        ("coverage",),
        ("show", "kent", "--neighbours"),
        ("diff", "kent", "--comparable"),
    ],
)
def test_every_view_has_every_format(args: tuple[str, ...], format_: str) -> None:
    result = ask(*args, "-f", format_)
    assert result.code == (2 if args[-1] == "2014" else 0), result.err
    assert bool(result.out) == (result.code == 0)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("changes --area inv", "investigating-crime"),
        ("changes --edition peel-2018", "peel-2018-19"),
        ("changes --region east-of", "east-of-england"),
        ("changes --force kent", "kent"),
        ("search --topic domestic", "domestic-abuse"),
        ("search --kind cause", "cause-of-concern"),
        ("table effec", "effectiveness"),
    ],
)
def test_a_shell_completes(peeltrack: Run, words: str, wanted: str) -> None:
    line = f"peeltrack {words}"
    result = peeltrack(
        _PEELTRACK_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=str(len(line.split()) - 1)
    )
    assert f"plain,{wanted}\n" in result.out
