"""``peeltrack check``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import PathType, output_options, today

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("check")
@click.argument("paths", nargs=-1, type=PathType("path", "file"), metavar="[PATH]...")
@click.option("--strict", is_flag=True, help="Count notes as problems.")
@output_options
def command(library: Library, paths: tuple[str, ...], strict: bool) -> tuple[Document, int]:
    """Check records: every problem, with file and line number.

    PATH is a file or a folder; without any, the records in use are checked.
    The editions.toml nearest above a file rules it, else that of the records in
    use; to check editions.toml or topics.toml is to check all that they rule.
    Exits with 1 on a problem; a note is none, unless --strict says so.

    Example: peeltrack check

    Example: peeltrack check data --strict
    """
    from peeltrack.checks.files import audit
    from peeltrack.views.check import view

    report = audit(paths, library.folder, today(library))
    return view(report, strict=strict), report.exit_code(strict=strict)
