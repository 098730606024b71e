"""Which periods of monitoring belong to which inspections (rule 15): pure functions over records."""

from __future__ import annotations

from datetime import date

from peeltrack.model import Force, Inspection, Monitoring


def periods_since(force: Force, inspection: Inspection) -> list[Monitoring]:
    """Return the periods of monitoring at the time of an inspection; of the latest, up to today."""
    begin = inspection.published.earliest if inspection.published else date.min
    return [
        period
        for period in periods_between(force, None, inspection)
        if period.left is None or period.left.latest >= begin
    ]


def periods_between(force: Force, old: Inspection | None, new: Inspection) -> list[Monitoring]:
    """Return the periods of monitoring between two inspections; after the latest, up to today."""
    begin = old.published.latest if old and old.published else date.min
    end = new.published.latest if new.published and new is not force.inspections[-1] else date.max
    return [
        period
        for period in force.monitoring
        if period.entered.earliest <= end and (period.left is None or period.left.latest >= begin)
    ]
