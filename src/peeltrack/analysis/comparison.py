"""Compare two inspections of one force, area by area: pure functions over records.

The rules are those of the field. The documentation explains them, and each has a test that names it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple

from peeltrack.analysis.raised import Matter, matters, not_repeated
from peeltrack.model import (
    FOLLOWED_KINDS,
    UNGRADED,
    Area,
    Edition,
    Force,
    Grade,
    Inspection,
    Regime,
    brief_repr,
    group_by_pillar,
)

DOWNGRADE, UPGRADE, UNCHANGED = "downgrade", "upgrade", "unchanged"
NOT_COMPARABLE, NEW, GONE, NO_DATA = "not-comparable", "new", "gone", "no-data"
CARRIED, NOT_IN_RECORDS = "carried", "not-in-records"

CHANGES = (DOWNGRADE, UPGRADE, UNCHANGED, NOT_COMPARABLE, NEW, GONE, UNGRADED, NO_DATA)
"""What can have happened to an area between two inspections (rule 6)."""

COMPARED = (DOWNGRADE, UPGRADE, UNCHANGED)
"""The changes that compare two grades."""

COUNTS = (
    DOWNGRADE,
    UPGRADE,
    UNCHANGED,
    CARRIED,
    NOT_COMPARABLE,
    NEW,
    GONE,
    UNGRADED,
    NO_DATA,
    NOT_IN_RECORDS,
)
"""What is counted: the changes, grades carried over separately, and the areas without a row."""


class Last(NamedTuple):
    """The last grade before an inspection that has none (rule 7)."""

    inspection: Inspection
    grade: Grade


class Change(NamedTuple):
    """What happened to one area between two inspections."""

    area: Area
    """As the newer edition has it, or else as the older one does."""
    change: str
    """One of CHANGES."""
    old: Grade | None
    new: Grade | None
    steps: int | None = None
    """How many grades up (positive) or down (negative); None if the grades are not compared."""
    reason: str | None = None
    last: Last | None = None
    old_area: Area | None = None
    """The area of the older edition that corresponds to it (rule 2)."""
    new_area: Area | None = None
    """The same for the newer edition."""

    def __repr__(self) -> str:
        return brief_repr(self)

    @property
    def counted_as(self) -> str:
        """Its word in the counts: grades carried over are counted separately (rule 4)."""
        if self.change == UNCHANGED and self.new and self.new.carried_from:
            return CARRIED
        return self.change


@dataclass(frozen=True, repr=False)
class Comparison:
    """Two inspections of one force, side by side."""

    __repr__ = brief_repr

    force: Force
    old: Inspection
    new: Inspection
    comparable: bool
    """Whether both editions are of one family (rule 2)."""
    reason: str | None
    """Why they cannot be compared."""
    reason_source: str | None
    changes: tuple[Change, ...]
    """Pillars with a downgrade come first; otherwise in the order of the newer edition."""
    neither: tuple[Area, ...]
    """The areas with no grade or finding in our records for either inspection."""

    @cached_property
    def findings(self) -> tuple[Matter, ...]:
        """All findings and statements of the newer inspection."""
        return matters(self.new, self.force)

    @cached_property
    def not_repeated(self) -> tuple[Matter, ...]:
        """The findings of the older inspection that our records do not have for the newer one."""
        return not_repeated(self.old, self.new)

    def in_area(self, area: Area | None) -> Sequence[Matter]:
        """Return the findings and statements of the newer inspection in one area."""
        return self._by_area.get(area.id, ()) if area else ()

    def behind(self, change: Change) -> Sequence[Matter]:
        """Return what the newer inspection raised in an area; if nothing, in its questions (rule 9)."""
        if change.new_area is None:
            return ()
        own = [matter for matter in self.in_area(change.new_area) if matter.finding.kind in FOLLOWED_KINDS]
        return own or self._by_pillar.get(change.new_area.id, ())

    @cached_property
    def _by_area(self) -> dict[str, list[Matter]]:
        found: dict[str, list[Matter]] = {}
        for matter in self.findings:
            if matter.finding.area:
                found.setdefault(matter.finding.area.id, []).append(matter)
        return found

    @cached_property
    def _by_pillar(self) -> dict[str, list[Matter]]:
        found: dict[str, list[Matter]] = {}
        for matter in self.findings:
            area = matter.finding.area
            if area and area.parent and matter.finding.kind in FOLLOWED_KINDS:
                found.setdefault(area.parent, []).append(matter)
        return found

    @property
    def counts(self) -> dict[str, int]:
        """How many areas there are of each of COUNTS."""
        return tally([change.counted_as for change in self.changes], len(self.neither))

    def of_kind(self, change: str) -> list[Change]:
        """Return the changes of one kind."""
        return [found for found in self.changes if found.change == change]


def tally(words: Iterable[str], neither: int) -> dict[str, int]:
    """Count each of COUNTS among some words; ``neither`` is the number of areas without a row."""
    found = Counter(words)
    found[NOT_IN_RECORDS] = neither
    return {word: found[word] for word in COUNTS}


@lru_cache
def levels(old: Edition, new: Edition) -> Mapping[str, str]:
    """Return the level of each area of two editions, by its id; the newer edition decides (rule 9)."""
    return {**old.levels, **new.levels}


def comparable(old: Edition, new: Edition) -> bool:
    """Return whether two editions are of one family (rule 2)."""
    return old.family == new.family


def newest_compared(force: Force, regime: Regime) -> Comparison | None:
    """Return the newest two neighbouring inspections of which at least one area can be compared."""
    for new, old in pairwise(reversed(force.inspections)):
        if comparable(old.edition, new.edition):
            found = compare(force, old, new, regime)
            if any(against_last(change, new.edition).counted_as in COMPARED for change in found.changes):
                return found
    return None


def compare(
    force: Force, old: Inspection, new: Inspection, regime: Regime, asked: Collection[str] = ()
) -> Comparison:
    """Compare an older inspection of a force with a newer one.

    ``asked`` has the ids of the areas to compare; if it is empty, all are compared.
    """
    return _comparison(force, old, new, regime, asked, against_gaps=False)


def transition(
    force: Force, old: Inspection, new: Inspection, regime: Regime, asked: Collection[str] = ()
) -> Comparison:
    """Compare two inspections; where the older has no grade, compare with the last one (rule 7)."""
    return _comparison(force, old, new, regime, asked, against_gaps=True)


def _comparison(
    force: Force,
    old: Inspection,
    new: Inspection,
    regime: Regime,
    asked: Collection[str],
    *,
    against_gaps: bool,
) -> Comparison:
    border = None if comparable(old.edition, new.edition) else regime.border(old.edition)
    wanted = {line_id for area_id in asked for line_id in regime.line(area_id)}
    found_in_old, found_in_new = _areas_with_findings(old), _areas_with_findings(new)
    changes: list[Change] = []
    neither: list[Area] = []
    for pair in _pairs(old.edition, new.edition, regime):
        if asked and pair.area.id not in wanted:
            continue
        was = old.grades.get(pair.old.id) if pair.old else None
        now = new.grades.get(pair.new.id) if pair.new else None
        old_finding = pair.old is not None and pair.old.id in found_in_old
        new_finding = pair.new is not None and pair.new.id in found_in_new
        if was or now or old_finding or new_finding:
            change = _change(pair, was, now, force, old, new, regime)
            changes.append(against_last(change, new.edition) if against_gaps else change)
        elif pair.was_graded or pair.is_graded:
            neither.append(pair.area)
    return Comparison(
        force=force,
        old=old,
        new=new,
        comparable=border is None,
        reason=border.comparability if border else None,
        reason_source=border.comparability_source if border else None,
        changes=tuple(_in_order(changes)),
        neither=tuple(neither),
    )


def _areas_with_findings(inspection: Inspection) -> set[str]:
    return {finding.area.id for finding in inspection.findings if finding.area}


class _Pair(NamedTuple):
    """An area of two editions: what the editions alone say about it, for every force."""

    area: Area
    """As the newer edition has it, or else as the older one does."""
    old: Area | None
    new: Area | None
    breaks: Sequence[str]
    change: str | None
    """What happened to it, if that does not depend on its grades."""
    reason: str | None

    @property
    def was_graded(self) -> bool:
        return self.old is not None and self.old.graded

    @property
    def is_graded(self) -> bool:
        return self.new is not None and self.new.graded


@lru_cache
def _pairs(old: Edition, new: Edition, regime: Regime) -> tuple[_Pair, ...]:
    """Return the areas of two editions, each pillar before its questions, the newer edition's first."""
    counterparts = {area.id: area for area in new.areas.values() if area.id in old.areas}
    for area in new.areas.values():
        before = regime.counterpart(area, old)
        if before and before.id not in counterparts:
            counterparts[before.id] = area
    olds = {after.id: old.areas[before_id] for before_id, after in counterparts.items()}
    gone = {area.id: area for area in old.areas.values() if area.id not in counterparts}
    pairs = {area.id: _pair(area, olds.get(area.id), area, old, new, regime) for area in new.areas.values()}
    pairs |= {area.id: _pair(area, area, None, old, new, regime) for area in gone.values()}
    return tuple([pairs[area.id] for area in group_by_pillar(pair.area for pair in pairs.values())])


