"""``peeltrack map``: the forces as tiles, coloured by their grade in one area or by how it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from peeltrack.analysis.comparison import COMPARED, NO_DATA, Change, comparable, transition
from peeltrack.formats.document import Block, Document, Grid, Heading, Paragraph, Row, Span
from peeltrack.formats.pictures import (
    CELL_KINDS,
    GRADED,
    SHORT_MARKS,
    UNGRADED,
    UNKNOWN,
    GradeCell,
    LegendEntry,
    Tile,
    TileMap,
)
from peeltrack.model import Area, Edition, Force, Inspection, PeeltrackError, Regime
from peeltrack.views.history import grade_cell_of
from peeltrack.views.layouts import GradeRow
from peeltrack.views.rows import grade_rows, objects, rows
from peeltrack.views.words import SIGNS, capital, covers_words, listing, movement

NO_GRADE_BEFORE = "grade before not in our records"
"""Where there is a grade and nothing to compare it with."""


class Place(NamedTuple):
    """What a map shows of one force."""

    force: Force
    inspection: Inspection | None
    change: Change
    """Since the inspection before; without one, no-data."""
    cell: GradeCell


def choose_edition(area_ids: Iterable[str], regime: Regime, *, change: bool) -> Edition:
    """Return the newest edition that grades an area; for changes, the newest that can be compared.

    Raise PeeltrackError if there is none.
    """
    ids = set(area_ids)
    found = [each for each in regime.editions.values() if _area(each, ids)]
    if change:
        found = [each for each in found if _before(each, ids, regime)]
    if not found:
        what = "can be compared with an earlier one in" if change else "grades"
        raise PeeltrackError(f"no edition {what} this area; leave out --change or choose another area")
    return found[-1]


def _area(edition: Edition, ids: AbstractSet[str]) -> Area | None:
    """Return the area of an edition that has one of the ids and a grade."""
    return next((area for key, area in edition.areas.items() if key in ids and area.graded), None)


def _before(edition: Edition, ids: AbstractSet[str], regime: Regime) -> Edition | None:
    """Return the newest earlier edition that an edition can be compared with in an area."""
    area = _area(edition, ids)
    earlier = [
        each
        for each in regime.editions.values()
        if each.index < edition.index
        and comparable(each, edition)
        and _area(each, ids)
        and area
        and not regime.breaks(area.id, each, edition)
    ]
    return earlier[-1] if earlier else None


def view(
    area_ids: Iterable[str], edition: Edition, forces: Sequence[Force], regime: Regime, *, change: bool
) -> Document:
    """Show every force on the map, or in a table if one of them has no tile."""
    ids = set(area_ids)
    area = _area(edition, ids)
    if area is None:
        raise PeeltrackError(f"{edition.title} does not grade this area; run 'peeltrack areas' for its areas")
    if change and _before(edition, ids, regime) is None:
        raise PeeltrackError(
            f"{edition.title} cannot be compared with an earlier edition in this area; leave out --change"
        )
    places = [_place(force, area, edition, regime, change=change) for force in forces]
    return Document(
        blocks=lambda: _blocks(places, area, edition, regime, change=change),
        data=lambda: {
            "schema": 1,
            "area": area.id,
            "edition": edition.id,
            "grades": objects(row for place in places for row in _rows(place, regime)),
        },
        rows=lambda: [rows("grade", GradeRow, (row for place in places for row in _rows(place, regime)))],
    )


def _place(force: Force, area: Area, edition: Edition, regime: Regime, *, change: bool) -> Place:
    """Return what the map shows of a force."""
    inspection = force.by_edition.get(edition.id)
    nothing = Change(area, NO_DATA, None, None)
    if inspection is None:
        return Place(force, None, nothing, grade_cell_of(None, area, None, regime))
    earlier = [each for each in force.inspections if each.edition.index < edition.index]
    made = transition(force, earlier[-1], inspection, regime, [area.id]).changes if earlier else ()
    found = next((each for each in made if each.area.id == area.id), nothing)
    grade = inspection.grades.get(area.id)
    found = found._replace(new=grade)
    plain = grade_cell_of(inspection, area, None, regime)
    return Place(force, inspection, found, _changed(found, plain) if change else plain)


def _changed(change: Change, cell: GradeCell) -> GradeCell:
    """Return how a grade changed, as a cell with both grades; a sign for each step."""
    if cell.kind != GRADED:
        return cell
    sign = SIGNS[change.change]
    since = f" in {change.last.inspection.edition.title}" if change.last else ""
    note = f"from {change.old.grade}{since} to {cell.words}" if change.steps and change.old else cell.words
    if change.change == NO_DATA:
        return GradeCell(UNKNOWN, NO_GRADE_BEFORE, sign.text)
    kind = GRADED if change.change in COMPARED else UNGRADED
    short = SHORT_MARKS["carried"] if cell.carried else sign.text * abs(change.steps or 1)
    return cell._replace(
        kind=kind, words=movement(change), short=short, tone=sign.role, note=note, sign=None, carried=False
    )


def _rows(place: Place, regime: Regime) -> Iterator[GradeRow]:
    if place.inspection:
        earlier = [
            each for each in place.force.inspections if each.edition.index < place.inspection.edition.index
        ]
        before = earlier[-1] if earlier else None
        yield from grade_rows(place.force, before, place.inspection, [place.change], regime)


def _blocks(
    places: Sequence[Place], area: Area, edition: Edition, regime: Regime, *, change: bool
) -> list[Block]:
    """Return the map with its legend; the table, with why, if a force has no tile."""
    title, what = f"{area.title} in {edition.title}", "Grade"
    if change and (before := _before(edition, regime.line(area.id), regime)):
        title, what = f"{area.title}: change from {before.title} to {edition.title}", "Change of grade"
    blocks: list[Block] = [Heading((title,), 1)]
    if homeless := [place.force.name for place in places if not (place.force.tile and place.force.code)]:
        names = listing(homeless)
        blocks.append(Paragraph((f"This is a table, because our records have no tile for {names}.",)))
        table = [_row(place) for place in sorted(places, key=lambda place: place.force.name)]
        blocks.append(Grid((capital(regime.noun("force")), what), table))
    else:
        tiles = [
            Tile(place.force.code or "", place.force.name, *(place.force.tile or (0, 0)), place.cell)
            for place in places
        ]
        shows = f"{what} in {edition.title}"
        legend = _legend([place.cell for place in places], edition, change=change)
        blocks.append(TileMap(title, tiles, legend, capital(regime.noun("force")), shows))
    if covers := covers_words(regime):
        blocks.append(Paragraph((Span(covers, "muted"),)))
    return blocks


def _row(place: Place) -> Row:
    cell = place.cell
    said = f", {cell.note}" if cell.note else ""
    return Row(((place.force.name,), (Span(cell.words, cell.tone), said)))


def _legend(cells: Sequence[GradeCell], edition: Edition, *, change: bool) -> list[LegendEntry]:
    """Return the grades from best to worst, also those that no force has, then why there is none.

    Changes are in the order of their colours, the greatest falls first.
    """
    scale = edition.scale
    shown = [
        GradeCell(GRADED, name, scale.short[name], scale.tones.get(name, "muted"))
        for name in reversed(scale.names)
        if not change
    ]
    words = [cell.words for cell in shown]
    for cell in sorted(cells, key=_legend_order):
        if cell.words not in words:
            words.append(cell.words)
            shown.append(GradeCell(cell.kind, cell.words, cell.short, cell.tone))
    return [LegendEntry(each, sum(cell.words == each.words for cell in cells)) for each in shown]


def _legend_order(cell: GradeCell) -> tuple[int, int, str, str]:
    """Falls first, then rises, both with the longest first; then what did not move, then the gaps."""
    moves = ("down", "up")
    place = moves.index(cell.tone) if cell.tone in moves else len(moves)
    return (CELL_KINDS.index(cell.kind), place, "" if place == len(moves) else cell.words, cell.words)
