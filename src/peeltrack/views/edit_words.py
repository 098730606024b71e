"""Edits in words: what happened to which thing, what it was and what it is."""

from __future__ import annotations

from collections.abc import Iterable

from peeltrack.analysis.edits import (
    ADDED,
    AREA,
    EDITION,
    GRADE,
    INSPECTION,
    REMOVED,
    REWORDED,
    SOURCE,
    Edit,
    Values,
)
from peeltrack.analysis.review import Effect, Outcome
from peeltrack.analysis.rewording import Piece, changed_words
from peeltrack.formats.document import Content, Item, Link, Span
from peeltrack.model import INFERRED, PartialDate, Regime
from peeltrack.views.words import (
    ARROW,
    DOT,
    capital,
    grade_span,
    kind_words,
    movement,
    plural,
    source_link,
    sources,
)
from peeltrack.views.words import INFERRED as INFERRED_MARK

FIELDS = {
    "published": "date",
    "carried_from": "carried over from",
    "corrected_from": "corrected from",
    "corrected_on": "date of the correction",
    "corrected_why": "reason for the correction",
    "said_by": "said by",
    "source_left": "source of the end",
    "unused_sources": "sources that nothing refers to",
    "comparability_source": "source of the comparability",
    "break": "not comparable with earlier grades because",
}
"""What people call a key, if that is not the key itself."""

ADDRESSES = ("source", "source_left", "page", "comparability_source")
DATES = ("published", "corrected_on", "entered", "left")
NOTHING = Span("nothing", "muted")

JOIN = f" {DOT} "


def edit_items(edit: Edit, regime: Regime) -> list[Item]:
    """Return an edit for people; a reworded text has two items, the text before and the text now."""
    subject = "".join(f"{JOIN}{word}" for word in subject_words(edit))
    values = _values(edit, regime)
    lead = (Span(edit_words(edit), "strong"), subject, *([JOIN, *values] if values else []))
    if edit.edit == REWORDED:
        was, now = changed_words(edit.old["text"] or "", edit.new["text"] or "")
        return [Item(lead, ("was: ", *_marked(was))), Item((), ("now: ", *_marked(now)))]
    main = edit.finding if edit.edit in (ADDED, REMOVED) else None
    return [Item(lead, (main.text,) if main else ())]


def edit_words(edit: Edit) -> str:
    """Return what happened to what: ``Grade changed``, ``Area for improvement reworded``."""
    return f"{capital(kind_words(edit.finding.kind if edit.finding else edit.thing))} {edit.edit}"


def subject_words(edit: Edit) -> list[str]:
    """Return which thing it is, apart from its force and edition: area, topic and so on."""
    words = [edit.area.title] if edit.area else []
    if edit.finding:
        words.append(edit.finding.topic.title)
    if edit.item:
        words.append(
            f"of {plural(int(edit.item), 'entry', 'entries')}" if edit.thing == SOURCE else edit.item
        )
    return words


def _values(edit: Edit, regime: Regime) -> Content:
    """Return what was, an arrow, and what is, for each key that is different."""
    if edit.edit in (ADDED, REMOVED):
        return _whole(edit, regime)
    found: list[str | Span | Link] = []
    for field in edit.fields:
        if field == "text" and edit.edit == REWORDED:
            continue
        name = "" if field == edit.thing else f"{FIELDS.get(field, field.replace('_', ' '))}: "
        found += [JOIN if found else "", name, *_value(field, edit.old, edit.new, edit, regime), f" {ARROW} "]
        found += _value(field, edit.new, edit.old, edit, regime)
    return tuple(found)


def _whole(edit: Edit, regime: Regime) -> Content:
    """Return the main value of a thing that was added or removed, and its source."""
    values = edit.new or edit.old
    source = values.get("source")
    after = sources([source], regime) if source else ()
    if edit.finding or edit.thing in (INSPECTION, EDITION, AREA):
        return after
    main = _value(edit.fields[0], values, {}, edit, regime)
    return (*main, JOIN, *after) if after else main


def _value(field: str, side: Values, other: Values, edit: Edit, regime: Regime) -> Content:
    """Return the value of a key as people read it; ``other`` is what it is compared with."""
    value, compared = side.get(field), other.get(field)
    if value is None:
        return (NOTHING,)
    if field in ADDRESSES:
        same = compared is not None and regime.publisher(compared) == regime.publisher(value)
        return (source_link(value, regime, value if same else ""),)
    if field in DATES:
        return (PartialDate.parse(value).in_words,)
    if field == "carried_from" and value in regime.editions:
        return (regime.editions[value].title,)
    if field == "topic" and value in regime.topics:
        return (regime.topics[value].title,)
    if field == "kind":
        return (kind_words(value),)
    if field == GRADE and edit.edition:
        word = grade_span(value, edit.edition)
        mark = (INFERRED_MARK,) if side["basis"] == INFERRED else ()
        return (source_link(side["source"] or "", regime, word) if other else word, *mark)
    return (value,)


def _marked(pieces: Iterable[Piece]) -> Content:
    """Return a text with the words marked that the other text does not have."""
    found: list[str | Span] = []
    for piece in pieces:
        found += [" " if found else "", Span(piece.words, "mark") if piece.changed else piece.words]
    return tuple(found)


def edit_sentences(edit: Edit, regime: Regime) -> list[str]:
    """Return an edit in sentences for a log: what happened, what was and what is."""
    whole = edit.edit in (ADDED, REMOVED)
    if edit.finding and whole:
        return [f"{edit_words(edit)}.", edit.finding.text]
    joint = ": " if whole or edit.fields[0] == edit.thing else ", "
    first = joint.join(filter(None, [edit_words(edit), plain_text(_values(edit, regime))]))
    if edit.edit == REWORDED:
        return [f"{first}.", f"Was: {edit.old['text']}", f"Now: {edit.new['text']}"]
    return [f"{first}."]


def effect_words(effect: Effect) -> str:
    """Return what a comparison said, and what it says now: ``down 1 grade (was unchanged)``."""
    return f"{outcome_words(effect.now)} (was {outcome_words(effect.was)})"


def outcome_words(outcome: Outcome | None) -> str:
    """Return how a comparison comes out."""
    return movement(outcome.change) if outcome else "not in our records"


def plain_text(content: Content) -> str:
    """Return a run of text without roles and links."""
    pieces = (piece.label or piece.name if isinstance(piece, Link) else piece for piece in content)
    return "".join(piece.text if isinstance(piece, Span) else piece for piece in pieces)
