"""The Python API, as docs/python.md describes it."""

from __future__ import annotations

import csv
import doctest
import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from asking import ask
from conftest import DATA, ROOT

import peeltrack
from peeltrack.views.layouts import FindingRow

RECORDS = peeltrack.load(DATA)


def columns(*args: object) -> list[str]:
    """Return the columns of a command."""
    return next(csv.reader(io.StringIO(ask(*args, "-f", "csv", "--data", DATA).out)))


def test_the_examples_of_the_documentation_work() -> None:
    result = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert result.attempted > 15
    assert result.failed == 0


def test_importing_peeltrack_imports_no_other_part_of_it_and_no_library() -> None:
    code = "import sys; before = set(sys.modules); import peeltrack; print(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    added = {name for name in done.stdout.split() if name.partition(".")[0] not in sys.stdlib_module_names}
    assert added == {"peeltrack"}


def test_the_built_in_records_are_read_without_a_path() -> None:
    assert peeltrack.load() == RECORDS
    assert peeltrack.load().folder == DATA


def test_two_loads_of_the_same_files_are_equal_and_a_change_makes_them_different(records: Path) -> None:
    first, second = peeltrack.load(records), peeltrack.load(str(records))
    assert first == second
    assert hash(first) == hash(second)
    path = records / "forces" / "kent.toml"
    path.write_text(path.read_text("utf-8").replace('"South East"', '"London"'), "utf-8")
    assert peeltrack.load(records) != first


def test_every_grade_is_one_row_with_the_columns_of_diff() -> None:
    rows = RECORDS.grades()
    given = [
        (force.id, inspection.edition.id, area, grade.grade, grade.basis)
        for force in RECORDS.forces
        for inspection in force.inspections
        for area, grade in inspection.grades.items()
    ]
    keys = ("force", "edition", "area", "grade", "basis")
    assert sorted(tuple(row[key] for key in keys) for row in rows) == sorted(given)
    assert {tuple(row) for row in rows} == {tuple(columns("diff", "hampshire", "2016", "2017"))}


def test_every_finding_and_statement_is_one_row_with_the_columns_of_findings() -> None:
    rows = RECORDS.findings()
    inspections = [inspection for force in RECORDS.forces for inspection in force.inspections]
    assert len(rows) == sum(len(inspection.entries) for inspection in inspections)
    assert sum(not row["statement"] for row in rows) == sum(len(each.findings) for each in inspections)
    assert {tuple(row) for row in rows} == {FindingRow._fields}
    again = [row for row in rows if row["raised_before"]]
    assert all(isinstance(edition, str) for row in again for edition in row["raised_before"])
    assert again


@pytest.mark.parametrize(
    ("old", "new", "editions"),
    [
        (2016, 2017, ("peel-2015", "peel-2016")),
        ("2018/19", "PEEL 2023-25", ("peel-2018-19", "peel-2023-25")),
        ("first", "latest", ("peel-2014", "peel-2023-25")),
    ],
)
def test_compare_takes_the_words_of_the_command_line(
    old: str | int, new: str | int, editions: tuple[str, str]
) -> None:
    comparison = peeltrack.compare(RECORDS.force("hampshire"), old, new)
    assert (comparison.old.edition.id, comparison.new.edition.id) == editions


def test_compare_without_words_takes_the_latest_two_inspections() -> None:
    kent = RECORDS.force("kent")
    comparison = peeltrack.compare(kent)
    assert (comparison.old, comparison.new) == kent.inspections[-2:]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (2017, 2016, "PEEL 2016 is not older than PEEL 2015. Give the older inspection first"),
        (2016, 2016, "PEEL 2015 is not older than PEEL 2015"),
        (1999, 2016, "1999"),
        ("nonsense", 2016, "nonsense"),
    ],
)
def test_compare_says_what_is_wrong(old: str | int, new: str | int, message: str) -> None:
    with pytest.raises(peeltrack.PeeltrackError, match=re.escape(message)):
        peeltrack.compare(RECORDS.force("hampshire"), old, new)


def test_a_missing_folder_and_an_invalid_record_raise_peeltrack_errors(records: Path, tmp_path: Path) -> None:
    with pytest.raises(peeltrack.PeeltrackError, match="does not exist"):
        peeltrack.load(tmp_path / "nowhere")
    (records / "forces" / "kent.toml").write_text("name = ")
    with pytest.raises(peeltrack.PeeltrackError, match=r"kent\.toml:1: "):
        peeltrack.load(records)


def test_reprs_name_fields_and_show_ids() -> None:
    hampshire = RECORDS.force("hampshire")
    comparison = peeltrack.compare(hampshire, 2016, 2017)
    assert repr(RECORDS) == f"Records(folder={DATA!r}, forces=<43>)"
    assert repr(hampshire).startswith(
        "Force(id='hampshire', name='Hampshire and Isle of Wight Constabulary', "
    )
    assert repr(comparison).startswith("Comparison(force=<hampshire>, old=<peel-2015>, new=<peel-2016>, ")
    things = [hampshire, comparison, *comparison.changes, *RECORDS.editions, *hampshire.inspections]
    assert max(len(repr(thing)) for thing in things) < 1000


def test_what_is_not_part_of_the_api_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'peeltrack' has no attribute 'loads'"):
        peeltrack.loads  # type: ignore[attr-defined]  # noqa: B018 - looking it up is the test
    assert {"PeeltrackError", "compare", "load"} <= set(peeltrack.__all__)
