"""``peeltrack new``."""

from __future__ import annotations

import os

import click

from peeltrack.cli.options import EDITION, ForceType, data_option, open_library
from peeltrack.cli.output import write
from peeltrack.cli.streams import print_line, print_message


@click.command("new")
@click.argument("force", type=ForceType())
@click.argument("edition", type=EDITION)
@data_option
def command(data: str | None, force: str, edition: str) -> None:
    """Add an inspection to a force's record, ready to fill in.

    FORCE is a force on record, or the id of a new one, whose file is made. EDITION
    is an edition's id. Nothing that stands in the file is changed, and what is left
    to fill in is what check names.

    Example: peeltrack new thames-valley peel-2014
    """
    from peeltrack.model import PeeltrackError
    from peeltrack.store.library import PACKAGED
    from peeltrack.store.template import draft

    library = open_library(data)
    if os.path.abspath(library.folder) == PACKAGED:
        raise PeeltrackError(
            f"the records that come with peeltrack are replaced with it; copy {library.folder},"
            " and name the copy with --data"
        )
    made = draft(library, force, edition)
    try:
        os.makedirs(os.path.dirname(made.path), exist_ok=True)
    except OSError as error:
        raise PeeltrackError(f"{os.path.dirname(made.path)} cannot be made ({error.strerror})") from None
    write(made.path, made.content)
    print_line(f"{made.name}:{made.line}")
    if made.begun is not None:
        begun = os.path.basename(made.path).removesuffix(".toml")
        print_message(f"{begun} is a new force" + (f"; did you mean {made.begun}?" if made.begun else ""))
    print_message(
        f"Added {made.edition.title}, to be filled in; what is left to do: peeltrack check {made.name}"
    )
