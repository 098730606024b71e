"""The page of ``peeltrack show``: the answer first, then details and the grades over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from peeltrack.analysis.comparison import (
    Change,
    Comparison,
    carried,
    transition,
)
from peeltrack.analysis.monitoring import periods_since
from peeltrack.analysis.published import counted_grades
from peeltrack.analysis.raised import Matter, matters
from peeltrack.formats.document import (
    Block,
    Content,
    Grid,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Span,
)
from peeltrack.model import Area, Force, Inspection, Regime, group_by_pillar
from peeltrack.views.dates import (
    other_grades,
    period_words,
    reply_rule,
    reply_words,
    time_line,
)
from peeltrack.views.grade_notes import streak_words
from peeltrack.views.history import history_blocks
from peeltrack.views.matters import finding_blocks, matter_lines
from peeltrack.views.words import (
    DOT,
    INFERRED_MEANS,
    SIGNS,
    counted_words,
    covers_words,
    explanations,
    grade_cell,
    grade_remarks,
    in_brackets,
    inspection_cell,
    kind_words,
    movement,
    source_item,
    source_link,
    when,
    without_sources,
)

NOTES = Heading(("Notes",))
"""Ends what belongs on the first screen."""


class _Page(NamedTuple):
    """What a page is about."""

    force: Force
    inspection: Inspection
    comparison: Comparison | None
    """With the inspection before; None if this is the first in our records."""
    matters: Sequence[Matter]
    regime: Regime
    today: Callable[[], date]


def show_blocks(
    force: Force,
    inspection: Inspection | None,
    regime: Regime,
    today: Callable[[], date],
    year: int | None,
    forces: Sequence[Force],
) -> list[Block]:
    """Return the page; ``view`` of ``peeltrack show`` explains the arguments."""
    title = Heading((force.name,), 1)
    if not force.inspections:
        return [title, Paragraph(("Our records have no inspection.",)), *_about(force, regime)]
    chosen = inspection or force.inspections[-1]
    page = _page(force, chosen, regime, today)
    note = other_grades(force, chosen, year) if year else ""
    blocks = [title, *_summary(page, note), *_explained(page)]
    if forces:
        from peeltrack.views.neighbours import neighbour_blocks

        blocks += neighbour_blocks(force, chosen, forces, regime)
    blocks += [*_details(page), *time_line(force, regime)]
    if inspection is None and (history := history_blocks(force, regime)):
        blocks += [Heading(("Grades over time",)), *history]
    return [*blocks, *_about(force, regime)]


def _page(force: Force, inspection: Inspection, regime: Regime, today: Callable[[], date]) -> _Page:
    before = force.before(inspection)
    comparison = transition(force, before, inspection, regime) if before else None
    return _Page(force, inspection, comparison, matters(inspection, force), regime, today)


def _summary(page: _Page, note: str) -> list[Block]:
    """Return the answer for the first screen."""
    force, inspection, regime = page.force, page.inspection, page.regime
    inspector = f", inspector {inspection.inspector}" if inspection.inspector else ""
    lead: Content = (Span(when(inspection), "strong"), inspector)
    if inspection.page:
        lead = (*lead, f" {DOT} ", source_link(inspection.page, regime, regime.noun("page")))
    facts = [Item(lead)]
    if note:
        facts.append(Item((note,)))
    if reply := reply_words(inspection, regime, page.today):
        facts.append(Item((reply,)))
    facts += [Item((period_words(period, regime),)) for period in periods_since(force, inspection)]
    if (counted := counted_grades(inspection)) and counted.rest:
        facts.append(Item((counted_words(counted), *in_brackets(counted.source, regime=regime))))
    blocks: list[Block] = [Listing(facts)]
    rows = _grade_rows(page)
    if rows:
        blocks.append(Grid(_heads(page), rows, title=_title_column(page)))
    elif not counted:
        blocks.append(Paragraph((f"No grade of {inspection.edition.title} is in our records.",)))
    return [*blocks, *matter_lines(inspection, page.matters, regime)]


def _compares(page: _Page) -> bool:
    """Return whether grades can be compared with the inspection before."""
    return page.comparison is not None and page.comparison.comparable


def _title_column(page: _Page) -> int:
    return 1 if _compares(page) else 0


def _heads(page: _Page) -> Sequence[str]:
    title = page.inspection.edition.title
    if page.comparison is None:
        return ("", title)
    if _compares(page):
        return ("", "", title, f"before ({page.comparison.old.edition.title})", "")
    return ("", title, "before, not comparable")


def _grade_rows(page: _Page) -> list[Row]:
    """Return the grades of an inspection, each beside the grade before it."""
    edition = page.inspection.edition
    found = page.comparison.changes if page.comparison else ()
    changes = {change.new_area.id: change for change in found if change.new_area}
    rows = []
    listed: set[str] = set()
    for area in group_by_pillar(edition.areas.values()):
        change = changes.get(area.id)
        if area.id in page.inspection.grades:
            listed.add(area.id)
            rows.append(_grade_row(page, area, change, inner=area.parent in listed))
    return rows


def _grade_row(page: _Page, area: Area, change: Change | None, *, inner: bool) -> Row:
    cell = without_sources(_grade(page, area))
    if page.comparison is None or change is None:
        return Row(((area.title,), cell), inner=inner)
    before = _before(page.comparison, change, page.regime)
    if not _compares(page):
        return Row(((area.title,), cell, before), inner=inner)
    sign = SIGNS[change.change]
    words = Span(movement(change), sign.role)
    return Row(((sign,), (area.title,), cell, before, (words,)), inner=inner)


def _grade(page: _Page, area: Area) -> Content:
    return inspection_cell(page.inspection, area.id, page.regime)


def _before(comparison: Comparison, change: Change, regime: Regime) -> Content:
    """Return the grade before, with its edition if that is an earlier one; its source follows below."""
    if change.old_area is None:
        return (Span("not graded separately", "muted"),)
    old = _graded_by(comparison, change)
    cell = grade_cell(change.old, change.old_area.id, old.edition, regime)
    if change.old is None:
        cell = inspection_cell(comparison.old, change.old_area.id, regime)
    words = without_sources(cell)
    return words if old is comparison.old else (*words, Span(f" ({old.edition.title})", "muted"))


def _graded_by(comparison: Comparison, change: Change) -> Inspection:
    """Return the inspection that gave the grade before."""
    return change.last.inspection if change.last and change.last.grade is change.old else comparison.old


def _explained(page: _Page) -> list[Block]:
    """Return where the grades before are from, and what needs explaining."""
    regime, edition = page.regime, page.inspection.edition
    items = _source_items(page)
    if page.comparison and page.comparison.reason:
        words = f"The grades before cannot be compared with these. {page.comparison.reason}"
        items.append(
            Item((Span(words, "muted"), *in_brackets(page.comparison.reason_source or "", regime=regime)))
        )
    if rule := reply_rule(page.inspection, regime):
        items.append(Item(rule))
    sides = (page.inspection, page.comparison.old) if page.comparison else (page.inspection,)
    if any(grade.inferred for side in sides for grade in side.grades.values()):
        items.append(Item((Span(f"* {INFERRED_MEANS}", "muted"),)))
    for grade in page.inspection.grades.values():
        if grade.corrected:
            remark = f"† {grade.area.title} was {grade_remarks(grade)[0]}."
            items.append(Item((Span(remark, "muted"),)))
    shown = [edition.title, regime.noun("inspectorate"), *edition.levels.values()]
    shown += [kind_words(matter.finding.kind) for matter in page.matters]
    if page.force.monitoring:
        shown.append(regime.noun("monitoring"))
    items += explanations(regime, shown)
    return [NOTES, Listing(items)] if items else []


def _source_items(page: _Page) -> list[Item]:
    """Return where the grades and the grades before are from."""
    sides = [(page.inspection, [grade.source for grade in page.inspection.grades.values()])]
    if page.comparison:
        before = [change.old.source for change in page.comparison.changes if change.old and change.new]
        sides.append((page.comparison.old, before))
    return [source_item(inspection, addresses, page.regime) for inspection, addresses in sides if addresses]


def _details(page: _Page) -> list[Block]:
    """Return what there is to say about the grades, and the texts of findings and statements."""
    inspection, edition, regime = page.inspection, page.inspection.edition, page.regime
    cells = {area.id: _grade(page, area) for area in edition.areas.values()}
    remarks = {}
    for area_id, grade in inspection.grades.items():
        own_date = grade.published if grade.published != inspection.published else None
        words = [f"published {own_date.in_words}"] if own_date else []
        if grade.carried_from:
            words.append(carried(area_id, grade, page.force))
        words += grade_remarks(grade)
        words += streak_words(page.force, edition, grade, regime)
        remarks[area_id] = words
    return [*_without_grade(page), *finding_blocks(edition, page.matters, cells, remarks, regime)]


def _without_grade(page: _Page) -> list[Block]:
    """Return the areas without a grade in our records, each beside the grade before it."""
    edition, comparison = page.inspection.edition, page.comparison
    lacking = [
        area for area in edition.areas.values() if area.graded and area.id not in page.inspection.grades
    ]
    if not lacking:
        return []
    before: dict[str, Content] = {}
    for change in comparison.changes if comparison else ():
        if comparison and change.new_area and change.old_area and change.old:
            old = _graded_by(comparison, change)
            before[change.new_area.id] = grade_cell(change.old, change.old_area.id, old.edition, page.regime)
    heading = Heading(("Areas without a grade in our records",))
    if not before.keys() & {area.id for area in lacking}:
        return [heading, Paragraph((f"{'; '.join(area.title for area in lacking)}.",))]
    rows = [Row(((area.title,), _grade(page, area), before.get(area.id, ()))) for area in lacking]
    *_, last = _heads(page) if not _compares(page) else _heads(page)[:-1]
    return [heading, Grid(("", edition.title, last), rows)]


def _about(force: Force, regime: Regime) -> list[Block]:
    """Return where the force is, its other names, and how far our records go."""
    names = f"Also known as: {', '.join(force.aliases)}." if force.aliases else ""
    sentences = (f"{force.region}, {force.country}.", names, covers_words(regime))
    return [Paragraph((Span(" ".join(filter(None, sentences)), "muted"),))]
