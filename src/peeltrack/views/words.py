"""The words and signs that every view shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from peeltrack.analysis.comparison import (
    CARRIED,
    COMPARED,
    DOWNGRADE,
    GONE,
    NEW,
    NO_DATA,
    NOT_COMPARABLE,
    NOT_IN_RECORDS,
    UNCHANGED,
    UPGRADE,
    Change,
)
from peeltrack.analysis.raised import Earlier, Matter
from peeltrack.formats.document import Content, Item, Link, Span
from peeltrack.model import UNGRADED, Edition, Force, Grade, Inspection, PartialDate
from peeltrack.store.library import published_words

ARROW = "→"
DOT = "·"
BOUND = "\xa0"
"""A no-break space, between words that belong on one line."""

SIGNS = {
    DOWNGRADE: Span("▼", "down"),
    UPGRADE: Span("▲", "up"),
    UNCHANGED: Span("=", "muted"),
    NOT_COMPARABLE: Span("≠", "muted"),
    NEW: Span("+", "muted"),
    GONE: Span("-", "muted"),
    UNGRADED: Span("○", "muted"),
    NO_DATA: Span("?", "muted"),
}
"""What became of an area, in a sign; its word always stands beside it."""

COUNT_WORDS = {
    DOWNGRADE: "down",
    UPGRADE: "up",
    UNCHANGED: "unchanged",
    CARRIED: "carried over",
    NOT_COMPARABLE: "not comparable",
    NEW: "new",
    GONE: "gone",
    UNGRADED: "ungraded",
    NO_DATA: "no data",
    NOT_IN_RECORDS: "not in our records for either inspection",
}

NO_GRADE = "not in our records"
NOT_GRADED = Span("not graded", "muted")


def plural(number: int, one: str, many: str | None = None) -> str:
    """A number and its noun: ``1 area``, ``2 areas``, ``3 inquiries``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listing(words: Sequence[str]) -> str:
    """Words as a list: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def lettered(names: Sequence[str]) -> tuple[list[str], Content]:
    """A letter for each name, to stand over a narrow column, and what the letters stand for."""
    letters = [chr(ord("a") + place) for place in range(len(names))]
    pairs = zip(letters, names, strict=True)
    return letters, (f" {DOT} ".join(f"{letter}{BOUND}{name}" for letter, name in pairs),)


def grade_span(grade: str, edition: Edition) -> Span:
    """A grade in its own word, coloured by its tone on the edition's scale."""
    return Span(grade, edition.scale.tones.get(grade, "muted"), edition.scale.short.get(grade, "U"))


def grade_cell(grade: Grade | None, area_id: str, edition: Edition) -> Content:
    """A grade with its source, or why there is none; empty where the edition lacks the area."""
    if grade:
        return (Link(grade.source, grade_span(grade.grade, edition)),)
    area = edition.areas.get(area_id)
    if area is None:
        return ()
    return (Span(NO_GRADE, "muted") if area.graded else NOT_GRADED,)


def grade_remarks(grade: Grade | None) -> list[str]:
    """What has to be said beside a grade: its correction and its note."""
    if grade is None:
        return []
    remarks = []
    if grade.corrected:
        why = f" ({grade.corrected.why.rstrip('.')})" if grade.corrected.why else ""
        remarks.append(f"corrected: {grade.corrected.from_} until {grade.corrected.on.in_words}{why}")
    if grade.note:
        remarks.append(grade.note)
    return remarks


def when(inspection: Inspection) -> str:
    """An edition and its publication, together: ``PEEL 2016 (12 April 2017)``."""
    return f"{inspection.edition.title} ({published(inspection)})"


def published(inspection: Inspection) -> str:
    """The publication alone: ``12 April 2017``, ``2018, national date``."""
    return published_words(inspection.published, inspection.published_is)


def movement(change: Change) -> str:
    """What became of an area, in words: ``down 2 grades``."""
    if change.steps:
        return f"{COUNT_WORDS[change.change]} {plural(abs(change.steps), 'grade')}"
    return COUNT_WORDS[change.counted_as]


def count_words(counts: Mapping[str, int], forces: Mapping[str, int] | None = None) -> str:
    """Counts in words: ``1 down, 0 up, 3 unchanged``; with forces ``12 down in 9 forces, …``.

    What there is none of is left out, but for the movements where anything was
    compared: where nothing was, ``0 down`` would pass for good news.
    """
    compared = any(counts.get(word) for word in (*COMPARED, CARRIED))
    moves = (DOWNGRADE, UPGRADE)
    parts = []
    for word, number in counts.items():
        if number or (compared and word in moves):
            among = f" in {plural(forces[word], 'force')}" if forces and number and word in moves else ""
            parts.append(f"{number} {COUNT_WORDS[word]}{among}")
    return ", ".join(parts)


def kind_words(kind: str) -> str:
    """A kind of finding as words: ``cause of concern``."""
    return kind.replace("-", " ")


def raised_words(matter: Matter) -> str:
    """Return by which earlier inspections a matter was raised (rule 10); empty if by none."""
    if not matter.before:
        return ""
    return f"Raised before: {', '.join(map(_earlier_words, matter.before))}"


def _earlier_words(earlier: Earlier) -> str:
    """Return an edition, and the area if it was another one then."""
    return earlier.edition.title + (f" ({earlier.area.title})" if earlier.area else "")


def finding_item(cited: Matter) -> Item:
    """A finding under its area: kind, topic, status and source in the lead, and its text."""
    return _item(cited, kind_words(cited.finding.kind))


def placed_item(cited: Matter, *, kind: bool = False) -> Item:
    """A finding by itself: the lead begins with its area, or its kind and area."""
    finding = cited.finding
    area = finding.area.title if finding.area else "The force as a whole"
    return _item(cited, *[kind_words(finding.kind)] * kind, area)


def _item(cited: Matter, first: str, *more: str) -> Item:
    finding = cited.finding
    topic = finding.topic.title if finding.topic.followed else ""
    rest = "".join(f" {DOT} {part}" for part in (*more, topic, raised_words(cited)) if part)
    return Item((Span(first, "strong"), rest, " ", Link(finding.source)), (finding.text,))


def grade_data(grade: Grade | None) -> dict[str, Any] | None:
    """A grade for JSON, as in ``diff``."""
    if grade is None:
        return None
    return {
        "grade": grade.grade,
        "published": iso(grade.published),
        "source": grade.source,
        "carried_from": grade.carried_from.id if grade.carried_from else None,
        "corrected": {
            "from": grade.corrected.from_,
            "on": iso(grade.corrected.on),
            "why": grade.corrected.why,
        }
        if grade.corrected
        else None,
        "note": grade.note,
    }


def iso(value: PartialDate | None) -> str | None:
    """A date for machines, at the precision known."""
    return value.iso if value else None


def force_data(force: Force) -> dict[str, Any]:
    """Which force, for JSON."""
    return {"id": force.id, "name": force.name, "region": force.region}


def inspection_data(inspection: Inspection) -> dict[str, Any]:
    """Which inspection, for JSON."""
    return {
        "edition": inspection.edition.id,
        "title": inspection.edition.title,
        "family": inspection.edition.family,
        "published": iso(inspection.published),
        "published_is": inspection.published_is,
    }
