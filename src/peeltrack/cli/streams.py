"""Standard output and standard error: what is written to them arrives in full, or it is an error."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, TextIO

import click

REMARKS = "peeltrack.remarks"
"""Where click keeps the remarks of a command until it is done."""

LONGEST = 4000
"""The longest message, in characters: a word that somebody typed may be longer than anyone reads."""


class Patient(io.FileIO):
    """A file that waits until it can be written, as a pipe that does not block must be."""

    def write(self, data: Any, /) -> int:  # noqa: ANN401 - whatever holds bytes
        """Write some bytes and return how many."""
        while True:
            written: int | None = super().write(data)
            if written is not None:
                return written
            from select import select

            select([], [self], [])


def write_in_full() -> None:
    """Make sure that everything written to the standard streams arrives, or that an error is raised.

    Python writes an unbuffered stream (``python -u``) once and does not look at how much of it
    arrived; a buffered one fails if it would have to wait.
    """
    sys.stdout = _in_full(sys.stdout)
    sys.stderr = _in_full(sys.stderr)


def _in_full(stream: TextIO | None) -> TextIO:
    """Return a stream that writes to the same place in full; the stream itself if it is not a file's."""
    buffer = getattr(stream, "buffer", None)
    raw = getattr(buffer, "raw", buffer)
    if not isinstance(stream, io.TextIOWrapper) or type(raw) is not io.FileIO:
        return stream  # type: ignore[return-value] # None if the stream is closed, as Python has it
    stream.flush()
    patient = io.BufferedWriter(Patient(raw.fileno(), "wb", closefd=False))
    return io.TextIOWrapper(
        patient, stream.encoding, stream.errors, line_buffering=stream.line_buffering or stream is sys.stderr
    )


def flush(code: int) -> int:
    """Write the rest of the output and return the exit code: 2 if it cannot be written."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError as error:
            discard(stream)
            if stream is sys.stdout:
                print_message(f"Error: standard output cannot be written ({error.strerror}).")
            code = 2
    return code


def discard(*streams: TextIO | None) -> None:
    """Drop what the streams (all, if none is named) have not written, so that the end does not try again."""
    for stream in streams or (sys.stdout, sys.stderr):
        raw = getattr(getattr(stream, "buffer", None), "raw", None)
        if isinstance(raw, Patient):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, raw.fileno())
            os.close(null)


def print_message(text: str) -> None:
    """Print a line on standard error, which is for everything but data; shorten a very long one."""
    if len(text) > LONGEST:
        text = f"{text[: LONGEST // 2]} … {text[-LONGEST // 2 :]}"
    from peeltrack.cli.encoding import encode

    if sys.stderr is not None:
        encoding = getattr(sys.stderr, "encoding", None) or "utf-8"
        sys.stderr.write(f"{encode(_harmless(text), encoding).decode(encoding)}\n")
        sys.stderr.flush()


def print_messages(texts: Iterable[str]) -> None:
    """Print lines on standard error."""
    for text in texts:
        print_message(text)


def print_remark(text: str) -> None:
    """Print a line about the result when the command is done; ``--quiet`` leaves it out.

    It comes after the output, because a pager would hide it.
    """
    ctx = click.get_current_context()
    if not ctx.params.get("quiet"):
        remarks = ctx.meta.setdefault(REMARKS, [])
        if not remarks:
            ctx.call_on_close(lambda: print_messages(remarks))
        remarks.append(text)


def print_line(text: str) -> None:
    """Print a line on standard output, such as the path of a file that was written."""
    print_text(f"{_harmless(text)}\n")


def attempt(print_: Callable[[str], None], text: str) -> None:
    """Print a text after something is done, if that is possible: a full disk does not undo it."""
    from peeltrack.model import PeeltrackError

    try:
        print_(text)
    except (OSError, PeeltrackError):
        discard()


def _harmless(text: str) -> str:
    """Return a text as one line that commands neither a terminal nor a CI log."""
    from peeltrack.formats.document import printable, without_log_commands

    return without_log_commands(printable(text))


def print_text(text: str | bytes) -> None:
    """Print a text on standard output in its encoding; raise PeeltrackError if that is closed."""
    from peeltrack.cli.encoding import encode
    from peeltrack.model import PeeltrackError

    if sys.stdout is None:
        raise PeeltrackError("standard output is closed; name a file with --output")
    sys.stdout.flush()
    sys.stdout.buffer.write(encode(text, sys.stdout.encoding) if isinstance(text, str) else text)
    sys.stdout.buffer.flush()
