"""``peeltrack diff``: two inspections of one force side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from peeltrack.analysis.comparison import (
    COMPARED,
    DOWNGRADE,
    GONE,
    NEW,
    NO_DATA,
    NOT_COMPARABLE,
    UNCHANGED,
    UPGRADE,
    Change,
    Comparison,
    against_last,
    levels,
    tally,
)
from peeltrack.analysis.raised import Matter
from peeltrack.formats.document import (
    Alert,
    Block,
    Content,
    Document,
    Grid,
    Heading,
    Item,
    Link,
    Listing,
    Paragraph,
    Row,
    Rows,
    Span,
    Value,
)
from peeltrack.model import FOLLOWED_KINDS, LEVELS, Grade
from peeltrack.store.library import Library
from peeltrack.views.columns import CHANGE_COLUMNS, change_rows, comparison_data
from peeltrack.views.grade_notes import GRADE_NOTE_COLUMNS, NotesByGrade
from peeltrack.views.words import (
    ARROW,
    NO_GRADE,
    SIGNS,
    count_words,
    finding_item,
    grade_cell,
    grade_remarks,
    iso,
    listing,
    movement,
    placed_item,
    plural,
    published,
    when,
)

if TYPE_CHECKING:
    from peeltrack.analysis.national import National

FINDING_COLUMNS = ("edition", "kind", "area", "topic", "raised_before", "text", "source")
HEAD_COLUMNS = (
    "force",
    "old_edition",
    "old_published",
    "new_edition",
    "new_published",
    "comparable",
    "headline",
)


LAST_PAIR = "The last pair that can be compared:"


def view(comparison: Comparison, library: Library, today: date, national: National | None = None) -> Document:
    """A comparison, for every format; with the nation, how many forces have the same grade."""
    grade_notes = NotesByGrade(comparison.force, library.regime, national)
    return Document(
        blocks=lambda: _blocks(comparison, grade_notes, today),
        data=lambda: {
            "schema": 1,
            **_data_with_asides(comparison, grade_notes),
            "findings": _findings_data(comparison),
        },
        rows=lambda: [
            Rows(
                "change", (*CHANGE_COLUMNS, *GRADE_NOTE_COLUMNS), _rows_with_asides(comparison, grade_notes)
            ),
            Rows("finding", FINDING_COLUMNS, [_finding_row(cited) for cited in comparison.findings]),
            Rows("diff", HEAD_COLUMNS, [_head_row(comparison)]),
        ],
        alerts=lambda: _alerts(comparison, library),
    )


def _data_with_asides(comparison: Comparison, grade_notes: NotesByGrade) -> dict[str, Any]:
    whole = comparison_data(comparison, grade_notes.regime)
    changes = [{**each, **grade_notes.of(comparison.new, each["area"]).data} for each in whole["changes"]]
    return {**whole, "changes": changes}


def _rows_with_asides(comparison: Comparison, grade_notes: NotesByGrade) -> list[Sequence[Value]]:
    force, old, new, changes = comparison.force, comparison.old, comparison.new, comparison.changes
    rows = change_rows(force, old, new, changes, comparison.reason)
    return [
        (*row, *grade_notes.of(new, change.area.id).row) for row, change in zip(rows, changes, strict=True)
    ]


def _alerts(comparison: Comparison, library: Library) -> Sequence[Alert]:
    from peeltrack.views.alerts import alerts

    return alerts(comparison, library)


def headline(comparison: Comparison) -> str:
    """What became of the force, in a few sentences."""
    sentences = [sentence for _, sentence in _sentences(comparison)]
    if command := _comparable_command(comparison):
        sentences.append(f"{LAST_PAIR} {command}")
    return " ".join(sentences)


def _sentences(comparison: Comparison) -> list[tuple[str, str]]:
    """What to say first, each with the change whose sign stands before it, or none."""
    if not comparison.comparable:
        return [(NOT_COMPARABLE, f"Not comparable. {comparison.reason}")]
    compared = sum(change.change in COMPARED for change in comparison.changes)
    sentences = []
    for word, noun in ((DOWNGRADE, "downgrade"), (UPGRADE, "upgrade")):
        if moved := comparison.of_kind(word):
            sentences.append((word, f"{plural(len(moved), noun)}: {_moves(moved)}."))
    if not compared:
        nothing = "Nothing could be compared: no area has a grade on record on both sides."
        sentences.insert(0, (NO_DATA, nothing))
    elif not comparison.of_kind(DOWNGRADE):
        among = plural(compared, "area")
        sentences.insert(0, ("", f"No downgrade among the {among} that could be compared."))
    across = [against_last(change, comparison.new.edition) for change in comparison.changes if change.last]
    for word, noun in ((DOWNGRADE, "lower"), (UPGRADE, "higher")):
        if moved := [change for change in across if change.change == word]:
            sentences.append((word, f"Across a gap, {noun} than last on record: {_moves(moved)}."))
    return sentences


def _moves(changes: Sequence[Change]) -> str:
    """``Legitimacy (good to outstanding) and …``."""
    return listing(
        [
            f"{change.area.title} ({_word(change.old)}{_last_edition(change)} to {_word(change.new)})"
            for change in changes
        ]
    )


def _last_edition(change: Change) -> str:
    return f" in {change.last.inspection.edition.title}" if change.last else ""


def _comparable_command(comparison: Comparison) -> str | None:
    """The command for the last pair that can be compared, where this one cannot be."""
    if comparison.comparable:
        return None
    return f"peeltrack diff {comparison.force.id} --comparable"


def tallies(comparison: Comparison) -> list[tuple[str, dict[str, int]]]:
    """The counts, pillars and questions apart (rule 9)."""
    among = levels(comparison.old.edition, comparison.new.edition)
    found = []
    for level in LEVELS:
        words = [change.counted_as for change in comparison.changes if among[change.area.id] == level]
        neither = sum(among[area.id] == level for area in comparison.neither)
        if words or neither:
            found.append((level, tally(words, neither)))
    return found


def _blocks(comparison: Comparison, grade_notes: NotesByGrade, today: date) -> list[Block]:
    from peeltrack.views.dates import monitored, reply_words

    force, old, new = comparison.force, comparison.old, comparison.new
    reply = reply_words(new, grade_notes.regime, today)
    inspector = f", inspector {new.inspector}" if new.inspector else ""
    blocks: list[Block] = [
        Heading((force.name,), 1),
        Paragraph((f"{when(old)} {ARROW} {when(new)}{inspector}",)),
        *_headline_blocks(comparison),
        *([Paragraph((reply,))] if reply else []),
        *monitored(force, old, new),
        Grid(
            ("", "", old.edition.title, new.edition.title, ""),
            list(_rows(comparison, grade_notes)),
            title=1,
        ),
    ]
    whole = [
        finding_item(cited)
        for cited in comparison.findings
        if cited.inspection is new and cited.finding.area is None and cited.finding.kind in FOLLOWED_KINDS
    ]
    gone = comparison.not_repeated
    parts = [
        ("The force as a whole", whole),
        (f"Commended, {new.edition.title}", _of_kind(comparison, "commendation")),
        (f"What the force has done since, {new.edition.title}", _of_kind(comparison, "action")),
        (
            f"Cited in {old.edition.title}, not among the findings on record for {new.edition.title}",
            [placed_item(cited, kind=True) for cited in gone],
        ),
    ]
    for title, items in parts:
        if items:
            blocks += [Heading((title,)), Listing(items)]
    return blocks


def _headline_blocks(comparison: Comparison) -> list[Block]:
    items = []
    for word, sentence in _sentences(comparison):
        sign: Content = (SIGNS[word], " ") if word else ()
        cited = word == NOT_COMPARABLE and comparison.reason_source
        source: Content = (" ", Link(comparison.reason_source or "")) if cited else ()
        items.append(Item((*sign, Span(sentence, "strong"), *source)))
    if command := _comparable_command(comparison):
        items.append(Item((LAST_PAIR,), (command,)))
    counts = [f"{word.capitalize()}: {count_words(counts)}." for word, counts in tallies(comparison)]
    return [Listing(items), Paragraph((" ".join(counts),))]


def _rows(comparison: Comparison, grade_notes: NotesByGrade) -> Iterator[Row]:
    """The changes; a question whose pillar is on record on neither side stands under it all the same."""
    old, new = comparison.old.edition, comparison.new.edition
    listed_ids = {change.area.id for change in comparison.changes}
    for change in comparison.changes:
        parent = change.area.parent
        if parent and parent not in listed_ids:
            listed_ids.add(parent)
            area = new.areas.get(parent) or old.areas[parent]
            yield Row(((), (area.title,), grade_cell(None, parent, old), grade_cell(None, parent, new), ()))
        yield _row(comparison, change, grade_notes)


def _row(comparison: Comparison, change: Change, grade_notes: NotesByGrade) -> Row:
    old, new = comparison.old.edition, comparison.new.edition
    cells: list[Content] = [
        (SIGNS[change.change],),
        (change.area.title,),
        grade_cell(change.old, change.area.id, old),
        grade_cell(change.new, change.area.id, new),
        (Span(movement(change), SIGNS[change.change].role),),
    ]
    # That a grade is unchanged says that it is the second in a row.
    least = 3 if change.change == UNCHANGED else 2
    words = grade_notes.of(comparison.new, change.area.id).words(least)
    remarks = [_dates(comparison, change)] if change.steps else []
    if words:
        remarks.append(", ".join(words))
    if change.reason and change.change not in (NEW, GONE) and (change.change != NO_DATA or change.last):
        remarks.append(change.reason)  # else the cells and the word have said it
    for grade, edition in ((change.old, old), (change.new, new)):
        remarks += [f"{edition.title}: {remark}" for remark in grade_remarks(grade)]
    items = [Item((Span(remark, "muted"),)) for remark in remarks]
    items += [
        finding_item(cited)
        for cited in comparison.findings
        if cited.inspection is comparison.new
        and cited.finding.kind in FOLLOWED_KINDS
        and cited.finding.area
        and cited.finding.area.id == change.area.id
    ]
    return Row(cells, items, inner=bool(change.area.parent))


def _dates(comparison: Comparison, change: Change) -> str:
    """When the two grades came out: their own dates, else the inspections'."""
    sides = ((comparison.old, change.old), (comparison.new, change.new))
    dates = [
        grade.published.in_words if grade and grade.published else published(inspection)
        for inspection, grade in sides
    ]
    return f"published {dates[0]}, then {dates[1]}"


