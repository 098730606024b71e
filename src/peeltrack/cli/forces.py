"""``peeltrack forces``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import output_options

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("forces")
@output_options
def command(library: Library) -> tuple[Document, int]:
    """List the forces, with their latest inspections.

    Example: peeltrack forces
    """
    from peeltrack.views.forces import view

    return view(library.forces(), library.data_option), 0
