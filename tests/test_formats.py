"""Each format on the documents that all share, read back as its readers read it; and on real output."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import ask
from conftest import DATA, ROOT
from documents import ADDRESS, EMPTY_DOCUMENT, NASTY, NASTY_DOCUMENT
from junitparser import Failure, JUnitXml, Skipped
from markdown_it import MarkdownIt

from peeltrack.formats import FORMATS, render
from peeltrack.formats.document import (
    Document,
    Grid,
    Heading,
    Item,
    Link,
    Listing,
    Row,
    Span,
    printable,
    without_log_commands,
)

MACHINES = tuple(name for name in FORMATS if name != "table")


def rendered(name: str, document: Document = NASTY_DOCUMENT) -> str:
    return render(name, document, width=None, color=False)


def screen(*args: str, **env: str) -> str:
    """What a command shows that succeeds."""
    result = ask(*args, screen=False, **env)
    assert (result.code, result.err) == (0, "")
    return result.out


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("document", [NASTY_DOCUMENT, EMPTY_DOCUMENT], ids=["nasty", "empty"])
def test_no_format_lets_a_character_command(name: str, document: Document) -> None:
    text = rendered(name, document).replace("\r\n", "\n")
    assert all(printable(line) == line for line in text.replace("\t", " ").split("\n"))
    assert text == "" or text.endswith("\n")


@pytest.mark.parametrize("name", MACHINES)
def test_a_machine_format_heeds_neither_width_nor_colour(name: str) -> None:
    assert rendered(name) == render(name, NASTY_DOCUMENT, width=20, color=True)


def test_plain_is_a_line_a_row_its_kind_first() -> None:
    lines = [line.split("\t") for line in rendered("plain").splitlines()]
    texts = [without_log_commands(printable(text)) for text in NASTY]
    assert lines == [["text", text, "-1", ""] for text in texts] + [["other", "1"]]
    assert rendered("plain", EMPTY_DOCUMENT) == ""


def test_json_comes_back_and_is_ascii() -> None:
    assert json.loads(rendered("json")) == NASTY_DOCUMENT.data()
    assert json.loads(rendered("json", EMPTY_DOCUMENT)) == {"schema": 1, "things": []}
    assert rendered("json").isascii()


def test_csv_comes_back_row_by_row() -> None:
    text = rendered("csv")
    assert text.count("\r\n") == text.count("\n") == len(NASTY) + 1
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows[0] == ["text", "number", "unknown"]
    assert [row[0].removeprefix("'") for row in rows[1:]] == [printable(text) for text in NASTY]
    assert rendered("csv", EMPTY_DOCUMENT) == "thing,number\r\n"


def test_no_text_in_csv_is_a_formula_and_numbers_stay_numbers() -> None:
    rows = list(csv.DictReader(io.StringIO(rendered("csv"), newline="")))
    quoted = [row["text"] for row in rows if row["text"].startswith("'")]
    assert quoted == [
        "'- no list",
        "'+ no list",
        "'===",
        "'=HYPERLINK(0)",
        "'+1",
        "'-1",
        "'@SUM(A1)",
        "'  =1",
        "'＝1",
    ]
    assert {row["number"] for row in rows} == {"-1"}


TAGS = {"page", "h2", "p", "strong", "a", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "br"}
"""What the format makes itself."""


def as_html(markdown: str) -> ET.Element:
    """What GitHub would show: CommonMark with tables and struck-out text, and HTML let through."""
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(markdown)
    return ET.fromstring(f"<page>{html.replace('<br>', '<br/>')}</page>")


def words(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def test_markdown_shows_every_text_as_it_is() -> None:
    page = as_html(rendered("markdown"))
    wanted = [" ".join(printable(text).split()) for text in NASTY]
    paragraphs = [words(found) for found in page.findall("p")]
    assert paragraphs[:-2] == [text for text in wanted if text]
    items = page.findall("ul")[0].findall("li")
    assert [words(item) for item in items] == [" ".join(f"{text}: {text} source".split()) for text in wanted]
    rows = [[words(cell) for cell in row] for row in page.iter("tr")]
    assert rows == [["", "name | more", "oftwo"], *(["▼", text, text] for text in wanted)]
    # Only what the format itself makes is there: no tag comes out of a text.
    assert {element.tag for element in page.iter()} == TAGS
    assert {link.get("href") for link in page.iter("a")} == {
        "https://example.org/a_%28b%29%7Cc*d*/?x=1&copy;=2%60%22"
    }


def test_markdown_shows_no_amount_as_a_formula() -> None:
    assert r"\$x\$ is no formula" in rendered("markdown")


def test_markdown_puts_marks_where_they_hold() -> None:
    page = as_html(rendered("markdown"))
    paragraph = page.findall("p")[-2]
    assert words(paragraph) == "bold then plain source"
    assert [words(strong) for strong in paragraph.iter("strong")] == ["bold"]


def test_markdown_says_what_is_under_a_row_below_the_table() -> None:
    row = Row((("a",), ("b",)), [Item((Span("concern", "strong"), " ", Link(ADDRESS)), ("Why.",))])
    document = Document(
        lambda: [Heading(("Title",)), Grid(("", ""), [row], title=1), Listing([Item(("Lead:",), ("text",))])],
        dict,
        list,
    )
    page = as_html(rendered("markdown", document))
    assert [element.tag for element in page] == ["h3", "table", "p", "ul"]
    assert words(page[2]) == "b"
    assert [words(item) for item in page.iter("li")] == ["concern: Why. source", "Lead: text"]


@pytest.mark.parametrize(
    "args",
    [
        ("forces",),
        ("show", "cleveland"),
        ("diff", "hampshire", "2016", "2017"),
        ("changes", "--region", "wales"),
        ("table", "efficiency"),
        ("search", "stalking"),
        ("coverage",),
        ("check",),
    ],
    ids=" ".join,
)
def test_markdown_of_every_command_holds_together(args: tuple[str, ...]) -> None:
    text = ask(*args, "-f", "markdown").out
    page = as_html(text)
    assert page[0].tag == "h2"
    for table in page.iter("table"):
        assert len({len(row) for row in table.iter("tr")}) == 1
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.count("|") - line.count("\\|") == len(line.split(" | ")) + 1
    assert {element.tag for element in page.iter()} <= TAGS | {"h3", "h4"}


COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def unescaped(text: str) -> str:
    """As the runner reads it."""
    for code, mark in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, mark)
    return text


def annotated(text: str) -> list[tuple[str, dict[str, str], str]]:
    found = [COMMAND.fullmatch(line) for line in text.splitlines()]
    return [
        (
            each[1],
            {key: unescaped(value) for key, _, value in (part.partition("=") for part in each[2].split(","))},
            unescaped(each[3]),
        )
        for each in found
        if each
    ]


def test_github_is_told_ten_of_each_kind_worst_first_and_how_many_more() -> None:
    found = annotated(rendered("github"))
    assert [level for level, _, _ in found] == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert [text for _, _, text in found[9::10]] == [
        f"... and {number} more, listed in the log of this step"
        for number in (len(NASTY) - 9, len(NASTY) - 8, len(NASTY) - 9)
    ]
    ten = Document(list, dict, list, lambda: NASTY_DOCUMENT.alerts()[:10] if NASTY_DOCUMENT.alerts else [])
    assert len(annotated(rendered("github", ten))) == len(rendered("github", ten).splitlines()) == 10
    assert rendered("github", EMPTY_DOCUMENT) == ""


def test_github_has_every_text_in_the_log_and_obeys_none() -> None:
    text = rendered("github")
    lines = [line for line in text.splitlines() if not COMMAND.fullmatch(line)]
    assert len(lines) == 3 * len(NASTY) + 1 - 3 * 9
    for line in lines:
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    log = "\n".join([*lines, *(message for _, _, message in annotated(text))]).replace("##[", "# #[")
    for each in NASTY:
        assert f"error {printable(each)}".replace("##[", "# #[") in log


def test_github_gets_place_title_and_text_back() -> None:
    _, properties, text = annotated(rendered("github"))[1]
    assert properties == {
        "file": "data/forces/a,b.toml",
        "line": "7",
        "title": "Force: one, two: a | b || c",
    }
    assert text == "data/forces/a,b.toml:7: Force: one, two: a | b || c: error a | b || c"


def test_github_counts_paths_from_the_workspace(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    args = ("diff", "hampshire", "2016", "2017", "-f", "github", "--data", str(records))

    def files(**env: str) -> set[str | None]:
        return {properties.get("file") for _, properties, _ in annotated(screen(*args, **env))}

    assert files(GITHUB_WORKSPACE=str(tmp_path)) == {"data/forces/hampshire.toml"}
    assert files(GITHUB_WORKSPACE=str(tmp_path / "elsewhere")) == {None}
    monkeypatch.chdir(records)
    assert files() == {"forces/hampshire.toml"}


def test_an_annotation_points_at_the_line_of_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    lines = (DATA / "forces" / "hampshire.toml").read_text("utf-8").splitlines()
    found = annotated(screen("diff", "hampshire", "2016", "2017", "-f", "github"))
    assert [level for level, _, _ in found] == ["warning", "notice", "notice"]
    for _, properties, text in found:
        at = int(properties["line"]) - 1
        if "downgrade" in text:
            assert re.match('effectiveness += { grade = "requires improvement"', lines[at])
        else:
            assert lines[at] == "[[inspection.findings]]"
            finding = "\n".join(lines[at : at + 6])
            assert text.rpartition("new on record: ")[2] in finding


def test_silence_is_no_good_news(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    across = annotated(screen("diff", "hampshire", "2020", "2023", "-f", "github"))
    assert [text for _, _, text in across if "not comparable with PEEL 2018/19" in text]
    none = annotated(screen("changes", "--edition", "peel-2023-25", "-f", "github"))
    assert [text for _, _, text in none if "no area could be compared" in text]
    gap = annotated(screen("diff", "gmp", "2018", "2019", "-f", "github"))
    assert [level for level, _, text in gap if "downgrade: good, PEEL 2016" in text] == ["warning"]


def test_junit_is_read_back_with_its_counts() -> None:
    report = JUnitXml.fromstring(rendered("junit").encode())
    assert [(suite.name, suite.tests, suite.failures, suite.skipped) for suite in report] == [
        ("Force: one, two", 5 * len(NASTY), 2 * len(NASTY), len(NASTY)),
        ("Other", 1, 0, 0),
    ]
    assert (report.tests, report.failures, report.errors) == (5 * len(NASTY) + 1, 2 * len(NASTY), 0)
    cases = list(next(iter(report)))
    assert [case.name for case in cases] == [printable(text) for text in NASTY] * 5
    kinds = [[type(result) for result in case.result] for case in cases[:: len(NASTY)]]
    assert kinds == [[], [], [Skipped], [Failure], [Failure]]
    assert rendered("junit").isascii()
    assert JUnitXml.fromstring(rendered("junit", EMPTY_DOCUMENT).encode()).tests == 0


def test_junit_has_a_case_an_area_and_a_failure_a_downgrade() -> None:
    counts = json.loads(screen("diff", "cleveland", "2018", "2019", "-f", "json"))["counts"]
    suites = list(JUnitXml.fromstring(screen("diff", "cleveland", "2018", "2019", "-f", "junit").encode()))
    assert [suite.name for suite in suites] == ["Cleveland Police"]
    rows = sum(number for word, number in counts.items() if word != "not-on-record")
    passed = counts["upgrade"] + counts["unchanged"] + counts["carried"]
    assert (suites[0].tests, suites[0].failures) == (rows, counts["downgrade"])
    assert suites[0].skipped == rows - passed - counts["downgrade"]
    assert counts["downgrade"] > 0


def test_where_a_fall_across_a_gap_is_told_of_nothing_denies_it(records: Path) -> None:
    text = 'name = "Made Up Police"\nregion = "Here"\ncountry = "Nowhere"\n'
    for edition, grade in (
        ("peel-2016", "good"),
        ("peel-2017", "ungraded"),
        ("peel-2018-19", "requires improvement"),
    ):
        text += f'[[inspection]]\nedition = "{edition}"\n[inspection.sources]\n'
        text += 'efficiency = "https://example.org/"\n[inspection.grades]\n'
        text += f'efficiency = "{grade}"\n'
    (records / "forces" / "made-up.toml").write_text(text, "utf-8")
    pair = ("diff", "made-up", "peel-2017", "peel-2018-19")
    found = annotated(screen(*pair, "-f", "github", "--data", str(records)))
    assert [(level, "downgrade: good, PEEL 2016" in text) for level, _, text in found] == [("warning", True)]


def test_a_fall_across_a_gap_fails_in_a_report_as_it_does_by_its_exit_code() -> None:
    """The same case as in the report of all forces, where the gap counts too (rule 7)."""
    alone = screen("diff", "gmp", "2018", "2019", "-f", "junit")
    among = screen("changes", "--force", "gmp", "--edition", "2018-19", "-f", "junit")
    for text in (alone, among):
        (case,) = re.findall(r'<testcase [^>]*name="Efficiency, PEEL 2018/19".*?</testcase>', text, re.DOTALL)
        assert '<failure message="downgrade: good, PEEL 2016 ' in case


@pytest.mark.parametrize("name", ["github", "junit"])
def test_a_view_that_can_tell_nothing_says_so(name: str) -> None:
    result = ask("show", "hampshire", "-f", name)
    assert (result.code, result.out) == (2, "")
    assert "there is nothing here that could pass or fail" in result.err


GOLDEN = {
    "diff-hampshire": (MACHINES, ["diff", "hampshire", "2016", "2017"]),
    "diff-cleveland": (MACHINES, ["diff", "cleveland", "peel-2021-22", "peel-2023-25"]),
    "show-northamptonshire": (MACHINES[:4], ["show", "northamptonshire", "peel-2023-25"]),
}


@pytest.mark.parametrize(
    ("name", "format_"), [(name, format_) for name, (formats, _) in GOLDEN.items() for format_ in formats]
)
def test_output_is_as_promised(
    name: str, format_: str, golden: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    golden(f"{name}.{format_}", screen(*GOLDEN[name][1], "-f", format_))
