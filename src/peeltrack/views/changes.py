"""``peeltrack changes``: what changed for all forces, with the grade before each grade."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from peeltrack.analysis.comparison import (
    COMPARED,
    DOWNGRADE,
    NOT_COMPARABLE,
    UPGRADE,
    Change,
)
from peeltrack.analysis.national import Scope
from peeltrack.analysis.published import counted_grades
from peeltrack.analysis.transitions import FIRST, Count, Transition, Transitions, count
from peeltrack.formats.document import (
    Alert,
    Block,
    Content,
    Document,
    Grid,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Span,
)
from peeltrack.model import Edition, Regime
from peeltrack.store.library import Library
from peeltrack.views.all_layouts import ChangeCountRow
from peeltrack.views.falls import falls_blocks
from peeltrack.views.layouts import GradeRow, PublishedCountRow
from peeltrack.views.rows import grade_rows, objects, published_count_rows, rows
from peeltrack.views.words import (
    ARROW,
    COUNT_WORDS,
    NO_GRADE,
    SIGNS,
    count_words,
    counted_words,
    covers_words,
    grade_cell,
    grade_span,
    movement,
    plural,
    published,
    source_link,
)

MOVED = (DOWNGRADE, UPGRADE)
"""The changes that are listed unless --only names others."""


class Question(NamedTuple):
    """What ``changes`` was asked, and what it found."""

    found: Sequence[Transition]
    scope: Scope
    only: Collection[str]
    """The kinds of change to list; empty for the usual ones."""
    library: Library

    @property
    def regime(self) -> Regime:
        """What the records share."""
        return self.library.regime

    @property
    def editions(self) -> list[tuple[Edition, list[Transition]]]:
        """The transitions by their edition, newest first."""
        grouped = groupby(self.found, key=lambda each: each.new.edition)
        return [(edition, list(group)) for edition, group in grouped]

    def listed(self, found: Transition) -> list[Change]:
        """Return the changes of a force that people see."""
        if self.only:
            return [change for change in found.changes if change.counted_as in self.only]
        if found.comparable:
            return [change for change in found.changes if change.change in MOVED]
        return [change for change in found.changes if change.new]


def describe(found: Transition, regime: Regime, only: Collection[str] = ()) -> Iterator[GradeRow]:
    """Describe every grade of an inspection; or every change of the kinds in ``only``."""
    old = found.comparison.old if found.comparison else None
    reason = found.comparison.reason if found.comparison else None
    chosen = [each for each in found.changes if (each.counted_as in only if only else each.new)]
    return grade_rows(found.force, old, found.new, chosen, regime, reason)


def view(found: Transitions, scope: Scope, only: Collection[str], library: Library) -> Document:
    """Show what changed; ``only`` lists some kinds of change and leaves the totals as they are."""
    asked = Question(found.found, scope, only, library)
    return Document(
        blocks=lambda: _blocks(asked),
        data=lambda: _data(asked),
        rows=lambda: [
            rows("change", GradeRow, _changes(asked)),
            rows("published_count", PublishedCountRow, _published_counts(asked)),
            rows("count", ChangeCountRow, _counts(asked)),
        ],
        alerts=lambda: _alerts(asked),
    )


def _blocks(asked: Question) -> list[Block]:
    regime = asked.regime
    forces = len({each.force.id for each in asked.found})
    noun = plural(forces, regime.noun("force"), regime.noun("forces"))
    title = f"Changes{_period(asked.scope)}: {plural(len(asked.found), 'inspection')} of {noun}"
    blocks: list[Block] = [Heading((title,), 1)]
    if not asked.found:
        return [*blocks, Paragraph((f"No inspections match. {covers_words(regime)}".rstrip(),))]
    if not asked.only:
        blocks += falls_blocks(asked.editions, asked.scope.areas, regime)
    for edition, group in asked.editions:
        blocks += _edition(edition, group, asked)
    if asked.only and not any(asked.listed(each) for each in asked.found):
        words = " or ".join(COUNT_WORDS.get(word, "first in our records") for word in asked.only)
        blocks.append(Paragraph((f"No change in our records is: {words}.",)))
    return blocks


def _period(scope: Scope) -> str:
    since = f" since {scope.since.in_words}" if scope.since else ""
    return since + (f" until {scope.until.in_words}" if scope.until else "")


def _edition(edition: Edition, group: Sequence[Transition], asked: Question) -> list[Block]:
    """Show one edition: totals, what cannot be compared, published counts and the list of changes."""
    noun = plural(len(group), asked.regime.noun("force"), asked.regime.noun("forces"))
    blocks: list[Block] = [Heading((f"{edition.title}: {noun}",))]
    words = " ".join(filter(None, map(_sentence, count(group))))
    firsts = sum(each.comparison is None for each in group)
    if firsts:
        words += f" {plural(firsts, 'inspection')} with no earlier one in our records."
    if words:
        blocks.append(Paragraph((words.strip(),)))
    if any(each.comparison and not each.comparable for each in group):
        blocks.append(_not_comparable(edition, asked.regime))
    listed = [row for each in group for row in _force_rows(each, asked)]
    if listed:
        blocks.append(Grid(("", "", "", ""), listed, title=1))
    if not asked.only and not asked.scope.areas:
        blocks += _published(edition, group, asked.regime)
    return blocks


def _sentence(counted: Count) -> str:
    """Return ``Pillars: 13 down in 11 forces, 20 up in 16 forces, 90 unchanged.``; empty for nothing."""
    words = count_words(counted.counts, counted.forces)
    return f"{counted.level.capitalize()}: {words}." if words else ""


def _not_comparable(edition: Edition, regime: Regime) -> Paragraph:
    """Say in one sentence that these grades cannot be compared with the ones before, and why (rule 2)."""
    start = regime.family_start(edition)
    text = "Not comparable with earlier inspections; the grades before are shown beside them. "
    return Paragraph(
        (Span(text, "strong"), f"{start.comparability} ", source_link(start.comparability_source, regime))
    )


def _force_rows(found: Transition, asked: Question) -> list[Row]:
    """Return the changes of a force under its name."""
    changes = asked.listed(found)
    if not changes:
        return []
    name: Content = (Span(found.force.name, "strong"), f", {_date(found)}")
    return [Row(((), name, (), ())), *(_change_row(found, change, asked.regime) for change in changes)]


def _date(found: Transition) -> str:
    """Return when an inspection was published; its grades can have dates of their own (rule 11)."""
    date = published(found.new)
    return f"inspection published {date}" if found.new.own_date else date


def _change_row(found: Transition, change: Change, regime: Regime) -> Row:
    sign = SIGNS.get(change.change)
    words = "" if change.change in (FIRST, NOT_COMPARABLE) else movement(change)
    if change.last and change.old is change.last.grade:
        words += f", last graded in {change.last.inspection.edition.title}"
    cells: list[Content] = [
        (sign,) if sign else (),
        (change.area.title,),
        (
            *_before(found, change),
            *grade_cell(change.new, change.area.id, found.new.edition, regime),
            *_own_date(found, change),
        ),
        (Span(words, sign.role if sign else "muted"),),
    ]
    return Row(cells, inner=True)


def _own_date(found: Transition, change: Change) -> Content:
    """Return the date of a grade that came out on another day than its inspection (rule 11)."""
    date = change.new.published if change.new else None
    return (Span(f", published {date.in_words}", "muted"),) if date and date != found.new.own_date else ()


def _before(found: Transition, change: Change) -> Content:
    """Return the grade before, with an arrow only if the two can be compared (rule 2)."""
    if found.comparison is None:
        return ()
    if change.old is None:
        return (Span(NO_GRADE, "muted"), ", then ") if change.new else ()
    old = change.last.inspection if change.last and change.old is change.last.grade else found.comparison.old
    was = grade_span(change.old.grade, old.edition)
    return (was, f" {ARROW} ") if change.change in COMPARED else (was, f" in {old.edition.title}, then ")


def _published(edition: Edition, group: Sequence[Transition], regime: Regime) -> list[Block]:
    """Show published counts whose areas are not all known by name (rule 14)."""
    items = []
    for each in group:
        counted = counted_grades(each.new)
        if counted and counted.rest:
            lead = (Span(each.force.name, "strong"), " ", source_link(counted.source, regime))
            items.append(Item(lead, (counted_words(counted),)))
    if not items:
        return []
    return [
        Heading((f"{edition.title}: published counts with areas that we cannot name",), 3),
        Listing(items),
    ]


def _data(asked: Question) -> dict[str, Any]:
    return {
        "schema": 1,
        "changes": objects(_changes(asked)),
        "published_counts": objects(_published_counts(asked)),
        "counts": objects(_counts(asked)),
    }


def _changes(asked: Question) -> Iterator[GradeRow]:
    for each in asked.found:
        yield from describe(each, asked.regime, asked.only)


def _published_counts(asked: Question) -> Iterator[PublishedCountRow]:
    """Describe the published counts; they are about all areas, so a choice of areas leaves them out."""
    if not asked.scope.areas:
        for each in asked.found:
            yield from published_count_rows(each.force, each.new, asked.regime)


def _counts(asked: Question) -> Iterator[ChangeCountRow]:
    for edition, group in asked.editions:
        for counted in count(group):
            for word, number in (*counted.counts.items(), (FIRST, counted.first)):
                if number:
                    yield ChangeCountRow(
                        edition=edition.id,
                        edition_title=edition.title,
                        edition_order=edition.index + 1,
                        level=counted.level.removesuffix("s"),
                        change=word,
                        areas=number,
                        forces=counted.forces.get(word),
                    )


def _alerts(asked: Question) -> list[Alert]:
    """Return a case for each area of each comparison, one force after the other.

    If nothing was compared, a notice says so: silence would pass for good news.
    """
    from peeltrack.views.alerts import case

    cases = [
        case(each.comparison, change, asked.library)
        for each in sorted(asked.found, key=lambda each: each.force.id)
        if each.comparison
        for change in each.changes
        if not asked.only or change.counted_as in asked.only
    ]
    if any(change.change in COMPARED for each in asked.found if each.comparison for change in each.changes):
        return cases
    message = "No area could be compared, so we cannot tell whether any grade went down."
    return [*cases, Alert("notice", "peeltrack changes", "no comparison", message, case=False)]
