"""What an export holds: the rows of every table, and what there is to know about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from peeltrack import __version__
from peeltrack.analysis.national import Scope
from peeltrack.analysis.raised import matters
from peeltrack.analysis.transitions import Transition, Transitions
from peeltrack.export.tables import BY_NAME, PUBLISHER, TABLES, Table
from peeltrack.model import Force, Regime, Total
from peeltrack.store.library import Library
from peeltrack.views.all_layouts import MissingGradeRow, NationalTotalRow, PublisherRow
from peeltrack.views.areas import area_row
from peeltrack.views.changes import describe
from peeltrack.views.columns import IDS, LIST
from peeltrack.views.editions import edition_row
from peeltrack.views.layouts import GradeRow
from peeltrack.views.rows import (
    finding_row,
    force_row,
    inspection_row,
    iso,
    monitoring_row,
    published_count_rows,
)
from peeltrack.views.topics import topic_rows
from peeltrack.views.totals import missing_row

INCOMPLETE = (
    "The records are not complete. The table missing_grades lists the grades that they lack; "
    "a finding that is not here may still have been made."
)
COMPARABLE = (
    "Only grades of one family of editions can be compared. In changes, a row that is not-comparable shows "
    "both grades without comparing them. Count pillars and questions separately."
)
BASIS = "A grade with the basis inferred is named by no source; we worked it out from one."

Value = str | int | None
Rows = list[tuple[Value, ...]]


class DataSet(NamedTuple):
    """The tables with their rows, and what there is to know about all of them."""

    rows: Mapping[str, Rows]
    """By the name of the table; lists are joined, as in csv."""
    about: Mapping[str, str]
    """The title, the licence, the day that the records go up to, and so on."""
    regime: Regime
    """What the records share."""


def collect(library: Library, scope: Scope, found: Transitions) -> DataSet:
    """Return the data set in a scope; ``found`` is what changed in it.

    Tables that others refer to are complete. Published counts and national totals are about all areas, so a
    choice of areas leaves them out.
    """
    regime, forces = library.regime, library.forces()
    chosen = scope.of(forces)
    transitions = sorted(found.found, key=lambda each: (each.force.id, each.new.edition.index))
    changes = [row for each in transitions for row in describe(each, regime)]
    tables: dict[str, Iterable[Sequence[Any]]] = {
        "forces": map(force_row, forces),
        "editions": [edition_row(edition, forces, regime) for edition in regime.editions.values()],
        "areas": [area_row(area, each) for each in regime.editions.values() for area in each.areas.values()],
        "topics": topic_rows(forces, regime),
        "inspections": _inspections(transitions, changes, regime),
        "published_counts": [] if scope.areas else _published_counts(transitions, regime),
        "grades": [row[: len(BY_NAME["grades"].fields)] for row in changes],
        "missing_grades": _missing_grades(chosen, scope, regime),
        "findings": _findings(chosen, scope, regime),
        "changes": changes,
        "monitoring": _monitoring(chosen, regime),
        "national_totals": [] if scope.areas else _national_totals(library.totals, scope, regime),
    }
    rows = {name: _flat(BY_NAME[name], those) for name, those in tables.items()}
    rows["publishers"] = _flat(BY_NAME["publishers"], _publishers(rows, regime))
    return DataSet({table.name: rows[table.name] for table in TABLES}, about(regime, scope), regime)


def _flat(table: Table, rows: Iterable[Sequence[Any]]) -> Rows:
    """Return rows without lists: these become texts, and empty ones nothing."""
    between = {IDS: " ", LIST: "; "}
    joins = [
        (place, between[field.column.type])
        for place, field in enumerate(table.fields)
        if field.column.type in between
    ]
    found = []
    for row in rows:
        values = list(row)
        for place, sign in joins:
            values[place] = sign.join(values[place]) or None
        found.append(tuple(values))
    return found


def about(regime: Regime, scope: Scope) -> dict[str, str]:
    """Return what there is to know about an export, by name (rules 12 and 16)."""
    wording = regime.wording
    covers = wording.covers_until.isoformat() if wording.covers_until else None
    known = {
        "title": wording.title,
        "selection": _selection(scope),
        "covers_until": covers,
        "licence": wording.licence,
        "licence_page": wording.licence_page,
        "summaries": wording.summaries,
        "incomplete": INCOMPLETE,
        "comparable": COMPARABLE,
        "basis": BASIS,
        "made_by": f"peeltrack {__version__}",
    }
    return {name: text for name, text in known.items() if text}


def notes(about: Mapping[str, str]) -> list[str]:
    """Return what every reader has to know, a paragraph each (rules 12 and 16)."""
    covers = (
        f"The records cover publications up to {about['covers_until']}." if "covers_until" in about else ""
    )
    known = [about.get(name, "") for name in ("licence", "summaries", "incomplete", "comparable", "basis")]
    return [text for text in (covers, *known) if text]


def _selection(scope: Scope) -> str:
    """Return what was asked for, in words."""
    parts = {
        "forces": ", ".join(scope.forces),
        "regions": ", ".join(scope.regions),
        "editions": ", ".join(scope.editions),
        "areas": ", ".join(scope.areas),
        "since": scope.since.iso if scope.since else "",
        "until": scope.until.iso if scope.until else "",
    }
    return "; ".join(f"{name}: {words}" for name, words in parts.items() if words) or "everything"


def _inspections(
    transitions: Iterable[Transition], changes: Iterable[GradeRow], regime: Regime
) -> Iterator[Sequence[Any]]:
    """Describe the inspections in question, and the earlier ones that their changes refer to."""
    earlier = {(change.force, change.previous_edition) for change in changes}
    by_force = {each.force.id: each.force for each in transitions}
    selected = {(each.force.id, each.new.edition.id) for each in transitions}
    for force in by_force.values():
        for inspection in force.inspections:
            place = (force.id, inspection.edition.id)
            if place in selected or place in earlier:
                yield (*inspection_row(force, inspection, regime), place in selected)


def _published_counts(transitions: Iterable[Transition], regime: Regime) -> Iterator[Sequence[Any]]:
    for each in transitions:
        yield from published_count_rows(each.force, each.new, regime)


def _missing_grades(forces: Iterable[Force], scope: Scope, regime: Regime) -> Iterator[MissingGradeRow]:
    """Describe every grade that each force gets and that our records lack, with the reason."""
    for force in forces:
        for edition in filter(scope.has_edition, regime.editions.values()):
            inspection = force.by_edition.get(edition.id)
            published = inspection.published if inspection else edition.published
            if not scope.has_date(published):
                continue
            for area in filter(scope.has_area, edition.core):
                if inspection and area.id in inspection.grades:
                    continue
                yield missing_row(force, edition, area)


def _findings(forces: Iterable[Force], scope: Scope, regime: Regime) -> Iterator[Sequence[Any]]:
    """Describe the findings and statements in a scope; the last value is the place in the record."""
    for force in forces:
        for inspection in force.inspections:
            if not (scope.has_edition(inspection.edition) and scope.has_date(inspection.published)):
                continue
            for place, each in enumerate(matters(inspection, force), 1):
                if scope.has_area(each.finding.area):
                    before = [earlier.edition for earlier in each.before]
                    yield (*finding_row(force, inspection, each.finding, before, regime), place)


def _monitoring(forces: Iterable[Force], regime: Regime) -> Iterator[Sequence[Any]]:
    for force in forces:
        for place, period in enumerate(force.monitoring, 1):
            yield (*monitoring_row(force, period, regime), place)


def _national_totals(totals: Iterable[Total], scope: Scope, regime: Regime) -> Iterator[NationalTotalRow]:
    for total in totals:
        edition, scale = total.edition, total.edition.scale
        if not (scope.has_edition(edition) and scope.has_date(edition.published)):
            continue
        publisher = regime.publisher(total.source)
        for grade, number in total.counts.items():
            yield NationalTotalRow(
                edition=edition.id,
                edition_title=edition.title,
                edition_order=edition.index + 1,
                edition_published=iso(edition.published),
                area=total.area.id,
                area_title=total.area.title,
                grade=grade,
                grade_rank=scale.rank(grade) + 1 if grade in scale.names else None,
                scale_size=len(scale.names),
                forces=number,
                source=total.source,
                source_publisher=publisher.name,
                source_kind=publisher.kind,
            )


def _publishers(rows: Mapping[str, Rows], regime: Regime) -> list[PublisherRow]:
    """Describe the publishers that the records list, and those that the other tables name."""
    hosts: dict[tuple[Any, ...], list[str]] = {}
    for host, publisher in regime.publishers.items():
        hosts.setdefault(publisher, []).append(host)
    for table in TABLES:
        if PUBLISHER in table.references:
            first, second = map(table.columns.index, PUBLISHER.columns)
            for row in rows[table.name]:
                if row[first] is not None:
                    hosts.setdefault((row[first], row[second]), [])
    return [PublisherRow(name, kind, tuple(known)) for (name, kind), known in sorted(hosts.items())]
