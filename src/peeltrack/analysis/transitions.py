"""What changed for all forces: each inspection beside the one before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from peeltrack.analysis.comparison import Change, Comparison, levels, tally, transition
from peeltrack.analysis.national import Scope
from peeltrack.model import LEVELS, Area, Force, Inspection, Regime

FIRST = "first"
"""The change of an area in the first inspection of a force: there is none before it."""


class Transition(NamedTuple):
    """One inspection of one force, and how its grades changed since the one before."""

    force: Force
    new: Inspection
    comparison: Comparison | None
    """With the inspection before; None if there is none in our records."""
    changes: tuple[Change, ...]
    """The changes that the question is about: each grade, and each area that was graded before."""
    neither: tuple[Area, ...]
    """The areas without a grade or finding in either inspection."""

    @property
    def comparable(self) -> bool:
        """Whether the inspection before is of the same family (rule 2)."""
        return self.comparison is not None and self.comparison.comparable


class Transitions(NamedTuple):
    """The transitions that a question is about, newest first."""

    found: tuple[Transition, ...]
    undated: int
    """How many inspections are left out because they have no date."""
    unsure: int
    """How many inspections are included although their date is not exact enough to be sure."""


def find_transitions(forces: Iterable[Force], scope: Scope, regime: Regime) -> Transitions:
    """Return the transitions in a scope: by edition, then by date, newest first, then by force.

    A grade's own date decides whether it is in a range of dates, then the inspection's, then the
    edition's (rule 11).
    """
    found: list[Transition] = []
    undated = unsure = 0
    for force in scope.of(forces):
        for old, new in pairwise((None, *force.inspections)):
            if new is None or not scope.has_edition(new.edition):
                continue
            whole = _transition(force, old, new, scope, regime)
            part = _in_range(whole, scope) if scope.dated else whole
            if part:
                found.append(part)
                unsure += scope.dated and not _sure(part, scope)
            undated += (
                scope.dated and new.published is None and (part is None or part.changes != whole.changes)
            )
    return Transitions(tuple(sorted(found, key=_newest_first)), undated, unsure)


def _newest_first(found: Transition) -> tuple[int, int, str]:
    published = found.new.published
    day = published.latest if published else date.min
    return -found.new.edition.index, -day.toordinal(), found.force.id


def _transition(
    force: Force, old: Inspection | None, new: Inspection, scope: Scope, regime: Regime
) -> Transition:
    if old is None:
        firsts = tuple(
            [
                Change(grade.area, FIRST, None, grade, None, "the first inspection in our records")
                for grade in new.grades.values()
                if scope.has_area(grade.area)
            ]
        )
        return Transition(force, new, None, firsts, ())
    found = transition(force, old, new, regime, scope.areas)
    return Transition(force, new, found, found.changes, found.neither)


def _in_range(found: Transition, scope: Scope) -> Transition | None:
    """Return a transition with only the changes in the range of dates; None if nothing is in it."""
    changes = tuple([change for change in found.changes if scope.has_date(found.new.date_of(change.new))])
    own = scope.has_date(found.new.published)
    if not own and not changes:
        return None
    return found._replace(changes=changes, neither=found.neither if own else ())


def _sure(found: Transition, scope: Scope) -> bool:
    dates = [found.new.date_of(change.new) for change in found.changes] or [found.new.published]
    return all(scope.is_sure_of(each) for each in dates)


class Count(NamedTuple):
    """How the areas of one level changed: pillars, questions or areas."""

    level: str
    counts: Mapping[str, int]
    """How many areas, as in the counts of a Comparison."""
    forces: Mapping[str, int]
    """How many forces have at least one area with this change."""
    first: int
    """How many grades have no inspection before them."""


def count(transitions: Collection[Transition]) -> list[Count]:
    """Count the changes of some transitions, pillars and questions separately (rule 9)."""
    words: dict[str, list[tuple[str, str]]] = {level: [] for level in LEVELS}
    neither = Counter[str]()
    for found in transitions:
        old = found.comparison.old if found.comparison else found.new
        among, force_id = levels(old.edition, found.new.edition), found.force.id
        for change in found.changes:
            words[among[change.area.id]].append((change.counted_as, force_id))
        neither.update([among[area.id] for area in found.neither])
    return [
        Count(
            level,
            tally([word for word, _ in counted], neither[level]),
            Counter([word for word, _ in set(counted)]),
            sum(word == FIRST for word, _ in counted),
        )
        for level, counted in words.items()
        if counted or neither[level]
    ]
