"""Which findings repeat what earlier inspections had raised (rule 10): pure functions over records."""

from __future__ import annotations

from typing import NamedTuple

from peeltrack.model import Area, Edition, Finding, Force, Inspection


class Earlier(NamedTuple):
    """An earlier inspection that raised the same matter."""

    edition: Edition
    area: Area | None
    """The area under which it was raised then, if that is a different one."""


class Matter(NamedTuple):
    """A finding or statement, with the earlier inspections that raised the same matter."""

    finding: Finding
    inspection: Inspection
    before: tuple[Earlier, ...] = ()
    """Oldest first. Empty for what is not followed, and if our records have none."""

    @property
    def raised_again(self) -> bool:
        """Whether it was raised before, according to our records or to its own source."""
        return bool(self.before) or (self.finding.persisting and self.finding.followed)


def matter(finding: Finding, inspection: Inspection, force: Force) -> Matter:
    """Return a finding with every earlier inspection of the force that raised its topic."""
    if not finding.followed:
        return Matter(finding, inspection)
    before = []
    for edition, areas in force.raised.get(finding.topic.id, ()):
        if edition.index >= inspection.edition.index:
            break
        before.append(Earlier(edition, _other_area(finding, areas)))
    return Matter(finding, inspection, tuple(before))


def _other_area(finding: Finding, areas: dict[str, Area]) -> Area | None:
    """Return the first of some areas, unless the finding's own is among them."""
    if finding.area is None or finding.area.id in areas:
        return None
    return next(iter(areas.values()), None)


def matters(inspection: Inspection, force: Force) -> tuple[Matter, ...]:
    """Return all findings and statements of an inspection, in the order of the file."""
    return tuple([matter(entry, inspection, force) for entry in inspection.entries])


def not_repeated(older: Inspection, newer: Inspection) -> tuple[Matter, ...]:
    """Return the followed findings of an inspection whose topic a newer one does not raise.

    Records are excerpts, so this does not mean that the matter is settled.
    """
    topics = {finding.topic.id for finding in newer.findings if finding.followed}
    return tuple(
        [
            Matter(finding, older)
            for finding in older.findings
            if finding.followed and finding.topic.id not in topics
        ]
    )
