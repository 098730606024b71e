"""``peeltrack check``: every problem of every file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby
from typing import Any

from peeltrack.checks.audit import Report
from peeltrack.checks.rules import NOTE
from peeltrack.formats.document import Alert, Block, Document, Grid, Heading, Paragraph, Row, Rows, Span
from peeltrack.store import Problem
from peeltrack.views.words import plural

COLUMNS = ("file", "line", "severity", "where", "message")


def view(report: Report, *, strict: bool, which: str) -> Document:
    """Return errors before notes, by file and line; lines of text are ``file:line: where: message``.

    ``which`` says for people which files were checked: `` of the folder data``; empty for those they named.
    """
    said = summary(report, strict=strict, which=which)
    return Document(
        blocks=lambda: _blocks(report, said),
        data=lambda: {
            "schema": 1,
            "files": len(report.files),
            "counts": {severity: report.count(severity) for severity in ("error", NOTE)},
            "problems": [_data(problem) for problem in report.problems],
        },
        rows=lambda: [
            Rows("problem", COLUMNS, [tuple(_data(problem).values()) for problem in report.problems])
        ],
        alerts=lambda: list(_alerts(report, strict=strict)),
        summary=said,
        lines=lambda: [str(problem) for problem in report.problems],
    )


def summary(report: Report, *, strict: bool, which: str) -> str:
    """Return the outcome in a line: ``3 problems in 2 files``."""
    errors, notes = report.count("error"), report.count(NOTE)
    counted = [each for each in report.problems if strict or each.severity != NOTE]
    files = {each.source.name for each in counted}
    if not counted:
        text = f"no problems in {plural(len(report.files), 'file')}" if report.files else "no files"
    else:
        text = f"{plural(len(counted), 'problem')} in {plural(len(files), 'file')}"
    text += which or " to check" * (not report.files)
    if notes and strict:
        text += f": {plural(errors, 'error')} and {plural(notes, 'note')}"
    elif notes:
        text += f"; {plural(notes, 'note')}, counted only with --strict"
    if report.unchecked:
        files_left = plural(report.unchecked, "file")
        text += f"; {files_left} not checked in full: fix editions.toml or topics.toml first"
    return text


def _data(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.source.name,
        "line": problem.line,
        "severity": problem.severity,
        "where": problem.where,
        "message": problem.message,
    }


def _blocks(report: Report, said: str) -> list[Block]:
    blocks: list[Block] = [Heading((said[:1].upper() + said[1:],), 1)]
    for file, problems in groupby(report.problems, key=lambda problem: problem.source.name):
        blocks.append(Heading((file,)))
        blocks.append(Grid(("line", "", "where", "what"), [_row(problem) for problem in problems], title=3))
    if not report.problems:
        blocks.append(Paragraph(("Nothing is wrong with form or sense.",)))
    return blocks


def _row(problem: Problem) -> Row:
    role = "muted" if problem.severity == NOTE else "down"
    return Row(((str(problem.line),), (Span(problem.severity, role),), (problem.where,), (problem.message,)))


def _alerts(report: Report, *, strict: bool) -> Iterator[Alert]:
    """An alert for each problem, and one that passes for each file without any."""
    for problem in report.problems:
        level = "error" if problem.severity != NOTE else "warning" if strict else "notice"
        line = partial(getattr, problem, "line")
        file, name = problem.source.name, problem.where or "file"
        yield Alert(level, file, name, f"{problem.severity}: {problem.message}", file, line)
    faulty = {problem.source.name for problem in report.problems}
    for file in report.files:
        if file not in faulty:
            yield Alert("pass", file, "file", "", file)
