"""``peeltrack changes``: what became of every grade of every force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any

from peeltrack.analysis.comparison import (
    CARRIED,
    COMPARED,
    COUNTS,
    DOWNGRADE,
    LOST,
    NOT_COMPARABLE,
    NOT_IN_RECORDS,
    UPGRADE,
    Change,
)
from peeltrack.analysis.transitions import FIRST, Count, Transition, Transitions, count
from peeltrack.formats.document import (
    Alert,
    Block,
    Content,
    Document,
    Grid,
    Heading,
    Link,
    Paragraph,
    Row,
    Rows,
    Span,
    Value,
)
from peeltrack.model import Edition, Regime
from peeltrack.store.library import Library
from peeltrack.views.columns import CHANGE_COLUMNS, change_rows, comparison_data
from peeltrack.views.words import (
    ARROW,
    COUNT_WORDS,
    SIGNS,
    count_words,
    force_data,
    grade_cell,
    grade_data,
    grade_span,
    inspection_data,
    movement,
    plural,
    published,
)

COUNT_COLUMNS = ("edition", "level", "change", "areas", "forces")

NO_AREA: Content = (Span("no such area", "muted"),)

MOVED = (DOWNGRADE, UPGRADE)
"""What people are shown where they ask for nothing else."""


def view(find_transitions: Transitions, only: Collection[str], library: Library) -> Document:
    """All transitions; ``only`` lists changes of those words, and leaves the counts as they are."""
    found = find_transitions.found
    return Document(
        blocks=lambda: _blocks(found, only or MOVED, library.regime),
        data=lambda: _data(found, only, library.regime),
        rows=lambda: [
            Rows("change", CHANGE_COLUMNS, (row for each in found for row in rows(each, only))),
            Rows("count", COUNT_COLUMNS, _count_rows(found)),
        ],
        alerts=lambda: _alerts(found, only, library),
    )


def rows(found: Transition, only: Collection[str] = ()) -> Iterator[Sequence[Value]]:
    """A row for every grade on record; or for every change of the words asked for."""
    old = found.comparison.old if found.comparison else None
    reason = found.comparison.reason if found.comparison else None
    asked = [change for change in found.changes if (change.counted_as in only if only else change.new)]
    return change_rows(found.force, old, found.new, asked, reason)


def _by_edition(found: Sequence[Transition]) -> list[tuple[Edition, list[Transition]]]:
    grouped = groupby(found, key=lambda each: each.new.edition)
    return [(edition, list(group)) for edition, group in grouped]


def _blocks(found: Sequence[Transition], only: Collection[str], regime: Regime) -> list[Block]:
    forces = len({each.force.id for each in found})
    title = f"Changes in {plural(len(found), 'inspection')} of {plural(forces, 'force')}"
    blocks: list[Block] = [Heading((title,), 1)]
    if not found:
        return [*blocks, Paragraph(("No inspection on record is among what was asked for.",))]
    editions = _by_edition(found)
    compared = _compared(count(found))
    if len(editions) > 1 or not compared:
        blocks.append(Paragraph((Span(_headline(found), "strong"),)))
    for edition, group in editions:
        blocks += [Heading((_title(edition, group),)), *_against(edition, group, regime)]
        listed = [row for each in group for row in _force_rows(each, only, regime)]
        if listed:
            blocks.append(Grid(("", "", "", ""), listed, title=1))
    if not any(isinstance(block, Grid) for block in blocks):
        words = " or ".join(COUNT_WORDS.get(word, "first on record") for word in only)
        nothing = f"No change to list: none is {words}. " if compared else ""
        step = "What could not be compared is listed with --only not-comparable." if only is MOVED else ""
        blocks.append(Paragraph((nothing + step,)))
    return blocks


def _headline(found: Sequence[Transition]) -> str:
    """What moved, pillars and questions apart, and how much that speaks of."""
    counted = count(found)
    compared = _compared(counted)
    if not compared:
        return "Nothing could be compared."
    lost = sum(each.counts[word] for each in counted for word in (*LOST, NOT_IN_RECORDS))
    words = (*COMPARED, CARRIED)
    moves = [
        f"{each.level.capitalize()}: {count_words({word: each.counts[word] for word in words}, each.forces)}."
        for each in counted
        if any(each.counts[word] for word in words)
    ]
    among = f"{plural(compared, 'area')} could be compared, {lost} could not."
    return " ".join([*moves, among])


def _compared(counted: Sequence[Count]) -> int:
    """How many grades could be compared."""
    return sum(each.counts[word] for each in counted for word in (*COMPARED, CARRIED))


def _title(edition: Edition, group: Sequence[Transition]) -> str:
    return f"{edition.title}: {plural(len(group), 'force')}"


def _against(edition: Edition, group: Sequence[Transition], regime: Regime) -> list[Block]:
    """The counts of an edition, and why its grades are not comparable with those before."""
    sentences = [_sentence(each) for each in count(group)]
    if firsts := sum(each.comparison is None for each in group):
        sentences.append(f"{plural(firsts, 'force')} with no inspection on record before.")
    text = " ".join(filter(None, sentences))
    blocks: list[Block] = [Paragraph((text or "Nothing of what was asked for is on record.",))]
    if any(each.comparison and not each.comparison.comparable for each in group):
        start = regime.family_start(edition)
        reason = f"Not comparable with the editions before. {start.comparability} "
        blocks.append(Paragraph((Span(reason, "muted"), Link(start.comparability_source))))
    return blocks


def _sentence(counted: Count) -> str:
    """``Pillars: 13 down in 11 forces, 20 up in 16 forces, 90 unchanged.``; empty for nothing."""
    words = count_words(counted.counts, counted.forces)
    return f"{counted.level.capitalize()}: {words}." if words else ""


def _force_rows(found: Transition, only: Collection[str], regime: Regime) -> list[Row]:
    """The changes of a force under its name."""
    changes = [change for change in found.changes if change.counted_as in only]
    if not changes:
        return []
    name: Content = (Span(found.force.name, "strong"), f", {published(found.new)}")
    return [Row(((), name, (), ())), *(_change_row(found, change, regime) for change in changes)]


def _change_row(found: Transition, change: Change, regime: Regime) -> Row:
    old = found.comparison.old.edition if found.comparison else None
    now = grade_cell(change.new, change.area.id, found.new.edition, regime)
    before: Content = ()
    if old and change.old is None and change.new is None:
        now = (Span("only findings on record", "muted"),)
    elif old:
        was = (
            (grade_span(change.old.grade, old),)
            if change.old
            else grade_cell(None, change.area.id, old, regime)
        )
        now, was = now or NO_AREA, was or NO_AREA
        moved = change.old and change.new and change.change != NOT_COMPARABLE
        before = (*was, f" {ARROW} " if moved else ", then ")
    words = "" if change.change == FIRST else movement(change)
    if change.last and change.old is change.last.grade:
        words += f", last graded in {change.last.inspection.edition.title}"
    sign = SIGNS.get(change.change)
    role = sign.role if sign else "muted"
    return Row(
        ((sign,) if sign else (), (change.area.title,), (*before, *now), (Span(words, role),)), inner=True
    )


def _data(found: Sequence[Transition], only: Collection[str], regime: Regime) -> dict[str, Any]:
    total: Counter[str] = Counter()
    for each in found:
        if each.comparison:
            total.update(each.comparison.counts)
    return {
        "schema": 1,
        "counts": {word: total[word] for word in COUNTS},
        "editions": [
            {
                "edition": edition.id,
                "title": edition.title,
                "level": counted.level,
                "counts": dict(counted.counts),
                "forces": {word: counted.forces[word] for word in MOVED},
            }
            for edition, group in _by_edition(found)
            for counted in count(group)
        ],
        "comparisons": [data for each in found if (data := _comparison_data(each, only, regime))],
        "first": [
            {
                "force": force_data(each.force),
                **inspection_data(each.new),
                "grades": [
                    {
                        "area": change.area.id,
                        "title": change.area.title,
                        "parent": change.area.parent,
                        **(grade_data(change.new) or {}),
                    }
                    for change in each.changes
                ],
            }
            for each in found
            if each.comparison is None and (not only or FIRST in only)
        ],
    }


def _comparison_data(found: Transition, only: Collection[str], regime: Regime) -> dict[str, Any] | None:
    """A transition as ``diff`` has it, with the changes asked for; None where that leaves none."""
    if found.comparison is None:
        return None
    whole = comparison_data(found.comparison, regime)
    if not only:
        return whole
    changes = [
        data
        for change, data in zip(found.changes, whole["changes"], strict=True)
        if change.counted_as in only
    ]
    return {**whole, "changes": changes} if changes else None


def _count_rows(found: Sequence[Transition]) -> list[Sequence[Value]]:
    return [
        (edition.id, counted.level, word, number, counted.forces.get(word))
        for edition, group in _by_edition(found)
        for counted in count(group)
        for word, number in (*counted.counts.items(), (FIRST, counted.first))
        if number
    ]


def _alerts(found: Sequence[Transition], only: Collection[str], library: Library) -> list[Alert]:
    """A case for each area of each comparison, a force after the other.

    And a remark where nothing was compared: silence would pass for good news.
    """
    from peeltrack.views.alerts import case

    cases = [
        case(each.comparison, change, library)
        for each in sorted(found, key=lambda each: each.force.id)
        if each.comparison
        for change in each.changes
        if not only or change.counted_as in only
    ]
    if any(change.change in COMPARED for each in found if each.comparison for change in each.changes):
        return cases
    message = "no area could be compared, so nothing is known of any fall"
    return [*cases, Alert("notice", "peeltrack changes", "no comparison", message, case=False)]
