"""The Python API: records as objects, grades and findings as lists of dicts, two inspections compared."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from os import PathLike, fspath
from pathlib import Path
from typing import Any

from peeltrack.analysis.comparison import Comparison
from peeltrack.model import Edition, Force, PeeltrackError, Regime, brief_repr
from peeltrack.store.library import Library, pick, shipped


@dataclass(frozen=True, repr=False)
class Records:
    """The records of a folder."""

    folder: Path
    """Where they are."""
    forces: tuple[Force, ...]
    """The forces by id, each with its inspections."""
    regime: Regime = field(repr=False)
    """What the records share: editions, topics, publishers and wording."""
    library: Library = field(repr=False, compare=False)
    """The files that they come from."""

    __repr__ = brief_repr

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions, oldest first."""
        return tuple(self.regime.editions.values())

    def force(self, name: str) -> Force:
        """Return the force with this id, name or other name; raise PeeltrackError if there is none."""
        force_id = self.library.find(name)
        return next(force for force in self.forces if force.id == force_id)

    def grades(self) -> list[dict[str, Any]]:
        """Return every grade, and how it changed, as ``peeltrack changes --format csv`` has it."""
        from peeltrack.analysis.national import Scope
        from peeltrack.analysis.transitions import find_transitions
        from peeltrack.views.rows import grade_rows, objects

        found = []
        for each in find_transitions(self.forces, Scope(), self.regime).found:
            old, reason = (each.comparison.old, each.comparison.reason) if each.comparison else (None, None)
            changes = [change for change in each.changes if change.new]
            found += objects(grade_rows(each.force, old, each.new, changes, self.regime, reason))
        return found

    def findings(self) -> list[dict[str, Any]]:
        """Return every finding and statement, as ``peeltrack search --format csv`` has it."""
        from peeltrack.analysis.raised import matters
        from peeltrack.views.rows import finding_row, objects

        return objects(
            finding_row(
                force,
                each.inspection,
                each.finding,
                [earlier.edition for earlier in each.before],
                self.regime,
            )
            for force in self.forces
            for inspection in force.inspections
            for each in matters(inspection, force)
        )


def load(path: str | PathLike[str] | None = None) -> Records:
    """Read the records of a folder; without a path, the built-in ones.

    Raises PeeltrackError if a file is missing or is not a valid record.
    """
    folder = Path(shipped() if path is None else path).resolve()
    library = Library(fspath(folder))
    regime = library.regime
    return Records(
        folder, tuple([replace(force, regime=regime) for force in library.forces()]), regime, library
    )


def compare(force: Force, old: str | int = "previous", new: str | int = "latest") -> Comparison:
    """Compare two inspections of a force.

    ``old`` and ``new`` are the words that ``peeltrack diff`` takes: a year of publication, the id of an
    edition, ``latest``, ``previous`` or ``first``. Raises PeeltrackError if there is no such inspection.
    """
    from peeltrack.analysis import comparison

    if force.regime is None:
        raise PeeltrackError(f"{force.name} does not belong to any records. Take it from peeltrack.load()")
    before, after = (pick(force, str(word), force.regime) for word in (old, new))
    if before.edition.index >= after.edition.index:
        raise PeeltrackError(
            f"{before.edition.title} is not older than {after.edition.title}. Give the older inspection first"
        )
    return comparison.compare(force, before, after, force.regime)
