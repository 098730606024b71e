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
    from peeltrack.analysis.transitions import Transitions
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library

    Word = click.ParamType[str, str]
else:
    Word = click.ParamType  # which older versions of click know no parameters of

NEWEST = ("latest", "previous", "first")
"""The words that name an edition, or an inspection, by its place."""


class ForceType(Word):
    """A force by id, name, former name or alias."""

    name = "force"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the ids that begin so, without opening a record; if none does, other names."""
        del param
        library = _library_of(ctx)
        return completions(library.ids, incomplete) or completions(library.names(), incomplete)


class WhenType(Word):
    """A year of publication, an edition, or latest, previous or first."""

    name = "when"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the years that name one inspection of the force, and its editions."""
        del param
        inspections = _library_of(ctx).force(str(ctx.params["force"])).inspections
        years = [str(each.published.year) for each in inspections if each.published]
        words = [year for year in years if years.count(year) == 1]
        words += [each.edition.id for each in inspections]
        return completions([*words, *NEWEST], incomplete)


class PathType(Word):
    """A file or a folder; the command says if it does not exist."""

    def __init__(self, name: str, kind: str) -> None:
        self.name = name
        self.kind = kind
        """What shells complete: ``file`` or ``dir``."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Leave it to the shell to find files."""
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
        """Return the words of the records that begin so."""
        del param
        return completions(self.words(_library_of(ctx)), incomplete)


class Choices(click.Choice[str]):
    """One of a few words, or several joined by commas."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the words as they are typed, if each is one of the few."""
        convert = super().convert
        return ",".join(convert(word.strip(), param, ctx) for word in value.split(","))

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """Return the words that begin so."""
        del ctx, param
        return completions(self.choices, incomplete)


def choices_option(name: str, words: Iterable[str], text: str) -> Callable[[FC], FC]:
    """Return a repeatable option for words of a fixed list, which commas can join."""
    return click.option(
        name, type=Choices(words), multiple=True, callback=_split, help=f"{text} Repeatable, or with commas."
    )


