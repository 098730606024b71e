"""The nouns of the field: what the records say, resolved and in order."""

# Without postponed annotations, these many classes are made in half the time.
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

UNGRADED = "ungraded"
"""The inspectorate's own word where it gives no grade; every scale allows it."""

FINDING_KINDS = ("cause-of-concern", "concern", "area-for-improvement", "recommendation", "commendation")
"""The kinds of finding, most serious first."""

STATEMENT_KINDS = ("action", "update", "reaction")
"""The other kinds of entry: what somebody did or said; never counted as findings."""

KINDS = FINDING_KINDS + STATEMENT_KINDS
"""Every kind of entry that an inspection can have."""

FOLLOWED_KINDS = FINDING_KINDS[:4]
"""The kinds of finding that are followed through the years by their topic (rule 10)."""

SAID_BY = ("force", "commissioner", "other")
"""Who can have said something, if it was not the inspectorate."""

TIMINGS = ("noted", "since")
"""When a force acted: before the inspection noted it, or since the report."""

NAMED, INFERRED = "named", "inferred"
BASES = (NAMED, INFERRED)
"""How a grade is known: a source names it, or we worked it out from a source."""

LEVELS = ("pillars", "questions", "areas")
"""The levels at which areas are counted (rule 9)."""

TONES = ("worst", "poor", "fair", "good", "best")
"""How good a grade is, for the colour that shows it."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class PeeltrackError(Exception):
    """A question that peeltrack cannot answer: one plain sentence with a way out."""


def in_words(day: date) -> str:
    """Return a day for people: ``12 April 2017``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _brief(value: object) -> str:
    """Return a value for a repr: nouns as their ids, collections as their size."""
    known = getattr(value, "id", None) or getattr(getattr(value, "edition", None), "id", None)
    if known is not None:
        return f"<{known}>"
    if isinstance(value, PartialDate):
        return value.iso
    if isinstance(value, Mapping):
        return f"<{len(value)}>"
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        few = len(value) <= 3 and all(isinstance(each, str | int) for each in value)
        return repr(value) if few else f"<{len(value)}>"
    return repr(value)


def brief_repr(noun: object) -> str:
    """Return the repr of a noun: every field by name, other nouns as their ids."""
    fields = getattr(noun, "__dataclass_fields__", {}).values()
    names: Iterable[str] = getattr(noun, "_fields", [each.name for each in fields if each.repr])
    values = ", ".join(f"{name}={_brief(getattr(noun, name))}" for name in names)
    return f"{type(noun).__name__}({values})"


class PartialDate(NamedTuple):
    """A year, a month or a day: a date can be known to any of them."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read ``2017``, ``2017-04`` or ``2017-04-12``; raise ValueError for anything else."""
        parts = text.split("-")
        widths = [len(part) for part in parts]
        if widths not in ([4], [4, 2], [4, 2, 2]) or not (text.isascii() and "".join(parts).isdigit()):
            raise ValueError(text)
        numbers = [int(part) for part in parts]
        date(*numbers, *[1] * (3 - len(numbers)))
        return cls(*numbers)

    def __str__(self) -> str:
        return self.iso

    @property
    def iso(self) -> str:
        """The ISO form at the precision known: ``2017-04-12``, ``2017-04`` or ``2017``."""
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def in_words(self) -> str:
        """The form for people: ``12 April 2017``, ``April 2017`` or ``2017``."""
        month = MONTHS[self.month - 1] if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part is not None)

    @property
    def exact(self) -> date | None:
        """The day, if it is known."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @property
    def earliest(self) -> date:
        """The first day that it can be."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it can be."""
        if self.day:
            return self.earliest
        if self.month is None or self.month == 12:
            return date(self.year, 12, 31)
        return date(self.year, self.month + 1, 1) - timedelta(days=1)


