"""How the other forces of the same region did in the same areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from peeltrack.analysis.published import counted_grades
from peeltrack.formats.document import Block, Content, Grid, Heading, Item, Link, Listing, Row, Span
from peeltrack.model import Area, Force, Inspection, Regime, group_by_pillar
from peeltrack.views.words import (
    BOUND,
    BY_COUNT,
    NO_GRADE,
    counted_words,
    in_brackets,
    inspection_cell,
    legend,
)

NO_CELL = Span(NO_GRADE, "muted", "–")
SHORT = {Span(NO_GRADE, "muted"): NO_CELL, Span(BY_COUNT, "muted"): Span(BY_COUNT, "muted", "#")}
"""The cells that have a short form where there is little room."""


def neighbour_blocks(
    force: Force, inspection: Inspection, forces: Sequence[Force], regime: Regime
) -> list[Block]:
    """Return the grades of all forces of a region in one edition, area by area.

    The last column says how many of all forces have the same grade as this one.
    """
    edition = inspection.edition
    others = [each for each in forces if each.region == force.region and each.id != force.id]
    held = [(each, each.by_edition.get(edition.id)) for each in (force, *others)]
    areas = [
        area
        for area in group_by_pillar(edition.areas.values())
        if any(other and area.id in other.grades for _, other in held)
    ]
    if not areas or not others:
        return []
    listed = {area.id for area in areas}
    codes = [each.code or each.id for each, _ in held]
    rows = [
        Row(
            (
                (area.title,),
                *(_cell(other, area, regime) for _, other in held),
                (_same(inspection, area, forces),),
            ),
            inner=area.parent in listed,
        )
        for area in areas
    ]
    heads = ("", *codes, f"same as {codes[0]}")
    return [
        Heading((f"Other forces in {force.region}, {edition.title}",)),
        Grid(heads, rows, short=heads, legend=_legend(held)),
        Listing([_item(code, each, other, regime) for code, (each, other) in zip(codes, held, strict=True)]),
    ]


def _cell(inspection: Inspection | None, area: Area, regime: Regime) -> Content:
    """Return a grade without its source: the list below has the sources."""
    if inspection is None:
        return (NO_CELL,)
    cell = inspection_cell(inspection, area.id, regime)
    words = [piece.label if isinstance(piece, Link) else piece for piece in cell]
    return tuple([SHORT.get(piece, piece) if isinstance(piece, Span) else piece for piece in words])


def _legend(held: Sequence[tuple[Force, Inspection | None]]) -> list[Content]:
    """Return what the short forms of the grades mean."""
    edition = next(other.edition for _, other in held if other)
    used = {grade.grade for _, other in held if other for grade in other.grades.values()}
    names = [name for name in reversed(edition.scale.names) if name in used]
    pairs = [(edition.scale.short[name], name) for name in names]
    pairs += [("#", BY_COUNT), ("*", "inferred"), ("–", NO_GRADE)]
    return legend(pairs)


def _item(code: str, force: Force, inspection: Inspection | None, regime: Regime) -> Item:
    """Return the force of a code, the published count and the sources of the grades."""
    words = f"{code}{BOUND}{force.name}"
    addresses = []
    if inspection:
        addresses = [grade.source for grade in inspection.grades.values()]
        counted = counted_grades(inspection)
        if counted and counted.rest:
            words += f": {counted_words(counted)}"
            addresses.append(counted.source)
    return Item((words, *(in_brackets(*addresses, regime=regime) if addresses else ())))


def _same(inspection: Inspection, area: Area, forces: Sequence[Force]) -> str:
    """Return how many of the forces with a known grade have the same one: ``19 of 38``."""
    grade = inspection.grades.get(area.id)
    if grade is None:
        return ""
    known = Counter(
        other.grades[area.id].grade
        for each in forces
        if (other := each.by_edition.get(inspection.edition.id)) and area.id in other.grades
    )
    return f"{known[grade.grade]} of {known.total()}"
