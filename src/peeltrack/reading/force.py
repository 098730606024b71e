"""A force from its file."""

from __future__ import annotations

from collections.abc import Mapping

from peeltrack.reading.source import Faulty, Problem, Source
from peeltrack.reading.table import TABLES, Table, is_id, kind_of, known_area, suggestion
from peeltrack.records import (
    KINDS,
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
)

_KINDS = dict(zip(KINDS, KINDS, strict=True))
_KIND = f"a kind of finding: {', '.join(KINDS)}"


def read_force(source: Source, force_id: str, regime: Regime) -> Force:
    """A force from its file; raises Faulty with every problem where there is one."""
    problems: list[Problem] = []
    top = Table(source.parse(), TABLES["force"], source, problems)
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
    for position, table in enumerate(top.tables("inspection", TABLES["inspection"], "inspection")):
        edition = table.pick("edition", regime.editions, "the id of an edition of editions.toml")
        if edition is None:
            continue
        table.where = edition.id
        if edition.id in found:
            table.fault(f"a second inspection of {edition.title}; the record has one already", "edition")
        found[edition.id] = _inspection(table, position, edition, regime)
    return tuple(sorted(found.values(), key=lambda inspection: inspection.edition.index))


class _Sources(dict[str, str]):
    """Addresses by key; it notes which of the keys are looked up."""

    def __init__(self) -> None:
        super().__init__()
        self.used: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.used.add(key)
        return super().__getitem__(key)


def _inspection(table: Table, position: int, edition: Edition, regime: Regime) -> Inspection:
    sources = _Sources()
    if named := table.table("sources"):
        for key in named.data:
            if not is_id(key):
                named.fault(f"the key '{key}' should be lower-case words joined by hyphens", key)
            sources[key] = named.address(key) or ""
    grades: dict[str, Grade] = {}
    if graded := table.table("grades"):
        for area_id in graded.data:
            area = known_area(graded, area_id, edition, area_id)
            if area and (grade := _grade(graded, area, edition, sources, regime)):
                grades[area_id] = grade
    findings = tuple(
        finding
        for inner in table.tables("findings", TABLES["finding"], "finding")
        if (finding := _finding(inner, edition, sources, regime))
    )
    return Inspection(
        edition=edition,
        position=position,
        own_date=table.date("published"),
        inspector=table.text("inspector", optional=True),
        grades={area_id: grades[area_id] for area_id in edition.areas if area_id in grades},
        findings=findings,
        unused_sources=tuple(key for key in sources if key not in sources.used),
    )


def _grade(
    grades: Table, area: Area, edition: Edition, sources: Mapping[str, str], regime: Regime
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
        grades.fault(f"'{area.id}' should be a grade or a table, not {kind_of(value)}", area.id)
        return None
    table = Table(
        value,
        TABLES["grade"],
        grades.source,
        grades.problems,
        (*grades.path, area.id),
        f"{grades.where}.{area.id}",
    )
    text = table.text("grade")
    carried_from = table.pick(
        "carried_from", regime.editions, "the id of an edition of editions.toml", optional=True
    )
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


def _on_scale(table: Table, grade: str, area: Area, edition: Edition, key: str) -> str | None:
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


def _source(table: Table, sources: Mapping[str, str]) -> str:
    return table.pick("source", sources, "a key of [inspection.sources]") or ""


def _correction(grade: Table, edition: Edition) -> Correction | None:
    table = grade.table("corrected", TABLES["corrected"])
    if table is None:
        return None
    before = table.text("from")
    on = table.date("on", optional=False)
    if before and before != UNGRADED and before not in edition.scale:
        table.fault(f"'{before}' is not a grade of {edition.title}", "from")
    return Correction(before or "", on or PartialDate(1), table.text("why", optional=True))


def _finding(table: Table, edition: Edition, sources: Mapping[str, str], regime: Regime) -> Finding | None:
    kind = table.pick("kind", _KINDS, _KIND)
    area_id = table.text("area", optional=True)
    topic = table.pick("topic", regime.topics, "a topic of topics.toml")
    text = table.text("text")
    source = _source(table, sources)
    area = known_area(table, area_id, edition, "area") if area_id else None
    if not (kind and topic and text):
        return None
    return Finding(kind, area, topic, text, source)
