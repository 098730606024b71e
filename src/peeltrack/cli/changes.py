"""``peeltrack changes``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from peeltrack.analysis.comparison import CARRIED, CHANGES
from peeltrack.analysis.fail_on import FAIL_ON, FAIL_ON_CHANGE
from peeltrack.analysis.transitions import FIRST
from peeltrack.cli.options import (
    answered,
    area_option,
    choices_option,
    edition_option,
    fail_on_option,
    force_option,
    output_options,
    region_option,
    remark_on_dates,
    since_option,
    today,
    until_option,
)
from peeltrack.cli.scope import scope

if TYPE_CHECKING:
    from peeltrack.analysis.national import Scope
    from peeltrack.formats.document import Document
    from peeltrack.model import Area, Inspection
    from peeltrack.store.library import Library


@click.command("changes")
@since_option
@until_option
@choices_option(
    "--only", [*CHANGES, CARRIED, FIRST], "List only these changes. Totals still include everything."
)
@edition_option
@area_option
@region_option
@force_option
@fail_on_option(FAIL_ON)
@output_options
def command(
    library: Library,
    since: str | None,
    until: str | None,
    only: tuple[str, ...],
    edition: tuple[str, ...],
    area: tuple[str, ...],
    region: tuple[str, ...],
    force: tuple[str, ...],
    fail_on: tuple[str, ...],
) -> tuple[Document, int]:
    """Show how every force's grades changed, the newest edition first.

    The table lists grades that went down or up, and grades beside earlier ones
    that they cannot be compared with. Everything else is counted. Other formats
    have every grade, each with the grade before it. If the inspection before
    has no grade, a change counts against the last one.

    Example: peeltrack changes --since 2023 --only not-comparable

    Example: peeltrack changes --edition latest --fail-on downgrade

    Example: peeltrack changes -f csv -o grades.csv
    """
    from peeltrack.analysis.fail_on import Subject, outcome, required_areas
    from peeltrack.analysis.transitions import find_transitions
    from peeltrack.model import PeeltrackError
    from peeltrack.views.changes import view

    wanted = scope(library, force=force, region=region, edition=edition, area=area, since=since, until=until)
    found = find_transitions(library.forces(), wanted, library.regime)
    remark_on_dates(found)
    if not (wanted.dated or wanted.editions) and any(word not in FAIL_ON_CHANGE for word in fail_on):
        raise PeeltrackError("--fail-on with findings needs --since, --until or --edition")
    subjects = [
        Subject(
            each.force,
            each.comparison.old if each.comparison else None,
            each.new,
            each.changes,
            _required(required_areas(each.new.edition, wanted.areas), each.new, wanted),
        )
        for each in found.found
    ]
    answer = outcome(fail_on, subjects, _doubts(library, wanted) if wanted.dated else ())
    return view(found, wanted, only, library), answered(answer)


def _required(areas: Sequence[Area], inspection: Inspection, wanted: Scope) -> list[Area]:
    """Return the areas of which a grade can have come out in the period that was asked for (rule 11)."""
    grades = inspection.grades
    return [area for area in areas if wanted.has_date(inspection.date_of(grades.get(area.id)))]


def _doubts(library: Library, wanted: Scope) -> list[str]:
    """Return why the period can have publications that our records do not show (rule 16)."""
    from datetime import date

    from peeltrack.analysis.fail_on import Period, period_doubts

    period = Period(
        wanted.since.earliest if wanted.since else date.min,
        wanted.until.latest if wanted.until else today(library),
    )
    undated = [
        (force, inspection)
        for force in wanted.of(library.forces())
        for inspection in force.inspections
        if inspection.published is None and wanted.has_edition(inspection.edition)
    ]
    return period_doubts(period, undated, library.forces(), library.regime.wording)
