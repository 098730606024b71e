"""The data set as a spreadsheet: a sheet to read first, then the tables that people look at."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from peeltrack.export.content import DataSet, Rows, Value, notes
from peeltrack.export.sqlite import VIEWS, View, fill
from peeltrack.export.tables import BY_NAME, Table
from peeltrack.formats.palette import LIGHT
from peeltrack.model import INFERRED, UNGRADED, PeeltrackError
from peeltrack.views.columns import ADDRESS, COLUMNS, DATE, DAY, FLAG, Column

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MADE_ON = datetime(1980, 1, 1)  # noqa: DTZ001 - the file has no time zone
"""The date of every spreadsheet, so that the same records give the same file."""

MOST_ROWS, MOST_LETTERS, MOST_LINKS, LONGEST_LINK = 1_048_576, 32_767, 65_530, 2_079
"""What a sheet, a cell, a sheet and a link can hold."""

NARROWEST, WIDEST, WIDEST_TEXT = 8, 40, 80
"""The widths of columns, in letters; those of the findings' texts are the widest."""

FIRST = "force_name region edition date area_title level"
LAST = "source_publisher source_kind force area"
COLUMNS_OF = {
    "latest_grades": f"{FIRST} grade missing_because basis source source_publisher",
    "grades": (
        f"{FIRST} grade basis carried_from corrected_from corrected_on note published_is inspector source "
        f"page {LAST} parent edition_order grade_rank scale_size"
    ),
    "changes": (
        f"{FIRST} previous_edition previous_grade previous_basis grade basis change steps reason in_a_row "
        f"first_since extreme last_graded_edition previous_area source previous_source {LAST}"
    ),
    "findings": (
        "force_name region edition date kind area_title topic_title text raised_before persisting statement "
        f"said_by timing source {LAST} topic published_is"
    ),
    "forces": (
        "force_name region country code latest_edition latest_published inspections editions aliases force"
    ),
    "editions": (
        "edition_title family edition_published scale areas inspections comparability source "
        "source_publisher edition edition_order"
    ),
}
"""The tables and views that people look at, in order; of each the columns, the most important first."""

TITLES = {"latest_grades": "Latest grades", "grades": "All grades"}
"""The titles of sheets where they differ from those of the tables."""

KNOWN: dict[str, Table | View] = {**BY_NAME, **{view.name: view for view in VIEWS}}
"""The tables and views by name."""

COLOURED = ("grade", "previous_grade", "corrected_from", "basis", "previous_basis")
"""The columns in which grades are coloured, and inferred ones marked."""

FIRST_YEAR = 1900
"""The first year whose days a spreadsheet knows."""


NOT_IN_XML = re.compile("[^\\t\\n\\r\\u0020-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""The characters that a spreadsheet cannot hold."""


class Sheet(NamedTuple):
    """A sheet with its columns and rows."""

    title: str
    about: str
    columns: Sequence[Column]
    rows: Rows


def spreadsheet(data: DataSet) -> bytes:
    """Return the data set as the content of an .xlsx file; raise PeeltrackError if it cannot hold it."""
    import xlsxwriter

    sheets = list(_sheets(data))
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": _clean(data.about["title"]), "created": MADE_ON})
        _read_me(workbook, data, sheets)
        looks = _looks(workbook, data)
        for sheet in sheets:
            _write(workbook, sheet, looks)
    return file.getvalue()


def _sheets(data: DataSet) -> Iterator[Sheet]:
    """Return the sheets; what does not fit into one is an error, because it would be lost."""
    with closing(fill(data)) as database:
        for name, columns in COLUMNS_OF.items():
            title, names = TITLES.get(name, KNOWN[name].title), columns.split()
            rows = database.execute(f"SELECT {', '.join(names)} FROM {name}").fetchall()
            if len(rows) >= MOST_ROWS:
                raise PeeltrackError(f"the sheet '{title}' would have {len(rows)} rows{_TOO_MUCH}")
            if any(isinstance(value, str) and len(value) > MOST_LETTERS for row in rows for value in row):
                raise PeeltrackError(f"a text of the sheet '{title}' is too long for a cell{_TOO_MUCH}")
            yield Sheet(title, KNOWN[name].about, [COLUMNS[each] for each in names], rows)


_TOO_MUCH = ", which a spreadsheet cannot hold; export a database (.db) or a folder of CSV files instead"


def _read_me(workbook: Workbook, data: DataSet, sheets: Iterable[Sheet]) -> None:
    """Write the sheet that says what the others are, and what to know about them."""
    page = workbook.add_worksheet("Read me")
    bold, wrapped = (
        workbook.add_format({"text_wrap": True, "valign": "top", "bold": each}) for each in (True, False)
    )
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 100)
    known = data.about
    lines = [(known["title"], "")] + [("", note) for note in notes(known)]
    lines += [("Selection", known["selection"]), ("Made by", known["made_by"]), ("", "")]
    lines += [("Sheet", "A row is")] + [
        (each.title, f"{each.about} {len(each.rows)} rows.") for each in sheets
    ]
    lines += [("", ""), ("Column", "What it means")]
    named = {column.name: column.meaning for sheet in sheets for column in sheet.columns}
    lines += named.items()
    for place, (left, right) in enumerate(lines):
        page.write_string(place, 0, _clean(left), bold)
        page.write_string(place, 1, _clean(right), wrapped)


