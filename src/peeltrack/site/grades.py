"""Grades for pages about many forces: side by side, over time, and how many forces have which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from peeltrack.analysis.national import AreaTotals
from peeltrack.analysis.published import counted_grades
from peeltrack.formats.document import Content, Grid, Row, Span
from peeltrack.formats.pictures import History
from peeltrack.model import Area, Edition, Inspection
from peeltrack.site.page import Site
from peeltrack.site.places import to_edition
from peeltrack.views.table import Table
from peeltrack.views.table_picture import area_picture, edition_picture
from peeltrack.views.words import BY_COUNT, NO_GRADE, grade_span, in_brackets


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


def graded_in(area: Area, site: Site) -> list[AreaTotals]:
    """Return how many forces have which grade of an area, in each edition that grades it (rule 2)."""
    found = []
    for edition in site.editions:
        there = site.regime.counterpart(area, edition)
        if there and there.graded:
            found.append(site.totals[edition.id, there.id])
    return found


def over_time(columns: Sequence[AreaTotals], site: Site) -> History:
    """Return the grades of all forces in an area, with the reasons why families cannot be compared."""
    picture = area_picture(_table(columns, site), site.forces)
    starts = {edition.family: site.regime.family_start(edition) for edition in site.editions}
    panels = []
    for panel in picture.panels:
        start = starts[panel.title]
        reason = Span(f"Cannot be compared with earlier editions. {start.comparability}", "muted")
        note = (reason, *in_brackets(start.comparability_source, regime=site.regime))
        panels.append(panel._replace(note=note if start.index else ()))
    return replace(picture, panels=panels)


def matrix(edition: Edition, site: Site) -> History:
    """Return the grades of all forces in an edition: forces by areas."""
    columns = [site.totals[edition.id, area.id] for area in edition.areas.values() if area.graded]
    return edition_picture(_table(columns, site), edition, site.forces)


def _table(columns: Sequence[AreaTotals], site: Site) -> Table:
    return Table(columns, site.transitions, site.national, site.regime)


def numbers(head: str, rows: Sequence[tuple[Content, AreaTotals]]) -> Grid:
    """Return how many forces have which grade: a row for each edition, or for each area of one."""
    scales = sorted((totals.edition.scale.names for _, totals in rows), key=len, reverse=True)
    grades = dict.fromkeys(name for names in scales for name in reversed(names))
    grades |= dict.fromkeys(name for _, totals in rows for name in totals.grades)
    lines = [
        Row((lead, *(_number(totals, name) for name in grades), *_gaps(totals))) for lead, totals in rows
    ]
    return Grid((head, *grades, BY_COUNT, NO_GRADE), lines)


def _number(totals: AreaTotals, name: str) -> Content:
    """Return how many forces have a grade, and how many of these are inferred."""
    number = totals.grades.get(name, 0)
    if not number:
        return (Span("0", "muted"),) if name in totals.edition.scale.names else ()
    cell = grade_span(name, totals.edition)._replace(text=str(number))
    inferred = totals.inferred.get(name, 0)
    return (cell, f" ({inferred} inferred)") if inferred else (cell,)


def _gaps(totals: AreaTotals) -> list[Content]:
    return [(str(len(forces)),) for forces in (totals.counted, totals.lacking)]


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
        BY_COUNT,
        NO_GRADE,
        "Findings",
    )
    return Grid(heads, [_completeness(edition, site) for edition in reversed(site.editions)])


def _completeness(edition: Edition, site: Site) -> Row:
    core = [site.totals[edition.id, area.id] for area in edition.core]
    inspections = [force.by_edition[edition.id] for force in site.forces if edition.id in force.by_edition]
    published = edition.published.in_words if edition.published else "dates vary"
    counts = (
        sum(sum(totals.named.values()) for totals in core),
        sum(sum(totals.inferred.values()) for totals in core),
        sum(len(totals.counted) for totals in core),
        sum(len(totals.lacking) for totals in core),
        sum(len(inspection.findings) for inspection in inspections),
    )
    held = f"{len(inspections)} of {len(site.forces)}"
    return Row(((to_edition(edition),), (published,), (held,), *((str(number),) for number in counts)))
