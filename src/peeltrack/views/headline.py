"""What happened between two inspections, in sentences and in counts."""

from __future__ import annotations

from collections.abc import Sequence

from peeltrack.analysis.comparison import (
    COMPARED,
    DOWNGRADE,
    NO_DATA,
    NOT_COMPARABLE,
    UPGRADE,
    Change,
    Comparison,
    against_last,
    levels,
    tally,
)
from peeltrack.model import LEVELS
from peeltrack.views.words import listing, plural


def headline(comparison: Comparison) -> str:
    """Return what happened to the force, in a few sentences."""
    return " ".join(sentence for _, sentence in sentences(comparison))


def sentences(comparison: Comparison) -> list[tuple[str, str]]:
    """Return what to say first, each sentence with the change whose sign belongs to it, or none."""
    if not comparison.comparable:
        return [(NOT_COMPARABLE, f"These two inspections cannot be compared directly. {comparison.reason}")]
    compared = sum(change.change in COMPARED for change in comparison.changes)
    found = []
    for word, noun in ((DOWNGRADE, "downgrade"), (UPGRADE, "upgrade")):
        if moved := comparison.of_kind(word):
            found.append((word, f"{plural(len(moved), noun)}: {_moves(moved)}."))
    if not compared:
        nothing = "Nothing could be compared: no area has a grade in our records for both inspections."
        found.insert(0, (NO_DATA, nothing))
    elif not comparison.of_kind(DOWNGRADE):
        among = plural(compared, "area")
        found.insert(0, ("", f"No downgrade among the {among} that could be compared."))
    across = [change for change in with_gaps(comparison) if change.last]
    for word, noun in ((DOWNGRADE, "Lower"), (UPGRADE, "Higher")):
        if moved := [change for change in across if change.change == word]:
            found.append((word, f"{noun} than when last graded: {_moves(moved)}."))
    return found


def _moves(changes: Sequence[Change]) -> str:
    """Return changes in words: ``Legitimacy (good to outstanding) and …``."""
    return listing(
        [
            f"{change.area.title} ({change.old.grade}{_last_edition(change)} to {change.new.grade})"
            for change in changes
            if change.old and change.new
        ]
    )


def _last_edition(change: Change) -> str:
    return f" in {change.last.inspection.edition.title}" if change.last else ""


def with_gaps(comparison: Comparison) -> list[Change]:
    """Return the changes, those without an older grade counted from the last one (rule 7)."""
    return [against_last(change, comparison.new.edition) for change in comparison.changes]


def tallies(comparison: Comparison) -> list[tuple[str, dict[str, int]]]:
    """Return the counts, pillars and questions separately (rule 9)."""
    among = levels(comparison.old.edition, comparison.new.edition)
    found = []
    for level in LEVELS:
        words = [change.counted_as for change in comparison.changes if among[change.area.id] == level]
        neither = sum(among[area.id] == level for area in comparison.neither)
        if words or neither:
            found.append((level, tally(words, neither)))
    return found
