"""A force from its file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peeltrack.model import (
    BASES,
    KINDS,
    NAMED,
    SAID_BY,
    TIMINGS,
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
    PublishedCount,
    Regime,
)
from peeltrack.store.cursor import Table, is_id, kind_of, known_area, read_counts
from peeltrack.store.names import quoted
from peeltrack.store.source import InvalidRecordError, Problem, Source

CODE = 3
"""How many letters the code of a force has."""

FAR = 99
"""The last column and row of a tile map."""

COMPLETE, EXCERPTS = "complete", "excerpts"

_KINDS = dict(zip(KINDS, KINDS, strict=True))
_KIND = f"a kind of finding: {', '.join(KINDS)}"


def read_force(source: Source, force_id: str, regime: Regime) -> Force:
    """A force from its file; raises Faulty with every problem where there is one."""
    problems: list[Problem] = []
    top = Table(source.parse(), "force", source, problems)
    force = Force(
        id=force_id,
        name=top.need("name"),
        region=top.need("region"),
        country=top.need("country"),
        aliases=top.texts("aliases"),
        monitoring=tuple(_monitoring(table) for table in top.tables("monitoring", "monitoring")),
        inspections=_inspections(top, regime),
        code=_code(top),
        tile=_tile(top),
    )
    problems += _carried_wrongly(force, source, regime)
    if problems:
        raise InvalidRecordError(problems)
    return force


def _carried_wrongly(force: Force, source: Source, regime: Regime) -> Iterator[Problem]:
    """Return the grades carried over that contradict another grade: none may look like a change (rule 4)."""
    for place, inspection in enumerate(force.inspections):
        for area_id, grade in inspection.grades.items():
            other = _contradiction(grade, inspection.edition, force.inspections[:place], regime)
            if grade.carried_from and other:
                path = ("inspection", inspection.position, "grades", area_id, "carried_from")
                message = (
                    f"'{grade.grade}' is carried over from {grade.carried_from.title}, "
                    f"but {other[0].title} has '{other[1].grade}'"
                )
                yield Problem(source, message, f"{inspection.edition.id} grades.{area_id}", path)


def _contradiction(
    grade: Grade, edition: Edition, earlier: Sequence[Inspection], regime: Regime
) -> tuple[Edition, Grade] | None:
    """Return a different grade from the time in which one was carried over, with its edition.

    Nobody inspected the area again since the edition that the grade is carried from. So every grade from
    there on is the same, whether it is new or carried over itself, unless a break lies between.
    """
    for inspection in reversed(earlier if grade.carried_from else ()):
        before = inspection.edition
        if (
            grade.carried_from and before.index < grade.carried_from.index
        ) or before.family != edition.family:
            return None
        if regime.breaks(grade.area.id, before, edition):
            return None
        other = inspection.grades.get(grade.area.id)
        if other and other.grade not in (UNGRADED, grade.grade):
            return before, other
    return None


def read_names(source: Source) -> tuple[str, ...]:
    """A force's name and aliases, as far as its file can be read; never raises Faulty."""
    try:
        data = source.parse()
    except InvalidRecordError:
        return ()
    names = [data.get("name")]
    if isinstance(aliases := data.get("aliases"), list):
        names += aliases
    return tuple(name for name in names if isinstance(name, str))


def _code(top: Table) -> str | None:
    code = top.text("code", optional=True)
    if code and not (len(code) == CODE and code.isascii() and code.isalpha() and code.isupper()):
        top.fault(f"{quoted(code)} is not a code: write {CODE} capital letters", "code")
    return code


def _tile(top: Table) -> tuple[int, int] | None:
    if "tile" not in top.data:
        return None
    tile = top.data["tile"]
    if isinstance(tile, list) and [type(number) for number in tile] == [int, int]:
        column, row = tile
        if min(tile) >= 0 and max(tile) <= FAR:
            return column, row
    top.fault(f"'tile' should be a column and a row, such as [4, 8], from 0 to {FAR}", "tile")
    return None


def _monitoring(table: Table) -> Monitoring:
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


def _inspections(top: Table, regime: Regime) -> tuple[Inspection, ...]:
    found: dict[str, Inspection] = {}
    for position, table in enumerate(top.tables("inspection", "inspection")):
        edition = table.pick("edition", regime.editions, "the id of an edition of editions.toml")
        if edition is None:
            continue
        table.name = edition.id
        if edition.id in found:
            table.fault(f"a second inspection of {edition.title}; the record has one already", "edition")
        found[edition.id] = _inspection(table, position, edition, regime)
    return tuple(sorted(found.values(), key=lambda inspection: inspection.edition.index))


class _Sources:
    """The addresses of an inspection by their keys, and which of them are referred to."""

    def __init__(self, named: Table | None) -> None:
        self.addresses: dict[str, str] = {}
        self.used: set[str] = set()
        if named:
            for key in named.data:
                if not is_id(key):
                    named.fault(f"the key {quoted(key)} should be lower-case words joined by hyphens", key)
                self.addresses[key] = named.address(key) or ""

    def of(self, table: Table) -> str:
        """The address that a table's ``source`` refers to; empty after a fault."""
        address = table.pick("source", self.addresses, "a key of [inspection.sources]")
        if address is None:
            return ""
        self.used.add(table.data["source"])
        return address

    def like(self, area: Area) -> str | None:
        """The address whose key is an area's id, else its parent's; None where there is neither."""
        key = area.id if area.id in self.addresses else area.parent or area.id
        self.used.add(key)
        return self.addresses.get(key)

    @property
    def unused(self) -> tuple[str, ...]:
        """The keys that nothing refers to."""
        return tuple([key for key in self.addresses if key not in self.used])