class Scale(NamedTuple):
    """The grades of an edition, from worst to best."""

    names: tuple[str, ...]
    short: dict[str, str]
    tones: dict[str, str]

    def rank(self, grade: str) -> int:
        """Return the place of a grade, 0 for the worst; raise ValueError if the scale lacks it."""
        return self.names.index(grade)


class Area(NamedTuple):
    """Something that an edition grades: a pillar, a question under it, or an area."""

    id: str
    title: str
    parent: str | None = None
    core: bool = True
    """Whether every force is graded on it (rule 8)."""
    graded: bool = True
    """False if the edition reports on it without a grade."""
    question: str | None = None
    break_: str | None = None
    """Why its grades cannot be compared with any earlier edition of the family (rule 3)."""
    continues: str | None = None
    """The id of the earlier area that it took over from, if its own id is different (rule 2)."""


@dataclass(frozen=True, repr=False)
class Edition:
    """One round of inspections, under the inspectorate's own name for it."""

    id: str
    title: str
    family: str
    index: int
    """Its place among the editions, 0 for the first."""
    published: PartialDate | None
    comparability: str
    """Why its grades can or cannot be compared with those of other editions."""
    comparability_source: str
    scale: Scale
    areas: dict[str, Area]
    """By id, in the edition's own order."""

    __repr__ = brief_repr

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def core(self) -> tuple[Area, ...]:
        """The areas on which every force is graded."""
        return tuple([area for area in self.areas.values() if area.core and area.graded])

    @cached_property
    def levels(self) -> dict[str, str]:
        """The level of each area, by its id: pillars and questions are counted separately (rule 9)."""
        above = "pillars" if any(area.parent for area in self.areas.values()) else "areas"
        return {area.id: "questions" if area.parent else above for area in self.areas.values()}


def merge_areas(editions: Sequence[Edition]) -> list[Area]:
    """Return the areas of some editions, each under its pillar, the newest edition's first."""
    found: dict[str, Area] = {}
    for edition in reversed(editions):
        for area in edition.areas.values():
            found.setdefault(area.id, area)
    return group_by_pillar(found.values())


def group_by_pillar(areas: Iterable[Area]) -> list[Area]:
    """Return areas with each pillar directly before its questions, otherwise in their order."""
    groups: dict[str, list[Area]] = {}
    for area in areas:
        groups.setdefault(area.parent or area.id, []).append(area)
    return [area for group in groups.values() for area in sorted(group, key=lambda area: bool(area.parent))]


class Topic(NamedTuple):
    """The narrow subject of findings."""

    id: str
    meaning: str
    followed: bool = True
    """Whether findings on it are followed through the years."""
    own_title: str | None = None
    """Its title, if that is different from the words of the id."""

    @property
    def title(self) -> str:
        """Its name for people: ``domestic abuse``, ``anti-social behaviour``."""
        return self.own_title or self.id.replace("-", " ")


class Publisher(NamedTuple):
    """Who published a source."""

    name: str
    kind: str
    """``inspectorate``, ``force``, ``commissioner``, ``press`` and so on; ``unknown`` if not listed."""


class Reply(NamedTuple):
    """The duty to publish a response to a report."""

    who: str
    what: str
    days: int
    """How many days there are, beginning with the day of publication."""
    rule: str
    """The law that says so."""
    source: str
    since: str
    """The id of the first edition that it applies to."""


class Wording(NamedTuple):
    """What a set of records says about itself; every text has a neutral default."""

    title: str = "Inspection grades"
    covers_until: date | None = None
    """The last day of the publications that the records cover (rule 16)."""
    time_zone: str = "UTC"
    licence: str | None = None
    licence_page: str | None = None
    """The address of the licence."""
    summaries: str | None = None
    """What to say wherever findings are shown (rule 12)."""
    regions: tuple[str, ...] = ()
    nouns: Mapping[str, str] = {}
    """How people call things here: ``inspectorate``, ``page``, ``monitoring`` and so on."""
    reply: Reply | None = None
    explain: Mapping[str, str] = {}
    """A sentence for the first mention of a word."""
    elsewhere: Mapping[str, str] = {}
    """Names outside the scope of the records, each with a sentence that says so."""


