"""A cursor over a parsed table: it notes every problem and goes on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar

from peeltrack.model import UNGRADED, Area, Edition, PartialDate
from peeltrack.store.lines import Keys
from peeltrack.store.names import quoted, shortened, suggestion
from peeltrack.store.source import Problem, Source

TABLES = {
    "force": ("name", "aliases", "region", "country", "code", "tile", "monitoring", "inspection"),
    "monitoring": ("entered", "left", "reason", "source", "source_left"),
    "inspection": (
        "edition",
        "published",
        "inspector",
        "page",
        "findings_are",
        "sources",
        "published_count",
        "grades",
        "findings",
    ),
    "published_count": ("grades", "excludes", "source"),
    "grade": ("grade", "basis", "published", "carried_from", "corrected", "note", "source"),
    "corrected": ("from", "on", "why"),
    "finding": ("kind", "area", "topic", "text", "said_by", "timing", "persisting", "source"),
    "editions": ("edition",),
    "edition": (
        "id",
        "title",
        "family",
        "published",
        "comparability",
        "grades",
        "areas",
    ),
    "comparability": ("text", "source"),
    "scale": ("name", "short", "tone"),
    "area": ("id", "title", "parent", "core", "graded", "question", "break", "continues"),
    "topic": ("meaning", "title", "followed"),
    "totals": ("total",),
    "total": ("edition", "area", "counts", "source"),
    "regime": (
        "title",
        "covers_until",
        "time_zone",
        "licence",
        "licence_page",
        "summaries",
        "regions",
        "nouns",
        "reply",
        "explain",
        "elsewhere",
    ),
    "reply": ("who", "what", "days", "rule", "source", "since"),
    "publisher": ("name", "kind"),
}
"""The keys that each kind of table may have."""

_KNOWN = {kind: frozenset(keys) for kind, keys in TABLES.items()}

T = TypeVar("T")

FIRST_YEAR, LAST_YEAR = 1800, 2200
"""The years that a date can be in: others are slips, and days after the last one cannot be counted."""

HINTS = 100
"""How many problems of a file get a suggestion: comparing words is slow."""


def kind_of(value: object) -> str:
    """Return what a TOML value is, in a word for people."""
    words: list[tuple[type, str]] = [
        (bool, "true or false"),
        (str, "text"),
        (datetime, "a date with a time"),
        (date, "a date"),
        (int, "a number"),
        (float, "a fraction"),
        (list, "a list"),
        (dict, "a table"),
    ]
    return next((word for kind, word in words if isinstance(value, kind)), "a time")


class Table:
    """A cursor over one parsed table: every call notes a problem, and goes on.

    Nearly every value is as it should be, and is found so first: what it is instead,
    and where it stands, is put into words only for a fault.
    """

    __slots__ = ("above", "data", "keys", "name", "problems", "source")

    def __init__(
        self,
        data: dict[str, Any],
        kind: str | None,
        source: Source,
        problems: list[Problem],
        above: Table | None = None,
        keys: Keys = (),
    ) -> None:
        self.data = data
        self.source = source
        self.problems = problems
        self.above = above
        self.keys = keys
        """The keys that lead to it from the table above."""
        self.name = ""
        """What people call it, if it has a name."""
        if kind and not _KNOWN[kind].issuperset(data):
            for key in data:
                if key not in _KNOWN[kind]:
                    self.fault(f"unknown key {quoted(key)}{self.hint(key, TABLES[kind])}", key)

    @property
    def path(self) -> Keys:
        """The keys and places that lead to it from the top."""
        return self.above.path + self.keys if self.above else ()

    @property
    def where(self) -> str:
        """Which table it is, for people: ``EDITION grades.AREA``, ``EDITION finding 3``."""
        if self.above is None:
            return ""
        *keys, last = self.keys
        name = last if isinstance(last, str) else f"{str(keys[0]).removesuffix('s')} {last + 1}"
        before = self.above.where
        joint = "." if before and isinstance(self.above.keys[-1], str) else " "
        return f"{before}{joint}{self.name or name}".lstrip()

    def fault(self, message: str, *keys: str | int) -> None:
        """Note a problem, here or at the keys below."""
        problem = Problem(self.source, shortened(message), shortened(self.where), (*self.path, *keys))
        self.problems.append(problem)

    def hint(self, word: str, among: Iterable[str]) -> str:
        """Return the word that was probably meant, as ``suggestion`` does; nothing after many problems."""
        return suggestion(word, among) if len(self.problems) < HINTS else ""

    def _wrong(self, key: str, wanted: str) -> None:
        self.fault(f"'{key}' should be {wanted}, not {kind_of(self.data[key])}", key)

    def missing(self, key: str) -> None:
        """Note that a key is not there."""
        self.fault(f"'{key}' is missing")

    def text(self, key: str, *, optional: bool = False) -> str | None:
        """Return a text; None if it is not there or is not a text."""
        value = self.data.get(key)
        if isinstance(value, str):
            if value and not value.isspace():
                return value
            self.fault(f"'{key}' is empty", key)
        elif value is not None:
            self._wrong(key, "text")
        elif not optional:
            self.missing(key)
        return None

    def need(self, key: str) -> str:
        """Return a text that must be there; empty after a problem."""
        return self.text(key) or ""

    def choice(self, key: str, among: Sequence[str]) -> str | None:
        """Return one of some words; None if it is not there, and after a problem."""
        if key not in self.data:
            return None
        return self.pick(key, dict(zip(among, among, strict=True)), f"one of: {', '.join(among)}")

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty if it is not there, and after a problem."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.fault(f"'{key}' should be a list of texts", key)
            return ()
        return tuple(value)

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false; the default if it is not there, and after a problem."""
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self._wrong(key, "true or false")
            return default
        return value

    def count(self, key: str, least: int = 0, most: int = 1_000_000) -> int | None:
        """Return a whole number within limits; None if it is not there, and after a problem."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(key, "a whole number")
            return None
        if not least <= value <= most:
            self.fault(f"'{key}' should be a number from {least} to {most}", key)
            return None
        return value

    def date(self, key: str, *, optional: bool = True) -> PartialDate | None:
        """Return a date with the precision that it has; None if it is not there, and after a problem."""
        value = self.data.get(key)
        if value is None:
            if not optional:
                self.missing(key)
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return self._likely(_exactly(value), key)
        if isinstance(value, str):
            try:
                found = PartialDate.parse(value)
            except ValueError:
                self.fault(f'{quoted(value)} is not a date: write 2017-04-12, "2017-04" or "2017"', key)
                return None
            if found.day:
                self.fault(f"write the day {value} without quotes", key)
            return self._likely(found, key)
        self._wrong(key, 'a date (2017-04-12, "2017-04" or "2017")')
        return None

    def _likely(self, found: PartialDate, key: str) -> PartialDate | None:
        """Return a date; None after a problem, if no inspection can have it."""
        if FIRST_YEAR <= found.year <= LAST_YEAR:
            return found
        self.fault(f"'{found}' cannot be right: the year should be from {FIRST_YEAR} to {LAST_YEAR}", key)
        return None

    def address(self, key: str, *, optional: bool = False) -> str | None:
        """Return a text that should be an address, also after a problem."""
        value = self.text(key, optional=optional)
        if value and not is_address(value):
            self.fault(f"{quoted(value)} is not an http or https address", key)
        return value

    def pick(self, key: str, among: Mapping[str, T], what: str) -> T | None:
        """Return the value that a text names; ``what`` completes "is not …" for people."""
        value = self.data.get(key)
        if isinstance(value, str) and value in among:
            return among[value]
        if text := self.text(key):
            self.fault(f"{quoted(text)} is not {what}{self.hint(text, among)}", key)
        return None

    def table(self, key: str, kind: str | None = None) -> Table | None:
        """Return the table at a key, if there is one; without a kind it can have any keys."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self._wrong(key, "a table")
            return None
        return Table(value, kind, self.source, self.problems, self, (key,))

    def tables(self, key: str, kind: str) -> list[Table]:
        """Return the tables of an array of tables."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            names = [name for name in (*self.path, key) if isinstance(name, str)]
            self.fault(f"'{key}' should be written as [[{'.'.join(names)}]] tables", key)
            return []
        source, problems = self.source, self.problems
        return [Table(item, kind, source, problems, self, (key, number)) for number, item in enumerate(value)]


@cache
def _exactly(day: date) -> PartialDate:
    """Return a day as a PartialDate; equal days share one."""
    return PartialDate(day.year, day.month, day.day)


def is_address(text: str) -> bool:
    """Return whether a text is an http or https address with nothing in it that breaks a link."""
    return (
        text.startswith(("http://", "https://"))
        and bool(text.partition("://")[2].strip("/"))
        and text.isprintable()
        and not (" " in text or "<" in text or ">" in text or '"' in text)
    )


@cache
def is_id(text: str) -> bool:
    """Return whether a text is a slug: lower-case letters and digits, joined by single hyphens."""
    return all(part.isascii() and part.isalnum() and part == part.lower() for part in text.split("-"))


def read_counts(table: Table, edition: Edition) -> dict[str, int]:
    """Return how often each grade of an edition was given; other grades are faults."""
    numbers: dict[str, int] = {}
    for grade in table.data:
        if grade != UNGRADED and grade not in edition.scale.names:
            names = (*edition.scale.names, UNGRADED)
            table.fault(f"{quoted(grade)} is not a grade of {edition.title}{table.hint(grade, names)}", grade)
        elif (number := table.count(grade)) is not None:
            numbers[grade] = number
    return numbers


def known_area(table: Table, area_id: str, edition: Edition, *keys: str | int) -> Area | None:
    """Return the area of an edition; None after a problem, which is noted at the keys."""
    area = edition.areas.get(area_id)
    if area is None:
        table.fault(
            f"{edition.title} has no area {quoted(area_id)}{table.hint(area_id, edition.areas)}", *keys
        )
    return area
