"""What a record is to the code that uses it: frozen, equal to itself alone, and the same when copied."""

from __future__ import annotations

import copy
import pickle

import pytest

from peeltrack.records import PartialDate, Topic

TOPIC = Topic("domestic-abuse", "Domestic abuse")


def test_fields_are_given_in_order_or_by_name_and_the_last_may_have_defaults() -> None:
    for made in (
        TOPIC,
        Topic(id="domestic-abuse", meaning="Domestic abuse"),
        Topic("domestic-abuse", meaning="Domestic abuse", followed=True),
        Topic("domestic-abuse", "Domestic abuse", True, None),
    ):
        assert (made.id, made.meaning, made.followed, made.spelling) == (
            "domestic-abuse",
            "Domestic abuse",
            True,
            None,
        )


def test_a_field_without_a_default_must_be_given() -> None:
    with pytest.raises(KeyError, match="meaning"):
        Topic("domestic-abuse")  # type: ignore[call-arg]


def test_a_record_is_frozen() -> None:
    for name in ("meaning", "no_field"):
        with pytest.raises(AttributeError, match=f"Topic is frozen; {name} cannot be set"):
            setattr(TOPIC, name, "else")
    assert TOPIC.meaning == "Domestic abuse"


def test_a_record_is_equal_to_itself_alone() -> None:
    other = Topic("domestic-abuse", "Domestic abuse")
    assert TOPIC == TOPIC  # noqa: PLR0124 - that is what is tested
    assert other != TOPIC
    assert len({TOPIC, other, TOPIC}) == 2
    # A date alone is equal to its like, for it is what it says.
    assert {PartialDate(2017, 4), PartialDate(2017, 4), PartialDate(2017)} == {
        PartialDate(2017, 4),
        PartialDate.parse("2017"),
    }


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))])
def test_a_copy_holds_the_same(again: object) -> None:
    assert callable(again)
    assert (again(TOPIC).id, again(TOPIC).meaning) == ("domestic-abuse", "Domestic abuse")
    found = again(PartialDate(2017, 4))
    assert (found.year, found.month, found.day, found.iso) == (2017, 4, None, "2017-04")
