"""Commands, options, exit codes, streams and colour: the only room that prints."""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from peeltrack import __version__

if TYPE_CHECKING:
    from peeltrack.document import Document
    from peeltrack.library import Library

EXIT_CODES = """
\b
Exit codes:
  0    fine
  1    what was asked for was found (--fail-on)
  2    trouble: a wrong option, an unknown force, a faulty record,
       or a question that cannot be answered from the records
  130  interrupted
"""


def main() -> NoReturn:
    """Run the command line and exit: 1 is kept for the finding that was asked for."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(_run())


def _run() -> int:
    try:
        return cli.main(prog_name="peeltrack", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Exception as error:  # noqa: BLE001 - a bug must not exit 1, as Python would
        if not _told(error):
            import traceback

            traceback.print_exc()
    return 2


def _told(error: Exception) -> bool:
    """Tell people of an error that is theirs to mend; anything else is a bug of ours."""
    from peeltrack.library import Trouble

    if isinstance(error, Trouble):
        _say(f"Error: {error}")
        return True
    from peeltrack.reading import Faulty

    if isinstance(error, Faulty):
        for problem in error.problems:
            _say(str(problem))
        number = len(error.problems)
        _say(f"Error: nothing is shown, because of {number} problem{'s' * (number != 1)} in the records")
        return True
    return False


def _say(text: str) -> None:
    """A line on stderr; whatever is not data goes there."""
    from peeltrack.document import harmless

    click.echo(harmless(text), err=True)


class ForceType(click.ParamType[str, str]):
    """A force by id, name, former name or alias."""

    name = "force"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The ids; the folder is read, and no record is opened."""
        del param
        return _completions(_library(ctx.params.get("data")).ids, incomplete)


class WhenType(click.ParamType[str, str]):
    """A year of publication, an edition, or latest, previous or first."""

    name = "when"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """The force's years and editions."""
        del param
        library = _library(ctx.params.get("data"))
        inspections = library.force(str(ctx.params["force"])).inspections
        words = [str(each.published.year) for each in inspections if each.published]
        words += [each.edition.id for each in inspections]
        return _completions([*dict.fromkeys(words), "latest", "previous", "first"], incomplete)


def _completions(words: Iterable[str], incomplete: str) -> list[Any]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def _library(folder: Path | None) -> Library:
    from peeltrack.library import Library, shipped

    return Library(folder or shipped())


def _output_options(command: Callable[..., tuple[Document, int]]) -> Callable[..., None]:
    """Give a command that returns a Document and an exit code the options for its output."""
    from peeltrack.formats import FORMATS

    @click.option(
        "--data",
        type=click.Path(path_type=Path),
        envvar="PEELTRACK_DATA",
        metavar="DIR",
        help="The folder of records.  [default: those that come with peeltrack]",
    )
    @click.option(
        "-f",
        "--format",
        "format_",
        type=click.Choice(["auto", *FORMATS]),
        default="auto",
        envvar="PEELTRACK_FORMAT",
        show_default=True,
        help="How to show it; auto is table on a terminal, plain elsewhere.",
    )
    @click.option("-o", "--output", metavar="FILE", help="Write to a file instead of standard output.")
    @click.option("-q", "--quiet", is_flag=True, help="Show nothing; the exit code tells.")
    @click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="When to use colour; NO_COLOR and FORCE_COLOR are heeded.",
    )
    def run(
        data: Path | None,
        format_: str,
        output: str | None,
        quiet: bool,
        color: str,
        **asked: object,
    ) -> None:
        document, code = command(_library(data), **asked)
        if not quiet:
            _show(document, format_, None if output == "-" else output, color)
        click.get_current_context().exit(code)

    return functools.update_wrapper(run, command)


def _show(document: Document, format_: str, output: str | None, color: str) -> None:
    """Render a document, and only then open what it is written to."""
    from peeltrack.formats import render

    terminal = output is None and sys.stdout is not None and sys.stdout.isatty()
    if format_ == "auto":
        format_ = "table" if terminal else "plain"
    width = None
    if terminal:
        import shutil

        width = shutil.get_terminal_size().columns
    text = render(format_, document, width=width, color=color_wanted(color, os.environ, terminal=terminal))
    if output is None:
        _print(text)
    else:
        _write(Path(output), text)


