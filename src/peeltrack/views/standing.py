"""How the forces stand in an area, in the words that several views share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from peeltrack.document import Content, Item, Link, Row, Span, Value
from peeltrack.national import National, Standing
from peeltrack.records import UNGRADED
from peeltrack.views.words import listing

STANDING_COLUMNS = (
    "edition",
    "area",
    "title",
    "parent",
    "on_record",
    "forces",
    "agreement",
    "grades",
    "published",
    "missing",
    "source",
)


def standing_row(standing: Standing) -> Sequence[Value]:
    """The counts of an area under STANDING_COLUMNS."""
    total = standing.total
    return (
        standing.edition.id,
        standing.area.id,
        standing.area.title,
        standing.area.parent,
        standing.on_record,
        standing.on_record + len(standing.lacking),
        standing.agreement,
        _counted(standing.grades),
        _counted(total.counts) if total else None,
        " ".join(force.id for force in standing.lacking) if standing.missing else None,
        total.source if total else None,
    )


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {grade}" for grade, number in counts.items())


def standing_data(standing: Standing) -> dict[str, Any]:
    """The counts of an area for JSON."""
    total = standing.total
    return {
        "edition": standing.edition.id,
        "area": standing.area.id,
        "title": standing.area.title,
        "parent": standing.area.parent,
        "core": standing.area.core,
        "on_record": standing.on_record,
        "forces": standing.on_record + len(standing.lacking),
        "agreement": standing.agreement,
        "grades": dict(standing.grades),
        "published": dict(total.counts) if total else None,
        "source": total.source if total else None,
        "missing": [force.id for force in standing.lacking] if standing.missing else [],
    }


def agreement_item(standing: Standing, name: str) -> Item | None:
    """How the record stands to what was published or is to be expected, in words; None for nothing to say."""
    words = _agreement(standing)
    if not words:
        return None
    link = (" ", Link(standing.total.source)) if standing.total else ()
    return Item((Span(name, "strong"), f": {words}", *link))


def _agreement(standing: Standing) -> str:
    total = standing.total
    if standing.too_many and total:
        found = [
            f"{standing.grades[grade]} {grade} on record, {total.counts.get(grade, 0)} published"
            for grade in standing.too_many
        ]
        return f"contradicts the published totals: {listing(found)}"
    if total:
        number = sum(total.counts.values())
        if standing.missing:
            return f"{standing.missing} missing of the {number} published"
        return "complete, as published"
    if standing.missing:
        return f"{standing.missing} missing"
    return "" if standing.missing is None else "complete"


def total_rows(standings: Sequence[Standing | None], national: National) -> list[Row]:
    """How many forces are on record in each column, and how many have each grade."""
    held = [standing for standing in standings if standing]
    scales = [each.edition.scale.names for each in reversed(held)]
    order = [*dict.fromkeys(name for names in scales for name in reversed(names)), UNGRADED]
    given = {grade for each in held for grade in each.grades}
    given |= {grade for each in held if each.total for grade, many in each.total.counts.items() if many}
    number = len(national.forces)
    on_record = [
        (Span(f"{each.on_record} of {number}", "strong", str(each.on_record)),) if each else ()
        for each in standings
    ]
    rows = [Row(((Span("Forces on record", "strong"),), *on_record))]
    for grade in [grade for grade in order if grade in given]:
        cells = [
            _number(each, grade) if each and (grade in each.edition.scale or grade == UNGRADED) else ()
            for each in standings
        ]
        tone = next(
            (each.edition.scale.tones[grade] for each in held if grade in each.edition.scale), "muted"
        )
        rows.append(Row(((Span(grade, tone),), *cells), inner=True))
    return rows


def _number(standing: Standing, grade: str) -> Content:
    """``13``, or ``13, published 13``."""
    number = str(standing.grades.get(grade, 0))
    if standing.total is None:
        return (number,)
    return (number, Span(f", published {standing.total.counts.get(grade, 0)}", "muted", ""))
