"""``peeltrack site``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import PathType, data_option, open_library, today
from peeltrack.cli.streams import print_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peeltrack.site.build import File


@click.command("site")
@click.argument("folder", type=PathType("folder", "dir"), metavar="DIR")
@data_option
def command(folder: str, data: str | None) -> None:
    """Make a web site of all records in a folder.

    It has a page for each force, edition, area and topic. It needs no server:
    open index.html in a browser. The folder must be new or empty, or hold what
    this command wrote before, which is then replaced.

    Example: peeltrack site public
    """
    from peeltrack.model import PeeltrackError
    from peeltrack.site.build import files
    from peeltrack.site.folder import refuse_others, write_site
    from peeltrack.site.page import Site

    if not folder:
        raise PeeltrackError("the name of the folder is empty; name a new or empty folder")
    refuse_others(Path(folder))
    library = open_library(data)
    made = _make(list(files(Site(library, today(library)))))
    write_site(Path(folder), made)
    print_line(str(Path(folder) / "index.html"))


def _make(files: Sequence[File]) -> dict[str, bytes]:
    """Return the content of every file; on a terminal, a bar shows how far it is."""
    hidden = sys.stderr is None or not sys.stderr.isatty()
    with click.progressbar(files, label="Making pages", file=sys.stderr, hidden=hidden) as bar:
        return {file.path: file.content() for file in bar}
