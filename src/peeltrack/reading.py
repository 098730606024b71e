"""TOML text in, a record out, or every problem in it with its line.

Reading is checking: a cursor over the parsed table notes each fault and goes on, so
that one run names them all. A record with a fault is never handed out.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Any, NoReturn, TypeVar

import tomli

from peeltrack.record import Record
from peeltrack.records import (
    KINDS,
    TONES,
    UNGRADED,
    Area,
    Correction,
    Edition,
    Finding,
    Force,
    Grade,
    Inspection,
    Monitoring,
    PartialDate,
    Regime,
    Scale,
    Topic,
    Total,
)

LIMIT = 4 * 1024 * 1024
"""The largest file that is read, in bytes: no record comes near it."""

TABLES = {
    "force": ("name", "aliases", "region", "country", "engage", "inspection"),
    "engage": ("entered", "left", "reason", "source", "source_left"),
    "inspection": ("edition", "published", "inspector", "sources", "grades", "findings"),
    "grade": ("grade", "published", "carried_from", "corrected", "note", "source"),
    "corrected": ("from", "on", "why"),
    "finding": ("kind", "area", "topic", "text", "source"),
    "editions": ("edition",),
    "edition": (
        "id",
        "title",
        "family",
        "published",
        "reply_days",
        "comparability",
        "grades",
        "areas",
    ),
    "comparability": ("text", "source"),
    "scale": ("name", "short", "tone"),
    "area": ("id", "title", "parent", "core", "graded", "question", "break"),
    "topic": ("meaning", "followed"),
    "totals": ("total",),
    "total": ("edition", "area", "counts", "source"),
}
"""The keys that each kind of table may have."""

PATIENCE = 256
"""How many lines that may close a value of many lines are tried one by one."""

Keys = tuple[str | int, ...]
"""Where something stands in a parsed file: the keys and 0-based places that lead to it."""

T = TypeVar("T")


class Source:
    """A file's text, and the line on which each thing in it stands."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        """The path, as people are shown it."""
        self.text = text

    @classmethod
    def open(cls, path: str, name: str | None = None) -> Source:
        """Read a file as UTF-8, with or without a byte order mark.

        Raises Faulty where the path is no readable file, is larger than LIMIT or is
        not UTF-8.
        """
        source = cls(name or _shown(path), "")
        try:
            with open(path, "rb") as file:
                raw = file.read(LIMIT + 1)
        except IsADirectoryError:
            source.refuse("is a folder; a file is wanted")
        except OSError as error:
            if os.path.isdir(path):
                source.refuse("is a folder; a file is wanted")
            source.refuse(f"cannot be read ({error.strerror})")
        if len(raw) > LIMIT:
            source.refuse(f"is larger than {LIMIT // 1024 // 1024} MiB, too large for a record")
        try:
            source.text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            source.refuse("is not UTF-8 here; save the file as UTF-8", line)
        return source

    def refuse(self, message: str, line: int | None = None) -> NoReturn:
        """Raise Faulty with one problem of the file as a whole."""
        raise Faulty([Problem(self, message, at=line)])

    def parse(self) -> dict[str, Any]:
        """The parsed table; raises Faulty where the text is not TOML."""
        try:
            return tomli.loads(self.text)
        except tomli.TOMLDecodeError as error:
            self.refuse(f"is not valid TOML: {error.msg[:1].lower()}{error.msg[1:]}", error.lineno)
        except RecursionError:
            self.refuse("is nested too deeply")
        except ValueError as error:
            self.refuse(f"is not valid TOML: {error}")

    def line(self, path: Keys) -> int:
        """The 1-based line of what stands at a path, or of the nearest thing around it."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    @cached_property
    def _lines(self) -> dict[Keys, int]:
        """Every path with the line of the statement that makes it.

        Each statement is parsed by itself, so the grammar stays tomli's, and the work
        is linear in the text. What stands inside a value of many lines gets the first.
        """
        found: dict[Keys, int] = {}
        counts: dict[Keys, int] = {}
        header: Keys = ()
        for number, statement in _statements(self.text):
            if header_keys := _header(statement):
                header = ()
                for key in header_keys[:-1]:
                    header = (*header, key)
                    if header in counts:
                        header = (*header, counts[header] - 1)
                header = (*header, header_keys[-1])
                found.setdefault(header, number)
                if statement.lstrip().startswith("[["):
                    counts[header] = counts.get(header, 0) + 1
                    header = (*header, counts[header] - 1)
                for length in range(1, len(header) + 1):
                    found.setdefault(header[:length], number)
            else:
                for path in _paths(_parsed(statement) or {}):
                    found.setdefault((*header, *path), number)
        return found


def _shown(path: str) -> str:
    """A path as people are shown it: from here, where it lies below."""
    here = os.path.join(os.getcwd(), "")
    return path.removeprefix(here)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The statements of a TOML text, each with its 1-based first line."""
    lines = text.replace("\r\n", "\n").split("\n")
    start = 0
    while start < len(lines):
        end = _end(lines, start)
        yield start + 1, "\n".join(lines[start:end])
        start = end


