"""Findings of all forces, by their words and what they are about."""

from __future__ import annotations

import pytest
from asking import as_json, ask, flat, library, seen

from peeltrack.analysis.findings import Query, fold


@pytest.mark.parametrize(
    ("asked", "text", "marked"),
    [
        (["arrest"], "Too few ARRESTED suspects.", ["ARREST"]),
        (["victims", "abuse"], "Abuse of victims", ["Abuse", "victims"]),
        (["cafe"], "The Café was closed", ["Café"]),
        (["CAFÉ"], "the cafe", ["cafe"]),
        (["domestic abuse"], "Domestic  abuse cases", ["Domestic  abuse"]),
        (['"domestic abuse" few'], "Few domestic abuse cases", ["Few", "domestic abuse"]),
        (["domestic abuse"], "abuse, domestic", None),
        (["age"], "managed", None),
        (["cyber crime"], "Cyber-crime units", ["Cyber-crime"]),
        (["problem-solving"], "Problem solving, and problem‑solving", ["Problem solving", "problem‑solving"]),
        (["problem-solving"], "Solving a problem", None),
        (["victims'"], "the victims’ code", ["victims’"]),
        (["-"], "a-b", []),
        (["age", "few"], "An age", None),
        ([], "Anything", []),
        (["  "], "Anything", []),
        (["straße"], "STRASSE", ["STRASSE"]),
        (["[a-z]"], "plain words", None),
    ],
)
def test_what_a_query_meets(asked: list[str], text: str, marked: list[str] | None) -> None:
    found = Query.parse(asked).marks(text)
    assert (None if found is None else [text[start:end] for start, end in found]) == marked


def test_folding_keeps_the_place_of_every_letter() -> None:
    for force in library().forces():
        for inspection in force.inspections:
            for finding in inspection.findings:
                folded, places = fold(finding.text)
                assert len(folded) == len(places)
                assert list(places) == sorted(places)
    folded, places = fold("Zoë ﬁne")
    assert folded == "zoe fine"
    assert [*places] == [0, 1, 2, 3, 4, 4, 5, 6]


def test_hits_are_marked_and_grouped_by_force_and_edition() -> None:
    result = ask("search", "victim", "--kind", "concern", "-f", "table", "--color", "always")
    assert "\x1b[1;4mvictim\x1b[0ms" in result.out
    markdown = ask("search", "domestic abuse", "arrest", "--edition", "peel-2016", "-f", "markdown")
    assert markdown.out.index("### Hampshire") < markdown.out.index("#### PEEL 2016 (12 April 2017)")
    assert "Too few suspects were **arrest**ed for **domestic abuse** crimes" in markdown.out


def test_no_hit_is_not_passed_off_as_no_concern() -> None:
    text = seen("search", "unheard-of")
    assert "0 findings of 0 forces" in text
    assert "the records are excerpts" in flat(text)
    assert as_json("search", "unheard-of")["findings"] == []


def test_told_again_is_said_of_a_topic_that_was_asked_for() -> None:
    assert "told again" in seen("search", "--topic", "domestic-abuse")
    assert "told again" not in seen("search", "stalking")
    assert "peeltrack search --topic domestic-abuse" in ask("search", "domestic-abuse").err