def _split(ctx: click.Context, param: click.Parameter, value: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a repeatable option one by one."""
    del ctx, param
    return tuple(word for each in value for word in each.split(","))


def _library_of(ctx: click.Context) -> Library:
    """Return the records that a command line which is being typed is about."""
    from peeltrack.cli.completion import expanded

    folder = ctx.params.get("data")
    return open_library(folder and expanded(folder))


def is_year(word: str) -> bool:
    """Return whether an inspection was asked for by a year of publication."""
    return len(word) == 4 and word.isascii() and word.isdigit()


def completions(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """Return the words that begin as the word that is typed, or as its part after the last comma."""
    from click.shell_completion import CompletionItem

    before, comma, begun = incomplete.rpartition(",")
    return [CompletionItem(f"{before}{comma}{word}") for word in words if word.startswith(begun.casefold())]


def _regions(library: Library) -> Iterable[str]:
    """Return the regions without spaces, which a shell would have to quote."""
    from peeltrack.store.names import fold_name

    return map(fold_name, library.regions())


def areas(library: Library) -> list[str]:
    """Return the ids of the areas of all editions, sorted."""
    return sorted({area_id for edition in library.regime.editions.values() for area_id in edition.areas})


def _editions(library: Library) -> list[str]:
    """Return the words that name an edition."""
    return [*library.regime.editions, *NEWEST]


AREA = WordType("area", areas)
EDITION = WordType("edition", lambda library: library.regime.editions)
ANY_EDITION = WordType("edition", _editions)
REGION = WordType("region", _regions)
TOPIC = WordType("topic", lambda library: library.regime.topics)


def words_option(name: str, type_: Word, text: str) -> Callable[[FC], FC]:
    """Return a repeatable option for words of the records, which commas can join (see find_all)."""
    return click.option(name, type=type_, multiple=True, help=f"{text} Repeatable, or with commas.")


force_option = words_option("--force", ForceType(), "Only this force.")
region_option = words_option("--region", REGION, "Only this region.")
edition_option = words_option("--edition", ANY_EDITION, "Only this edition; latest is the newest.")
area_option = words_option("--area", AREA, "Only this area.")
since_option = click.option(
    "--since", type=ANY_EDITION, metavar="WHEN", help="Only from this year, month, day or edition on."
)
until_option = click.option(
    "--until", type=ANY_EDITION, metavar="WHEN", help="Only up to this year, month, day or edition."
)


def open_library(folder: str | None) -> Library:
    """The records in a folder; without one, those that come with peeltrack."""
    from peeltrack.model import PeeltrackError
    from peeltrack.store.library import Library, shipped

    if folder == "":
        raise PeeltrackError("--data is empty; name a folder, or leave it out for the built-in records")
    return Library(shipped() if folder is None else folder)


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


def find_today(library: Library) -> Callable[[], date]:
    """Return a function that finds today's date; a wrong PEELTRACK_TODAY is refused at once.

    Time zones take longer to load than most answers take to find.
    """
    if os.environ.get("PEELTRACK_TODAY"):
        day = today(library)
        return lambda: day
    return lambda: today(library)


def _time_zone(library: Library) -> tzinfo:
    """Return the time zone of the records; UTC if it cannot be told (check names a wrong one)."""
    from datetime import UTC
    from zoneinfo import ZoneInfo

    from peeltrack.model import PeeltrackError

    try:
        return ZoneInfo(library.regime.wording.time_zone)
    except (PeeltrackError, LookupError, OSError, ValueError):
        return UTC


data_option = click.option(
    "--data",
    type=PathType("folder", "dir"),
    envvar="PEELTRACK_DATA",
    show_envvar=True,
    metavar="DIR",
    help="Folder to read records from.  [default: the built-in records]",
)


def data_is_chosen() -> bool:
    """Return whether the command line or PEELTRACK_DATA names the folder of the records."""
    source = click.get_current_context().get_parameter_source("data")
    return source in (ParameterSource.COMMANDLINE, ParameterSource.ENVIRONMENT)


def fail_on_option(words: Mapping[str, str]) -> Callable[[FC], FC]:
    """Return the option that asks for a finding: the words that a command can answer, and their meaning."""
    meanings = "; ".join(f"{word}: {meaning}" for word, meaning in words.items())
    return choices_option(
        "--fail-on", words, f"Exit with 1 if it is found, and with 3 if the records cannot tell. {meanings}."
    )


def answered(outcome: Outcome) -> int:
    """The exit code that answers ``--fail-on``; the reasons go to standard error."""
    for message in outcome.messages:
        print_remark(message)
    return outcome.exit_code


def remark_on_dates(found: Transitions) -> None:
    """Say on standard error how many inspections are left out, or may not belong to a range of dates."""
    from peeltrack.views.words import plural

    if found.undated:
        left = plural(found.undated, "inspection")
        print_remark(f"{left} left out because we do not have their date. Use --edition to include them")
    if found.unsure:
        kept = plural(found.unsure, "inspection")
        print_remark(f"{kept} may be outside these dates: we only have the month or year")


def credit_lines(library: Library) -> list[str]:
    """Return where the facts of an answer are from; nothing if the records cannot say."""
    from peeltrack.model import PeeltrackError
    from peeltrack.views.words import credit_lines as lines_of

    try:
        return lines_of(library.regime)
    except PeeltrackError:
        return []


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
        library = open_library(data)
        document, code = command(library, **asked)
        document = document._replace(credits=lambda: credit_lines(library))
        output = Output(
            format_, typed=typed, files=files, color=color, width=width, quiet=quiet, pager=not no_pager
        )
        show_document(document, output)
        if document.summary:
            print_remark(document.summary)
        return code

    return functools.update_wrapper(run, command)
