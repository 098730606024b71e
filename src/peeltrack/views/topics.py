"""``peeltrack topics``: the subjects of findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from peeltrack.formats.document import Block, Document, Grid, Heading, Paragraph, Row, Span
from peeltrack.model import Force, Regime
from peeltrack.views.all_layouts import TopicRow
from peeltrack.views.rows import objects, rows
from peeltrack.views.words import plural


def view(forces: Sequence[Force], regime: Regime, data_option: str = "") -> Document:
    """Show the topics in their order, with how many findings our records have on each."""
    found = topic_rows(forces, regime)
    return Document(
        blocks=lambda: _blocks(found, data_option),
        data=lambda: {"schema": 1, "topics": objects(found)},
        rows=lambda: [rows("topic", TopicRow, found)],
    )


def _blocks(found: Sequence[TopicRow], data_option: str) -> list[Block]:
    return [
        Heading((plural(len(found), "topic"),), 1),
        Paragraph((f"To see the findings on one topic, run: peeltrack search --topic TOPIC{data_option}",)),
        Grid(("id", "meaning", "findings", "forces"), [_row(each) for each in found]),
    ]


def _row(each: TopicRow) -> Row:
    return Row(((Span(each.topic, "strong"),), (each.meaning,), (str(each.findings),), (str(each.forces),)))


def topic_rows(forces: Iterable[Force], regime: Regime) -> list[TopicRow]:
    """Describe the topics, with how many findings our records have on each."""
    findings: Counter[str] = Counter()
    among: dict[str, set[str]] = {}
    for force in forces:
        for inspection in force.inspections:
            for finding in inspection.findings:
                findings[finding.topic.id] += 1
                among.setdefault(finding.topic.id, set()).add(force.id)
    return [
        TopicRow(
            topic=topic.id,
            topic_title=topic.title,
            meaning=topic.meaning,
            followed=topic.followed,
            findings=findings[topic.id],
            forces=len(among.get(topic.id, ())),
        )
        for topic in regime.topics.values()
    ]
