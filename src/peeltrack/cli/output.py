"""Where a document goes: standard output, a pager or files; in which format, with or without colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from peeltrack.cli.streams import print_text

if TYPE_CHECKING:
    from peeltrack.formats.document import Document

ENDINGS = {
    ".txt": "table",
    ".json": "json",
    ".csv": "csv",
    ".md": "markdown",
    ".html": "html",
    ".svg": "svg",
    ".xml": "junit",
}
"""The format that the ending of a file's name asks for."""

AUTO = "auto"
"""No format in particular: a table on a terminal, else plain."""


PICTURED = ("show FORCE", "table", "map")
"""The commands that have pictures."""


class Output(NamedTuple):
    """What the options say about the output."""

    format_: str = AUTO
    typed: bool = False
    """Whether the format is in the command line itself, and not only in the environment."""
    files: Sequence[str] = ()
    """The files to write instead of standard output; ``-`` is standard output."""
    color: str = AUTO
    width: int | None = None
    quiet: bool = False
    pager: bool = True


class _Target(NamedTuple):
    """One place that a document goes to."""

    path: str | None
    """None for standard output."""
    format_: str
    terminal: bool


def show_document(document: Document, output: Output) -> None:
    """Render a document in every format first, and only then open the files that it goes to."""
    rendered = [(target, _render(document, target, output)) for target in _targets(document, output)]
    for target, content in rendered:
        if target.path is not None:
            from peeltrack.cli.files import write_file

            write_file(target.path, content.encode() if isinstance(content, str) else content)
        elif target.terminal and output.pager and isinstance(content, str):
            from peeltrack.cli.pager import page

            page(content, color=color_wanted(output.color, os.environ, terminal=True))
        else:
            print_text(content)


def _targets(document: Document, output: Output) -> list[_Target]:
    """Return where the document goes, in which format."""
    from peeltrack.formats import ALERTING
    from peeltrack.model import PeeltrackError

    targets = [
        _standard_output(document, output) if name == "-" else _Target(name, file_format(name, output), False)
        for name in output.files
    ]
    if not output.files and not output.quiet:
        targets = [_standard_output(document, output)]
    for target in targets:
        if target.format_ in ALERTING and document.alerts is None:
            raise PeeltrackError(
                f"there is nothing here that could pass or fail, so nothing to show as {target.format_};"
                " use it with a command that compares or checks, such as 'peeltrack diff'"
            )
        if target.format_ == "svg":
            from peeltrack.formats.pictures import find_picture

            if find_picture(document) is None:
                raise PeeltrackError(
                    "this answer has no picture, so there is nothing to show as svg; "
                    f"these commands have pictures: {', '.join(PICTURED)}"
                )
    return targets


def _standard_output(document: Document, output: Output) -> _Target:
    """Return standard output with the format it gets."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    auto = "table" if terminal and not document.lines else "plain"
    return _Target(None, auto if output.format_ == AUTO else output.format_, terminal)


def file_format(name: str, output: Output) -> str:
    """Return the format for a file: the one that its ending names, else the one that the options name."""
    from peeltrack.formats import FORMATS
    from peeltrack.model import PeeltrackError

    ending = PurePath(name).suffix.casefold()
    named = ENDINGS.get(ending)
    if named not in FORMATS:
        return "plain" if output.format_ == AUTO else output.format_
    if output.typed and output.format_ not in (AUTO, named):
        raise PeeltrackError(
            f"the ending of {name} asks for {named}, but --format asks for {output.format_};"
            " leave out --format or choose another ending"
        )
    return str(named)


def _render(document: Document, target: _Target, output: Output) -> str | bytes:
    """Render the document for one place."""
    from peeltrack.formats import render

    width = output.width
    if width is None and target.terminal:
        import shutil

        width = shutil.get_terminal_size().columns
    environ = os.environ if target.path is None else {}  # it is about terminals and logs, not files
    color = color_wanted(output.color, environ, terminal=target.terminal)
    return render(target.format_, document, width=width, color=color, links=color and target.terminal)


def color_wanted(flag: str, environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Return whether to use colour: --color decides, then NO_COLOR, FORCE_COLOR and the terminal."""
    if flag != AUTO:
        return flag == "always"
    if environ.get("NO_COLOR"):
        return False
    forced = environ.get("FORCE_COLOR", "") not in ("", "0")
    return forced or (terminal and environ.get("TERM") != "dumb")
