"""The nouns of the field, as frozen records: what a file says, resolved and in order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property

from peeltrack.record import Record

UNGRADED = "ungraded"
"""The inspectorate's own word where it gives no grade; every scale allows it."""

KINDS = (
    "cause-of-concern",
    "concern",
    "area-for-improvement",
    "recommendation",
    "commendation",
    "action",
)
"""The kinds of finding, gravest first; an action is what the force has done since."""

FOLLOWED_KINDS = KINDS[:4]
"""The kinds that are followed through the years by their topic (rule 10)."""

LEVELS = ("pillars", "questions", "areas")
"""What the areas of an edition are among their like."""

TONES = ("worst", "poor", "fair", "good", "best")
"""What a grade says, for the colour it is shown in."""


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


def spoken(day: date) -> str:
    """A day for people: ``12 April 2017``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


class PartialDate(Record):
    """A date as precisely as it is known: a year, a month of a year, or a day."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``2017``, ``2017-04`` or ``2017-04-12``; ValueError for anything else."""
        parts = text.split("-")
        widths = [len(part) for part in parts]
        if widths not in ([4], [4, 2], [4, 2, 2]) or not (text.isascii() and "".join(parts).isdigit()):
            raise ValueError(text)
        numbers = [int(part) for part in parts]
        date(*numbers, *[1] * (3 - len(numbers)))
        return cls(*numbers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self.iso == other.iso

    def __hash__(self) -> int:
        return hash(self.iso)

    def __str__(self) -> str:
        return self.iso

    @cached_property
    def iso(self) -> str:
        """The ISO form at the precision known: ``2017-04-12``, ``2017-04`` or ``2017``."""
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def spoken(self) -> str:
        """The form for people: ``12 April 2017``, ``April 2017`` or ``2017``."""
        month = MONTHS[self.month - 1] if self.month else None
        return " ".join(str(part) for part in (self.day, month, self.year) if part is not None)

    @property
    def exact(self) -> date | None:
        """The day, where it is known."""
        if self.month is None or self.day is None:
            return None
        return date(self.year, self.month, self.day)

    @cached_property
    def earliest(self) -> date:
        """The first day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)

    @cached_property
    def latest(self) -> date:
        """The last day that it may be."""
        if self.day:
            return self.earliest
        if self.month is None or self.month == 12:
            return date(self.year, 12, 31)
        return date(self.year, self.month + 1, 1) - timedelta(days=1)


class Scale(Record):
    """The grades of an edition, from worst to best."""

    names: tuple[str, ...]
    short: dict[str, str]
    tones: dict[str, str]

    def __contains__(self, grade: str) -> bool:
        return grade in self.short

    def rank(self, grade: str) -> int:
        """The place of a grade, 0 for the worst; ValueError where the scale lacks it."""
        return self.names.index(grade)


class Area(Record):
    """What an edition grades: a pillar, a question under it, or an area of its own."""

    id: str
    title: str
    parent: str | None = None
    core: bool = True
    """Whether every force is graded on it."""
    graded: bool = True
    """False where the edition reports on it without a grade."""
    question: str | None = None
    break_: str | None = None
    """Why its grades compare with no earlier edition's, although the family is the same."""


class Edition(Record):
    """One round of inspections, under the inspectorate's own name for it."""

    id: str
    title: str
    family: str
    index: int
    """Its place among the editions, 0 for the first."""
    published: PartialDate | None
    comparability: str
    comparability_source: str
    reply_days: int | None
    scale: Scale
    areas: dict[str, Area]

    @cached_property
    def core(self) -> tuple[Area, ...]:
        """The areas on which every force is graded."""
        return tuple([area for area in self.areas.values() if area.core and area.graded])

    @cached_property
    def levels(self) -> dict[str, str]:
        """What each area is among its like, by its id, as they are counted apart (rule 9).

        A pillar is where other areas are questions; else it is an area.
        """
        above = "pillars" if any(area.parent for area in self.areas.values()) else "areas"
        return {area.id: "questions" if area.parent else above for area in self.areas.values()}


def areas_together(editions: Sequence[Edition]) -> list[Area]:
    """The areas of some editions, each under its pillar, the newest edition's first."""
    found: dict[str, Area] = {}
    for edition in reversed(editions):
        for area in edition.areas.values():
            found.setdefault(area.id, area)
    return under_pillars(found.values())


def under_pillars(areas: Iterable[Area]) -> list[Area]:
    """Areas each under its pillar; a pillar stands where it, or a question of it, stands first."""
    groups: dict[str, list[Area]] = {}
    for area in areas:
        groups.setdefault(area.parent or area.id, []).append(area)
    return [area for group in groups.values() for area in sorted(group, key=lambda area: bool(area.parent))]


class Topic(Record):
    """The narrow subject of findings."""

    id: str
    meaning: str
    followed: bool = True
    """Whether it is a thread by which findings are followed through the years."""

    spelling: str | None = None
    """How people write it, where that is not the words of the id."""

    @property
    def title(self) -> str:
        """Its name for people: ``domestic abuse``, ``anti-social behaviour``."""
        return self.spelling or self.id.replace("-", " ")


class Regime(Record):
    """What all records share: the editions in order, and the topics."""

    editions: dict[str, Edition]
    topics: dict[str, Topic]

    def family_start(self, edition: Edition) -> Edition:
        """The first edition that may be compared with this one."""
        return next(other for other in self.editions.values() if other.family == edition.family)

    def border(self, edition: Edition) -> Edition | None:
        """The first edition after this one that cannot be compared with it, where there is one."""
        later = (other for other in self.editions.values() if other.index > edition.index)
        return next((other for other in later if other.family != edition.family), None)

    def between(self, old: Edition, new: Edition) -> list[Edition]:
        """The editions after ``old`` up to and with ``new``, in order."""
        return [other for other in self.editions.values() if old.index < other.index <= new.index]

    def breaks(self, area_id: str, old: Edition, new: Edition) -> list[str]:
        """Why an area's line is broken between two editions of a family (rule 3)."""
        return [why for index, why in self._breaks.get(area_id, ()) if old.index < index <= new.index]

    @cached_property
    def _breaks(self) -> dict[str, list[tuple[int, str]]]:
        """The breaks of every area, each with the place of its edition."""
        found: dict[str, list[tuple[int, str]]] = {}
        for edition in self.editions.values():
            for area in edition.areas.values():
                if area.break_:
                    found.setdefault(area.id, []).append((edition.index, area.break_))
        return found


class Correction(Record):
    """A change of a grade after publication, because of an error."""

    from_: str
    on: PartialDate
    why: str | None


class Grade(Record):
    """What one inspection gave one area."""

    area: Area
    grade: str
    source: str
    """The address of the page that gives it."""
    published: PartialDate | None = None
    """Its own date, which may be years after the inspection's."""
    carried_from: Edition | None = None
    """The earlier edition whose grade stands, where the area was not inspected again."""
    corrected: Correction | None = None
    note: str | None = None


class Finding(Record):
    """One thing that an inspection found; in our own words."""

    kind: str
    area: Area | None
    """None: the force as a whole."""
    topic: Topic
    text: str
    source: str

    @property
    def followed(self) -> bool:
        """Whether its topic is followed through the years (rule 10)."""
        return self.kind in FOLLOWED_KINDS and self.topic.followed


class Inspection(Record):
    """One edition's assessment of one force."""

    edition: Edition
    position: int
    """Its place in the file, 0 for the first: where to look for its lines."""
    own_date: PartialDate | None
    inspector: str | None
    grades: dict[str, Grade]
    """By area id, in the order of the edition's areas."""
    findings: tuple[Finding, ...]
    unused_sources: tuple[str, ...] = ()
    """The keys of the sources that no grade and no finding refers to."""

    @property
    def published(self) -> PartialDate | None:
        """Its own date, else the edition's national one, else unknown (rule 1)."""
        return self.own_date or self.edition.published

    @property
    def published_is(self) -> str:
        """Whose date it is: ``own``, ``national`` or ``unknown``."""
        if self.own_date:
            return "own"
        return "national" if self.edition.published else "unknown"

    @property
    def reply_due(self) -> date | None:
        """The last day for the local policing body's published comments.

        Within 56 days beginning with the day of publication, by the Police Act 1996,
        s.55(5A): the day of publication is day one. None where the edition sets no
        such duty or the day of publication is not known.
        """
        day = self.published.exact if self.published else None
        if day is None or self.edition.reply_days is None:
            return None
        return day + timedelta(days=self.edition.reply_days - 1)


class Monitoring(Record):
    """A period of enhanced monitoring; no grade, and it runs across editions."""

    entered: PartialDate
    left: PartialDate | None
    reason: str
    source: str
    source_left: str | None


class Force(Record):
    """One force and its inspections, in the order of the editions."""

    id: str
    name: str
    region: str
    country: str
    aliases: tuple[str, ...] = ()
    engage: tuple[Monitoring, ...] = ()
    inspections: tuple[Inspection, ...] = ()

    @cached_property
    def held(self) -> dict[str, Inspection]:
        """The inspections by the id of their edition."""
        return {inspection.edition.id: inspection for inspection in self.inspections}


class Total(Record):
    """How many forces got each grade of one area, as the inspectorate published it."""

    edition: Edition
    area: Area
    counts: dict[str, int]
    source: str
