"""What the options that narrow a question ask for, as a Scope."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from peeltrack.cli.options import NEWEST

if TYPE_CHECKING:
    from peeltrack.analysis.national import Scope
    from peeltrack.model import Edition, PartialDate
    from peeltrack.store.library import Library


def find_all(words: Iterable[str], find: Callable[[str], str]) -> list[str]:
    """Find what each word names; a word that names nothing may be several, joined by commas.

    A name can itself have a comma, so a word is looked up whole first.
    """
    from peeltrack.model import PeeltrackError

    found: list[str] = []
    for word in words:
        try:
            found.append(find(word))
        except PeeltrackError:
            parts = [part for part in word.split(",") if part.strip()]
            if "," not in word or not parts:
                raise
            found += [find(part) for part in parts]
    return list(dict.fromkeys(found))


def find_edition(library: Library, word: str) -> Edition:
    """Find an edition by its id or title, or by latest, previous or first."""
    from peeltrack.model import PeeltrackError

    editions = list(library.regime.editions.values())
    place = dict(zip(NEWEST, (-1, -2, 0), strict=True)).get(word.casefold())
    if place is None:
        return library.edition(word)
    if len(editions) < -place:
        raise PeeltrackError(f"the records have only one edition: {editions[0].id}")
    return editions[place]


def scope(
    library: Library,
    *,
    force: Sequence[str] = (),
    region: Sequence[str] = (),
    edition: Sequence[str] = (),
    area: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
) -> Scope:
    """Return what the options of these names ask for.

    Raise PeeltrackError for a word that names nothing, and for words that exclude each other.
    """
    from peeltrack.analysis.national import Scope

    begin, first = _bound(library, since)
    end, last = _bound(library, until)
    editions = find_all(edition, lambda word: find_edition(library, word).id)
    found = Scope(
        forces=find_all(force, library.find),
        regions=find_all(region, library.region),
        editions=_between(library, editions, first, last),
        areas=_lines(library, find_all(area, library.area)),
        since=begin,
        until=end,
    )
    _refuse_contradictions(library, found)
    return found


def _lines(library: Library, areas: Iterable[str]) -> list[str]:
    """Return areas with those that they took over from, or that took over from them (rule 2)."""
    lines = [id_ for area in areas for id_ in (area, *sorted(library.regime.line(area)))]
    return list(dict.fromkeys(lines))


def _bound(library: Library, word: str | None) -> tuple[PartialDate | None, Edition | None]:
    """Return the date or the edition that --since or --until names."""
    from peeltrack.model import PartialDate, PeeltrackError
    from peeltrack.store.names import fold_name, quoted

    if word is None:
        return None, None
    try:
        return PartialDate.parse(fold_name(word)), None
    except ValueError:
        pass
    try:
        return None, find_edition(library, word)
    except PeeltrackError:
        raise PeeltrackError(
            f"{quoted(word)} is not a date or an edition; write 2017, 2017-04 or 2017-04-12, or one of:"
            f" {', '.join(library.regime.editions)}"
        ) from None


def _between(library: Library, chosen: list[str], first: Edition | None, last: Edition | None) -> list[str]:
    """Return the ids of the chosen editions from the first to the last; an empty list means all."""
    from peeltrack.model import PeeltrackError

    if first is None and last is None:
        return chosen
    found = [
        each.id
        for each in library.regime.editions.values()
        if (first is None or each.index >= first.index)
        and (last is None or each.index <= last.index)
        and (not chosen or each.id in chosen)
    ]
    if not found:
        asked = f" among {', '.join(chosen)}" if chosen else ""
        since = f" since {first.id}" if first else ""
        until = f" until {last.id}" if last else ""
        raise PeeltrackError(f"no edition{since}{until}{asked}; see 'peeltrack editions'")
    return found


def _refuse_contradictions(library: Library, asked: Scope) -> None:
    """Raise PeeltrackError if the options exclude each other, and say why."""
    from peeltrack.model import PeeltrackError

    if asked.since and asked.until and asked.since.earliest > asked.until.latest:
        raise PeeltrackError(f"--since {asked.since} is after --until {asked.until}")
    if asked.forces and asked.regions:
        for force in map(library.force, asked.forces):
            if force.region not in asked.regions:
                raise PeeltrackError(
                    f"{force.name} is in the region {force.region}; leave out --region, or name another force"
                )
    if asked.editions:
        editions = [library.regime.editions[each] for each in asked.editions]
        for area in asked.areas:
            if not any(library.regime.line(area) & each.areas.keys() for each in editions):
                titles = " or ".join(each.title for each in editions)
                raise PeeltrackError(f"{area} is not an area of {titles}; see 'peeltrack areas'")
