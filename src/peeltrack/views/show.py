"""``peeltrack show``: the latest inspection of a force and its grades over time, or one inspection."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from peeltrack.analysis.comparison import (
    Change,
    transition,
)
from peeltrack.analysis.raised import matters
from peeltrack.analysis.transitions import FIRST
from peeltrack.formats.document import (
    Block,
    Document,
    Picture,
    Rows,
)
from peeltrack.model import Force, Inspection, Regime
from peeltrack.views import layouts
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


def view(
    force: Force,
    inspection: Inspection | None,
    regime: Regime,
    today: Callable[[], date],
    *,
    year: int | None = None,
    forces: Sequence[Force] = (),
) -> Document:
    """Return the latest inspection and the grades over time; or, if one is given, that inspection.

    Args:
        force: The force.
        inspection: The inspection that was asked for.
        regime: What all records share.
        today: Finds the day on which a response is due or was due; called only if a page shows it.
        year: The year that the inspection was asked for by, if it was (rule 1).
        forces: All forces, to show how those of the same region did.

    """
    return Document(
        blocks=lambda: _blocks(force, inspection, regime, today, year, forces),
        data=lambda: _data(force, inspection, regime, year, forces),
        rows=lambda: _rows(force, inspection, regime, forces),
        picture=lambda: _picture(force, regime),
        briefing=inspection is not None,
    )


def _picture(force: Force, regime: Regime) -> Picture:
    from peeltrack.views.history import history_picture

    return history_picture(force, regime)


def _blocks(
    force: Force,
    inspection: Inspection | None,
    regime: Regime,
    today: Callable[[], date],
    year: int | None,
    forces: Sequence[Force],
) -> list[Block]:
    from peeltrack.views.show_page import show_blocks

    return show_blocks(force, inspection, regime, today, year, forces)


def _chosen(force: Force, inspection: Inspection | None) -> Sequence[Inspection]:
    return (inspection,) if inspection else force.inspections


def _grades(force: Force, inspection: Inspection, regime: Regime) -> list[Any]:
    """Describe the grades of an inspection, each with what changed since the one before."""
    before = force.before(inspection)
    if before is None:
        changes = [Change(grade.area, FIRST, None, grade) for grade in inspection.grades.values()]
        return list(grade_rows(force, None, inspection, changes, regime))
    comparison = transition(force, before, inspection, regime)
    graded = [change for change in comparison.changes if change.new]
    return list(grade_rows(force, before, inspection, graded, regime, comparison.reason))


def _findings(force: Force, inspection: Inspection, regime: Regime) -> list[Any]:
    return [
        finding_row(force, inspection, each.finding, [earlier.edition for earlier in each.before], regime)
        for each in matters(inspection, force)
    ]


def _neighbours(
    force: Force, inspection: Inspection | None, regime: Regime, forces: Sequence[Force]
) -> list[Any]:
    """Describe the grades of the other forces of the region in the same edition."""
    if not force.inspections:
        return []
    edition = (inspection or force.inspections[-1]).edition
    return [
        row
        for other in forces
        if other.region == force.region and other.id != force.id and edition.id in other.by_edition
        for row in _grades(other, other.by_edition[edition.id], regime)
    ]


def _data(
    force: Force, inspection: Inspection | None, regime: Regime, year: int | None, forces: Sequence[Force]
) -> dict[str, Any]:
    chosen = _chosen(force, inspection)
    return {
        "schema": 1,
        "note": _note(force, inspection, year) if inspection and year else None,
        "force": force_row(force)._asdict(),
        "inspections": objects(inspection_row(force, each, regime) for each in chosen),
        "grades": objects(row for each in chosen for row in _grades(force, each, regime)),
        "findings": objects(row for each in chosen for row in _findings(force, each, regime)),
        "published_counts": objects(
            row for each in chosen for row in published_count_rows(force, each, regime)
        ),
        "monitoring": objects(monitoring_row(force, period, regime) for period in force.monitoring),
        "neighbours": objects(_neighbours(force, inspection, regime, forces)),
    }


def _note(force: Force, inspection: Inspection, year: int) -> str | None:
    from peeltrack.views.dates import other_grades

    return other_grades(force, inspection, year) or None


def _rows(force: Force, inspection: Inspection | None, regime: Regime, forces: Sequence[Force]) -> list[Rows]:
    chosen = _chosen(force, inspection)
    return [
        rows("grade", layouts.GradeRow, (row for each in chosen for row in _grades(force, each, regime))),
        rows(
            "finding", layouts.FindingRow, (row for each in chosen for row in _findings(force, each, regime))
        ),
        rows("inspection", layouts.InspectionRow, (inspection_row(force, each, regime) for each in chosen)),
        rows(
            "published_count",
            layouts.PublishedCountRow,
            (row for each in chosen for row in published_count_rows(force, each, regime)),
        ),
        rows(
            "monitoring",
            layouts.MonitoringRow,
            (monitoring_row(force, period, regime) for period in force.monitoring),
        ),
        rows("neighbour", layouts.GradeRow, _neighbours(force, inspection, regime, forces)),
    ]
