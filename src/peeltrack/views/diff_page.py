"""The page of ``peeltrack diff``: the headline and the changes first, then details."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from peeltrack.analysis.comparison import (
    CARRIED,
    COMPARED,
    GONE,
    NEW,
    NO_DATA,
    NOT_COMPARABLE,
    UNCHANGED,
    Change,
    Comparison,
)
from peeltrack.analysis.monitoring import periods_between
from peeltrack.analysis.published import counted_grades
from peeltrack.analysis.raised import Matter
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
from peeltrack.model import UNGRADED, Grade, Inspection, Regime
from peeltrack.views.dates import monitored, period_words, reply_rule, reply_words
from peeltrack.views.grade_notes import streak_words
from peeltrack.views.headline import sentences, tallies, with_gaps
from peeltrack.views.matters import finding_blocks, is_raised, matter_items, matter_lines
from peeltrack.views.words import (
    ARROW,
    DOT,
    INFERRED_MEANS,
    SIGNS,
    count_words,
    counted_words,
    explanations,
    grade_remarks,
    in_brackets,
    inspection_cell,
    kind_words,
    movement,
    placed_item,
    published,
    source_item,
    source_link,
    when,
    without_sources,
)

ORDER = (UNCHANGED, NOT_COMPARABLE, CARRIED, NEW, GONE, UNGRADED, NO_DATA)
"""In which order areas are shown that did not go up or down."""


def diff_blocks(
    comparison: Comparison,
    regime: Regime,
    today: Callable[[], date],
    notes: Sequence[str],
    suggestion: str,
    *,
    newest: bool,
) -> list[Block]:
    """Return the page.

    Args:
        comparison: The two inspections.
        regime: What all records share.
        today: Finds the day on which a response is due or was due; called only if a page shows it.
        notes: What else came out in the years that were asked for.
        suggestion: The options of the command that finds inspections that can be compared.
        newest: Whether those were asked for.

    """
    moved = [change for change in with_gaps(comparison) if change.steps]
    behind = {id(matter) for change in moved for matter in _own(comparison, change)}
    others = [matter for matter in comparison.findings if id(matter) not in behind]
    blocks: list[Block] = [
        Heading((_title(comparison, newest=newest),), 1),
        Listing(_facts(comparison, regime, today, notes)),
    ]
    if not comparison.comparable:
        blocks += _across(comparison, regime)
    elif moved:
        blocks.append(_grid(comparison, [_row(comparison, change, regime) for change in moved]))
    blocks += matter_lines(comparison.new, others, regime, other=bool(behind))
    blocks += _explained(comparison, regime, suggestion)
    if comparison.comparable:
        blocks += _unmoved(comparison, moved, regime)
    else:
        blocks += _across_rest(comparison, regime)
    counts = [f"{word.capitalize()}: {count_words(counts)}." for word, counts in tallies(comparison)]
    blocks += [Paragraph((" ".join(counts),)), *_details(comparison, regime)]
    return blocks


def _title(comparison: Comparison, *, newest: bool) -> str:
    """Return the force, both editions and their dates; whether there is a newer inspection."""
    pair = f"{when(comparison.old)} {ARROW} {when(comparison.new)}"
    if not comparison.comparable:
        pair = f"{comparison.old.edition.title} and {when(comparison.new)}"
    latest = comparison.force.inspections[-1]
    newer = ""
    if newest and latest is not comparison.new:
        newer = f". A newer inspection exists: {when(latest)}"
    return f"{comparison.force.name}: {pair}{newer}"


def _facts(
    comparison: Comparison, regime: Regime, today: Callable[[], date], notes: Sequence[str]
) -> list[Item]:
    """Return the headline, published counts, the date of the response and monitoring."""
    force, old, new = comparison.force, comparison.old, comparison.new
    items = _signed(new, regime) if comparison.comparable else []
    items += [Item((note,)) for note in notes]
    items += _headline_items(comparison)
    items += _counted([old, new] if comparison.comparable else [new], regime)
    if reply := reply_words(new, regime, today):
        items.append(Item((reply,)))
    periods = periods_between(force, old, new)
    shown = [period for period in periods if comparison.comparable or not period.left]
    return [*items, *(Item((period_words(period, regime),)) for period in shown)]


def _headline_items(comparison: Comparison) -> list[Item]:
    if not comparison.comparable:
        words = "These two inspections cannot be compared directly. The notes below say why."
        return [Item((SIGNS[NOT_COMPARABLE], " ", Span(words, "strong")))]
    return [
        Item((*((SIGNS[word], " ") if word else ()), Span(sentence, "strong")))
        for word, sentence in sentences(comparison)
    ]


def _counted(sides: Sequence[Inspection], regime: Regime) -> list[Item]:
    """Return the published counts whose areas are not all known by name (rule 14)."""
    found = [(side, counted) for side in sides if (counted := counted_grades(side)) and counted.rest]
    return [
        Item(
            (
                f"{side.edition.title}: {counted_words(counted)}",
                *in_brackets(counted.source, regime=regime),
            )
        )
        for side, counted in found
    ]


def _signed(inspection: Inspection, regime: Regime) -> list[Item]:
    """Return who inspected, and the inspectorate's page."""
    signed: list[Content] = [(f"Inspector: {inspection.inspector}",)] if inspection.inspector else []
    if inspection.page:
        signed.append((source_link(inspection.page, regime, regime.noun("page")),))
    return [Item(tuple([piece for part in signed for piece in (f" {DOT} ", *part)][1:]))] if signed else []


