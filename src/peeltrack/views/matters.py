"""Findings and statements of an inspection: one line for each matter, then the texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from peeltrack.analysis.raised import Matter
from peeltrack.formats.document import Block, Content, Grid, Heading, Item, Listing, Paragraph, Row, Span
from peeltrack.model import FOLLOWED_KINDS, Area, Edition, Inspection, Regime, group_by_pillar
from peeltrack.views.words import (
    DOT,
    RECORDS_INCOMPLETE,
    covers_words,
    finding_item,
    kind_words,
    placed_item,
    plural,
    raised_words,
    summaries_note,
)

SECTIONS: Sequence[tuple[str, Callable[[Matter], bool]]] = (
    ("What inspectors praised", lambda each: each.finding.kind == "commendation" and not _said(each)),
    ("Progress noted at the inspection", lambda each: _action(each) and each.finding.timing == "noted"),
    ("Since the report", lambda each: _action(each) and each.finding.timing == "since"),
    ("Other action by the {force}", lambda each: _action(each) and each.finding.timing is None),
    ("What {inspectorate} did later", lambda each: each.finding.kind == "update"),
    ("Reactions", lambda each: each.finding.kind == "reaction"),
    (
        "Said by others",
        lambda each: _said(each) and each.finding.kind not in ("action", "update", "reaction"),
    ),
)
"""The parts after the matters raised, each with the entries that belong to it."""


def _action(matter: Matter) -> bool:
    return matter.finding.kind == "action"


def _said(matter: Matter) -> bool:
    return matter.finding.said_by is not None


def is_raised(matter: Matter) -> bool:
    """Return whether an entry is a matter that the inspectorate raised."""
    return matter.finding.kind in FOLLOWED_KINDS and not matter.finding.is_statement


def matter_lines(
    inspection: Inspection, matters: Sequence[Matter], regime: Regime, *, other: bool = False
) -> list[Block]:
    """Return a line for each matter that an inspection raised, the most serious first.

    ``other`` says that some matters have been shown already.
    """
    items = matter_items(matters, regime)
    title = inspection.edition.title
    covers = f" {covers_words(regime)}".rstrip()
    if not items and other:
        return []
    if not items and not inspection.findings_complete:
        return [Paragraph((f"No matter raised in {title} is in our records. {RECORDS_INCOMPLETE}{covers}",))]
    if not items:
        return [Paragraph((f"No matter was raised in {title}.",))]
    complete = "" if inspection.findings_complete else " (our records are not complete)"
    noun = "other matter" if other else "matter"
    return [Heading((f"{plural(len(items), noun)} raised{complete}",)), Listing(items)]


def matter_items(matters: Sequence[Matter], regime: Regime) -> list[Item]:
    """Return a line for each matter that was raised, the most serious first."""
    groups: dict[tuple[str, str], list[Matter]] = {}
    for matter in sorted(
        filter(is_raised, matters), key=lambda each: FOLLOWED_KINDS.index(each.finding.kind)
    ):
        groups.setdefault((matter.finding.kind, matter.finding.topic.id), []).append(matter)
    return [_line(group, regime) for group in groups.values()]


def _line(group: Sequence[Matter], regime: Regime) -> Item:
    """Return the kind and the topic of some findings, and what raised them before."""
    finding = group[0].finding
    many = f" ({len(group)} findings)" if len(group) > 1 else ""
    raised = next(filter(None, (raised_words(matter, regime, brief=True) for matter in group)), "")
    rest = f" {DOT} {finding.topic.title}{many}" + (f" {DOT} {raised}" if raised else "")
    return Item((Span(kind_words(finding.kind), "strong"), rest))


def finding_blocks(
    edition: Edition,
    matters: Sequence[Matter],
    cells: Mapping[str, Content],
    remarks: Mapping[str, Sequence[str]],
    regime: Regime,
) -> list[Block]:
    """Return the texts of all findings and statements.

    Args:
        edition: The edition of the inspection.
        matters: Its findings and statements.
        cells: What to show beside an area, by its id: its grade.
        remarks: What to say about the grade of an area, by its id.
        regime: What all records share.

    """
    items: dict[str | None, list[Item]] = {}
    for matter in filter(is_raised, matters):
        area = matter.finding.area
        items.setdefault(area.id if area else None, []).append(finding_item(matter, regime))
    rows = [
        _row(area, cells, remarks.get(area.id, ()), items.get(area.id, ()))
        for area in group_by_pillar(edition.areas.values())
        if items.get(area.id) or remarks.get(area.id)
    ]
    blocks: list[Block] = []
    if rows:
        blocks += [Heading(("Findings and details by area",)), Grid(("", ""), rows)]
    if whole := items.get(None):
        blocks += [Heading((f"The {regime.noun('force')} as a whole",)), Listing(whole)]
    for title, belongs in SECTIONS:
        if found := [placed_item(matter, regime) for matter in matters if belongs(matter)]:
            words = title.format(force=regime.noun("force"), inspectorate=regime.noun("inspectorate"))
            blocks += [Heading((words,)), Listing(found)]
    return [*blocks, *(summaries_note(regime) if matters else [])]


def _row(area: Area, cells: Mapping[str, Content], remarks: Sequence[str], items: Sequence[Item]) -> Row:
    """Return an area with its grade, and below it what there is to say."""
    notes = [Item((Span(remark, "muted"),)) for remark in remarks]
    return Row(((area.title,), cells.get(area.id, ())), [*notes, *items])
