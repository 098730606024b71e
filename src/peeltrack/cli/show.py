"""``peeltrack show``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import ForceType, WhenType, nation, national_option, output_options, today

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("show")
@click.argument("force", type=ForceType())
@click.argument("when", type=WhenType(), required=False)
@national_option
@output_options
def command(library: Library, force: str, when: str | None, national: bool) -> tuple[Document, int]:
    """Show one force: its history, or with WHEN one inspection whole.

    FORCE is an id, a name, a former name or a short one. WHEN is a year of
    publication, an edition, or latest, previous or first.

    Example: peeltrack show hampshire

    Example: peeltrack show hampshire 2017
    """
    from peeltrack.store.library import pick
    from peeltrack.views.show import view

    record = library.force(force)
    inspection = None if when is None else pick(record, when, library.regime)
    return view(record, inspection, library.regime, today(library), nation(library, wanted=national)), 0