def _pair(
    area: Area, before: Area | None, after: Area | None, old: Edition, new: Edition, regime: Regime
) -> _Pair:
    """Apply the first part of rule 6, as far as the editions alone decide it."""
    change = reason = None
    if before is None or after is None:
        change = GONE if before else NEW
        reason = f"not graded separately in {(new if before else old).title}"
    if not comparable(old, new):
        change = NOT_COMPARABLE
    breaks = regime.breaks(after.id, old, new) if before and after else ()
    return _Pair(area, before, after, breaks, change, reason)


def _change(
    pair: _Pair,
    was: Grade | None,
    now: Grade | None,
    force: Force,
    old: Inspection,
    new: Inspection,
    regime: Regime,
) -> Change:
    """Apply rule 6: the first that fits."""
    found = Change(pair.area, NO_DATA, was, now, old_area=pair.old, new_area=pair.new)
    last = _last_graded(force, pair.area, old, new, regime)
    if pair.change == NEW and pair.reason:  # an edition before the older one may have had the area
        return found._replace(change=NEW, reason=_with_last(pair.reason, last), last=last)
    if pair.change:
        return found._replace(change=pair.change, reason=pair.reason)
    ungraded = (not _gives_grade(was, graded=pair.was_graded), not _gives_grade(now, graded=pair.is_graded))
    if any(ungraded):
        reason = _with_last(f"no grade was given in {_titles(old, new, ungraded)}", last)
        return found._replace(change=UNGRADED, reason=reason, last=last)
    if pair.breaks:
        return found._replace(change=NOT_COMPARABLE, reason=_broken(pair, now, force))
    if was is None and now and now.carried_from and now.carried_from.index <= old.edition.index:
        reason = f"implied: {new.edition.title} carries this grade over from {now.carried_from.title}"
        return found._replace(change=UNCHANGED, steps=0, reason=reason)
    if was is None or now is None:
        titles = _titles(old, new, (was is None, now is None))
        reason = _with_last(f"no grade in our records for {titles}", last)
        return found._replace(reason=reason, last=last)
    return _moved(found, was, now, new.edition, old.edition)