def _end(lines: Sequence[str], start: int) -> int:
    """Where the statement that starts on a line ends: with the first line at which it parses.

    One that runs on is tried only where a line could close it. After PATIENCE such
    lines the tries go in leaps and are narrowed down after, so that a value of very
    many lines costs little; it may then swallow a statement that follows it.
    """

    def parses(end: int) -> bool:
        return _parsed("\n".join(lines[start:end])) is not None

    if parses(start + 1):
        return start + 1
    closers = [number + 1 for number in range(start + 1, len(lines)) if _closes(lines[number])]
    for end in closers[:PATIENCE]:
        if parses(end):
            return end
    low, high = PATIENCE, 2 * PATIENCE
    while high < len(closers) and not parses(closers[high]):
        low, high = high, 2 * high
    high = min(high, len(closers))
    while low < high:
        middle = (low + high) // 2
        if parses(closers[middle]):
            high = middle
        else:
            low = middle + 1
    return closers[high] if high < len(closers) else len(lines)


def _closes(line: str) -> bool:
    return any(mark in line for mark in ("]", "}", '"""', "'''"))


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomli.loads(text)
    except (ValueError, RecursionError):
        return None


def _header(statement: str) -> Keys:
    """The keys of a ``[table]`` or ``[[array]]`` line; empty for anything else."""
    if not statement.lstrip().startswith("["):
        return ()
    keys: list[str] = []
    here: Any = _parsed(statement)
    while here:
        if isinstance(here, list):
            here = here[0]
            continue
        key, here = next(iter(here.items()))
        keys.append(key)
    return tuple(keys)


