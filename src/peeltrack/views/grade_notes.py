"""How long a force has had a grade, in words."""

from __future__ import annotations

from peeltrack.analysis.streaks import streaks
from peeltrack.model import Edition, Force, Grade, Regime

ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def streak_words(
    force: Force, edition: Edition, grade: Grade, regime: Regime, *, least: int = 2
) -> list[str]:
    """Return what is remarkable about a grade, for example ``lowest grade since PEEL 2015``.

    A run of fewer than ``least`` inspections is left out.
    """
    streak = streaks(force, regime).get((edition.id, grade.area.id))
    if streak is None:
        return []
    words = []
    if streak.in_a_row >= least:
        place = streak.in_a_row - 2
        ordinal = ORDINALS[place] if place < len(ORDINALS) else f"{streak.in_a_row}th"
        words.append(f"{grade.grade} for the {ordinal} inspection in a row")
    if streak.first_since:
        words.append(f"{grade.grade} for the first time since {streak.first_since.title}")
    if streak.extreme and streak.since:
        words.append(f"{streak.extreme} grade {_span(force, streak.since, edition)}")
    return words


def _span(force: Force, first: Edition, last: Edition) -> str:
    """Return from when to when a grade is the lowest or highest: later inspections can differ."""
    later = [other.edition.index for other in force.inspections if other.edition.family == last.family]
    return f"since {first.title}" if max(later) == last.index else f"from {first.title} to {last.title}"
