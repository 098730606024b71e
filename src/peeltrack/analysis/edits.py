"""Edits: what happened to a thing between two states of the records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple, TypeVar

from peeltrack.model import Area, Edition, Finding, Force, PartialDate

ADDED, REMOVED, CHANGED, REWORDED = "added", "removed", "changed", "reworded"
EDITS = (ADDED, REMOVED, CHANGED, REWORDED)
"""What can have happened to a thing in the records."""

FORCE, MONITORING, INSPECTION = "force", "monitoring", "inspection"
PUBLISHED_COUNT, SOURCE, GRADE = "published-count", "source", "grade"
FINDING, STATEMENT = "finding", "statement"
EDITION, AREA, TOPIC, PUBLISHER = "edition", "area", "topic", "publisher"
TOTAL, REGIME = "national-total", "regime"

THINGS = (
    FORCE,
    MONITORING,
    INSPECTION,
    PUBLISHED_COUNT,
    SOURCE,
    GRADE,
    FINDING,
    STATEMENT,
    EDITION,
    AREA,
    TOPIC,
    PUBLISHER,
    TOTAL,
    REGIME,
)
"""What an edit can be about; ``source`` is one that several grades or findings of an inspection share."""

Keys = tuple[str | int, ...]
"""Where something is in a file: the keys and 0-based places that lead to it."""

Values = Mapping[str, str | None]
"""What the records say about a thing, by key; the first key is the main one."""

NOTHING: Values = {}
"""What the records say about a thing that they do not have."""

T = TypeVar("T")


class Edit(NamedTuple):
    """One thing that is different between two states of the records."""

    file: str
    """The name of its file in the folder of records: ``forces/kent.toml``."""
    path: Keys
    """Where it is in the newer file; if it was removed, the nearest thing there."""
    thing: str
    """One of THINGS."""
    edit: str = CHANGED
    """One of EDITS."""
    fields: tuple[str, ...] = ()
    """The keys that are different; of a thing that was added or removed, the main one."""
    old: Values = NOTHING
    """What the older state says about it; nothing if it was added."""
    new: Values = NOTHING
    """The same for the newer state."""
    force: Force | None = None
    """As the newer state has it, or else as the older one does; the same for what follows."""
    edition: Edition | None = None
    area: Area | None = None
    finding: Finding | None = None
    item: str | None = None
    """Which one, if nothing else says so: the id of a topic, a host, the beginning of a period."""


def compare_things(
    base: Edit, describe: Callable[[T], Values], old: T | None, new: T | None
) -> Iterator[Edit]:
    """Yield one edit if a thing is not the same in both states; None if a state does not have it."""
    sides = (None if side is None else describe(side) for side in (old, new))
    return compare_values(base, *sides)


def compare_values(base: Edit, old: Values | None, new: Values | None) -> Iterator[Edit]:
    """Yield the same for a thing that is described already; ``base`` says which thing it is."""
    found = base._replace(old=old or NOTHING, new=new or NOTHING)
    if old is None or new is None:
        main = next(iter({**found.new, **found.old}))
        yield found._replace(edit=ADDED if old is None else REMOVED, fields=(main,))
        return
    keys = dict.fromkeys([*new, *old])
    fields = tuple([key for key in keys if old.get(key) != new.get(key)])
    if fields:
        edit = REWORDED if fields[0] == "text" else CHANGED
        path = (*base.path, fields[0]) if len(fields) == 1 else base.path
        yield found._replace(edit=edit, fields=fields, path=path)


def iso(value: PartialDate | None) -> str | None:
    """Return a date at the precision known."""
    return value.iso if value else None


def counts(numbers: Mapping[str, int]) -> str:
    """Return how many there are of each grade: ``2 good, 6 adequate``."""
    return ", ".join(f"{number} {grade}" for grade, number in numbers.items())