def _looks(workbook: Workbook, data: DataSet) -> Mapping[str, Format]:
    """Return how grades look, by their names, and how inferred ones are marked."""
    tones = {name: tone for each in data.regime.editions.values() for name, tone in each.scale.tones.items()}
    paints = {name: LIGHT[tone] for name, tone in tones.items()} | {UNGRADED: LIGHT["ungraded"]}
    looks = {
        name: workbook.add_format({"bg_color": paint.ground, "font_color": paint.ink})
        for name, paint in paints.items()
    }
    return looks | {INFERRED: workbook.add_format({"italic": True})}


def _write(workbook: Workbook, sheet: Sheet, looks: Mapping[str, Format]) -> None:
    """Write a sheet: a frozen header with filters, then the columns."""
    page = workbook.add_worksheet(sheet.title)
    bold = workbook.add_format({"bold": True})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    last = max(len(sheet.rows), 1)
    links = place = 0
    for place, (name, type_, values) in enumerate(_columns(sheet)):
        page.write_string(0, place, name, bold)
        page.set_column(place, place, _width(name, values))
        if type_ == ADDRESS:
            links = _write_links(page, place, values, links)
        elif type_ == DAY:
            _write_days(page, place, values, day)
        else:
            _write_values(page, place, values)
        for word, look in looks.items() if name in COLOURED else ():
            quoted = _clean(word).replace('"', '""')
            rule = {"type": "cell", "criteria": "==", "value": f'"{quoted}"', "format": look}
            page.conditional_format(1, place, last, place, rule)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, last, place)


def _columns(sheet: Sheet) -> Iterator[tuple[str, str, list[Value]]]:
    """Return the columns with their types and values; a real date follows each date that is a text."""
    for number, column in enumerate(sheet.columns):
        values = [row[number] for row in sheet.rows]
        if column.type == FLAG:
            values = ["true" if value else "false" for value in values]
        yield column.name, column.type, values
        if column.type == DATE:
            yield f"{column.name} (day)", DAY, values


def _width(name: str, values: Iterable[Value]) -> int:
    """Return the width of a column in letters."""
    most = WIDEST_TEXT if name == "text" else WIDEST
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(NARROWEST, len(name) + 3, longest + 1), most)


def _write_values(page: Worksheet, place: int, values: Iterable[Value]) -> None:
    """Write numbers as numbers, and texts as texts even if they look like formulas."""
    for row, value in enumerate(values, 1):
        if isinstance(value, int):
            page.write_number(row, place, value)
        elif value is not None:
            page.write_string(row, place, _clean(value))


def _clean(text: str) -> str:
    """Return a text with a sign in place of each character that a spreadsheet cannot hold."""
    return NOT_IN_XML.sub("\ufffd", text)


def _write_days(page: Worksheet, place: int, values: Iterable[Value], look: Format) -> None:
    """Write the dates that are days; a month, a year or a day too long ago stays empty."""
    for row, value in enumerate(values, 1):
        if isinstance(value, str) and len(value) == len("2017-04-12") and int(value[:4]) >= FIRST_YEAR:
            page.write_datetime(row, place, datetime.fromisoformat(value), look)


def _write_links(page: Worksheet, place: int, values: Iterable[Value], links: int) -> int:
    """Write addresses as links, as far as a sheet can hold them, and then as texts; return how many."""
    for row, value in enumerate(values, 1):
        if isinstance(value, str):
            web = value.startswith(("http://", "https://"))
            if web and links < MOST_LINKS and len(value) <= LONGEST_LINK:
                page.write_url(row, place, value, string=value)
                links += 1
            else:
                page.write_string(row, place, value)
    return links
