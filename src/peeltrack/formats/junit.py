"""JUnit XML for CI systems that show test reports."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from xml.etree import ElementTree as ET

from peeltrack.document import Alert, Document, harmless

FAILURES = ("error", "warning")
"""The levels of an alert that are a failure; ``skip`` is skipped, the rest passes."""


def render(document: Document, *, width: int | None, color: bool) -> str:
    """A suite for each group of alerts, a case for each alert."""
    del width, color
    alerts = document.alerts()
    root = ET.Element("testsuites", {"name": "peeltrack", **_counts(alerts)})
    for group, members in groupby(alerts, key=lambda alert: alert.group):
        cases = list(members)
        suite = ET.SubElement(root, "testsuite", {"name": harmless(group), **_counts(cases)})
        for alert in cases:
            _case(suite, alert)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _counts(alerts: Sequence[Alert]) -> dict[str, str]:
    return {
        "tests": str(len(alerts)),
        "failures": str(sum(alert.level in FAILURES for alert in alerts)),
        "errors": "0",
        "skipped": str(sum(alert.level == "skip" for alert in alerts)),
    }


def _case(suite: ET.Element, alert: Alert) -> None:
    case = ET.SubElement(suite, "testcase", classname=harmless(alert.group), name=harmless(alert.name))
    if alert.file:
        case.set("file", harmless(alert.file))
    message = harmless(alert.message)
    if alert.level in FAILURES:
        if alert.line:
            case.set("line", str(alert.line()))
        ET.SubElement(case, "failure", message=message, type=alert.level).text = message
    elif alert.level == "skip":
        ET.SubElement(case, "skipped", message=message)
    elif alert.level == "notice":
        ET.SubElement(case, "system-out").text = message
