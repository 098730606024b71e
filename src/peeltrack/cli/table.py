"""``peeltrack table``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import (
    AREA,
    area_option,
    edition_option,
    force_option,
    output_options,
    region_option,
    remark_on_dates,
    since_option,
    until_option,
)
from peeltrack.cli.scope import scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peeltrack.analysis.national import Scope
    from peeltrack.formats.document import Document
    from peeltrack.model import Edition
    from peeltrack.store.library import Library


@click.command("table")
@click.argument("subject", type=AREA, required=False, metavar="[AREA]")
@edition_option
@area_option
@since_option
@until_option
@click.option(
    "--sort",
    type=click.Choice(["name", "grade", "change"]),
    default="name",
    show_default=True,
    help="The order of the forces: by name, or by the grade or its change in the newest edition.",
)
@region_option
@force_option
@output_options
def command(
    library: Library,
    subject: str | None,
    sort: str,
    **narrowed: Sequence[str] | str | None,
) -> tuple[Document, int]:
    """Compare forces side by side: one AREA in all editions, or all areas of one edition.

    With an AREA, there is a column for each edition, and a line between editions
    that cannot be compared. Areas that took over from AREA are in the same table.
    Without an AREA, the columns are the areas of the newest edition, or of the
    one that --edition names.

    csv has one row for each force, and two columns for each edition or area.

    Example: peeltrack table AREA --sort grade

    Example: peeltrack table --edition latest
    """
    from peeltrack.analysis.national import National
    from peeltrack.analysis.transitions import find_transitions
    from peeltrack.model import PeeltrackError
    from peeltrack.views.table import Table, by_area, by_edition

    if subject and narrowed["area"]:
        raise PeeltrackError(f"the area is already {subject}; leave out --area, or leave out {subject}")
    if subject:
        narrowed["area"] = [subject]
    wanted = scope(library, **narrowed)  # type: ignore[arg-type] # click gives each option its own type
    editions = list(library.regime.editions.values())
    if not subject:
        wanted = _of_one_edition(wanted, editions, sort)
    forces = library.forces()
    national = National(forces, library.totals, wanted)
    columns = [each for each in national.all_area_totals(editions) if each.forces]
    found = find_transitions(forces, wanted, library.regime)
    remark_on_dates(found)
    table = Table(columns, found.found, national, library.regime)
    if not subject:
        return by_edition(table, library.regime.editions[wanted.editions[0]]), 0
    titles = [each.area.title for each in reversed(columns)]
    titles += [each.areas[id_].title for each in editions for id_ in wanted.areas if id_ in each.areas]
    return by_area(table, list(dict.fromkeys(titles)), sort), 0


def _of_one_edition(wanted: Scope, editions: Sequence[Edition], sort: str) -> Scope:
    """Return what is asked of one edition: the newest, if none is named."""
    from peeltrack.model import PeeltrackError

    if len(wanted.editions) > 1:
        raise PeeltrackError(
            "a table of several editions needs an area: peeltrack table AREA; without one, name one edition"
        )
    if sort != "name":
        raise PeeltrackError(f"--sort {sort} is by one area: peeltrack table AREA --sort {sort}")
    if wanted.editions:
        return wanted
    newest = editions[-1]
    if wanted.areas and not any(id_ in newest.areas for id_ in wanted.areas):
        raise PeeltrackError(
            f"{newest.title} does not have this area; add --edition, or name the area without --area"
        )
    return wanted._replace(editions=[newest.id])
