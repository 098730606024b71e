"""``peeltrack forces``: which forces are on record."""

from __future__ import annotations

from collections.abc import Sequence

from peeltrack.formats.document import Document, Grid, Heading, Paragraph, Row, Rows, Span
from peeltrack.model import Force
from peeltrack.views.words import iso, plural, when

COLUMNS = ("force", "name", "region", "country", "editions", "latest_edition", "latest_published")


def view(forces: Sequence[Force]) -> Document:
    """The forces, by id."""
    return Document(
        blocks=lambda: [
            Heading((plural(len(forces), "force") + " on record",), 1),
            Grid(
                ("id", "name", "latest"),
                [
                    Row(
                        (
                            (Span(force.id, "strong"),),
                            (force.name,),
                            (when(force.inspections[-1]) if force.inspections else "none",),
                        )
                    )
                    for force in forces
                ],
            ),
            Paragraph(("See one with: peeltrack show FORCE",)),
        ],
        data=lambda: {
            "schema": 1,
            "forces": [
                {
                    "id": force.id,
                    "name": force.name,
                    "aliases": list(force.aliases),
                    "region": force.region,
                    "country": force.country,
                    "editions": [inspection.edition.id for inspection in force.inspections],
                    "latest": _latest(force),
                }
                for force in forces
            ],
        },
        rows=lambda: [Rows("force", COLUMNS, [_row(force) for force in forces])],
    )


def _latest(force: Force) -> str | None:
    """When the latest inspection came out, at the precision known."""
    return iso(force.inspections[-1].published) if force.inspections else None


def _row(force: Force) -> tuple[str | None, ...]:
    return (
        force.id,
        force.name,
        force.region,
        force.country,
        " ".join(inspection.edition.id for inspection in force.inspections),
        force.inspections[-1].edition.id if force.inspections else None,
        _latest(force),
    )
