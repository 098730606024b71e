"""``peeltrack topics``: the subjects of findings."""

from __future__ import annotations

from collections.abc import Sequence

from peeltrack.formats.document import Block, Document, Grid, Heading, Paragraph, Row, Span
from peeltrack.model import Force, Regime
from peeltrack.views.layouts import TopicRow
from peeltrack.views.rows import objects, rows, topic_rows
from peeltrack.views.words import plural


def view(forces: Sequence[Force], regime: Regime) -> Document:
    """Show the topics in their order, with how many findings our records have on each."""
    found = topic_rows(forces, regime)
    return Document(
        blocks=lambda: _blocks(found),
        data=lambda: {"schema": 1, "topics": objects(found)},
        rows=lambda: [rows("topic", TopicRow, found)],
    )


def _blocks(found: Sequence[TopicRow]) -> list[Block]:
    return [
        Heading((plural(len(found), "topic"),), 1),
        Paragraph(("To see the findings on one topic, run: peeltrack search --topic TOPIC",)),
        Grid(("id", "meaning", "findings", "forces"), [_row(each) for each in found]),
    ]


def _row(each: TopicRow) -> Row:
    return Row(((Span(each.topic, "strong"),), (each.meaning,), (str(each.findings),), (str(each.forces),)))
