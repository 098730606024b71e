"""What CI systems get: annotations on GitHub, and test reports for Jenkins and GitLab."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
import xmlschema
from asking import ask
from conftest import DATA, ROOT
from documents import EMPTY_DOCUMENT, HOSTILE, HOSTILE_DOCUMENT, document_of
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Failure, JUnitXml, Skipped

from peeltrack.formats import render
from peeltrack.formats.document import Alert, Document, printable, without_log_commands

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
SCHEMA = xmlschema.XMLSchema(Path(__file__).with_name("junit.xsd"))


def output(*args: object, **env: str) -> str:
    result = ask(*args, screen=False, **env)
    assert (result.code, result.err) == (0, "")
    return result.out


def github(*alerts: Alert, document: Document | None = None) -> str:
    return render("github", document or Document(list, dict, list, lambda: alerts), width=None, color=False)


def junit(*alerts: Alert, document: Document | None = None) -> str:
    """Return a report that is valid, with counts that are right."""
    text = render("junit", document or Document(list, dict, list, lambda: alerts), width=None, color=False)
    check_report(text)
    return text


def check_report(text: str) -> None:
    SCHEMA.validate(text)
    report = JUnitXml.fromstring(text.encode())
    assert report.tests == sum(suite.tests for suite in report) > 0
    assert report.failures == sum(suite.failures for suite in report)
    for suite in report:
        results = [result for case in suite for result in case.result]
        assert suite.tests == len(list(suite))
        assert suite.failures == sum(isinstance(result, Failure) for result in results)
        assert suite.skipped == sum(isinstance(result, Skipped) for result in results)


def unescaped(text: str) -> str:
    """Return a text as GitHub reads it."""
    for code, mark in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, mark)
    return text


def annotated(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Return the level, the properties and the message of each annotation."""
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


def many(level: str, number: int) -> list[Alert]:
    return [Alert(level, "Force", f"{level} {place}", "message") for place in range(number)]


@pytest.mark.parametrize(
    ("numbers", "shown", "left"),
    [
        ((10, 10, 10), (10, 10, 10), 0),
        ((0, 11, 0), (0, 10, 1), 1),
        ((12, 3, 10), (10, 3, 10), 3),
        ((30, 30, 30), (10, 10, 10), 61),
        ((0, 0, 0), (0, 0, 0), 0),
    ],
)
def test_github_gets_at_most_ten_annotations_of_each_level_and_the_last_says_how_many_more(
    numbers: Sequence[int], shown: Sequence[int], left: int
) -> None:
    levels = ("error", "warning", "notice")
    alerts = [alert for level, number in zip(levels, numbers, strict=True) for alert in many(level, number)]
    text = github(*reversed(alerts))
    found = [level for level, _, _ in annotated(text)]
    assert found == [level for level, number in zip(levels, shown, strict=True) for _ in range(number)]
    assert len(text.splitlines()) == sum(numbers) + bool(left)
    if left:
        assert text.splitlines()[-1] == f"::notice title=peeltrack::{left} more in the log of this step"
    assert {alert.name for alert in alerts} <= set(re.findall(r"(?:error|warning|notice) \d+", text))


def test_github_gets_every_text_and_obeys_none() -> None:
    text = github(document=HOSTILE_DOCUMENT)
    lines = [line for line in text.splitlines() if not COMMAND.fullmatch(line)]
    assert len(lines) == 3 * len(HOSTILE) + 1 - 29
    for line in lines:
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    log = without_log_commands("\n".join([*lines, *(message for _, _, message in annotated(text))]))
    for each in HOSTILE:
        assert without_log_commands(printable(f"error {each}")) in log


def test_github_gets_the_place_title_and_text_of_an_alert() -> None:
    _, properties, text = annotated(github(document=HOSTILE_DOCUMENT))[1]
    assert properties == {"file": "data/forces/a,b.toml", "line": "7", "title": "Force: one, two: a | b || c"}
    assert text == "data/forces/a,b.toml:7: Force: one, two: a | b || c: error a | b || c"


