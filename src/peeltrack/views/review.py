"""``peeltrack review``: what is different between two states of the records, and what it means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from itertools import groupby
from typing import NamedTuple

from peeltrack.analysis.edits import EDITS, MONITORING, REGIME, SOURCE, THINGS, Edit
from peeltrack.analysis.review import Effect, Outcome, Review
from peeltrack.formats.document import (
    Alert,
    Block,
    Content,
    Document,
    Grid,
    Heading,
    Listing,
    Paragraph,
    Row,
    Span,
)
from peeltrack.store import Source, display_path
from peeltrack.store.library import Library
from peeltrack.store.revisions import Revision
from peeltrack.views.all_layouts import EditRow, EffectRow, FormattingRow
from peeltrack.views.edit_words import (
    edit_items,
    edit_sentences,
    edit_words,
    effect_words,
    outcome_words,
    subject_words,
)
from peeltrack.views.rows import objects, rows
from peeltrack.views.words import ARROW, SIGNS, capital, grade_words, listing, plural, summaries_note

UNCOUNTED = (MONITORING, REGIME)
"""The things whose word has no plural."""


class States(NamedTuple):
    """The two states that were compared, and what was found."""

    old: Library
    new: Library
    review: Review
    formatted: Sequence[str]
    """The files that are not the same, but mean the same."""
    sources: dict[str, Source]
    """The file that was opened last for its lines, by its name in the folder."""

    def source(self, file: str) -> Source:
        """Return a file of the newer state; of the older one if it was deleted."""
        if file not in self.sources:
            self.sources.clear()  # the edits of one file come together
            self.sources[file] = (self.new if self.new.has(file) else self.old).open(file)
        return self.sources[file]

    def line(self, edit: Edit) -> int | None:
        """Return the line of an edit in the newer state; None if the file was deleted."""
        if not self.new.has(edit.file):
            return None
        source = self.source(edit.file)
        if edit.thing == SOURCE:
            table = edit.path[:-1]
            return source.line((*table, *_source_keys(source).get((*table, edit.new["source"]), ())))
        return source.line(edit.path)


@lru_cache(maxsize=1)
def _source_keys(source: Source) -> dict[tuple[str | int | None, ...], tuple[str]]:
    """Return the key of each address in the sources of a record, by their path and the address."""
    return {
        ("inspection", place, "sources", address): (key,)
        for place, inspection in enumerate(source.parse()["inspection"])
        for key, address in inspection.get("sources", {}).items()
    }


def view(old: Library, new: Library, review: Review, files: Sequence[str]) -> Document:
    """Show the edits between two states; ``files`` are those that are not the same in both."""
    edited = {edit.file for edit in review.edits}
    states = States(old, new, review, [file for file in files if file not in edited], {})
    return Document(
        blocks=lambda: _blocks(states),
        data=lambda: {
            "schema": 1,
            "old": _shown(old),
            "new": _shown(new),
            "formatting_only": states.formatted,
            "edits": objects(_edit_rows(states)),
            "effects": objects(_effect_rows(review)),
        },
        rows=lambda: [
            rows("edit", EditRow, _edit_rows(states)),
            rows("effect", EffectRow, _effect_rows(review)),
            rows("formatting_only", FormattingRow, map(FormattingRow, states.formatted)),
        ],
        alerts=lambda: _alerts(states),
    )


def _shown(state: Library) -> str:
    return state.folder if isinstance(state, Revision) else display_path(state.folder)


# For people


def _blocks(states: States) -> list[Block]:
    edits = states.review.edits
    number = plural(len(edits), "edit") if edits else "no edits"
    title = f"{capital(number)} between {_shown(states.old)} and {_shown(states.new)}"
    blocks: list[Block] = [Heading((title,), 1)]
    if edits:
        blocks.append(Paragraph((_counted(edits),)))
    if states.formatted:
        some = plural(len(states.formatted), "file differs", "files differ")
        blocks.append(Paragraph((f"{some} in formatting or comments only: {listing(states.formatted)}.",)))
    if not edits:
        return [*blocks, Paragraph(("The records mean the same.",))]
    blocks += _effects(states.review)
    for title, group in groupby(edits, key=_title):
        items = [item for edit in group for item in edit_items(edit, states.review.regime)]
        blocks += [Heading((title,)), Listing(items)]
    if any(edit.finding for edit in edits):
        blocks += summaries_note(states.review.regime)
    return blocks


def _title(edit: Edit) -> str:
    """Return the heading over an edit: its force and edition, or its file."""
    name = edit.force.name if edit.force else edit.file
    return f"{name}, {edit.edition.title}" if edit.edition else name


def _counted(edits: Sequence[Edit]) -> str:
    """Return how many things of each kind were added, removed and so on."""
    numbers = Counter((edit.thing, edit.edit) for edit in edits)
    parts = []
    for thing in THINGS:
        words = [f"{numbers[thing, edit]} {edit}" for edit in EDITS if numbers[thing, edit]]
        if words:
            name = thing.replace("-", " ") + ("" if thing in UNCOUNTED else "s")
            parts.append(f"{name}: {', '.join(words)}")
    return f"{capital('; '.join(parts))}."


def _effects(review: Review) -> list[Block]:
    """Show the comparisons that come out differently, new downgrades first."""
    if not review.effects:
        return [Paragraph(("No downgrade or upgrade appears or disappears because of this.",))]
    effects = sorted(review.effects, key=lambda each: (not each.makes_downgrade, not each.ends_downgrade))
    return [
        Heading(("Comparisons that come out differently",)),
        Grid(("", "", "was", "now"), list(map(_effect_row, effects)), title=1),
    ]


def _effect_row(effect: Effect) -> Row:
    sign = SIGNS.get(effect.now.change.change) if effect.now else None
    outcome = effect.now or effect.was
    title = f"{effect.force.name}: {effect.area.title}"
    if outcome:
        title += f", {outcome.older.title} to {outcome.newer.title}"
    now: Content = (Span(outcome_words(effect.now), sign.role if sign else "muted"),)
    return Row(((sign,) if sign else (), (title,), (outcome_words(effect.was),), (*now, _grades(effect.now))))


def _grades(outcome: Outcome | None) -> str:
    """Return the two grades of a comparison, in brackets; empty if it lacks one."""
    if outcome is None or outcome.change.old is None or outcome.change.new is None:
        return ""
    return f" ({grade_words(outcome.change.old)} {ARROW} {grade_words(outcome.change.new)})"


# For machines


def _edit_rows(states: States) -> Iterator[EditRow]:
    for edit in states.review.edits:
        values = edit.new or edit.old
        effects = tuple(map(_effect_text, states.review.effects_of(edit)))
        for field in edit.fields:
            yield EditRow(
                force=edit.force.id if edit.force else None,
                force_name=edit.force.name if edit.force else None,
                region=edit.force.region if edit.force else None,
                edition=edit.edition.id if edit.edition else None,
                edition_order=edit.edition.index + 1 if edit.edition else None,
                about=edit.thing,
                edit=edit.edit,
                area=edit.area.id if edit.area else None,
                area_title=edit.area.title if edit.area else None,
                kind=edit.finding.kind if edit.finding else None,
                topic=edit.finding.topic.id if edit.finding else None,
                item=edit.item,
                field=field,
                old_value=edit.old.get(field),
                new_value=edit.new.get(field),
                basis=values.get("basis"),
                effects=effects,
                file=states.source(edit.file).name,
                line=states.line(edit),
            )


def _effect_text(effect: Effect) -> str:
    was, now = (side.change.counted_as if side else "nothing" for side in (effect.was, effect.now))
    return f"{effect.edition.id} {effect.area.id}: {was} becomes {now}"


def _effect_rows(review: Review) -> Iterator[EffectRow]:
    for effect in review.effects:
        was, now = (side.change if side else None for side in (effect.was, effect.now))
        yield EffectRow(
            force=effect.force.id,
            force_name=effect.force.name,
            region=effect.force.region,
            edition=effect.edition.id,
            edition_order=effect.edition.index + 1,
            area=effect.area.id,
            area_title=effect.area.title,
            old_change=was.counted_as if was else None,
            old_steps=was.steps if was else None,
            change=now.counted_as if now else None,
            steps=now.steps if now else None,
            previous_edition=effect.now.older.id if effect.now and now and now.old else None,
            previous_grade=now.old.grade if now and now.old else None,
            grade=now.new.grade if now and now.new else None,
        )


# For CI


def _alerts(states: States) -> list[Alert]:
    """Return a remark for each edit, and a warning if it makes a downgrade; files as in the working tree."""
    review = states.review
    caused = {id(effect) for edit in review.edits for effect in review.effects_of(edit)}
    found = [_alert(edit, states) for edit in review.edits]
    found += [_effect_alert(effect) for effect in review.effects if id(effect) not in caused]
    return found or [Alert("pass", "peeltrack review", "no edits", "")]


def _alert(edit: Edit, states: States) -> Alert:
    effects = states.review.effects_of(edit)
    texts = edit_sentences(edit, states.review.regime)
    texts += [f"{effect.edition.title}: {effect_words(effect)}." for effect in effects]
    exists = states.new.has(edit.file)
    return Alert(
        level="warning" if any(effect.makes_downgrade for effect in effects) else "notice",
        group=edit.force.name if edit.force else edit.file,
        name=", ".join([*subject_words(edit), *([edit.edition.title] if edit.edition else [])])
        or edit_words(edit),
        message=" ".join(texts),
        file=_file(edit.file, states) if exists else None,
        line=partial(_known_line, edit, states) if exists else None,
    )


def _known_line(edit: Edit, states: States) -> int:
    return states.line(edit) or 1


def _file(file: str, states: States) -> str:
    """Return where a file is in the working tree, also if it was read from a git revision."""
    new = states.new
    return f"{new.place}/{file}".lstrip("/") if isinstance(new, Revision) else states.source(file).name


def _effect_alert(effect: Effect) -> Alert:
    """Return a remark about a comparison that no edit of a grade explains, such as one of another edition."""
    return Alert(
        level="warning" if effect.makes_downgrade else "notice",
        group=effect.force.name,
        name=f"{effect.area.title}, {effect.edition.title}",
        message=effect_words(effect),
    )