def _grid(comparison: Comparison, listed: Sequence[Row]) -> Grid:
    return Grid(("", "", comparison.old.edition.title, comparison.new.edition.title, ""), listed, title=1)


def _row(comparison: Comparison, change: Change, regime: Regime) -> Row:
    """Return an area that moved, with a line for each finding behind it."""
    return Row(_cells(comparison, change, regime), matter_items(_own(comparison, change), regime))


def _cells(comparison: Comparison, change: Change, regime: Regime) -> list[Content]:
    sign = SIGNS[change.change]
    return [
        (sign,),
        (change.area.title,),
        _old_cell(comparison, change, regime),
        _new_cell(comparison, change, regime),
        (Span(movement(change), sign.role),),
    ]


def _old_cell(comparison: Comparison, change: Change, regime: Regime) -> Content:
    """Return the older grade; behind a gap, the last one with its edition."""
    if change.old_area is None:
        return ()
    cell = inspection_cell(comparison.old, change.old_area.id, regime)
    if change.last and change.change in COMPARED:
        last = change.last
        grade = inspection_cell(last.inspection, last.grade.area.id, regime)
        return (*cell, ", last graded ", *grade, f" in {last.inspection.edition.title}")
    return cell


def _new_cell(comparison: Comparison, change: Change, regime: Regime) -> Content:
    return inspection_cell(comparison.new, change.new_area.id, regime) if change.new_area else ()


def _own(comparison: Comparison, change: Change) -> list[Matter]:
    """Return the matters that the newer inspection raised in an area."""
    return [matter for matter in comparison.in_area(change.new_area) if is_raised(matter)]


def _side_by_side(comparison: Comparison, changes: Sequence[Change], regime: Regime) -> list[Row]:
    """Return the grades of two inspections that cannot be compared."""
    absent: Content = (Span("not graded separately", "muted"),)
    return [
        Row(
            (
                (change.area.title,),
                _old_cell(comparison, change, regime) if change.old_area else absent,
                _new_cell(comparison, change, regime) if change.new_area else absent,
            )
        )
        for change in changes
        if change.old or change.new
    ]


def _across(comparison: Comparison, regime: Regime) -> list[Block]:
    """Return the grades that the newer inspection gave, each beside the one before; their sources follow."""
    given = [change for change in comparison.changes if change.new]
    rows = [
        Row([without_sources(cell) for cell in row.cells]) for row in _side_by_side(comparison, given, regime)
    ]
    return [Grid(("", comparison.old.edition.title, comparison.new.edition.title), rows)] if rows else []


def _across_rest(comparison: Comparison, regime: Regime) -> list[Block]:
    """Return the areas of which only the older inspection has a grade that we can name."""
    rows = _side_by_side(comparison, [change for change in comparison.changes if not change.new], regime)
    if not rows:
        return []
    old, new = comparison.old.edition.title, comparison.new.edition.title
    return [Heading((f"Areas without a grade by name in {new}",)), Grid(("", old, new), rows)]


