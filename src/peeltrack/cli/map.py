"""``peeltrack map``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import AREA, EDITION, output_options
from peeltrack.cli.scope import find_edition

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("map")
@click.argument("area", type=AREA)
@click.option("--edition", type=EDITION, help="Only this edition.  [default: the newest with this area]")
@click.option("--change", is_flag=True, help="Show how grades changed since the edition before.")
@output_options
def command(library: Library, area: str, edition: str | None, change: bool) -> tuple[Document, int]:
    """Show all forces as tiles on a map, coloured by their grade in an area.

    Each tile has a three-letter code and a short form of the grade. The
    legend explains both. Pictures: use -o map.svg or -o map.html.

    Example: peeltrack map AREA

    Example: peeltrack map AREA --change -o map.svg
    """
    from peeltrack.views.map import choose_edition, view

    regime = library.regime
    area_ids = regime.line(library.area(area))
    chosen = find_edition(library, edition) if edition else choose_edition(area_ids, regime, change=change)
    return view(area_ids, chosen, library.forces(), regime, change=change), 0