NEUTRAL = Wording()


@dataclass(frozen=True, repr=False)
class Regime:
    """What all records share: editions in order, topics, publishers and wording."""

    editions: dict[str, Edition]
    topics: dict[str, Topic]
    publishers: dict[str, Publisher] = field(default_factory=dict)
    """By host, without ``www.``."""
    wording: Wording = field(default=NEUTRAL, repr=False)

    __repr__ = brief_repr

    def __hash__(self) -> int:
        return hash(next(reversed(self.editions), None))

    def family_start(self, edition: Edition) -> Edition:
        """Return the first edition that can be compared with this one."""
        return self._family_starts[edition.family]

    @cached_property
    def _family_starts(self) -> dict[str, Edition]:
        """The first edition of each family."""
        return {edition.family: edition for edition in reversed(self.editions.values())}

    def border(self, edition: Edition) -> Edition | None:
        """Return the first edition after this one that cannot be compared with it, if there is one."""
        return self._borders.get(edition.family)

    @cached_property
    def _borders(self) -> dict[str, Edition]:
        """The first edition after each family."""
        neighbours = pairwise(self.editions.values())
        return {old.family: new for old, new in neighbours if new.family != old.family}

    def breaks(self, area_id: str, old: Edition, new: Edition) -> list[str]:
        """Return why an area cannot be compared between two editions of a family (rule 3)."""
        found = self._breaks.get(area_id, ())
        return [why for index, why in found if old.index < index <= new.index]

    @cached_property
    def _breaks(self) -> dict[str, list[tuple[int, str]]]:
        """The breaks of every area and of its line, each with the index of its edition."""
        found: dict[str, list[tuple[int, str]]] = {}
        for edition in self.editions.values():
            for area in edition.areas.values():
                if area.break_:
                    for area_id in self.line(area.id):
                        found.setdefault(area_id, []).append((edition.index, area.break_))
        return found

    def line(self, area_id: str) -> frozenset[str]:
        """Return the ids of an area and of all areas that it continues or that continue it (rule 2)."""
        return self._lines.get(area_id, frozenset({area_id}))

    def counterpart(self, area: Area, edition: Edition) -> Area | None:
        """Return the area of an edition that corresponds to an area of another one (rule 2)."""
        if area.id in edition.areas:
            return edition.areas[area.id]
        return next((edition.areas[id_] for id_ in sorted(self.line(area.id)) if id_ in edition.areas), None)

    @cached_property
    def _lines(self) -> dict[str, frozenset[str]]:
        """Every area that took over from another or was taken over, with all ids of its line."""
        found: dict[str, frozenset[str]] = {}
        for edition in self.editions.values():
            for area in edition.areas.values():
                if area.continues:
                    old = found.get(area.continues, frozenset({area.continues}))
                    joined = old | found.get(area.id, frozenset({area.id}))
                    found.update(dict.fromkeys(joined, joined))
        return found

    def publisher(self, address: str) -> Publisher:
        """Return who published a source; the name of the host if we do not know the publisher."""
        host = address.partition("://")[2].partition("/")[0].rpartition("@")[2].partition(":")[0]
        host = host.casefold().rstrip(".").removeprefix("www.")
        return self.publishers.get(host) or Publisher(host or address, "unknown")

    def noun(self, word: str) -> str:
        """Return how people call a thing here; the word itself if the records do not say."""
        return self.wording.nouns.get(word, word)

    def reply_due(self, inspection: "Inspection") -> tuple[date, date] | None:
        """Return the earliest and the latest day that the response can be due (rule 13).

        The day of publication is day one: a report of 1 June with 56 days is due by 26 July. The two
        days are the same if the day of publication is known; None if only its year is, or if there is
        no such duty.
        """
        reply, published = self.wording.reply, inspection.published
        if reply is None or published is None or published.month is None:
            return None
        first = self.editions.get(reply.since)
        if first is None or inspection.edition.index < first.index:
            return None
        days = timedelta(days=reply.days - 1)
        return published.earliest + days, published.latest + days