def _across_notes(comparison: Comparison, regime: Regime, suggestion: str) -> list[Item]:
    """Say why two inspections cannot be compared, where their grades are from, and which can be compared."""
    old, new = comparison.old, comparison.new
    given = [change for change in comparison.changes if change.new]
    reason = Span(comparison.reason or "", "muted")
    items = [Item((reason, *in_brackets(comparison.reason_source or "", regime=regime)))]
    items.append(
        Item(
            ("The most recent inspections you can compare:",),
            (f"peeltrack diff {comparison.force.id} {suggestion}",),
        )
    )
    items += _signed(new, regime)
    for side, grades in ((old, [each.old for each in given]), (new, [each.new for each in given])):
        if addresses := [grade.source for grade in grades if grade]:
            items.append(source_item(side, addresses, regime))
    return [*items, *_counted([old], regime)]


def _unmoved(comparison: Comparison, moved: Sequence[Change], regime: Regime) -> list[Block]:
    """Return the areas that did not go up or down, by what happened to them."""
    shown = {change.area.id for change in moved}
    rest = [change for change in comparison.changes if change.area.id not in shown]
    rest.sort(key=lambda change: ORDER.index(change.counted_as))
    if not rest:
        return []
    title = "Areas that did not go up or down"
    return [Heading((title,)), _grid(comparison, [Row(_cells(comparison, each, regime)) for each in rest])]


def _explained(comparison: Comparison, regime: Regime, suggestion: str) -> list[Block]:
    """Return the rule behind the response date, and the words that need explaining."""
    new = comparison.new
    items = [] if comparison.comparable else _across_notes(comparison, regime, suggestion)
    if rule := reply_rule(new, regime):
        items.append(Item(rule))
    graded = [grade for side in (comparison.old, new) for grade in side.grades.values()]
    if any(grade.inferred for grade in graded):
        mark = "" if comparison.comparable else "* "
        items.append(Item((Span(f"{mark}{INFERRED_MEANS}", "muted"),)))
    shown = [new.edition.title, regime.noun("inspectorate"), *new.edition.levels.values()]
    shown += [kind_words(matter.finding.kind) for matter in comparison.findings]
    if periods := periods_between(comparison.force, comparison.old, new):
        shown.append(regime.noun("monitoring"))
    items += monitored(periods, regime)
    items += explanations(regime, shown)
    return [Heading(("Notes",)), Listing(items)] if items else []


def _details(comparison: Comparison, regime: Regime) -> list[Block]:
    """Return what to know about each grade, the texts, and what only the older inspection raised."""
    old, new = comparison.old, comparison.new
    cells = {area_id: inspection_cell(new, area_id, regime) for area_id in new.edition.areas}
    remarks = {
        change.new_area.id: list(_remarks(comparison, change, regime))
        for change in comparison.changes
        if change.new_area
    }
    blocks = finding_blocks(new.edition, comparison.findings, cells, remarks, regime)
    if missing := comparison.not_repeated:
        title = (
            f"Raised in {old.edition.title}, with no matching finding in our records for {new.edition.title}"
        )
        blocks += [Heading((title,)), Listing([placed_item(each, regime, kind=True) for each in missing])]
        blocks.append(
            Paragraph((Span("This does not mean that these matters have been put right.", "muted"),))
        )
    return blocks


def _remarks(comparison: Comparison, change: Change, regime: Regime) -> Iterator[str]:
    """Yield what to know about a change: dates, reason, earlier grades, corrections and notes."""
    old, new = comparison.old, comparison.new
    if change.steps:
        dates = [_date(old, change.old), _date(new, change.new)]
        yield f"published {dates[0]}, then {dates[1]}"
    elif change.new and change.new.published:
        yield f"published {change.new.published.in_words}"
    if change.reason and change.change != NEW and (change.change != NO_DATA or change.last):
        yield change.reason
    if change.new:
        least = 3 if change.change == UNCHANGED else 2
        yield from streak_words(comparison.force, new.edition, change.new, regime, least=least)
    for grade, edition in ((change.old, old.edition), (change.new, new.edition)):
        for remark in grade_remarks(grade):
            yield f"{edition.title}: {remark}"


def _date(inspection: Inspection, grade: Grade | None) -> str:
    """Return when a grade came out: its own date, else the inspection's (rule 11)."""
    return grade.published.in_words if grade and grade.published else published(inspection)
