"""Dates for people: when a response is due, what else came out, and when a force was monitored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from peeltrack.formats.document import Block, Content, Heading, Item, Listing, Span
from peeltrack.model import Force, Inspection, Monitoring, Regime, in_words
from peeltrack.views.words import DOT, capital, in_brackets, listing, plural, published, source_link


def reply_words(inspection: Inspection, regime: Regime, today: Callable[[], date]) -> str:
    """Return by when the response to a report is due (rule 13); empty if that is not known."""
    due = regime.reply_due(inspection)
    reply = regime.wording.reply
    if due is None or reply is None:
        return ""
    first, last = due
    day = today()
    verb = "was due" if last < day else "is due"
    lead = f"{capital(reply.who)}'s published {reply.what} {verb}"
    if first != last:
        return f"{capital(reply.who)}'s {reply.what} {verb} between {_span(first, last)}."
    if last < day:
        return f"{lead} by {in_words(last)}."
    days = (last - day).days
    left = f"{plural(days, 'day')} left" if days else "today is the last day"
    return f"{lead} by {in_words(last)} ({left})."


def _span(first: date, last: date) -> str:
    """Return two days in words, the year once if both have the same: ``25 May and 24 June 2023``."""
    beginning = in_words(first).removesuffix(f" {last.year}")
    return f"{beginning} and {in_words(last)}"


def reply_rule(inspection: Inspection, regime: Regime) -> Content:
    """Return the law behind that date, with a link; empty without a date."""
    reply = regime.wording.reply
    if reply is None or regime.reply_due(inspection) is None:
        return ()
    days = f"{reply.days} days, beginning with the day of publication"
    words = f"{capital(reply.who)} must publish a {reply.what} within {days}: "
    return (
        Span(words, "muted"),
        source_link(reply.source, regime, Span(reply.rule, "muted")),
        Span(".", "muted"),
    )


def other_grades(force: Force, chosen: Inspection, year: int) -> str:
    """Return which grades of other editions came out in the year that was asked for (rule 1)."""
    found = []
    for inspection in force.inspections:
        dates = [grade.published for grade in inspection.grades.values() if grade.published]
        number = sum(published.year == year for published in dates)
        if number and inspection is not chosen:
            found.append(f"{plural(number, 'grade')} of {inspection.edition.title}")
    return f"Also published in {year}: {listing(found)}." if found else ""


def period_words(period: Monitoring, regime: Regime) -> str:
    """Return from when to when a force was monitored."""
    lead = f"In {regime.noun('monitoring')}"
    if period.left:
        return f"{lead} from {period.entered.in_words} to {period.left.in_words}."
    return f"{lead} since {period.entered.in_words}. Our records show no end date."


def monitored(periods: Iterable[Monitoring], regime: Regime) -> list[Item]:
    """Return an item for each period of monitoring, with its sources."""
    items = []
    for period in periods:
        addresses = filter(None, (period.source, period.source_left))
        items.append(Item((period_words(period, regime), *in_brackets(*addresses, regime=regime))))
    return items


def time_line(force: Force, regime: Regime) -> list[Block]:
    """Return when a force was inspected and monitored, newest first; nothing if it never was monitored."""
    if not force.monitoring:
        return []
    events = sorted(_events(force, regime), key=lambda event: event[0], reverse=True)
    title = capital(f"{regime.noun('monitoring')} and inspections")
    return [Heading((title,)), Listing([item for _, item in events])]


def _events(force: Force, regime: Regime) -> Iterator[tuple[date, Item]]:
    """Yield each event with the first day that it can have been.

    An inspection without a date comes just after the one before it.
    """
    name = regime.noun("monitoring")
    day = date.min
    for inspection in force.inspections:
        day = inspection.published.earliest if inspection.published else day + timedelta(days=1)
        yield day, Item((f"{published(inspection)} {DOT} {inspection.edition.title}",))
    for period in force.monitoring:
        still = "" if period.left else " (our records show no end date)"
        lead = Span(f"{period.entered.in_words} {DOT} entered {name}{still}", "strong")
        entered = Item((lead, *in_brackets(period.source, regime=regime)), (period.reason,))
        yield period.entered.earliest, entered
        if period.left:
            lead = Span(f"{period.left.in_words} {DOT} left {name}", "strong")
            source = in_brackets(period.source_left or period.source, regime=regime)
            yield period.left.earliest, Item((lead, *source))
