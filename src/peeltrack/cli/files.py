"""Files that a command writes: in place, as a shell's ``>`` does."""

from __future__ import annotations

import io
import os
import sys

from peeltrack.cli.streams import Patient
from peeltrack.model import PeeltrackError

MOST_LINKS = 40
"""How many links in a row are followed, as Linux does."""

OWN_STREAMS = ("/dev/fd", "/proc/self/fd", "/proc/thread-self/fd")
"""The folders in which the system names the open streams of a process."""


def write_file(path: str, content: bytes) -> None:
    """Write a file in place, which keeps its rights, its owner and its links.

    A name of an open stream, such as ``/dev/stdout``, or a link to one, gets the content where the stream
    is: to open the file behind it again would empty it. Raise PeeltrackError if the file cannot be opened
    or not be written in full.
    """
    try:
        number = _stream_number(path)
        raw = Patient(path if number is None else number, "wb", closefd=number is None)
    except (OSError, ValueError) as error:  # ValueError: a null character, or a number that is too large
        raise PeeltrackError(f"{path} cannot be written ({_reason(error)})") from None
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        with io.BufferedWriter(raw) as file:
            file.write(content)
    except OSError as error:
        raise PeeltrackError(f"{path} cannot be written in full ({_reason(error)})") from None


def _stream_number(path: str) -> int | None:
    """Return the number of the open stream that a path names, also through links; None for a file."""
    folders = {os.path.realpath(folder) for folder in OWN_STREAMS}
    for _ in range(MOST_LINKS):
        folder, name = os.path.split(os.path.abspath(path))
        folder = os.path.realpath(folder)
        if folder in folders and name.isdecimal():
            return int(name)
        path = os.path.join(folder, name)
        if not os.path.islink(path):
            return None
        path = os.path.join(folder, os.readlink(path))
    return None


def _reason(error: OSError | ValueError) -> str:
    """Return what the system says, as far as it says anything."""
    return getattr(error, "strerror", None) or str(error)
