"""``peeltrack editions``: the editions, what they grade, and what they can be compared with."""

from __future__ import annotations

from collections.abc import Sequence

from peeltrack.formats.document import Block, Document, Grid, Heading, Item, Listing, Row, Span
from peeltrack.model import Edition, Force, Regime
from peeltrack.views.all_layouts import EditionRow
from peeltrack.views.rows import iso, objects, rows
from peeltrack.views.words import listing, plural, source_link


def view(forces: Sequence[Force], regime: Regime) -> Document:
    """Show the editions, oldest first."""
    editions = list(regime.editions.values())
    found = [edition_row(edition, forces, regime) for edition in editions]
    return Document(
        blocks=lambda: _blocks(found, editions, regime),
        data=lambda: {"schema": 1, "editions": objects(found)},
        rows=lambda: [rows("edition", EditionRow, found)],
    )


def _blocks(found: Sequence[EditionRow], editions: Sequence[Edition], regime: Regime) -> list[Block]:
    return [
        Heading((plural(len(editions), "edition"),), 1),
        Grid(
            ("id", "published", "areas", "inspections", "can be compared with"),
            [_row(each, edition, regime) for each, edition in zip(found, editions, strict=True)],
        ),
        Heading(("Scales, worst first",)),
        Listing(
            [Item((Span(titles, "strong"),), (", ".join(scale),)) for scale, titles in _scales(editions)]
        ),
        Heading(("Which grades can be compared",)),
        Listing(
            [
                Item(
                    (Span(edition.title, "strong"), " ", source_link(edition.comparability_source, regime)),
                    (edition.comparability,),
                )
                for edition in editions
            ]
        ),
    ]


def _scales(editions: Sequence[Edition]) -> list[tuple[tuple[str, ...], str]]:
    """Return each scale with the titles of the editions that have it."""
    titles: dict[tuple[str, ...], list[str]] = {}
    for edition in editions:
        titles.setdefault(edition.scale.names, []).append(edition.title)
    return [(scale, listing(names)) for scale, names in titles.items()]


def _row(each: EditionRow, edition: Edition, regime: Regime) -> Row:
    others = [
        other.title
        for other in regime.editions.values()
        if other.family == edition.family and other is not edition
    ]
    published = edition.published.in_words if edition.published else "dates vary by force"
    return Row(
        (
            (Span(each.edition, "strong"),),
            (published,),
            (str(each.areas),),
            (str(each.inspections),),
            (", ".join(others) or "no other edition",),
        )
    )


def edition_row(edition: Edition, forces: Sequence[Force], regime: Regime) -> EditionRow:
    """Describe an edition."""
    publisher = regime.publisher(edition.comparability_source)
    return EditionRow(
        edition=edition.id,
        edition_title=edition.title,
        edition_order=edition.index + 1,
        family=edition.family,
        edition_published=iso(edition.published),
        scale=edition.scale.names,
        areas=len(edition.areas),
        inspections=sum(edition.id in force.by_edition for force in forces),
        comparability=edition.comparability,
        source=edition.comparability_source,
        source_publisher=publisher.name,
        source_kind=publisher.kind,
    )
