"""``peeltrack export``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from peeltrack.cli.options import (
    PathType,
    area_option,
    data_option,
    edition_option,
    force_option,
    open_library,
    region_option,
    remark_on_dates,
    since_option,
    until_option,
)
from peeltrack.cli.scope import scope
from peeltrack.cli.streams import attempt, print_line, print_remark


@click.command("export")
@click.argument("target", type=PathType("target", "file"))
@click.option("--overwrite", is_flag=True, help="Replace what an earlier export wrote.")
@click.option("--metadata", is_flag=True, help="Also write metadata.json for Datasette, beside the database.")
@since_option
@until_option
@edition_option
@area_option
@region_option
@force_option
@data_option
def command(
    target: str,
    overwrite: bool,
    metadata: bool,
    data: str | None,
    **narrowed: Sequence[str] | str | None,
) -> None:
    """Write the whole data set for other tools.

    TARGET is a database (.db or .sqlite), a spreadsheet (.xlsx), or a folder for
    CSV files with datapackage.json. A selection keeps the tables that others refer
    to, such as all forces. --area leaves out published counts and national totals,
    because they are about all areas.

    Example: peeltrack export grades.db --metadata

    Example: peeltrack export grades.xlsx --since 2023

    Example: peeltrack export grades --overwrite
    """
    from peeltrack.analysis.transitions import find_transitions
    from peeltrack.export.content import collect
    from peeltrack.export.target import Target
    from peeltrack.views.words import covers_words

    place = Target(target, overwrite=overwrite, metadata=metadata)
    library = open_library(data)
    wanted = scope(library, **narrowed)  # type: ignore[arg-type] # click gives each option its own type
    found = find_transitions(library.forces(), wanted, library.regime)
    remark_on_dates(found)
    if not found.found:
        print_remark(
            f"No inspections match, so some tables are empty. {covers_words(library.regime)}".rstrip()
        )
    for path in place.write(collect(library, wanted, found)):
        attempt(print_line, path)
