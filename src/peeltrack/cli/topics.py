"""``peeltrack topics``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import output_options

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("topics")
@output_options
def command(library: Library) -> tuple[Document, int]:
    """List the topics of findings, with their meanings.

    Example: peeltrack topics
    """
    from peeltrack.views.topics import view

    return view(library.forces(), library.regime, library.data_option), 0
