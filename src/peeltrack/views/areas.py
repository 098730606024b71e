"""``peeltrack areas``: what each edition grades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from peeltrack.formats.document import Block, Document, Grid, Heading, Paragraph, Row, Span
from peeltrack.model import Area, Edition, Regime, merge_areas
from peeltrack.views.all_layouts import AreaRow
from peeltrack.views.rows import objects, rows
from peeltrack.views.words import plural


def view(regime: Regime, data_option: str = "") -> Document:
    """Show the areas, newest first; machines get one row per edition and area."""
    found = [
        area_row(area, edition) for edition in regime.editions.values() for area in edition.areas.values()
    ]
    return Document(
        blocks=lambda: _blocks(regime, data_option),
        data=lambda: {"schema": 1, "areas": objects(found)},
        rows=lambda: [rows("area", AreaRow, found)],
    )


def _blocks(regime: Regime, data_option: str) -> list[Block]:
    editions = list(regime.editions.values())
    areas = merge_areas(editions)
    return [
        Heading((plural(len(areas), "area"),), 1),
        Paragraph((f"To see the forces side by side in one area, run: peeltrack table AREA{data_option}",)),
        Grid(("id", "title", "editions"), [_row(area, editions) for area in areas], title=1),
    ]


def _row(area: Area, editions: Sequence[Edition]) -> Row:
    words = ", ".join(_runs(area, editions))
    if area.continues:
        words += f"; continues {area.continues}"
    return Row(((Span(area.id, "strong"),), (area.title,), (words,)), inner=bool(area.parent))


def _runs(area: Area, editions: Sequence[Edition]) -> Iterator[str]:
    """Return the editions that have an area, neighbouring ones as a range."""
    for state, group in groupby(editions, key=lambda edition: _state(area, edition)):
        run = list(group)
        if state is not None:
            titles = run[0].title if len(run) == 1 else f"{run[0].title} to {run[-1].title}"
            yield titles if state else f"{titles} (not graded)"


def _state(area: Area, edition: Edition) -> bool | None:
    """Return whether an edition grades an area; None if it does not have the area."""
    return edition.areas[area.id].graded if area.id in edition.areas else None


def area_row(area: Area, edition: Edition) -> AreaRow:
    """Describe an area of one edition."""
    return AreaRow(
        area=area.id,
        area_title=area.title,
        edition=edition.id,
        edition_title=edition.title,
        edition_order=edition.index + 1,
        parent=area.parent,
        level=edition.levels[area.id].removesuffix("s"),
        core=area.core,
        graded=area.graded,
        continues=area.continues,
        question=area.question,
        not_comparable_before=area.break_,
    )
