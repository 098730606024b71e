"""The names that a force goes by."""

from __future__ import annotations

import pytest
from asking import as_json, ask


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
        ("xyzzy", "see 'peeltrack forces'."),
        ("", "see 'peeltrack forces'."),
    ],
)
def test_a_near_miss_of_a_force_suggests(name: str, hint: str) -> None:
    result = ask("show", name)
    assert (result.code, result.out) == (2, "")
    assert result.err == f"Error: there is no force '{name}' on record; {hint}\n"


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("hamshire", "did you mean 'hampshire'?"),
        ("lancashyre", "did you mean 'lancashire'?"),
        ("jersey", "see 'peeltrack forces'."),
        ("police", "see 'peeltrack forces'."),
    ],
)
def test_a_near_miss_suggests_and_a_far_one_does_not(word: str, hint: str) -> None:
    assert ask("show", word).err == f"Error: there is no force '{word}' on record; {hint}\n"


@pytest.mark.parametrize("when", ["2017-04-12", "2017-04", "2017"])
def test_the_date_of_a_report_names_it_as_precisely_as_one_has_it(when: str) -> None:
    named, by_edition = (as_json("show", "hampshire", word)["inspections"] for word in (when, "peel-2016"))
    assert named == by_edition
