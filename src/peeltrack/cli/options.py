"""What several commands share: the words they take, and the options for their output."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from peeltrack.cli.output import Output, show_document
from peeltrack.cli.streams import print_remark
from peeltrack.formats import FORMATS

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from click.decorators import FC
    from click.shell_completion import CompletionItem

    from peeltrack.analysis.fail_on import Outcome
    from peeltrack.analysis.national import Scope
    from peeltrack.formats.document import Document
    from peeltrack.model import PartialDate
    from peeltrack.store.library import Library

    Word = click.ParamType[str, str]
else:
    Word = click.ParamType  # which older versions of click know no parameters of


class ForceType(Word):
    """A force by id, name, former name or alias."""

    name = "force"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The ids; the folder is read, and no record is opened."""
        del param
        return completions(open_library(ctx.params.get("data")).ids, incomplete)


class WhenType(Word):
    """A year of publication, an edition, or latest, previous or first."""

    name = "when"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The force's years, where one names a single inspection, and its editions."""
        del param
        library = open_library(ctx.params.get("data"))
        inspections = library.force(str(ctx.params["force"])).inspections
        years = [str(each.published.year) for each in inspections if each.published]
        words = [year for year in years if years.count(year) == 1]
        words += [each.edition.id for each in inspections]
        return completions([*words, "latest", "previous", "first"], incomplete)


