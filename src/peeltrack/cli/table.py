"""``peeltrack table``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import AREA, EDITION, areas, force_option, output_options, region_option
from peeltrack.cli.scope import scope

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("table")
@click.argument("area", type=AREA, required=False)
@click.option("--edition", type=EDITION, help="A whole edition instead: forces by areas.")
@click.option(
    "--sort",
    type=click.Choice(["name", "grade", "change"]),
    default="name",
    show_default=True,
    help="The order of the forces: by name, or by the grade or its change in the newest"
    " edition of each block and then by name.",
)
@region_option
@force_option
@output_options
def command(
    library: Library,
    area: str | None,
    edition: str | None,
    sort: str,
    region: tuple[str, ...],
    force: tuple[str, ...],
) -> tuple[Document, int]:
    """Compare forces side by side, in one AREA or in one edition.

    For an AREA there is a table for each family of editions. Below it is how many
    forces have each grade in our records, and in the published national totals.

    Example: peeltrack table AREA --sort grade

    Example: peeltrack table --edition latest
    """
    from peeltrack.analysis.national import National
    from peeltrack.analysis.transitions import find_transitions
    from peeltrack.model import PeeltrackError
    from peeltrack.views.table import by_area, by_edition

    if area and edition:
        raise PeeltrackError(
            f"an area or an edition, not both: peeltrack table {area}, or --edition {edition}"
        )
    if not area and not edition:
        raise PeeltrackError(
            f"name an area, or an edition with --edition; the areas are: {', '.join(areas(library))}"
        )
    if edition and sort != "name":
        raise PeeltrackError(f"--sort {sort} is by one area: peeltrack table AREA --sort {sort}")
    wanted = scope(
        library,
        force=force,
        region=region,
        edition=[edition] if edition else (),
        area=[area] if area else (),
    )
    forces = library.forces()
    found = find_transitions(forces, wanted, library.regime).found
    chosen = wanted.of(forces)
    national = National(chosen, library.totals if len(chosen) == len(forces) else ())
    if edition:
        return by_edition(library.regime.editions[wanted.editions[0]], found, national, library.regime), 0
    return by_area(wanted.areas[0], found, national, library.regime, sort), 0
