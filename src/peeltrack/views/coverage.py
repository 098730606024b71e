"""``peeltrack coverage``: what is on record, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from peeltrack.document import (
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
from peeltrack.national import National, Standing
from peeltrack.records import Area, Edition, Regime, areas_together
from peeltrack.views.standing import STANDING_COLUMNS, agreement_item, standing_data, standing_row
from peeltrack.views.words import listing, plural

EDITION_COLUMNS = ("edition", "inspections", "dated", "grades", "findings")


def view(national: National, regime: Regime, *, missing: bool) -> Document:
    """Every edition and area; with ``missing`` people are told which forces are."""
    editions = list(regime.editions.values())
    standings = list(national.standings(editions))
    return Document(
        blocks=lambda: _blocks(standings, national, regime, missing=missing),
        data=lambda: {
            "schema": 1,
            "forces": len(national.forces),
            "editions": [
                dict(zip(EDITION_COLUMNS, _edition_row(edition, national), strict=True))
                for edition in editions
            ],
            "areas": [standing_data(each) for each in standings],
        },
        rows=lambda: [
            Rows("area", STANDING_COLUMNS, [standing_row(each) for each in standings]),
            Rows("edition", EDITION_COLUMNS, [_edition_row(edition, national) for edition in editions]),
        ],
    )


def _edition_row(edition: Edition, national: National) -> Sequence[Value]:
    """How much of an edition is on record, and how many inspections have a day of their own."""
    held = [force.held[edition.id] for force in national.forces if edition.id in force.held]
    return (
        edition.id,
        len(held),
        sum(each.own_date is not None and each.own_date.exact is not None for each in held),
        sum(len(each.grades) for each in held),
        sum(len(each.findings) for each in held),
    )


def _blocks(
    standings: Sequence[Standing], national: National, regime: Regime, *, missing: bool
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
    for family, group in groupby(standings, key=lambda each: each.edition.family):
        blocks += [Heading((family,)), _family(list(group), national, missing=missing)]
    checked = [each for each in standings if each.total]
    items = [agreement_item(each, f"{each.edition.title}, {each.area.title}") for each in checked]
    if checked:
        blocks += [Heading(("Against the published totals",)), Listing([item for item in items if item])]
    if not missing and any(each.missing for each in standings):
        blocks.append(Paragraph(("The missing forces by name: peeltrack coverage --missing",)))
    return blocks


def _family(standings: Sequence[Standing], national: National, *, missing: bool) -> Grid:
    """Areas by the editions of a family: how many forces have a grade on record."""
    editions = list(dict.fromkeys(each.edition for each in standings))
    held = {(each.edition.id, each.area.id): each for each in standings}
    rows = []
    for area in areas_together(editions):
        found = [held.get((edition.id, area.id)) for edition in editions]
        items = [_missing_item(each) for each in found if missing and each and each.missing]
        cells = [
            _cell(standing, national) if standing else _ungraded(area, edition)
            for standing, edition in zip(found, editions, strict=True)
        ]
        rows.append(Row(((area.title,), *cells), items, inner=bool(area.parent)))
    return Grid(("", *(edition.title for edition in editions)), rows)


def _cell(standing: Standing, national: National) -> Content:
    """``43 of 43``; only the number where not every force is graded (rule 8)."""
    if standing.missing is None:
        return (f"{standing.on_record}, not all graded",)
    role = "muted" if standing.missing else "good"
    return (Span(f"{standing.on_record} of {len(national.forces)}", role),)


def _ungraded(area: Area, edition: Edition) -> Content:
    """That an edition only reports on an area; nothing where it does not have it."""
    return (Span("not graded", "muted"),) if area.id in edition.areas else ()


def _missing_item(standing: Standing) -> Item:
    names = listing([force.name for force in standing.lacking])
    return Item((Span(f"{standing.edition.title}, missing:", "strong"), f" {names}"))
