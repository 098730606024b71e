"""Grades for pages about many forces: side by side, over time, and how many forces have which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from peeltrack.analysis.published import counted_grades
from peeltrack.formats.document import Content, Grid, Row, Span
from peeltrack.formats.pictures import (
    COUNTED,
    UNKNOWN,
    GradeCell,
    GradeColumn,
    GradePanel,
    GradeRow,
    History,
)
from peeltrack.model import Area, Edition, Force, Inspection
from peeltrack.site.page import Site
from peeltrack.site.places import to_edition
from peeltrack.views.history import grade_cell_of
from peeltrack.views.words import NO_GRADE, capital, grade_span, in_brackets


def grades_in_short(inspection: Inspection) -> Content:
    """Return how many areas of an inspection have which grade, and how many are not in our records.

    Questions are left out where there are pillars: the two are not added up (rule 9).
    """
    edition = inspection.edition
    top = [area for area in edition.areas.values() if area.graded and not area.parent]
    known = Counter(inspection.grades[area.id].grade for area in top if area.id in inspection.grades)
    order = [*reversed(edition.scale.names), *(name for name in known if name not in edition.scale.names)]
    pieces = _counted(edition, {name: known[name] for name in order if known[name]})
    lacking = [area for area in top if area.core and area.id not in inspection.grades]
    if (counted := counted_grades(inspection)) and counted.rest:
        pieces += [" by name; " if pieces else "", *_counted(edition, counted.unnamed), " by count"]
        lacking = [area for area in lacking if area.id not in inspection.known_by_count]
    if lacking:
        pieces += [Span(f"{', ' if pieces else ''}{len(lacking)} {NO_GRADE}", "muted")]
    return tuple(pieces)


def _counted(edition: Edition, counts: Mapping[str, int]) -> list[str | Span]:
    pieces: list[str | Span] = []
    for name, number in counts.items():
        grade = grade_span(name, edition)
        pieces += [", ", grade._replace(text=f"{number} {name}")]
    return pieces[1:]


def over_time(area: Area, site: Site) -> History | None:
    """Return the grades of all forces in an area: a panel for each family of editions, the newest first."""
    graded = [(edition, there) for edition in site.editions if (there := graded_area(site, area, edition))]
    families = [list(group) for _, group in groupby(graded, key=lambda each: each[0].family)]
    panels = [_panel(family, site) for family in reversed(families)]
    return History("Grades over time", panels, capital(site.regime.noun("force"))) if panels else None


def graded_area(site: Site, area: Area, edition: Edition) -> Area | None:
    """Return the area of an edition that corresponds to an area, if the edition grades it."""
    there = site.regime.counterpart(area, edition)
    return there if there and there.graded else None


def _panel(family: Sequence[tuple[Edition, Area]], site: Site) -> GradePanel:
    start = site.regime.family_start(family[0][0])
    note: Content = ()
    if start.index:
        reason = Span(f"Cannot be compared with earlier editions. {start.comparability}", "muted")
        note = (reason, *in_brackets(start.comparability_source, regime=site.regime))
    rows = [
        GradeRow(
            force.name,
            [
                _cell(force, edition, area, site, first=not place)
                for place, (edition, area) in enumerate(family)
            ],
        )
        for force in site.forces
    ]
    columns = [
        GradeColumn(edition.title, edition.published.in_words if edition.published else "")
        for edition, _ in family
    ]
    return GradePanel(f"{start.family}: {family[-1][1].title}", columns, rows, note)


def _cell(force: Force, edition: Edition, area: Area, site: Site, *, first: bool) -> GradeCell:
    """Return a grade with how it moved; in the first edition of a family, nothing can have moved."""
    inspection = force.by_edition.get(edition.id)
    if inspection is None:
        return GradeCell(UNKNOWN, NO_GRADE, "?")
    change = None if first else site.change(force, edition, area)
    return grade_cell_of(inspection, area, change, site.regime)


def matrix(edition: Edition, site: Site) -> History:
    """Return the grades of all forces in an edition: forces by areas."""
    areas = [area for area in edition.areas.values() if area.graded]
    comparable = site.regime.family_start(edition) is not edition
    rows = [
        GradeRow(force.name, [_cell(force, edition, area, site, first=not comparable) for area in areas])
        for force in site.forces
    ]
    panel = GradePanel(edition.title, [GradeColumn(area.title) for area in areas], rows)
    return History("Grades", [panel], capital(site.regime.noun("force")))


def totals(head: str, asked: Iterable[tuple[Content, Edition, Area]], site: Site) -> Grid:
    """Return how many forces have which grade: a row for each edition, or for each area of one."""
    found = [(lead, edition, force_cells(edition, area, site)) for lead, edition, area in asked]
    scales = sorted((edition.scale.names for _, edition, _ in found), key=len, reverse=True)
    grades = dict.fromkeys(name for names in scales for name in reversed(names))
    gaps = {cell.words for _, _, cells in found for cell in cells} - grades.keys()
    columns = [*grades, *sorted(gaps, key=lambda words: (words == NO_GRADE, words))]
    rows = [
        Row((lead, *(_number(edition, cells, name) for name in columns))) for lead, edition, cells in found
    ]
    return Grid((head, *columns), rows)


def force_cells(edition: Edition, area: Area, site: Site) -> list[GradeCell]:
    """Return the grade of each force in an area of an edition, or why there is none."""
    return [_cell(force, edition, area, site, first=True) for force in site.forces]


def _number(edition: Edition, cells: Sequence[GradeCell], words: str) -> Content:
    """Return how many cells have a grade, and how many of these are inferred."""
    having = [cell for cell in cells if cell.words == words]
    if not having:
        return (Span("0", "muted"),) if words in edition.scale.names else ()
    inferred = sum(cell.inferred for cell in having)
    number = Span(str(len(having)), having[0].tone)
    return (number, f" ({inferred} inferred)") if inferred else (number,)


def how_complete(site: Site) -> Grid:
    """Return how many grades of each edition are in our records, and how we know them, newest first.

    Only areas on which every force is graded count: for the others, nobody can say how many are missing.
    """
    heads = (
        "Edition",
        "Published",
        "Inspections",
        "Grades named",
        "inferred",
        "known by count",
        NO_GRADE,
        "Findings",
    )
    return Grid(heads, [_completeness(edition, site) for edition in reversed(site.editions)])


def _completeness(edition: Edition, site: Site) -> Row:
    cells = [cell for area in edition.core for cell in force_cells(edition, area, site)]
    inspections = [force.by_edition[edition.id] for force in site.forces if edition.id in force.by_edition]
    known = [cell for cell in cells if cell.kind not in (UNKNOWN, COUNTED)]
    inferred = sum(cell.inferred for cell in known)
    counted = sum(cell.kind == COUNTED for cell in cells)
    lacking = sum(cell.kind == UNKNOWN for cell in cells)
    numbers = (
        len(known) - inferred,
        inferred,
        counted,
        lacking,
        sum(len(each.findings) for each in inspections),
    )
    published = (
        edition.published.in_words if edition.published else f"dates vary by {site.regime.noun('force')}"
    )
    held = f"{len(inspections)} of {len(site.forces)}"
    return Row(((to_edition(edition),), (published,), (held,), *((str(number),) for number in numbers)))