class Correction(NamedTuple):
    """A change of a grade after publication, because of an error (rule 5)."""

    from_: str
    on: PartialDate
    why: str | None


class Grade(NamedTuple):
    """The grade that one inspection gave one area."""

    area: Area
    grade: str
    source: str
    """The address of the page that gives it."""
    published: PartialDate | None = None
    """Its own date, which can be years after the inspection's (rule 11)."""
    carried_from: Edition | None = None
    """The earlier edition whose grade remains, if the area was not inspected again (rule 4)."""
    corrected: Correction | None = None
    note: str | None = None
    basis: str = NAMED
    """One of BASES."""

    def __repr__(self) -> str:
        return brief_repr(self)

    @property
    def inferred(self) -> bool:
        """Whether no source names this grade (rule 12)."""
        return self.basis == INFERRED

    @property
    def first_published(self) -> str:
        """The grade as it was first published, before any correction (rule 5)."""
        return self.corrected.from_ if self.corrected else self.grade


class Finding(NamedTuple):
    """One finding or statement of an inspection, in our own words."""

    kind: str
    """One of KINDS."""
    area: Area | None
    """None: the entire force."""
    topic: Topic
    text: str
    source: str
    said_by: str | None = None
    """One of SAID_BY; None if it is the inspectorate's own."""
    timing: str | None = None
    """One of TIMINGS, of an action."""
    persisting: bool = False
    """Whether the source itself says that it was raised before."""

    def __repr__(self) -> str:
        return brief_repr(self)

    @property
    def is_statement(self) -> bool:
        """Whether it is a statement, which is never counted as a finding."""
        return self.kind in STATEMENT_KINDS or self.said_by is not None

    @property
    def followed(self) -> bool:
        """Whether its topic is followed through the years (rule 10)."""
        return self.kind in FOLLOWED_KINDS and self.said_by is None and self.topic.followed


class PublishedCount(NamedTuple):
    """How many areas of one inspection got each grade, as first published (rule 14)."""

    grades: Mapping[str, int]
    excludes: tuple[str, ...]
    """The ids of the graded areas that the count leaves out."""
    source: str


@dataclass(frozen=True, repr=False)
class Inspection:
    """One edition's assessment of one force."""

    edition: Edition
    position: int
    """Its place in the file, 0 for the first: where its lines are."""
    own_date: PartialDate | None
    inspector: str | None
    grades: dict[str, Grade]
    """By area id, in the order of the edition's areas."""
    entries: tuple[Finding, ...]
    """Findings and statements, in the order of the file."""
    unused_sources: tuple[str, ...] = ()
    """The keys of the sources that nothing refers to."""
    sources: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The addresses of the sources by their keys."""
    page: str | None = None
    """The address of the inspectorate's own page about this inspection."""
    published_count: PublishedCount | None = None
    findings_complete: bool = False
    """Whether the record has all findings of the report."""

    __repr__ = brief_repr

    def __hash__(self) -> int:
        return hash((self.edition.id, self.position))

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The inspectorate's findings."""
        return tuple([entry for entry in self.entries if not entry.is_statement])

    @cached_property
    def statements(self) -> tuple[Finding, ...]:
        """What the force did, and what others did or said."""
        return tuple([entry for entry in self.entries if entry.is_statement])

    @property
    def published(self) -> PartialDate | None:
        """Its own date, otherwise the edition's national one, otherwise unknown (rule 1)."""
        return self.own_date or self.edition.published

    @cached_property
    def known_by_count(self) -> frozenset[str]:
        """The ids of the areas whose grade is known only as part of the published count (rule 14).

        Every force is graded on the core areas, so the unnamed rest of a count is about those that we
        have no grade for. It is about other areas only if it is large enough for all of them.
        """
        if self.published_count is None:
            return frozenset()
        excludes = self.published_count.excludes
        named = [grade for grade in self.grades.values() if grade.area.id not in excludes]
        rest = sum(self.published_count.grades.values())
        rest -= sum(grade.first_published in self.edition.scale.names for grade in named)
        unnamed = [area for area in self.edition.areas.values() if area.graded and area.id not in self.grades]
        unnamed = [area for area in unnamed if area.id not in excludes]
        core = [area for area in unnamed if area.core]
        if rest == len(unnamed):
            return frozenset([area.id for area in unnamed])
        return frozenset([area.id for area in core]) if rest >= len(core) else frozenset()

    def date_of(self, grade: Grade | None) -> PartialDate | None:
        """Return the date of a grade: its own, else the inspection's, else the edition's (rule 11)."""
        return grade.published if grade and grade.published else self.published

    @property
    def published_is(self) -> str:
        """Whose date it is: ``own``, ``national`` or ``unknown``."""
        if self.own_date:
            return "own"
        return "national" if self.edition.published else "unknown"


