"""The picture of ``peeltrack table``: forces by editions, families apart, or forces by areas."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from peeltrack.analysis.comparison import Change
from peeltrack.analysis.national import AreaTotals
from peeltrack.formats.pictures import UNKNOWN, GradeCell, GradeColumn, GradePanel, GradeRow, History
from peeltrack.model import Edition, Force
from peeltrack.views.history import grade_cell_of
from peeltrack.views.table import OUTSIDE, Table
from peeltrack.views.words import capital


def area_picture(table: Table, order: Sequence[Force]) -> History:
    """Return the grades of one area: a column for each edition, a panel for each family."""
    families = [list(group) for _, group in groupby(table.columns, key=lambda each: each.edition.family)]
    panels = []
    for family in reversed(families):
        heads = [_edition_head(each) for each in family]
        panels.append(GradePanel(family[0].edition.family, heads, _rows(table, order, family)))
    dates = "published in" if len(table.columns) > 1 else ""
    return History("Grades over time", panels, capital(table.regime.noun("force")), dates)


def edition_picture(table: Table, edition: Edition, order: Sequence[Force]) -> History:
    """Return the grades of one edition: a column for each area of which anything is known."""
    shown = [each for each in table.columns if each.known or each.counted]
    heads = [GradeColumn(each.area.title) for each in shown]
    panel = GradePanel(edition.title, heads, _rows(table, order, shown))
    return History(edition.title, [panel], capital(table.regime.noun("force")))


def _edition_head(column: AreaTotals) -> GradeColumn:
    title, published = column.edition.title, column.edition.published
    detail = published.in_words if published else "dates vary"
    return GradeColumn(title, detail, f"{title}\n{published.year if published else 'varies'}")


def _rows(table: Table, order: Sequence[Force], columns: Sequence[AreaTotals]) -> list[GradeRow]:
    changes = table.changes()
    return [
        GradeRow(
            force.name,
            [
                _cell(table, force, each, changes.get((force.id, each.edition.id, each.area.id)))
                for each in columns
            ],
            key=force.id,
        )
        for force in order
    ]


def _cell(table: Table, force: Force, column: AreaTotals, change: Change | None) -> GradeCell:
    """Return a grade with how it moved, or why there is none."""
    inspection = force.by_edition.get(column.edition.id)
    known = table.national.grade(inspection, column.area)
    if not known and not table.national.lacks(inspection, column.area):
        return GradeCell(UNKNOWN, OUTSIDE.text, OUTSIDE.short or "")
    return grade_cell_of(inspection, column.area, change, table.regime)
