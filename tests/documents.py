"""Documents that every format is tested with: one full of texts that could do harm, and an empty one."""

from __future__ import annotations

from collections.abc import Sequence

from peeltrack.formats.document import (
    Alert,
    Document,
    Grid,
    Heading,
    Item,
    Link,
    Listing,
    Paragraph,
    Row,
    Rows,
    Span,
)
from peeltrack.formats.pictures import (
    ABSENT,
    COUNTED,
    GRADED,
    UNKNOWN,
    GradeCell,
    GradeColumn,
    GradePanel,
    GradeRow,
    History,
    LegendEntry,
    Tile,
    TileMap,
)

HOSTILE = (
    "plain words",
    "a | b || c",
    "*stars* and _lines_ and `ticks` and ~~strikes~~",
    "<script>alert(1)</script> & <b>bold</b> &copy; <!-- -->",
    "[a link](https://evil.example) ![image](x) [x]: y",
    "# not a heading",
    "1. not a list",
    "- not a list",
    "+ not a list",
    "> not a quotation",
    "===",
    "/close",
    "back\\slash \\| and \\",
    "a tab\there, a\nline, a\r\nline, \x1b[31mred\x1b[0m and \u202eback",
    'a "quote", a comma',
    "100% :: 50%0A,x:y",
    "##[error]old command",
    "::error::new command",
    "=HYPERLINK(0)",
    "+1",
    "-1",
    "-",
    "\\-",
    "",
    "@SUM(A1)",
    "  =1",
    "＝1",
    "Zoë Ŵ → ▼ 維",
    "\ufffe\uffff\ud800",
    "]]> end",
    "$x$ is not a formula",
    "ask @someone, @some/team or a@example.org about #12, GH-12, !3 and :tada:",
)
"""Texts that one format or another could take for a command."""

ADDRESS = 'https://example.org/a_(b)|c*d*/?x=1&copy;=2`"'


def document_of(texts: Sequence[str]) -> Document:
    """Return a document that has each text in every place where a text can be."""
    return Document(
        blocks=lambda: [
            Heading(("Title ", texts[-1]), 1),
            *(Paragraph((text,)) for text in texts),
            Paragraph((Span("bold ", "strong"), "then plain ", Link(ADDRESS))),
            Listing([Item((Span(text, "strong"), " ", Link(ADDRESS, name=text)), (text,)) for text in texts]),
            Grid(
                ("", "name | more", "of\ntwo"),
                [
                    Row(
                        ((Span("▼", "down"),), (text,), (Link(ADDRESS, text),)),
                        [Item((text,))] if place == 1 else [],
                        inner=bool(place % 2),
                    )
                    for place, text in enumerate(texts)
                ],
                title=1,
            ),
        ],
        data=lambda: {"schema": 1, "texts": list(texts), "unknown": None, "empty": []},
        rows=lambda: [
            Rows("text", ("text", "number", "unknown"), [(text, -1, None) for text in texts]),
            Rows("other", ("number",), [(1,)]),
        ],
        alerts=lambda: [
            *(
                Alert(level, "Force: one, two", text, f"{level} {text}", "data/forces/a,b.toml", lambda: 7)
                for level in ("notice", "pass", "skip", "warning", "error")
                for text in texts
            ),
            Alert("warning", "Force: one, two", "a remark", "not a case", case=False),
            Alert("pass", "Other", "without a place", "fine"),
        ],
    )


def pictures_of(texts: Sequence[str]) -> Document:
    """Return a document that has each text in every place of a picture."""
    cells = [GradeCell(GRADED, text, text, source=Link(ADDRESS, name=text), note=text) for text in texts]
    columns = [GradeColumn(text, text, text) for text in texts]
    panel = GradePanel(texts[0], columns, [GradeRow(text, cells) for text in texts], note=(texts[0],))
    tiles = [
        Tile(text, text, place, place, cell)
        for place, (text, cell) in enumerate(zip(texts, cells, strict=True))
    ]
    legend = [LegendEntry(cell, 1) for cell in cells]
    return Document(
        lambda: [History(texts[0], [panel], texts[0]), TileMap(texts[0], tiles, legend)], dict, list
    )


HOSTILE_DOCUMENT = document_of(HOSTILE)

EMPTY_DOCUMENT = Document(
    blocks=lambda: [Paragraph(("There is nothing in our records.",))],
    data=lambda: {"schema": 1, "things": []},
    rows=lambda: [Rows("thing", ("thing", "number"), [])],
    alerts=list,
)

GOOD = GradeCell(GRADED, "good", "G", "good", Span("▲", "up", means="up"), note="up from adequate")
POOR = GradeCell(
    GRADED, "inadequate", "I", "worst", Span("▼", "down", means="down"), inferred=True, corrected=True
)
CARRIED = GradeCell(GRADED, "good", "G", "good", carried=True, source=Link("https://example.org/"))
LACKING = GradeCell(UNKNOWN, "not in our records", "?")
BY_COUNT = GradeCell(COUNTED, "in a published count, not named", "#")
NO_AREA = GradeCell(ABSENT)

HISTORY = History(
    "Grades over time",
    [
        GradePanel(
            "Family <one>",
            [GradeColumn("PEEL 2015", "2016"), GradeColumn("PEEL 2016", "12 April 2017")],
            [
                GradeRow("Effectiveness & more", [CARRIED, POOR]),
                GradeRow("Protecting people", [LACKING, GOOD], inner=True),
            ],
        ),
        GradePanel(
            "Family two",
            [GradeColumn("PEEL 2023-25")],
            [GradeRow("Leadership", [BY_COUNT]), GradeRow("Vetting", [NO_AREA])],
            note=("Not comparable with earlier grades. ", Link("https://example.org/why")),
        ),
    ],
    corner="Area",
)

TILE_MAP = TileMap(
    "Effectiveness in PEEL 2016",
    [
        Tile("NOR", "North Head", 2, 0, GOOD),
        Tile("SOU", "South <Head>", 1, 2, POOR),
        Tile("EAS", "East Head", 3, 1, LACKING),
        Tile("WES", "West Head", 0, 1, BY_COUNT),
    ],
    [LegendEntry(cell, 1) for cell in (GOOD, POOR, LACKING, BY_COUNT)],
)
