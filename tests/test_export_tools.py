"""Exports, read back by the tools that people use: Datasette, DuckDB, pandas and spreadsheets."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from asking import as_json, ask, edit
from conftest import DATA
from exporting import export, table
from served import datasette

from peeltrack.export import spreadsheet
from peeltrack.export.tables import TABLES

SHEETS = ["Read me", "Latest grades", "All grades", "Changes", "Findings", "Forces", "Editions"]


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with every kind of export."""
    folder = tmp_path_factory.mktemp("exports")
    export(folder / "grades.db", "--metadata")
    export(folder / "grades.xlsx")
    export(folder / "grades")
    return folder


# Datasette


@pytest.mark.needs("datasette")
def test_datasette_shows_every_table_with_its_title_and_meanings(exports: Path) -> None:
    pages = datasette(exports, "/", *(f"/grades/{each.name}" for each in TABLES))
    assert "Findings are summarised in our words" in pages[0]
    assert "Open Government Licence" in pages[0]
    for each, page in zip(TABLES, pages[1:], strict=True):
        assert f"<h1>{each.title}</h1>" in re.sub(
            r"<h1[^>]*>\s*(.*?)\s*</h1>", r"<h1>\1</h1>", page, flags=re.DOTALL
        )
        assert each.fields[0].column.meaning.partition(".")[0] in page


@pytest.mark.needs("datasette")
def test_datasette_counts_filters_facets_and_searches(exports: Path) -> None:
    totals, facets, found, view = datasette(
        exports,
        "/grades/grades.json?_size=0&edition=peel-2016",
        "/grades/changes.json?_size=0&_facet=change",
        "/grades/findings.json?_search=victims&_size=max",
        "/grades/downgrades.json?_size=max",
    )
    assert totals["filtered_table_rows_count"] == len(as_json("changes", "--edition", "peel-2016")["changes"])
    counted = {each["value"]: each["count"] for each in facets["facet_results"]["change"]["results"]}
    changes = [each["change"] for each in as_json("changes")["changes"]]
    assert counted == {word: changes.count(word) for word in set(changes)}
    assert found["rows"]
    assert all("victim" in json.dumps(row).casefold() for row in found["rows"])
    assert view["rows"]


@pytest.mark.needs("datasette")
def test_datasette_names_the_force_of_a_grade(exports: Path) -> None:
    (page,) = datasette(exports, "/grades/grades?force=hampshire&_size=1")
    assert '<a href="/grades/forces/hampshire">Hampshire and Isle of Wight Constabulary</a>' in page


# DuckDB and pandas


@pytest.mark.needs("duckdb")
def test_duckdb_reads_every_file_with_its_types(exports: Path) -> None:
    import duckdb

    with duckdb.connect() as database:
        for each in TABLES:
            path = exports / "grades" / f"{each.name}.csv"
            found = database.execute("SELECT count(*) FROM read_csv(?)", [str(path)]).fetchone()
            assert found == (len(table(exports / "grades.db", each.name)),)
        types = dict(
            database.execute(
                "SELECT column_name, column_type FROM (DESCRIBE FROM read_csv(?))",
                [str(exports / "grades" / "changes.csv")],
            ).fetchall()
        )
        assert (types["steps"], types["date"], types["grade"]) == ("BIGINT", "VARCHAR", "VARCHAR")


@pytest.mark.needs("pandas")
def test_pandas_reads_every_file(exports: Path) -> None:
    import pandas as pd

    for each in TABLES:
        frame = pd.read_csv(exports / "grades" / f"{each.name}.csv", keep_default_na=False, na_values=[""])
        assert list(frame.columns) == list(each.columns)
        assert len(frame) == len(table(exports / "grades.db", each.name))
        assert not frame[list(each.key)].duplicated().any()
        required = [field.name for field in each.fields if field.required]
        assert not frame[required].isna().any().any()
    changes = pd.read_csv(exports / "grades" / "changes.csv")
    assert changes["steps"].sum() == sum(each["steps"] or 0 for each in as_json("changes")["changes"])


# Spreadsheets


def opened(path: Path) -> Any:
    """Open a spreadsheet as openpyxl does."""
    import openpyxl

    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def book(exports: Path) -> Any:
    return opened(exports / "grades.xlsx")


def cells(sheet: Any) -> list[dict[str, Any]]:
    """Return the rows of a sheet by the names in its header."""
    header, *lines = sheet.iter_rows(values_only=True)
    return [dict(zip(header, line, strict=True)) for line in lines]


@pytest.mark.needs("openpyxl")
def test_the_spreadsheet_has_the_rows_of_the_database(exports: Path, book: Any) -> None:
    assert book.sheetnames == SHEETS
    flags = {"persisting", "statement"}
    for title, name in zip(
        SHEETS[1:], ["latest_grades", "grades", "changes", "findings", "forces", "editions"], strict=True
    ):
        found = cells(book[title])
        expected = table(exports / "grades.db", name)
        columns = [column for column in found[0] if not column.endswith(" (day)")]
        assert [{column: row[column] for column in columns} for row in found] == [
            {column: str(bool(row[column])).lower() if column in flags else row[column] for column in columns}
            for row in expected
        ]