def _of_kind(comparison: Comparison, kind: str) -> list[Item]:
    return [
        placed_item(cited)
        for cited in comparison.findings
        if cited.inspection is comparison.new and cited.finding.kind == kind
    ]


def _findings_data(comparison: Comparison) -> list[dict[str, Any]]:
    return [
        {
            "edition": cited.inspection.edition.id,
            "kind": cited.finding.kind,
            "area": cited.finding.area.id if cited.finding.area else None,
            "topic": cited.finding.topic.id,
            "text": cited.finding.text,
            "raised_before": [earlier.edition.id for earlier in cited.before],
            "source": cited.finding.source,
        }
        for cited in comparison.findings
    ]


def _finding_row(cited: Matter) -> Sequence[Value]:
    finding = cited.finding
    return (
        cited.inspection.edition.id,
        finding.kind,
        finding.area.id if finding.area else None,
        finding.topic.id,
        " ".join(earlier.edition.id for earlier in cited.before),
        finding.text,
        finding.source,
    )


def _head_row(comparison: Comparison) -> Sequence[Value]:
    return (
        comparison.force.id,
        comparison.old.edition.id,
        iso(comparison.old.published),
        comparison.new.edition.id,
        iso(comparison.new.published),
        "yes" if comparison.comparable else "no",
        headline(comparison),
    )


def _word(grade: Grade | None) -> str:
    return grade.grade if grade else NO_GRADE
