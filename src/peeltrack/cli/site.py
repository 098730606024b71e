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

    from peeltrack.site.page import File


@click.command("site")
@click.argument("folder", type=PathType("folder", "dir"), metavar="DIR")
@click.option(
    "--base-url", metavar="URL", help="Where the site will be: for canonical links and a feed of reports."
)
@data_option
def command(folder: str, base_url: str | None, data: str | None) -> None:
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
    base = _base(base_url) if base_url is not None else None
    refuse_others(Path(folder))
    library = open_library(data)
    made = _make(list(files(Site(library, today(library)), base)))
    write_site(Path(folder), made)
    print_line(str(Path(folder) / "index.html"))


def _base(address: str) -> str:
    """Return the address of the site with a slash at its end; raise PeeltrackError if it is not one."""
    from peeltrack.formats.document import web_address
    from peeltrack.model import PeeltrackError

    base = web_address(address)
    if base is None or not address.partition("://")[2] or "?" in address or "#" in address:
        raise PeeltrackError(
            f"--base-url should be an address such as https://example.org/grades/, not '{address}'"
        )
    return f"{base.rstrip('/')}/"


def _make(files: Sequence[File]) -> dict[str, bytes]:
    """Return the content of every file; on a terminal, a bar shows how far it is."""
    hidden = sys.stderr is None or not sys.stderr.isatty()
    with click.progressbar(files, label="Making pages", file=sys.stderr, hidden=hidden) as bar:
        return {file.path: file.content() for file in bar}
