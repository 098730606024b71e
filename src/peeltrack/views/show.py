"""``peeltrack show``: the history of one force, or one inspection whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from peeltrack.analysis.comparison import (
    DOWNGRADE,
    NOT_COMPARABLE,
    UPGRADE,
    Change,
    carried,
    transition,
)
from peeltrack.analysis.raised import matter
from peeltrack.formats.document import (
    Block,
    Content,
    Document,
    Grid,
    Heading,
    Item,
    Link,
    Listing,
    Paragraph,
    Row,
    Rows,
    Span,
    Value,
)
from peeltrack.model import (
    FOLLOWED_KINDS,
    Area,
    Force,
    Grade,
    Inspection,
    Monitoring,
    Regime,
    merge_areas,
)
from peeltrack.views.columns import reply_due
from peeltrack.views.dates import reply_words, time_line
from peeltrack.views.grade_notes import GRADE_NOTE_COLUMNS, NotesByGrade
from peeltrack.views.words import (
    NOT_GRADED,
    SIGNS,
    finding_item,
    grade_cell,
    grade_data,
    grade_remarks,
    grade_span,
    inspection_data,
    iso,
    placed_item,
    plural,
    published,
    when,
)

if TYPE_CHECKING:
    from peeltrack.analysis.national import National

CARRIED_OVER = Span(" (carried over)", "muted")
CARRIED_ANEW = Span(" (carried over)", "muted", " (carried over)")
"""A grade carried over that is another than before, as a break allows; told apart from the plain one."""

NOTHING = Span("–", "muted")
"""Where an edition grades an area and the record lacks the grade; empty is no such area."""

GRADE_COLUMNS = (
    "force",
    "edition",
    "inspection_published",
    "area",
    "grade",
    "published",
    "title",
    "parent",
    "carried_from",
    "corrected_from",
    "corrected_on",
    "note",
    "source",
)
FINDING_COLUMNS = ("force", "edition", "inspection_published", "kind", "area", "topic", "text", "source")
MONITORING_COLUMNS = ("force", "entered", "left", "reason", "source", "source_left")


def view(
    force: Force,
    inspection: Inspection | None,
    regime: Regime,
    today: date,
    national: National | None = None,
) -> Document:
    """The history and the latest findings; or, with an inspection, that one whole.

    With the nation it says how many forces have the same grade.
    """
    grade_notes = NotesByGrade(force, regime, national)
    chosen = (inspection,) if inspection else force.inspections
    return Document(
        blocks=lambda: (
            _whole(force, inspection, grade_notes, today)
            if inspection
            else _history(force, regime, grade_notes, today)
        ),
        data=lambda: {
            "schema": 1,
            "force": {
                "id": force.id,
                "name": force.name,
                "aliases": list(force.aliases),
                "region": force.region,
                "country": force.country,
            },
            "engage": [_monitoring_data(period) for period in force.monitoring],
            "inspections": [_inspection_data(each, grade_notes) for each in chosen],
        },
        rows=lambda: [
            Rows(
                "grade",
                (*GRADE_COLUMNS, *GRADE_NOTE_COLUMNS),
                [
                    (force.id, *_grade_row(each, grade), *grade_notes.of(each, grade.area.id).row)
                    for each in chosen
                    for grade in each.grades.values()
                ],
            ),
            Rows("finding", FINDING_COLUMNS, _finding_rows(force, chosen)),
            Rows(
                "engage",
                MONITORING_COLUMNS,
                [(force.id, *_monitoring_data(period).values()) for period in force.monitoring],
            ),
        ],
    )


def _heading(force: Force) -> list[Block]:
    aliases = f" {', '.join(force.aliases)}." if force.aliases else ""
    also = f"{force.region}, {force.country}." + (f" Also:{aliases}" if aliases else "")
    return [Heading((force.name,), 1), Paragraph((also,))]


def _history(force: Force, regime: Regime, grade_notes: NotesByGrade, today: date) -> list[Block]:
    blocks = _heading(force)
    families = [list(group) for _, group in groupby(force.inspections, key=lambda each: each.edition.family)]
    for place, family in enumerate(families):
        blocks += _family(force, family, regime, first=place == 0)
    blocks += time_line(force)
    if force.inspections:
        latest = force.inspections[-1]
        blocks.append(Heading((f"Latest: {when(latest)}",)))
        blocks += _facts(latest, regime, today)
        blocks += _findings(force, latest, grade_notes, graded=False)
    else:
        blocks.append(Paragraph(("No inspection is on record.",)))
    return blocks


def _family(force: Force, inspections: Sequence[Inspection], regime: Regime, *, first: bool) -> list[Block]:
    """Areas by editions, for the editions that compare with each other."""
    start = regime.family_start(inspections[0].edition)
    alone = len(inspections) == 1
    title = when(inspections[0]) if alone else f"{start.family}, comparable with each other"
    blocks: list[Block] = [Heading((title,))]
    if not first:
        reason = f"Not comparable with what is above. {start.comparability} "
        blocks.append(Paragraph((Span(reason, "muted"), Link(start.comparability_source))))
    changes = _movements(force, inspections, regime)
    rows: list[Row] = []
    lacking: list[str] = []
    areas = merge_areas([each.edition for each in inspections])
    listed_ids = {area.id for area in areas if any(area.id in each.grades for each in inspections)}
    listed_ids |= {area.parent for area in areas if area.parent and area.id in listed_ids}
    for area in areas:
        if area.id in listed_ids:
            cells = [
                history_cell(each, area, changes.get((each.edition.id, area.id))) for each in inspections
            ]
            rows.append(Row([(area.title,), *cells], inner=bool(area.parent)))
        elif area.graded:
            lacking.append(area.title)
    if rows:
        heads = [""] if alone else [f"{each.edition.title}\n{published(each)}" for each in inspections]
        blocks.append(Grid(("", *heads), rows))
    remarks = _signs(rows)
    if lacking:
        remarks.append(f"{'Also no' if rows else 'No'} grade on record: {'; '.join(lacking)}.")
    if remarks:
        blocks.append(Paragraph((Span(" ".join(remarks), "muted"),)))
    return blocks


def _signs(rows: Sequence[Row]) -> list[str]:
    """What the signs in a history mean, those that are there."""
    cells = [cell for row in rows for cell in row.cells]
    meanings = []
    if any(SIGNS[NOT_COMPARABLE] in cell for cell in cells):
        meanings.append(f"{SIGNS[NOT_COMPARABLE].text} is not comparable with the grades before it.")
    if any(CARRIED_ANEW in cell for cell in cells):
        meanings.append("A grade carried over differs from the one before where other questions were asked.")
    if any(NOTHING in cell for cell in cells):
        meanings.append(f"{NOTHING.text} is a grade not on record.")
    if not all(cells):
        meanings.append("Blank is an area that the edition does not have.")
    return meanings


def _movements(
    force: Force, inspections: Sequence[Inspection], regime: Regime
) -> dict[tuple[str, str], Change]:
    """What became of each area with each inspection, by edition and area; across gaps too (rule 7)."""
    found = {}
    for old, new in pairwise(inspections):
        for change in transition(force, old, new, regime).changes:
            found[new.edition.id, change.area.id] = change
    return found


def history_cell(inspection: Inspection, area: Area, change: Change | None) -> Content:
    """A grade in a history: how it moved, and whether it was carried over or corrected."""
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
        anew = change and change.change == NOT_COMPARABLE and change.old and change.old.grade != grade.grade
        cell.append(CARRIED_ANEW if anew else CARRIED_OVER)
    if grade.corrected:
        cell.append(Span(" (corrected)", "muted"))
    return tuple(cell)


def _facts(inspection: Inspection, regime: Regime, today: date) -> list[Block]:
    facts = []
    if inspection.inspector:
        facts.append(f"Inspector: {inspection.inspector}.")
    if reply := reply_words(inspection, regime, today):
        facts.append(reply)
    return [Paragraph((" ".join(facts),))] if facts else []


def _whole(force: Force, inspection: Inspection, grade_notes: NotesByGrade, today: date) -> list[Block]:
    blocks = _heading(force)
    blocks.append(Heading((when(inspection),)))
    blocks += _facts(inspection, grade_notes.regime, today)
    edition = inspection.edition
    blocks.append(Paragraph((Span(f"{edition.comparability} ", "muted"), Link(edition.comparability_source))))
    return blocks + _findings(force, inspection, grade_notes, graded=True)


def _findings(
    force: Force, inspection: Inspection, grade_notes: NotesByGrade, *, graded: bool
) -> list[Block]:
    """The areas with what is cited under them, then commendations and what was done since."""
    items: dict[str | None, list[Item]] = {}
    others: dict[str, list[Item]] = {}
    for finding in inspection.entries:
        found = matter(finding, inspection, force)
        if finding.kind in FOLLOWED_KINDS:
            items.setdefault(finding.area.id if finding.area else None, []).append(finding_item(found))
        else:
            others.setdefault(finding.kind, []).append(placed_item(found))
    areas = inspection.edition.areas.values()
    listed_ids = set(items) | (set(inspection.grades) if graded else set())
    listed_ids |= {area.parent for area in areas if area.id in listed_ids}
    rows = [
        _area_row(force, inspection, area, grade_notes, items.get(area.id, ()))
        for area in areas
        if area.id in listed_ids
    ]
    lacking = [area for area in areas if area.graded and area.id not in inspection.grades]
    blocks: list[Block] = []
    if rows:
        blocks.append(Grid(("", ""), rows))
    if graded and lacking:
        names = "; ".join(area.title for area in lacking)
        blocks.append(Paragraph((Span(f"{plural(len(lacking), 'grade')} not on record: {names}.", "muted"),)))
    parts = (
        ("The force as a whole", items.get(None)),
        ("Commended", others.get("commendation")),
        ("What the force has done since", others.get("action")),
    )
    for title, listed in parts:
        if listed:
            blocks += [Heading((title,)), Listing(listed)]
    if not inspection.entries:
        blocks.append(Paragraph((f"No finding of {inspection.edition.title} is on record.",)))
    return blocks


def _area_row(
    force: Force, inspection: Inspection, area: Area, grade_notes: NotesByGrade, items: Sequence[Item]
) -> Row:
    grade = inspection.grades.get(area.id)
    cell = grade_cell(grade, area.id, inspection.edition)
    remarks = grade_remarks(grade)
    if grade and grade.carried_from:
        remarks.insert(0, carried(area.id, grade, force))
    if grade and grade.published:
        remarks.insert(0, f"published {grade.published.in_words}")
    return Row(
        ((area.title,), (*cell, *grade_notes.of(inspection, area.id).text)),
        [*(Item((Span(remark, "muted"),)) for remark in remarks), *items],
        inner=bool(area.parent),
    )


def _monitoring_data(period: Monitoring) -> dict[str, Any]:
    return {
        "entered": str(period.entered),
        "left": iso(period.left),
        "reason": period.reason,
        "source": period.source,
        "source_left": period.source_left,
    }


def _inspection_data(inspection: Inspection, grade_notes: NotesByGrade) -> dict[str, Any]:
    return {
        **inspection_data(inspection),
        "inspector": inspection.inspector,
        "reply_due": reply_due(inspection, grade_notes.regime),
        "grades": [
            {
                "area": grade.area.id,
                "title": grade.area.title,
                "parent": grade.area.parent,
                **(grade_data(grade) or {}),
                **grade_notes.of(inspection, grade.area.id).data,
            }
            for grade in inspection.grades.values()
        ],
        "findings": [
            {
                "kind": finding.kind,
                "area": finding.area.id if finding.area else None,
                "topic": finding.topic.id,
                "text": finding.text,
                "source": finding.source,
            }
            for finding in inspection.entries
        ],
    }


def _grade_row(inspection: Inspection, grade: Grade) -> Sequence[Value]:
    corrected = grade.corrected
    return (
        inspection.edition.id,
        iso(inspection.published),
        grade.area.id,
        grade.grade,
        iso(grade.published),
        grade.area.title,
        grade.area.parent,
        grade.carried_from.id if grade.carried_from else None,
        corrected.from_ if corrected else None,
        str(corrected.on) if corrected else None,
        grade.note,
        grade.source,
    )


def _finding_rows(force: Force, inspections: Sequence[Inspection]) -> list[Sequence[Value]]:
    return [
        (
            force.id,
            inspection.edition.id,
            iso(inspection.published),
            finding.kind,
            finding.area.id if finding.area else None,
            finding.topic.id,
            finding.text,
            finding.source,
        )
        for inspection in inspections
        for finding in inspection.entries
    ]
