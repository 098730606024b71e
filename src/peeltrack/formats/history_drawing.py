"""The drawing of grades over time: one row for each area or force, families of editions side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from peeltrack.formats.drawing import (
    LEAST_WIDTH,
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

WORDY_COLUMNS = 4
"""How many columns there may be before grades are shown as letters."""
APART = "Grades on different sides of a dividing line cannot be compared."


class Spacing(NamedTuple):
    """How much room everything has."""

    margin: int
    row: int
    """The height of a row whose title is one line."""
    title: int
    """The widest that the titles of rows become before they are broken into lines."""
    words: int
    """The width of a grade in words."""
    letters: int
    """The least width of a grade in letters."""
    head: int
    """The greatest width of a grade in letters, for the words in the head of its column."""
    divide: int
    """How far apart two families are, with a line between them."""


WIDE = Spacing(margin=MARGIN, row=22, title=290, words=132, letters=44, head=92, divide=18)
COMPACT = Spacing(margin=1, row=19, title=180, words=104, letters=36, head=92, divide=10)


class _Layout(NamedTuple):
    """Where the columns are."""

    spacing: Spacing
    panels: Sequence[GradePanel]
    """The oldest first: time runs from left to right."""
    left: float
    step: float
    wordy: bool

    def starts(self) -> list[float]:
        """Return where each panel begins."""
        widths = [len(panel.columns) * self.step + self.spacing.divide for panel in self.panels]
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


def draw_history(history: History, spacing: Spacing) -> Drawing:
    """Return the picture of grades over time with its legend; a wide one has letters instead of words."""
    panels = [panel for panel in reversed(history.panels) if panel.columns]
    rows = _merged(panels)
    layout = _layout(panels, rows, history.cells, spacing)
    groups, top = _heads(layout)
    if history.details and not layout.wordy:
        groups.append(Group([Words(spacing.margin, top - 9, history.details, SMALL, paint="quiet")]))
    grouped = any(row.inner for row in rows)
    y = top
    for row in rows:
        y = _row(groups, row, layout, y, bold=grouped and not row.inner)
    for x in layout.starts()[1:]:
        groups.append(Group([Box(x - spacing.divide / 2, spacing.margin, 1, y - spacing.margin, "edge")]))
    right = max(layout.right, LEAST_WIDTH - 2 * MARGIN)
    explained, y = legend(history.cells, spacing.margin, y + LINE - 3, right)
    groups += explained
    for line in wrap(APART, right, SMALL) if len(panels) > 1 else ():
        groups.append(Group([Words(spacing.margin, y + 11, line, SMALL, paint="quiet")]))
        y += LINE
    return Drawing(right + spacing.margin, y, history.title, history.description, groups)


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


def _layout(
    panels: Sequence[GradePanel],
    rows: Sequence[_MergedRow],
    cells: Sequence[GradeCell],
    spacing: Spacing,
) -> _Layout:
    """Return how wide everything becomes."""
    titles = [text_width(row.title, TEXT, bold=True) + 14 * row.inner for row in rows]
    left = spacing.margin + min(max(titles, default=0), spacing.title) + 12
    columns = [column for panel in panels for column in panel.columns]
    if len(columns) <= WORDY_COLUMNS:
        return _Layout(spacing, panels, left, spacing.words, wordy=True)
    words = [word for column in columns for word in (column.short or column.title).split()]
    needed = [text_width(word, SMALL) + 6 for word in words]
    needed += [text_width(label_of(cell), SMALL) + 8 for cell in cells]
    step = min(max([spacing.letters, *needed]), spacing.head)
    return _Layout(spacing, panels, left, step, wordy=False)


def _heads(layout: _Layout) -> tuple[list[Group], float]:
    """Return the heads of the columns, all ending on one line, and where the rows begin."""
    heads = [[_head(column, layout) for column in panel.columns] for panel in layout.panels]
    tall = max(len(lines) for panel in heads for lines in panel)
    groups = []
    for panel, start, lines_of in zip(layout.panels, layout.starts(), heads, strict=True):
        for place, (column, lines) in enumerate(zip(panel.columns, lines_of, strict=True)):
            x = start + layout.step * (place + 0.5)
            first = layout.spacing.margin + 10 + 13 * (tall - len(lines))
            shapes = [
                Words(x, first + 13 * number, line, SMALL, "middle") for number, line in enumerate(lines)
            ]
            groups.append(Group(shapes, " ".join(filter(None, (column.title, column.detail)))))
    return groups, layout.spacing.margin + 13 * tall + 6


def _head(column: GradeColumn, layout: _Layout) -> list[str]:
    texts = [column.title, column.detail] if layout.wordy else (column.short or column.title).split("\n")
    return [line for text in texts if text for line in wrap(text, layout.step - 4, SMALL)]


def _row(groups: list[Group], row: _MergedRow, layout: _Layout, y: float, *, bold: bool) -> float:
    """Add a row to the groups, and return where the next one begins."""
    indent = layout.spacing.margin + 14 * row.inner
    lines = wrap(row.title, layout.left - indent - 8, TEXT, bold=bold)
    row_height = layout.spacing.row
    height = row_height + 14 * (len(lines) - 1)
    middle = y + row_height / 2 + 4
    groups.append(
        Group([Words(indent, middle + 14 * place, line, TEXT, bold=bold) for place, line in enumerate(lines)])
    )
    for number, (panel, start) in enumerate(zip(layout.panels, layout.starts(), strict=True)):
        part = row.parts.get(number)
        for place, (column, cell) in enumerate(zip(panel.columns, part.cells, strict=True) if part else ()):
            title = f"{part.title if part else ''}, {column.title}: {describe(cell)}"
            groups.append(_cell(cell, start + layout.step * place, y, layout, title))
    groups.append(
        Group(
            [
                Box(
                    layout.spacing.margin,
                    y + height - 0.5,
                    layout.right - layout.spacing.margin,
                    0.5,
                    "rule",
                    round=0,
                )
            ]
        )
    )
    return y + height


def _cell(cell: GradeCell, x: float, y: float, layout: _Layout, title: str) -> Group:
    if cell.kind == ABSENT:
        return Group([])
    width, height = layout.step - 2, layout.spacing.row
    text = label_of(cell, wordy=layout.wordy)
    if text_width(text, SMALL) > width - 4:
        text = fit(label_of(cell), width - 4, SMALL)
    words = Words(x + 1 + width / 2, y + height / 2 + 4, text, SMALL, "middle", paint=paint_of(cell))
    return Group([box_of(cell, x + 1, y + 1, width, height - 2.5), words], title)
