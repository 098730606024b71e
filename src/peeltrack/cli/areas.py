"""``peeltrack areas``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import output_options

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("areas")
@output_options
def command(library: Library) -> tuple[Document, int]:
    """List the areas that the editions grade: pillars, questions and areas.

    Example: peeltrack areas
    """
    from peeltrack.views.areas import view

    return view(library.regime, library.data_option), 0
