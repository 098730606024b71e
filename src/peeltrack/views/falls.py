"""Which forces went down and which is worst: the first lines of ``peeltrack changes``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from peeltrack.analysis.comparison import DOWNGRADE
from peeltrack.analysis.published import counted_grades
from peeltrack.analysis.transitions import Transition
from peeltrack.formats.document import Block, Grid, Paragraph, Row, Span
from peeltrack.model import LEVELS, Edition, Regime
from peeltrack.views.words import listing, plural

LOW = ("worst", "poor")
"""The tones of low grades."""

MOST = 8
"""How many forces with low grades are listed."""


def falls_blocks(
    editions: Iterable[tuple[Edition, Sequence[Transition]]], areas: Collection[str], regime: Regime
) -> list[Block]:
    """Name the forces that went down, the worst first, from the newest edition to one that can be compared.

    Where nothing can be compared, say so, and list who has the most low grades.
    """
    blocks: list[Block] = []
    for edition, group in editions:
        comparable = [each for each in group if each.comparable]
        if comparable:
            return [*blocks, _went_down(edition, comparable)]
        if not blocks:
            blocks += _lowest(edition, group, areas, regime)
    return blocks


def _went_down(edition: Edition, group: Sequence[Transition]) -> Paragraph:
    falls = {each.force.name: _falls(each) for each in group}
    fell = [name for name, steps in falls.items() if steps]
    worst = sorted(fell, key=lambda name: (sum(map(sum, falls[name].values())), name))
    names = [
        f"{name} ({listing([plural(len(steps), level) for level, steps in falls[name].items()])})"
        for name in worst
    ]
    text = listing(names) if names else "none in our records"
    return Paragraph((Span(f"Went down in {edition.title}: ", "strong"), f"{text}."))


def _falls(found: Transition) -> dict[str, list[int]]:
    """Return by how many grades each area of a force went down, as negative numbers, by level (rule 9)."""
    falls: dict[str, list[int]] = {}
    for level in LEVELS:
        steps = [
            change.steps or 0
            for change in found.changes
            if change.change == DOWNGRADE and found.new.edition.levels[change.area.id] == level
        ]
        if steps:
            falls[level.removesuffix("s")] = steps
    return falls


class Low(NamedTuple):
    """How many low grades a force has in one inspection."""

    name: str
    counts: Sequence[int]
    """Of each low grade of the scale, the lowest first."""
    grades: int
    """How many grades our records have of the force, by area or by count."""
    by_count: int
    """How many of these are known only from a published count."""


def _lowest(
    edition: Edition, group: Sequence[Transition], areas: Collection[str], regime: Regime
) -> list[Block]:
    """List the forces with the most low grades of an edition that cannot be compared with earlier ones."""
    low = [name for name in edition.scale.names if edition.scale.tones.get(name) in LOW]
    found = [each for each in (_low(each, low, areas) for each in group) if any(each.counts)]
    found.sort(key=lambda each: ([-number for number in each.counts], each.name))
    start = regime.family_start(edition)
    if not start.index:
        return []
    cannot = (
        f"Nobody can say who went down in {edition.title}: its grades cannot be compared with earlier ones."
    )
    if not found:
        return [Paragraph((Span(cannot, "strong"),))]
    heads = ("", *low, "grades known")
    rows = [
        Row(
            (
                (each.name,),
                *((str(number),) for number in each.counts),
                (f"{each.grades}, {each.by_count} by count" if each.by_count else str(each.grades),),
            )
        )
        for each in found[:MOST]
    ]
    more = f" The first {MOST} of {len(found)} are listed." if len(found) > MOST else ""
    lowest = f" These {regime.noun('forces')} have the most low grades, which need not be a fall.{more}"
    return [Paragraph((Span(cannot, "strong"), lowest)), Grid(heads, rows)]


def _low(found: Transition, low: Sequence[str], areas: Collection[str]) -> Low:
    """Count the grades of a force; those known by count belong to no area, so a choice leaves them out."""
    known = Counter([change.new.grade for change in found.changes if change.new])
    counted = None if areas else counted_grades(found.new)
    rest = Counter(counted.unnamed if counted else {})
    grades = known + rest
    return Low(found.force.name, [grades[name] for name in low], grades.total(), rest.total())
