"""The options that narrow a question, the format and folder from the environment, and what day it is."""

from __future__ import annotations

import csv
import io
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from asking import ask, edit, library

from peeltrack.cli.options import today

PEEL_2016, PEEL_2017 = ("--edition", "peel-2016"), ("--edition", "peel-2017")


def rows(*args: object) -> list[dict[str, str]]:
    """Return the rows of ``changes`` with some options."""
    result = ask("changes", *args, "-f", "csv")
    assert result.code == 0, result.err
    return list(csv.DictReader(io.StringIO(result.out)))


def column(name: str, *args: object) -> set[str]:
    """Return what one column of ``changes`` holds with some options."""
    return {row[name] for row in rows(*args)}


# Several words


@pytest.mark.parametrize(
    ("option", "name", "words"),
    [
        ("--force", "force", ("kent", "surrey")),
        ("--edition", "edition", ("peel-2016", "peel-2018-19")),
        ("--area", "area", ("legitimacy", "efficiency")),
        ("--only", "change", ("downgrade", "upgrade")),
    ],
)
def test_an_option_can_be_repeated_or_take_commas(option: str, name: str, words: tuple[str, str]) -> None:
    repeated = column(name, option, words[0], option, words[1])
    assert repeated == set(words)
    assert column(name, option, ",".join(words)) == repeated
    assert column(name, option, ", ".join(words)) == repeated


def test_regions_can_be_several() -> None:
    assert column("region", "--region", "wales,south-east") == {"Wales", "South East"}


def test_a_name_that_has_a_comma_is_one_name() -> None:
    title = "Building, supporting and protecting the workforce"
    assert rows("--area", title) == rows("--area", "workforce")
    assert rows("--area", title)


@pytest.mark.parametrize("words", ["kent,nowhere", "nowhere", "", ","])
def test_each_of_several_names_must_exist(words: str) -> None:
    result = ask("changes", "--force", words)
    assert (result.code, result.out) == (2, "")
    assert "nowhere" in result.err or "nowhere" not in words


def test_each_of_several_choices_must_exist() -> None:
    result = ask("changes", "--only", "downgrade,upgrad")
    assert (result.code, result.out) == (2, "")
    assert "'upgrad' is not one of" in result.err
    assert ask("diff", "kent", "--fail-on", "downgrade,nonsense").code == 2


# Editions and dates


def test_latest_previous_and_first_name_editions() -> None:
    for word, edition in (("latest", "peel-2023-25"), ("previous", "peel-2021-22"), ("first", "peel-2014")):
        assert column("edition", "--edition", word) == {edition}


def test_since_and_until_take_an_edition() -> None:
    assert column("edition", "--since", "peel-2018-19") == {"peel-2018-19", "peel-2021-22", "peel-2023-25"}
    assert column("edition", "--until", "PEEL 2015") == {"peel-2014", "peel-2015"}
    assert column("edition", "--since", "peel-2016", "--until", "peel-2017") == {"peel-2016", "peel-2017"}
    assert column("edition", "--since", "latest") == {"peel-2023-25"}
    assert column("edition", *PEEL_2016, *PEEL_2017, "--since", "peel-2017") == {"peel-2017"}


def test_since_can_be_an_edition_and_until_a_date() -> None:
    found = column("edition", "--since", "peel-2016", "--until", "2017-06")
    assert "peel-2016" in found
    assert not found & {"peel-2015", "peel-2018-19"}


@pytest.mark.parametrize("option", ["--since", "--until"])
@pytest.mark.parametrize("word", ["never", "2017-13", "20170412", ""])
def test_a_bound_that_is_neither_a_date_nor_an_edition_is_refused(option: str, word: str) -> None:
    result = ask("changes", option, word)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"Error: '{word}' is not a date or an edition; write 2017, 2017-04")
    assert "peel-2023-25" in result.err


# Combinations

