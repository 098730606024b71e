"""How the other forces of the same region did in the same areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from peeltrack.analysis.published import counted_grades
from peeltrack.formats.document import Block, Content, Grid, Heading, Item, Listing, Paragraph, Row, Span
from peeltrack.model import Area, Force, Inspection, Regime, group_by_pillar
from peeltrack.views.words import BOUND, DOT, NO_GRADE, counted_words, grade_cell, source_link

NO_CELL = Span(NO_GRADE, "muted", "–")


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
    codes = [each.code or each.id for each, _ in held]
    rows = [
        Row(
            (
                (area.title,),
                *(_cell(other, area, regime) for _, other in held),
                (_same(inspection, area, forces),),
            ),
            inner=area.parent is not None and area.parent in {each.id for each in areas},
        )
        for area in areas
    ]
    names = f" {DOT} ".join(f"{code}{BOUND}{each.name}" for code, (each, _) in zip(codes, held, strict=True))
    used = dict.fromkeys(grade.grade for _, other in held if other for grade in other.grades.values())
    scale = edition.scale.short
    legend = f" {DOT} ".join(
        [f"{scale[grade]}{BOUND}{grade}" for grade in edition.scale.names[::-1] if grade in used]
    )
    last = f"same as {codes[0]}"
    counts = [
        Item((f"{each.name}: {counted_words(counted)} ", source_link(counted.source, regime)))
        for each, other in held[1:]
        if other and (counted := counted_grades(other)) and counted.rest
    ]
    return [
        Heading((f"Other forces in {force.region}, {edition.title}",)),
        Grid(
            ("", *codes, last),
            rows,
            short=("", *codes, last),
            legend=[(f"{legend} {DOT} –{BOUND}{NO_GRADE}",)],
        ),
        Paragraph((Span(f"{names}.", "muted"),)),
        *([Listing(counts)] if counts else []),
    ]


def _cell(inspection: Inspection | None, area: Area, regime: Regime) -> Content:
    grade = inspection.grades.get(area.id) if inspection else None
    if inspection is None or grade is None:
        return (NO_CELL,)
    return grade_cell(grade, area.id, inspection.edition, regime)


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
