"""The command line: one module per command; the only package that prints and the only one with click.

It may import everything else in peeltrack.
"""

from __future__ import annotations

import os
from importlib import import_module
from itertools import groupby

import click

from peeltrack import __version__
from peeltrack.model import PeeltrackError

INTERRUPTED, CLOSED_PIPE = 130, 141
"""Exit codes of a program that Ctrl-C stopped, and of one whose reader left, as shells give them."""

COMPLETE = "_PEELTRACK_COMPLETE"
"""The environment variable by which a shell asks for completions, or for the script that asks for them."""

LISTS = "What you can ask for: ids, names and meanings."

COMMANDS = {
    "show": "A force's latest inspection, an earlier one, or its history.",
    "diff": "What changed between two inspections of a force.",
    "changes": "What changed for all forces, newest first.",
    "table": "Forces side by side, for an area or an edition.",
    "map": "A tile map of the forces for one area.",
    "search": "Findings, such as causes of concern, by word or topic.",
    "coverage": "Which grades our records have, and which are missing.",
    "forces": LISTS,
    "editions": LISTS,
    "areas": LISTS,
    "topics": LISTS,
    "review": "What changed between two states of the records.",
    "check": "Find mistakes in records.",
    "new": "Add an inspection to a record, ready to fill in.",
    "site": "A web site of all records, for a browser.",
    "export": "Write the whole data set: database, spreadsheet or CSV files.",
    "records": "Copy the built-in records to a new folder, for you to edit.",
}
"""The commands, in the order of the help, with what it says about each; each has a module of its name.

To add a command, add its module and a line here. Neighbours with the same text share a line of help.
"""

EPILOG = """
\b
For the options of a command: peeltrack COMMAND --help. Version: --version.
Exit codes: 0 fine, 1 found (check, --fail-on), 2 error, 3 cannot be told.
PEELTRACK_DATA, PEELTRACK_FORMAT and PEELTRACK_PAGER set defaults for options.
"""


class Commands(click.Group):
    """The commands, each imported only when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order of the help."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command; None if there is no such command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"peeltrack.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; if there is none, say what may have been meant."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            raise PeeltrackError(_no_such_command(args[0], args[1:]))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands; the last lines name the two options, so that all fits a small terminal."""
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a line for each command, without importing any."""
        del ctx
        rows = [(", ".join(names), text) for text, names in groupby(COMMANDS, COMMANDS.__getitem__)]
        with formatter.section("Commands"):
            formatter.write_dl(rows, col_max=10)


def _no_such_command(word: str, rest: list[str]) -> str:
    """Say that there is no such command, and which one may have been meant."""
    from peeltrack.store.names import SIMILAR, choices, nearest, quoted

    message = f"There is no command {quoted(word)}."
    if about := _about_force(word, rest):
        return f"{message} {about}"
    near = nearest(word, zip(COMMANDS, COMMANDS, strict=True), SIMILAR)
    way_out = (
        f"Did you mean {choices(near)}?" if near else "For the commands there are, run: peeltrack --help"
    )
    return f"{message} {way_out}"


def _about_force(word: str, rest: list[str]) -> str | None:
    """Say how to see a force whose name was typed in place of a command, or that it is not in the records."""
    from shlex import join

    from peeltrack.cli.options import open_library

    try:
        library = open_library(os.environ.get("PEELTRACK_DATA") or None)
        if sentence := library.outside(word):
            return sentence
        return f"To see that force, run: {join(['peeltrack', 'show', library.find(word), *rest])}"
    except PeeltrackError:
        return None


def _show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    """Show the version and how far the built-in records go (rule 16)."""
    del param
    if value and not ctx.resilient_parsing:
        click.echo(f"peeltrack {__version__}{_covers()}")
        ctx.exit()


def _covers() -> str:
    """Say up to which day the built-in records cover publications; nothing if that is not known."""
    from peeltrack.cli.options import open_library
    from peeltrack.model import in_words

    try:
        until = open_library(None).regime.wording.covers_until
    except PeeltrackError:
        until = None
    return f" (its records cover publications up to {in_words(until)})" if until else ""


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EPILOG)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and how far the built-in records go.",
)
def cli() -> None:
    """Inspection grades, year by year: what they are, and what changed."""


def main() -> int:
    """Run the command line and return its exit code; 1 means only that something was found."""
    from peeltrack.cli.errors import report
    from peeltrack.cli.streams import discard, flush, write_in_full

    write_in_full()
    try:
        try:
            code = _run()
        except Exception as error:  # noqa: BLE001 - an error of any kind must not exit 1, as Python would
            code = report(error)
        return flush(code)
    except OSError:  # standard error cannot be written either
        discard()
        return 2
    except SystemExit:  # a signal: nothing more is written
        discard()
        raise


def _run() -> int:
    """Run a command, or complete a command line; return the exit code."""
    if COMPLETE in os.environ:
        from peeltrack.cli.completion import prepare

        if not prepare(cli, os.environ[COMPLETE]):
            del os.environ[COMPLETE]
    try:
        return cli.main(prog_name="peeltrack", standalone_mode=False) or 0
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except SystemExit as ended:
        if ended.code == 0:  # click has completed a command line
            return 0
        if ended.code == 1:  # the reader of a pipe has left
            return CLOSED_PIPE
        raise
