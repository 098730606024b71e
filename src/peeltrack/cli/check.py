"""``peeltrack check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

import click

from peeltrack.cli.options import PathType, data_is_chosen, output_options, today

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("check")
@click.argument("paths", nargs=-1, type=PathType("path", "file"), metavar="[PATH]...")
@click.option(
    "--files-from",
    type=click.File(encoding="utf-8", errors="surrogateescape"),
    metavar="FILE",
    help="Also check the paths in this file, one a line; - is standard input.",
)
@click.option(
    "--changed-since",
    metavar="REV",
    help="Report only files that changed since this git revision, and totals that they contradict. REV... is"
    " the commit where your branch began.",
)
@click.option("--strict", is_flag=True, help="Count notes as problems.")
@click.option("--no-notes", is_flag=True, help="Leave out notes.")
@output_options
def command(
    library: Library,
    paths: tuple[str, ...],
    files_from: TextIO | None,
    changed_since: str | None,
    strict: bool,
    no_notes: bool,
) -> tuple[Document, int]:
    """Check records: every problem, with file and line number.

    PATH is a file or a folder. Without any, peeltrack checks the folder that --data
    names, else the records in or around the current folder, else the built-in ones.

    The editions.toml nearest above a file rules it. If you check editions.toml or
    topics.toml, all that they rule is checked. Exits with 1 on a problem. A note is
    not a problem, unless you add --strict.

    Example: peeltrack check

    Example: peeltrack check data --strict
    """
    from peeltrack.checks.audit import Report, audit
    from peeltrack.checks.files import records_here
    from peeltrack.model import PeeltrackError
    from peeltrack.store import display_path
    from peeltrack.views.check import view

    if strict and no_notes:
        raise PeeltrackError("--strict counts notes and --no-notes leaves them out; use one of them")
    whole = not paths and files_from is None
    folder = library.folder
    if whole and not data_is_chosen():
        folder = records_here() or folder
    asked = [*paths, *_lines(files_from)]
    report = audit(asked, folder, today(library), changed_since) if asked or whole else Report((), ())
    if no_notes:
        report = report.without_notes()
    which = f" of the folder {display_path(folder)}" if whole else ""
    if changed_since is not None:
        which += f" changed since {changed_since}"
    return view(report, strict=strict, which=which), report.exit_code(strict=strict)


def _lines(file: TextIO | None) -> list[str]:
    """Return the lines of a file that are not empty."""
    return [line for line in file.read().splitlines() if line] if file else []
