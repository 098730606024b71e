"""The words and signs that every view shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

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
from peeltrack.analysis.published import CountedGrades
from peeltrack.analysis.raised import Earlier, Matter
from peeltrack.formats.document import Block, Content, Item, Link, Paragraph, Span
from peeltrack.model import (
    UNGRADED,
    Edition,
    Finding,
    Grade,
    Inspection,
    Regime,
    in_words,
)
from peeltrack.store.library import published_words

ARROW = "→"
DOT = "·"
BOUND = "\xa0"
"""A no-break space, between words that belong on one line."""

SIGNS = {
    DOWNGRADE: Span("▼", "down", means="down"),
    UPGRADE: Span("▲", "up", means="up"),
    UNCHANGED: Span("=", "muted", means="unchanged"),
    NOT_COMPARABLE: Span("≠", "muted", means="not comparable with the grade before"),
    NEW: Span("+", "muted", means="new"),
    GONE: Span("-", "muted", means="gone"),
    UNGRADED: Span("○", "muted", means="ungraded"),
    NO_DATA: Span("?", "muted", means="no comparison"),
}
"""The sign of each change and what it means; its word is always beside it."""

COUNT_WORDS = {
    DOWNGRADE: "down",
    UPGRADE: "up",
    UNCHANGED: "unchanged",
    CARRIED: "carried over",
    NOT_COMPARABLE: "not comparable",
    NEW: "new",
    GONE: "gone",
    UNGRADED: "ungraded",
    NO_DATA: "in our records for one inspection only",
    NOT_IN_RECORDS: "not in our records for either inspection",
}
"""What each count says."""

MOVEMENT_WORDS = {**COUNT_WORDS, NEW: "new area", GONE: "no longer an area", NO_DATA: "no comparison"}
"""What each change says beside its two grades."""

NO_GRADE = "not in our records"
BY_COUNT = "known by count"
"""Where a published count does not name the area."""
NOT_GRADED = Span("not graded", "muted")
INFERRED = Span(" (inferred)", "muted", "*")
"""Behind a grade that no source names (rule 12)."""

CORRECTED = Span(" (corrected)", "muted", "†")
"""Behind a grade that was changed because of an error (rule 5)."""

INFERRED_MEANS = "inferred: we worked this grade out; its source names or counts the other grades."
RECORDS_INCOMPLETE = "Our records are not complete, so this does not mean the inspectorate found nothing."


def plural(number: int, one: str, many: str | None = None) -> str:
    """Return a number and its noun: ``1 area``, ``2 areas``, ``3 inquiries``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listing(words: Sequence[str]) -> str:
    """Return words as a list: ``a``, ``a and b``, ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def capital(text: str) -> str:
    """Return a text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def lettered(names: Sequence[str]) -> tuple[list[str], list[Content]]:
    """Return a letter for each name, for the head of a narrow column, and what the letters mean."""
    letters = [chr(ord("a") + place) for place in range(len(names))]
    return letters, legend(zip(letters, names, strict=True))


def legend(meanings: Iterable[tuple[str, str]]) -> list[Content]:
    """Return the legend of a grid: each short form with its meaning."""
    return [(f"{short}{BOUND}{meaning.replace(' ', BOUND)}",) for short, meaning in meanings]


def source_link(address: str, regime: Regime, label: str | Span = "") -> Link:
    """Return a link to a source, with its publisher's name."""
    return Link(address, label, regime.publisher(address).name)


def sources(addresses: Iterable[str], regime: Regime) -> Content:
    """Return links to some sources, each once, with their publishers' names: ``HMICFRS, BBC News``."""
    links = [
        source_link(each, regime, Span(regime.publisher(each).name, "muted"))
        for each in dict.fromkeys(addresses)
    ]
    return tuple([piece for link in links for piece in (", ", link)][1:])


def in_brackets(*addresses: str, regime: Regime) -> Content:
    """Return the same in brackets, for the end of a sentence."""
    return (" (", *sources(addresses, regime), ")")


def grade_words(grade: Grade) -> str:
    """Return a grade as plain text, marked if it is inferred: ``good (inferred)``."""
    return f"{grade.grade}{INFERRED.text}" if grade.inferred else grade.grade