def test_github_gets_paths_from_the_top_of_the_workspace(
    records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    args = ("diff", "hampshire", "2016", "2017", "-f", "github", "--data", str(records))

    def files(**env: str) -> set[str | None]:
        return {properties.get("file") for _, properties, _ in annotated(output(*args, **env))}

    assert files(GITHUB_WORKSPACE=str(tmp_path)) == {"data/forces/hampshire.toml"}
    assert files(GITHUB_WORKSPACE=str(tmp_path / "elsewhere")) == {None}
    monkeypatch.chdir(records)
    assert files() == {"forces/hampshire.toml"}


def test_an_annotation_points_to_the_line_of_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    lines = (DATA / "forces" / "hampshire.toml").read_text("utf-8").splitlines()
    found = annotated(output("diff", "hampshire", "2016", "2017", "-f", "github"))
    assert [level for level, _, _ in found] == ["warning", *["notice"] * 4]
    for _, properties, text in found:
        line = lines[int(properties["line"]) - 1]
        assert re.match('effectiveness += { grade = "requires improvement"', line) or (
            line == "[[inspection.findings]]" and "concern" in text
        )


def test_github_is_told_if_nothing_could_be_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    across = annotated(ask("diff", "hampshire", "2020", "2023", "-f", "github").out)
    assert [text for _, _, text in across if "cannot be compared with PEEL 2018/19" in text]
    none = annotated(ask("changes", "--edition", "peel-2023-25", "-f", "github").out)
    assert [text for _, _, text in none if "No area could be compared" in text]


@pytest.mark.parametrize("name", ["github", "junit"])
def test_a_fall_across_a_gap_is_a_downgrade_in_every_report(records: Path, name: str) -> None:
    """Rule 7: the grade of PEEL 2016 counts, because PEEL 2017 gave none."""
    text = 'name = "Made Up Police"\nregion = "Here"\ncountry = "Nowhere"\n'
    grades = {"peel-2016": "good", "peel-2017": "ungraded", "peel-2018-19": "requires improvement"}
    for edition, grade in grades.items():
        text += (
            f'[[inspection]]\nedition = "{edition}"\n[inspection.sources]\nreport = "https://example.org/"\n'
        )
        text += f'[inspection.grades]\nefficiency = {{ grade = "{grade}", source = "report" }}\n'
    (records / "forces" / "made-up.toml").write_text(text, "utf-8")
    pair = ("diff", "made-up", "peel-2017", "peel-2018-19")
    among = ("changes", "--force", "made-up", "--edition", "peel-2018-19")
    for args in (pair, among):
        report = output(*args, "-f", name, "--data", records)
        found = [line for line in report.splitlines() if "downgrade: good, PEEL 2016" in line]
        assert len(found) == 1
        assert found[0].lstrip().startswith("::warning" if name == "github" else "<failure")


@given(
    st.lists(st.sampled_from([*HOSTILE, "plain words (2)", "plain words"]) | st.text(max_size=20), max_size=5)
)
def test_a_report_is_valid_whatever_the_texts(texts: list[str]) -> None:
    assert junit(document=document_of([*texts, "", "end"])).isascii()


def test_a_report_has_a_suite_for_each_group_and_a_case_for_each_alert() -> None:
    report = JUnitXml.fromstring(junit(document=HOSTILE_DOCUMENT).encode())
    assert [(suite.name, suite.tests, suite.failures, suite.skipped) for suite in report] == [
        ("Force: one, two", 5 * len(HOSTILE), 2 * len(HOSTILE), len(HOSTILE)),
        ("Other", 1, 0, 0),
    ]
    cases = list(next(iter(report)))
    assert [case.name for case in cases[: len(HOSTILE)]] == [printable(text) for text in HOSTILE]
    kinds = [[type(result) for result in case.result] for case in cases[:: len(HOSTILE)]]
    assert kinds == [[], [], [Skipped], [Failure], [Failure]]


def test_cases_with_one_name_get_a_number() -> None:
    alerts = [Alert("error", "Force", name, "") for name in ("a", "a", "a (2)", "a", "b")]
    names = re.findall(r'<testcase [^>]*name="([^"]*)"', junit(*alerts))
    assert names == ["a", "a (2)", "a (2) (2)", "a (3)", "b"]


def test_a_failure_says_where_it_is() -> None:
    text = junit(Alert("error", "data/a.toml", "key", "error: no", "data/a.toml", lambda: 7))
    assert '<failure message="error: no" type="error">data/a.toml:7: error: no</failure>' in text


def test_a_report_is_never_empty() -> None:
    for text in (junit(), junit(document=EMPTY_DOCUMENT)):
        assert '<skipped message="There was nothing to compare." />' in text
    text = junit(Alert("notice", "Force", "PEEL 2017", "nothing could be compared", case=False))
    assert '<testcase classname="Force" name="PEEL 2017">' in text
    assert '<skipped message="nothing could be compared" />' in text


def test_a_report_of_diff_fails_at_each_downgrade() -> None:
    counts = json.loads(output("diff", "cleveland", "2018", "2019", "-f", "json"))["counts"]
    text = output("diff", "cleveland", "2018", "2019", "-f", "junit")
    check_report(text)
    (suite,) = JUnitXml.fromstring(text.encode())
    assert (suite.name, suite.failures) == ("Cleveland Police", counts["downgrade"])
    assert counts["downgrade"] > 0


@pytest.mark.parametrize(
    "args",
    [
        ("diff", "hampshire", "2016", "2017"),
        ("diff", "hampshire", "2020", "2023"),
        ("changes", "--region", "wales"),
        ("changes", "--since", "2025-07-01", "--until", "2025-07-02"),
        ("check",),
    ],
    ids=" ".join,
)
def test_the_report_of_every_command_is_valid(args: tuple[str, ...]) -> None:
    check_report(ask(*args, "-f", "junit").out)


@pytest.mark.parametrize("name", ["github", "junit"])
def test_a_command_that_cannot_pass_or_fail_says_so(name: str) -> None:
    result = ask("show", "hampshire", "-f", name)
    assert (result.code, result.out) == (2, "")
    assert "nothing here that could pass or fail" in result.err