CONTRADICTIONS = [
    (("--since", "2020", "--until", "2019"), "--since 2020 is after --until 2019"),
    (("--since", "2020-05", "--until", "2020-04-30"), "--since 2020-05 is after --until 2020-04-30"),
    (("--since", "latest", "--until", "first"), "no edition since peel-2023-25 until peel-2014"),
    (
        (*PEEL_2016, "--since", "peel-2017"),
        "no edition since peel-2017 among peel-2016",
    ),
    (("--force", "kent", "--region", "wales"), "Kent Police is in the region South East"),
    (("--force", "kent,surrey", "--region", "wales,london"), "Kent Police is in the region South East"),
    (("--edition", "peel-2014", "--area", "leadership"), "leadership is not an area of PEEL 2014"),
]


@pytest.mark.parametrize(
    ("args", "reason"), CONTRADICTIONS, ids=[" ".join(args) for args, _ in CONTRADICTIONS]
)
def test_what_nothing_can_match_is_refused_with_the_reason(args: tuple[str, ...], reason: str) -> None:
    result = ask("changes", *args)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"Error: {reason}")


def test_what_something_can_match_is_not_refused() -> None:
    assert column("force", "--force", "kent", "--region", "wales,south-east") == {"kent"}
    assert rows("--since", "2017", "--until", "2017")
    # The newer edition has the area under another id, which continues the older one.
    assert ask("changes", "--edition", "latest", "--area", "treating-the-public").code == 0


# The environment


def test_the_environment_can_name_the_format_and_the_records(records: Path) -> None:
    edit(records / "forces" / "hampshire.toml", '"South East"', '"North East"')
    asked = ask("show", "hampshire", PEELTRACK_FORMAT="json", PEELTRACK_DATA=str(records))
    assert '"region": "North East"' in asked.out
    assert '"region": "South East"' in ask("show", "hampshire", "-f", "json").out
    assert "'yaml' is not one of" in ask("show", "hampshire", PEELTRACK_FORMAT="yaml").err


def test_an_empty_folder_name_is_refused_and_an_empty_variable_is_not_set() -> None:
    result = ask("forces", "--data", "")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: --data is empty; name a folder")
    assert ask("forces", PEELTRACK_DATA="") == ask("forces")


# Today

PUBLISHED = "2025-07-24"
"""When the inspection below was published: on the day before, that is in the future."""


@pytest.mark.needs("fcntl")  # Windows cannot change the time zone of a process
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12", "Europe/London"])
def test_today_is_the_date_in_the_time_zone_of_the_records(
    zone: str, records: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kiritimati is the first place to have a new day, 26 hours before the last one."""
    edit(records / "regime.toml", '"Europe/London"', f'"{zone}"')
    monkeypatch.delenv("PEELTRACK_TODAY", raising=False)
    for here in ("Pacific/Kiritimati", "Etc/GMT+12"):
        monkeypatch.setenv("TZ", here)
        time.tzset()
        try:
            assert today(library(records)) == datetime.now(ZoneInfo(zone)).date()
        finally:
            monkeypatch.delenv("TZ")
            time.tzset()


@pytest.mark.parametrize("zone", ["Europe/Atlantis", "Europe", "../London"])
def test_check_names_a_time_zone_that_does_not_exist(zone: str, records: Path) -> None:
    edit(records / "regime.toml", '"Europe/London"', f'"{zone}"')
    result = ask("check", "--data", records)
    assert result.code == 1
    assert f"'{zone}' is not a time zone: write one such as Europe/London" in result.out
    assert ask("show", "kent", "-f", "table", "--data", records, PEELTRACK_TODAY="").code == 0


def test_the_day_can_be_set(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    assert PUBLISHED in path.read_text("utf-8")
    before = ask("check", path, PEELTRACK_TODAY="2025-07-23")
    assert before.code == 1
    assert "in the future" in before.out
    assert ask("check", path, PEELTRACK_TODAY=PUBLISHED).code == 0


@pytest.mark.parametrize("day", ["soon", "2025", "2025-02-30", "1764547200"])
def test_a_day_that_is_not_a_date_is_refused(day: str) -> None:
    result = ask("show", "kent", PEELTRACK_TODAY=day)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"Error: PEELTRACK_TODAY should be a date such as 2025-07-31, not '{day}'\n"


def test_the_clock_of_a_build_is_not_read() -> None:
    assert ask("show", "kent", SOURCE_DATE_EPOCH="315532800") == ask("show", "kent")
    assert ask("check", SOURCE_DATE_EPOCH="0") == ask("check")
