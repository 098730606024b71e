"""Which finding became which between two states of an inspection, and which words changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from peeltrack.model import Finding

ALIKE = 0.5
"""How alike two texts must be, from 0 to 1, to be one finding in other words."""

ALIKE_IN_PLACE = 0.3
"""The same for two findings of the same kind, area and topic."""

CANDIDATES = 5
"""With how many texts a text is compared in full: those that share the most words with it."""

RARE = 10
"""A word that is in more texts than this does not help to find the right one."""

LONGEST = 1000
"""How many words of a text are compared; the time grows with the square of it."""


class Entry(NamedTuple):
    """A finding or statement, and its place in the list of its inspection."""

    place: int
    finding: Finding

    @property
    def words(self) -> list[str]:
        """The words of its text, but only the first ones of a very long text."""
        return self.finding.text.split()[:LONGEST]


class Match(NamedTuple):
    """A finding in both states; one side is None if it was added or removed."""

    old: Entry | None
    new: Entry | None


def describe_finding(finding: Finding) -> dict[str, str | None]:
    """Return everything that a record says about a finding, by its key in the record."""
    return {
        "text": finding.text,
        "kind": finding.kind,
        "area": finding.area.id if finding.area else None,
        "topic": finding.topic.id,
        "said_by": finding.said_by,
        "timing": finding.timing,
        "persisting": "true" if finding.persisting else None,
        "source": finding.source,
    }


def match_findings(old: Sequence[Finding], new: Sequence[Finding]) -> list[Match]:
    """Pair the findings of two states, and leave out those that are the same in both.

    Findings with the same text are paired first, then those whose texts are most alike. Their places in
    the list do not matter. Matches come in the order of the newer list; removed findings come last.
    """
    if old == new:
        return []
    before, after = _not_in_both(old, new)
    matches = []
    for pair_up in (_same_text, _most_alike):
        pairs = pair_up(before, after)
        matches += [Match(*pair) for pair in pairs]
        before, after = (
            _without(side, found) for side, found in zip((before, after), _sides(pairs), strict=True)
        )
    matches += [Match(None, entry) for entry in after]
    matches.sort(key=lambda match: match.new.place if match.new else 0)
    return [*matches, *(Match(entry, None) for entry in before)]


Pairs = Sequence[tuple[Entry, Entry]]


def _sides(pairs: Pairs) -> tuple[list[Entry], list[Entry]]:
    return [one for one, _ in pairs], [other for _, other in pairs]


def _without(entries: Iterable[Entry], found: Iterable[Entry]) -> list[Entry]:
    places = {entry.place for entry in found}
    return [entry for entry in entries if entry.place not in places]


def _not_in_both(old: Sequence[Finding], new: Sequence[Finding]) -> tuple[list[Entry], list[Entry]]:
    """Return the findings of each state that the other does not have."""
    olds, news = ([tuple(describe_finding(finding).values()) for finding in side] for side in (old, new))
    return _rest(old, olds, Counter(news)), _rest(new, news, Counter(olds))


def _rest(
    findings: Sequence[Finding],
    keys: Sequence[tuple[str | None, ...]],
    others: Counter[tuple[str | None, ...]],
) -> list[Entry]:
    found = []
    for place, (finding, key) in enumerate(zip(findings, keys, strict=True)):
        if others[key]:
            others[key] -= 1
        else:
            found.append(Entry(place, finding))
    return found


def _same_text(before: Iterable[Entry], after: Sequence[Entry]) -> Pairs:
    """Pair findings with the same text, in their order."""
    having: dict[str, list[Entry]] = defaultdict(list)
    for entry in reversed(after):
        having[entry.finding.text].append(entry)
    return [(entry, having[entry.finding.text].pop()) for entry in before if having.get(entry.finding.text)]


def _most_alike(before: Sequence[Entry], after: Iterable[Entry]) -> Pairs:
    """Pair findings whose texts are alike enough, the most alike first."""
    pairs: list[tuple[Entry, Entry]] = []
    taken: set[tuple[str, int]] = set()
    for _, one, other in sorted(_scores(before, after), key=lambda score: -score[0]):
        both = {("old", one.place), ("new", other.place)}
        if not both & taken:
            taken |= both
            pairs.append((one, other))
    return pairs


def _scores(before: Iterable[Entry], after: Iterable[Entry]) -> Iterator[tuple[float, Entry, Entry]]:
    """Yield how alike the texts of two states are, for those that are alike enough."""
    olds = {entry.place: entry for entry in before}
    having: dict[str, list[int]] = defaultdict(list)
    for entry in olds.values():
        for word in dict.fromkeys(entry.words):
            having[word].append(entry.place)
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    for entry in after:
        matcher.set_seq2(entry.words)
        lists = [having[word] for word in dict.fromkeys(entry.words) if word in having]
        shared = Counter(place for places in lists if len(places) <= RARE for place in places)
        for place, _ in shared.most_common(CANDIDATES):
            old = olds[place]
            matcher.set_seq1(old.words)
            ratio = matcher.ratio()
            if ratio >= (ALIKE_IN_PLACE if _same_place(old.finding, entry.finding) else ALIKE):
                yield ratio, old, entry


def _same_place(one: Finding, other: Finding) -> bool:
    before, after = describe_finding(one), describe_finding(other)
    return all(before[key] == after[key] for key in ("kind", "area", "topic"))


class Piece(NamedTuple):
    """Some words of a text, and whether the other text does not have them there."""

    words: str
    changed: bool


def changed_words(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Return two texts in pieces that show which words changed; very long texts as one piece each."""
    before, after = old.split(), new.split()
    if max(len(before), len(after)) > LONGEST:
        return [Piece(old, True)], [Piece(new, True)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    olds, news = [], []
    for tag, start, end, new_start, new_end in matcher.get_opcodes():
        olds.append(Piece(" ".join(before[start:end]), tag != "equal"))
        news.append(Piece(" ".join(after[new_start:new_end]), tag != "equal"))
    return [piece for piece in olds if piece.words], [piece for piece in news if piece.words]
