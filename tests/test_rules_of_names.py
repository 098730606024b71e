"""Rule 1 of the field: which inspection a year, an edition or a word names."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import as_json, ask, edit, flat, seen

ARROWS = "▼▲"


# Rule 1: a year means a year of publication


def test_rule_1_a_year_is_the_year_of_publication() -> None:
    answer = as_json("diff", "hampshire", "2016", "2017")
    assert [answer[side]["edition"] for side in ("old", "new")] == ["peel-2015", "peel-2016"]
    assert answer["old"]["published"] == "2016-02"
    assert answer["new"]["published"] == "2017-04-12"
    by_edition = as_json("diff", "hampshire", "peel-2015", "peel-2016")
    assert by_edition["note"] is None
    assert {**answer, "note": None} == by_edition


def test_rule_1_grades_of_another_edition_in_that_year_are_mentioned_in_one_line() -> None:
    line = "Also published in 2016: 4 grades of PEEL 2016."
    assert f"\n{line}\n" in seen("show", "hampshire", "2016")
    assert as_json("show", "hampshire", "2016")["note"] == line
    assert line in flat(seen("diff", "hampshire", "2016", "2017"))
    assert as_json("diff", "hampshire", "2016", "peel-2016")["note"] == line
    for asked in (("peel-2015",), ("first",), ()):
        assert as_json("show", "hampshire", *asked)["note"] is None
        assert "Also published in" not in seen("show", "hampshire", *asked)


def test_rule_1_people_see_the_edition_with_its_date() -> None:
    both = "PEEL 2015 (February 2016, date of the national report) → PEEL 2016 (12 April 2017)"
    assert both in flat(seen("diff", "hampshire", "2016", "2017"))
    assert "PEEL 2016 (12 April 2017)" in seen("show", "hampshire", "2017")
    assert "PEEL 2023-25 (24 July 2025)" in seen("show", "hampshire")
    for line in ask("diff", "hampshire", "2016", "2017").out.splitlines():
        assert "\tpeel-20" in line or line.startswith("monitoring\t")


@pytest.mark.parametrize(
    "name", ["peel-2018-19", "PEEL-2018-19", "PEEL 2018/19", "2018-19", "2018/19", "2020"]
)
def test_rule_1_an_edition_goes_by_its_id_its_title_or_the_end_of_its_id(name: str) -> None:
    (inspection,) = as_json("show", "hampshire", name)["inspections"]
    assert inspection["edition"] == "peel-2018-19"


def test_rule_1_latest_previous_and_first_follow_the_order_of_editions_not_dates(records: Path) -> None:
    edit(
        records / "forces" / "hampshire.toml",
        "published = 2025-07-24\ninspector",
        "published = 2019-07-24\ninspector",
    )
    named = {
        word: as_json("show", "hampshire", word, "--data", records)["inspections"][0]["edition"]
        for word in ("latest", "previous", "first")
    }
    assert named == {"latest": "peel-2023-25", "previous": "peel-2021-22", "first": "peel-2014"}


def test_rule_1_previous_needs_two_inspections(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    path.write_text(path.read_text(encoding="utf-8").split("[[inspection]]")[0], encoding="utf-8")
    result = ask("diff", "hampshire", "--data", records)
    assert (result.code, result.out) == (2, "")
    assert "no inspection of Hampshire and Isle of Wight Constabulary" in result.err
    assert "Our records have no inspection." in seen("show", "hampshire", "--data", records)
    with path.open("a", encoding="utf-8") as file:
        file.write('[[inspection]]\nedition = "peel-2014"\n')
    result = ask("diff", "hampshire", "--data", records)
    assert (result.code, result.out) == (2, "")
    assert "only one inspection of Hampshire" in result.err
    assert "peel-2014 (27 November 2014" in result.err


def test_rule_1_without_a_date_of_its_own_an_inspection_has_the_national_one() -> None:
    (inspection,) = as_json("show", "hampshire", "peel-2017")["inspections"]
    assert (inspection["published"], inspection["published_is"]) == ("2018", "national")
    assert "PEEL 2017 (2018, date of the national report)" in seen("show", "hampshire", "2018")


def test_rule_1_an_inspection_without_any_date_is_reached_by_its_edition() -> None:
    (inspection,) = as_json("show", "city-of-london", "2021-22")["inspections"]
    assert (inspection["published"], inspection["published_is"]) == (None, "unknown")
    assert inspection["reply_due"] is None
    assert "PEEL 2021/22 (date not in our records)" in seen("show", "city-of-london", "2021-22")
    assert "City of London Police: PEEL 2021/22 and PEEL 2023-25 (24 July 2025)" in flat(
        seen("diff", "city-of-london")
    )


def test_rule_1_a_year_without_a_publication_lists_the_inspections_undated_ones_last() -> None:
    result = ask("diff", "city-of-london", "2015", "2016")
    assert (result.code, result.out) == (2, "")
    assert "published in 2015" in result.err
    assert "peel-2015 (February 2016" in result.err
    listed = [word for word in result.err.replace(",", " ").split() if word.startswith("peel-20")]
    assert listed[-1] == "peel-2021-22"


def test_rule_1_a_year_of_two_publications_names_both_and_a_way_out(records: Path) -> None:
    edit(records / "forces" / "hampshire.toml", 'published = "2020"', 'published = "2023-01"')
    result = ask("show", "hampshire", "2023", "--data", records)
    assert (result.code, result.out) == (2, "")
    assert "2 inspections of Hampshire and Isle of Wight Constabulary were published in 2023" in result.err
    assert "peel-2018-19 (January 2023), peel-2021-22 (April 2023)" in result.err
    assert "such as peel-2018-19" in result.err


@pytest.mark.parametrize("word", ["peel-206", "2018-91", "lattest", "", "201", "20167", "²⁰¹⁷"])
def test_rule_1_an_unknown_word_lists_the_inspections(word: str) -> None:
    result = ask("show", "hampshire", word)
    assert (result.code, result.out) == (2, "")
    assert "peel-2016 (12 April 2017)" in result.err
    assert ask("diff", "hampshire", word, "2025").err == result.err
    assert ask("diff", "hampshire", "2016", word).err == result.err


@pytest.mark.parametrize(
    ("word", "meant"), [("peel-206", "peel-2016"), ("2018-91", "peel-2018-19"), ("lattest", "latest")]
)
def test_rule_1_a_near_miss_gets_a_suggestion(word: str, meant: str) -> None:
    assert meant in ask("show", "hampshire", word).err.partition("peel-2014")[0]


def test_rule_1_an_edition_that_our_records_lack_is_said_to_be_missing(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    start, _, *rest = path.read_text(encoding="utf-8").split("[[inspection]]\n")
    path.write_text("[[inspection]]\n".join([start, *rest]), encoding="utf-8")
    result = ask("show", "hampshire", "peel-2014", "--data", records)
    assert (result.code, result.out) == (2, "")
    assert "PEEL 2014 of Hampshire and Isle of Wight Constabulary" in result.err
    assert "peel-2015" in result.err


@pytest.mark.parametrize(
    ("asked", "way_out"),
    [
        (("2017", "2016"), "peeltrack diff hampshire 2016 2017"),
        (("latest", "previous"), "peeltrack diff hampshire previous latest"),
        (("2016", "peel-2015"), "peeltrack show hampshire peel-2015"),
        (("2016",), "peeltrack diff hampshire 2016 latest"),
        (("latest",), "peeltrack diff hampshire previous latest"),
        (("2025",), "peeltrack diff hampshire previous 2025"),
        (("PEEL 2018/19", "2016"), "peeltrack diff hampshire 2016 peel-2018-19"),
    ],
)
def test_rule_1_diff_wants_two_inspections_the_older_first(asked: tuple[str, ...], way_out: str) -> None:
    result = ask("diff", "hampshire", *asked)
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith(f": {way_out}\n")
    assert ask(*way_out.split()[1:]).code == 0
