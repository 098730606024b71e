"""Findings of all forces, by their words and what they are about."""

from __future__ import annotations

import re
import shlex
from collections import Counter

import pytest
from asking import as_json, ask, flat, library, seen
from conftest import DATA
from tomli import loads

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
    assert "**domestic abuse**" in markdown.out


def test_no_match_does_not_read_like_good_news() -> None:
    text = flat(seen("search", "unheard-of"))
    assert "0 findings in 0 forces" in text
    assert "Our records are not complete, so this does not mean the inspectorate found nothing." in text
    assert "Our records cover publications up to 31 July 2025." in text
    assert as_json("search", "unheard-of")["findings"] == []


def test_no_match_names_the_nearest_topic_and_keeps_the_other_options() -> None:
    text = flat(seen("search", "abusee", "--region", "wales", "--kind", "concern"))
    found = re.search(r"The nearest topic is domestic abuse, with (\d+) findings?: (peeltrack .+)", text)
    assert found
    words = shlex.split(found[2])[1:]
    assert words == ["search", "--topic", "domestic-abuse", "--kind", "concern", "--region", "wales"]
    assert as_json(*words)["count"] == int(found[1])


def test_without_words_search_lists_every_finding() -> None:
    answer = as_json("search")
    entries = [
        finding
        for path in sorted((DATA / "forces").glob("*.toml"))
        for inspection in loads(path.read_text("utf-8"))["inspection"]
        for finding in inspection.get("findings", [])
    ]
    assert len(answer["findings"]) == len(entries)
    statements = [each for each in entries if each["kind"] in STATEMENTS or "said_by" in each]
    assert answer["count"] == len(entries) - len(statements)


STATEMENTS = ("action", "update", "reaction")


def test_words_also_match_the_topic_and_the_area() -> None:
    by_word, by_topic = (
        as_json("search", "anti-social"),
        as_json("search", "--topic", "anti-social-behaviour"),
    )
    texts = [each["text"] for each in by_word["findings"]]
    assert {each["text"] for each in by_topic["findings"]} <= set(texts)
    found = as_json("search", "responding to the public", "--force", "hampshire")["findings"]
    assert any(each["area"] == "responding-to-the-public" for each in found)


def test_statements_come_after_the_findings_and_are_not_counted() -> None:
    text = seen("search", "--force", "hampshire", "--edition", "peel-2015")
    assert text.splitlines()[0].endswith("in 1 force, and 1 statement")
    assert text.index("Statements, which are not findings") > text.index("concern")
    rows = as_json("search", "--force", "hampshire", "--edition", "peel-2015")["findings"]
    assert sum(not row["statement"] for row in rows) == int(text.split()[0])


def test_dates_narrow_a_search() -> None:
    found = as_json("search", "--since", "2024", "--until", "2024")["findings"]
    assert found
    assert all((each["date"] or "").startswith("2024") for each in found)


def test_typographic_quotation_marks_make_a_phrase() -> None:
    assert as_json("search", "“domestic abuse”") == as_json("search", '"domestic abuse"')


def test_raised_before_names_the_editions_oldest_first() -> None:
    rows = as_json("search", "--topic", "domestic-abuse", "--force", "hampshire")["findings"]
    before = [
        each["raised_before"] for each in rows if each["edition"] == "peel-2016" and not each["statement"]
    ]
    assert before
    assert all(each == ["peel-2015"] for each in before if each)


def test_a_topic_that_was_asked_for_says_which_forces_had_it_raised_again() -> None:
    assert "had the same topic raised more than once" in flat(seen("search", "--topic", "domestic-abuse"))
    assert "raised more than once" not in flat(seen("search", "stalking"))


def test_summaries_are_said_to_be_ours() -> None:
    assert "Findings are summarised in our words" in flat(seen("search", "stalking"))


def test_counts_agree_with_the_list() -> None:
    rows = [each for each in as_json("search")["findings"] if not each["statement"]]
    expected = Counter((each["topic"], each["edition"]) for each in rows)
    counts = as_json("search", "--count")["counts"]
    assert {(each["topic"], each["edition"]): each["findings"] for each in counts} == expected
