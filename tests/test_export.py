"""``peeltrack export``: what it holds, read back with the standard library."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from asking import as_json, ask, edit
from conftest import DATA, ROOT
from exporting import SELECTIONS, export, flat, in_order, opened, read_csv, rows, table
from hypothesis import given, settings
from hypothesis import strategies as st

from peeltrack.export.tables import TABLES

PROFILE = json.loads((ROOT / "tests" / "data-package" / "tabular-data-package.json").read_text("utf-8"))
"""The published profile of Tabular Data Packages."""

CONCERN = next(
    line
    for line in (DATA / "forces" / "kent.toml").read_text("utf-8").splitlines()
    if line.startswith('text   = "Victims assessed')
)
"""The line with the text of the first concern of a record."""

FIRE = ROOT / "tests" / "fire-and-rescue"
FIRE_TEXT = 'text   = "Staff did not trust that a complaint would be heard."'
OTHER_RECORDS = (DATA, FIRE)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(tmp_path_factory.mktemp("whole") / "grades.db", "--metadata")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(tmp_path_factory.mktemp("whole") / "grades")


# The database


@pytest.mark.parametrize("selection", SELECTIONS, ids=" ".join)
def test_the_database_says_what_the_commands_say(selection: tuple[str, ...], tmp_path: Path) -> None:
    path = export(tmp_path / "grades.db", *selection)
    with_remarks = ask("changes", *selection, "-f", "json")
    changes = json.loads(with_remarks.out)
    expected = [flat(each) for each in changes["changes"]]
    assert in_order(table(path, "changes")) == in_order(expected)
    columns = list(table(path, "grades")[0]) if expected else []
    assert in_order(table(path, "grades")) == in_order(
        [{name: each[name] for name in columns} for each in expected]
    )
    counts = [flat(each) for each in changes["published_counts"]]
    assert in_order(table(path, "published_counts")) == in_order(counts)
    findings = [flat(each) for each in as_json("search", *selection)["findings"]]
    having = [{k: v for k, v in row.items() if k != "finding_order"} for row in table(path, "findings")]
    assert in_order(having) == in_order(findings)


@pytest.mark.parametrize("selection", SELECTIONS, ids=" ".join)
def test_every_reference_leads_somewhere_and_reference_tables_are_whole(
    selection: tuple[str, ...], tmp_path: Path
) -> None:
    path = export(tmp_path / "grades.db", *selection)
    with opened(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    for name in ("forces", "editions", "areas", "topics"):
        assert table(path, name) == [flat(each) for each in as_json(name)[name]]


@pytest.mark.parametrize("data", OTHER_RECORDS, ids=lambda path: path.name)
def test_other_records_can_be_exported(data: Path, tmp_path: Path) -> None:
    path = export(tmp_path / "grades.db", "--data", data)
    with opened(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert len(table(path, "changes")) == len(as_json("changes", "--data", data)["changes"]) > 0
    for target in ("grades.xlsx", "grades"):
        export(tmp_path / target, "--data", data)


def test_foreign_keys_and_indexes_are_declared(whole: Path) -> None:
    for each in TABLES:
        declared = rows(whole, f'PRAGMA foreign_key_list("{each.name}")')
        found: dict[int, list[Any]] = {}
        for row in declared:
            found.setdefault(row["id"], [row["table"]]).append(row["from"])
        assert sorted(map(tuple, found.values())) == sorted(
            (reference.table, *reference.columns) for reference in each.references
        )
    plan = rows(whole, "EXPLAIN QUERY PLAN SELECT * FROM grades WHERE grade = 'good'")
    assert "USING INDEX" in plan[0]["detail"]


def test_a_selection_keeps_the_inspections_that_its_changes_refer_to(tmp_path: Path) -> None:
    path = export(tmp_path / "grades.db", "--edition", "peel-2016", "--force", "hampshire")
    found = {row["edition"]: row["selected"] for row in table(path, "inspections")}
    assert found == {"peel-2015": 0, "peel-2016": 1}
    assert {row["edition"] for row in table(path, "grades")} == {"peel-2016"}


def test_a_choice_of_areas_leaves_out_counts_and_totals(tmp_path: Path, whole: Path) -> None:
    path = export(tmp_path / "grades.db", "--area", "legitimacy")
    for name in ("published_counts", "national_totals"):
        assert table(path, name) == []
        assert table(whole, name) != []


def test_national_totals_are_those_of_coverage(whole: Path) -> None:
    found: dict[tuple[str, str], dict[str, int]] = {}
    for row in table(whole, "national_totals"):
        found.setdefault((row["edition"], row["area"]), {})[row["grade"]] = row["forces"]
    published: dict[tuple[str, str], dict[str, int]] = {}
    for each in as_json("coverage")["totals"]:
        if each["national_total"] or (each["national_total"] == 0 and each["grade"] != "ungraded"):
            published.setdefault((each["edition"], each["area"]), {})[each["grade"]] = each["national_total"]
    assert found == published


@pytest.mark.parametrize(
    "selection", [(), ("--force", "hampshire,kent"), ("--area", "protecting-vulnerable")], ids=" ".join
)
def test_missing_grades_are_those_of_coverage(selection: tuple[str, ...], tmp_path: Path) -> None:
    path = export(tmp_path / "grades.db", *selection)
    expected = {
        (each["force"], each["edition"], each["area"])
        for each in as_json("coverage", "--missing", *selection)["missing"]
    }
    found = table(path, "missing_grades")
    assert {(row["force"], row["edition"], row["area"]) for row in found} == expected
    assert len(found) == len(expected) > 0


def test_a_missing_grade_says_why_it_is_missing(records: Path, tmp_path: Path) -> None:
    kent = records / "forces" / "kent.toml"
    head, _, rest = kent.read_text("utf-8").rpartition("[[inspection]]")
    assert 'edition   = "peel-2023-25"' in rest
    kent.write_text(head, "utf-8")
    path = export(tmp_path / "grades.db", "--edition", "peel-2023-25", "--data", records)
    reasons = {row["missing_because"] for row in table(path, "missing_grades") if row["force"] == "kent"}
    assert reasons == {"no inspection in our records"}
    others = {row["missing_because"] for row in table(path, "missing_grades") if row["force"] != "kent"}
    assert others == {"known by count", "not in our records"}


# Views and search


def test_latest_grades_are_those_of_the_latest_inspection_with_gaps(whole: Path) -> None:
    found = table(whole, "latest_grades")
    for force in as_json("forces")["forces"]:
        own = [row for row in found if row["force"] == force["force"]]
        assert {row["edition"] for row in own} == {force["latest_edition"]}
    known = [row for row in found if row["grade"]]
    latest = as_json("changes", "--edition", "latest")["changes"]
    assert in_order(
        [{"force": row["force"], "area": row["area"], "grade": row["grade"]} for row in known]
    ) == (in_order([{"force": row["force"], "area": row["area"], "grade": row["grade"]} for row in latest]))
    gaps = [row for row in found if row["grade"] is None]
    assert gaps
    assert all(row["missing_because"] for row in gaps)
    assert all(row["basis"] in ("named", "inferred") for row in known)


def test_latest_grades_of_a_selection_are_its_latest(tmp_path: Path) -> None:
    path = export(tmp_path / "grades.db", "--until", "peel-2016", "--area", "legitimacy")
    found = table(path, "latest_grades")
    assert {(row["edition"], row["area"]) for row in found} == {("peel-2016", "legitimacy")}
    assert len({row["force"] for row in found}) == len(found) == 43


def test_downgrades_are_those_of_changes(whole: Path) -> None:
    expected = as_json("changes", "--only", "downgrade")["changes"]
    found = table(whole, "downgrades")
    assert {(row["force"], row["edition"], row["area"]) for row in found} == {
        (row["force"], row["edition"], row["area"]) for row in expected
    }
    assert len(found) == len(expected) > 0
    assert all(row["steps"] < 0 for row in found)


def test_raised_before_has_what_the_records_and_what_the_source_say(records: Path, tmp_path: Path) -> None:
    record = records / "forces" / "kent.toml"
    edit(record, CONCERN, f"{CONCERN}\npersisting = true")
    path = export(tmp_path / "grades.db", "--data", records)
    found = table(path, "raised_before")
    again = as_json("search", "--data", records)["forces_raised_again"]
    assert sorted({row["force"] for row in found}) == sorted(again)
    assert any(row["raised_before"] is None and row["persisting"] for row in found)
    before = [each for each in as_json("search", "--data", records)["findings"] if each["raised_before"]]
    assert len([row for row in found if row["raised_before"]]) == len(before)


@pytest.mark.parametrize("word", ["victims", "domestic", "safeguarding"])
def test_full_text_search_finds_the_texts_with_a_word(word: str, whole: Path) -> None:
    hits = "SELECT rowid FROM findings_search WHERE findings_search MATCH ?"
    found = rows(whole, f"SELECT * FROM findings WHERE rowid IN ({hits})", word)
    expected = [
        row
        for row in table(whole, "findings")
        if re.search(rf"\b{word}\b", f"{row['text']} {row['topic_title']} {row['area_title']}", re.IGNORECASE)
    ]
    assert found == expected
    assert found


# What it says about itself


def test_metadata_says_what_the_records_are(whole: Path, tmp_path: Path) -> None:
    about = {row["name"]: row["value"] for row in table(whole, "metadata")}
    assert about["covers_until"] == "2025-07-31"
    assert "Open Government Licence v3.0" in about["licence"]
    assert about["summaries"].startswith("Findings are summarised in our words")
    assert about["selection"] == "everything"
    assert about["made_by"] == "peeltrack 0.1.0"
    path = export(tmp_path / "grades.db", "--force", "kent", "--since", "2017-03", "--until", "peel-2018-19")
    (row,) = rows(path, "SELECT value FROM metadata WHERE name = 'selection'")
    assert row["value"] == (
        "forces: kent; editions: peel-2014, peel-2015, peel-2016, peel-2017, peel-2018-19; since: 2017-03"
    )


def test_datasette_metadata_names_tables_and_columns_that_are_there(whole: Path) -> None:
    metadata = json.loads(whole.with_name("metadata.json").read_text("utf-8"))
    assert "Findings are summarised in our words" in metadata["description"]
    assert "2025-07-31" in metadata["description"]
    assert metadata["license_url"].startswith("https://")
    tables = metadata["databases"]["grades"]["tables"]
    assert {*(each.name for each in TABLES), "latest_grades", "downgrades", "raised_before"} == set(tables)
    for name, each in tables.items():
        columns = {row["name"] for row in rows(whole, f'PRAGMA table_info("{name}")')}
        assert set(each.get("facets", ())) <= columns
        assert set(each.get("columns", columns)) == columns
        assert each.get("label_column", "force") in columns | {"force"}


def test_the_schema_says_what_every_column_means(whole: Path) -> None:
    for each in TABLES:
        (row,) = rows(whole, "SELECT sql FROM sqlite_master WHERE name = ?", each.name)
        for field in each.fields:
            assert f"-- {field.column.meaning}" in row["sql"]


# The folder


def test_datapackage_json_follows_the_published_profile(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    jsonschema.validators.validator_for(PROFILE)(PROFILE).validate(package)
    assert package["licenses"][0]["path"].startswith("https://")
    assert "Findings are summarised in our words" in package["description"]
    assert {each["path"] for each in package["resources"]} | {"datapackage.json", "README.md"} == {
        each.name for each in folder.iterdir()
    }


def test_a_package_that_does_not_follow_the_profile_is_noticed(folder: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    package["resources"][0]["schema"]["fields"][0]["type"] = "word"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validators.validator_for(PROFILE)(PROFILE).validate(package)


CASTS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "boolean": {"true": 1, "false": 0}.__getitem__,
    "string": str,
    "date": str,
}


def test_the_files_hold_what_datapackage_json_says(folder: Path, whole: Path) -> None:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    keys: dict[str, set[tuple[Any, ...]]] = {}
    read: dict[str, list[dict[str, Any]]] = {}
    for each in package["resources"]:
        header, *lines = read_csv(folder / each["path"])
        fields = each["schema"]["fields"]
        assert header == [field["name"] for field in fields]
        found = []
        for line in lines:
            for field, text in zip(fields, line, strict=True):
                limits = field.get("constraints", {})
                assert text or not limits.get("required")
                assert not text or re.fullmatch(limits.get("pattern", "(?s:.*)"), text)
            found.append(
                {
                    field["name"]: CASTS[field["type"]](text) if text else None
                    for field, text in zip(fields, line, strict=True)
                }
            )
        read[each["name"]] = found
        keys[each["name"]] = {tuple(row[name] for name in each["schema"]["primaryKey"]) for row in found}
        assert len(keys[each["name"]]) == len(found)
        assert found == table(whole, each["name"])
    for each in package["resources"]:
        for reference in each["schema"].get("foreignKeys", ()):
            for row in read[each["name"]]:
                values = tuple(row[name] for name in reference["fields"])
                assert (
                    set(values) == {None}
                    or values in keys[reference["reference"]["resource"] or each["name"]]
                )


def test_the_readme_says_what_the_records_are(folder: Path) -> None:
    text = (folder / "README.md").read_text("utf-8")
    assert "up to 2025-07-31" in text
    assert "Open Government Licence" in text
    assert "Findings are summarised in our words" in text
    assert f"| grades.csv | {len(read_csv(folder / 'grades.csv')) - 1} |" in text


HOSTILE = '=HYPERLINK("http://example.org")\n+1\r-2, \'three\', "four"\ttab'


def test_values_are_written_as_they_are(records: Path, tmp_path: Path) -> None:
    edit(records / "forces" / "kent.toml", CONCERN, f"text = {json.dumps(HOSTILE)}")
    folder = export(tmp_path / "grades", "--data", records)
    header, *lines = read_csv(folder / "findings.csv")
    assert HOSTILE in [line[header.index("text")] for line in lines]
    path = export(tmp_path / "grades.db", "--data", records)
    assert HOSTILE in [row["text"] for row in table(path, "findings")]


ODD = "=+-@\t\r\n \"',;_x0041\x00\x1b\x85\ufffe\uffff🙂"
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")))


@settings(max_examples=25)
@given(TEXTS.filter(str.strip))
def test_any_text_is_kept(text: str) -> None:
    with TemporaryDirectory() as name:
        here = Path(name)
        records = Path(shutil.copytree(FIRE, here / "records"))
        written = "".join(f"\\U{ord(letter):08x}" for letter in text)
        edit(records / "forces" / "moorland.toml", FIRE_TEXT, f'text = "{written}"')
        database = export(here / "grades.db", "--data", records)
        assert text in [row["text"] for row in table(database, "findings")]
        folder = export(here / "grades", "--data", records)
        header, *lines = read_csv(folder / "findings.csv")
        assert text in [line[header.index("text")] for line in lines]
        assert spreadsheet_text(text) in spreadsheet_texts(export(here / "grades.xlsx", "--data", records))


def spreadsheet_text(text: str) -> str:
    """Return a text as a spreadsheet holds it: XML lacks a few characters, and escapes line ends."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)


def spreadsheet_texts(path: Path) -> list[str]:
    """Return all texts of a spreadsheet; fail if a part of it is not XML."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}
    texts = ["".join(each.itertext()) for each in parts["xl/sharedStrings.xml"]]
    return [re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), text) for text in texts]
