"""``peeltrack review``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import PathType, choices_option, output_options

if TYPE_CHECKING:
    from peeltrack.analysis.review import State
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library

FAIL_ON = {
    "any": "any edit",
    "grade": "an edit of a grade",
    "finding": "an edit of a finding",
    "downgrade": "a comparison that becomes a downgrade",
}
"""What --fail-on can ask for, and what each word means."""

MEANINGS = "; ".join(f"{word}: {meaning}" for word, meaning in FAIL_ON.items())


@click.command("review")
@click.argument("old", type=PathType("old", "dir"))
@click.argument("new", type=PathType("new", "dir"), required=False)
@choices_option("--fail-on", FAIL_ON, f"Exit with 1 if it is found. {MEANINGS}.")
@output_options
def command(library: Library, old: str, new: str | None, fail_on: tuple[str, ...]) -> tuple[Document, int]:
    """Show what changed between two states of the records, and what it means.

    OLD and NEW can each be a folder of records or a git revision. Without NEW,
    OLD is compared with the records in use. REV means their folder at that
    revision, REV:PATH another folder. REV... means the commit where the work
    since REV began, so that it leaves out what others did meanwhile.

    Example: peeltrack review main... --data data

    Example: peeltrack review v1:data v2:data --fail-on downgrade
    """
    from peeltrack.analysis.review import review
    from peeltrack.store.revisions import differing_files, open_state
    from peeltrack.views.review import view

    before = open_state(old, library, new)
    after = library if new is None else open_state(new, library)
    files = differing_files(before, after)
    found = review(*_read(before, after, files))
    return view(before, after, found, files), int(found.found(fail_on))


def _read(old: Library, new: Library, files: Sequence[str]) -> tuple[State, State]:
    """Read what two states do not share; all forces if grades are compared by different rules."""
    from peeltrack.analysis.review import State, same_rules
    from peeltrack.store import read_all
    from peeltrack.store.revisions import RULES

    if not set(RULES) & set(files):
        new.regime = old.regime  # the same files, which need not be read twice
    states = []
    whole = not same_rules(*read_all(lambda: old.regime, lambda: new.regime))
    for each in (old, new):
        own = (
            set(each.ids)
            if whole
            else {file[len("forces/") : -len(".toml")] for file in files} & set(each.ids)
        )
        totals = each.totals if "national.toml" in files else ()
        states.append(State(each.regime, {force.id: force for force in each.forces(own)}, totals))
    return states[0], states[1]
