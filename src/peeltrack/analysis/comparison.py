"""Two inspections in, a Comparison out: pure functions over records.

The rules are those of the field, numbered as in the README's "What comparable means"
and each tested under its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import NamedTuple

from peeltrack.model import (
    UNGRADED,
    Area,
    Edition,
    Finding,
    Force,
    Grade,
    Inspection,
    Regime,
    group_by_pillar,
)

DOWNGRADE, UPGRADE, UNCHANGED = "downgrade", "upgrade", "unchanged"
NOT_COMPARABLE, NEW, GONE, NO_DATA = "not-comparable", "new", "gone", "no-data"
CARRIED, NOT_ON_RECORD = "carried", "not-on-record"
NEW_ON_RECORD, CITED_AGAIN = "new-on-record", "cited-again"

CHANGES = (DOWNGRADE, UPGRADE, UNCHANGED, NOT_COMPARABLE, NEW, GONE, UNGRADED, NO_DATA)
"""What may have become of an area between two inspections."""

COMPARED = (DOWNGRADE, UPGRADE, UNCHANGED)
"""The changes that say how two grades stand to each other."""

LOST = (NOT_COMPARABLE, UNGRADED, NO_DATA)
"""The changes of which it cannot be said how two grades stand to each other."""

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
    NOT_ON_RECORD,
)
"""What is counted: the changes, the carried-over apart, and the areas that are no row."""


class Last(NamedTuple):
    """The last grade on record before an inspection that has none (rule 7)."""

    inspection: Inspection
    grade: Grade


class Change(NamedTuple):
    """What became of one area between two inspections."""

    area: Area
    change: str
    """One of CHANGES."""
    old: Grade | None
    new: Grade | None
    steps: int | None = None
    """How many grades up (positive) or down (negative); None where not compared."""
    reason: str | None = None
    last: Last | None = None

    @property
    def counted_as(self) -> str:
        """Its word in the counts: a carried-over grade is counted apart (rule 4)."""
        if self.change == UNCHANGED and self.new and self.new.carried_from:
            return CARRIED
        return self.change


class Cited(NamedTuple):
    """A finding, and how it stands to the findings of other inspections (rule 10)."""

    finding: Finding
    inspection: Inspection
    status: str | None
    """new-on-record, cited-again, not-on-record; None for what is not followed."""
    since: Edition | None = None
    """The first edition that cited the topic, where it is cited again."""
    then: Area | None = None
    """The area under which it was cited first, where that was another."""


@dataclass(frozen=True)
class Comparison:
    """Two inspections of one force, side by side."""

    force: Force
    old: Inspection
    new: Inspection
    comparable: bool
    """Whether both are of one family (rule 2)."""
    reason: str | None
    reason_source: str | None
    changes: tuple[Change, ...]
    """Areas with a downgrade first, then in the order of the editions."""
    neither: tuple[Area, ...]
    """The graded areas that are on record on neither side."""

    @cached_property
    def findings(self) -> tuple[Cited, ...]:
        """The newer inspection's, then those of the older that the newer lacks."""
        return tuple(_cited(self.force, self.old, self.new))

    @property
    def counts(self) -> dict[str, int]:
        """How many areas of each of COUNTS."""
        return tally([change.counted_as for change in self.changes], len(self.neither))

    def of_kind(self, change: str) -> list[Change]:
        """The changes of one kind."""
        return [found for found in self.changes if found.change == change]


def tally(words: Iterable[str], neither: int) -> dict[str, int]:
    """How often each of COUNTS is among the words, and the areas that are no row."""
    found = Counter(words)
    found[NOT_ON_RECORD] = neither
    return {word: found[word] for word in COUNTS}


@cache
def levels(old: Edition, new: Edition) -> Mapping[str, str]:
    """What each area of two editions is among its like, by its id; the newer edition says."""
    return {**old.levels, **new.levels}


def comparable(old: Edition, new: Edition) -> bool:
    """Only editions of one family are comparable (rule 2)."""
    return old.family == new.family


def last_comparable_pair(force: Force, before: Inspection) -> tuple[Inspection, Inspection] | None:
    """The newest two consecutive inspections of one family, up to the given one."""
    pairs = [
        (old, new)
        for old, new in pairwise(force.inspections)
        if comparable(old.edition, new.edition) and new.edition.index <= before.edition.index
    ]
    return pairs[-1] if pairs else None