class PathType(Word):
    """A file or a folder; whether it is there is for the command to say."""

    def __init__(self, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind
        """What shells complete: ``file`` or ``dir``."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """What the shell itself finds."""
        from click.shell_completion import CompletionItem

        del ctx, param
        return [CompletionItem(incomplete, type=self.kind)]


class WordType(Word):
    """A word of the records: an area, an edition, a region or a topic."""

    def __init__(self, name: str, words: Callable[[Library], Iterable[str]]) -> None:
        self.name = name
        self.words = words

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The words that there are."""
        del param
        return completions(self.words(open_library(ctx.params.get("data"))), incomplete)


def _regions(library: Library) -> Iterable[str]:
    """The regions without spaces, which a shell would have to quote."""
    from peeltrack.store.library import fold_name

    return map(fold_name, library.regions())


def folded(name: str) -> str:
    """A name in one word, as a shell needs it."""
    from peeltrack.store.library import fold_name

    return fold_name(name)


def areas(library: Library) -> list[str]:
    """The ids of the areas of all editions, sorted."""
    return sorted({area_id for edition in library.regime.editions.values() for area_id in edition.areas})


AREA = WordType("area", areas)
EDITION = WordType("edition", lambda library: library.regime.editions)
REGION = WordType("region", _regions)
TOPIC = WordType("topic", lambda library: library.regime.topics)

force_option = click.option("--force", type=ForceType(), multiple=True, help="Only this force. Repeatable.")
region_option = click.option("--region", type=REGION, multiple=True, help="Only this region. Repeatable.")
area_option = click.option("--area", type=AREA, multiple=True, help="Only this area. Repeatable.")
edition_option = click.option("--edition", type=EDITION, multiple=True, help="Only this edition. Repeatable.")


def scope(
    library: Library,
    *,
    force: Sequence[str] = (),
    region: Sequence[str] = (),
    edition: Sequence[str] = (),
    area: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> Scope:
    """What the options of that name ask for; raises Trouble for a word that names nothing."""
    from peeltrack.analysis.national import Scope
    from peeltrack.model import PeeltrackError

    begin, end = _date(since), _date(until)
    if begin and end and begin.earliest > end.latest:
        raise PeeltrackError(f"--since {since} is after --until {until}; nothing lies between")
    return Scope(
        forces=[library.find(name) for name in force],
        regions=[library.region(name) for name in region],
        editions=[library.edition(name).id for name in edition],
        areas=[library.area(name) for name in area],
        since=begin,
        until=end,
    )


def _date(text: str | None) -> PartialDate | None:
    from peeltrack.model import PartialDate, PeeltrackError

    if text is None:
        return None
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise PeeltrackError(f"'{text}' is no date; write 2017, 2017-04 or 2017-04-12") from None


def completions(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """The words that begin as what has been typed, in any case."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(word) for word in words if word.startswith(incomplete.casefold())]


def open_library(folder: str | None) -> Library:
    """The records in a folder; without one, those that come with peeltrack."""
    from peeltrack.store.library import Library, shipped

    return Library(folder or shipped())


def today(library: Library) -> date:
    """Return the date in the time zone of the records; PEELTRACK_TODAY sets another day."""
    from datetime import date, datetime

    from peeltrack.model import PeeltrackError

    given = os.environ.get("PEELTRACK_TODAY")
    if not given:
        return datetime.now(_time_zone(library)).date()
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise PeeltrackError(f"PEELTRACK_TODAY should be a date such as 2025-07-31, not '{given}'") from None


def _time_zone(library: Library) -> tzinfo:
    """Return the time zone of the records; UTC if it cannot be told (check names a wrong one)."""
    from datetime import UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from peeltrack.model import PeeltrackError

    try:
        return ZoneInfo(library.regime.wording.time_zone)
    except (PeeltrackError, ZoneInfoNotFoundError, ValueError):
        return UTC


data_option = click.option(
    "--data",
    type=PathType("folder", "dir"),
    envvar="PEELTRACK_DATA",
    show_envvar=True,
    metavar="DIR",
    help="Folder to read records from.  [default: the built-in records]",
)


def fail_on_option(words: Mapping[str, str]) -> Callable[[FC], FC]:
    """The option that asks for a finding: the words that a command can answer, and their meaning."""
    return click.option(
        "--fail-on",
        type=click.Choice(list(words)),
        multiple=True,
        help=f"Exit with 1 on {'; '.join(words.values())}. Exit with 2 where the records cannot tell."
        " Repeatable.",
    )


def answered(outcome: Outcome) -> int:
    """The exit code that answers ``--fail-on``; what could not be told goes to standard error."""
    for message in outcome.messages:
        print_remark(message)
    return outcome.exit_code


def output_options(command: Callable[..., tuple[Document, int]]) -> Callable[..., int]:
    """Give a command that returns a Document and an exit code the options for its output."""

    @data_option
    @click.option(
        "-f",
        "--format",
        "format_",
        type=click.Choice(["auto", *FORMATS]),
        default="auto",
        envvar="PEELTRACK_FORMAT",
        show_envvar=True,
        metavar="FORMAT",
        help=f"One of {', '.join(FORMATS)}.  [default: table on a terminal, else plain]",
    )
    @click.option(
        "-o",
        "--output",
        "files",
        type=PathType("file", "file"),
        multiple=True,
        metavar="FILE",
        help="Write to a file instead of standard output; its ending sets the format. Repeatable.",
    )
    @click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
    @click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        help="When to use colour. NO_COLOR and FORCE_COLOR also count.  [default: auto]",
    )
    @click.option(
        "--width",
        type=click.IntRange(20),
        metavar="COLUMNS",
        help="Fit tables into so many columns.  [default: the terminal's, else any number]",
    )
    @click.option(
        "--no-pager",
        is_flag=True,
        help="Print long output at once. PEELTRACK_PAGER, else PAGER, names the pager.",
    )
    def run(
        data: str | None,
        format_: str,
        files: tuple[str, ...],
        quiet: bool,
        color: str,
        width: int | None,
        no_pager: bool,
        **asked: object,
    ) -> int:
        typed = click.get_current_context().get_parameter_source("format_") is ParameterSource.COMMANDLINE
        document, code = command(open_library(data), **asked)
        output = Output(
            format_, typed=typed, files=files, color=color, width=width, quiet=quiet, pager=not no_pager
        )
        show_document(document, output)
        if document.summary:
            print_remark(document.summary)
        return code

    return functools.update_wrapper(run, command)
