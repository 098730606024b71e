"""Workflow commands that GitHub turns into annotations of a check."""

from __future__ import annotations

import os
from collections.abc import Iterator

from peeltrack.formats.document import Alert, Document, printable

SHOWN = 10
"""How many annotations of each kind GitHub shows of one step."""

LEVELS = ("error", "warning", "notice")
"""What GitHub annotates, worst first."""


def render(document: Document) -> str:
    """The alerts, worst first; of each kind as many as are shown, and how many more there are."""
    alerts = document.alerts() if document.alerts else ()
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
            yield _unheeded(_text(alert))


def _command(alert: Alert) -> str:
    file = _in_workspace(alert.file) if alert.file else None
    line = str(alert.line()) if file and alert.line else None
    place = {"file": file, "line": line, "title": _title(alert)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items() if value)
    return f"::{alert.level} {properties}::{_data(_text(alert))}"


def _in_workspace(file: str) -> str | None:
    """The path from the top of the checkout, as GitHub wants it; None outside of it."""
    top = os.path.realpath(os.environ.get("GITHUB_WORKSPACE") or os.curdir)
    path = os.path.realpath(file)
    inside = path.startswith(os.path.join(top, ""))
    return os.path.relpath(path, top).replace(os.sep, "/") if inside else None


def _title(alert: Alert) -> str:
    return alert.name if alert.group == alert.file else f"{alert.group}: {alert.name}"


def _text(alert: Alert) -> str:
    """The whole in a line, for the log: place, title and message."""
    place = f"{alert.file}:{alert.line()}: " if alert.file and alert.line else ""
    return printable(f"{place}{_title(alert)}: {alert.message}")


def _unheeded(text: str) -> str:
    """A line of the log that GitHub does not take for a command, in its new or its old form."""
    return text.replace("##[", "# #[").lstrip(": ")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
