"""``peeltrack show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import ForceType, WhenType, find_today, is_year, output_options

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("show")
@click.argument("force", type=ForceType())
@click.argument("when", type=WhenType(), required=False)
@click.option("--neighbours", is_flag=True, help="Also show how the other forces of the region did (slower).")
@output_options
def command(library: Library, force: str, when: str | None, neighbours: bool) -> tuple[Document, int]:
    """Show a force's latest inspection and its grades over time, or one inspection in full.

    FORCE can be an id, a name, a former name or a short name. WHEN can be a year of
    publication, an edition, or latest, previous or first.

    Example: peeltrack show FORCE

    Example: peeltrack show FORCE latest --neighbours
    """
    from peeltrack.store.library import pick
    from peeltrack.views.show import view

    record = library.force(force)
    inspection = None if when is None else pick(record, when, library.regime)
    forces = library.forces() if neighbours else ()
    year = int(when) if when and is_year(when) else None
    return view(record, inspection, library.regime, find_today(library), year=year, forces=forces), 0
