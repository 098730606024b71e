"""GitHub: workflow commands that become annotations of a pull request."""

from __future__ import annotations

import os
from pathlib import Path

from peeltrack.formats.document import Alert, Document, printable, without_log_commands

LEVELS = ("error", "warning", "notice")
"""The levels of annotations, worst first."""

SHOWN = 10
"""How many annotations of each level GitHub shows for one step."""


def render(document: Document) -> str:
    """Return the alerts, worst first, as many of them as annotations as GitHub shows.

    The others follow as lines of the log, and the last annotation says how many there are.
    """
    alerts: dict[str, list[Alert]] = {level: [] for level in LEVELS}
    for alert in document.alerts() if document.alerts else ():
        alerts.get(alert.level, []).append(alert)
    too_many = any(len(each) > SHOWN for each in alerts.values())
    commands: list[str] = []
    others: list[str] = []
    for level, each in alerts.items():
        room = SHOWN - 1 if too_many and level == LEVELS[-1] else SHOWN
        commands += map(_command, each[:room])
        others += [without_log_commands(_text(alert)) for alert in each[room:]]
    if others:
        others.append(f"::notice title=peeltrack::{len(others)} more in the log of this step")
    return "".join(f"{line}\n" for line in (*commands, *others))


def _command(alert: Alert) -> str:
    """Return the command for an annotation, at the line of the file if there is one."""
    file = _in_workspace(alert.file) if alert.file else None
    line = str(alert.line()) if file and alert.line else None
    place = {"file": file, "line": line, "title": _title(alert)}
    properties = ",".join(f"{name}={_property(value)}" for name, value in place.items() if value)
    return f"::{alert.level} {properties}::{_data(_text(alert))}"


def _in_workspace(file: str) -> str | None:
    """Return the path of a file from the top of the checkout; None if it is somewhere else."""
    top = Path(os.environ.get("GITHUB_WORKSPACE") or os.curdir).resolve()
    path = Path(file).resolve()
    return path.relative_to(top).as_posix() if path.is_relative_to(top) else None


def _title(alert: Alert) -> str:
    return alert.name if alert.group == alert.file else f"{alert.group}: {alert.name}"


def _text(alert: Alert) -> str:
    """Return the place, title and message of an alert in one line."""
    place = f"{alert.file}:{alert.line()}: " if alert.file and alert.line else ""
    return printable(f"{place}{_title(alert)}: {alert.message}")


def _data(text: str) -> str:
    """Return the message of a command with its special characters escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Return the value of a property of a command with its special characters escaped."""
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
