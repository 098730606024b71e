"""Where a document goes: standard output or a file, in a format, with or without colour."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from peeltrack.cli.streams import print_text

if TYPE_CHECKING:
    from peeltrack.formats.document import Document


def show_document(document: Document, format_: str, output: str | None, color: str) -> None:
    """Render a document, and only then open what it is written to."""
    from peeltrack.formats import ALERTING, render
    from peeltrack.model import PeeltrackError

    if format_ in ALERTING and document.alerts is None:
        raise PeeltrackError(
            f"there is nothing here that could pass or fail, so nothing to show as {format_};"
            " use it with a command that compares or checks, such as 'peeltrack diff'"
        )
    terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    if format_ == "auto":
        format_ = "table" if terminal and not document.lines else "plain"
    width = None
    if terminal:
        import shutil

        width = shutil.get_terminal_size().columns
    environ = os.environ if output is None else {}  # it speaks of screens and logs, not of files
    text = render(format_, document, width=width, color=color_wanted(color, environ, terminal=terminal))
    if output is None:
        print_text(text)
    else:
        write(output, text.encode())


def color_wanted(flag: str, environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether to use colour: --color rules, then NO_COLOR, then FORCE_COLOR, then the terminal."""
    if flag != "auto":
        return flag == "always"
    if environ.get("NO_COLOR"):
        return False
    return bool(environ.get("FORCE_COLOR")) or (terminal and environ.get("TERM") != "dumb")


def write(path: str, content: bytes) -> None:
    """Put content into a file, in one step: the old file or the new, never half of one.

    Raises Trouble where it cannot be written; nothing is changed then.
    """
    import tempfile

    from peeltrack.model import PeeltrackError

    try:
        if os.path.exists(path) and not os.path.isfile(path):
            with open(path, "wb") as device:
                device.write(content)
            return
        target = os.path.realpath(path)
        handle, beside = tempfile.mkstemp(prefix=".peeltrack-", dir=os.path.dirname(target))
        try:
            with open(handle, "wb") as file:
                file.write(content)
            os.chmod(beside, os.stat(target).st_mode & 0o777 if os.path.exists(target) else 0o666 & ~_umask())
            os.replace(beside, target)
        except BaseException:  # an interruption too leaves nothing behind
            os.unlink(beside)
            raise
    except OSError as error:
        raise PeeltrackError(f"{path} cannot be written ({error.strerror}); nothing was changed") from None


def _umask() -> int:
    """The mask of rights that new files leave out; it can be read only by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