@pytest.mark.needs("openpyxl")
def test_real_dates_stand_beside_those_that_are_days(book: Any) -> None:
    lengths = set()
    for title in ("All grades", "Changes", "Findings", "Latest grades"):
        for row in cells(book[title]):
            text, day = row["date"], row["date (day)"]
            lengths.add(len(text or ""))
            assert day == (datetime.fromisoformat(text) if text and len(text) == 10 else None)
    assert lengths >= {4, 7, 10}


@pytest.mark.needs("openpyxl")
def test_headers_stay_and_filter_and_columns_are_wide_enough(book: Any) -> None:
    for title in SHEETS[1:]:
        sheet = book[title]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(each.width >= 8 for each in sheet.column_dimensions.values())
        assert all(cell.font.bold for cell in sheet[1])


@pytest.mark.needs("openpyxl")
def test_grades_are_coloured_and_inferred_ones_marked(book: Any) -> None:
    grades = {grade for each in as_json("editions")["editions"] for grade in each["scale"]}
    for title in ("Latest grades", "All grades", "Changes"):
        rules = [rule for each in book[title].conditional_formatting for rule in each.rules]
        assert {f'"{grade}"' for grade in (*grades, "ungraded", "inferred")} == {
            rule.formula[0] for rule in rules
        }
        coloured = [rule for rule in rules if rule.formula[0] != '"inferred"']
        assert all(rule.dxf.fill.bgColor.rgb != "00000000" for rule in coloured)


@pytest.mark.needs("openpyxl")
def test_sources_are_links(book: Any) -> None:
    sheet = book["All grades"]
    header = [cell.value for cell in sheet[1]]
    place = header.index("source")
    for row in sheet.iter_rows(min_row=2, max_row=200):
        cell = row[place]
        address = cell.hyperlink.target + (f"#{cell.hyperlink.location}" if cell.hyperlink.location else "")
        assert address.startswith(("http://", "https://"))
        assert address.replace("%20", " ") == cell.value.replace("%20", " ")


@pytest.mark.needs("openpyxl")
def test_the_first_sheet_says_what_the_records_are(book: Any) -> None:
    text = "\n".join(str(value) for row in book["Read me"].iter_rows(values_only=True) for value in row)
    for piece in (
        "2025-07-31",
        "Open Government Licence v3.0",
        "Findings are summarised in our words",
        "everything",
    ):
        assert piece in text


CONCERN = next(
    line
    for line in (DATA / "forces" / "kent.toml").read_text("utf-8").splitlines()
    if line.startswith('text   = "Victims assessed')
)


TEXTS = (
    *("=1+1", "+1", "-1", "@SUM(A1)", "{=1}", "1e5", "internal:A1"),
    *("https://example.org", "mailto:a@example.org", "_x0041_", "one\ntwo"),
)


@pytest.mark.needs("openpyxl")
def test_texts_stay_texts(records: Path, tmp_path: Path) -> None:
    after = (
        '\nsource = "effectiveness"\n\n[[inspection.findings]]\nkind = "concern"\ntopic = "domestic-abuse"\n'
    )
    edit(
        records / "forces" / "kent.toml", CONCERN, after.join(f"text = {json.dumps(text)}" for text in TEXTS)
    )
    path = export(tmp_path / "grades.xlsx", "--data", records, "--force", "kent")
    sheet = opened(path)["Findings"]
    place = [cell.value for cell in sheet[1]].index("text")
    found = {row[place].value: row[place] for row in sheet.iter_rows(min_row=2)}
    for text in TEXTS:
        assert (found[text].data_type, found[text].hyperlink) == ("s", None)


def test_more_links_than_a_sheet_can_hold_become_texts() -> None:
    file = io.BytesIO()
    addresses = [f"https://example.org/{number}" for number in range(spreadsheet.MOST_LINKS + 10)]
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet()
        links = spreadsheet._write_links(page, 0, addresses[:100], 0)  # noqa: SLF001
        links = spreadsheet._write_links(page, 1, addresses, links)  # noqa: SLF001
        spreadsheet._write_links(page, 2, ["javascript:alert(1)", "https://example.org/" + "a" * 3000], 0)  # noqa: SLF001
    with zipfile.ZipFile(file) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        strings = archive.read("xl/sharedStrings.xml").decode()
    assert sheet.count("<hyperlink ") == links == spreadsheet.MOST_LINKS == 65_530
    assert sheet.count('<c r="B') == len(addresses)
    assert f"<t>{addresses[-1]}</t>" in strings
    assert "javascript:alert(1)" in strings
    assert "a" * 3000 in strings


def test_what_a_spreadsheet_cannot_hold_is_an_error(records: Path, tmp_path: Path) -> None:
    edit(records / "forces" / "kent.toml", CONCERN, f'text = "{"word " * 7000}"')
    result = ask("export", tmp_path / "grades.xlsx", "--data", records)
    assert (result.code, result.out) == (2, "")
    assert "a text of the sheet 'Findings' is too long for a cell" in result.err
    assert not list(tmp_path.glob("*.xlsx"))
    export(tmp_path / "grades.db", "--data", records)
