"""The names that a force goes by."""

from __future__ import annotations

import pytest
from asking import ask, told


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
    assert told("show", name, "latest")["force"]["id"] == "hampshire"


@pytest.mark.parametrize(("name", "id_"), [("Met", "metropolitan"), ("GMP", "greater-manchester")])
def test_short_names_that_people_use(name: str, id_: str) -> None:
    assert told("show", name, "latest")["force"]["id"] == id_


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
