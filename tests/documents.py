"""Documents that every format is tested on: one made of what breaks formats, one with nothing in it."""

from __future__ import annotations

from peeltrack.formats.document import (
    ABSENT,
    COUNTED,
    GRADED,
    UNKNOWN,
    Alert,
    Document,
    GradeCell,
    GradeColumn,
    GradePanel,
    GradeRow,
    Grid,
    Heading,
    History,
    Item,
    LegendEntry,
    Link,
    Listing,
    Paragraph,
    Row,
    Rows,
    Span,
    Tile,
    TileMap,
)

NASTY = (
    "plain words",
    "a | b || c",
    "*stars* and _lines_ and `ticks` and ~~strikes~~",
    "<script>alert(1)</script> & <b>bold</b> &copy; <!-- -->",
    "[a link](https://evil.example) ![image](x) [x]: y",
    "# no heading",
    "1. no list",
    "- no list",
    "+ no list",
    "> no quotation",
    "===",
    "back\\slash \\| and \\",
    "a tab\there, a\nline, a\r\nline, \x1b[31mred\x1b[0m and \u202eback",
    'a "quote", a comma',
    "100% :: 50%0A,x:y",
    "##[error]old command",
    "::error::new command",
    "=HYPERLINK(0)",
    "+1",
    "-1",
    "@SUM(A1)",
    "  =1",
    "＝1",
    "Zoë Ŵ → ▼ 維",
    "\ufffe\uffff",
    "]]> end",
    "$x$ is no formula",
)
"""Texts that one format or another takes for a command."""

ADDRESS = 'https://example.org/a_(b)|c*d*/?x=1&copy;=2`"'

NASTY_DOCUMENT = Document(
    blocks=lambda: [
        Heading(("Title ", NASTY[3]), 1),
        *(Paragraph((text,)) for text in NASTY),
        Paragraph((Span("bold ", "strong"), "then plain ", Link(ADDRESS))),
        Listing([Item((Span(text, "strong"), " ", Link(ADDRESS)), (text,)) for text in NASTY]),
        Grid(
            ("", "name | more", "of\ntwo"),
            [
                Row(
                    ((Span("▼", "down"),), (text,), (Link(ADDRESS, text),)),
                    [Item((text,))] if text == NASTY[1] else [],
                    inner=bool(place % 2),
                )
                for place, text in enumerate(NASTY)
            ],
            title=1,
        ),
    ],
    data=lambda: {"schema": 1, "texts": list(NASTY), "unknown": None, "empty": []},
    rows=lambda: [
        Rows("text", ("text", "number", "unknown"), [(text, -1, None) for text in NASTY]),
        Rows("other", ("number",), [(1,)]),
    ],
    alerts=lambda: [
        *(
            Alert(level, "Force: one, two", text, f"{level} {text}", "data/forces/a,b.toml", lambda: 7)
            for level in ("notice", "pass", "skip", "warning", "error")
            for text in NASTY
        ),
        Alert("warning", "Force: one, two", "a remark", "no case", case=False),
        Alert("pass", "Other", "at no place", "fine"),
    ],
)

EMPTY_DOCUMENT = Document(
    blocks=lambda: [Paragraph(("Nothing is on record.",))],
    data=lambda: {"schema": 1, "things": []},
    rows=lambda: [Rows("thing", ("thing", "number"), [])],
    alerts=list,
)

GOOD = GradeCell(GRADED, "good", "G", "good", Span("▲", "up"), note="up from adequate")
POOR = GradeCell(GRADED, "inadequate", "I", "worst", Span("▼", "down"), inferred=True, corrected=True)
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