def _paths(value: object) -> Iterator[Keys]:
    items: Iterable[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield (key,)
        for path in _paths(inner):
            yield (key, *path)


class Problem(Record):
    """One thing that is wrong with a file."""

    source: Source
    message: str
    where: str = ""
    """Which thing, in words: ``peel-2016 grades.efficiency``; empty for the whole file."""
    path: Keys = ()
    at: int | None = None
    """The line, where it is known without looking."""
    severity: str = "error"
    """``error``, or ``note`` for what is worth knowing and not wrong."""

    @cached_property
    def line(self) -> int:
        """The 1-based line, found when it is wanted."""
        return self.at or self.source.line(self.path)

    def __str__(self) -> str:
        """``file:line: where: message``."""
        mark = "" if self.severity == "error" else f"{self.severity}: "
        where = f"{self.where}: " if self.where else ""
        return f"{self.source.name}:{self.line}: {mark}{where}{self.message}"


class Faulty(Exception):
    """Raised instead of a record: what is wrong with its file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


def suggestion(word: str, among: Iterable[str]) -> str:
    """`` (did you mean 'x'?)`` where something among the words is near, else nothing."""
    from difflib import get_close_matches

    near = get_close_matches(word.casefold(), among, n=1)
    return f" (did you mean '{near[0]}'?)" if near else ""


def _kind_of(value: object) -> str:
    """What a TOML value is, in a word for people."""
    words: list[tuple[type, str]] = [
        (bool, "true or false"),
        (str, "text"),
        (datetime, "a date with a time"),
        (date, "a date"),
        (int, "a number"),
        (float, "a number"),
        (list, "a list"),
        (dict, "a table"),
    ]
    return next((word for kind, word in words if isinstance(value, kind)), "a time")


class _Table:
    """A cursor over one parsed table: every call notes a fault, and goes on."""

    __slots__ = ("data", "path", "problems", "source", "where")

    def __init__(
        self,
        data: dict[str, Any],
        known: Sequence[str],
        source: Source,
        problems: list[Problem],
        path: Keys = (),
        where: str = "",
    ) -> None:
        self.data = data
        self.source = source
        self.problems = problems
        self.path = path
        self.where = where
        if known:
            for key in data:
                if key not in known:
                    self.fault(f"unknown key '{key}'{suggestion(key, known)}", key)

    def fault(self, message: str, *keys: str | int) -> None:
        self.problems.append(Problem(self.source, message, self.where, (*self.path, *keys)))

    def _wrong(self, key: str, wanted: str) -> None:
        self.fault(f"'{key}' should be {wanted}, not {_kind_of(self.data[key])}", key)

    def missing(self, key: str) -> None:
        self.fault(f"'{key}' is missing")

    def text(self, key: str, *, optional: bool = False) -> str | None:
        value = self.data.get(key)
        if value is None:
            if not optional:
                self.missing(key)
        elif not isinstance(value, str):
            self._wrong(key, "text")
        elif not value.strip():
            self.fault(f"'{key}' is empty", key)
        else:
            return value
        return None

    def need(self, key: str) -> str:
        """A text that must be there; empty after a fault."""
        return self.text(key) or ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            self.fault(f"'{key}' should be a list of texts", key)
            return ()
        return tuple(value)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self.data.get(key, default)
        if not isinstance(value, bool):
            self._wrong(key, "true or false")
            return default
        return value

    def count(self, key: str, least: int = 0) -> int | None:
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self._wrong(key, "a number")
            return None
        if value < least:
            self.fault(f"'{key}' should be {least} or more, not {value}", key)
            return None
        return value

    def date(self, key: str, *, optional: bool = True) -> PartialDate | None:
        value = self.data.get(key)
        if value is None:
            if not optional:
                self.missing(key)
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return PartialDate(value.year, value.month, value.day)
        if isinstance(value, str):
            try:
                found = PartialDate.parse(value)
            except ValueError:
                self.fault(f'\'{value}\' is no date: write 2017-04-12, "2017-04" or "2017"', key)
                return None
            if found.day:
                self.fault(f"write the day {value} without quotes", key)
            return found
        self._wrong(key, 'a date (2017-04-12, "2017-04" or "2017")')
        return None

    def address(self, key: str, *, optional: bool = False) -> str | None:
        value = self.text(key, optional=optional)
        if value and not is_address(value):
            self.fault(f"'{value}' is no http or https address", key)
        return value

    def pick(self, key: str, among: Mapping[str, T], what: str, *, optional: bool = False) -> T | None:
        """What a text stands for; ``what`` completes "is not …" for people."""
        value = self.text(key, optional=optional)
        if value is None:
            return None
        if value not in among:
            self.fault(f"'{value}' is not {what}{suggestion(value, among)}", key)
            return None
        return among[value]

    def table(self, key: str, known: Sequence[str] = (), where: str = "") -> _Table | None:
        """The table at a key, where there is one; without ``known`` any key may stand in it."""
        value = self.data.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self._wrong(key, "a table")
            return None
        return self._inner(value, known, (key,), where or key)

    def tables(self, key: str, known: Sequence[str], what: str) -> list[_Table]:
        """The tables of an array of tables."""
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(f"'{key}' should be written as [[{'.'.join([*self._names(), key])}]] tables", key)
            return []
        return [
            self._inner(item, known, (key, number), f"{what} {number + 1}")
            for number, item in enumerate(value)
        ]

    def _names(self) -> list[str]:
        return [key for key in self.path if isinstance(key, str)]

    def _inner(self, data: dict[str, Any], known: Sequence[str], keys: Keys, where: str) -> _Table:
        where = f"{self.where} {where}" if self.where else where
        return _Table(data, known, self.source, self.problems, (*self.path, *keys), where)


def is_address(text: str) -> bool:
    """Whether a source is an http or https address, with nothing in it that breaks a link."""
    scheme, _, rest = text.partition("://")
    return (
        scheme in ("http", "https")
        and bool(rest.strip("/"))
        and text.isprintable()
        and not any(mark in text for mark in ' <>"')
    )


def is_id(text: str) -> bool:
    """Whether a text is a slug: lower-case letters and digits, joined by single hyphens."""
    return all(part.isascii() and part.isalnum() and part == part.lower() for part in text.split("-"))


def read_force(source: Source, force_id: str, regime: Regime) -> Force:
    """A force from its file; raises Faulty with every problem where there is one."""
    problems: list[Problem] = []
    top = _Table(source.parse(), TABLES["force"], source, problems)
    force = Force(
        id=force_id,
        name=top.need("name"),
        region=top.need("region"),
        country=top.need("country"),
        aliases=top.texts("aliases"),
        engage=tuple(_monitoring(table) for table in top.tables("engage", TABLES["engage"], "engage")),
        inspections=_inspections(top, regime),
    )
    if problems:
        raise Faulty(problems)
    return force


def read_names(source: Source) -> tuple[str, ...]:
    """A force's name and aliases, as far as its file can be read; never raises Faulty."""
    try:
        data = source.parse()
    except Faulty:
        return ()
    names = [data.get("name")]
    if isinstance(aliases := data.get("aliases"), list):
        names += aliases
    return tuple(name for name in names if isinstance(name, str))


def _monitoring(table: _Table) -> Monitoring:
    entered, left = table.date("entered", optional=False), table.date("left")
    if entered and left and left.latest < entered.earliest:
        table.fault("'left' is before 'entered'", "left")
    if table.data.get("source_left") and not left:
        table.fault("'source_left' has no 'left'", "source_left")
    return Monitoring(
        entered=entered or PartialDate(1),
        left=left,
        reason=table.need("reason"),
        source=table.address("source") or "",
        source_left=table.address("source_left", optional=True),
    )


def _inspections(top: _Table, regime: Regime) -> tuple[Inspection, ...]:
    found: dict[str, Inspection] = {}
    for position, table in enumerate(top.tables("inspection", TABLES["inspection"], "inspection")):
        edition = table.pick("edition", regime.editions, "the id of an edition")
        if edition is None:
            continue
        table.where = edition.id
        if edition.id in found:
            table.fault(f"a second inspection of {edition.title}; the record has one already", "edition")
        found[edition.id] = _inspection(table, position, edition, regime)
    return tuple(sorted(found.values(), key=lambda inspection: inspection.edition.index))


def _inspection(table: _Table, position: int, edition: Edition, regime: Regime) -> Inspection:
    sources: dict[str, str] = {}
    if named := table.table("sources"):
        for key in named.data:
            if not is_id(key):
                named.fault(f"the key '{key}' should be lower-case words joined by hyphens", key)
            sources[key] = named.address(key) or ""
    grades: dict[str, Grade] = {}
    if graded := table.table("grades"):
        for area_id in graded.data:
            area = _known_area(graded, area_id, edition, area_id)
            if area and (grade := _grade(graded, area, edition, sources, regime)):
                grades[area_id] = grade
    return Inspection(
        edition=edition,
        position=position,
        own_date=table.date("published"),
        inspector=table.text("inspector", optional=True),
        grades={area_id: grades[area_id] for area_id in edition.areas if area_id in grades},
        findings=tuple(
            finding
            for inner in table.tables("findings", TABLES["finding"], "finding")
            if (finding := _finding(inner, edition, sources, regime))
        ),
        sources=sources,
    )


def _known_area(table: _Table, area_id: str, edition: Edition, *keys: str) -> Area | None:
    area = edition.areas.get(area_id)
    if area is None:
        table.fault(f"{edition.title} has no area '{area_id}'{suggestion(area_id, edition.areas)}", *keys)
    return area


def _grade(
    grades: _Table, area: Area, edition: Edition, sources: Mapping[str, str], regime: Regime
) -> Grade | None:
    value = grades.data[area.id]
    if isinstance(value, str):
        word = _on_scale(grades, value, area, edition, area.id)
        key = area.id if area.id in sources else area.parent or area.id
        if key not in sources:
            grades.fault(
                f"no source is named '{area.id}'"
                + (f" or '{area.parent}'" if area.parent else "")
                + f'; write {area.id} = {{ grade = "{value}", source = "…" }}',
                area.id,
            )
            return None
        return Grade(area, word, sources[key]) if word else None
    if not isinstance(value, dict):
        grades.fault(f"'{area.id}' should be a grade or a table, not {_kind_of(value)}", area.id)
        return None
    table = _Table(
        value,
        TABLES["grade"],
        grades.source,
        grades.problems,
        (*grades.path, area.id),
        f"{grades.where}.{area.id}",
    )
    text = table.text("grade")
    carried_from = table.pick("carried_from", regime.editions, "the id of an edition", optional=True)
    if carried_from and carried_from.index >= edition.index:
        table.fault(
            f"a grade cannot be carried from {carried_from.title}, only from an earlier edition",
            "carried_from",
        )
    elif carried_from and area.id not in carried_from.areas:
        table.fault(f"{carried_from.title} has no area '{area.id}' to carry a grade from", "carried_from")
    grade = Grade(
        area=area,
        grade=(text and _on_scale(table, text, area, edition, "grade")) or "",
        source=_source(table, sources),
        published=table.date("published"),
        carried_from=carried_from,
        corrected=_correction(table, edition),
        note=table.text("note", optional=True),
    )
    return grade if grade.grade else None


def _on_scale(table: _Table, grade: str, area: Area, edition: Edition, key: str) -> str | None:
    if grade == UNGRADED:
        return grade
    if grade not in edition.scale:
        names = ", ".join(edition.scale.names)
        near = suggestion(grade, (*edition.scale.names, UNGRADED))
        table.fault(f"'{grade}' is not a grade of {edition.title}: {names}, or {UNGRADED}{near}", key)
        return None
    if not area.graded:
        table.fault(f"{edition.title} reports on {area.title} without a grade", key)
        return None
    return grade


def _source(table: _Table, sources: Mapping[str, str]) -> str:
    return table.pick("source", sources, "a key of [inspection.sources]") or ""


def _correction(grade: _Table, edition: Edition) -> Correction | None:
    table = grade.table("corrected", TABLES["corrected"])
    if table is None:
        return None
    before = table.text("from")
    on = table.date("on", optional=False)
    if before and before != UNGRADED and before not in edition.scale:
        table.fault(f"'{before}' is not a grade of {edition.title}", "from")
    return Correction(before or "", on or PartialDate(1), table.text("why", optional=True))


def _finding(table: _Table, edition: Edition, sources: Mapping[str, str], regime: Regime) -> Finding | None:
    kind = table.pick("kind", dict(zip(KINDS, KINDS, strict=True)), f"a kind of finding: {', '.join(KINDS)}")
    area_id = table.text("area", optional=True)
    topic = table.pick("topic", regime.topics, "a topic of topics.toml")
    text = table.text("text")
    source = _source(table, sources)
    area = _known_area(table, area_id, edition, "area") if area_id else None
    if not (kind and topic and text):
        return None
    return Finding(kind, area, topic, text, source)


def read_regime(editions: Source, topics: Source) -> Regime:
    """The editions and topics; raises Faulty with every problem of both files."""
    problems: list[Problem] = []
    regime = Regime(_editions(editions, problems), _topics(topics, problems))
    if problems:
        raise Faulty(problems)
    return regime


def _topics(source: Source, problems: list[Problem]) -> dict[str, Topic]:
    top = _Table(source.parse(), (), source, problems)
    found: dict[str, Topic] = {}
    for topic_id, value in top.data.items():
        if not is_id(topic_id):
            top.fault(f"the id '{topic_id}' should be lower-case words joined by hyphens", topic_id)
        if isinstance(value, dict):
            table = top.table(topic_id, TABLES["topic"])
            if table:
                found[topic_id] = Topic(topic_id, table.need("meaning"), table.flag("followed", default=True))
        else:
            found[topic_id] = Topic(topic_id, top.need(topic_id))
    return found


def _editions(source: Source, problems: list[Problem]) -> dict[str, Edition]:
    top = _Table(source.parse(), TABLES["editions"], source, problems)
    found: dict[str, Edition] = {}
    tables = top.tables("edition", TABLES["edition"], "edition")
    if not tables:
        top.fault("no [[edition]] is defined")
    for index, table in enumerate(tables):
        edition = _edition(table, index)
        if edition.id in found:
            table.fault(f"a second edition has the id '{edition.id}'", "id")
        before = list(found.values())
        if (
            before
            and edition.family in {other.family for other in before}
            and before[-1].family != edition.family
        ):
            table.fault(
                f"the family '{edition.family}' should be in one piece, with no other between", "family"
            )
        found[edition.id] = edition
    return found


def _edition(table: _Table, index: int) -> Edition:
    edition_id = _id(table)
    if edition_id:
        table.where = edition_id
    statement = table.table("comparability", TABLES["comparability"])
    if "comparability" not in table.data:
        table.missing("comparability")
    return Edition(
        id=edition_id,
        title=table.need("title"),
        family=table.need("family"),
        index=index,
        published=table.date("published"),
        comparability=statement.need("text") if statement else "",
        comparability_source=(statement.address("source") or "") if statement else "",
        reply_days=table.count("reply_days", least=1),
        scale=_scale(table),
        areas=_areas(table),
    )


def _id(table: _Table) -> str:
    value = table.need("id")
    if value and not is_id(value):
        table.fault(f"the id '{value}' should be lower-case words joined by hyphens", "id")
    return value


def _scale(edition: _Table) -> Scale:
    names: list[str] = []
    short: dict[str, str] = {}
    tones: dict[str, str] = {}
    tables = edition.tables("grades", TABLES["scale"], "grade")
    if not tables:
        edition.fault("'grades' is missing: the scale, from worst to best")
    for table in tables:
        name = table.need("name")
        if name in names or name == UNGRADED:
            table.fault(f"the grade '{name}' is there already", "name")
        names.append(name)
        short[name] = table.need("short")
        tones[name] = (
            table.pick("tone", dict(zip(TONES, TONES, strict=True)), f"a tone: {', '.join(TONES)}") or ""
        )
    return Scale(tuple(names), short, tones)


def _areas(edition: _Table) -> dict[str, Area]:
    found: dict[str, Area] = {}
    tables = edition.tables("areas", TABLES["area"], "area")
    if not tables:
        edition.fault("'areas' is missing: what the edition grades")
    for table in tables:
        area = Area(
            id=_id(table),
            title=table.need("title"),
            parent=table.text("parent", optional=True),
            core=table.flag("core", default=True),
            graded=table.flag("graded", default=True),
            question=table.text("question", optional=True),
            break_=table.text("break", optional=True),
        )
        if area.id in found:
            table.fault(f"a second area has the id '{area.id}'", "id")
        if area.parent and (area.parent not in found or found[area.parent].parent):
            table.fault(
                f"the parent '{area.parent}' should be an area above this one, and have no parent", "parent"
            )
        found[area.id] = area
    return found


def read_totals(source: Source, regime: Regime) -> tuple[Total, ...]:
    """The published national totals; raises Faulty with every problem."""
    problems: list[Problem] = []
    top = _Table(source.parse(), TABLES["totals"], source, problems)
    found: list[Total] = []
    for table in top.tables("total", TABLES["total"], "total"):
        edition = table.pick("edition", regime.editions, "the id of an edition")
        area_id = table.text("area")
        address = table.address("source") or ""
        counts = table.table("counts")
        if "counts" not in table.data:
            table.missing("counts")
        if edition is None or area_id is None:
            continue
        area = _known_area(table, area_id, edition, "area")
        numbers: dict[str, int] = {}
        for name in counts.data if counts else ():
            if name != UNGRADED and name not in edition.scale:
                table.fault(f"'{name}' is not a grade of {edition.title}", "counts", name)
            elif counts and (number := counts.count(name)) is not None:
                numbers[name] = number
        if area and any(total.edition is edition and total.area is area for total in found):
            table.fault(f"a second total of {area.title}, {edition.title}", "area")
        if area:
            found.append(Total(edition, area, numbers, address))
    if problems:
        raise Faulty(problems)
    return tuple(found)
