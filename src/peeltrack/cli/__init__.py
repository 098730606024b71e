"""The command line: one module per command, options in, exit code out; the only package that prints.

It may import everything.
"""

from __future__ import annotations

import os
import signal
from importlib import import_module

import click

from peeltrack.cli.command import VERSION, Helped
from peeltrack.cli.output import print_message

COMMANDS = {
    "forces": "List the forces on record.",
    "show": "Show one force: its history, or one inspection whole.",
    "diff": "Compare two inspections of one force.",
    "changes": "Show what became of the grades of all forces.",
    "table": "Show the forces side by side in one area, or in one edition.",
    "search": "Search the findings of all forces.",
    "coverage": "Show what is on record, and what is missing.",
    "new": "Add an inspection to a force's record, ready to fill in.",
    "check": "Check records: every problem of every file, with its line.",
}
"""The commands, each in the module of its name, with the line that the help says of it."""

COMPLETING = "_PEELTRACK_COMPLETE"
"""What a shell sets when it asks how to complete a word: an error would stand in its prompt."""

EXIT_CODES = """
\b
Exit codes:
  0    fine
  1    what was asked for was found (--fail-on), or problems (check)
  2    trouble: a wrong option, an unknown force, a faulty record,
       or a question that cannot be answered from the records
  130  interrupted
"""


def main() -> int:
    """Run the command line and return the exit code; 1 means only that --fail-on or check found something."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        code = _run()
    except OSError:  # not even an error can be told
        code = 2
    return code


def _run() -> int:
    try:
        return cli.main(prog_name="peeltrack", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
    except (click.Abort, KeyboardInterrupt):
        return 130
    except SystemExit as ended:  # how click ends after a completion, and where a pipe is closed
        return 2 if ended.code else 0
    except Exception as error:  # noqa: BLE001 - a bug must not exit 1, as Python would
        if not (COMPLETING in os.environ or _told(error)):
            import traceback

            traceback.print_exc()
    return 2


def _told(error: Exception) -> bool:
    """Tell people of an error that is theirs to mend; anything else is a bug of ours."""
    from peeltrack.model import PeeltrackError
    from peeltrack.store import InvalidRecordError

    if isinstance(error, InvalidRecordError):
        for problem in sorted(error.problems, key=lambda problem: (problem.source.name, problem.line)):
            print_message(str(problem))
        number = len(error.problems)
        print_message(
            f"Error: nothing is shown, because of {number} problem{'s' * (number != 1)} in the records"
        )
        return True
    if isinstance(error, PeeltrackError):
        print_message(f"Error: {error}")
        return True
    if isinstance(error, OSError) and error.filename is None:  # a stream, then, and no file
        print_message(f"Error: standard output cannot be written ({error.strerror})")
        return True
    return False


class Commands(Helped, click.Group):
    """The commands, each imported when it is called: none pays for the others."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names, in the order of COMMANDS."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name; None where there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"peeltrack.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the help says of them, without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    params=[VERSION],
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=EXIT_CODES,
)
def cli() -> None:
    """Inspection grades of the police forces of England and Wales, year by year.

    A bare year is the year in which a report came out: 2017 names PEEL 2016,
    published in April 2017. An edition goes by its name: peel-2016, 2018-19.
    """
