"""``peeltrack editions``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import output_options

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("editions")
@output_options
def command(library: Library) -> tuple[Document, int]:
    """List the editions, oldest first, with their scales and what they can be compared with.

    Example: peeltrack editions
    """
    from peeltrack.views.editions import view

    return view(library.forces(), library.regime), 0
