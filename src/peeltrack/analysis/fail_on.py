"""Answer the questions of ``--fail-on``: the rules behind the exit codes 0, 1 and 3."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from peeltrack.analysis.comparison import (
    CARRIED,
    COMPARED,
    DOWNGRADE,
    UPGRADE,
    Change,
    Comparison,
    against_last,
    comparable,
)
from peeltrack.analysis.raised import Matter, matters
from peeltrack.model import UNGRADED, Area, Edition, Force, Inspection, Wording, in_words

FAIL_ON = {
    "downgrade": "a grade went down",
    "change": "a grade went down or up",
    "concern": "a concern or cause of concern was raised",
    "cause-of-concern": "a cause of concern was raised",
    "raised-again": "a matter was raised again",
}
"""What can be asked, and what each word means."""

FAIL_ON_CHANGE = {"downgrade": (DOWNGRADE,), "change": (DOWNGRADE, UPGRADE)}
"""The questions about grades, with the changes that answer them."""

FAIL_ON_FINDING = {
    "concern": ("concern", "cause-of-concern"),
    "cause-of-concern": ("cause-of-concern",),
}
"""The questions about findings of some kinds, with those kinds."""

RAISED_AGAIN = "raised-again"


class Subject(NamedTuple):
    """One inspection that a question is about."""

    force: Force
    old: Inspection | None
    """The inspection before it; None if our records have none."""
    new: Inspection
    changes: Sequence[Change]
    """Where the older inspection has no grade, as the movement from the last one (rule 7)."""
    required: Sequence[Area]
    """The areas that must be compared before the answer can be 0."""

    @property
    def compared(self) -> list[str]:
        """The ids of the required areas that were compared or carried over."""
        found = {change.area.id for change in self.changes if change.change in COMPARED}
        return [area.id for area in self.required if area.id in found]

    @property
    def not_compared(self) -> list[str]:
        """The ids of the required areas that were not compared, carried over or ungraded."""
        settled = {change.area.id for change in self.changes if change.change in (*COMPARED, UNGRADED)}
        return [area.id for area in self.required if area.id not in settled]

    @property
    def across_families(self) -> bool:
        """Whether its grades cannot be compared at all (rule 2)."""
        return self.old is not None and not comparable(self.old.edition, self.new.edition)


class Outcome(NamedTuple):
    """The answer to a question."""

    found: int
    """How many changes or findings there are of those asked for."""
    unanswered: tuple[str, ...] = ()
    """Why our records cannot answer the whole question: sentences that name the forces."""
    remarks: tuple[str, ...] = ()
    """What else the reader should know, in such sentences."""

    @property
    def exit_code(self) -> int:
        """1 if something was found; otherwise 3 if the records cannot tell, and 0 if they can."""
        if self.found:
            return 1
        return 3 if self.unanswered else 0

    @property
    def messages(self) -> list[str]:
        """All sentences, each of which names the forces that it is about."""
        lead = "" if self.found else "The records cannot tell. "
        return [*(lead + sentence for sentence in self.unanswered), *self.remarks]


def required_areas(edition: Edition, asked: Collection[str] = ()) -> list[Area]:
    """Return the areas that must be compared: those asked for, else pillars, else core areas."""
    if asked:
        return [area for area in edition.areas.values() if area.id in asked and area.graded]
    return [area for area in edition.core if edition.levels[area.id] != "questions"]


def subject(comparison: Comparison) -> Subject:
    """Return the subject of a comparison of two inspections."""
    new = comparison.new
    changes = [against_last(change, new.edition) for change in comparison.changes]
    return Subject(comparison.force, comparison.old, new, changes, required_areas(new.edition))


def outcome(
    fail_on: Collection[str],
    subjects: Sequence[Subject],
    doubts: Iterable[str] = (),
    *,
    suggestion: str = "--comparable",
) -> Outcome:
    """Answer the words of FAIL_ON for some inspections.

    Args:
        fail_on: The words.
        subjects: The inspections.
        doubts: Reasons why there could be more inspections than these, as ``period_doubts`` gives.
        suggestion: The options of the command to suggest for one force; empty for no suggestion.

    """
    if not fail_on:
        return Outcome(0)
    words = {word for asked in fail_on for word in FAIL_ON_CHANGE.get(asked, ())}
    about_findings = any(asked not in FAIL_ON_CHANGE for asked in fail_on)
    found = 0
    unanswered: list[str] = []
    remarks: list[str] = []
    if words:
        found += sum(change.change in words for each in subjects for change in each.changes)
        unanswered += _not_compared(subjects, suggestion)
        remarks += _partly_compared(subjects)
    if about_findings:
        found += sum(_is_asked(each, fail_on) for one in subjects for each in matters(one.new, one.force))
        unanswered += _incomplete(subjects)
    return Outcome(found, (*unanswered, *doubts), tuple(remarks))


def _is_asked(found: Matter, fail_on: Collection[str]) -> bool:
    """Return whether a finding is one of those asked for."""
    if found.finding.is_statement:
        return False
    if RAISED_AGAIN in fail_on and found.raised_again:
        return True
    return any(found.finding.kind in FAIL_ON_FINDING.get(word, ()) for word in fail_on)


def _not_compared(subjects: Sequence[Subject], suggestion: str) -> Iterator[str]:
    """Say which inspections have required areas that could not be compared."""
    lacking = [each for each in subjects if each.not_compared]
    firsts = [each for each in lacking if each.old is None]
    across = [each for each in lacking if each.across_families]
    if firsts:
        yield f"{_who(firsts)}: our records have no earlier inspection to compare with."
    for group in _by_editions(across):
        old, new = group[0].old, group[0].new
        if old:
            titles = f"{new.edition.title} cannot be compared with {old.edition.title}"
            yield f"{_who(group)}: {titles}.{_way_out(group, suggestion)}"
    for each in lacking:
        if each.old and not each.across_families:
            titles = ", ".join(area.title for area in each.required if area.id in each.not_compared)
            yield (
                f"{each.force.name}: these areas of {each.new.edition.title} could not be compared"
                f" with {each.old.edition.title}: {titles}.{_way_out([each], suggestion)}"
            )


def _partly_compared(subjects: Sequence[Subject]) -> Iterator[str]:
    """Say for each force how many areas were compared, if some could not be."""
    for each in subjects:
        words = [change.counted_as for change in each.changes]
        compared = sum(word in (*COMPARED, CARRIED) for word in words)
        across_gap = sum(change.change in COMPARED and change.last is not None for change in each.changes)
        if each.old and compared and compared < len(words) and len(subjects) == 1:
            gap = f" ({across_gap} with an earlier inspection)" if across_gap else ""
            yield (
                f"{each.force.name}, {each.old.edition.title} to {each.new.edition.title}:"
                f" {compared} areas compared{gap}, {len(words) - compared} not compared."
            )


def _incomplete(subjects: Sequence[Subject]) -> Iterator[str]:
    """Say of which inspections our records do not have all findings."""
    lacking = [each for each in subjects if not each.new.findings_complete]
    for group in _by_editions(lacking):
        yield f"{_who(group)}: our records do not have all findings of {group[0].new.edition.title}."


def _by_editions(subjects: Iterable[Subject]) -> list[list[Subject]]:
    """Group subjects by their two editions."""
    groups: dict[tuple[str | None, str], list[Subject]] = {}
    for each in subjects:
        groups.setdefault((each.old.edition.id if each.old else None, each.new.edition.id), []).append(each)
    return list(groups.values())


def _who(subjects: Sequence[Subject]) -> str:
    """Name the forces: one by its name, more by their ids."""
    if len(subjects) == 1:
        return subjects[0].force.name
    return f"{len(subjects)} forces ({', '.join(each.force.id for each in subjects)})"


def _way_out(subjects: Sequence[Subject], suggestion: str) -> str:
    """Name the command that finds inspections of one force that can be compared."""
    if len(subjects) > 1 or not suggestion:
        return ""
    command = f"peeltrack diff {subjects[0].force.id} {suggestion}"
    return f" To compare the newest inspections that can be: {command}"


class Period(NamedTuple):
    """The days that a question is about, both included."""

    begin: date
    end: date


def period_doubts(
    period: Period,
    undated: Iterable[tuple[Force, Inspection]],
    forces: Iterable[Force],
    wording: Wording,
) -> list[str]:
    """Return why a period can have publications that our records do not show (rule 16).

    Args:
        period: The days asked about. If no end was given, it is today.
        undated: The inspections asked for that have no date.
        forces: All forces: their dates say when an edition was published.
        wording: Says up to which day the records cover publications.

    """
    doubts = []
    covers = wording.covers_until
    if covers and period.end > covers:
        doubts.append(f"All forces: our records cover publications up to {in_words(covers)} only.")
    held = [(force, inspection) for force, inspection in undated]
    spans = _spans(forces) if held else {}
    names: dict[str, list[str]] = {}
    for force, inspection in held:
        span = spans.get(inspection.edition.id)
        if span is None or (span.begin <= period.end and span.end >= period.begin):
            names.setdefault(inspection.edition.title, []).append(force.id)
    doubts += [
        f"{', '.join(ids)}: we do not have the date of {title}, and it could be in this period."
        for title, ids in names.items()
    ]
    return doubts


def _spans(forces: Iterable[Force]) -> dict[str, Period]:
    """Return from when to when each edition was published, by its id, as far as we know the dates."""
    found: dict[str, Period] = {}
    for force in forces:
        for inspection in force.inspections:
            dates = [inspection.published, *(grade.published for grade in inspection.grades.values())]
            for published in filter(None, dates):
                span = found.get(inspection.edition.id, Period(published.earliest, published.latest))
                found[inspection.edition.id] = Period(
                    min(span.begin, published.earliest), max(span.end, published.latest)
                )
    return found
