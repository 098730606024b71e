"""``peeltrack diff`` for machines: the rows of csv and plain, and the object of JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from peeltrack.analysis.comparison import Comparison
from peeltrack.analysis.fail_on import subject
from peeltrack.analysis.raised import Matter
from peeltrack.formats.document import Rows
from peeltrack.model import Regime
from peeltrack.views import layouts
from peeltrack.views.dates import periods_between
from peeltrack.views.headline import headline, tallies
from peeltrack.views.rows import (
    finding_row,
    force_row,
    grade_rows,
    inspection_row,
    monitoring_row,
    objects,
    published_count_rows,
    rows,
)


def _findings(comparison: Comparison, found: Sequence[Matter], regime: Regime) -> list[Any]:
    return [
        finding_row(
            comparison.force,
            each.inspection,
            each.finding,
            [earlier.edition for earlier in each.before],
            regime,
        )
        for each in found
    ]


def diff_data(comparison: Comparison, regime: Regime, note: str) -> dict[str, Any]:
    """Return a comparison for JSON; ``note`` is what else came out in the years asked for."""
    force, old, new = comparison.force, comparison.old, comparison.new
    answered = subject(comparison)
    latest = force.inspections[-1]
    return {
        "schema": 1,
        "force": force_row(force)._asdict(),
        "old": inspection_row(force, old, regime)._asdict(),
        "new": inspection_row(force, new, regime)._asdict(),
        "newer": None if latest is new else latest.edition.id,
        "note": note or None,
        "headline": headline(comparison),
        "comparable": comparison.comparable,
        "reason": comparison.reason,
        "reason_source": comparison.reason_source,
        "compared": answered.compared,
        "not_compared": answered.not_compared,
        "counts": comparison.counts,
        "counts_by_level": dict(tallies(comparison)),
        "changes": objects(grade_rows(force, old, new, comparison.changes, regime, comparison.reason)),
        "findings": objects(_findings(comparison, comparison.findings, regime)),
        "not_repeated": objects(_findings(comparison, comparison.not_repeated, regime)),
        "published_counts": objects(_counts(comparison, regime)),
        "monitoring": objects(
            monitoring_row(force, period, regime) for period in periods_between(force, old, new)
        ),
    }


def _counts(comparison: Comparison, regime: Regime) -> Iterator[layouts.PublishedCountRow]:
    for side in (comparison.old, comparison.new):
        yield from published_count_rows(comparison.force, side, regime)


def diff_rows(comparison: Comparison, regime: Regime) -> list[Rows]:
    """Return a comparison for csv and plain."""
    force, old, new = comparison.force, comparison.old, comparison.new
    changes = grade_rows(force, old, new, comparison.changes, regime, comparison.reason)
    found = [*comparison.findings, *comparison.not_repeated]
    return [
        rows("change", layouts.GradeRow, changes),
        rows("finding", layouts.FindingRow, _findings(comparison, found, regime)),
        rows("published_count", layouts.PublishedCountRow, _counts(comparison, regime)),
        rows(
            "inspection", layouts.InspectionRow, [inspection_row(force, each, regime) for each in (old, new)]
        ),
        rows(
            "monitoring",
            layouts.MonitoringRow,
            [monitoring_row(force, period, regime) for period in periods_between(force, old, new)],
        ),
    ]