def color_wanted(flag: str, environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Whether to use colour: --color rules, then NO_COLOR, then FORCE_COLOR, then the terminal."""
    if flag != "auto":
        return flag == "always"
    if environ.get("NO_COLOR"):
        return False
    return bool(environ.get("FORCE_COLOR")) or (terminal and environ.get("TERM") != "dumb")


def _print(text: str) -> None:
    from peeltrack.encoding import encode
    from peeltrack.library import Trouble

    if sys.stdout is None:
        raise Trouble("standard output is closed; name a file with --output")
    try:
        sys.stdout.buffer.write(encode(text, sys.stdout.encoding))
        sys.stdout.buffer.flush()
    except OSError as error:
        raise Trouble(f"standard output cannot be written ({error.strerror})") from None


def _write(path: Path, text: str) -> None:
    """Put a text into a file, in one step: the old file or the new, never half of one."""
    import tempfile

    from peeltrack.library import Trouble

    try:
        if path.exists() and not path.is_file():
            path.write_bytes(text.encode())
            return
        path = path.resolve()
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        beside = Path(name)
        try:
            with open(handle, "wb") as file:
                file.write(text.encode())
            beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise Trouble(f"{path} cannot be written ({error.strerror}); nothing was changed") from None


def _umask() -> int:
    """The mask of rights that new files leave out; it can be read only by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def cli() -> None:
    """Inspection grades of the police forces of England and Wales, year by year.

    A bare year is the year in which a report came out: 2017 names PEEL 2016,
    published in April 2017. An edition goes by its name: peel-2016, 2018-19.
    """


@cli.command()
@_output_options
def forces(library: Library) -> tuple[Document, int]:
    r"""List the forces on record.

    \b
    Example: peeltrack forces
    """
    from peeltrack.views.forces import view

    return view(library.forces()), 0


@cli.command()
@click.argument("force", type=ForceType())
@click.argument("when", type=WhenType(), required=False)
@_output_options
def show(library: Library, force: str, when: str | None) -> tuple[Document, int]:
    r"""Show one force: its history, or with WHEN one inspection whole.

    FORCE is an id, a name, a former name or a short one. WHEN is a year of
    publication, an edition, or latest, previous or first.

    \b
    Example: peeltrack show hampshire
    Example: peeltrack show hampshire 2017
    """
    from peeltrack.library import pick
    from peeltrack.views.show import view

    record = library.force(force)
    inspection = pick(record, when, library.regime) if when else None
    return view(record, inspection, library.regime), 0


@cli.command()
@click.argument("force", type=ForceType())
@click.argument("old", type=WhenType(), required=False)
@click.argument("new", type=WhenType(), required=False)
@click.option(
    "--fail-on",
    type=click.Choice(["downgrade", "change", "concern", "cause-of-concern"]),
    multiple=True,
    help="Exit with 1 on a downgrade, on a change up or down, or on a concern or"
    " cause of concern that is new on record; with 2 where that cannot be told."
    " Repeatable.",
)
@_output_options
def diff(
    library: Library, force: str, old: str | None, new: str | None, fail_on: tuple[str, ...]
) -> tuple[Document, int]:
    r"""Compare two inspections of one force.

    OLD and NEW are years of publication, editions, or latest, previous or
    first; without them, previous and latest.

    \b
    Example: peeltrack diff hampshire 2016 2017
    Example: peeltrack diff hampshire peel-2017 latest --fail-on downgrade
    """
    from peeltrack.changes import compare, outcome
    from peeltrack.library import Trouble, pick
    from peeltrack.views.diff import view

    record = library.force(force)
    if old and not new:
        raise Trouble(f"two inspections are wanted: peeltrack diff {record.id} {old} latest")
    before = pick(record, old or "previous", library.regime)
    after = pick(record, new or "latest", library.regime)
    if before is after:
        raise Trouble(
            f"{old} and {new} both name {after.edition.title}; for that inspection alone:"
            f" peeltrack show {record.id} {after.edition.id}"
        )
    if before.edition.index > after.edition.index:
        raise Trouble(
            f"{before.edition.title} is newer than {after.edition.title}; the older goes first:"
            f" peeltrack diff {record.id} {new} {old}"
        )
    comparison = compare(record, before, after, library.regime)
    answer = outcome(fail_on, comparison.changes, len(comparison.neither), comparison.findings)
    for reason in answer.unanswered:
        _say(f"--fail-on cannot be answered: {reason}")
    if answer.aside:
        _say(answer.aside)
    return view(comparison, library), answer.exit_code
