"""``peeltrack coverage``: which grades our records have, and which they lack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from peeltrack.analysis.national import AreaTotals, LevelTotals, National
from peeltrack.formats.document import (
    Block,
    Content,
    Document,
    Grid,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Span,
)
from peeltrack.model import Area, Edition, Regime, merge_areas
from peeltrack.views.all_layouts import (
    AreaCoverageRow,
    EditionCoverageRow,
    GradeTotalRow,
    LevelTotalRow,
    MissingGradeRow,
)
from peeltrack.views.rows import objects, rows
from peeltrack.views.totals import (
    agreement_items,
    area_coverage_row,
    edition_coverage_row,
    grade_total_rows,
    level_total_rows,
    missing_rows,
)
from peeltrack.views.words import BY_COUNT, NO_GRADE, covers_words, listing, plural, without_first_word


class Coverage(NamedTuple):
    """What our records have of some editions, area by area and level by level."""

    national: National
    regime: Regime
    areas: Sequence[AreaTotals]
    levels: Mapping[str, Sequence[LevelTotals]]
    """By the id of the edition."""

    @classmethod
    def of(cls, national: National, regime: Regime) -> Coverage:
        """Count the areas that a question is about."""
        every = national.all_area_totals(regime.editions.values())
        areas = [each for each in every if each.forces]
        by_edition = groupby(areas, key=lambda each: each.edition.id)
        levels = {id_: list(national.level_totals(list(group))) for id_, group in by_edition}
        return cls(national, regime, areas, levels)

    @property
    def all_levels(self) -> Iterator[LevelTotals]:
        """The levels of all editions."""
        return (each for levels in self.levels.values() for each in levels)

    @property
    def size(self) -> str:
        """How many forces there are, in words."""
        number = len(self.national.forces)
        return plural(number, self.regime.noun("force"), self.regime.noun("forces"))

    def editions(self) -> Iterator[EditionCoverageRow]:
        """Describe the editions."""
        for id_, levels in self.levels.items():
            yield edition_coverage_row(self.regime.editions[id_], levels, self.national)


def view(national: National, regime: Regime) -> Document:
    """Count the grades by edition, by level and by area."""
    found = Coverage.of(national, regime)
    return Document(
        blocks=lambda: _blocks(found),
        data=lambda: {
            "schema": 1,
            "areas": objects(map(area_coverage_row, found.areas)),
            "editions": objects(found.editions()),
            "levels": objects(level_total_rows(found.all_levels)),
            "totals": objects(grade_total_rows(found.areas, regime)),
        },
        rows=lambda: [
            rows("area", AreaCoverageRow, map(area_coverage_row, found.areas)),
            rows("edition", EditionCoverageRow, found.editions()),
            rows("level", LevelTotalRow, level_total_rows(found.all_levels)),
            rows("total", GradeTotalRow, grade_total_rows(found.areas, regime)),
        ],
    )


def missing_view(national: National, regime: Regime) -> Document:
    """List every grade that we cannot name."""
    found = Coverage.of(national, regime)
    return Document(
        blocks=lambda: _missing_blocks(found),
        data=lambda: {"schema": 1, "missing": objects(missing_rows(found.areas))},
        rows=lambda: [rows("missing", MissingGradeRow, missing_rows(found.areas))],
    )


def _blocks(found: Coverage) -> list[Block]:
    heading = Heading((f"Grades of {found.size} in our records",), 1)
    if not found.areas:
        return [heading, Paragraph((f"No inspections match. {covers_words(found.regime)}".rstrip(),))]
    blocks: list[Block] = [heading, _levels_grid(found), *_shares(found)]
    blocks += _whole(found)
    blocks += [Heading(("Inspections and findings",)), _editions_grid(found)]
    for family, group in groupby(found.areas, key=lambda each: each.edition.family):
        blocks += [Heading((f"{family}: forces with a grade",)), _family_grid(list(group))]
    named = [(f"{each.edition.title}, {each.area.title}", each) for each in found.areas]
    if items := agreement_items(named, found.regime):
        blocks += [Heading(("Against the national totals",)), Listing(items)]
    if any(missing_rows(found.areas)):
        blocks.append(Paragraph(("To list the missing grades force by force, add --missing.",)))
    return blocks


def _levels_grid(found: Coverage) -> Grid:
    """Return how many grades are named, inferred, known by count and unknown, level by level."""
    listed = []
    for each in found.all_levels:
        numbers = (sum(each.named.values()), sum(each.inferred.values()), each.by_count, each.unknown)
        cells = [(str(number),) if number else (Span("0", "muted"),) for number in numbers]
        listed.append(Row(((f"{each.edition.title}, {each.level}",), *cells)))
    return Grid(("", "named", "inferred", BY_COUNT, "unknown"), listed)


class Shares(NamedTuple):
    """How many areas have each grade, among those that are known in one way."""

    edition: Edition
    what: str
    counts: Mapping[str, int]


def _shares(found: Coverage) -> list[Block]:
    """Set the grades that we cannot name beside those that we can: shares, without a test."""
    compared = list(_compared(found))
    if not compared:
        return []
    scales = [each.edition.scale for each in compared]
    order = list(dict.fromkeys(name for scale in scales for name in reversed(scale.names)))
    titles = without_first_word([each.edition.title for each in compared])
    listed = [
        Row(((f"{title}, {each.what}",), *_percentages(each, order)))
        for title, each in zip(titles, compared, strict=True)
    ]
    unknown = sum(each.unknown for each in found.all_levels) - sum(
        sum(each.rest.values()) for each in found.areas
    )
    meanings = (
        "By area: named or inferred. By count: known only from published counts. The rest: in the national"
        f" total, but not in our records. We know nothing of the other {plural(unknown, 'grade')}."
    )
    return [
        Heading(("Do the grades that we cannot name look like the others?",)),
        Grid(("", "grades", *order), listed),
        Paragraph((Span(meanings, "muted"),)),
    ]


def _whole(found: Coverage) -> list[Block]:
    """Return the share of each grade, level by level, with the grades that are known only by count."""
    levels = list(found.all_levels)
    shorts = {
        name: each.edition.scale.short[name]
        for each in reversed(levels)
        for name in reversed(each.edition.scale.names)
    }
    listed = []
    for each in levels:
        shares = Shares(each.edition, each.level, Counter(each.grades) + Counter(each.counted))
        if any(shares.counts.get(name) for name in each.edition.scale.names):
            by_count = str(each.by_count) if each.by_count else ""
            title = f"{each.edition.title}, {each.level}"
            listed.append(Row(((title,), *_percentages(shares, list(shorts)), (by_count,))))
    meanings = ", ".join(f"{short} {name}" for name, short in shorts.items())
    return [
        Heading(("Share of each grade",)),
        Paragraph((Span(f"{meanings}.", "muted"),)),
        Grid(("", "grades", *shorts.values(), f"of these, {BY_COUNT}"), listed),
    ]


def _percentages(shares: Shares, order: Sequence[str]) -> list[Content]:
    """Return how many grades there are, and the share of each; nothing for one that the scale lacks."""
    scale = shares.edition.scale
    total = sum(shares.counts.get(name, 0) for name in scale.names)
    share = {name: f"{100 * shares.counts.get(name, 0) / total:.0f}%" for name in scale.names}
    return [(str(total),), *((share[name],) if name in share else () for name in order)]


def _compared(found: Coverage) -> Iterator[Shares]:
    """Yield pairs, the newest edition first: grades by area, and those known only from a count or total."""
    for level in reversed(list(found.all_levels)):
        if level.counted and level.grades:
            yield Shares(level.edition, "by area", level.grades)
            yield Shares(level.edition, "by count", level.counted)
    for each in reversed(found.areas):
        if each.rest:
            yield Shares(each.edition, each.area.title, each.grades)
            yield Shares(each.edition, "the rest", each.rest)


def _editions_grid(found: Coverage) -> Grid:
    """Return how many inspections and findings our records have, edition by edition."""
    listed = [
        Row(
            (
                (each.edition_title,),
                (f"{each.inspections} of {each.forces}",),
                (str(each.dated),),
                (str(each.findings),),
                (str(each.statements),),
            )
        )
        for each in found.editions()
    ]
    return Grid(("", "inspections", "with the day of publication", "findings", "statements"), listed)


def _family_grid(areas: Sequence[AreaTotals]) -> Grid:
    """Return areas by the editions of a family: of how many forces we can name the grade."""
    editions = list(dict.fromkeys(each.edition for each in areas))
    held = {(each.edition.id, each.area.id): each for each in areas}
    listed = []
    for area in merge_areas(editions):
        found = [held.get((edition.id, area.id)) for edition in editions]
        if any(found):
            cells = [
                _cell(totals) if totals else _ungraded(area, edition)
                for totals, edition in zip(found, editions, strict=True)
            ]
            listed.append(Row(((area.title,), *cells), inner=bool(area.parent)))
    return Grid(("", *(edition.title for edition in editions)), listed)


def _cell(totals: AreaTotals) -> Content:
    """Return ``35 of 43``; only the number where not every force is graded (rule 8)."""
    number = sum(totals.inferred.values())
    marks = [f", {number} inferred"] if number else []
    marks += [f", {len(totals.counted)} {BY_COUNT}"] if totals.counted else []
    if totals.unknown is None:
        return (f"{totals.known}, not all graded", Span("".join(marks), "muted"))
    role = "muted" if totals.known < totals.forces else "good"
    return (Span(f"{totals.known} of {totals.forces}", role), Span("".join(marks), "muted"))


def _ungraded(area: Area, edition: Edition) -> Content:
    """Say that an edition only reports on an area; nothing where it does not have it."""
    return (Span("not graded", "muted"),) if area.id in edition.areas else ()


def _missing_blocks(found: Coverage) -> list[Block]:
    """Name the forces of which we cannot name a grade, area by area, newest edition first."""
    number = sum(1 for _ in missing_rows(found.areas))
    heading = Heading((f"{plural(number, 'grade')} that we cannot name, of {found.size}",), 1)
    blocks: list[Block] = [heading]
    if not number:
        words = "Our records name every grade that you asked for, where every force is graded."
        if not found.areas:
            words = "No inspections match."
        return [*blocks, Paragraph((f"{words} {covers_words(found.regime)}".rstrip(),))]
    newest_first = sorted(found.areas, key=lambda each: -each.edition.index)
    for edition, group in groupby(newest_first, key=lambda each: each.edition):
        items = [item for each in group for item in _missing_items(each)]
        if items:
            blocks += [Heading((edition.title,)), Listing(items)]
    return blocks


def _missing_items(totals: AreaTotals) -> Iterator[Item]:
    """Yield the forces of which one grade is known only by count, then those of which nothing is known."""
    lacking = totals.lacking if totals.area.core else ()
    for what, forces in ((BY_COUNT, totals.counted), (NO_GRADE, lacking)):
        if forces:
            lead = (Span(totals.area.title, "strong"), f", {what} ({len(forces)})")
            yield Item(lead, (listing([force.name for force in forces]),))
