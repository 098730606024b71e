"""What edits of the records mean: which comparisons of two inspections come out differently."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from peeltrack.analysis.comparison import CARRIED, COMPARED, DOWNGRADE, UPGRADE, Change, transition
from peeltrack.analysis.edits import CHANGED, FINDING, GRADE, INSPECTION, Edit
from peeltrack.analysis.force_edits import force_edits
from peeltrack.analysis.shared_edits import regime_edits, total_edits
from peeltrack.model import Area, Edition, Force, Regime, Total


class State(NamedTuple):
    """One state of the records, as far as it was read."""

    regime: Regime
    forces: Mapping[str, Force]
    """By id: at least those that are not the same in the other state."""
    totals: Sequence[Total] = ()


class Outcome(NamedTuple):
    """How the comparison of an area in two inspections comes out."""

    change: Change
    older: Edition
    """The edition of the grade before."""
    newer: Edition

    @property
    def settled(self) -> tuple[str, int | None]:
        """What counts: the change, and by how many grades."""
        return self.change.counted_as, self.change.steps


class Effect(NamedTuple):
    """A comparison that comes out differently because of edits."""

    force: Force
    """As the newer state has it, or else as the older one does; the same for what follows."""
    edition: Edition
    """The edition of the newer of the two grades."""
    area: Area
    was: Outcome | None
    """None if the older state does not have both inspections."""
    now: Outcome | None

    @property
    def makes_downgrade(self) -> bool:
        """Whether there is a downgrade now, and was none before."""
        return _is_downgrade(self.now) and not _is_downgrade(self.was)

    @property
    def ends_downgrade(self) -> bool:
        """Whether there was a downgrade, and is none now."""
        return _is_downgrade(self.was) and not _is_downgrade(self.now)

    def causes(self, regime: Regime) -> Iterator[tuple[str, str, str]]:
        """Yield where an edit of a grade can be its cause: the ids of force, edition and area."""
        sides = [side for side in (self.was, self.now) if side]
        for edition_id in {edition.id for side in sides for edition in (side.older, side.newer)}:
            for area_id in regime.line(self.area.id):
                yield self.force.id, edition_id, area_id


@dataclass(frozen=True)
class Review:
    """What is different between two states of the records, and what that means."""

    edits: Sequence[Edit]
    effects: Sequence[Effect]
    regime: Regime
    """Of the newer state."""

    def effects_of(self, edit: Edit) -> Sequence[Effect]:
        """Return the comparisons that an edit has an effect on."""
        if edit.thing != GRADE or not (edit.force and edit.edition and edit.area):
            return ()
        return self._by_cause.get((edit.force.id, edit.edition.id, edit.area.id), ())

    @cached_property
    def _by_cause(self) -> dict[tuple[str, str, str], list[Effect]]:
        found: dict[tuple[str, str, str], list[Effect]] = {}
        for effect in self.effects:
            for cause in effect.causes(self.regime):
                found.setdefault(cause, []).append(effect)
        return found

    def found(self, fail_on: Iterable[str]) -> bool:
        """Return whether a word asks for what there is: ``any``, ``grade``, ``finding``, ``downgrade``."""
        things = {edit.thing for edit in self.edits}
        answers = {
            "any": bool(self.edits),
            "grade": GRADE in things,
            "finding": FINDING in things,
            "downgrade": any(effect.makes_downgrade for effect in self.effects),
        }
        return any(answers[word] for word in fail_on)


def review(old: State, new: State) -> Review:
    """Compare two states of the records: every force that one of them has, and what all forces share."""
    edits: list[Edit] = []
    effects: list[Effect] = []
    other_rules = not same_rules(old.regime, new.regime)
    for force_id in sorted({**old.forces, **new.forces}):
        sides = old.forces.get(force_id), new.forces.get(force_id)
        found = list(force_edits(*sides))
        areas = _regraded(found)
        if other_rules or areas is None:
            effects += _effects(*sides, old.regime, new.regime)
        elif areas:
            effects += _effects(*sides, old.regime, new.regime, areas)
        edits += found
    edits += regime_edits(old.regime, new.regime)
    edits += total_edits(old.totals, new.totals)
    return Review(edits, effects, new.regime)


def _regraded(edits: Iterable[Edit]) -> set[str] | None:
    """Return the ids of the areas that can compare differently after some edits; None for all areas."""
    found = set()
    for edit in edits:
        if edit.thing == INSPECTION and edit.edit != CHANGED:
            return None
        if edit.thing == GRADE and edit.area and {"grade", "carried_from"} & set(edit.fields):
            found.add(edit.area.id)
    return found


def same_rules(old: Regime, new: Regime) -> bool:
    """Return whether two states compare grades by the same rules, so that only edited forces are affected."""
    return old is new or _rules(old) == _rules(new)


def _rules(regime: Regime) -> list[tuple[object, ...]]:
    """Return what decides how grades are compared: the editions in order, families, scales and areas."""
    return [
        (
            each.id,
            each.family,
            each.scale.names,
            [area._replace(title="", question=None) for area in each.areas.values()],
        )
        for each in regime.editions.values()
    ]


def _is_downgrade(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.change.change == DOWNGRADE


def _effects(
    old: Force | None,
    new: Force | None,
    old_regime: Regime,
    new_regime: Regime,
    areas: Collection[str] = (),
) -> Iterator[Effect]:
    """Yield the comparisons of a force that come out differently; ``areas`` are the only ones that can."""
    force = new or old
    if force is None:
        return
    was = _outcomes(old, old_regime, areas) if old else {}
    now = _outcomes(new, new_regime, areas) if new else {}
    both = {**was, **now}
    for key in sorted(both, key=lambda each: both[each].newer.index):
        found = Effect(force, both[key].newer, both[key].change.area, was.get(key), now.get(key))
        if _matters(found):
            yield found


def _outcomes(force: Force, regime: Regime, areas: Collection[str]) -> dict[tuple[str, str], Outcome]:
    """Return how each area of each inspection compares, by the ids of the edition and the area."""
    found = {}
    for old, new in pairwise(force.inspections):
        for change in transition(force, old, new, regime, areas).changes:
            last = change.last
            older = last.inspection if last and last.grade is change.old else old
            found[new.edition.id, change.area.id] = Outcome(change, older.edition, new.edition)
    return found


def _matters(effect: Effect) -> bool:
    """Return whether an effect is worth a line.

    A new inspection has many comparisons: those that are not a downgrade or an upgrade are left out.
    """
    was, now = (side.settled if side else None for side in (effect.was, effect.now))
    words = {side[0] for side in (was, now) if side}
    if was and now:
        return was != now and bool(words & {*COMPARED, CARRIED})
    return bool(words & {DOWNGRADE, UPGRADE})
