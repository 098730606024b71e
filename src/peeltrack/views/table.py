"""``peeltrack table``: the forces side by side, in one area or in one edition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from peeltrack.analysis.comparison import DOWNGRADE, NOT_COMPARABLE, UNCHANGED, UPGRADE, Change
from peeltrack.analysis.national import AreaTotals, National
from peeltrack.analysis.transitions import Transition
from peeltrack.formats.document import (
    Block,
    Content,
    Document,
    Grid,
    Heading,
    Link,
    Listing,
    Paragraph,
    Row,
    Rows,
    Span,
)
from peeltrack.model import UNGRADED, Area, Edition, Force, Grade, Inspection, Regime
from peeltrack.views.area_totals import (
    AREA_TOTAL_COLUMNS,
    agreement_item,
    area_totals_data,
    area_totals_row,
    total_rows,
)
from peeltrack.views.changes import describe
from peeltrack.views.layouts import GradeRow
from peeltrack.views.rows import rows
from peeltrack.views.words import (
    NOT_GRADED,
    SIGNS,
    force_data,
    grade_data,
    grade_span,
    legend,
    lettered,
    listing,
    plural,
)

NOTHING = Span("–", "muted")
"""A grade that our records lack; an empty cell is an area that the edition does not have."""

SORTS = {
    "name": "",
    "grade": "Sorted by the grade in {}, worst first, then by name.",
    "change": "Sorted by what became of the grade in {}, falls first, then rises, then by name.",
}
"""The orders of the forces, each with the sentence that names it."""

ORDER = (DOWNGRADE, UPGRADE, UNCHANGED)
"""The changes in the order of ``--sort change``; the others follow."""

Cells = dict[tuple[str, str], Transition]
"""Transitions by force and edition."""


def by_area(
    area_id: str, found: Sequence[Transition], national: National, regime: Regime, sort: str
) -> Document:
    """One area: forces by editions, in a block for each family."""
    editions = [
        edition
        for edition in regime.editions.values()
        if (area := edition.areas.get(area_id)) and area.graded
    ]
    all_area_totals = [national.area_totals(edition, edition.areas[area_id]) for edition in editions]

    def blocks() -> list[Block]:
        named = [each.areas[area_id].title for each in regime.editions.values() if area_id in each.areas]
        title = " / ".join(dict.fromkeys([each.area.title for each in all_area_totals] or named))
        cells = {(each.force.id, each.new.edition.id): each for each in found}
        heading = Heading((f"{title}, {plural(len(national.forces), 'force')}",), 1)
        parts = [
            block
            for _, family in groupby(all_area_totals, key=lambda each: each.edition.family)
            for block in _family(list(family), cells, national, regime, sort)
        ]
        if not parts:
            return [heading, Paragraph(("No edition grades this area.",))]
        return [heading, *parts, *_without(area_id, regime), _SOURCES]

    return _document(blocks, found, all_area_totals, national, regime)


def _without(area_id: str, regime: Regime) -> list[Block]:
    """Which editions do not grade an area, or do not have it."""
    editions = regime.editions.values()
    ungraded = [each.title for each in editions if area_id in each.areas and not each.areas[area_id].graded]
    absent = [each.title for each in editions if area_id not in each.areas]
    sentences = [
        f"{words} {listing(titles)}."
        for words, titles in (("Not graded in", ungraded), ("Not graded separately in", absent))
        if titles
    ]
    return [Paragraph((" ".join(sentences),))] if sentences else []


def by_edition(edition: Edition, found: Sequence[Transition], national: National, regime: Regime) -> Document:
    """One edition: forces by areas."""
    all_area_totals = list(national.all_area_totals([edition]))
    return _document(
        lambda: _edition(edition, found, all_area_totals, national), found, all_area_totals, national, regime
    )


_SOURCES = Paragraph((Span("For the source of each grade, add --format csv.", "muted"),))


def _document(
    blocks: Callable[[], list[Block]],
    found: Sequence[Transition],
    all_area_totals: Sequence[AreaTotals],
    national: National,
    regime: Regime,
) -> Document:
    def data() -> dict[str, Any]:
        of: dict[str, list[Transition]] = {force.id: [] for force in national.forces}
        for each in sorted(found, key=lambda each: each.new.edition.index):
            of[each.force.id].append(each)
        return {
            "schema": 1,
            "areas": [area_totals_data(each) for each in all_area_totals],
            "forces": [_force_data(force, of[force.id]) for force in national.forces],
        }

    return Document(
        blocks=blocks,
        data=data,
        rows=lambda: [
            rows("change", GradeRow, (row for each in found for row in describe(each, regime))),
            Rows("area", AREA_TOTAL_COLUMNS, [area_totals_row(each) for each in all_area_totals]),
        ],
    )


def _family(
    all_area_totals: Sequence[AreaTotals], cells: Cells, national: National, regime: Regime, sort: str
) -> list[Block]:
    """Forces by the editions of a family, then how many have each grade."""
    editions = [area_totals.edition for area_totals in all_area_totals]
    newest = all_area_totals[-1]
    start = regime.family_start(newest.edition)
    blocks: list[Block] = [Heading((f"{start.family}: {newest.area.title}",))]
    if start.index:
        reason = f"Not comparable with the editions before. {start.comparability} "
        blocks.append(Paragraph((Span(reason, "muted"), Link(start.comparability_source))))
    listed = [
        Row(((force.name,), *(_cell(cells, force, each) for each in all_area_totals)))
        for force in sorted(national.forces, key=_sort_key(sort, newest, cells))
    ]
    remarks = [SORTS[sort].format(newest.edition.title)] if SORTS[sort] else []
    if breaks := [each.area.break_ for each in all_area_totals[1:] if each.area.break_]:
        sign = SIGNS[NOT_COMPARABLE].text
        remarks.append(f"{sign} is not comparable with the grade before. {' '.join(breaks)}")
    if any(NOTHING in cell for row in listed for cell in row.cells):
        remarks.append(f"{NOTHING.text} is a grade that is not in our records.")
    heads = [f"{edition.title}\n{_published(edition)}" for edition in editions]
    blocks.append(Grid(("", *heads), listed + total_rows(all_area_totals, national)))
    if remarks:
        blocks.append(Paragraph((Span(" ".join(remarks), "muted"),)))
    return [*blocks, *_agreements([(each, each.edition.title) for each in all_area_totals])]


def _published(edition: Edition) -> str:
    return edition.published.in_words if edition.published else "dates vary by force"


def _cell(cells: Cells, force: Force, area_totals: AreaTotals) -> Content:
    there = cells.get((force.id, area_totals.edition.id))
    if there is None:
        return (NOTHING,)
    across = there.comparison and not there.comparison.comparable  # the heading of the block says so
    return _history_cell(there.new, area_totals.area, None if across else _change(there, area_totals.area))


def _sort_key(sort: str, newest: AreaTotals, cells: Cells) -> Callable[[Force], tuple[int, int, str]]:
    """By the newest edition of a block; a force without a grade there stands last."""
    scale = newest.edition.scale

    def key(force: Force) -> tuple[int, int, str]:
        change = _change(cells.get((force.id, newest.edition.id)), newest.area)
        if sort == "grade":
            grade = change.new.grade if change and change.new else ""
            return (
                scale.rank(grade) if grade in scale.names else len(scale.names),
                grade != UNGRADED,
                force.name,
            )
        if sort == "change" and change and change.change in ORDER:
            return (ORDER.index(change.change), -abs(change.steps or 0), force.name)
        return (len(ORDER), 0, force.name)

    return key


def _change(there: Transition | None, area: Area) -> Change | None:
    changes = there.changes if there else ()
    return next((change for change in changes if change.area.id == area.id), None)


def _agreements(all_area_totals: Sequence[tuple[AreaTotals, str]]) -> list[Block]:
    items = [item for area_totals, name in all_area_totals if (item := agreement_item(area_totals, name))]
    return [Listing(items)] if items else []


def _edition(
    edition: Edition, found: Sequence[Transition], all_area_totals: Sequence[AreaTotals], national: National
) -> list[Block]:
    """Forces by areas; the areas that no force has on record are named."""
    held = {each.force.id: each.new for each in found}
    columns = [area_totals for area_totals in all_area_totals if area_totals.on_record]
    lacking = [area_totals.area.title for area_totals in all_area_totals if not area_totals.on_record]
    letters, meanings = lettered([each.area.title for each in columns])
    listed = []
    for force in sorted(national.forces, key=lambda force: force.name):
        grades = held[force.id].grades if force.id in held else {}
        listed.append(
            Row(((force.name,), *(_short_cell(grades.get(each.area.id), edition) for each in columns)))
        )
    scale = [(edition.scale.short[name], name) for name in reversed(edition.scale.names)]
    given = [grade for inspection in held.values() for grade in inspection.grades.values()]
    if any(grade.grade == UNGRADED for grade in given):
        scale.append(("U", UNGRADED))
    if any(grade.carried_from for grade in given):
        scale.append(("small letters:", "carried over"))
    if any(grade.inferred for grade in given):
        scale.append(("*", "inferred: no source names this grade"))
    grid = Grid(
        ("", *(each.area.title for each in columns)),
        listed + total_rows(columns, national),
        short=("", *letters),
        legend=[*meanings, *legend(scale)],
    )
    count = plural(len(national.forces), "force")
    blocks: list[Block] = [
        Heading((f"{edition.title} ({_published(edition)}), {count}",), 1),
        Paragraph((Span(f"{edition.comparability} ", "muted"), Link(edition.comparability_source))),
    ]
    if columns:
        blocks.append(grid)
        blocks.append(Paragraph((Span(f"{NOTHING.text} is a grade that is not in our records.", "muted"),)))
    if lacking:
        blocks.append(Paragraph((f"Our records have no grade for any force: {', '.join(lacking)}.",)))
    return [*blocks, *_agreements([(each, each.area.title) for each in all_area_totals]), _SOURCES]


def _short_cell(grade: Grade | None, edition: Edition) -> Content:
    if grade is None:
        return (NOTHING,)
    tone = edition.scale.tones.get(grade.grade, "muted")
    short = edition.scale.short.get(grade.grade, "U")
    inferred: Content = (Span(" (inferred)", "muted", "*"),) if grade.inferred else ()
    if grade.carried_from:
        return (Span(grade.grade, tone, short.lower()), Span(" (carried over)", "muted", ""), *inferred)
    corrected = Span(" (corrected)", "muted", "") if grade.corrected else ""
    return (Span(grade.grade, tone, short), corrected, *inferred)


def _force_data(force: Force, found: Sequence[Transition]) -> dict[str, Any]:
    """The grades of a force with what became of each, in the order of its transitions."""
    return {
        **force_data(force),
        "grades": [
            {
                "edition": each.new.edition.id,
                "area": change.area.id,
                "change": change.change,
                "steps": change.steps,
                "since": change.last.inspection.edition.id if change.last else None,
                **(grade_data(change.new) or {}),
            }
            for each in found
            for change in each.changes
            if change.new
        ],
    }


def _history_cell(inspection: Inspection, area: Area, change: Change | None) -> Content:
    """Return a grade with how it moved, and whether it was carried over or corrected."""
    grade = inspection.grades.get(area.id)
    if grade is None:
        there = inspection.edition.areas.get(area.id)
        if there and not there.graded:
            return (NOT_GRADED,)
        return (NOTHING,) if there else ()
    cell: list[str | Span | Link] = [grade_span(grade.grade, inspection.edition)]
    if change and change.change in (DOWNGRADE, UPGRADE, NOT_COMPARABLE):
        cell = [SIGNS[change.change], " ", *cell]
    if grade.carried_from:
        cell.append(Span(" (carried over)", "muted"))
    if grade.corrected:
        cell.append(Span(" (corrected)", "muted"))
    if grade.inferred:
        cell.append(Span(" (inferred)", "muted"))
    return tuple(cell)
