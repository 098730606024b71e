"""``peeltrack coverage``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import output_options

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("coverage")
@click.option("--missing", is_flag=True, help="Name the forces whose grade is missing.")
@output_options
def command(library: Library, missing: bool) -> tuple[Document, int]:
    """Show which grades our records have, by edition and area, and which are missing.

    Where national totals were published, it also compares our records with
    them: complete, a number missing, or contradicting.

    Example: peeltrack coverage --missing
    """
    from peeltrack.analysis.national import National
    from peeltrack.views.coverage import view

    return view(National(library.forces(), library.totals), library.regime, missing=missing), 0
