"""JUnit: a test report in XML, as Jenkins and GitLab read it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from peeltrack.formats.document import Alert, Document, printable

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>'

FAILURES = ("error", "warning")
"""The levels of alerts that fail; ``skip`` is skipped, the others pass."""

NOTHING = Alert("skip", "peeltrack", "nothing to compare", "There was nothing to compare.")


def render(document: Document) -> str:
    """Return a suite for each group of alerts with a case for each alert, in ASCII."""
    cases = _cases(document.alerts() if document.alerts else ())
    groups: dict[str, list[Alert]] = {}
    for alert in cases:
        groups.setdefault(printable(alert.group), []).append(alert)
    root = ET.Element("testsuites", {"name": "peeltrack", **_counts(cases)})
    for group, alerts in groups.items():
        skipped = str(sum(alert.level == "skip" for alert in alerts))
        suite = ET.SubElement(root, "testsuite", {"name": group, **_counts(alerts), "skipped": skipped})
        names: dict[str, int] = {}
        for alert in alerts:
            _add_case(suite, alert, _unique(printable(alert.name), names))
    ET.indent(root)
    text = ET.tostring(root, encoding="us-ascii").decode().replace("##[", "##&#91;")
    return f"{DECLARATION}\n{text}\n"


def _cases(alerts: Sequence[Alert]) -> Sequence[Alert]:
    """Return the alerts that are cases; if none is, there are skipped cases instead of an empty report."""
    remarks = [alert._replace(level="skip") for alert in alerts if not alert.case]
    return [alert for alert in alerts if alert.case] or remarks or [NOTHING]


def _counts(alerts: Sequence[Alert]) -> dict[str, str]:
    """Return the counts that a report and its suites have in common."""
    failures = sum(alert.level in FAILURES for alert in alerts)
    return {"tests": str(len(alerts)), "failures": str(failures), "errors": "0"}


def _unique(name: str, taken: dict[str, int]) -> str:
    """Return a name that no other case of the suite has: GitLab shows one case for each name."""
    found = name
    while found in taken:
        taken[name] += 1
        found = f"{name} ({taken[name]})"
    taken[found] = 1
    return found


def _add_case(suite: ET.Element, alert: Alert, name: str) -> None:
    """Add a case to its suite, the place of a failure in its text."""
    case = ET.SubElement(suite, "testcase", {"classname": suite.attrib["name"], "name": name})
    message = printable(alert.message)
    if alert.level in FAILURES:
        place = f"{printable(alert.file)}:{alert.line()}: " if alert.file and alert.line else ""
        ET.SubElement(case, "failure", message=message, type=alert.level).text = f"{place}{message}"
    elif alert.level == "skip":
        ET.SubElement(case, "skipped", message=message)
    elif alert.level == "notice":
        ET.SubElement(case, "system-out").text = message
