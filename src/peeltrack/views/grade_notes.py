"""How long a force has had a grade, in words."""

from __future__ import annotations

from peeltrack.analysis.streaks import Streak

ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def streak_words(grade: str, streak: Streak | None, *, least: int = 2) -> list[str]:
    """Return what is remarkable about a grade, for example ``lowest grade since PEEL 2015``.

    A run of fewer than ``least`` inspections is left out.
    """
    if streak is None:
        return []
    words = []
    if streak.in_a_row >= least:
        place = streak.in_a_row - 2
        ordinal = ORDINALS[place] if place < len(ORDINALS) else f"{streak.in_a_row}th"
        words.append(f"{grade} for the {ordinal} inspection in a row")
    if streak.first_since:
        words.append(f"{grade} for the first time since {streak.first_since.title}")
    if streak.extreme and streak.since:
        words.append(f"{streak.extreme} grade since {streak.since.title}")
    return words
