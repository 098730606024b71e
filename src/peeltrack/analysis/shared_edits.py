"""Edits of what all records share: editions, areas, topics, publishers, wording and national totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from peeltrack.analysis.edits import (
    AREA,
    EDITION,
    PUBLISHER,
    REGIME,
    TOPIC,
    TOTAL,
    Edit,
    Keys,
    Values,
    compare_things,
    compare_values,
    counts,
    iso,
)
from peeltrack.model import NEUTRAL, Area, Edition, Publisher, Regime, Reply, Topic, Total, Wording


def regime_edits(old: Regime, new: Regime) -> Iterator[Edit]:
    """Yield what is different between two states of the editions, topics, publishers and wording."""
    if old is new:
        return
    yield from _edition_edits(old.editions, new.editions)
    topics = ({each.id: _describe_topic(each) for each in side.topics.values()} for side in (old, new))
    yield from _compare_all(Edit("topics.toml", (), TOPIC), *topics)
    publishers = (_describe_publishers(side.publishers) for side in (old, new))
    yield from _compare_file(Edit("publishers.toml", (), PUBLISHER), *publishers)
    wordings = (_describe_wording(side.wording) for side in (old, new))
    yield from _compare_file(Edit("regime.toml", (), REGIME), *wordings)


def _compare_all(base: Edit, old: Mapping[str, Values], new: Mapping[str, Values]) -> Iterator[Edit]:
    """Compare the tables of a file by their names."""
    for name in dict.fromkeys([*new, *old]):
        path: Keys = tuple(name.split(".")) if base.thing == REGIME else (name,)
        here = base._replace(item=name, path=path if name in new else ())
        yield from compare_values(here, old.get(name), new.get(name))


def _compare_file(base: Edit, old: Mapping[str, Values], new: Mapping[str, Values]) -> Iterator[Edit]:
    """Compare the tables of a file that need not be there; a new or deleted file is one edit."""
    if bool(old) == bool(new):
        return _compare_all(base, old, new)
    return compare_values(base, *({"entries": str(len(side))} if side else None for side in (old, new)))


def _edition_edits(old: Mapping[str, Edition], new: Mapping[str, Edition]) -> Iterator[Edit]:
    olds, news = (dict(_describe_editions(side.values())) for side in (old, new))
    both = {**old, **new}
    for edition_id in dict.fromkeys([*new, *old]):
        path: Keys = ("edition", new[edition_id].index) if edition_id in new else ()
        base = Edit("editions.toml", path, EDITION, edition=both[edition_id])
        yield from compare_values(base, olds.get(edition_id), news.get(edition_id))
        if edition_id in old and edition_id in new:
            yield from _area_edits(base, old[edition_id].areas, new[edition_id].areas)


def _describe_editions(editions: Iterable[Edition]) -> Iterator[tuple[str, Values]]:
    """Describe editions, each with the one before it, because their order matters."""
    before = None
    for edition in editions:
        scale = edition.scale
        grades = "; ".join(f"{name} ({scale.short[name]}, {scale.tones[name]})" for name in scale.names)
        yield (
            edition.id,
            {
                "title": edition.title,
                "follows": before,
                "family": edition.family,
                "published": iso(edition.published),
                "grades": grades,
                "comparability": edition.comparability,
                "comparability_source": edition.comparability_source,
            },
        )
        before = edition.id


def _area_edits(base: Edit, old: Mapping[str, Area], new: Mapping[str, Area]) -> Iterator[Edit]:
    places = {area_id: place for place, area_id in enumerate(new)}
    both = {**old, **new}
    for area_id, area in both.items():
        path = (*base.path, "areas", places[area_id]) if area_id in places else base.path
        here = base._replace(thing=AREA, path=path, area=area)
        yield from compare_things(here, _describe_area, old.get(area_id), new.get(area_id))


def _describe_area(area: Area) -> Values:
    return {
        "title": area.title,
        "parent": area.parent,
        "core": _flag(area.core),
        "graded": _flag(area.graded),
        "question": area.question,
        "break": area.break_,
        "continues": area.continues,
    }


def _describe_topic(topic: Topic) -> Values:
    return {"meaning": topic.meaning, "title": topic.own_title, "followed": _flag(topic.followed)}


def _flag(value: object) -> str:
    return "true" if value else "false"


def _describe_publishers(publishers: Mapping[str, Publisher]) -> dict[str, Values]:
    return {host: {"name": each.name, "kind": each.kind} for host, each in publishers.items()}


def _describe_wording(wording: Wording) -> dict[str, Values]:
    """Return the texts of regime.toml by their keys; nothing if there is no such file."""
    if wording is NEUTRAL:
        return {}
    found: dict[str, Values] = {}
    for key, value in wording._asdict().items():
        table = value._asdict() if isinstance(value, Reply) else value
        if isinstance(table, Mapping):
            found |= {f"{key}.{name}": {"value": str(each)} for name, each in table.items()}
        elif value:
            found[key] = {"value": "; ".join(value) if isinstance(value, tuple) else str(value)}
    return found


def total_edits(old: Sequence[Total], new: Sequence[Total]) -> Iterator[Edit]:
    """Yield what is different between two states of the published national totals."""
    olds, news = ({f"{each.edition.id} {each.area.id}": each for each in side} for side in (old, new))
    places = {name: place for place, name in enumerate(news)}
    described = ({name: _describe_total(each) for name, each in side.items()} for side in (olds, news))
    for edit in _compare_file(Edit("national.toml", (), TOTAL), *described):
        total = news.get(edit.item or "") or olds.get(edit.item or "")
        if total is None:
            yield edit
            continue
        path = ("total", places[edit.item], *edit.path[1:]) if edit.item in places else ()
        yield edit._replace(path=path, edition=total.edition, area=total.area, item=None)


def _describe_total(total: Total) -> Values:
    return {"counts": counts(total.counts), "source": total.source}
