"""Long output on a terminal, shown page by page."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from peeltrack.cli.encoding import encode
from peeltrack.cli.streams import print_text


def page(text: str, *, color: bool) -> None:
    """Show a text in a pager if its lines do not fit the terminal, else print it.

    PEELTRACK_PAGER names the pager, else PAGER; otherwise it is less, which ends at once if the text fits
    one screen. No pager is used if the variable is empty, or if the pager cannot be run.
    """
    pager = os.environ.get("PEELTRACK_PAGER", os.environ.get("PAGER", "less"))
    if text.count("\n") < shutil.get_terminal_size().lines or not _exists(pager):
        print_text(text)
        return
    os.environ["PAGER"] = pager
    os.environ.setdefault("LESS", "FRX")
    shown = encode(text, sys.stdout.encoding).decode(sys.stdout.encoding)
    try:
        with _pager_in_charge():
            click.echo_via_pager(shown.removesuffix("\n"), color=color)
    except OSError:  # a program that cannot be run
        print_text(text)


def _exists(pager: str) -> bool:
    """Return whether there is a program that a command line names."""
    try:
        words = shlex.split(pager)
    except ValueError:  # an open quotation mark
        return False
    return bool(words) and shutil.which(words[0]) is not None


@contextmanager
def _pager_in_charge() -> Iterator[None]:
    """Leave Ctrl-C to the pager, and do not end if it is quit before it has read everything."""
    names = [name for name in ("SIGINT", "SIGPIPE") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), signal.SIG_IGN) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
