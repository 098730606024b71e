"""``peeltrack new``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import EDITION, ForceType, data_option, open_library
from peeltrack.cli.streams import attempt, print_line, print_message

if TYPE_CHECKING:
    from pathlib import Path

    from peeltrack.store.library import Library


@click.command("new")
@click.argument("force", type=ForceType())
@click.argument("edition", type=EDITION)
@click.option("--new-force", is_flag=True, help="Begin a record even if its id looks like one that there is.")
@data_option
def command(data: str | None, force: str, edition: str, new_force: bool) -> None:
    """Add an inspection to a force's record, ready to fill in.

    FORCE is a force in the records, or the id of a new one. EDITION is an edition.
    Existing text is not changed. Run 'peeltrack check' to see what you still have
    to fill in.

    Example: peeltrack new FORCE EDITION
    """
    from pathlib import Path

    from peeltrack.store.files import locked, replace
    from peeltrack.store.template import draft

    library = open_library(data)
    with locked(_forces_folder(library)):
        made = draft(library, force, edition, new_force=new_force)
        replace(Path(made.path), made.before, made.content)
    attempt(print_line, f"{made.name}:{made.line}")
    what = "to a new record" if made.before is None else "to the record"
    message = f"Added {made.edition.title} {what}. To see what to fill in, run: peeltrack check {made.name}"
    attempt(print_message, message)


def _forces_folder(library: Library) -> Path:
    """Return the folder of the forces' records, made if need be; refuse the one that is installed."""
    from pathlib import Path

    from peeltrack.model import PeeltrackError
    from peeltrack.store.library import PACKAGED

    if os.path.abspath(library.folder) == PACKAGED:
        raise PeeltrackError(
            f"{library.folder} belongs to the installed peeltrack, and an update would overwrite your change."
            " Copy the records with 'peeltrack records', and name the copy with --data"
        )
    _ = library.regime  # without it nothing must be made
    folder = Path(library.folder) / "forces"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise PeeltrackError(f"the folder {folder} cannot be made ({error.strerror})") from None
    return folder
