"""What ``--fail-on`` asks, and what came of it: the rule behind the exit codes 0, 1 and 2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from peeltrack.analysis.comparison import (
    COMPARED,
    DOWNGRADE,
    LOST,
    NEW_ON_RECORD,
    NOT_ON_RECORD,
    UPGRADE,
    Change,
    Cited,
)
from peeltrack.model import FOLLOWED_KINDS

FAIL_ON = {
    "downgrade": "a downgrade",
    "change": "a change up or down",
    "concern": "a concern new on record, of either kind",
    "cause-of-concern": "a cause of concern new on record",
}
"""What can be asked for, and what each word means."""

FAIL_ON_CHANGE = {"downgrade": (DOWNGRADE,), "change": (DOWNGRADE, UPGRADE)}
"""The questions about grades, with the changes that answer them."""

FAIL_ON_FINDING = {
    "concern": ("concern", "cause-of-concern"),
    "cause-of-concern": ("cause-of-concern",),
}
"""The questions about findings, with the kinds that answer them: a graver one too."""


class Outcome(NamedTuple):
    """What came of a question."""

    found: int
    """How many of the changes or findings that were asked for there are."""
    unanswered: tuple[str, ...]
    """Why a part of the question cannot be answered at all."""
    aside: str | None
    """What could not be compared, where something could."""

    @property
    def exit_code(self) -> int:
        """1 where something asked for was found; else 2 where it cannot be told; else 0."""
        if self.found:
            return 1
        return 2 if self.unanswered else 0


def outcome(
    fail_on: Sequence[str], changes: Sequence[Change], neither: int, cited: Sequence[Cited]
) -> Outcome:
    """Answer the words of FAIL_ON from changes, areas on record on neither side, and findings.

    A change across a gap counts as ``changes.against_last`` gives it: a fall must not
    hide in a gap (rule 7).
    """
    words = {word for asked in fail_on for word in FAIL_ON_CHANGE.get(asked, ())}
    kinds = {kind for asked in fail_on for kind in FAIL_ON_FINDING.get(asked, ())}
    found = sum(change.change in words for change in changes)
    found += sum(item.status == NEW_ON_RECORD and item.finding.kind in kinds for item in cited)
    unanswered = []
    aside = None
    if words:
        compared = sum(change.change in COMPARED for change in changes)
        across = sum(change.change in COMPARED and change.last is not None for change in changes)
        lost = sum(change.change in LOST for change in changes) + neither
        if not compared:
            unanswered.append("no area could be compared")
        elif lost:
            gap = f", {across} of them across a gap" if across else ""
            aside = f"{compared} area{'s' * (compared != 1)} compared{gap}; {lost} could not be"
    newer = {item.finding.kind for item in cited if item.status != NOT_ON_RECORD}
    if kinds and newer.isdisjoint(FOLLOWED_KINDS):
        unanswered.append(
            "the newer inspection has no concern, area for improvement or recommendation on record"
        )
    return Outcome(found, tuple(unanswered), aside)
