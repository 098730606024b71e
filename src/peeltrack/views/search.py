"""``peeltrack search``: findings of all forces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from peeltrack.analysis.findings import Hit
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
from peeltrack.model import Edition, Regime, Topic
from peeltrack.views.words import force_data, iso, lettered, listing, placed_item, plural, when

FINDING_COLUMNS = (
    "force",
    "region",
    "edition",
    "published",
    "published_is",
    "kind",
    "area",
    "topic",
    "raised_before",
    "text",
    "source",
)
NAMED = 20
"""How many forces the headline names; of more it says how many."""

COUNT_COLUMNS = ("topic", "edition", "findings", "forces", "forces_again")


def view(hits: Sequence[Hit], regime: Regime, *, by_topic: bool) -> Document:
    """The findings, by force and edition, what was asked for marked in them.

    ``told`` says whether they are of topics asked for, so that who was told again is
    about what was asked.
    """
    return Document(
        blocks=lambda: _blocks(hits, regime, by_topic=by_topic),
        data=lambda: {
            "schema": 1,
            "count": len(hits),
            "again": _again(hits),
            "findings": [_finding_data(hit) for hit in hits],
        },
        rows=lambda: [Rows("finding", FINDING_COLUMNS, [_finding_row(hit) for hit in hits])],
    )


def counts_view(hits: Sequence[Hit], regime: Regime, *, by_topic: bool) -> Document:
    """How many findings there are of each topic in each edition."""
    return Document(
        blocks=lambda: _count_blocks(hits, regime, by_topic=by_topic),
        data=lambda: {
            "schema": 1,
            "count": len(hits),
            "again": _again(hits),
            "counts": [dict(zip(COUNT_COLUMNS, row, strict=True)) for row in _count_rows(hits, regime)],
        },
        rows=lambda: [Rows("count", COUNT_COLUMNS, list(_count_rows(hits, regime)))],
    )


def _again(hits: Sequence[Hit]) -> list[str]:
    """The forces that were told again."""
    return list(dict.fromkeys(hit.force.id for hit in hits if hit.again))


def _headline(hits: Sequence[Hit], *, by_topic: bool) -> list[Block]:
    forces = len({hit.force.id for hit in hits})
    again = list(dict.fromkeys(hit.force.name for hit in hits if hit.again))
    blocks: list[Block] = [Heading((f"{plural(len(hits), 'finding')} of {plural(forces, 'force')}",), 1)]
    if by_topic and again:
        sentence = f"{plural(len(again), 'force was', 'forces were')} told again, by the findings on record"
        names = f": {listing(again)}." if len(again) <= NAMED else "."
        blocks.append(Paragraph((Span(sentence, "strong"), names)))
    if not hits:
        blocks.append(
            Paragraph(("No finding on record is among what was asked for; the records are excerpts.",))
        )
    return blocks


def _blocks(hits: Sequence[Hit], regime: Regime, *, by_topic: bool) -> list[Block]:
    blocks = _headline(hits, by_topic=by_topic)
    for force, group in groupby(hits, key=lambda hit: hit.force):
        blocks.append(Heading((force.name,)))
        for inspection, members in groupby(group, key=lambda hit: hit.matter.inspection):
            blocks += [Heading((when(inspection),), 3), Listing([_item(hit, regime) for hit in members])]
    return blocks


def _item(hit: Hit, regime: Regime) -> Item:
    return Item(placed_item(hit.matter, regime, kind=True).lead, _marked(hit.matter.finding.text, hit.marks))


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> Content:
    pieces: list[str | Span] = []
    place = 0
    for start, end in marks:
        pieces += [text[place:start], Span(text[start:end], "mark")]
        place = end
    return (*pieces, text[place:])


def _count_blocks(hits: Sequence[Hit], regime: Regime, *, by_topic: bool) -> list[Block]:
    blocks = _headline(hits, by_topic=by_topic)
    editions = [edition for edition in regime.editions.values() if _of(hits, None, edition)]
    rows = [
        Row(
            (
                (topic.title,),
                *((str(len(_of(hits, topic, edition)) or ""),) for edition in editions),
                (Span(str(len(_of(hits, topic, None))), "strong"),),
                (str(len({hit.force.id for hit in _of(hits, topic, None)})),),
                (str(len(_again(_of(hits, topic, None)))),),
            )
        )
        for topic in _topics(hits, regime)
    ]
    if rows:
        titles = [edition.title for edition in editions]
        letters, meanings = lettered(titles)
        more = ("all", "forces", "told again")
        blocks.append(
            Grid(("topic", *titles, *more), rows, short=("topic", *letters, *more), legend=meanings)
        )
    return blocks


def _topics(hits: Sequence[Hit], regime: Regime) -> list[Topic]:
    """The topics there are, the most cited first."""
    found = [topic for topic in regime.topics.values() if _of(hits, topic, None)]
    return sorted(found, key=lambda topic: -len(_of(hits, topic, None)))


def _of(hits: Sequence[Hit], topic: Topic | None, edition: Edition | None) -> list[Hit]:
    return [
        hit
        for hit in hits
        if topic in (None, hit.matter.finding.topic) and edition in (None, hit.matter.inspection.edition)
    ]


def _count_rows(hits: Sequence[Hit], regime: Regime) -> Iterator[Sequence[Value]]:
    for topic in _topics(hits, regime):
        for edition in regime.editions.values():
            if members := _of(hits, topic, edition):
                forces = len({hit.force.id for hit in members})
                yield topic.id, edition.id, len(members), forces, len(_again(members))


def _finding_row(hit: Hit) -> Sequence[Value]:
    finding, inspection = hit.matter.finding, hit.matter.inspection
    return (
        hit.force.id,
        hit.force.region,
        inspection.edition.id,
        iso(inspection.published),
        inspection.published_is,
        finding.kind,
        finding.area.id if finding.area else None,
        finding.topic.id,
        " ".join(earlier.edition.id for earlier in hit.matter.before),
        finding.text,
        finding.source,
    )


def _finding_data(hit: Hit) -> dict[str, Any]:
    row = dict(zip(FINDING_COLUMNS, _finding_row(hit), strict=True))
    del row["region"]  # it stands with the force
    return {**row, "force": force_data(hit.force)}
