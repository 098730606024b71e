"""What all records share, from its files: editions, topics and national totals."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from peeltrack.model import (
    NEUTRAL,
    TONES,
    UNGRADED,
    Area,
    Edition,
    Publisher,
    Regime,
    Reply,
    Scale,
    Topic,
    Total,
    Wording,
)
from peeltrack.store.cursor import Table, is_id, known_area, read_counts
from peeltrack.store.names import quoted
from peeltrack.store.source import InvalidRecordError, Problem, Source

MOST_DAYS = 3660
"""The longest time for a response that is believable, in days."""


def read_topics(source: Source) -> dict[str, Topic]:
    """The topics by id; raises Faulty with every problem."""
    problems: list[Problem] = []
    top = Table(source.parse(), None, source, problems)
    found: dict[str, Topic] = {}
    for topic_id, value in top.data.items():
        if not is_id(topic_id):
            top.fault(f"the id {quoted(topic_id)} should be lower-case words joined by hyphens", topic_id)
        if isinstance(value, dict):
            table = top.table(topic_id, "topic")
            if table:
                found[topic_id] = Topic(
                    topic_id,
                    table.need("meaning"),
                    table.flag("followed", default=True),
                    table.text("title", optional=True),
                )
        else:
            found[topic_id] = Topic(topic_id, top.need(topic_id))
    if problems:
        raise InvalidRecordError(problems)
    return found


def read_editions(source: Source) -> dict[str, Edition]:
    """The editions by id, in order; raises Faulty with every problem."""
    problems: list[Problem] = []
    top = Table(source.parse(), "editions", source, problems)
    found: dict[str, Edition] = {}
    tables = top.tables("edition", "edition")
    if not top.data.get("edition"):
        top.fault("no [[edition]] is defined")
    areas: set[str] = set()
    families: dict[str, Edition] = {}  # the first edition of each
    family = None
    for index, table in enumerate(tables):
        edition = _edition(table, index, areas)
        if edition.id in found:
            table.fault(f"a second edition has the id '{edition.id}'", "id")
        first = families.setdefault(edition.family, edition)
        if edition.family != family and first is not edition:
            table.fault(
                f"the family '{edition.family}' should be in one piece, with no other between", "family"
            )
        _same_scale(edition, first, table)
        areas.update(edition.areas)
        family = edition.family
        found[edition.id] = edition
    if problems:
        raise InvalidRecordError(problems)
    return found


def read_publishers(source: Source) -> dict[str, Publisher]:
    """Read the publishers by host; raise InvalidRecordError with every problem."""
    problems: list[Problem] = []
    top = Table(source.parse(), None, source, problems)
    found: dict[str, Publisher] = {}
    for host in top.data:
        if host != host.casefold().rstrip(".").removeprefix("www.") or not host.isprintable() or "/" in host:
            top.fault(
                f"the host {quoted(host)} should be in lower case, without 'www.' and a dot at its end", host
            )
        if table := top.table(host, "publisher"):
            found[host] = Publisher(table.need("name"), table.need("kind"))
    if problems:
        raise InvalidRecordError(problems)
    return found


def read_wording(source: Source, editions: Mapping[str, Edition]) -> Wording:
    """Read what the records say about themselves; raise InvalidRecordError with every problem."""
    problems: list[Problem] = []
    top = Table(source.parse(), "regime", source, problems)
    covers = top.date("covers_until")
    if covers and not covers.exact:
        top.fault("'covers_until' should be a day, such as 2025-07-31", "covers_until")
    reply = top.table("reply", "reply")
    wording = Wording(
        title=top.text("title", optional=True) or NEUTRAL.title,
        covers_until=covers.exact if covers else None,
        time_zone=top.text("time_zone", optional=True) or NEUTRAL.time_zone,
        licence=top.text("licence", optional=True),
        licence_page=top.address("licence_page", optional=True),
        summaries=top.text("summaries", optional=True),
        regions=top.texts("regions"),
        nouns=_texts(top, "nouns"),
        reply=_reply(reply, editions) if reply else None,
        explain=_texts(top, "explain"),
        elsewhere=_texts(top, "elsewhere"),
    )
    if problems:
        raise InvalidRecordError(problems)
    return wording


def _texts(top: Table, key: str) -> dict[str, str]:
    """The texts of a table with any keys."""
    table = top.table(key)
    return {word: table.need(word) for word in table.data} if table else {}


def _reply(table: Table, editions: Mapping[str, Edition]) -> Reply:
    days = table.count("days", 1, MOST_DAYS)
    if "days" not in table.data:
        table.missing("days")
    since = table.pick("since", editions, "the id of an edition of editions.toml")
    return Reply(
        who=table.need("who"),
        what=table.need("what"),
        days=days or 1,
        rule=table.need("rule"),
        source=table.address("source") or "",
        since=since.id if since else "",
    )


def _same_scale(edition: Edition, first: Edition, table: Table) -> None:
    """Note a fault if an edition has other grades than the first one of its family."""
    if edition.scale.names != first.scale.names:
        names = ", ".join(first.scale.names)
        message = f"the grades should be those of {first.title}, which is of the same family: {names}"
        table.fault(message, "grades")


def _edition(table: Table, index: int, earlier: Collection[str]) -> Edition:
    """Read an edition; ``earlier`` has the ids of the areas of the editions before it."""
    edition_id = _id(table)
    if edition_id:
        table.name = edition_id
    statement = table.table("comparability", "comparability")
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
        scale=_scale(table),
        areas=_areas(table, earlier),
    )


def _id(table: Table) -> str:
    value = table.need("id")
    if value and not is_id(value):
        table.fault(f"the id {quoted(value)} should be lower-case words joined by hyphens", "id")
    return value


def _scale(edition: Table) -> Scale:
    names: list[str] = []
    short: dict[str, str] = {}
    tones: dict[str, str] = {}
    tables = edition.tables("grades", "scale")
    if not edition.data.get("grades"):
        edition.fault("'grades' is missing: the scale, from worst to best")
    for table in tables:
        name = table.need("name")
        if name in short or name == UNGRADED:
            table.fault(f"the grade '{name}' is there already", "name")
        names.append(name)
        short[name] = table.need("short")
        tones[name] = (
            table.pick("tone", dict(zip(TONES, TONES, strict=True)), f"a tone: {', '.join(TONES)}") or ""
        )
    return Scale(tuple(names), short, tones)


def _areas(edition: Table, earlier: Collection[str]) -> dict[str, Area]:
    found: dict[str, Area] = {}
    tables = edition.tables("areas", "area")
    if not edition.data.get("areas"):
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
            continues=table.text("continues", optional=True),
        )
        if area.id in found:
            table.fault(f"a second area has the id '{area.id}'", "id")
        if area.parent and (area.parent not in found or found[area.parent].parent):
            table.fault(
                f"the parent {quoted(area.parent)} should be an area above this one, and have no parent",
                "parent",
            )
        if area.continues and area.continues not in earlier:
            near = table.hint(area.continues, earlier)
            what = f"no earlier edition has an area {quoted(area.continues)} to continue"
            table.fault(f"{what}{near}", "continues")
        found.setdefault(area.id, area)
    return found


def read_totals(source: Source, regime: Regime) -> tuple[Total, ...]:
    """The published national totals; raises Faulty with every problem."""
    problems: list[Problem] = []
    top = Table(source.parse(), "totals", source, problems)
    found: list[Total] = []
    for table in top.tables("total", "total"):
        edition = table.pick("edition", regime.editions, "the id of an edition of editions.toml")
        area_id = table.text("area")
        address = table.address("source") or ""
        counts = table.table("counts")
        if "counts" not in table.data:
            table.missing("counts")
        if edition is None or area_id is None:
            continue
        area = known_area(table, area_id, edition, "area")
        numbers = read_counts(counts, edition) if counts else {}
        if area and any(total.edition is edition and total.area is area for total in found):
            table.fault(f"a second total of {area.title}, {edition.title}", "area")
        if area:
            found.append(Total(edition, area, numbers, address))
    if problems:
        raise InvalidRecordError(problems)
    return tuple(found)
