"""What CI is told of a comparison: an area each as a case, and remarks at lines of the record."""

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
from peeltrack.analysis.raised import Matter
from peeltrack.formats.document import Alert
from peeltrack.model import FOLLOWED_KINDS
from peeltrack.store.library import Library
from peeltrack.views.words import ARROW, kind_words, when

LEVELS = {DOWNGRADE: "warning", UPGRADE: "notice", UNCHANGED: "pass"}
"""What a change is to CI; any other is a case that was skipped."""

GRAVEST = "cause-of-concern"


def alerts(comparison: Comparison, library: Library) -> list[Alert]:
    """A case for each area, and a remark for each new concern.

    A movement across a gap is a case as any other (rule 7). And a remark where nothing
    was compared: silence would pass for good news.
    """
    changes = [against_last(change, comparison.new.edition) for change in comparison.changes]
    return [
        *(case(comparison, change, library) for change in changes),
        *_uncompared(comparison, changes, library),
        *_concerns(comparison, library),
    ]


def case(comparison: Comparison, change: Change, library: Library) -> Alert:
    """One area of a report: it passes, fails by a downgrade, or was skipped."""
    cited = [
        f"{kind_words(cited.finding.kind)}: {cited.finding.text}"
        for cited in comparison.findings
        if change.change == DOWNGRADE and _explains(cited, change, comparison)
    ]
    first = f"{change.change}: {_grades(comparison, change)}".removesuffix(": ")
    return Alert(
        level=LEVELS.get(change.change, "skip"),
        group=comparison.force.name,
        name=f"{change.area.title}, {comparison.new.edition.title}",
        message=_sentences(first, change.reason or comparison.reason or "", *cited),
        file=_file(comparison, library),
        line=partial(_line, comparison, library, "grades", change.area.id),
    )


def _uncompared(comparison: Comparison, changes: Sequence[Change], library: Library) -> Iterator[Alert]:
    if any(change.change in COMPARED for change in changes):
        return
    message = f"not comparable with {when(comparison.old)}: {comparison.reason}"
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
    """What ``--fail-on`` can ask for among the findings, each at its own line."""
    for place, finding in enumerate(comparison.new.entries):
        if finding.kind in FAIL_ON_FINDING and not finding.is_statement:
            title = finding.area.title if finding.area else "The force as a whole"
            yield Alert(
                level="warning" if finding.kind == GRAVEST else "notice",
                group=comparison.force.name,
                name=f"{title}, {comparison.new.edition.title}",
                message=_sentences(f"{kind_words(finding.kind)}: {finding.text}"),
                file=_file(comparison, library),
                line=partial(_line, comparison, library, "findings", place),
                case=False,
            )


def _file(comparison: Comparison, library: Library) -> str:
    """The path of the record, with the slashes that CI wants on every system."""
    return library.source(comparison.force.id).name.replace(os.sep, "/")


def _line(comparison: Comparison, library: Library, *keys: str | int) -> int:
    """The line of something in the newer inspection."""
    return library.line(comparison.force.id, "inspection", comparison.new.position, *keys)


def _grades(comparison: Comparison, change: Change) -> str:
    """The grades on record, each with its edition; nothing where there is none."""
    gap = change.last if change.last and change.last.grade is change.old else None
    sides = ((gap.inspection if gap else comparison.old, change.old), (comparison.new, change.new))
    return f" {ARROW} ".join(f"{grade.grade}, {when(inspection)}" for inspection, grade in sides if grade)


def _sentences(*parts: str) -> str:
    """Each part with a full stop, and the later ones with a capital."""
    whole = [part.rstrip(".") + "." for part in parts if part]
    return " ".join([*whole[:1], *(part[:1].upper() + part[1:] for part in whole[1:])])


def _explains(cited: Matter, change: Change, comparison: Comparison) -> bool:
    """Whether a finding says why an area fell.

    It is one of that area; or of a question under it, where the area has none (rule 9).
    """
    if cited.inspection is not comparison.new or cited.finding.kind not in FOLLOWED_KINDS:
        return False
    area = cited.finding.area
    own = any(
        other.inspection is comparison.new and other.finding.area and other.finding.area.id == change.area.id
        for other in comparison.findings
        if other.finding.kind in FOLLOWED_KINDS
    )
    return area is not None and change.area.id == (area.id if own else area.parent)
