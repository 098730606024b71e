"""The drawing of grades over time: one row for each area or force, families of editions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from peeltrack.formats.drawing import (
    LINE,
    MARGIN,
    SMALL,
    TEXT,
    Box,
    Drawing,
    Group,
    Words,
    box_of,
    label_of,
    legend,
    paint_of,
)
from peeltrack.formats.lettering import fit, text_width, wrap
from peeltrack.formats.pictures import ABSENT, GradeCell, GradeColumn, GradePanel, GradeRow, History, describe

ROW = 22
"""The height of a row whose title is one line."""
CELL, LETTER, HEAD = 132, 44, 92
"""The width of a grade in words, and the least and the greatest of one in letters."""
WORDY_COLUMNS = 4
"""How many columns there may be before grades are shown as letters."""
MOST_TITLE = 290
"""The widest that the titles of rows become before they are broken into lines."""
DIVIDE = 18
"""How far apart two families are, with a line between them."""
APART = "Grades on different sides of a dividing line cannot be compared."


class _Layout(NamedTuple):
    """Where the columns are."""

    panels: Sequence[GradePanel]
    """The oldest first: time runs from left to right."""
    left: float
    step: float
    wordy: bool

    def starts(self) -> list[float]:
        """Return where each panel begins."""
        widths = [len(panel.columns) * self.step + DIVIDE for panel in self.panels]
        return list(accumulate(widths[:-1], initial=self.left))

    @property
    def right(self) -> float:
        """Where the last panel ends."""
        return self.starts()[-1] + len(self.panels[-1].columns) * self.step


class _MergedRow(NamedTuple):
    """A row across all panels: by the number of the panel, the row there."""

    title: str
    inner: bool
    parts: dict[int, GradeRow]


def draw_history(history: History) -> Drawing:
    """Return the picture of grades over time with its legend; letters stand for grades if it is wide."""
    panels = [panel for panel in reversed(history.panels) if panel.columns]
    rows = _merged(panels)
    layout = _layout(panels, rows, history.cells)
    groups, top = _heads(layout)
    if history.details and not layout.wordy:
        groups.append(Group([Words(MARGIN, top - 9, history.details, SMALL, paint="quiet")]))
    grouped = any(row.inner for row in rows)
    y = top
    for row in rows:
        y = _row(groups, row, layout, y, bold=grouped and not row.inner)
    groups += [Group([Box(x - DIVIDE / 2, MARGIN, 1, y - MARGIN, "edge")]) for x in layout.starts()[1:]]
    width = max(layout.right + MARGIN, 480)
    explained, y = legend(history.cells, y + LINE, width)
    groups += explained
    if len(panels) > 1:
        groups.append(Group([Words(MARGIN, y + 11, APART, SMALL, paint="quiet")]))
        y += LINE
    return Drawing(width, y, history.title, history.description, groups)


def _merged(panels: Sequence[GradePanel]) -> list[_MergedRow]:
    """Return the rows of all panels, each title once: those of the newest panel first."""
    found: dict[str, _MergedRow] = {}
    order: list[str] = []
    for number, panel in reversed(list(enumerate(panels))):
        group = ""
        for row in panel.rows:
            name = row.key or row.title
            if not row.inner:
                group = name
            if name not in found:
                found[name] = _MergedRow(row.title, row.inner, {})
                order.insert(_place(order, found, group) if row.inner else len(order), name)
            found[name].parts[number] = row
    return [found[name] for name in order]


def _place(order: Sequence[str], found: dict[str, _MergedRow], group: str) -> int:
    """Return where a new row of a group belongs: after the last inner row that follows its head."""
    if group not in order:
        return len(order)
    place = order.index(group) + 1
    while place < len(order) and found[order[place]].inner:
        place += 1
    return place


def _layout(panels: Sequence[GradePanel], rows: Sequence[_MergedRow], cells: Sequence[GradeCell]) -> _Layout:
    """Return how wide everything becomes."""
    titles = [text_width(row.title, TEXT, bold=True) + 14 * row.inner for row in rows]
    left = MARGIN + min(max(titles, default=0), MOST_TITLE) + 12
    columns = [column for panel in panels for column in panel.columns]
    if len(columns) <= WORDY_COLUMNS:
        return _Layout(panels, left, CELL, wordy=True)
    words = [word for column in columns for word in (column.short or column.title).split()]
    needed = [text_width(word, SMALL) + 10 for word in words]
    needed += [text_width(label_of(cell), SMALL) + 10 for cell in cells]
    return _Layout(panels, left, min(max([LETTER, *needed]), HEAD), wordy=False)


def _heads(layout: _Layout) -> tuple[list[Group], float]:
    """Return the heads of the columns, all ending on one line, and where the rows begin."""
    heads = [[_head(column, layout) for column in panel.columns] for panel in layout.panels]
    tall = max(len(lines) for panel in heads for lines in panel)
    groups = []
    for panel, start, lines_of in zip(layout.panels, layout.starts(), heads, strict=True):
        for place, (column, lines) in enumerate(zip(panel.columns, lines_of, strict=True)):
            x = start + layout.step * (place + 0.5)
            first = MARGIN + 10 + 13 * (tall - len(lines))
            shapes = [
                Words(x, first + 13 * number, line, SMALL, "middle") for number, line in enumerate(lines)
            ]
            groups.append(Group(shapes, " ".join(filter(None, (column.title, column.detail)))))
    return groups, MARGIN + 13 * tall + 6


def _head(column: GradeColumn, layout: _Layout) -> list[str]:
    texts = [column.title, column.detail] if layout.wordy else (column.short or column.title).split("\n")
    return [line for text in texts if text for line in wrap(text, layout.step - 6, SMALL)]


def _row(groups: list[Group], row: _MergedRow, layout: _Layout, y: float, *, bold: bool) -> float:
    """Add a row to the groups, and return where the next one begins."""
    indent = MARGIN + 14 * row.inner
    lines = wrap(row.title, layout.left - indent - 8, TEXT, bold=bold)
    height = ROW + 14 * (len(lines) - 1)
    middle = y + ROW / 2 + 4
    groups.append(
        Group([Words(indent, middle + 14 * place, line, TEXT, bold=bold) for place, line in enumerate(lines)])
    )
    for number, (panel, start) in enumerate(zip(layout.panels, layout.starts(), strict=True)):
        part = row.parts.get(number)
        for place, (column, cell) in enumerate(zip(panel.columns, part.cells, strict=True) if part else ()):
            title = f"{part.title if part else ''}, {column.title}: {describe(cell)}"
            groups.append(_cell(cell, start + layout.step * place, y, layout, title))
    groups.append(Group([Box(MARGIN, y + height - 0.5, layout.right - MARGIN, 0.5, "rule", round=0)]))
    return y + height


def _cell(cell: GradeCell, x: float, y: float, layout: _Layout, title: str) -> Group:
    if cell.kind == ABSENT:
        return Group([])
    width = layout.step - 2
    text = label_of(cell, wordy=layout.wordy)
    if text_width(text, SMALL) > width - 4:
        text = fit(label_of(cell), width - 4, SMALL)
    words = Words(x + 1 + width / 2, y + ROW / 2 + 4, text, SMALL, "middle", paint=paint_of(cell))
    return Group([box_of(cell, x + 1, y + 1, width, ROW - 2.5), words], title)
