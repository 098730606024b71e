"""JUnit XML for CI systems that show test reports."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from peeltrack.formats.document import Alert, Document, printable

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'

FAILURES = ("error", "warning")
"""The levels of an alert that are a failure; ``skip`` is skipped, the rest passes."""


def render(document: Document) -> str:
    """A suite for each group of alerts, a case for each alert.

    Everything beyond ASCII is escaped: no code page breaks it.
    """
    cases = [alert for alert in (document.alerts() if document.alerts else ()) if alert.case]
    root = ET.Element("testsuites", {"name": "peeltrack", **_counts(cases)})
    groups: dict[str, list[Alert]] = {}
    for alert in cases:
        groups.setdefault(alert.group, []).append(alert)
    for group, members in groups.items():
        suite = ET.SubElement(root, "testsuite", {"name": printable(group), **_counts(members)})
        for alert in members:
            _case(suite, alert)
    ET.indent(root)
    return f"{DECLARATION}\n{ET.tostring(root, encoding='us-ascii').decode()}\n"


def _counts(alerts: Sequence[Alert]) -> dict[str, str]:
    return {
        "tests": str(len(alerts)),
        "failures": str(sum(alert.level in FAILURES for alert in alerts)),
        "errors": "0",
        "skipped": str(sum(alert.level == "skip" for alert in alerts)),
    }


def _case(suite: ET.Element, alert: Alert) -> None:
    case = ET.SubElement(suite, "testcase", classname=printable(alert.group), name=printable(alert.name))
    if alert.file:
        case.set("file", printable(alert.file))
    message = printable(alert.message)
    if alert.level in FAILURES:
        if alert.line:
            case.set("line", str(alert.line()))
        ET.SubElement(case, "failure", message=message, type=alert.level).text = message
    elif alert.level == "skip":
        ET.SubElement(case, "skipped", message=message)
    elif alert.level == "notice":
        ET.SubElement(case, "system-out").text = message