def compare(
    force: Force, old: Inspection, new: Inspection, regime: Regime, asked: Collection[str] = ()
) -> Comparison:
    """Compare an older inspection with a newer one, area by area and topic by topic.

    ``asked`` holds the ids of the areas that are asked for; all are where it is empty.
    """
    return _comparison(force, old, new, regime, asked, across=False)


def transition(
    force: Force, old: Inspection, new: Inspection, regime: Regime, asked: Collection[str] = ()
) -> Comparison:
    """A comparison in which what moved across a gap counts as the movement that it was (rule 7)."""
    return _comparison(force, old, new, regime, asked, across=True)


def _comparison(
    force: Force, old: Inspection, new: Inspection, regime: Regime, asked: Collection[str], *, across: bool
) -> Comparison:
    border = None if comparable(old.edition, new.edition) else regime.border(old.edition)
    found = {finding.area.id for side in (old, new) for finding in side.entries if finding.area}
    changes: list[Change] = []
    neither: list[Area] = []
    for line in _lines(old.edition, new.edition, regime):
        area_id = line.area.id
        if asked and area_id not in asked:
            continue
        was, now = old.grades.get(area_id), new.grades.get(area_id)
        if was or now or area_id in found:
            if line.change:
                change = Change(line.area, line.change, was, now, None, line.reason, None)
            else:
                change = _change(line, was, now, force, old, new, regime)
            changes.append(against_last(change, new.edition) if across else change)
        elif line.was_graded or line.is_graded:
            neither.append(line.area)
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


class _Line(NamedTuple):
    """An area from one edition to another: what the editions alone say of it, whatever the force."""

    area: Area
    """As the newer edition has it, else the older."""
    was_graded: bool
    is_graded: bool
    breaks: Sequence[str]
    change: str | None
    """What becomes of it, where that hangs on no grade."""
    reason: str | None


@cache
def _lines(old: Edition, new: Edition, regime: Regime) -> tuple[_Line, ...]:
    """Each pillar with its questions under it; what is gone behind the newer edition's."""
    areas = {**new.areas, **{key: area for key, area in old.areas.items() if key not in new.areas}}
    return tuple([_line(area, old, new, regime) for area in group_by_pillar(areas.values())])


def _line(area: Area, old: Edition, new: Edition, regime: Regime) -> _Line:
    """The first of rule 6 that applies, as far as the editions decide it."""
    before, after = old.areas.get(area.id), new.areas.get(area.id)
    change = reason = None
    if not comparable(old, new):
        change = NOT_COMPARABLE
    elif before is None or after is None:
        change = GONE if before else NEW
        reason = f"{(new if before else old).title} does not have this area"
    return _Line(
        area,
        before is not None and before.graded,
        after is not None and after.graded,
        regime.breaks(area.id, old, new),
        change,
        reason,
    )


def _change(
    line: _Line,
    was: Grade | None,
    now: Grade | None,
    force: Force,
    old: Inspection,
    new: Inspection,
    regime: Regime,
) -> Change:
    """The first of rule 6 that applies, where the editions do not decide it."""
    area = line.area
    last = _last_graded(force, area.id, old, new, regime)
    ungraded = (not _gives(line.was_graded, was), not _gives(line.is_graded, now))
    if any(ungraded):
        titles = _titles(old, new, ungraded)
        return Change(area, UNGRADED, was, now, None, _and_last(f"no grade by {titles}", last), last)
    if line.breaks:
        return Change(area, NOT_COMPARABLE, was, now, None, _broken(area.id, line.breaks, now, force), None)
    if was is None and now and now.carried_from and now.carried_from.index <= old.edition.index:
        reason = (
            f"implied by carry-over: {new.edition.title} carries it over from "
            f"{now.carried_from.title}, not inspected again"
        )
        return Change(area, UNCHANGED, was, now, 0, reason, None)
    if was is None or now is None:
        titles = _titles(old, new, (was is None, now is None))
        reason = _and_last(f"no grade on record for {titles}", last)
        return Change(area, NO_DATA, was, now, None, reason, last)
    return _moved(area, was, now, new.edition, old)


def _gives(graded: bool, grade: Grade | None) -> bool:
    """Whether the inspectorate gives a grade: to forces at all, and to this one."""
    return graded and (grade is None or grade.grade != UNGRADED)