def _gives_grade(grade: Grade | None, *, graded: bool) -> bool:
    """Return whether the inspectorate gives a grade: to forces at all, and to this one."""
    return graded and (grade is None or grade.grade != UNGRADED)


def _titles(old: Inspection, new: Inspection, which: tuple[bool, bool]) -> str:
    """Return the titles of one or both editions, in words."""
    return " or ".join([side.edition.title for side, meant in zip((old, new), which, strict=True) if meant])


def _moved(change: Change, was: Grade, now: Grade, edition: Edition, before: Edition) -> Change:
    """Return a change with two grades of one scale compared."""
    steps = edition.scale.rank(now.grade) - edition.scale.rank(was.grade)
    word = DOWNGRADE if steps < 0 else UPGRADE if steps else UNCHANGED
    reason = change.reason or carried_over(now)
    if was.carried_from and not reason:
        reason = f"{before.title} carried it over from {was.carried_from.title}"
    return change._replace(change=word, old=was, steps=steps, reason=reason or None)


def carried_over(grade: Grade) -> str:
    """Return from where a grade was carried over, in words (rule 4); empty if it was not."""
    return f"carried over from {grade.carried_from.title}" if grade.carried_from else ""


def _with_last(reason: str, last: Last | None) -> str:
    if last is None:
        return reason
    return f"{reason}; last graded {last.grade.grade} in {last.inspection.edition.title}"


