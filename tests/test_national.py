"""The national picture: counts checked by hand, and what must hold of every record."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from asking import as_json, ask, edit, flat, library, seen
from conftest import DATA, ROOT, Run, clean_environment

from peeltrack.analysis.national import National, Scope
from peeltrack.analysis.transitions import find_transitions
from peeltrack.model import (
    PartialDate,
)

RECORDS = library()
FORCES = RECORDS.forces()
REPORTED_ON = sum(
    not grade.area.graded
    for force in FORCES
    for inspection in force.inspections
    for grade in inspection.grades.values()
)


def tidy_rows(*args: object) -> list[dict[str, str]]:
    result = ask("changes", "-f", "csv", *args)
    assert (result.code, result.err) == (0, "")
    return list(csv.DictReader(io.StringIO(result.out)))


def counted(edition: str, level: str = "pillars") -> dict[str, tuple[int, int]]:
    """The plain counts of ``changes``: areas and forces by word."""
    lines = [line.split("\t") for line in ask("changes", "-f", "plain").out.splitlines()]
    return {
        line[3]: (int(line[4]), int(line[5] or 0))
        for line in lines
        if line[0] == "count" and line[1:3] == [edition, level]
    }


def written_grades() -> Iterator[tuple[str, str, str, str]]:
    """Every grade in the files, read without any code of ours."""
    for path in sorted((DATA / "forces").glob("*.toml")):
        for inspection in tomllib.loads(path.read_text(encoding="utf-8"))["inspection"]:
            for area, grade in inspection.get("grades", {}).items():
                word = grade if isinstance(grade, str) else grade["grade"]
                yield path.stem, inspection["edition"], area, word


# Counted by hand over the facts that the records were written from.


def test_what_became_of_the_pillars_as_counted_by_hand() -> None:
    assert counted("peel-2016") == {
        "downgrade": (17, 15),
        "upgrade": (20, 15),
        "unchanged": (92, 43),
        "ungraded": (3, 3),
    }
    found = counted("peel-2017")
    assert found["downgrade"] == (18, 14)
    assert found["upgrade"] == (17, 15)
    assert found["unchanged"][0] == 91
    # Greater Manchester was not graded on two pillars; Derbyshire's grade is not on record.
    assert found["ungraded"] == (2, 1)
    assert found["no-data"] == (1, 1)
    found = counted("peel-2018-19")
    assert (found["downgrade"], found["upgrade"]) == ((17, 13), (22, 18))


def test_a_fall_across_a_gap_counts_with_the_edition_it_is_from() -> None:
    gaps = {
        (row["force"], row["area"]): (row["change"], row["previous_grade"], row["grade"], row["since"])
        for row in tidy_rows("--edition", "peel-2018-19")
        if row["since"] and not row["parent"]
    }
    assert gaps == {
        ("derbyshire", "effectiveness"): ("downgrade", "good", "requires improvement", "peel-2016"),
        ("greater-manchester", "efficiency"): ("downgrade", "good", "requires improvement", "peel-2016"),
        ("greater-manchester", "legitimacy"): ("unchanged", "good", "good", "peel-2016"),
    }
    text = seen("changes", "--force", "derbyshire", "--edition", "2018-19", columns=200)
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
    assert len(rows) == 1945
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


def test_the_counts_add_up_to_the_changes() -> None:
    answer = as_json("changes")
    counts = Counter[str]()
    for comparison in answer["comparisons"]:
        assert sum(comparison["counts"].values()) >= len(comparison["changes"])
        counts.update(comparison["counts"])
    assert answer["counts"] == dict(counts)
    by_level = Counter[str]()
    for each in answer["editions"]:
        by_level.update(each["counts"])
    assert by_level == counts
    assert len(answer["comparisons"]) + len(answer["first"]) == 297


def test_json_has_every_grade_too() -> None:
    answer = as_json("changes")
    found = Counter(
        (each["force"]["id"], each["new"]["edition"], change["area"], change["new"]["grade"])
        for each in answer["comparisons"]
        for change in each["changes"]
        if change["new"]
    )
    found.update(
        (each["force"]["id"], each["edition"], grade["area"], grade["grade"])
        for each in answer["first"]
        for grade in each["grades"]
    )
    assert found == Counter(written_grades())


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


@pytest.mark.parametrize(
    ("range_", "editions", "unsure"),
    [
        (("--since", "2025"), {"peel-2023-25"}, 0),
        (("--since", "2020", "--until", "2020"), {"peel-2018-19"}, 0),
        (("--until", "2014-11-27"), {"peel-2014"}, 0),
        # February 2016 may be any day of it.
        (("--since", "2016-02-20", "--until", "2016-02-21"), {"peel-2015"}, 42),
        (("--since", "2016-03-01", "--until", "2016-12-31"), set(), 0),
    ],
)
def test_a_range_of_publication(range_: tuple[str, ...], editions: set[str], unsure: int) -> None:
    result = ask("changes", *range_, "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert {row["edition"] for row in rows} == editions
    undated, *rough = result.err.splitlines()
    assert undated == "left out for want of a date on record: 10 inspections; --edition reaches such"
    said = "kept, and perhaps outside the range, being dated to a month or a year only"
    assert rough == ([f"{said}: {unsure} inspections"] if unsure else [])


def test_one_inspection_is_one() -> None:
    result = ask("changes", "--force", "kent", "--since", "2016-02-20", "--until", "2016-03-01", "-q")
    assert "date on record: 1 inspection;" in result.err
    assert result.err.endswith(" only: 1 inspection\n")


def test_an_empty_date_is_none() -> None:
    result = ask("changes", "--since", "", "--fail-on", "downgrade")
    assert (result.code, result.out) == (2, "")
    assert "'' is no date" in result.err


def test_a_rough_date_is_kept_if_it_may_fall_in_the_range() -> None:
    scope = Scope(since=PartialDate(2019, 6), until=PartialDate(2019, 6, 30))
    assert scope.has_date(PartialDate(2019))
    assert scope.has_date(PartialDate(2019, 6))
    assert not scope.has_date(PartialDate(2019, 7, 1))
    assert not scope.has_date(None)
    assert Scope().has_date(None)


def test_only_lists_and_leaves_the_counts_whole() -> None:
    whole, fallen = as_json("changes"), as_json("changes", "--only", "downgrade")
    assert fallen["counts"] == whole["counts"]
    words = {change["change"] for each in fallen["comparisons"] for change in each["changes"]}
    assert words == {"downgrade"}
    rows = tidy_rows("--only", "no-data", "--only", "gone")
    assert {row["change"] for row in rows} == {"no-data", "gone"}
    assert not all(row["grade"] for row in rows)


def test_people_are_not_shown_what_is_not_comparable_unless_they_ask() -> None:
    asked = ("changes", "--edition", "2021-22", "--force", "kent")
    text = seen(*asked)
    assert re.search(r"Areas: \d+ not comparable", text)
    assert "≠" not in text
    assert text.splitlines()[1] == "Nothing could be compared."
    assert "≠" in seen(*asked, "--only", "not-comparable")


def test_no_change_is_not_said_where_nothing_could_be_compared() -> None:
    still = ("changes", "--edition", "peel-2016", "--force", "kent", "--area", "effectiveness")
    assert "No change to list: none is down or up." in seen(*still)
    assert "No change to list" not in seen("changes", "--edition", "2023-25")


def test_filters_of_changes() -> None:
    rows = tidy_rows("--region", "wales", "--area", "Legitimacy", "--edition", "peel 2016")
    assert {row["force"] for row in rows} == {"dyfed-powys", "gwent", "north-wales", "south-wales"}
    assert {(row["area"], row["edition"]) for row in rows} == {("legitimacy", "peel-2016")}


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("changes", "--edition", "2017"), "2017 is a date of publication, and names no edition; the"),
        (("changes", "--edition", "peel-2061"), "'peel-2061' is no edition; the editions are: peel-2014, "),
        (("changes", "--area", "efectiveness"), "did you mean 'effectiveness'?"),
        (("changes", "--region", "Scotland"), "'Scotland' is no region on record; there are: East Midlands,"),
        (("changes", "--since", "April"), "'April' is no date; write 2017, 2017-04 or 2017-04-12"),
        (("search", "--topic", "domestic-abus"), "did you mean 'domestic-abuse'?"),
        (("search", '"'), "Give at least one word to search for"),
        (("changes", "--since", "2024", "--until", "2020"), "--since 2024 is after --until 2020"),
        (("table", "legitimacy", "--edition", "peel-2016"), "an area or an edition, not both"),
        (("table",), "name an area, or an edition with --edition; the areas are: anti-social-behaviour, "),
        (("table", "--edition", "2018-19", "--sort", "grade"), "peeltrack table AREA --sort grade"),
    ],
)
def test_a_wrong_word_is_told_with_a_way_out(args: tuple[str, ...], message: str) -> None:
    result = ask(*args)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: ")
    assert message in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--fail-on", "downgrade"), 1),
        (("--edition", "peel-2018-19", "--force", "kent", "--fail-on", "downgrade"), 0),
        (("--edition", "peel-2018-19", "--force", "kent", "--fail-on", "change"), 1),
        (("--edition", "peel-2023-25", "--fail-on", "change"), 2),
        (("--until", "2013", "--fail-on", "downgrade"), 2),
    ],
)
def test_fail_on_over_all_forces(args: tuple[str, ...], code: int) -> None:
    assert ask("changes", "-q", *args).code == code


# Tables.


def test_table_counts_agree_with_the_published_totals() -> None:
    areas = as_json("table", "effectiveness")["areas"]
    found = next(each for each in areas if each["edition"] == "peel-2016")
    assert found["published"] == {"outstanding": 1, "good": 28, "requires improvement": 13, "inadequate": 1}
    assert found["grades"] == found["published"]
    text = flat(seen("table", "effectiveness", columns=200))
    assert "requires improvement 18, published 18 13, published 13 12 6" in text
    assert "PEEL 2016: complete, as published [3] PEEL 2017: 1 missing PEEL 2018/19: complete" in text


def test_table_of_some_forces_has_no_published_totals_beside_it() -> None:
    answer = as_json("table", "effectiveness", "--force", "kent", "--force", "surrey")
    assert {each["forces"] for each in answer["areas"]} == {2}
    assert all(each["published"] is None for each in answer["areas"])


def test_table_sorts_by_grade_or_change_and_says_so() -> None:
    def order(sort: str) -> list[str]:
        lines = seen("table", "efficiency", "--sort", sort, columns=200).splitlines()
        block = lines[next(n for n, line in enumerate(lines) if "PEEL 2018/19  " in line + "  ") + 2 :]
        return [re.split("  +", line)[0] for line in block[:43]]

    names = order("name")
    assert names == sorted(force.name for force in FORCES)
    assert order("grade")[:2] == ["Cleveland Police", "Northamptonshire Police"]
    assert order("change")[0] == "Cleveland Police"
    assert sorted(order("grade")) == sorted(order("change")) == names
    said = "Sorted by the grade in PEEL 2018/19, worst first, then by name."
    assert said in seen("table", "efficiency", "--sort", "grade", columns=200)


def test_a_whole_edition_is_shortened_in_a_terminal_that_is_narrow_and_only_there() -> None:
    narrow = seen("table", "--edition", "peel-2017", columns=80)
    assert all(len(line) <= 80 for line in narrow.split("Sources")[0].splitlines())
    legend = narrow.replace("\N{NO-BREAK SPACE}", " ")
    assert "a Effectiveness · b Preventing crime" in legend
    assert "U ungraded · in small letters: carried over" in flat(legend)
    letters = narrow.partition("a\N{NO-BREAK SPACE}")[2].partition("O\N{NO-BREAK SPACE}")[0]
    assert not re.search(r" [a-m]$", letters, re.MULTILINE), "a letter stands on the line of its name"
    assert "RI requires improvement" in legend
    assert re.search(r"^Cleveland Police +G +G +g +RI +– +G ", narrow, re.MULTILINE)
    for whole in (
        seen("table", "--edition", "peel-2017", columns=400),
        ask("table", "--edition", "peel-2017", "-f", "table").out,
    ):
        assert "a Effectiveness" not in whole
        assert re.search(r"^Cleveland Police +good +good +good \(carried over\) +", whole, re.MULTILINE)


def test_a_total_that_the_records_contradict_is_said_to_be(records: Path) -> None:
    edit(
        records / "national.toml",
        'good = 24, "requires improvement" = 18',
        'good = 26, "requires improvement" = 16',
    )
    text = flat(ask("coverage", "--data", records, "-f", "table").out)
    assert (
        "PEEL 2015, Effectiveness: contradicts the published totals: "
        "18 requires improvement on record, 16 published" in text
    )
    found = json.loads(ask("coverage", "--data", records, "-f", "json").out)
    agreed = {(each["edition"], each["area"]): each["agreement"] for each in found["areas"]}
    assert agreed["peel-2015", "effectiveness"] == "contradicts"
    assert agreed["peel-2014", "efficiency"] == "12 missing"
    assert agreed["peel-2016", "legitimacy"] == "complete"


# Coverage.


def test_coverage_counts_every_grade_and_names_the_missing() -> None:
    answer = as_json("coverage")
    assert sum(each["grades"] for each in answer["editions"]) == 1945
    # "ungraded" is on record, too, for areas that the edition only reports on.
    assert sum(each["on_record"] for each in answer["areas"]) == 1945 - REPORTED_ON
    assert sum(each["inspections"] for each in answer["editions"]) == 297
    lacking = {(each["edition"], each["area"]): each["missing"] for each in answer["areas"]}
    assert lacking["peel-2017", "effectiveness"] == ["derbyshire"]
    text = seen("coverage", "--missing")
    assert "PEEL 2017, missing: Derbyshire Constabulary" in text
    assert "missing:" not in seen("coverage")


def test_rule_8_an_area_that_not_every_force_is_graded_on_is_never_missing() -> None:
    all_area_totals = National(FORCES).all_area_totals(RECORDS.regime.editions.values())
    for area_totals in all_area_totals:
        assert (area_totals.missing is None) == (not area_totals.area.core)
    assert "6, not all graded" in seen("coverage")


# Dates that bind.


def test_monitoring_stands_on_the_same_time_line() -> None:
    text = seen("show", "cleveland")
    line = text[text.index("Enhanced monitoring (Engage) and inspections") : text.index("Latest:")]
    order = ["PEEL 2017", "2019 · entered", "27 September 2019", "17 March 2023", "20 September 2023 · left"]
    assert sorted(order, key=line.index) == order
    assert "Under enhanced monitoring from 2019" in flat(seen("diff", "cleveland", "2023", "2025"))
    assert "Under enhanced monitoring" not in seen("diff", "cleveland", "peel-2015", "peel-2016")


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
        ("show", "kent", "--national"),
        ("diff", "kent", "--national"),
    ],
)
def test_every_view_has_every_format(args: tuple[str, ...], format_: str) -> None:
    result = ask(*args, "-f", format_)
    wanted: Any = (0, "") if args[-1] != "2014" else (2, result.err)
    assert (result.code, result.err) == wanted
    assert bool(result.out) == (result.code == 0)


def test_another_force_s_fault_does_not_touch_show_without_the_nation(records: Path) -> None:
    (records / "forces" / "surrey.toml").write_text("name = 1\n", encoding="utf-8")
    assert ask("diff", "kent", "--data", records, "-q").code == 0
    result = ask("diff", "kent", "--data", records, "--national", "-q")
    assert result.code == 2
    assert "surrey.toml" in result.err


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


@pytest.mark.parametrize(
    "tool", [pytest.param(name, marks=pytest.mark.needs(name)) for name in ("pandas", "duckdb")]
)
def test_the_recipe_of_the_docs_counts_the_forces_that_went_down(tool: str, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "research.md").read_text(encoding="utf-8")
    (recipe,) = re.findall(rf"^```python\n(import {tool}\n.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert ask("changes", "-f", "csv", "-o", tmp_path / "grades.csv").code == 0
    done = subprocess.run(
        [sys.executable, "-c", recipe],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env=clean_environment({}),
    )
    found = dict(re.findall(r"(peel-[\d-]+)\W+(\d+)", done.stdout.decode()))
    assert found == {"peel-2016": "15", "peel-2017": "14", "peel-2018-19": "13"}


def test_table_names_the_editions_that_lack_the_area_and_the_break_in_its_line() -> None:
    text = flat(seen("table", "legitimacy"))
    assert "Not graded in PEEL 2014. Not an area of PEEL 2021/22 and PEEL 2023-25." in text
    text = flat(seen("table", "use-of-resources"))
    assert "Two questions of PEEL 2017, understanding demand and use of resources, became one." in text


def test_an_area_that_is_never_graded_has_its_name() -> None:
    text = seen("table", "leadership")
    assert text == "Leadership, 43 forces\nNo edition grades this area.\n"


def test_what_is_not_comparable_has_no_arrow_and_says_what_is_lacking() -> None:
    text = seen(
        "changes", "--force", "met", "--edition", "peel-2021-22", "--only", "not-comparable", columns=120
    )
    assert re.search(r"Preventing crime +good, then good \[2\] +not comparable", text)
    assert re.search(
        r"Managing offenders +no such area, then requires improvement \[3\] +not comparable", text
    )
    assert re.search(r"Serious and organised crime +outstanding, then not on record +not comparable", text)
    assert "→" not in text


def test_changes_and_its_answer_to_fail_on_count_alike() -> None:
    found = ask("changes", "--force", "greater-manchester", "-f", "table", "--fail-on", "downgrade")
    assert "12 areas could be compared, 74 could not." in flat(found.out)
    assert "12 areas compared, 3 of them across a gap; 74 could not be" in found.err