def _titles(old: Inspection, new: Inspection, which: tuple[bool, bool]) -> str:
    """The editions of the sides that are meant, in words."""
    return " or ".join([side.edition.title for side, meant in zip((old, new), which, strict=True) if meant])


def _moved(area: Area, was: Grade, now: Grade, edition: Edition, old: Inspection) -> Change:
    """Two grades of one scale, compared."""
    steps = edition.scale.rank(now.grade) - edition.scale.rank(was.grade)
    word = DOWNGRADE if steps < 0 else UPGRADE if steps else UNCHANGED
    reason = None
    if now.carried_from:
        reason = f"carried over from {now.carried_from.title}, not inspected again"
    elif was.carried_from:
        reason = f"{old.edition.title} had carried it over from {was.carried_from.title}"
    return Change(area, word, was, now, steps, reason, None)


def _and_last(reason: str, last: Last | None) -> str:
    if last is None:
        return reason
    return f"{reason}; last graded {last.grade.grade}, {last.inspection.edition.title}"


def _broken(area_id: str, breaks: Sequence[str], now: Grade | None, force: Force) -> str:
    reason = " ".join(breaks)
    if now is None or now.carried_from is None:
        return reason
    over = carried(area_id, now, force)
    return f"{reason} {over[:1].upper()}{over[1:]}."


def carried(area_id: str, grade: Grade, force: Force) -> str:
    """That a grade is carried over, and from which grade where that is another (rule 4)."""
    if grade.carried_from is None:
        return ""
    text = f"carried over from {grade.carried_from.title}, not inspected again"
    for inspection in force.inspections:
        if inspection.edition is grade.carried_from:
            before = inspection.grades.get(area_id)
            if before and before.grade != grade.grade:
                text += f"; the grade there was {before.grade}"
    return text


def _last_graded(force: Force, area_id: str, old: Inspection, new: Inspection, regime: Regime) -> Last | None:
    """The last grade before an old side without one, in the family and after any break (rule 7)."""
    if (there := old.grades.get(area_id)) and there.grade != UNGRADED:
        return None
    for inspection in reversed(force.inspections):
        edition = inspection.edition
        if edition.index >= old.edition.index or not comparable(edition, new.edition):
            continue
        if regime.breaks(area_id, edition, new.edition):
            return None
        grade = inspection.grades.get(area_id)
        if grade and grade.grade != UNGRADED:
            return Last(inspection, grade)
    return None


def against_last(change: Change, edition: Edition) -> Change:
    """A change across a gap, as the movement against the last grade on record (rule 7).

    ``edition`` is the newer one. Anything else comes back as it is: a fall must not hide
    in a gap, and none may be made up.
    """
    last, now = change.last, change.new
    if last is None or now is None or now.grade == UNGRADED:
        return change
    moved = _moved(change.area, last.grade, now, edition, last.inspection)
    return Change(moved.area, moved.change, last.grade, now, moved.steps, change.reason, last)


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """Changes given pillar by pillar: those with a downgrade first, what fell first under its pillar."""
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


def _cited(force: Force, old: Inspection, new: Inspection) -> Iterator[Cited]:
    for finding in new.entries:
        yield cited(finding, new, force)
    topics = {finding.topic.id for finding in new.entries if finding.followed}
    for finding in old.entries:
        if finding.followed and finding.topic.id not in topics:
            yield Cited(finding, old, NOT_ON_RECORD)


def cited(finding: Finding, inspection: Inspection, force: Force) -> Cited:
    """A finding with its status among all findings on record before it (rule 10)."""
    if not finding.followed:
        return Cited(finding, inspection, None)
    for earlier in force.inspections:
        if earlier.edition.index >= inspection.edition.index:
            break
        same = [other for other in earlier.entries if other.followed and other.topic is finding.topic]
        if same:
            areas = [other.area for other in same]
            then = None if finding.area is None else _elsewhere(finding.area, areas)
            return Cited(finding, inspection, CITED_AGAIN, earlier.edition, then)
    return Cited(finding, inspection, NEW_ON_RECORD)


def _elsewhere(area: Area, areas: Sequence[Area | None]) -> Area | None:
    """The first of the areas, unless the given one is among them."""
    named = [other for other in areas if other]
    return None if any(other.id == area.id for other in named) or not named else named[0]