def _broken(pair: _Pair, now: Grade | None, force: Force) -> str:
    reason = " ".join(pair.breaks)
    if now is None or now.carried_from is None:
        return reason
    over = carried(pair.area.id, now, force)
    return f"{reason} {over[:1].upper()}{over[1:]}."


def carried(area_id: str, grade: Grade, force: Force) -> str:
    """Return from where a grade was carried over, and the grade there if it is different (rule 4)."""
    if grade.carried_from is None:
        return ""
    origin = force.by_edition.get(grade.carried_from.id)
    before = origin.grades.get(area_id) if origin else None
    if before and before.grade != grade.grade:
        return f"{carried_over(grade)}; the grade there was {before.grade}"
    return carried_over(grade)


def _last_graded(force: Force, area: Area, old: Inspection, new: Inspection, regime: Regime) -> Last | None:
    """Return the last grade before an older side without one, in its family and after any break (rule 7)."""
    line = regime.line(area.id)
    if any((grade := old.grades.get(area_id)) and grade.grade != UNGRADED for area_id in line):
        return None
    found = None
    for area_id in sorted(line):
        graded = force.graded.get(area_id, ())
        place = bisect_left(graded, old.edition.index, key=lambda each: each.edition.index) - 1
        if place >= 0 and (found is None or graded[place].edition.index > found.inspection.edition.index):
            found = Last(graded[place], graded[place].grades[area_id])
    if found is None or not comparable(found.inspection.edition, new.edition):
        return None
    return None if regime.breaks(area.id, found.inspection.edition, new.edition) else found


def against_last(change: Change, edition: Edition) -> Change:
    """Return a change without an older grade as the movement from the last grade (rule 7).

    ``edition`` is the newer one. A fall must not hide in a gap, and none may be made up: any other
    change comes back as it is.
    """
    last, now = change.last, change.new
    if last is None or now is None or now.grade == UNGRADED:
        return change
    return _moved(change, last.grade, now, edition, last.inspection.edition)


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """Return changes with downgrades first: pillars that have one, and within a pillar its questions."""
    fell = {change.area.parent or change.area.id for change in changes if change.change == DOWNGRADE}
    if not fell:
        return list(changes)
    pillars = dict.fromkeys(change.area.parent or change.area.id for change in changes)
    in_order = sorted(pillars, key=lambda pillar: pillar not in fell)
    places = {pillar: place for place, pillar in enumerate(in_order)}
    return sorted(
        changes,
        key=lambda change: (
            places[change.area.parent or change.area.id],
            bool(change.area.parent),
            change.change != DOWNGRADE,
        ),
    )
