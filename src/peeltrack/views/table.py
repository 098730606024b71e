"""``peeltrack table``: the forces side by side, in one area or in one edition."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from peeltrack.analysis.comparison import (
    COMPARED,
    DOWNGRADE,
    NOT_COMPARABLE,
    UNCHANGED,
    UPGRADE,
    Change,
)
from peeltrack.analysis.national import AreaTotals, National, Scope
from peeltrack.analysis.transitions import Transition
from peeltrack.formats.document import (
    Block,
    Content,
    Document,
    Grid,
    Heading,
    Item,
    Listing,
    Paragraph,
    Picture,
    Row,
    Rows,
    Span,
    Value,
)
from peeltrack.model import UNGRADED, Edition, Force, Grade, PeeltrackError, Regime
from peeltrack.views.all_layouts import GradeTotalRow, MissingGradeRow
from peeltrack.views.changes import describe
from peeltrack.views.layouts import GradeRow
from peeltrack.views.rows import objects, rows
from peeltrack.views.totals import agreement_items, grade_total_rows, missing_rows, total_rows, why_missing
from peeltrack.views.words import (
    BY_COUNT,
    CORRECTED,
    INFERRED,
    NO_GRADE,
    SIGNS,
    capital,
    covers_words,
    grade_span,
    in_brackets,
    legend,
    lettered,
    listing,
    plural,
    without_first_word,
)

COUNTED = Span(BY_COUNT, "muted", "#")
NOTHING = Span(NO_GRADE, "muted", "–")
OUTSIDE = Span("no grade in these dates", "muted", "·")
"""Why there is no grade in a cell; a cell is empty if the edition does not have the area."""

NAME, GRADE, CHANGE = "name", "grade", "change"
SORTS = {
    NAME: "",
    GRADE: "Sorted by the grade in {}, worst first, then by name.",
    CHANGE: "Sorted by the change in {}, falls first, then rises, then by name.",
}
"""The orders of the forces, each with the sentence that names it."""

SHOWN = (DOWNGRADE, UPGRADE, NOT_COMPARABLE)
"""The changes that have a sign."""

ORDER = (DOWNGRADE, UPGRADE, UNCHANGED)
"""The changes in the order of ``--sort change``; the others follow."""


Changes = dict[tuple[str, str, str], Change]
"""What happened, by force, edition and area."""


class Table(NamedTuple):
    """The forces, and the areas of editions that are its columns."""

    columns: Sequence[AreaTotals]
    found: Sequence[Transition]
    """What is known of the forces: what happened to each grade."""
    national: National
    regime: Regime

    def changes(self) -> Changes:
        """Return what happened inside the families."""
        return {
            (each.force.id, each.new.edition.id, change.area.id): change
            for each in self.found
            if each.comparable
            for change in each.changes
        }

    @property
    def size(self) -> str:
        """How many forces there are, in words."""
        number = len(self.national.forces)
        return plural(number, self.regime.noun("force"), self.regime.noun("forces"))


def by_area(table: Table, titles: Sequence[str], sort: str) -> Document:
    """Show one area: forces by editions, with a line between families."""
    order = _order(table, sort)

    def picture() -> Picture:
        from peeltrack.views.table_picture import area_picture

        return area_picture(table, order)

    document = _document(table, lambda: _area_blocks(table, titles, sort, order), "edition", order)
    return document._replace(picture=picture)


def by_edition(table: Table, edition: Edition) -> Document:
    """Show one edition: forces by areas."""
    order = _order(table, NAME)

    def picture() -> Picture:
        from peeltrack.views.table_picture import edition_picture

        return edition_picture(table, edition, order)

    document = _document(table, lambda: _edition_blocks(table, edition, order), "area", order)
    return document._replace(picture=picture)


def _document(
    table: Table, blocks: Callable[[], list[Block]], names: str, order: Sequence[Force]
) -> Document:
    def grades() -> Iterator[GradeRow]:
        for each in sorted(table.found, key=lambda each: (each.force.id, each.new.edition.index)):
            yield from describe(each, table.regime)

    return Document(
        blocks=blocks,
        data=lambda: {
            "schema": 1,
            "grades": objects(grades()),
            "missing": objects(missing_rows(table.columns)),
            "totals": objects(grade_total_rows(table.columns, table.regime)),
        },
        rows=lambda: [
            rows("grade", GradeRow, grades()),
            rows("missing", MissingGradeRow, missing_rows(table.columns)),
            rows("total", GradeTotalRow, grade_total_rows(table.columns, table.regime)),
        ],
        sheet=lambda: _sheet(table, names, order),
    )


def _sheet(table: Table, names: str, order: Sequence[Force]) -> Rows:
    """Return a row for each force: for every edition, or area, its grade and the basis of it."""
    ids = [each.edition.id if names == "edition" else each.area.id for each in table.columns]
    heads = [name for id_ in ids for name in (id_, f"{id_}_basis")]

    def values() -> Iterator[Sequence[Value]]:
        for force in order:
            cells = [_value(table, force, each) for each in table.columns]
            yield (force.id, force.name, force.region, *(value for cell in cells for value in cell))

    return Rows("force", ("force", "force_name", "region", *heads), values())


def _value(table: Table, force: Force, column: AreaTotals) -> tuple[str | None, str]:
    """Return a grade and its basis; without a grade, why there is none."""
    inspection = force.by_edition.get(column.edition.id)
    if grade := table.national.grade(inspection, column.area):
        return grade.grade, grade.basis
    lacks = table.national.lacks(inspection, column.area)
    return None, why_missing(inspection, column.area) if lacks else OUTSIDE.text


def _order(table: Table, sort: str) -> list[Force]:
    """Return the forces in order; by the newest edition, or the newest that can be compared."""
    by_name = sorted(table.national.forces, key=lambda force: force.name)
    if sort == NAME or not table.columns:
        return by_name
    changes = table.changes()
    column = table.columns[-1] if sort == GRADE else _newest_compared(table.columns, changes)
    edition, area, scale = column.edition, column.area, column.edition.scale

    def key(force: Force) -> tuple[int, int]:
        if sort == GRADE:
            grade = table.national.grade(force.by_edition.get(edition.id), area)
            known = grade is not None and grade.grade in scale.names
            return (scale.rank(grade.grade) if grade and known else len(scale.names), not grade)
        change = changes.get((force.id, edition.id, area.id))
        if change is None or change.change not in ORDER:
            return (len(ORDER), 0)
        return (ORDER.index(change.change), -abs(change.steps or 0))

    return sorted(by_name, key=key)


def _newest_compared(columns: Sequence[AreaTotals], changes: Changes) -> AreaTotals:
    """Return the newest column in which a grade can be compared with the one before."""
    compared = {key[1:] for key, change in changes.items() if change.change in COMPARED}
    found = [each for each in columns if (each.edition.id, each.area.id) in compared]
    if not found:
        raise PeeltrackError(
            "no grade of this area can be compared with the one before, so there is no change to sort by;"
            " use --sort grade or --sort name"
        )
    return found[-1]


def _area_blocks(table: Table, titles: Sequence[str], sort: str, order: Sequence[Force]) -> list[Block]:
    columns, regime = table.columns, table.regime
    heading = Heading((f"{' / '.join(titles)}, {table.size}",), 1)
    if not columns:
        return [heading, Paragraph(("No edition that you asked for grades this area.",))]
    families = [list(group) for _, group in groupby(columns, key=lambda each: each.edition.family)]
    starts = [sum(map(len, families[:place])) for place in range(1, len(families))]
    editions = [each.edition.title for each in columns]
    changes = table.changes()
    remarks = [_comparable(families), *_remarks(table, changes)]
    if SORTS[sort]:
        newest = columns[-1] if sort == GRADE else _newest_compared(columns, changes)
        remarks.append(SORTS[sort].format(newest.edition.title))
    grid = Grid(
        ("", *(f"{each.edition.title}\n{_published(each.edition)}" for each in columns)),
        [*_rows(table, order, changes), *total_rows(columns)],
        short=("", *(re.sub("(?=[/-])", "\n", name) for name in without_first_word(editions))),
        legend=_legend(table),
        divided=[place + 1 for place in starts],
    )
    items = [_reason(regime.family_start(family[0].edition), regime) for family in families[1:]]
    named = [(f"{each.edition.title}, {each.area.title}", each) for each in columns]
    return [
        heading,
        Paragraph((" ".join(filter(None, remarks)),)),
        grid,
        Listing([*filter(None, items), *agreement_items(named, regime)]),
        *_without(columns, table.national.scope, regime),
        *_ending(regime),
    ]


def _comparable(families: Sequence[Sequence[AreaTotals]]) -> str:
    """Say which columns can be compared with each other (rule 2)."""
    if len(families) == 1:
        return ""
    groups = [listing([each.edition.title for each in family]) for family in families if len(family) > 1]
    if not groups:
        return "None of these editions can be compared with another."
    return f"Only these can be compared with each other: {'; '.join(groups)}."


def _reason(start: Edition, regime: Regime) -> Item | None:
    """Say why the editions of a family cannot be compared with those before; None for the first family."""
    if start.index == 0:
        return None
    source = in_brackets(start.comparability_source, regime=regime)
    return Item((Span(start.title, "strong"), f": {start.comparability}", *source))


def _edition_blocks(table: Table, edition: Edition, order: Sequence[Force]) -> list[Block]:
    """Show forces by areas; the areas of which nothing is known are only named."""
    shown = [each for each in table.columns if each.known or each.counted]
    lacking = [each.area.title for each in table.columns if not (each.known or each.counted)]
    blocks: list[Block] = [Heading((f"{edition.title} ({_published(edition)}), {table.size}",), 1)]
    if shown:
        part = table._replace(columns=shown)
        letters, meanings = lettered([each.area.title for each in shown])
        grid = Grid(
            ("", *(each.area.title for each in shown)),
            [*_rows(part, order, {}), *total_rows(shown)],
            short=("", *letters),
            legend=[*meanings, (), *_legend(part)],
        )
        remarks = " ".join(_remarks(part, {}))
        blocks += [*([Paragraph((remarks,))] if remarks else []), grid]
    if lacking:
        blocks.append(Paragraph((f"Our records have no grade of these forces: {', '.join(lacking)}.",)))
    named = [(each.area.title, each) for each in table.columns]
    items = [_reason(edition, table.regime), *agreement_items(named, table.regime)]
    if found := [item for item in items if item]:
        blocks.append(Listing(found))
    return [*blocks, *_ending(table.regime)]


def _published(edition: Edition) -> str:
    return edition.published.in_words if edition.published else "dates vary by force"


def _rows(table: Table, order: Sequence[Force], changes: Changes) -> list[Row]:
    return [
        Row(
            (
                (force.name,),
                *(
                    _cell(table, force, each, changes.get((force.id, each.edition.id, each.area.id)))
                    for each in table.columns
                ),
            )
        )
        for force in order
    ]


def _cell(table: Table, force: Force, column: AreaTotals, change: Change | None) -> Content:
    """Return a grade with how it moved, whether it was carried over, corrected or inferred."""
    edition = column.edition
    inspection = force.by_edition.get(edition.id)
    grade = table.national.grade(inspection, column.area)
    if grade is None:
        if not table.national.lacks(inspection, column.area):
            return (OUTSIDE,)
        by_count = inspection is not None and column.area.id in inspection.known_by_count
        return (COUNTED if by_count else NOTHING,)
    cell = grade_span(grade.grade, edition)
    if grade.carried_from:
        cell = cell._replace(short=(cell.short or "").lower())
    marks = [Span(" (carried over)", "muted", "")] if grade.carried_from else []
    marks += [CORRECTED] if grade.corrected else []
    marks += [INFERRED] if grade.inferred else []
    if change and change.change in SHOWN:
        sign = SIGNS[change.change]
        marks.append(sign._replace(text=f" {sign.text}", short=sign.text))
    return (cell, *marks)


def _shown(table: Table) -> list[tuple[Edition, Grade]]:
    """Return every grade in the table."""
    return [
        (each.edition, grade)
        for each in table.columns
        for force in table.national.forces
        if (grade := table.national.grade(force.by_edition.get(each.edition.id), each.area))
    ]


def _legend(table: Table) -> list[Content]:
    """Return what the short forms mean."""
    shown = _shown(table)
    scales = [each.edition.scale for each in reversed(table.columns)]
    meanings = {scale.short[name]: name for scale in scales for name in reversed(scale.names)}
    marks = (
        ("U", UNGRADED, any(grade.grade == UNGRADED for _, grade in shown)),
        ("small letters:", "carried over", any(grade.carried_from for _, grade in shown)),
        ("*", "inferred", any(grade.inferred for _, grade in shown)),
        ("†", "corrected", any(grade.corrected for _, grade in shown)),
        ("#", f"{BY_COUNT} only", any(each.counted for each in table.columns)),
        ("–", NO_GRADE, any(each.lacking for each in table.columns)),
        ("·", OUTSIDE.text, table.national.scope.dated),
    )
    return legend([*meanings.items(), *((mark, meaning) for mark, meaning, used in marks if used)])


def _remarks(table: Table, changes: Changes) -> list[str]:
    """Say what the signs in the table mean."""
    known = {(each.edition.id, each.area.id) for each in table.columns}
    found = {change.change for key, change in changes.items() if key[1:] in known}
    remarks = []
    if found & {DOWNGRADE, UPGRADE}:
        down, up = SIGNS[DOWNGRADE].text, SIGNS[UPGRADE].text
        remarks.append(f"{down} down, {up} up since the last grade before.")
    if breaks := [each.area.break_ for each in table.columns if each.area.break_] * (NOT_COMPARABLE in found):
        remarks.append(
            f"{SIGNS[NOT_COMPARABLE].text} not comparable with the grade before: {' '.join(breaks)}"
        )
    if any(grade.inferred for _, grade in _shown(table)):
        remarks.append("Inferred: we worked the grade out from what the source says of the others.")
    if any(each.counted for each in table.columns):
        remarks.append(f"{capital(BY_COUNT)}: part of a published count that does not name the areas.")
    return remarks


def _without(columns: Sequence[AreaTotals], asked: Scope, regime: Regime) -> list[Block]:
    """Say which editions do not grade an area, or do not have it."""
    if asked.dated:
        return []
    ids = regime.line(columns[0].area.id)
    shown = {each.edition.id for each in columns}
    others = [each for each in regime.editions.values() if asked.has_edition(each) and each.id not in shown]
    ungraded = [each.title for each in others if any(id_ in each.areas for id_ in ids)]
    absent = [each.title for each in others if each.title not in ungraded]
    sentences = [
        f"{words} {listing(titles)}."
        for words, titles in (("Not graded in", ungraded), ("Not graded separately in", absent))
        if titles
    ]
    return [Paragraph((" ".join(sentences),))] if sentences else []


def _ending(regime: Regime) -> list[Block]:
    """Say where to find the source of each grade, and up to when our records go."""
    covers = covers_words(regime)
    words = "For the source of each grade, use --format plain or json."
    return [Paragraph((Span(f"{words} {covers}".strip(), "muted"),))]
