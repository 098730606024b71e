"""Document: what a command has to show, apart from how it is shown.

A view makes one; a format reads the part that it needs: blocks for people, data for
JSON, rows with named columns for plain and csv, alerts for CI.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, NamedTuple


@cache
def _unprintable() -> dict[int, str]:
    """Each character that commands instead of showing, with a space.

    Control characters, the marks that turn the direction of text, and what no text may
    hold (halves of characters, as in the name of a file that is no text): they could
    command the terminal that shows them, hide what it says, or break the format that
    they stand in.
    """
    ranges = ((0, 32), (127, 160), (0x200E, 0x2010), (0x2028, 0x202F), (0x2066, 0x206A), (0xD800, 0xE000))
    singles = (0x61C, 0xFFFE, 0xFFFF)
    return dict.fromkeys([*singles, *(code for first, after in ranges for code in range(first, after))], " ")


def printable(text: str) -> str:
    """The text with a space for each character that commands instead of showing."""
    return text if text.isprintable() else text.translate(_unprintable())


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
"""What a piece of text is, for its colour: the tones of grades, movement, and weight."""


class Span(NamedTuple):
    """A piece of text with a role (one of ROLES)."""

    text: str
    role: str
    short: str | None = None
    """A shorter form, for a grid that does not fit and has a legend; None for the text itself."""


class Link(NamedTuple):
    """Where something is from: an address, and the words that it belongs to."""

    address: str
    label: str | Span = ""


Content = tuple[str | Span | Link, ...]
"""A run of text."""


class Heading(NamedTuple):
    """A title of the document (level 1) or of a part of it (level 2 or 3)."""

    content: Content
    level: int = 2


class Paragraph(NamedTuple):
    """A run of text by itself."""

    content: Content


class Item(NamedTuple):
    """A finding or a remark: a lead that says what it is, and its text."""

    lead: Content
    text: Content = ()


class Listing(NamedTuple):
    """Items under each other."""

    items: Sequence[Item]


class Row(NamedTuple):
    """A row of a grid, and what is said under it."""

    cells: Sequence[Content]
    items: Sequence[Item] = ()
    inner: bool = False
    """Whether it stands under the row above, as a question under its pillar."""


class Grid(NamedTuple):
    """Rows under named columns; a column's name may be empty."""

    columns: Sequence[str]
    rows: Sequence[Row]
    title: int = 0
    """The place of the column that says what a row is about."""
    short: Sequence[str] = ()
    """Shorter names of the columns, where the grid may be shortened to fit; else empty."""
    legend: Sequence[Content] = ()
    """What the short forms stand for, a line each; shown where they are."""


GRADED, UNGRADED, UNKNOWN, COUNTED, ABSENT = "graded", "ungraded", "unknown", "counted", "absent"
CELL_KINDS = (GRADED, UNGRADED, UNKNOWN, COUNTED, ABSENT)
"""What a cell of a picture can be: a grade; no grade by the inspectorate; not in our records; in a
published count that does not name the area; or an area that the edition does not grade separately."""


class GradeCell(NamedTuple):
    """One grade in a picture, or why there is none."""

    kind: str
    """One of CELL_KINDS."""
    words: str = ""
    """The grade in full, or why there is none: ``adequate``, ``not in our records``."""
    short: str = ""
    """The same in a letter or two; the legend explains it."""
    tone: str = "muted"
    """One of ROLES, for the colour."""
    sign: Span | None = None
    """How the grade moved."""
    carried: bool = False
    inferred: bool = False
    corrected: bool = False
    note: str = ""
    """What else to say where there is room: ``down from good``."""
    source: Link | None = None


class GradeColumn(NamedTuple):
    """The head of a column of grades: an edition, or an area."""

    title: str
    detail: str = ""
    """A second line, such as a date."""
    short: str = ""
    """A shorter title, where there is little room."""


class GradeRow(NamedTuple):
    """Grades of one area or one force, one for each column."""

    title: str
    cells: Sequence[GradeCell]
    inner: bool = False
    """Whether it belongs to the row above, as a question to its pillar."""


class GradePanel(NamedTuple):
    """Rows of grades that can be compared with each other."""

    title: str
    columns: Sequence[GradeColumn]
    rows: Sequence[GradeRow]
    note: Content = ()
    """Why this panel cannot be compared with the one before."""


class History(NamedTuple):
    """Grades over time: areas, or forces, by editions; a panel for each family."""

    title: str
    panels: Sequence[GradePanel]
    corner: str = ""
    """What the rows are: ``Area``, ``Force``."""


class Tile(NamedTuple):
    """One force on a tile map."""

    code: str
    name: str
    column: int
    row: int
    cell: GradeCell
    link: str = ""
    """A page about it, as a relative address."""


class LegendEntry(NamedTuple):
    """What a colour and a short form mean, and on how many tiles."""

    cell: GradeCell
    number: int


class TileMap(NamedTuple):
    """Forces as tiles in columns and rows, about where they lie on the ground."""

    title: str
    tiles: Sequence[Tile]
    legend: Sequence[LegendEntry]


Block = Heading | Paragraph | Listing | Grid | History | TileMap


class Picture(NamedTuple):
    """What a format for pictures draws of a document."""

    block: History | TileMap
    title: str
    description: str
    """What the picture shows, in one or two sentences, for people who cannot see it."""
    credits: Sequence[str] = ()
    """Where the facts are from, until when, and under which licence: a line each."""


Value = str | int | None
"""What a column of a row holds; None for unknown."""


class Rows(NamedTuple):
    """Rows of one kind, with the columns that all of them have."""

    kind: str
    columns: Sequence[str]
    values: Iterable[Sequence[Value]]
    """To be gone through once: no more than one of them need be held at a time."""


class Alert(NamedTuple):
    """One thing that CI should show: at a place in a file, or as a test that failed."""

    level: str
    """``error``, ``warning`` or ``notice``; or ``pass`` or ``skip``, of which only reports speak."""
    group: str
    """What it belongs to: a force, or a file."""
    name: str
    """What it is about: an area, or a problem."""
    message: str
    file: str | None = None
    line: Callable[[], int] | None = None
    """Finds the 1-based line when it is wanted."""
    case: bool = True
    """Whether it is a case of a test report; a remark at a line is none."""


class Document(NamedTuple):
    """The four parts; each is made only when a format asks for it."""

    blocks: Callable[[], Sequence[Block]]
    data: Callable[[], dict[str, Any]]
    rows: Callable[[], Sequence[Rows]]
    """The rows of every kind; the first kind is what csv shows."""
    alerts: Callable[[], Sequence[Alert]] | None = None
    """None where a view has nothing that could pass or fail."""
    summary: str | None = None
    """What is said of the whole on standard error, when the rest is shown."""
    lines: Callable[[], Sequence[str]] | None = None
    """The lines that plain shows, in a terminal too, where a view has lines that tools look for."""
    picture: Callable[[], Picture | None] | None = None
    """What to draw; None if the command has no picture. It gives None if these records have none."""
