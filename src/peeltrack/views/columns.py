"""A comparison as rows and as data: what diff, changes and table have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peeltrack.analysis.comparison import Change, Comparison
from peeltrack.formats.document import Value
from peeltrack.model import Force, Inspection, Regime
from peeltrack.views.words import force_data, grade_data, inspection_data, iso

CHANGE_COLUMNS = (
    "change",
    "force",
    "region",
    "edition",
    "published",
    "published_is",
    "area",
    "previous_grade",
    "grade",
    "steps",
    "since",
    "reason",
    "carried_from",
    "corrected_from",
    "corrected_on",
    "title",
    "parent",
    "grade_published",
    "source",
    "previous_edition",
    "previous_published",
    "previous_source",
)
"""The columns of a grade and what became of it: in diff, and over all forces."""


def change_rows(
    force: Force,
    old: Inspection | None,
    new: Inspection,
    changes: Iterable[Change],
    reason: str | None = None,
) -> Iterator[Sequence[Value]]:
    """Changes under CHANGE_COLUMNS; ``reason`` is that of the whole comparison, where it has one."""
    published, published_is = iso(new.published), new.published_is
    for change in changes:
        was, now, last = change.old, change.new, change.last
        before = last.inspection if last and last.grade is was else old
        carried_from = now.carried_from if now else None
        corrected = now.corrected if now else None
        yield (
            change.change,
            force.id,
            force.region,
            new.edition.id,
            published,
            published_is,
            change.area.id,
            was.grade if was else None,
            now.grade if now else None,
            change.steps,
            last.inspection.edition.id if last else None,
            change.reason or reason,
            carried_from.id if carried_from else None,
            corrected.from_ if corrected else None,
            iso(corrected.on) if corrected else None,
            change.area.title,
            change.area.parent,
            iso(now.published) if now else None,
            now.source if now else None,
            before.edition.id if before else None,
            iso(before.published) if before else None,
            was.source if was else None,
        )


def reply_due(inspection: Inspection, regime: Regime) -> str | None:
    """Return the day that the response is due, if it is known exactly."""
    due = regime.reply_due(inspection)
    return due[0].isoformat() if due and due[0] == due[1] else None


def comparison_data(comparison: Comparison, regime: Regime) -> dict[str, Any]:
    """A comparison for JSON, without its findings."""
    return {
        "force": force_data(comparison.force),
        "old": inspection_data(comparison.old),
        "new": {
            **inspection_data(comparison.new),
            "inspector": comparison.new.inspector,
            "reply_due": reply_due(comparison.new, regime),
        },
        "comparable": comparison.comparable,
        "reason": comparison.reason,
        "reason_source": comparison.reason_source,
        "counts": comparison.counts,
        "changes": [
            {
                "area": change.area.id,
                "title": change.area.title,
                "parent": change.area.parent,
                "change": change.change,
                "steps": change.steps,
                "reason": change.reason,
                "since": change.last.inspection.edition.id if change.last else None,
                "old": grade_data(change.old),
                "new": grade_data(change.new),
            }
            for change in comparison.changes
        ],
    }
