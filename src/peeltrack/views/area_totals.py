"""How many forces have each grade of an area, in words that several views share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from peeltrack.analysis.national import AreaTotals, National
from peeltrack.formats.document import Content, Item, Link, Row, Span, Value
from peeltrack.model import UNGRADED
from peeltrack.views.words import listing

AREA_TOTAL_COLUMNS = (
    "edition",
    "area",
    "title",
    "parent",
    "on_record",
    "forces",
    "agreement",
    "grades",
    "inferred",
    "published",
    "missing",
    "source",
)


def area_totals_row(area_totals: AreaTotals) -> Sequence[Value]:
    """The counts of an area under AREA_TOTAL_COLUMNS."""
    total = area_totals.total
    return (
        area_totals.edition.id,
        area_totals.area.id,
        area_totals.area.title,
        area_totals.area.parent,
        area_totals.on_record,
        area_totals.on_record + len(area_totals.lacking),
        area_totals.agreement,
        _counted(area_totals.grades),
        _counted(area_totals.inferred) or None,
        _counted(total.counts) if total else None,
        " ".join(force.id for force in area_totals.lacking) if area_totals.missing else None,
        total.source if total else None,
    )


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {grade}" for grade, number in counts.items())


def area_totals_data(area_totals: AreaTotals) -> dict[str, Any]:
    """The counts of an area for JSON."""
    total = area_totals.total
    return {
        "edition": area_totals.edition.id,
        "area": area_totals.area.id,
        "title": area_totals.area.title,
        "parent": area_totals.area.parent,
        "core": area_totals.area.core,
        "on_record": area_totals.on_record,
        "forces": area_totals.on_record + len(area_totals.lacking),
        "agreement": area_totals.agreement,
        "grades": dict(area_totals.grades),
        "inferred": dict(area_totals.inferred),
        "published": dict(total.counts) if total else None,
        "source": total.source if total else None,
        "missing": [force.id for force in area_totals.lacking] if area_totals.missing else [],
    }


def agreement_item(area_totals: AreaTotals, name: str) -> Item | None:
    """How the record stands to what was published or is to be expected, in words; None for nothing to say."""
    words = _agreement(area_totals)
    if not words:
        return None
    link = (" ", Link(area_totals.total.source)) if area_totals.total else ()
    return Item((Span(name, "strong"), f": {words}", *link))


def _agreement(area_totals: AreaTotals) -> str:
    total = area_totals.total
    if area_totals.too_many and total:
        found = [
            f"{area_totals.grades[grade]} {grade} in our records, {total.counts.get(grade, 0)} published"
            for grade in area_totals.too_many
        ]
        return f"contradicts the published totals: {listing(found)}"
    if total:
        number = sum(total.counts.values())
        if area_totals.missing:
            return f"{area_totals.missing} missing of the {number} published"
        return "complete, as published"
    if area_totals.missing:
        return f"{area_totals.missing} missing"
    return "" if area_totals.missing is None else "complete"


def total_rows(all_area_totals: Sequence[AreaTotals | None], national: National) -> list[Row]:
    """How many forces are on record in each column, and how many have each grade."""
    held = [area_totals for area_totals in all_area_totals if area_totals]
    scales = [each.edition.scale.names for each in reversed(held)]
    order = [*dict.fromkeys(name for names in scales for name in reversed(names)), UNGRADED]
    given = {grade for each in held for grade in each.grades}
    given |= {grade for each in held if each.total for grade, many in each.total.counts.items() if many}
    number = len(national.forces)
    on_record = [
        (Span(f"{each.on_record} of {number}", "strong", str(each.on_record)),) if each else ()
        for each in all_area_totals
    ]
    rows = [Row(((Span("Forces in our records", "strong"),), *on_record))]
    for grade in [grade for grade in order if grade in given]:
        cells = [
            _number(each, grade) if each and (grade in each.edition.scale.names or grade == UNGRADED) else ()
            for each in all_area_totals
        ]
        tone = next(
            (each.edition.scale.tones[grade] for each in held if grade in each.edition.scale.names), "muted"
        )
        rows.append(Row(((Span(grade, tone),), *cells), inner=True))
    if any(each.inferred for each in held):
        inferred = [(str(sum(each.inferred.values())),) if each else () for each in all_area_totals]
        rows.append(Row((("of these, inferred",), *inferred)))
    return rows


def _number(area_totals: AreaTotals, grade: str) -> Content:
    """Return ``13``, or ``13, published 13``."""
    number = str(area_totals.grades.get(grade, 0))
    if area_totals.total is None:
        return (number,)
    return (number, Span(f", published {area_totals.total.counts.get(grade, 0)}", "muted", ""))
