"""How many forces have each grade, and which grades we cannot name: rows that several views share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from peeltrack.analysis.national import AreaTotals, LevelTotals, National
from peeltrack.formats.document import Content, Item, Row, Span
from peeltrack.model import UNGRADED, Area, Edition, Force, Inspection, Regime
from peeltrack.views.all_layouts import (
    AreaCoverageRow,
    EditionCoverageRow,
    GradeTotalRow,
    LevelTotalRow,
    MissingGradeRow,
)
from peeltrack.views.rows import iso
from peeltrack.views.words import BY_COUNT, NO_GRADE, in_brackets, listing


def grade_total_rows(areas: Iterable[AreaTotals], regime: Regime) -> Iterator[GradeTotalRow]:
    """Describe how many forces got each grade of some areas, best grade first."""
    for each in areas:
        total = each.total
        publisher = regime.publisher(total.source) if total else None
        given = [UNGRADED] if UNGRADED in {**each.grades, **(total.counts if total else {})} else []
        for grade in (*reversed(each.edition.scale.names), *given):
            yield GradeTotalRow(
                edition=each.edition.id,
                edition_title=each.edition.title,
                edition_order=each.edition.index + 1,
                area=each.area.id,
                area_title=each.area.title,
                parent=each.area.parent,
                level=_level(each.edition, each.area),
                grade=grade,
                grade_rank=_rank(grade, each.edition),
                scale_size=len(each.edition.scale.names),
                named=each.named.get(grade, 0),
                inferred=each.inferred.get(grade, 0),
                national_total=total.counts.get(grade, 0) if total else None,
                source=total.source if total else None,
                source_publisher=publisher.name if publisher else None,
                source_kind=publisher.kind if publisher else None,
            )


def level_total_rows(levels: Iterable[LevelTotals]) -> Iterator[LevelTotalRow]:
    """Describe how many areas of some levels got each grade, best grade first."""
    for each in levels:
        for grade in (*reversed(each.edition.scale.names), UNGRADED):
            row = LevelTotalRow(
                edition=each.edition.id,
                edition_title=each.edition.title,
                edition_order=each.edition.index + 1,
                level=each.level.removesuffix("s"),
                grade=grade,
                grade_rank=_rank(grade, each.edition),
                scale_size=len(each.edition.scale.names),
                named=each.named.get(grade, 0),
                inferred=each.inferred.get(grade, 0),
                by_count=each.counted.get(grade, 0),
            )
            if row.named or row.inferred or row.by_count:
                yield row


def area_coverage_row(totals: AreaTotals) -> AreaCoverageRow:
    """Describe how many grades of an area our records have."""
    return AreaCoverageRow(
        edition=totals.edition.id,
        edition_title=totals.edition.title,
        edition_order=totals.edition.index + 1,
        area=totals.area.id,
        area_title=totals.area.title,
        parent=totals.area.parent,
        level=_level(totals.edition, totals.area),
        core=totals.area.core,
        forces=totals.forces,
        named=sum(totals.named.values()),
        inferred=sum(totals.inferred.values()),
        by_count=len(totals.counted),
        unknown=totals.unknown,
        agreement=totals.agreement,
    )


def edition_coverage_row(
    edition: Edition, levels: Sequence[LevelTotals], national: National
) -> EditionCoverageRow:
    """Describe how much of an edition our records have."""
    held = [force.by_edition[edition.id] for force in national.forces if edition.id in force.by_edition]
    held = [inspection for inspection in held if national.expects(inspection)]
    entries = [
        finding
        for inspection in held
        for finding in inspection.entries
        if national.scope.has_area(finding.area)
    ]
    statements = sum(entry.is_statement for entry in entries)
    return EditionCoverageRow(
        edition=edition.id,
        edition_title=edition.title,
        edition_order=edition.index + 1,
        edition_published=iso(edition.published),
        forces=len(national.forces),
        inspections=len(held),
        dated=sum(each.own_date is not None and each.own_date.exact is not None for each in held),
        named=sum(sum(each.named.values()) for each in levels),
        inferred=sum(sum(each.inferred.values()) for each in levels),
        by_count=sum(each.by_count for each in levels),
        unknown=sum(each.unknown for each in levels),
        findings=len(entries) - statements,
        statements=statements,
    )


def missing_rows(areas: Iterable[AreaTotals]) -> Iterator[MissingGradeRow]:
    """Describe every grade that we cannot name, where every force is graded (rule 8)."""
    for each in areas:
        if each.area.core:
            for force in sorted((*each.counted, *each.lacking), key=lambda force: force.id):
                yield missing_row(force, each.edition, each.area)


def missing_row(force: Force, edition: Edition, area: Area) -> MissingGradeRow:
    """Describe a grade that we cannot name."""
    inspection = force.by_edition.get(edition.id)
    national = "national" if edition.published else "unknown"
    return MissingGradeRow(
        force=force.id,
        force_name=force.name,
        region=force.region,
        edition=edition.id,
        edition_title=edition.title,
        edition_order=edition.index + 1,
        published=iso(inspection.published if inspection else edition.published),
        published_is=inspection.published_is if inspection else national,
        area=area.id,
        area_title=area.title,
        parent=area.parent,
        level=_level(edition, area),
        missing_because=why_missing(inspection, area),
    )


def why_missing(inspection: Inspection | None, area: Area) -> str:
    """Return why we cannot name a grade."""
    if inspection is None:
        return "no inspection in our records"
    return BY_COUNT if area.id in inspection.known_by_count else NO_GRADE


def _level(edition: Edition, area: Area) -> str:
    return edition.levels[area.id].removesuffix("s")


def _rank(grade: str, edition: Edition) -> int | None:
    return edition.scale.rank(grade) + 1 if grade in edition.scale.names else None


def _grades(areas: Sequence[AreaTotals]) -> list[str]:
    """Return the grades that any force has, or got as published; best first, newest edition first."""
    scales = [each.edition.scale.names for each in reversed(areas)]
    order = [*dict.fromkeys(name for names in scales for name in reversed(names)), UNGRADED]
    given = {grade for each in areas for grade in each.grades}
    given |= {grade for each in areas if each.total for grade, many in each.total.counts.items() if many}
    return [grade for grade in order if grade in given]


def agreement_items(named: Iterable[tuple[str, AreaTotals]], regime: Regime) -> list[Item]:
    """Say how our records stand to the national totals, where these were published."""
    return [
        Item(
            (
                Span(name, "strong"),
                f": {_agreement(each)}",
                *in_brackets(each.total.source, regime=regime),
            )
        )
        for name, each in named
        if each.total
    ]


def _agreement(totals: AreaTotals) -> str:
    published = totals.total.counts if totals.total else {}
    if totals.too_many:
        found = [
            f"{totals.grades[grade]} {grade} in our records, {published.get(grade, 0)} published"
            for grade in totals.too_many
        ]
        return f"our records contradict the national total: {listing(found)}"
    if totals.rest:
        missing, among = sum(totals.rest.values()), sum(published.values())
        rest = listing([f"{number} {grade}" for grade, number in totals.rest.items()])
        return f"we lack {missing} of the {among} grades published: {rest}"
    return "our records agree with the national total"


def total_rows(areas: Sequence[AreaTotals]) -> list[Row]:
    """Return how many forces have each grade, column by column, and how many have none by name."""
    rows = [
        Row(
            (
                (Span("Forces with a grade", "strong"),),
                *((Span(f"{each.known} of {each.forces}", "strong", str(each.known)),) for each in areas),
            )
        )
    ]
    for grade in _grades(areas):
        tones = [each.edition.scale.tones[grade] for each in areas if grade in each.edition.scale.names]
        cells = [_number(each, grade) for each in areas]
        rows.append(Row(((Span(grade, tones[-1] if tones else "muted"),), *cells), inner=True))
    more = (
        ("of these, inferred", [sum(each.inferred.values()) for each in areas]),
        (f"{BY_COUNT} only", [len(each.counted) for each in areas]),
        ("not in our records", [len(each.lacking) for each in areas]),
    )
    for name, numbers in more:
        if any(numbers):
            rows.append(Row(((name,), *((str(number),) for number in numbers))))
    return rows


def _number(totals: AreaTotals, grade: str) -> Content:
    """Return how many forces have a grade; nothing if the edition does not have it."""
    if grade not in totals.edition.scale.names and grade not in totals.grades:
        return ()
    return (str(totals.grades.get(grade, 0)),)
