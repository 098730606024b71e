"""``peeltrack diff``: two inspections of one force side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from peeltrack.analysis.comparison import Comparison
from peeltrack.analysis.fail_on import subject
from peeltrack.analysis.monitoring import periods_between
from peeltrack.analysis.raised import Matter
from peeltrack.formats.document import Alert, Block, Document, Rows
from peeltrack.model import Regime
from peeltrack.store.library import Library
from peeltrack.views import layouts
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


class Asked(NamedTuple):
    """How the two inspections were asked for."""

    years: Mapping[str, int] = {}
    """The years of those asked for by year, by the id of the edition (rule 1)."""
    comparable: bool = False
    """Whether the newest two that can be compared were asked for."""
    suggestion: str = "--comparable"
    """The options of the command that finds those."""


PLAINLY = Asked()
"""Two inspections that were asked for by their editions."""


def view(
    comparison: Comparison, library: Library, today: Callable[[], date], asked: Asked = PLAINLY
) -> Document:
    """Return a comparison for every format."""
    regime = library.regime
    return Document(
        blocks=lambda: _blocks(comparison, regime, today, asked),
        data=lambda: _data(comparison, regime, " ".join(_notes(comparison, asked))),
        rows=lambda: _rows(comparison, regime),
        alerts=lambda: _alerts(comparison, library),
    )


def _alerts(comparison: Comparison, library: Library) -> Sequence[Alert]:
    from peeltrack.views.alerts import alerts

    return alerts(comparison, library)


def _blocks(comparison: Comparison, regime: Regime, today: Callable[[], date], asked: Asked) -> list[Block]:
    from peeltrack.views.diff_page import diff_blocks

    notes = _notes(comparison, asked)
    return diff_blocks(comparison, regime, today, notes, asked.suggestion, newest=asked.comparable)


def _notes(comparison: Comparison, asked: Asked) -> list[str]:
    """Return what else came out in the years that were asked for (rule 1)."""
    from peeltrack.views.dates import other_grades

    sides = [side for side in (comparison.old, comparison.new) if side.edition.id in asked.years]
    found = [other_grades(comparison.force, side, asked.years[side.edition.id]) for side in sides]
    return [note for note in found if note]


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


def _data(comparison: Comparison, regime: Regime, note: str) -> dict[str, Any]:
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


def _rows(comparison: Comparison, regime: Regime) -> list[Rows]:
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
