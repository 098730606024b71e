"""``peeltrack table`` and ``peeltrack coverage``: forces side by side, and what our records lack."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from asking import as_json, ask, edit, flat, library, seen
from conftest import DATA

RECORDS = library()
FORCES = RECORDS.forces()
REPORTED_ON = sum(
    not grade.area.graded
    for force in FORCES
    for inspection in force.inspections
    for grade in inspection.grades.values()
)


def sheet(*args: object) -> list[dict[str, str]]:
    """Return the rows of the sheet that csv shows."""
    return list(csv.DictReader(io.StringIO(ask("table", *args, "-f", "csv").out)))


def test_table_counts_agree_with_the_published_totals() -> None:
    totals = [each for each in as_json("table", "effectiveness")["totals"] if each["edition"] == "peel-2016"]
    assert {each["grade"]: each["national_total"] for each in totals} == {
        "outstanding": 1,
        "good": 28,
        "requires improvement": 13,
        "inadequate": 1,
    }
    assert all(each["named"] + each["inferred"] == each["national_total"] for each in totals)
    text = flat(seen("table", "effectiveness"))
    assert "PEEL 2016, Effectiveness: our records agree with the national total" in text


def test_table_of_some_forces_has_no_published_totals_beside_it() -> None:
    answer = as_json("table", "effectiveness", "--force", "kent,surrey")
    assert {each["force"] for each in answer["grades"]} == {"kent", "surrey"}
    assert all(each["national_total"] is None for each in answer["totals"])


def test_rule_2_all_families_are_in_one_table_and_one_order() -> None:
    text = seen("table", "protecting-vulnerable", "--sort", "grade")
    assert re.search(r"^ +2015  2016  2017  2018  │  2021  │  2023$", text, re.MULTILINE)
    assert re.search(r"^Thames Valley Police +–     G     G     G     │  A     │  I$", text, re.MULTILINE)
    lines = [line for line in text.splitlines() if "│" in line]
    names = [line.partition("  ")[0] for line in lines if line[0] != " " and not line.startswith("Constab")]
    assert (len(names[:43]), names[0], names[43]) == (43, "Thames Valley Police", "Forces with a grade")
    comparable = "Only these can be compared with each other: PEEL 2015, PEEL 2016, PEEL 2017 and PEEL"
    assert comparable in flat(text)
    assert "Sorted by the grade in PEEL 2023-25, worst first, then by name." in flat(text)


@pytest.mark.parametrize("area", ["treating-the-public", "police-powers"])
def test_rule_2_an_area_that_continues_another_one_is_in_its_table(area: str) -> None:
    columns = {each["edition"]: each["area"] for each in as_json("table", area)["grades"]}
    assert columns == {"peel-2021-22": "treating-the-public", "peel-2023-25": "police-powers"}
    title = "Police powers and treating the public fairly / Treating the public fairly, 43 forces"
    assert flat(seen("table", area)).startswith(title)


def test_table_has_one_area_in_the_editions_that_were_asked_for() -> None:
    rows = sheet("legitimacy", "--edition", "peel-2016,2018-19", "--region", "wales")
    heads = ["peel-2016", "peel-2016_basis", "peel-2018-19", "peel-2018-19_basis"]
    assert list(rows[0]) == ["force", "force_name", "region", *heads]
    assert sheet("legitimacy", "--since", "peel-2016", "--until", "peel-2017")[0].keys() >= {"peel-2017"}
    assert "peel-2015" not in sheet("legitimacy", "--since", "peel-2016")[0]


def test_table_without_an_area_shows_the_newest_edition() -> None:
    assert seen("table").startswith("PEEL 2023-25 (dates vary by force), 43 forces\n")
    rows = sheet("--area", "legitimacy,efficiency", "--edition", "peel-2016", "--force", "kent")
    assert [(row["legitimacy"], row["efficiency_basis"]) for row in rows] == [("outstanding", "named")]


def test_the_sheet_has_a_row_for_each_force_and_says_why_a_grade_is_not_there() -> None:
    rows = {row["force"]: row for row in sheet("--edition", "latest")}
    assert len(rows) == 43
    kinds = Counter(value for row in rows.values() for name, value in row.items() if "_basis" in name)
    assert set(kinds) == {"named", "inferred", "known by count", "not in our records"}
    assert rows["hampshire"]["protecting-vulnerable"] == "good"
    assert (rows["hampshire"]["investigating-crime"], rows["hampshire"]["investigating-crime_basis"]) == (
        "",
        "known by count",
    )
    whole = Counter(each["basis"] for each in as_json("table", "--edition", "latest")["grades"])
    assert whole == {name: kinds[name] for name in ("named", "inferred")}


def test_rule_14_a_grade_known_only_by_count_is_not_called_unknown() -> None:
    line = next(line for line in seen("table").splitlines() if line.startswith("Lincolnshire Police"))
    assert line.split()[2:10] == ["#"] * 8
    assert "known by count" in ask("table", "--force", "lincolnshire", "-f", "markdown").out
    missing = as_json("table", "--force", "lincolnshire")["missing"]
    assert [each["missing_because"] for each in missing] == ["known by count"] * 8


def test_table_sorts_by_grade_or_change_and_says_so() -> None:
    def order(sort: str) -> list[str]:
        lines = seen("table", "efficiency", "--sort", sort).splitlines()
        return [line.partition("  ")[0] for line in lines if "│" in line and line[0] != " "][:43]

    assert sorted(order("grade")) == sorted(order("change")) == order("name")
    assert order("name")[:2] == ["Avon and Somerset Police", "Bedfordshire Police"]
    assert order("grade")[:2] == ["Cleveland Police", "Northamptonshire Police"]
    assert order("change")[0] == "Cleveland Police"
    said = "Sorted by the grade in PEEL 2018/19, worst first, then by name."
    assert said in flat(seen("table", "efficiency", "--sort", "grade"))
    refused = ask("table", "vetting-counter-corruption", "--sort", "change")
    assert refused.code == 2
    assert "no change to sort by; use --sort grade or --sort name" in refused.err


def test_a_whole_edition_is_shortened_in_a_terminal_that_is_narrow_and_only_there() -> None:
    narrow = seen("table", "--edition", "peel-2017", columns=80)
    assert all(len(line) <= 80 for line in narrow.split("Sources")[0].splitlines())
    legend = narrow.replace("\N{NO-BREAK SPACE}", " ")
    assert re.search(r"^a Effectiveness +b Preventing crime", legend, re.MULTILINE)
    assert "U ungraded" in legend
    assert "small letters: carried over" in flat(legend)
    letters = narrow.partition("a\N{NO-BREAK SPACE}")[2].partition("O\N{NO-BREAK SPACE}")[0]
    assert not re.search(r" [a-m]$", letters, re.MULTILINE), "a letter stands on the line of its name"
    assert "RI requires improvement" in legend
    assert re.search(r"^Cleveland Police +G +G +g +RI +– +G ", narrow, re.MULTILINE)
    for whole in (
        seen("table", "--edition", "peel-2017", columns=700),
        ask("table", "--edition", "peel-2017", "-f", "table").out,
    ):
        assert "a Effectiveness" not in whole
        assert re.search(r"^Cleveland Police +good +good +good \(carried over\) +", whole, re.MULTILINE)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("legitimacy", "--area", "efficiency"), "the area is already legitimacy; leave out --area"),
        (("--edition", "peel-2016,peel-2017"), "a table of several editions needs an area"),
        (("--since", "peel-2016"), "a table of several editions needs an area"),
        (("--sort", "grade"), "--sort grade is by one area: peeltrack table AREA --sort grade"),
        (("--area", "legitimacy"), "PEEL 2023-25 does not have this area; add --edition"),
        (("legitimacy", "--edition", "latest"), "legitimacy is not an area of PEEL 2023-25"),
    ],
)
def test_table_refuses_what_makes_no_sense(args: tuple[str, ...], message: str) -> None:
    result = ask("table", *args)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_rule_11_table_keeps_to_the_dates_of_the_grades() -> None:
    result = ask("table", "efficiency", "--since", "2016-11", "--until", "2016-11", "-f", "json")
    rows = json.loads(result.out)["grades"]
    assert {each["grade_published"] for each in rows} == {"2016-11-03"}
    assert "left out because we do not have their date" in result.err
    text = ask("table", "efficiency", "--since", "2016-11", "--until", "2016-11", "-f", "markdown").out
    assert "PEEL 2016" in text
    assert "PEEL 2017" not in text


def test_an_area_that_is_never_graded_has_its_name() -> None:
    assert flat(seen("table", "leadership", "--edition", "peel-2015")).startswith("Leadership, 43 forces")
    text = seen("table", "leadership", "--until", "peel-2016")
    assert "No edition that you asked for grades this area." in text


def test_a_total_that_the_records_contradict_is_said_to_be(records: Path) -> None:
    edit(
        records / "national.toml",
        'good = 24, "requires improvement" = 18',
        'good = 26, "requires improvement" = 16',
    )
    text = flat(ask("coverage", "--data", records, "-f", "table").out)
    assert (
        "PEEL 2015, Effectiveness: our records contradict the national total: "
        "18 requires improvement in our records, 16 published" in text
    )
    found = json.loads(ask("coverage", "--data", records, "-f", "json").out)
    agreed = {(each["edition"], each["area"]): each["agreement"] for each in found["areas"]}
    assert agreed["peel-2015", "effectiveness"] == "contradicts"
    assert agreed["peel-2014", "efficiency"] == "incomplete"
    assert agreed["peel-2016", "legitimacy"] == "complete"


def test_coverage_counts_every_grade_by_how_it_is_known() -> None:
    answer = as_json("coverage")
    # "ungraded" is in our records, too, for areas that the edition only reports on.
    known = sum(each["named"] + each["inferred"] for each in answer["editions"])
    assert known == 2199 - REPORTED_ON
    for kind in ("areas", "levels", "totals"):
        assert sum(each["named"] + each["inferred"] for each in answer[kind]) == known
    assert sum(each["inspections"] for each in answer["editions"]) == 301
    assert sum(each["findings"] for each in answer["editions"]) == 1217
    by_count = {each["edition"]: each["by_count"] for each in answer["editions"] if each["by_count"]}
    assert by_count == {"peel-2021-22": 46, "peel-2023-25": 74}
    assert sum(each["by_count"] for each in answer["levels"]) == sum(by_count.values())
    areas = {(each["edition"], each["area"]): each for each in answer["areas"]}
    assert areas["peel-2023-25", "protecting-vulnerable"]["by_count"] == 8
    for each in areas.values():
        known = each["named"] + each["inferred"] + each["by_count"]
        assert each["unknown"] is None or each["unknown"] + known == each["forces"] == 43


def test_coverage_sets_the_shares_of_grades_side_by_side() -> None:
    first = seen("coverage").splitlines()[:22]
    assert "Do the grades that we cannot name look like the others?" in first
    # Hampshire's 2 good and 6 adequate are among these: 74 grades of eleven published counts.
    assert re.search(r"^2023-25, by count +74 +0% +23% +49% +18% +11%$", "\n".join(first), re.MULTILINE)
    assert re.search(r"^2014, the rest +5 +0% +100% +0% +0%$", seen("coverage"), re.MULTILINE)


def test_coverage_has_the_share_of_each_grade_in_each_edition() -> None:
    text = seen("coverage").partition("Share of each grade\n")[2]
    assert re.search(r"^PEEL 2023-25, areas +377 +5% +22% +40% +27% +7% +74$", text, re.MULTILINE)
    assert re.search(r"^PEEL 2016, pillars +129 +4% +75% +20% +1%$", text, re.MULTILINE)


def test_coverage_missing_lists_the_grades_in_every_format() -> None:
    missing = as_json("coverage", "--missing", "--edition", "peel-2014,latest")["missing"]
    lacking = [each for each in missing if each["area"] == "efficiency"]
    assert len(lacking) == 5
    assert {each["missing_because"] for each in lacking} == {"not in our records"}
    assert sum(each["missing_because"] == "known by count" for each in missing) == 72
    rows = ask("coverage", "--missing", "--edition", "peel-2014,latest", "-f", "csv").out.splitlines()
    assert len(rows) == 1 + len(missing)
    plain = ask("coverage", "--missing", "--edition", "peel-2014,latest", "-f", "plain").out.splitlines()
    assert {line.partition("\t")[0] for line in plain} == {"missing"}
    assert "Efficiency, not in our records (5)" in seen("coverage", "--missing", "--edition", "peel-2014")
    none = flat(seen("coverage", "--missing", "--edition", "peel-2017", "--area", "legitimacy"))
    assert "Our records name every grade that you asked for" in none


def test_coverage_takes_the_same_options_as_the_other_commands() -> None:
    args = ("--force", "kent", "--edition", "peel-2016", "--area", "efficiency,legitimacy")
    (edition,) = as_json("coverage", *args)["editions"]
    assert (edition["forces"], edition["named"], edition["edition"]) == (1, 2, "peel-2016")
    dated = as_json("coverage", "--since", "2025")["editions"]
    since = [
        inspection.edition.id
        for force in FORCES
        for inspection in force.inspections
        if inspection.published and inspection.published.latest.year >= 2025
    ]
    assert {each["edition"]: each["inspections"] for each in dated} == {"peel-2023-25": len(since)}
    assert "No inspections match." in seen("coverage", "--until", "2010")


def test_rule_8_an_area_that_not_every_force_is_graded_on_is_never_missing() -> None:
    for each in as_json("coverage")["areas"]:
        assert (each["unknown"] is None) == (not each["core"])
    missing = as_json("coverage", "--missing")["missing"]
    assert not {"recording-crime", "serious-organised-crime"} & {
        each["area"] for each in missing if each["edition"] == "peel-2023-25"
    }
    assert "6, not all graded" in seen("coverage")


def test_table_names_the_editions_that_lack_the_area_and_the_break_in_its_line() -> None:
    text = flat(seen("table", "legitimacy"))
    assert "Not graded in PEEL 2014. Not graded separately in PEEL 2021/22 and PEEL 2023-25." in text
    text = flat(seen("table", "use-of-resources"))
    assert (
        "Two PEEL 2017 questions, understanding demand and use of resources, were combined into one." in text
    )


def test_table_takes_latest_as_an_edition() -> None:
    assert ask("table", "--edition", "latest").out == ask("table", "--edition", "peel-2023-25").out != ""


@pytest.mark.parametrize("format_", ["table", "markdown", "html"])
@pytest.mark.parametrize("words", [("managing-offenders",), ("--edition", "peel-2023-25")])
def test_rule_12_table_marks_every_inferred_grade(words: tuple[str, ...], format_: str) -> None:
    answer = as_json("table", *words)
    inferred = [each["force"] for each in answer["grades"] if each["basis"] == "inferred"]
    assert "city-of-london" in inferred
    shown = ask("table", *words, "-f", format_, "--width", "1000").out
    assert shown.count(" (inferred)") == len(inferred)
    assert sum(each["inferred"] for each in answer["totals"]) == len(inferred)


def test_rule_12_short_grades_are_marked_as_inferred_too() -> None:
    screen = seen("table", "--edition", "peel-2023-25", "--force", "city-of-london", columns=80)
    assert re.search(r"^City of London Police +A\*", screen, re.MULTILINE)
    assert "* inferred" in flat(screen)


def test_rule_12_coverage_says_how_many_grades_are_inferred() -> None:
    answer = as_json("coverage")
    written = sum(
        isinstance(grade, dict) and grade.get("basis") == "inferred"
        for path in (DATA / "forces").glob("*.toml")
        for inspection in tomllib.loads(path.read_text("utf-8"))["inspection"]
        for grade in inspection.get("grades", {}).values()
    )
    assert sum(each["inferred"] for each in answer["areas"]) == written == 76
    assert re.search(r"\d+ of 43, \d+ inferred", seen("coverage", columns=200))


def test_a_title_that_two_areas_have_is_refused() -> None:
    result = ask("table", "Treating the public fairly")
    assert (result.code, result.out) == (2, "")
    assert "'treating-public-fairly' and 'treating-the-public'; name one of these" in result.err
    assert ask("table", "treating-public-fairly", "-f", "json").code == 0
    assert ask("table", "Police powers and treating the public fairly").code == 0
