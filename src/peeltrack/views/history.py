"""The grades of one force over time: a panel for each family of editions, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from peeltrack.analysis.comparison import DOWNGRADE, NOT_COMPARABLE, UPGRADE, Change, transition
from peeltrack.formats.document import Block, Content, Paragraph, Span
from peeltrack.formats.pictures import (
    ABSENT,
    COUNTED,
    GRADED,
    UNGRADED,
    UNKNOWN,
    GradeCell,
    GradeColumn,
    GradePanel,
    GradeRow,
    History,
)
from peeltrack.model import Area, Force, Inspection, Regime, merge_areas
from peeltrack.views.words import (
    BY_COUNT,
    NO_GRADE,
    SIGNS,
    capital,
    in_brackets,
    published,
    source_link,
    when,
)

NOTHING = GradeCell(UNKNOWN, NO_GRADE, "–")
"""A grade that is not in our records."""


def history_blocks(force: Force, regime: Regime) -> list[Block]:
    """Return the grades of all inspections of a force, and what the signs mean."""
    panels = []
    lacking = []
    for family in reversed(_families(force)):
        panel, missing = _panel(force, family, regime)
        if panel.rows:
            panels.append(panel)
        if missing:
            lacking.append(f"{panel.title}: {'; '.join(area.title for area in missing)}")
    blocks: list[Block] = [History("Grades over time", panels, "Area")] if panels else []
    remarks = _signs(panels)
    if lacking:
        remarks.append(f"Areas without a grade in our records: {'. '.join(lacking)}.")
    if remarks:
        blocks.append(Paragraph((Span(" ".join(remarks), "muted"),)))
    return blocks


def history_picture(force: Force, regime: Regime) -> History:
    """Return the grades of all inspections of a force, in every area that any of them graded."""
    known = {
        _line(area_id, regime)
        for each in force.inspections
        for area_id in (*each.grades, *each.known_by_count)
    }
    families = _families(force)
    panels = [_panel(force, family, regime, known=known)[0] for family in reversed(families)]
    return History("Grades over time", panels, "Area", "published in")


def _families(force: Force) -> list[list[Inspection]]:
    """Return the inspections of a force by the family of their editions, oldest first."""
    return [list(group) for _, group in groupby(force.inspections, key=lambda each: each.edition.family)]


def _line(area_id: str, regime: Regime) -> str:
    """Return one id for an area and all areas that it continues or that continue it (rule 2)."""
    return min(regime.line(area_id))


def _panel(
    force: Force, inspections: Sequence[Inspection], regime: Regime, *, known: set[str] | None = None
) -> tuple[GradePanel, list[Area]]:
    """Return the panel of one family, and the areas that it has no grade for.

    Its rows are the known areas, each by one id for its line; without them, those that it has a grade for.
    """
    start = regime.family_start(inspections[0].edition)
    alone = len(inspections) == 1
    title = when(inspections[0]) if alone else f"{start.family}, comparable with each other"
    note: Content = ()
    if inspections[0] is not force.inspections[0]:
        reason = Span(f"Cannot be compared with earlier editions. {start.comparability}", "muted")
        note = (reason, *in_brackets(start.comparability_source, regime=regime))
    changes = _changes(force, inspections, regime)
    rows, missing = [], []
    areas = merge_areas([each.edition for each in inspections])
    if known is None:
        known = {_line(area_id, regime) for each in inspections for area_id in each.grades}
    shown = {area.id for area in areas if _line(area.id, regime) in known}
    shown |= {area.parent for area in areas if area.parent and area.id in shown}
    for area in areas:
        if area.id in shown:
            cells = [
                grade_cell_of(each, area, changes.get((each.edition.id, area.id)), regime)
                for each in inspections
            ]
            rows.append(GradeRow(area.title, cells, bool(area.parent), _line(area.id, regime)))
        elif area.graded:
            missing.append(area)
    return GradePanel(title, list(map(_column, inspections)), rows, note), missing


def _column(inspection: Inspection) -> GradeColumn:
    """Return the head of a column: the edition, and when it was published."""
    title = inspection.edition.title
    year = f"\n{inspection.published.year}" if inspection.published else ""
    return GradeColumn(title, published(inspection), f"{title}{year}")


def _changes(
    force: Force, inspections: Sequence[Inspection], regime: Regime
) -> dict[tuple[str, str], Change]:
    """Return what happened to each area with each inspection, by the ids of edition and area."""
    return {
        (new.edition.id, change.area.id): change
        for old, new in pairwise(inspections)
        for change in transition(force, old, new, regime).changes
    }


def grade_cell_of(
    inspection: Inspection | None, area: Area, change: Change | None, regime: Regime
) -> GradeCell:
    """Return a grade with how it moved, or why there is none."""
    if inspection is None:
        return NOTHING
    edition = inspection.edition
    grade = inspection.grades.get(area.id)
    if grade is None:
        there = edition.areas.get(area.id)
        if there is None:
            return GradeCell(ABSENT)
        if not there.graded:
            return GradeCell(UNGRADED, "not graded", "ng")
        if area.id in inspection.known_by_count:
            return GradeCell(COUNTED, BY_COUNT, "#")
        return NOTHING
    moved = change is not None and change.change in (DOWNGRADE, UPGRADE, NOT_COMPARABLE)
    known = grade.grade in edition.scale.names
    return GradeCell(
        GRADED if known else UNGRADED,
        grade.grade,
        edition.scale.short.get(grade.grade, "U"),
        edition.scale.tones.get(grade.grade, "muted"),
        SIGNS[change.change] if change and moved else None,
        carried=grade.carried_from is not None,
        inferred=grade.inferred,
        corrected=grade.corrected is not None,
        source=source_link(grade.source, regime),
    )


def _signs(panels: Sequence[GradePanel]) -> list[str]:
    """Say what the signs and gaps in some panels mean."""
    cells = [cell for panel in panels for row in panel.rows for cell in row.cells]
    meanings = []
    if any(cell.sign == SIGNS[NOT_COMPARABLE] for cell in cells):
        meanings.append(f"{SIGNS[NOT_COMPARABLE].text}: cannot be compared with the grades before it.")
    if any(cell.kind == COUNTED for cell in cells):
        meanings.append(f"{capital(BY_COUNT)}: known only as part of a count that does not name the areas.")
    if any(cell.kind == ABSENT for cell in cells):
        meanings.append("Blank: the edition does not grade this area separately.")
    return meanings
