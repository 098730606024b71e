"""``peeltrack coverage``: which grades our records have, and which they lack."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from peeltrack.analysis.national import AreaTotals, National
from peeltrack.formats.document import (
    Block,
    Content,
    Document,
    Grid,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Rows,
    Span,
    Value,
)
from peeltrack.model import Area, Edition, Regime, merge_areas
from peeltrack.views.area_totals import AREA_TOTAL_COLUMNS, agreement_item, area_totals_data, area_totals_row
from peeltrack.views.words import listing, plural

EDITION_COLUMNS = ("edition", "inspections", "dated", "grades", "findings")


def view(national: National, regime: Regime, *, missing: bool) -> Document:
    """Every edition and area; with ``missing`` people also see which forces."""
    editions = list(regime.editions.values())
    all_area_totals = list(national.all_area_totals(editions))
    return Document(
        blocks=lambda: _blocks(all_area_totals, national, regime, missing=missing),
        data=lambda: {
            "schema": 1,
            "forces": len(national.forces),
            "editions": [
                dict(zip(EDITION_COLUMNS, _edition_row(edition, national), strict=True))
                for edition in editions
            ],
            "areas": [area_totals_data(each) for each in all_area_totals],
        },
        rows=lambda: [
            Rows("area", AREA_TOTAL_COLUMNS, [area_totals_row(each) for each in all_area_totals]),
            Rows("edition", EDITION_COLUMNS, [_edition_row(edition, national) for edition in editions]),
        ],
    )


def _edition_row(edition: Edition, national: National) -> Sequence[Value]:
    """How much of an edition is on record, and how many inspections have a day of publication."""
    held = [force.by_edition[edition.id] for force in national.forces if edition.id in force.by_edition]
    return (
        edition.id,
        len(held),
        sum(each.own_date is not None and each.own_date.exact is not None for each in held),
        sum(len(each.grades) for each in held),
        sum(len(each.entries) for each in held),
    )


def _blocks(
    all_area_totals: Sequence[AreaTotals], national: National, regime: Regime, *, missing: bool
) -> list[Block]:
    rows: list[Row] = []
    totals: dict[str, int] = {}
    for edition in regime.editions.values():
        numbers = dict(zip(EDITION_COLUMNS[1:], _edition_row(edition, national)[1:], strict=True))
        for name, number in numbers.items():
            totals[name] = totals.get(name, 0) + int(number or 0)
        rows.append(Row(((edition.title,), *((str(number),) for number in numbers.values()))))
    what = listing(
        [plural(totals[name], name.removesuffix("s")) for name in ("inspections", "grades", "findings")]
    )
    blocks: list[Block] = [
        Heading((f"On record: {what} of {plural(len(national.forces), 'force')}",), 1),
        Grid(("", "inspections", "with the day of publication", "grades", "findings"), rows),
    ]
    for family, group in groupby(all_area_totals, key=lambda each: each.edition.family):
        blocks += [Heading((family,)), _family(list(group), national, missing=missing)]
    checked = [each for each in all_area_totals if each.total]
    items = [agreement_item(each, f"{each.edition.title}, {each.area.title}") for each in checked]
    if checked:
        blocks += [Heading(("Against the published totals",)), Listing([item for item in items if item])]
    if not missing and any(each.missing for each in all_area_totals):
        blocks.append(Paragraph(("The missing forces by name: peeltrack coverage --missing",)))
    return blocks


def _family(all_area_totals: Sequence[AreaTotals], national: National, *, missing: bool) -> Grid:
    """Areas by the editions of a family: how many forces have a grade on record."""
    editions = list(dict.fromkeys(each.edition for each in all_area_totals))
    held = {(each.edition.id, each.area.id): each for each in all_area_totals}
    rows = []
    for area in merge_areas(editions):
        found = [held.get((edition.id, area.id)) for edition in editions]
        items = [_missing_item(each) for each in found if missing and each and each.missing]
        cells = [
            _cell(area_totals, national) if area_totals else _ungraded(area, edition)
            for area_totals, edition in zip(found, editions, strict=True)
        ]
        rows.append(Row(((area.title,), *cells), items, inner=bool(area.parent)))
    return Grid(("", *(edition.title for edition in editions)), rows)


def _cell(area_totals: AreaTotals, national: National) -> Content:
    """``43 of 43``; only the number where not every force is graded (rule 8)."""
    number = sum(area_totals.inferred.values())
    mark: Content = (Span(f", {number} inferred", "muted"),) if number else ()
    if area_totals.missing is None:
        return (f"{area_totals.on_record}, not all graded", *mark)
    role = "muted" if area_totals.missing else "good"
    return (Span(f"{area_totals.on_record} of {len(national.forces)}", role), *mark)


def _ungraded(area: Area, edition: Edition) -> Content:
    """That an edition only reports on an area; nothing where it does not have it."""
    return (Span("not graded", "muted"),) if area.id in edition.areas else ()


def _missing_item(area_totals: AreaTotals) -> Item:
    names = listing([force.name for force in area_totals.lacking])
    return Item((Span(f"{area_totals.edition.title}, missing:", "strong"), f" {names}"))
