"""``peeltrack coverage``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import (
    area_option,
    edition_option,
    force_option,
    output_options,
    region_option,
    since_option,
    until_option,
)
from peeltrack.cli.scope import scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("coverage")
@click.option("--missing", is_flag=True, help="List the grades that we cannot name, force by force.")
@edition_option
@area_option
@since_option
@until_option
@region_option
@force_option
@output_options
def command(
    library: Library, *, missing: bool, **narrowed: Sequence[str] | str | None
) -> tuple[Document, int]:
    """Show which grades our records have, and which are missing.

    Counts how many grades a source names, how many we inferred, how many are
    known only from published counts, and how many are unknown. Shows whether
    the grades that we cannot name look like the others. Where national totals
    were published, it compares our records with them.

    Example: peeltrack coverage --edition latest --missing

    Example: peeltrack coverage --area legitimacy --region wales
    """
    from peeltrack.analysis.national import National
    from peeltrack.views.coverage import missing_view, view

    wanted = scope(library, **narrowed)  # type: ignore[arg-type] # click gives each option its own type
    national = National(library.forces(), library.totals, wanted)
    return (missing_view if missing else view)(national, library.regime), 0
