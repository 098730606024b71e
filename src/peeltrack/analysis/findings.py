"""Findings by their words and what they are about: pure functions over the model."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from peeltrack.analysis.national import Scope
from peeltrack.analysis.raised import Matter, matter
from peeltrack.model import Finding, Force, Topic

QUOTED = re.compile(r'"([^"]*)"|(\S+)')

QUOTES = str.maketrans(dict.fromkeys("“”„‟", '"'))
"""Typographic quotation marks, as the plain ones."""

SAME = str.maketrans(dict.fromkeys("-‐‑–—", " ") | dict.fromkeys("‘’", "'"))
"""Signs that one person writes where another writes a space or an apostrophe."""


class Query(NamedTuple):
    """Words and phrases that a finding must contain, all of them, in any order."""

    patterns: tuple[re.Pattern[str], ...]

    @classmethod
    def parse(cls, texts: Iterable[str]) -> Query:
        """Read what was typed.

        A text with spaces is a phrase, as the shell's quotation marks make it. A text that has quotation
        marks itself is words and phrases. The beginning of a word is enough: ``invest`` also finds
        ``investigation``.
        """
        phrases: list[str] = []
        for text in (text.translate(QUOTES) for text in texts):
            if '"' in text:
                phrases += [phrase or word.replace('"', "") for phrase, word in QUOTED.findall(text)]
            else:
                phrases.append(text)
        words = [fold(phrase)[0].split() for phrase in phrases]
        return cls(
            tuple(re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, each))) for each in words if each)
        )

    def marks(self, text: str, *about: str) -> list[tuple[int, int]] | None:
        """Return where a text contains the words, in order; None if a word is in no text at all.

        ``about`` has other texts in which a word can be, such as the title of the topic.
        """
        folded, places = fold(text)
        others = [fold(other)[0] for other in about]
        found: list[tuple[int, int]] = []
        for pattern in self.patterns:
            spans = [match.span() for match in pattern.finditer(folded)]
            if not spans and not any(pattern.search(other) for other in others):
                return None
            found += [(places[start], places[end - 1] + 1) for start, end in spans]
        return list(_without_overlaps(sorted(found)))


def _without_overlaps(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    end = 0
    for start, stop in spans:
        if stop > end:
            yield max(start, end), stop
            end = stop


def fold(text: str) -> tuple[str, Sequence[int]]:
    """Return a text without capitals, accents and hyphens, and where each of its letters was."""
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
    """A finding or statement that a search found."""

    force: Force
    matter: Matter
    marks: tuple[tuple[int, int], ...]
    """Where its text contains the words."""

    @property
    def is_statement(self) -> bool:
        """Whether it is a statement, which is not counted."""
        return self.matter.finding.is_statement

    @property
    def raised_again(self) -> bool:
        """Whether the matter was raised before (rule 10)."""
        return self.matter.raised_again


def search(
    forces: Iterable[Force],
    query: Query,
    scope: Scope,
    topics: Sequence[str] = (),
    kinds: Sequence[str] = (),
) -> list[Hit]:
    """Return the findings and statements that a question is about, by force, then by edition."""
    return [
        Hit(force, matter(finding, inspection, force), tuple(marks))
        for force in scope.of(forces)
        for inspection in force.inspections
        if scope.has_edition(inspection.edition) and scope.has_date(inspection.published)
        for finding in inspection.entries
        if (not topics or finding.topic.id in topics)
        and (not kinds or finding.kind in kinds)
        and scope.has_area(finding.area)
        and (marks := query.marks(finding.text, *_about(finding))) is not None
    ]


def _about(finding: Finding) -> list[str]:
    """Return the words for what a finding is about: its topic and its area."""
    words = [finding.topic.title, finding.topic.meaning]
    return [*words, finding.area.title] if finding.area else words


def nearest_topic(texts: Iterable[str], topics: Iterable[Topic]) -> Topic | None:
    """Return the topic that some words most likely mean; None if no topic is near."""
    words = fold(" ".join(texts))[0].replace('"', " ").split()
    among = list(topics)
    described = [(topic, topic.title) for topic in among] + [(topic, topic.meaning) for topic in among]
    for topic, text in described:
        known = fold(text)[0].replace(",", " ").split()
        if any(len(word) > SHORT and each.startswith(word[:-1]) for word in words for each in known):
            return topic
    titles = {fold(topic.title)[0]: topic for topic in among}
    near = get_close_matches(" ".join(words)[:LONGEST], titles, 1)
    return titles[near[0]] if near else None


SHORT, LONGEST = 4, 200
"""Shorter words are like too many others, and longer texts are not a word that was mistyped."""
