"""The names that a force goes by."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import as_json, ask, flat


@pytest.mark.parametrize(
    "name",
    [
        "hampshire",
        "HAMPSHIRE",
        "Hampshire Constabulary",
        "hampshire constabulary",
        "Hants",
        "Hampshire & Isle of Wight",
        "hampshire-and-isle-of-wight-constabulary",
    ],
)
def test_a_force_goes_by_id_name_former_name_or_alias_in_any_case(name: str) -> None:
    assert as_json("show", name, "latest")["force"]["force"] == "hampshire"


@pytest.mark.parametrize(("name", "id_"), [("Met", "metropolitan"), ("GMP", "greater-manchester")])
def test_short_names_that_people_use(name: str, id_: str) -> None:
    assert as_json("show", name, "latest")["force"]["force"] == id_


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("hampsire", "did you mean 'hampshire'?"),
        ("Hampshire Constablary", "did you mean 'hampshire'?"),
        ("xyzzy", "for the full list, run: peeltrack forces"),
        ("", "for the full list, run: peeltrack forces"),
    ],
)
def test_a_near_miss_of_a_force_suggests(name: str, hint: str) -> None:
    result = ask("show", name)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"Error: there is no force called '{name}' in our records; {hint}\n"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("hamshire", "did you mean 'hampshire'?"),
        ("lancashyre", "did you mean 'lancashire'?"),
        ("jersey", "for the full list, run: peeltrack forces"),
        ("police", "for the full list, run: peeltrack forces"),
        ("London", "did you mean 'city-of-london' or 'metropolitan'?"),
        ("NORTH–EAST", "did you mean 'cleveland', 'durham' or 'northumbria'?"),
        ("londn", "did you mean 'city-of-london'?"),
        ("West Midland’s Polce", "did you mean 'west-midlands'?"),
    ],
)
def test_a_near_miss_suggests_and_a_far_one_does_not(word: str, hint: str) -> None:
    assert ask("show", word).err == f"Error: there is no force called '{word}' in our records; {hint}\n"


@pytest.mark.parametrize("when", ["2017-04-12", "2017-04", "2017"])
def test_the_date_of_a_report_names_it_as_precisely_as_one_has_it(when: str) -> None:
    named, by_edition = (as_json("show", "hampshire", word)["inspections"] for word in (when, "peel-2016"))
    assert named == by_edition


def test_a_name_that_two_records_have_is_refused_and_an_id_is_not(records: Path) -> None:
    text = (records / "forces" / "cleveland.toml").read_text("utf-8")
    (records / "forces" / "cleveland-backup.toml").write_text(text, "utf-8")
    result = ask("show", "Cleveland Police", "--data", records)
    assert (result.code, result.out) == (2, "")
    assert (
        "more than one record has the name 'Cleveland Police': 'cleveland' and 'cleveland-backup'"
        in result.err
    )
    assert ask("show", "cleveland", "--data", records, "-q").code == 0


@pytest.mark.parametrize("name", [".kent.toml", ".#kent.toml", "._kent.toml"])
def test_hidden_files_are_not_records(records: Path, name: str) -> None:
    (records / "forces" / name).write_bytes(b"\0\5\26\7\377")
    for command in (("forces",), ("changes",), ("coverage",), ("check",)):
        assert ask(*command, "--data", records, "-q").code == 0


def test_names_outside_the_records_get_a_sentence() -> None:
    result = ask("show", "British Transport Police")
    assert (result.code, result.out) == (2, "")
    assert "peeltrack covers only the 43 territorial police forces of England and Wales" in result.err


@pytest.mark.parametrize(
    ("name", "force"),
    [
        ("Dyfed–Powys", "dyfed-powys"),
        ("Dyfed Pówys", "dyfed-powys"),
        ("DYFED‑POWYS", "dyfed-powys"),
        ("Hampshire & Isle of Wight Constabulary", "hampshire"),
        ("Devon and Cornwall.", "devon-and-cornwall"),
        ("Tyne & Wear", "northumbria"),
        ("“Kent Police”", "kent"),
        ("King’s Lynn", "norfolk"),
    ],
)
def test_a_force_is_found_as_its_name_is_printed(name: str, force: str) -> None:
    assert as_json("show", name, "latest")["force"]["force"] == force


@pytest.mark.parametrize(
    "word", ["PEEL 2018–19", "2018–19", "2018-2019", "2018/2019", "2018/19", "peel_2018_19"]
)
def test_an_edition_is_found_as_its_name_is_printed(word: str) -> None:
    assert [each["edition"] for each in as_json("show", "kent", word)["inspections"]] == ["peel-2018-19"]
    assert {each["edition"] for each in as_json("changes", "--edition", word)["changes"]} == {"peel-2018-19"}


@pytest.mark.parametrize(
    "args",
    [
        ("table", "Serious & organised crime"),
        ("changes", "--region", "North‑East"),
        ("search", "--topic", "anti–social behaviour"),
        ("changes", "--since", "2016–11", "--until", "2016—12"),
    ],
)
def test_areas_regions_topics_and_dates_are_found_as_they_are_printed(args: tuple[str, ...]) -> None:
    plain = [arg.translate(str.maketrans("–‑—", "---")).replace("&", "and") for arg in args]
    assert ask(*args).out == ask(*plain).out != ""


def test_a_force_outside_the_records_gets_a_sentence_in_place_of_a_command_too() -> None:
    assert "covers only the 43 territorial police forces" in ask("btp").err
    assert "peeltrack show kent" in ask("kent").err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("search", "--topic", "Domestic—Abus"), "did you mean 'domestic-abuse'?"),
        (("changes", "--edition", "‘PEEL 2O16’"), "did you mean 'peel-2016'?"),
        (("changes", "--region", "YORKSHIRE"), "did you mean 'Yorkshire and the Humber'?"),
        (("table", "EFECTIVENESS"), "did you mean 'effectiveness'?"),
        (
            ("show", "kent", "PEEL–201"),
            "did you mean 'peel-2014', 'peel-2015', 'peel-2016', 'peel-2017' or 'peel-2018-19'?",
        ),
        (("SHOW", "kent"), "Did you mean 'show'?"),
    ],
)
def test_capitals_dashes_and_quotation_marks_do_not_hide_what_was_meant(
    words: tuple[str, ...], said: str
) -> None:
    result = ask(*words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


@pytest.mark.parametrize(
    "words",
    [
        ("show", "{}"),
        ("show", "kent", "{}"),
        ("table", "{}"),
        ("search", "--topic", "{}"),
        ("changes", "--region", "{}"),
        ("changes", "--since", "{}"),
        ("changes", "--edition", "{}"),
        ("{}",),
    ],
)
def test_a_long_word_gets_no_suggestion_and_is_shortened(words: tuple[str, ...]) -> None:
    result = ask(*(word.format("kent" * 5000) for word in words))
    assert (result.code, result.out) == (2, "")
    assert len(result.err) < 2000
    assert "id you mean" not in result.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("show", "nowhere"), "for the full list, run: peeltrack forces{}"),
        (("diff", "kent", "latest"), "Try: peeltrack diff kent previous latest{}"),
        (("forces",), "To see one, run: peeltrack show FORCE{}"),
        (("areas",), "run: peeltrack table AREA{}"),
        (("topics",), "run: peeltrack search --topic TOPIC{}"),
    ],
)
def test_a_suggested_command_reads_the_same_records(records: Path, words: tuple[str, ...], said: str) -> None:
    elsewhere = records.rename(records.parent / "my records")
    for more, option in (([], ""), (["--data", elsewhere], f" --data '{elsewhere}'")):
        result = ask(*words, *more, "--width", "1000", "-f", "table")
        assert said.format(option) in flat(result.out + result.err)
