"""Messages about errors: one plain sentence with a way out, on standard error."""

from __future__ import annotations

import os
import sys

import click

from peeltrack.cli import COMPLETE
from peeltrack.cli.streams import discard, print_message
from peeltrack.model import PeeltrackError


def report(error: Exception) -> int:
    """Say what is wrong and return the exit code; raise the error again if no library could be loaded."""
    if COMPLETE in os.environ:  # a message would land in the command line that is being typed
        return 2
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
    elif isinstance(error, click.ClickException):
        print_message(f"Error: {_sentence(error)}")
    elif isinstance(error, PeeltrackError):
        _report_records(error)
    elif isinstance(error, OSError) and error.filename is None:  # not a file, so a stream
        discard(sys.stdout)
        print_message(f"Error: standard output cannot be written ({error.strerror}).")
    elif isinstance(error, (MemoryError, SyntaxError)) or (
        isinstance(error, ImportError) and not _ours(error)
    ):
        raise error
    else:
        import traceback

        traceback.print_exception(error)
        print_message("Error: this is a fault in peeltrack. Please report it with the lines above.")
    return 2


def _sentence(error: click.ClickException) -> str:
    """Return click's message as a sentence, and where to find help."""
    message = error.format_message().rstrip()
    if not message.endswith((".", "?", "?)")):
        message += "."
    ctx = getattr(error, "ctx", None)
    return f"{message} For help, run: {ctx.command_path} --help" if ctx else message


def _report_records(error: PeeltrackError) -> None:
    """Say what is wrong; if records are invalid, name every problem in them first."""
    from peeltrack.store.names import shortened

    problems = getattr(error, "problems", ())
    for problem in sorted(problems, key=lambda problem: (problem.source.name, problem.line)):
        print_message(str(problem))
    if problems:
        number = len(problems)
        print_message(
            f"Error: the records have {number} problem{'s' * (number != 1)}, so peeltrack shows nothing"
        )
    else:
        print_message(f"Error: {shortened(str(error))}")


def _ours(error: ImportError) -> bool:
    """Return whether something could not be imported from peeltrack itself."""
    return (error.name or "").partition(".")[0] == "peeltrack"
