"""Workflow commands that GitHub turns into annotations of a check."""

from __future__ import annotations

from collections.abc import Iterator

from peeltrack.document import Alert, Document, harmless

SHOWN = 10
"""How many annotations of each kind GitHub shows of one step."""

LEVELS = ("error", "warning", "notice")
"""What GitHub annotates, worst first."""


def render(document: Document, *, width: int | None, color: bool) -> str:
    """The alerts, worst first; of each kind as many as are shown, and how many more there are."""
    del width, color
    alerts = document.alerts()
    return "".join(
        line + "\n" for level in LEVELS for line in _lines(level, [a for a in alerts if a.level == level])
    )


def _lines(level: str, alerts: list[Alert]) -> Iterator[str]:
    room = SHOWN if len(alerts) <= SHOWN else SHOWN - 1
    yield from map(_command, alerts[:room])
    if rest := alerts[room:]:
        # One annotation stands for those that GitHub would drop; the log has them all.
        yield f"::{level} title=peeltrack::... and {len(rest)} more, listed in the log of this step"
        for alert in rest:
            yield _text(alert)


def _command(alert: Alert) -> str:
    place = {"file": alert.file, "line": str(alert.line()) if alert.line else None, "title": _title(alert)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items() if value)
    return f"::{alert.level} {properties}::{_data(_text(alert))}"


def _title(alert: Alert) -> str:
    return f"{alert.group}: {alert.name}"


def _text(alert: Alert) -> str:
    """The whole in a line, for the log: place, title and message."""
    place = f"{alert.file}:{alert.line()}: " if alert.file and alert.line else ""
    return harmless(f"{place}{_title(alert)}: {alert.message}")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(harmless(text)).replace(":", "%3A").replace(",", "%2C")
