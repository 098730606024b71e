"""Document: what a command has to show, independent of the format that shows it.

A view builds a document. Each format uses the part that it needs: formats for people use the blocks,
JSON uses the data, plain and csv use the rows, and formats for CI use the alerts.
"""

# Without postponed annotations, these many classes are made in half the time.
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

ROLES = (
    "worst",
    "poor",
    "fair",
    "good",
    "best",
    "down",
    "up",
    "strong",
    "muted",
    "mark",
)
"""What a piece of text can be, for its colour or weight: how good a grade is, how it moved, and so on."""


class Span(NamedTuple):
    """A piece of text with a role (one of ROLES)."""

    text: str
    role: str
    short: str | None = None
    """A shorter form, for a grid that does not fit and has a legend; None if there is none."""
    means: str = ""
    """Of a sign: what it means, in words."""


class Link(NamedTuple):
    """A source: its address, the words that it belongs to, and who published it."""

    address: str
    label: str | Span = ""
    """The words that link to it; if empty, its name does."""
    name: str = ""
    """The name of its publisher."""


Content = tuple[str | Span | Link, ...]
"""A run of text."""


class Heading(NamedTuple):
    """The title of the document (level 1) or of a part of it (level 2 or 3)."""

    content: Content
    level: int = 2


class Paragraph(NamedTuple):
    """A paragraph of text."""

    content: Content


class Item(NamedTuple):
    """A finding or a remark: a few words that say what it is, and its text."""

    lead: Content
    text: Content = ()


class Listing(NamedTuple):
    """A list of items."""

    items: Sequence[Item]


class Row(NamedTuple):
    """A row of a grid, and the items to show below it."""

    cells: Sequence[Content]
    items: Sequence[Item] = ()
    inner: bool = False
    """Whether it belongs to the row above, as a question belongs to its pillar."""


class Grid(NamedTuple):
    """A table: rows and the names of the columns, which may be empty."""

    columns: Sequence[str]
    rows: Sequence[Row]
    title: int = 0
    """The index of the column that says what a row is about."""
    short: Sequence[str] = ()
    """Shorter names of the columns, if the grid may use short forms to fit; otherwise empty."""
    legend: Sequence[Content] = ()
    """What the short forms mean, one entry each; shown if the grid uses them. An empty one ends a line."""
    divided: Sequence[int] = ()
    """The indexes of the columns that have a line before them."""


class Picture:
    """A block that some formats draw; the others show it as headings, grids and lists."""

    def as_blocks(self) -> Iterable["Block"]:
        """Return the blocks that say the same without a drawing."""
        raise NotImplementedError


Block = Heading | Paragraph | Listing | Grid | Picture


def without_pictures(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with every picture turned into other blocks."""
    for block in blocks:
        if isinstance(block, Picture):
            yield from block.as_blocks()
        else:
            yield block


Value = str | int | None
"""A value in a row; None if it is unknown."""


class Rows(NamedTuple):
    """Rows of one kind, and the names of their columns."""

    kind: str
    columns: Sequence[str]
    values: Iterable[Sequence[Value]]
    """Can be an iterator: a format goes through it once."""


class Alert(NamedTuple):
    """One thing for CI to show, at a line of a file or as a case in a test report."""

    level: str
    """``error``, ``warning`` or ``notice``; or ``pass`` or ``skip``, which only test reports show."""
    group: str
    """What it belongs to: a force, or a file."""
    name: str
    """What it is about: an area, or a problem."""
    message: str
    file: str | None = None
    line: Callable[[], int] | None = None
    """Find the line in the file, counted from 1; called only if the format shows it."""
    case: bool = True
    """Whether it is a case of a test report; if not, it is a remark on a line."""


class Document(NamedTuple):
    """What a command shows; each part is a function, so that only the part a format uses is built."""

    blocks: Callable[[], Sequence[Block]]
    """For people."""
    data: Callable[[], dict[str, Any]]
    """For JSON."""
    rows: Callable[[], Sequence[Rows]]
    """For plain, which shows rows of every kind, and csv, which shows the first kind."""
    alerts: Callable[[], Sequence[Alert]] | None = None
    """For GitHub and JUnit; None if nothing in the document could pass or fail."""
    summary: str | None = None
    """A sentence for standard error, printed after the document."""
    lines: Callable[[], Sequence[str]] | None = None
    """The lines that plain shows instead of rows, if other tools look for lines of a certain form."""
    sheet: Callable[[], Rows] | None = None
    """The rows that csv shows instead, if its columns depend on the question."""
    picture: Callable[[], Picture] | None = None
    """What to draw, if none of the blocks is a picture."""
    briefing: bool = False
    """Whether a page of it is to fit on one sheet of paper, with the picture."""
    credits: Callable[[], Sequence[str]] = tuple
    """Where the facts are from, until when, and under which licence: a line each."""


@cache
def _unprintable() -> dict[int, str]:
    """Map each character that is not for showing to a space.

    These are control characters, marks that change the direction of text, and codes that are not
    characters, such as half a surrogate pair in a file name. They could control the terminal that
    shows them, hide text, or break a format.
    """
    ranges = ((0, 32), (127, 160), (0x200E, 0x2010), (0x2028, 0x202F), (0x2066, 0x2070), (0xD800, 0xE000))
    singles = (0x61C, 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, 0xFFFE, 0xFFFF)
    return dict.fromkeys([*singles, *(code for first, after in ranges for code in range(first, after))], " ")


def printable(text: str) -> str:
    """Return a text with a space for each character that could control what shows it."""
    return text if text.isprintable() else text.translate(_unprintable())


_LOG_COMMAND = re.compile(r"^(\s*:)(?=:)|(##)(?=\w*\[)", re.MULTILINE)


def without_log_commands(text: str) -> str:
    """Return a text with no command for a CI log in it.

    GitHub runs a line that begins with ``::``, and ``##[`` anywhere in a line; Azure and TeamCity run
    ``##name[``. All of these get a space.
    """
    return _LOG_COMMAND.sub(r"\1\2 ", text)


def web_address(address: str) -> str | None:
    """Return an address as a link may have it, in ASCII; None unless it is an http or https address."""
    if not address.casefold().startswith(("http://", "https://")):
        return None
    if address.isascii() and address.isprintable() and " " not in address:
        return address
    from urllib.parse import quote

    return quote(address, safe="!#$%&'()*+,/:;=?@[]~", errors="replace")
