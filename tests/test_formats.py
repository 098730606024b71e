"""Every format with hostile texts, and what plain, CSV and JSON look like to the programs that read them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import ask
from conftest import ROOT
from documents import EMPTY_DOCUMENT, HOSTILE, HOSTILE_DOCUMENT, document_of, pictures_of
from hypothesis import given
from hypothesis import strategies as st

from peeltrack.formats import FORMATS, render
from peeltrack.formats.document import Document, Rows, printable, without_log_commands

PLAIN_FORMATS = tuple(name for name in FORMATS if name != "table")

CONTROL = re.compile(
    "[\0-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]"
)
"""What can control a terminal or change the direction of text, line breaks aside."""

COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
"""What a log of GitHub obeys."""

TEXTS = st.lists(
    st.text(max_size=30) | st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join), min_size=1, max_size=4
)


def rendered(name: str, document: Document = HOSTILE_DOCUMENT, width: int | None = None) -> str:
    return render(name, document, width=width, color=False)


def assert_harmless(text: str) -> None:
    assert CONTROL.findall(text) == []
    assert COMMAND.findall(text) == []
    assert text == "" or text.endswith("\n")


@given(TEXTS, st.sampled_from(FORMATS), st.integers(20, 100))
def test_no_text_controls_a_terminal_or_a_log(texts: list[str], name: str, width: int) -> None:
    text = rendered(name, document_of(texts), width)
    if name == "github":
        text = re.sub(r"^::(error|warning|notice) .*$", "", text, flags=re.MULTILINE)
    assert_harmless(text.replace("\t", " ") if name == "plain" else text)


@given(TEXTS, st.sampled_from(["table", "markdown"]), st.integers(20, 100))
def test_no_text_in_a_picture_controls_a_terminal_or_a_log(texts: list[str], name: str, width: int) -> None:
    assert_harmless(rendered(name, pictures_of(texts), width))


RECORD = """
name = "::stop-commands::x"
region = "##[group]y"
country = "@everyone"

[[inspection]]
edition = "peel-2017"
inspector = "::debug::inspector"
[inspection.sources]
report = "https://example.org/a_b?x=1&y=::set-output::z"
[inspection.grades]
effectiveness = { grade = "good", source = "report", note = "::warning::note" }

[[inspection]]
edition = "peel-2018-19"
published = 2019-01-01
[inspection.sources]
report = "https://example.org/a_b?x=1&y=::set-output::z"
[inspection.grades]
effectiveness = { grade = "inadequate", source = "report", note = "##[error]note" }
[[inspection.findings]]
kind = "concern"
area = "effectiveness"
topic = "leadership"
source = "report"
text = "::add-mask::good ##[error] TEXT"
"""
"""A valid record with texts that a log of GitHub would obey."""


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("html", "svg")])
@pytest.mark.parametrize("text", ["", "word \u200b", f"{'a' * 95} \u0301 b", f"{'x' * 300} \u200d"])
@pytest.mark.parametrize(
    "args",
    [
        ("show", "x"),
        ("diff", "x", "first", "latest"),
        ("changes", "--force", "x"),
        ("table", "effectiveness"),
        ("search", "mask"),
        ("forces",),
        ("check",),
    ],
    ids=lambda args: args[0],
)
def test_no_record_controls_a_terminal_or_a_log(
    records: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...], text: str, name: str
) -> None:
    (records / "forces" / "x.toml").write_text(RECORD.replace("TEXT", text), "utf-8")
    for path in (records / "forces").iterdir():
        if path.name not in ("x.toml", "kent.toml"):
            path.unlink()
    monkeypatch.chdir(records.parent)
    folder = ["data"] if args == ("check",) else []
    result = ask(*args, *folder, "-f", name, "--width", 40, "--data", "data")
    if name in ("github", "junit") and result.code == 2:
        assert "nothing here that could pass or fail" in result.err
        return
    assert result.code in (0, 1), result.err
    found = (
        re.sub(r"^::(error|warning|notice) .*$", "", result.out, flags=re.MULTILINE)
        if name == "github"
        else result.out
    )
    assert_harmless(found.replace("\t", " "))
    assert_harmless(result.err)


@pytest.mark.parametrize("name", PLAIN_FORMATS)
def test_only_the_table_depends_on_width_and_colour(name: str) -> None:
    assert rendered(name) == render(name, HOSTILE_DOCUMENT, width=20, color=True, links=True)


@given(TEXTS)
def test_each_line_of_plain_has_as_many_fields_as_the_row_has_columns(texts: list[str]) -> None:
    lines = [line.split("\t") for line in rendered("plain", document_of(texts)).splitlines()]
    assert [line[0] for line in lines] == ["text"] * len(texts) + ["other"]
    assert {(len(line), *line[2:]) for line in lines[:-1]} == {(4, "-1", "-")}
    assert "" not in {field for line in lines for field in line}


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (None, "-"),
        ("", "-"),
        ("-", "\\-"),
        ("\\-", "\\\\-"),
        (0, "0"),
        (-1, "-1"),
        ("a\tb\nc", "a b c"),
        ("- a", "- a"),
        ("::a", "::a"),
    ],
)
def test_a_field_of_plain_is_never_empty_and_a_hyphen_means_no_value(
    value: str | int | None, field: str
) -> None:
    document = Document(list, dict, lambda: [Rows("kind", ("one", "two"), [(value, 1)])])
    assert rendered("plain", document) == f"kind\t{field}\t1\n"


def test_plain_of_nothing_is_empty() -> None:
    assert rendered("plain", EMPTY_DOCUMENT) == ""


def test_json_has_the_data_and_is_ascii() -> None:
    assert json.loads(rendered("json")) == HOSTILE_DOCUMENT.data()
    assert json.loads(rendered("json", EMPTY_DOCUMENT)) == {"schema": 1, "things": []}
    assert rendered("json").isascii()


def test_csv_has_the_main_rows_below_a_header_and_lines_end_with_lf() -> None:
    text = rendered("csv")
    assert "\r" not in text
    assert text.count("\n") == len(HOSTILE) + 1
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows[0] == ["text", "number", "unknown"]
    expected = [without_log_commands(printable(text)) for text in HOSTILE]
    assert [row[0].removeprefix("'") for row in rows[1:]] == expected
    assert {tuple(row[1:]) for row in rows[1:]} == {("-1", "")}
    assert rendered("csv", EMPTY_DOCUMENT) == "thing,number\n"


def test_text_in_csv_is_never_a_formula_and_numbers_stay_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(rendered("csv"), newline="")))
    assert [row["text"] for row in rows if row["text"].startswith("'")] == [
        "'- not a list",
        "'+ not a list",
        "'===",
        "'=HYPERLINK(0)",
        "'+1",
        "'-1",
        "'-",
        "'@SUM(A1)",
        "'  =1",
        "'＝1",
    ]
    assert {row["number"] for row in rows} == {"-1"}


@pytest.mark.parametrize("name", [name for name in PLAIN_FORMATS if name not in ("html", "svg")])
def test_output_is_as_in_its_file(
    name: str, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    result = ask("diff", "hampshire", "2016", "2017", "-f", name)
    assert (result.code, result.err) == (0, "")
    golden(f"diff-hampshire.{name}", result.out)
