"""``peeltrack search``: findings of all forces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from peeltrack.analysis.findings import Hit
from peeltrack.formats.document import (
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
from peeltrack.model import Regime
from peeltrack.views.all_layouts import TopicCountRow
from peeltrack.views.layouts import FindingRow
from peeltrack.views.rows import finding_row, objects, rows
from peeltrack.views.words import (
    RECORDS_INCOMPLETE,
    covers_words,
    lettered,
    listing,
    placed_item,
    plural,
    summaries_note,
    when,
)

MOST_NAMES = 20
"""How many forces the headline names; if there are more, it only counts them."""


def view(hits: Sequence[Hit], regime: Regime, *, by_topic: bool, hint: str | None = None) -> Document:
    """Show findings by force and edition, then statements, with the words marked.

    ``by_topic`` says that the question named topics, so that matters raised again are about it. ``hint``
    says what to search for instead if nothing was found.
    """
    return Document(
        blocks=lambda: [*_headline(hits, regime, by_topic=by_topic, hint=hint), *_blocks(hits, regime)],
        data=lambda: {
            "schema": 1,
            "count": sum(not hit.is_statement for hit in hits),
            "forces_raised_again": _raised_again(hits),
            "findings": objects(_row(hit, regime) for hit in hits),
        },
        rows=lambda: [rows("finding", FindingRow, (_row(hit, regime) for hit in hits))],
    )


def counts_view(hits: Sequence[Hit], regime: Regime, *, by_topic: bool, hint: str | None = None) -> Document:
    """Show how many findings there are on each topic in each edition."""
    counts = _counts(hits, regime)
    return Document(
        blocks=lambda: [
            *_headline(hits, regime, by_topic=by_topic, hint=hint),
            *_count_grid(hits, counts, regime),
        ],
        data=lambda: {
            "schema": 1,
            "count": sum(not hit.is_statement for hit in hits),
            "forces_raised_again": _raised_again(hits),
            "counts": objects(counts),
        },
        rows=lambda: [rows("count", TopicCountRow, counts)],
    )


def _row(hit: Hit, regime: Regime) -> FindingRow:
    matter = hit.matter
    editions = [earlier.edition for earlier in matter.before]
    return finding_row(hit.force, matter.inspection, matter.finding, editions, regime)


def _raised_again(hits: Iterable[Hit]) -> list[str]:
    """Return the ids of the forces with a matter that was raised before."""
    return list(dict.fromkeys(hit.force.id for hit in hits if hit.raised_again))


def _headline(hits: Sequence[Hit], regime: Regime, *, by_topic: bool, hint: str | None) -> list[Block]:
    findings = [hit for hit in hits if not hit.is_statement]
    forces = len({hit.force.id for hit in findings})
    statements = len(hits) - len(findings)
    title = f"{plural(len(findings), 'finding')} in {_forces(forces, regime)}"
    blocks: list[Block] = [
        Heading((f"{title}, and {plural(statements, 'statement')}" if statements else title,), 1)
    ]
    again = list(dict.fromkeys(hit.force.name for hit in hits if hit.raised_again))
    if by_topic and again:
        names = f": {listing(again)}." if len(again) <= MOST_NAMES else "."
        sentence = f"{_forces(len(again), regime)} had the same topic raised more than once"
        blocks.append(Paragraph((Span(sentence, "strong"), names)))
    if not findings:
        blocks.append(Paragraph((f"No matches. {RECORDS_INCOMPLETE} {covers_words(regime)}".rstrip(),)))
    if hint:
        blocks.append(Paragraph((hint,)))
    return blocks if not hits else [*blocks, *summaries_note(regime)]


def _forces(number: int, regime: Regime) -> str:
    return plural(number, regime.noun("force"), regime.noun("forces"))


def _blocks(hits: Sequence[Hit], regime: Regime) -> list[Block]:
    blocks = _by_force([hit for hit in hits if not hit.is_statement], regime)
    if statements := [hit for hit in hits if hit.is_statement]:
        blocks += [Heading(("Statements, which are not findings",)), *_by_force(statements, regime)]
    return blocks


def _by_force(hits: Sequence[Hit], regime: Regime) -> list[Block]:
    blocks: list[Block] = []
    for force, group in groupby(hits, key=lambda hit: hit.force):
        blocks.append(Heading((force.name,)))
        for inspection, members in groupby(group, key=lambda hit: hit.matter.inspection):
            blocks += [Heading((when(inspection),), 3), Listing([_item(hit, regime) for hit in members])]
    return blocks


def _item(hit: Hit, regime: Regime) -> Item:
    return Item(placed_item(hit.matter, regime, kind=True).lead, _marked(hit.matter.finding.text, hit.marks))


def _marked(text: str, marks: Sequence[tuple[int, int]]) -> Content:
    """Return a text with some places in it marked."""
    pieces: list[str | Span] = []
    place = 0
    for start, end in marks:
        pieces += [text[place:start], Span(text[start:end], "mark")]
        place = end
    return (*pieces, text[place:])


def _counts(hits: Sequence[Hit], regime: Regime) -> list[TopicCountRow]:
    """Count findings by topic, the most frequent first, and by edition."""
    findings: Counter[tuple[str, str]] = Counter()
    forces: dict[tuple[str, str], set[str]] = {}
    again: dict[tuple[str, str], set[str]] = {}
    for hit in hits:
        if not hit.is_statement:
            key = (hit.matter.finding.topic.id, hit.matter.inspection.edition.id)
            findings[key] += 1
            forces.setdefault(key, set()).add(hit.force.id)
            if hit.raised_again:
                again.setdefault(key, set()).add(hit.force.id)
    totals: Counter[str] = Counter()
    for (topic_id, _), number in findings.items():
        totals[topic_id] += number
    places = {topic_id: place for place, (topic_id, _) in enumerate(totals.most_common())}
    order = {edition.id: edition.index + 1 for edition in regime.editions.values()}
    return [
        TopicCountRow(
            topic=key[0],
            topic_title=regime.topics[key[0]].title,
            edition=key[1],
            edition_order=order[key[1]],
            findings=findings[key],
            forces=len(forces[key]),
            forces_raised_again=len(again.get(key, ())),
        )
        for key in sorted(findings, key=lambda key: (places[key[0]], order[key[1]]))
    ]


def _count_grid(hits: Sequence[Hit], counts: Sequence[TopicCountRow], regime: Regime) -> list[Block]:
    """Show topics by editions, then how many forces each topic is about."""
    if not counts:
        return []
    forces: dict[str, set[str]] = {}
    again: dict[str, set[str]] = {}
    for hit in hits:
        if not hit.is_statement:
            forces.setdefault(hit.matter.finding.topic.id, set()).add(hit.force.id)
            if hit.raised_again:
                again.setdefault(hit.matter.finding.topic.id, set()).add(hit.force.id)
    having = {each.edition for each in counts}
    editions = [edition for edition in regime.editions.values() if edition.id in having]
    listed = []
    for topic_id, group in groupby(counts, key=lambda each: each.topic):
        numbers = {each.edition: each.findings for each in group}
        listed.append(
            Row(
                (
                    (regime.topics[topic_id].title,),
                    *((str(numbers.get(edition.id, "")),) for edition in editions),
                    (Span(str(sum(numbers.values())), "strong"),),
                    (str(len(forces[topic_id])),),
                    (str(len(again.get(topic_id, ()))),),
                )
            )
        )
    titles = [edition.title for edition in editions]
    letters, meanings = lettered(titles)
    more = ("all", regime.noun("forces"), "raised again")
    return [Grid(("topic", *titles, *more), listed, short=("topic", *letters, *more), legend=meanings)]
