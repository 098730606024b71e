"""``peeltrack forces``: the forces that our records have."""

from __future__ import annotations

from collections.abc import Sequence

from peeltrack.formats.document import Document, Grid, Heading, Paragraph, Row, Span
from peeltrack.model import Force
from peeltrack.views.layouts import ForceRow
from peeltrack.views.rows import force_row, objects, rows
from peeltrack.views.words import plural, when


def view(forces: Sequence[Force], data_option: str = "") -> Document:
    """Show the forces, by id."""
    return Document(
        blocks=lambda: [
            Heading((plural(len(forces), "force"),), 1),
            Grid(("id", "name", "region", "latest inspection"), [_row(force) for force in forces]),
            Paragraph((f"To see one, run: peeltrack show FORCE{data_option}",)),
        ],
        data=lambda: {"schema": 1, "forces": objects(map(force_row, forces))},
        rows=lambda: [rows("force", ForceRow, map(force_row, forces))],
    )


def _row(force: Force) -> Row:
    latest = when(force.inspections[-1]) if force.inspections else "none in our records"
    return Row(((Span(force.id, "strong"),), (force.name,), (force.region,), (latest,)))
