"""``peeltrack diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.analysis.fail_on import FAIL_ON
from peeltrack.cli.options import (
    ForceType,
    WhenType,
    answered,
    fail_on_option,
    find_today,
    is_year,
    output_options,
)

if TYPE_CHECKING:
    from peeltrack.analysis.comparison import Comparison
    from peeltrack.formats.document import Document
    from peeltrack.model import Force
    from peeltrack.store.library import Library


@click.command("diff")
@click.argument("force", type=ForceType())
@click.argument("old", type=WhenType(), required=False)
@click.argument("new", type=WhenType(), required=False)
@click.option(
    "--comparable",
    is_flag=True,
    help="Compare the newest two neighbouring inspections whose grades can be compared.",
)
@fail_on_option(FAIL_ON)
@output_options
def command(
    library: Library,
    force: str,
    old: str | None,
    new: str | None,
    comparable: bool,
    fail_on: tuple[str, ...],
) -> tuple[Document, int]:
    """Compare two inspections of one force.

    OLD and NEW can each be a year of publication, an edition, or latest, previous or
    first. Without them, the latest inspection is compared with the one before it.

    Example: peeltrack diff FORCE 2016 2017

    Example: peeltrack diff FORCE --comparable --fail-on downgrade
    """
    from peeltrack.analysis.fail_on import outcome, subject
    from peeltrack.model import PeeltrackError
    from peeltrack.views.diff import Asked, view

    record = library.force(force)
    if comparable and old is not None:
        raise PeeltrackError(
            "--comparable chooses the two inspections itself; leave out OLD and NEW, or --comparable"
        )
    comparison = _newest(record, library) if comparable else _named(record, old, new, library)
    sides = ((old, comparison.old), (new, comparison.new))
    years = {side.edition.id: int(word) for word, side in sides if word and is_year(word)}
    suggestion = f"--comparable{library.data_option}"
    answer = outcome(fail_on, [subject(comparison)], suggestion="" if comparable else suggestion)
    asked = Asked(years, comparable, suggestion)
    return view(comparison, library, find_today(library), asked), answered(answer)


def _newest(force: Force, library: Library) -> Comparison:
    """Compare the newest two neighbouring inspections whose grades can be compared."""
    from peeltrack.analysis.comparison import newest_compared
    from peeltrack.cli.streams import print_remark

    found = newest_compared(force, library.regime)
    if found is None:
        print_remark(
            f"{force.name}: no two neighbouring inspections in our records have a grade that can be compared"
        )
        click.get_current_context().exit(3)
    return found


def _named(force: Force, old: str | None, new: str | None, library: Library) -> Comparison:
    """Compare the two inspections that OLD and NEW name."""
    from peeltrack.analysis.comparison import compare
    from peeltrack.model import PeeltrackError
    from peeltrack.store.library import pick
    from peeltrack.store.names import fold_name

    if old is not None and new is None:
        latest = pick(force, old, library.regime) is force.inspections[-1]
        pair = f"previous {fold_name(old)}" if latest else f"{fold_name(old)} latest"
        raise PeeltrackError(
            f"diff needs two inspections. Try: peeltrack diff {force.id} {pair}{library.data_option}"
        )
    before = pick(force, "previous" if old is None else old, library.regime)
    after = pick(force, "latest" if new is None else new, library.regime)
    if before is after:
        raise PeeltrackError(
            f"{old} and {new} are both {after.edition.title}. To see that inspection, run:"
            f" peeltrack show {force.id} {after.edition.id}{library.data_option}"
        )
    if old and new and before.edition.index > after.edition.index:
        raise PeeltrackError(
            f"{before.edition.title} is newer than {after.edition.title}. Put the older first:"
            f" peeltrack diff {force.id} {fold_name(new)} {fold_name(old)}{library.data_option}"
        )
    return compare(force, before, after, library.regime)