def _inspection(table: Table, position: int, edition: Edition, regime: Regime) -> Inspection:
    sources = _Sources(table.table("sources"))
    grades: dict[str, Grade] = {}
    if graded := table.table("grades"):
        for area_id in graded.data:
            area = known_area(graded, area_id, edition, area_id)
            if area and (grade := _grade(graded, area, edition, sources, regime)):
                grades[area_id] = grade
    findings = [_finding(inner, edition, sources, regime) for inner in table.tables("findings", "finding")]
    count = table.table("published_count", "published_count")
    return Inspection(
        edition=edition,
        position=position,
        own_date=table.date("published"),
        inspector=table.text("inspector", optional=True),
        grades={area_id: grades[area_id] for area_id in edition.areas if area_id in grades},
        entries=tuple([finding for finding in findings if finding]),
        page=table.address("page", optional=True),
        published_count=_published_count(count, edition, sources) if count else None,
        findings_complete=table.choice("findings_are", (EXCERPTS, COMPLETE)) == COMPLETE,
        unused_sources=sources.unused,
        sources=sources.addresses,
    )


def _published_count(table: Table, edition: Edition, sources: _Sources) -> PublishedCount:
    counted = table.table("grades")
    if not table.data.get("grades"):
        table.fault("'grades' is missing: how many areas got each grade, such as { good = 2 }")
    excluded = table.texts("excludes")
    for number, area_id in enumerate(excluded):
        known_area(table, area_id, edition, "excludes", number)
    return PublishedCount(read_counts(counted, edition) if counted else {}, excluded, sources.of(table))


def _grade(grades: Table, area: Area, edition: Edition, sources: _Sources, regime: Regime) -> Grade | None:
    value = grades.data[area.id]
    if isinstance(value, str):
        return _short_grade(grades, area, edition, sources)
    if not isinstance(value, dict):
        grades.fault(f"'{area.id}' should be a grade or a table, not {kind_of(value)}", area.id)
        return None
    table = Table(value, "grade", grades.source, grades.problems, grades, (area.id,))
    grade = Grade(
        area,
        _on_scale(table, "grade", area, edition),
        sources.of(table),
        table.date("published"),
        _carried_from(table, area, edition, regime) if "carried_from" in value else None,
        _correction(table, edition) if "corrected" in value else None,
        table.text("note", optional=True),
        table.choice("basis", BASES) or NAMED,
    )
    return grade if grade.grade else None


def _short_grade(grades: Table, area: Area, edition: Edition, sources: _Sources) -> Grade | None:
    grade, address = _on_scale(grades, area.id, area, edition), sources.like(area)
    if address is None:
        parent = f" or '{area.parent}'" if area.parent else ""
        way_out = f'write {area.id} = {{ grade = "{grades.data[area.id]}", source = "…" }}'
        grades.fault(f"no source is named '{area.id}'{parent}; {way_out}", area.id)
        return None
    return Grade(area, grade, address) if grade else None


def _on_scale(table: Table, key: str, area: Area, edition: Edition) -> str:
    """The grade at a key; empty after a fault."""
    names = edition.scale.names
    grade = table.data.get(key)
    if (grade in names and area.graded) or grade == UNGRADED:
        return str(grade)
    if grade := table.text(key):
        if grade in names:
            table.fault(f"{edition.title} reports on {area.title} without a grade", key)
        else:
            near = table.hint(grade, (*names, UNGRADED))
            scale = f"{', '.join(names)}, or {UNGRADED}"
            table.fault(f"{quoted(grade)} is not a grade of {edition.title}: {scale}{near}", key)
    return ""


def _carried_from(table: Table, area: Area, edition: Edition, regime: Regime) -> Edition | None:
    earlier = table.pick("carried_from", regime.editions, "the id of an edition of editions.toml")
    if earlier is None:
        return None
    if earlier.index >= edition.index:
        message = f"a grade cannot be carried from {earlier.title}, only from an earlier edition"
        table.fault(message, "carried_from")
    elif area.id not in earlier.areas:
        table.fault(f"{earlier.title} has no area '{area.id}' to carry a grade from", "carried_from")
    return earlier


def _correction(grade: Table, edition: Edition) -> Correction | None:
    table = grade.table("corrected", "corrected")
    if table is None:
        return None
    before = table.text("from")
    on = table.date("on", optional=False)
    if before and before != UNGRADED and before not in edition.scale.names:
        table.fault(f"{quoted(before)} is not a grade of {edition.title}", "from")
    return Correction(before or "", on or PartialDate(1), table.text("why", optional=True))


def _finding(table: Table, edition: Edition, sources: _Sources, regime: Regime) -> Finding | None:
    kind = table.pick("kind", _KINDS, _KIND)
    area_id = table.text("area", optional=True)
    topic = table.pick("topic", regime.topics, "a topic of topics.toml")
    text = table.text("text")
    said_by = table.choice("said_by", SAID_BY)
    timing = table.choice("timing", TIMINGS)
    if timing and kind and kind != "action":
        table.fault(f"'timing' is for an action, not for '{kind}'", "timing")
    persisting = table.flag("persisting", default=False)
    source = sources.of(table)
    area = known_area(table, area_id, edition, "area") if area_id else None
    if not (kind and topic and text):
        return None
    return Finding(kind, area, topic, text, source, said_by, timing, persisting)
