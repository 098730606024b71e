"""What CI shows of a comparison: a case for each area, and remarks at lines of the record."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import partial

from peeltrack.analysis.comparison import (
    COMPARED,
    DOWNGRADE,
    UNCHANGED,
    UPGRADE,
    Change,
    Comparison,
    against_last,
)
from peeltrack.analysis.fail_on import FAIL_ON_FINDING
from peeltrack.formats.document import Alert
from peeltrack.store.library import Library
from peeltrack.views.words import ARROW, capital, grade_words, kind_words, raised_words, when

LEVELS = {DOWNGRADE: "warning", UPGRADE: "notice", UNCHANGED: "pass"}
"""The level of each change in CI; a case with any other change is skipped."""

MOST_SERIOUS = "cause-of-concern"


def alerts(comparison: Comparison, library: Library) -> list[Alert]:
    """Return a case for each area and a remark for each concern.

    A change across a gap is a case like any other (rule 7). If nothing could be compared, a remark says
    so: no downgrade must never mean no data.
    """
    changes = [against_last(change, comparison.new.edition) for change in comparison.changes]
    return [
        *(case(comparison, change, library) for change in changes),
        *_not_compared(comparison, changes, library),
        *_concerns(comparison, library),
    ]


def case(comparison: Comparison, change: Change, library: Library) -> Alert:
    """Return one area as a case: it passes, fails because of a downgrade, or is skipped."""
    behind = comparison.behind(change) if change.change == DOWNGRADE else ()
    texts = [f"{kind_words(matter.finding.kind)}: {matter.finding.text}" for matter in behind]
    first = f"{change.change}: {_grades(comparison, change)}".removesuffix(": ")
    return Alert(
        level=LEVELS.get(change.change, "skip"),
        group=comparison.force.name,
        name=f"{change.area.title}, {comparison.new.edition.title}",
        message=_sentences(first, change.reason or comparison.reason or "", *texts),
        file=_file(comparison, library),
        line=partial(_line, comparison, library, "grades", change.area.id),
    )


def _not_compared(comparison: Comparison, changes: Sequence[Change], library: Library) -> Iterator[Alert]:
    if any(change.change in COMPARED for change in changes):
        return
    message = f"cannot be compared with {when(comparison.old)}: {comparison.reason}"
    if comparison.comparable:
        message = f"nothing could be compared with {when(comparison.old)}"
    yield Alert(
        level="notice",
        group=comparison.force.name,
        name=comparison.new.edition.title,
        message=_sentences(message),
        file=_file(comparison, library),
        line=partial(_line, comparison, library),
        case=False,
    )


def _concerns(comparison: Comparison, library: Library) -> Iterator[Alert]:
    """Yield a remark for each concern of the newer inspection, at its own line."""
    for place, matter in enumerate(comparison.findings):
        finding = matter.finding
        if finding.kind in FAIL_ON_FINDING and not finding.is_statement:
            title = finding.area.title if finding.area else f"The {library.regime.noun('force')} as a whole"
            raised = raised_words(matter, library.regime)
            yield Alert(
                level="warning" if finding.kind == MOST_SERIOUS else "notice",
                group=comparison.force.name,
                name=f"{title}, {comparison.new.edition.title}",
                message=_sentences(f"{kind_words(finding.kind)}: {finding.text}", raised),
                file=_file(comparison, library),
                line=partial(_line, comparison, library, "findings", place),
                case=False,
            )


def _file(comparison: Comparison, library: Library) -> str:
    """Return the path of the record, with the slashes that CI expects on every system."""
    return library.source(comparison.force.id).name.replace(os.sep, "/")


def _line(comparison: Comparison, library: Library, *keys: str | int) -> int:
    """Return the line of something in the newer inspection."""
    return library.line(comparison.force.id, "inspection", comparison.new.position, *keys)


def _grades(comparison: Comparison, change: Change) -> str:
    """Return the grades in our records, each with its edition; empty if there are none."""
    gap = change.last if change.last and change.last.grade is change.old else None
    sides = ((gap.inspection if gap else comparison.old, change.old), (comparison.new, change.new))
    known = [f"{grade_words(grade)}, {when(side)}" for side, grade in sides if grade]
    return f" {ARROW} ".join(known)


def _sentences(*parts: str) -> str:
    """Return each part with a full stop, the later ones with a capital."""
    sentences = [part.rstrip(".") + "." for part in parts if part]
    return " ".join([*sentences[:1], *map(capital, sentences[1:])])
