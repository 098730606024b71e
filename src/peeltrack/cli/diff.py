"""``peeltrack diff``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.analysis.fail_on import FAIL_ON
from peeltrack.cli.command import Command
from peeltrack.cli.options import (
    ForceType,
    WhenType,
    answered,
    fail_on_option,
    nation,
    national_option,
    output_options,
    today,
)

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("diff", cls=Command)
@click.argument("force", type=ForceType())
@click.argument("old", type=WhenType(), required=False)
@click.argument("new", type=WhenType(), required=False)
@fail_on_option(FAIL_ON)
@national_option
@output_options
def command(
    library: Library,
    force: str,
    old: str | None,
    new: str | None,
    fail_on: tuple[str, ...],
    national: bool,
) -> tuple[Document, int]:
    """Compare two inspections of one force.

    OLD and NEW are years of publication, editions, or latest, previous or
    first; without them, previous and latest.

    Example: peeltrack diff hampshire 2016 2017

    Example: peeltrack diff hampshire peel-2017 latest --fail-on downgrade
    """
    from peeltrack.analysis.comparison import against_last, compare
    from peeltrack.analysis.fail_on import outcome
    from peeltrack.model import PeeltrackError
    from peeltrack.store.library import fold_name, pick
    from peeltrack.views.diff import view

    record = library.force(force)
    if old is not None and new is None:
        latest = pick(record, old, library.regime) is record.inspections[-1]
        pair = f"previous {fold_name(old)}" if latest else f"{fold_name(old)} latest"
        raise PeeltrackError(f"two inspections are wanted: peeltrack diff {record.id} {pair}")
    before = pick(record, "previous" if old is None else old, library.regime)
    after = pick(record, "latest" if new is None else new, library.regime)
    if before is after:
        raise PeeltrackError(
            f"{old} and {new} both name {after.edition.title}; for that inspection alone:"
            f" peeltrack show {record.id} {after.edition.id}"
        )
    if old and new and before.edition.index > after.edition.index:
        raise PeeltrackError(
            f"{before.edition.title} is newer than {after.edition.title}; the older goes first:"
            f" peeltrack diff {record.id} {fold_name(new)} {fold_name(old)}"
        )
    comparison = compare(record, before, after, library.regime)
    changes = [against_last(change, comparison.new.edition) for change in comparison.changes]
    answer = outcome(fail_on, changes, len(comparison.neither), comparison.findings)
    document = view(comparison, library, today(), nation(library, wanted=national))
    return document, answered(answer)
