"""``peeltrack map``: the forces as tiles, coloured by their grade in one area or by how it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from peeltrack.analysis.comparison import (
    DOWNGRADE,
    NO_DATA,
    NOT_COMPARABLE,
    UNCHANGED,
    UPGRADE,
    Change,
    comparable,
    transition,
)
from peeltrack.formats.document import Block, Document, Grid, Heading, Paragraph, Row, Span
from peeltrack.formats.pictures import (
    ABSENT,
    GRADED,
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
from peeltrack.views.words import NO_GRADE, SIGNS, capital, covers_words, listing, movement

TONES = {DOWNGRADE: "poor", UPGRADE: "good", UNCHANGED: "fair"}
"""The colours of changes."""


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


def _area(edition: Edition, ids: set[str]) -> Area | None:
    """Return the area of an edition that has one of the ids and a grade."""
    return next((area for key, area in edition.areas.items() if key in ids and area.graded), None)


def _before(edition: Edition, ids: set[str], regime: Regime) -> Edition | None:
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
    found = [row for place in places for row in _rows(place, regime)]
    return Document(
        blocks=lambda: _blocks(places, area, edition, regime, change=change),
        data=lambda: {
            "schema": 1,
            "area": area.id,
            "edition": edition.id,
            "grades": objects(found),
        },
        rows=lambda: [rows("grade", GradeRow, found)],
    )


def _place(force: Force, area: Area, edition: Edition, regime: Regime, *, change: bool) -> Place:
    """Return what the map shows of a force."""
    inspection = force.by_edition.get(edition.id)
    nothing = Change(area, NO_DATA, None, None)
    if inspection is None:
        return Place(force, None, nothing, GradeCell(UNKNOWN, NO_GRADE, "?"))
    earlier = [each for each in force.inspections if each.edition.index < edition.index]
    made = transition(force, earlier[-1], inspection, regime, [area.id]).changes if earlier else ()
    found = next((each for each in made if each.area.id == area.id), nothing)
    grade = inspection.grades.get(area.id)
    found = found._replace(new=grade)
    plain = grade_cell_of(inspection, area, None, regime)
    plain = plain._replace(short="?") if plain.kind == UNKNOWN else plain
    return Place(force, inspection, found, _changed(found, plain) if change else plain)


def _changed(change: Change, cell: GradeCell) -> GradeCell:
    """Return how a grade changed, as a cell with the grade of now."""
    if cell.kind != GRADED:
        return cell
    if change.change not in TONES:
        return GradeCell(ABSENT if not cell.words else UNGRADED, "not comparable", SIGNS[NOT_COMPARABLE].text)
    sign = SIGNS[change.change]
    before = f"from {change.old.grade} " if change.old and change.change != UNCHANGED else ""
    note = f"{before}to {cell.words}" if before else cell.words
    return cell._replace(
        words=movement(change), short=sign.text, tone=TONES[change.change], note=note, sign=None
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
    what = "Change of grade" if change else "Grade"
    blocks: list[Block] = [Heading((f"{area.title} in {edition.title}",), 1)]
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
        blocks.append(
            TileMap(f"{area.title} in {edition.title}", tiles, legend, capital(regime.noun("force")), shows)
        )
    if covers := covers_words(regime):
        blocks.append(Paragraph((Span(covers, "muted"),)))
    return blocks


def _row(place: Place) -> Row:
    cell = place.cell
    said = f", {cell.note}" if cell.note else ""
    return Row(((place.force.name,), (Span(cell.words, cell.tone), said)))


def _legend(cells: Sequence[GradeCell], edition: Edition, *, change: bool) -> list[LegendEntry]:
    """Return the grades from best to worst, also those that no force has, then why there is none."""
    scale = edition.scale
    shown = [
        GradeCell(GRADED, name, scale.short[name], scale.tones.get(name, "muted"))
        for name in reversed(scale.names)
        if not change
    ]
    words = [cell.words for cell in shown]
    for cell in sorted(cells, key=lambda cell: (cell.kind != GRADED, cell.kind, cell.words)):
        if cell.words not in words:
            words.append(cell.words)
            shown.append(GradeCell(cell.kind, cell.words, cell.short, cell.tone))
    return [LegendEntry(each, sum(cell.words == each.words for cell in cells)) for each in shown]