def grade_span(grade: str, edition: Edition) -> Span:
    """Return a grade in the inspectorate's word, in the tone that it has on the edition's scale."""
    return Span(grade, edition.scale.tones.get(grade, "muted"), edition.scale.short.get(grade, "U"))


def grade_cell(grade: Grade | None, area_id: str, edition: Edition, regime: Regime) -> Content:
    """Return a grade with its source, or why there is none; empty if the edition lacks the area."""
    if grade:
        marks: list[Span] = [INFERRED] if grade.inferred else []
        if grade.corrected:
            marks.append(CORRECTED)
        return (source_link(grade.source, regime, grade_span(grade.grade, edition)), *marks)
    area = edition.areas.get(area_id)
    if area is None:
        return ()
    return (Span(NO_GRADE, "muted") if area.graded else NOT_GRADED,)


def inspection_cell(inspection: Inspection, area_id: str, regime: Regime) -> Content:
    """Return the same for an inspection: a grade can be known only as part of a published count."""
    grade = inspection.grades.get(area_id)
    if grade is None and area_id in inspection.known_by_count:
        return (Span(BY_COUNT, "muted"),)
    return grade_cell(grade, area_id, inspection.edition, regime)


SHORT_MARKS = {INFERRED: Span(" *", "muted"), CORRECTED: Span(" †", "muted")}
"""The marks behind a grade, as the first screen has them."""


def without_sources(cell: Content) -> Content:
    """Return a cell without its links, and with short marks: the first screen explains both below."""
    words = [piece.label if isinstance(piece, Link) else piece for piece in cell]
    return tuple([SHORT_MARKS.get(piece, piece) if isinstance(piece, Span) else piece for piece in words])


def source_item(inspection: Inspection, addresses: Iterable[str], regime: Regime) -> Item:
    """Return where the grades of an inspection are from."""
    lead = Span(f"Grades of {when(inspection)}: ", "muted")
    return Item((lead, *sources(addresses, regime)))


def grade_remarks(grade: Grade | None) -> list[str]:
    """Return what to say about a grade: its correction and its note."""
    if grade is None:
        return []
    remarks = []
    if corrected := grade.corrected:
        why = f". {corrected.why.rstrip('.')}" if corrected.why else ""
        remarks.append(f"corrected on {corrected.on.in_words}: first published as {corrected.from_}{why}")
    if grade.note:
        remarks.append(grade.note)
    return remarks


def when(inspection: Inspection) -> str:
    """Return an edition and its publication: ``PEEL 2016 (12 April 2017)``."""
    return f"{inspection.edition.title} ({published(inspection)})"


def published(inspection: Inspection) -> str:
    """Return the date of publication, and whose it is if it is not the inspection's own."""
    return published_words(inspection.published, inspection.published_is)


def movement(change: Change) -> str:
    """Return what happened to an area, in words: ``down 2 grades``."""
    if change.steps:
        return f"{COUNT_WORDS[change.change]} {plural(abs(change.steps), 'grade')}"
    return MOVEMENT_WORDS[change.counted_as]


def count_words(counts: Mapping[str, int], forces: Mapping[str, int] | None = None) -> str:
    """Return counts in words: ``1 down, 0 up, 3 unchanged``; with forces ``12 down in 9 forces, …``.

    Counts of nothing are left out. Only "0 down" and "0 up" are kept if anything was compared:
    otherwise "0 down" would look like good news.
    """
    compared = any(counts.get(word) for word in (*COMPARED, CARRIED))
    moves = (DOWNGRADE, UPGRADE)
    parts = []
    for word, number in counts.items():
        if number or (compared and word in moves):
            among = f" in {plural(forces[word], 'force')}" if forces and number and word in moves else ""
            parts.append(f"{number} {COUNT_WORDS[word]}{among}")
    return ", ".join(parts)


def counted_words(counted: CountedGrades) -> str:
    """Return a published count in words (rule 14).

    For example ``2 good and 6 adequate; 1 of these 8 is known by name, the other 7 are 1 good and 6
    adequate``.
    """
    published = _numbers(counted.published)
    if not counted.rest:
        return published
    known = counted.total - counted.rest
    if not known:
        return f"{published}; our records do not say for which areas"
    verb = "is" if known == 1 else "are"
    others = "other is" if counted.rest == 1 else f"other {counted.rest} are"
    inferred = sum(counted.inferred.values())
    how = f" ({inferred} inferred)" if inferred else ""
    return (
        f"{published}; {known} of these {counted.total} {verb} known by name{how},"
        f" the {others} {_numbers(counted.unnamed)}"
    )


