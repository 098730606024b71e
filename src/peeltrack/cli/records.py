"""``peeltrack records``."""

from __future__ import annotations

import click

from peeltrack.cli.options import PathType
from peeltrack.cli.streams import print_line


@click.command("records")
@click.argument("folder", type=PathType("folder", "dir"), metavar="DIR")
def command(folder: str) -> None:
    """Copy the built-in records to a folder that does not exist yet.

    You can then edit them, and read them with --data or PEELTRACK_DATA.

    Example: peeltrack records mine
    """
    from peeltrack.store.copying import copy_records

    copy_records(folder)
    print_line(folder)