class Monitoring(NamedTuple):
    """A period of enhanced monitoring; it is not a grade and can span editions (rule 15)."""

    entered: PartialDate
    left: PartialDate | None
    reason: str
    source: str
    source_left: str | None


@dataclass(frozen=True, repr=False)
class Force:
    """One force and its inspections, in the order of the editions."""

    id: str
    name: str
    region: str
    country: str
    aliases: tuple[str, ...] = ()
    monitoring: tuple[Monitoring, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    code: str | None = None
    """Three letters for small pictures."""
    tile: tuple[int, int] | None = None
    """Its column and row on the tile map."""
    regime: Regime | None = field(default=None, repr=False, compare=False)
    """What its records share, if it comes from the Python API."""

    __repr__ = brief_repr

    def __hash__(self) -> int:
        return hash(self.id)

    @cached_property
    def by_edition(self) -> dict[str, Inspection]:
        """The inspections by the id of their edition."""
        return {inspection.edition.id: inspection for inspection in self.inspections}

    def before(self, inspection: Inspection) -> Inspection | None:
        """Return the inspection before one; None if it is the first."""
        return self._before[inspection.edition.id]

    @cached_property
    def _before(self) -> dict[str, Inspection | None]:
        """The inspection before each, by the id of the edition."""
        pairs = zip((None, *self.inspections), self.inspections, strict=False)
        return {inspection.edition.id: before for before, inspection in pairs}

    @cached_property
    def raised(self) -> dict[str, list[tuple[Edition, dict[str, Area]]]]:
        """By the id of a topic: the editions that raised it, oldest first, each with its areas (rule 10)."""
        found: dict[str, list[tuple[Edition, dict[str, Area]]]] = {}
        for inspection in self.inspections:
            for finding in inspection.findings:
                if finding.followed:
                    editions = found.setdefault(finding.topic.id, [])
                    if not editions or editions[-1][0] is not inspection.edition:
                        editions.append((inspection.edition, {}))
                    if finding.area:
                        editions[-1][1][finding.area.id] = finding.area
        return found

    @cached_property
    def graded(self) -> dict[str, list[Inspection]]:
        """By the id of an area: the inspections that graded it, oldest first."""
        found: dict[str, list[Inspection]] = {}
        for inspection in self.inspections:
            for area_id, grade in inspection.grades.items():
                if grade.grade != UNGRADED:
                    found.setdefault(area_id, []).append(inspection)
        return found


class Total(NamedTuple):
    """How many forces got each grade of one area, as the inspectorate published it."""

    edition: Edition
    area: Area
    counts: dict[str, int]
    source: str