def _numbers(counts: Mapping[str, int]) -> str:
    """Return how many there are of each grade: ``2 good and 6 adequate``."""
    return listing([f"{number} {grade}" for grade, number in counts.items()])


def kind_words(kind: str) -> str:
    """Return a kind of finding as words: ``cause of concern``."""
    return kind.replace("-", " ")


def raised_words(matter: Matter, regime: Regime, *, brief: bool = False) -> str:
    """Return by which earlier inspections a matter was raised (rule 10); empty if we know of none.

    In brief, it does not say under which other area, or that its own source says so too.
    """
    persisting = matter.finding.persisting and matter.finding.followed
    publisher = regime.publisher(matter.finding.source).name
    if not matter.before:
        return f"Raised before, according to {publisher}" if persisting else ""
    if brief:
        return f"Raised before: {_briefly([earlier.edition.title for earlier in matter.before])}"
    also = f"; also according to {publisher}" if persisting else ""
    return f"Raised before: {', '.join(map(_earlier_words, matter.before))}{also}"


def _briefly(titles: Sequence[str]) -> str:
    """Return titles without repeating the first word that all have: ``PEEL 2015, 2017``."""
    return ", ".join([titles[0], *without_first_word(titles)[1:]])


def without_first_word(titles: Sequence[str]) -> list[str]:
    """Return titles without their first word if all have the same: ``2015`` for ``PEEL 2015``."""
    first = titles[0].partition(" ")[0] + " "
    common = all(title.startswith(first) for title in titles)
    return [title.removeprefix(first) if common else title for title in titles]


def _earlier_words(earlier: Earlier) -> str:
    """Return an edition, and the area if it was another one then."""
    return earlier.edition.title + (f" ({earlier.area.title})" if earlier.area else "")


def said_by_words(finding: Finding, regime: Regime) -> str:
    """Return whose statement an entry is; empty for the inspectorate's own."""
    if finding.said_by is None:
        return ""
    return "said by others" if finding.said_by == "other" else f"said by the {regime.noun(finding.said_by)}"


def finding_item(matter: Matter, regime: Regime) -> Item:
    """Return a finding under its area: kind, topic, what raised it before, source and text."""
    return _item(matter, regime, kind_words(matter.finding.kind))


def placed_item(matter: Matter, regime: Regime, *, kind: bool = False) -> Item:
    """Return a finding by itself: the same, beginning with its area."""
    finding = matter.finding
    area = finding.area.title if finding.area else f"The {regime.noun('force')} as a whole"
    return _item(matter, regime, *[kind_words(finding.kind)] * kind, area)


def _item(matter: Matter, regime: Regime, first: str, *more: str) -> Item:
    finding = matter.finding
    topic = finding.topic.title if finding.topic.followed else ""
    parts = (*more, topic, said_by_words(finding, regime), raised_words(matter, regime))
    rest = "".join(f" {DOT} {part}" for part in parts if part)
    lead = (Span(first, "strong"), rest, *in_brackets(finding.source, regime=regime))
    return Item(lead, (finding.text,))


def covers_words(regime: Regime) -> str:
    """Return up to which day our records cover publications (rule 16); empty if they do not say."""
    covers = regime.wording.covers_until
    return f"Our records cover publications up to {in_words(covers)}." if covers else ""


def summaries_note(regime: Regime) -> list[Block]:
    """Return the line that says whose words findings are in (rule 12)."""
    return [Paragraph((Span(regime.wording.summaries, "muted"),))] if regime.wording.summaries else []


def explanations(regime: Regime, shown: Iterable[str]) -> list[Item]:
    """Return a sentence for each word that the records explain, if it is in one of the texts shown."""
    text = "\n".join(shown)
    return [Item((Span(why, "muted"),)) for word, why in regime.wording.explain.items() if word in text]


def credit_lines(regime: Regime) -> list[str]:
    """Return where the facts are from, until when, and under which licence: a line each."""
    covers = regime.wording.covers_until
    until = f", from publications up to {in_words(covers)}" if covers else ""
    licence = [regime.wording.licence] if regime.wording.licence else []
    return [f"Source: {regime.wording.title}, as recorded in peeltrack{until}.", *licence]
