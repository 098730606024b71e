"""Findings by their text and what they are about: pure functions over records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from peeltrack.analysis.national import Scope
from peeltrack.analysis.raised import Matter, matter
from peeltrack.model import Force

QUOTED = re.compile(r'"([^"]*)"|(\S+)')


class Query(NamedTuple):
    """Words and phrases that must all stand in a text, in any order."""

    wanted: tuple[re.Pattern[str], ...]

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Query:
        """Read what was typed.

        A text with blanks is a phrase, as the shell's quotes make it; one with quotation
        marks of its own is words and phrases. A word is found where a word begins so.
        """
        phrases: list[str] = []
        for text in texts:
            if '"' in text:
                phrases += [phrase or word.replace('"', "") for phrase, word in QUOTED.findall(text)]
            else:
                phrases.append(text)
        words = [fold(phrase)[0].split() for phrase in phrases]
        return cls(
            tuple(re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, each))) for each in words if each)
        )

    def marks(self, text: str) -> list[tuple[int, int]] | None:
        """Where in a text it is met, in order and apart; None where it is not met."""
        folded, places = fold(text)
        found: list[tuple[int, int]] = []
        for pattern in self.wanted:
            hits = [match.span() for match in pattern.finditer(folded)]
            if not hits:
                return None
            found += [(places[start], places[end - 1] + 1) for start, end in hits]
        return list(_apart(sorted(found)))


def _apart(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    end = 0
    for start, stop in spans:
        if stop > end:
            yield max(start, end), stop
            end = stop


SAME = str.maketrans(dict.fromkeys("-‐‑–—", " ") | dict.fromkeys("‘’", "'"))
"""Signs that one writes where another writes a blank, or an apostrophe."""


def fold(text: str) -> tuple[str, Sequence[int]]:
    """A text without case, accents and hyphens, and the place in it that each letter is from."""
    text = text.translate(SAME)
    if text.isascii():
        return text.lower(), range(len(text))
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        bare = [part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)]
        for part in "".join(bare).casefold():
            letters.append(part)
            places.append(place)
    return "".join(letters), places


class Hit(NamedTuple):
    """A finding that is asked for."""

    force: Force
    matter: Matter
    marks: tuple[tuple[int, int], ...]
    """Where its text meets the query."""

    @property
    def again(self) -> bool:
        """Whether the matter was raised before (rule 10)."""
        return self.matter.raised_again


def search(
    forces: Iterable[Force],
    query: Query,
    scope: Scope,
    topics: Sequence[str] = (),
    kinds: Sequence[str] = (),
) -> list[Hit]:
    """The findings asked for, by force and then in the order of the editions."""
    return [
        Hit(force, matter(finding, inspection, force), tuple(marks))
        for force in scope.of(forces)
        for inspection in force.inspections
        if scope.has_edition(inspection.edition)
        for finding in inspection.entries
        if (not topics or finding.topic.id in topics)
        and (not kinds or finding.kind in kinds)
        and scope.has_area(finding.area)
        and (marks := query.marks(finding.text)) is not None
    ]
