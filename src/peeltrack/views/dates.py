"""Dates that bind, for people: until when to reply, and how long a force was monitored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from peeltrack.formats.document import Block, Content, Heading, Item, Link, Listing, Paragraph, Span
from peeltrack.model import Force, Inspection, Monitoring, Regime, in_words
from peeltrack.views.words import DOT, plural, published


def reply_words(inspection: Inspection, regime: Regime, today: date) -> str:
    """Until when the comments were or are to be published; empty where that is not known."""
    found = regime.reply_due(inspection)
    if found is None or found[0] != found[1]:
        return ""
    due = found[0]
    days = (due - today).days
    if days < 0:
        return (
            "The local policing body had to publish its comments by "
            f"{in_words(due)}, {plural(-days, 'day')} ago."
        )
    left = f"{plural(days, 'day')} left" if days else "today is the last day"
    return f"The local policing body has to publish its comments by {in_words(due)}: {left}."


def time_line(force: Force) -> list[Block]:
    """When the force was inspected and when monitored, in one line of time; empty if never monitored."""
    if not force.monitoring:
        return []
    events = sorted(_events(force), key=lambda event: event[0])
    return [Heading(("Enhanced monitoring (Engage) and inspections",)), Listing([item for _, item in events])]


def _events(force: Force) -> Iterator[tuple[date, Item]]:
    """Each with the first day that it may have been; an undated inspection follows the one before."""
    day = date.min
    for inspection in force.inspections:
        day = inspection.published.earliest if inspection.published else day
        yield day, Item((f"{published(inspection)} {DOT} {inspection.edition.title}",))
    for period in force.monitoring:
        still = "" if period.left else ", and still so on record"
        lead = Span(f"{period.entered.in_words} {DOT} entered enhanced monitoring{still}", "strong")
        yield period.entered.earliest, Item((lead, " ", Link(period.source)), (period.reason,))
        if period.left:
            lead = Span(f"{period.left.in_words} {DOT} left enhanced monitoring", "strong")
            yield period.left.earliest, Item((lead, " ", Link(period.source_left or period.source)))


def monitored(force: Force, old: Inspection, new: Inspection) -> list[Block]:
    """The periods of monitoring between two inspections, or since where the newer is the latest."""
    begin = old.published.earliest if old.published else date.min
    end = new.published.latest if new.published and new is not force.inspections[-1] else date.max
    return [
        Paragraph(_period(period))
        for period in force.monitoring
        if period.entered.earliest <= end and (period.left is None or period.left.latest >= begin)
    ]


def _period(period: Monitoring) -> Content:
    until = f"until {period.left.in_words}" if period.left else "and still so on record"
    return (f"Under enhanced monitoring from {period.entered.in_words} {until}. ", Link(period.source))
