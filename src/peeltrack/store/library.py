"""Find and open records: one force, all forces, one inspection."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from peeltrack.model import NEUTRAL, Edition, Force, Inspection, PartialDate, PeeltrackError, Regime, Total
from peeltrack.store.names import choices, fold_name, nearest, quoted, suggestion

if TYPE_CHECKING:
    from peeltrack.store import Source


PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

PACKAGED = os.path.join(PACKAGE, "data")
"""Where a wheel puts the built-in records; an update replaces them."""


def shipped() -> str:
    """Return the folder of the built-in records: in the wheel, or beside src/ in a checkout.

    Raises PeeltrackError if they cannot be read. Another folder with the name ``data`` never stands in.
    """
    if os.path.isdir(PACKAGED):
        return PACKAGED
    source, top = os.path.basename(os.path.dirname(PACKAGE)), os.path.dirname(os.path.dirname(PACKAGE))
    if source == "src" and os.path.isfile(os.path.join(top, "pyproject.toml")):
        return os.path.join(top, "data")
    archive = "it runs from an archive" if not os.path.exists(PACKAGE) else "they are not installed"
    raise PeeltrackError(f"peeltrack cannot read its built-in records: {archive}; name a folder with --data")


def is_shipped(folder: str) -> bool:
    """Return whether a folder is the one of the built-in records."""
    try:
        return os.path.abspath(folder) == shipped()
    except PeeltrackError:
        return False


def is_record(name: str) -> bool:
    """Return whether a file of this name is the record of a force: not hidden, and TOML."""
    return name.endswith(".toml") and not name.startswith(".")


WHOLE_YEARS = re.compile(r"\b((\d\d)\d\d)-\2(\d\d)\b")
"""Two years of one century, both in full: ``2018-2019``."""


class Library:
    """A folder of records; each file is read at most once, and only if it is needed.

    Methods that read raise InvalidRecordError for an invalid file, and PeeltrackError for a question that
    they cannot answer.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._sources: dict[str, Source] = {}
        self._forces: dict[str, Force] = {}

    @property
    def data_option(self) -> str:
        """The option by which a suggested command reads the same folder; empty for the built-in one."""
        import shlex

        return "" if is_shipped(self.folder) else f" --data {shlex.quote(self.folder)}"

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The ids of the forces, sorted; to list them, no file is opened."""
        names = [name.removesuffix(".toml") for name in self._in_forces() if is_record(name)]
        if not names:
            raise PeeltrackError(
                f"no records in {self.folder}: expected {self.path('*')} beside editions.toml"
            )
        return tuple(sorted(names))

    def _in_forces(self) -> Iterable[str]:
        """Return the names of all files in the folder ``forces``."""
        self._must_be()
        forces = os.path.join(self.folder, "forces")
        try:
            return os.listdir(forces)
        except OSError as error:
            raise PeeltrackError(f"the folder {forces} cannot be read ({error.strerror})") from None

    def _must_be(self) -> None:
        if not os.path.isdir(self.folder):
            kind = "is a file" if os.path.exists(self.folder) else "does not exist"
            raise PeeltrackError(f"the data folder {self.folder} {kind}; name a folder with --data")

    def path(self, force_id: str) -> str:
        """Return the path of a force's record."""
        return os.path.join(self.folder, "forces", f"{force_id}.toml")

    def source(self, force_id: str) -> Source:
        """Return the file of a force."""
        if force_id not in self._sources:
            self._sources[force_id] = self.open(f"forces/{force_id}.toml")
        return self._sources[force_id]

    @cached_property
    def regime(self) -> Regime:
        """The editions, topics, publishers and wording."""
        from peeltrack.store import read_all, read_editions, read_publishers, read_topics, read_wording

        self._must_be()
        editions, topics, publishers = read_all(
            lambda: read_editions(self.open("editions.toml")),
            lambda: read_topics(self.open("topics.toml")),
            lambda: read_publishers(self.open("publishers.toml")) if self.has("publishers.toml") else {},
        )
        wording = read_wording(self.open("regime.toml"), editions) if self.has("regime.toml") else NEUTRAL
        return Regime(editions, topics, publishers, wording)

    def has(self, name: str) -> bool:
        """Return whether the folder has a file of this name."""
        return os.path.lexists(os.path.join(self.folder, name))  # a link that leads nowhere is not overlooked

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """The published national totals; none if the folder has no national.toml."""
        from peeltrack.store import read_totals

        if not self.has("national.toml"):
            return ()
        return read_totals(self.open("national.toml"), self.regime)

    def open(self, name: str) -> Source:
        """Return the text of a file by its name in the folder: ``forces/FORCE.toml``."""
        from peeltrack.store import Source

        return Source.open(os.path.join(self.folder, name))

    def read(self, name: str) -> bytes:
        """Return the content of a file by its name in the folder."""
        from peeltrack.store import Source

        return Source.read(os.path.join(self.folder, name))

    def force(self, name: str) -> Force:
        """Return the force with this id, name, former name or alias."""
        return self._read(self.find(name))

    def _read(self, force_id: str) -> Force:
        from peeltrack.store import read_force

        if force_id not in self._forces:
            self._forces[force_id] = read_force(self.source(force_id), force_id, self.regime)
        return self._forces[force_id]

    def forces(self, force_ids: Iterable[str] | None = None) -> list[Force]:
        """Return all forces, or those with some ids, in the order of their ids.

        Raises InvalidRecordError with the problems of every file.
        """
        from functools import partial

        from peeltrack.store import read_all

        asked = self.ids if force_ids is None else sorted(force_ids)
        _ = self.regime  # so that a problem in it is reported once, not once per force
        return read_all(*(partial(self._read, force_id) for force_id in asked))

    def find(self, name: str) -> str:
        """Return the id of a force; other files are opened only if no file has that id."""
        from peeltrack.store import is_id

        wanted = fold_name(name)
        # The file comes first, so that its force is found as fast among thousands.
        if (is_id(wanted) and self.has(f"forces/{wanted}.toml")) or wanted in self.ids:
            return wanted
        having = self._folded_ids.get(wanted) or self._names.get(wanted, [])
        if len(having) == 1:
            return having[0]
        if having:
            both = " and ".join(f"'{force_id}'" for force_id in having)
            raise PeeltrackError(
                f"more than one record has the name {quoted(name)}: {both}; name one of these"
            )
        if sentence := self.outside(name):
            raise PeeltrackError(sentence)
        near = self.near(name)
        hint = (
            f"did you mean {near}?" if near else f"for the full list, run: peeltrack forces{self.data_option}"
        )
        raise PeeltrackError(f"there is no force called {quoted(name)} in our records; {hint}")

    def outside(self, name: str) -> str | None:
        """Return a sentence about a name that the records do not cover; None if they say nothing about it."""
        sentences = {fold_name(each): text for each, text in self.regime.wording.elsewhere.items()}
        return sentences.get(fold_name(name))

    def near(self, name: str) -> str:
        """Return in words the forces that a mistyped name or a region can mean; nothing if none is near."""
        from peeltrack.store import InvalidRecordError

        known = [(force_id, force_id) for force_id in self.ids]
        known += [(each, force_id) for each, having in self._names.items() for force_id in having]
        with suppress(InvalidRecordError):
            if in_region := [each.id for each in self.forces() if fold_name(each.region) == fold_name(name)]:
                return choices(in_region)
        return choices(nearest(name, known))

    @cached_property
    def _folded_ids(self) -> dict[str, list[str]]:
        """The ids that are alike if people type them, by their folded form."""
        found: dict[str, list[str]] = {}
        for force_id in self.ids:
            found.setdefault(fold_name(force_id), []).append(force_id)
        return found

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """The ids of the forces that have each name, by the name in its folded form."""
        from peeltrack.store import InvalidRecordError, read_names

        found: dict[str, list[str]] = {}
        for force_id in self.ids:
            with suppress(InvalidRecordError):
                for name in dict.fromkeys(map(fold_name, read_names(self.source(force_id)))):
                    found.setdefault(name, []).append(force_id)
        return found

    def edition(self, name: str) -> Edition:
        """Return the edition with this id or title, or whose id ends like this if that is not a year."""
        word = fold_name(name)
        if _date(word):
            raise PeeltrackError(
                f"{word} is a date of publication, and names no edition; the editions are: "
                f"{', '.join(self.regime.editions)}"
            )
        if found := named(self.regime, word):
            return found[0]
        near = suggestion(name, self.regime.editions)
        editions = ", ".join(self.regime.editions)
        raise PeeltrackError(f"{quoted(name)} is not an edition{near}; the editions are: {editions}")

    def area(self, name: str) -> str:
        """Return the id of the area with this id or title, in any edition."""
        areas = [area for edition in self.regime.editions.values() for area in edition.areas.values()]
        ids = {area.id: area.id for area in areas}
        word = fold_name(name)
        titled = dict.fromkeys(area.id for area in areas if fold_name(area.title) == word)
        if word not in ids and len({self.regime.line(area_id) for area_id in titled}) > 1:
            both = " and ".join(f"'{area_id}'" for area_id in titled)
            raise PeeltrackError(
                f"more than one area has the title {quoted(name)}: {both}; name one of these"
            )
        titles = {fold_name(area.title): area.id for area in areas}
        return _known(name, titles | ids, "an area of any edition")

    def topic(self, name: str) -> str:
        """Return the id of the topic with this id."""
        return _known(name, {topic_id: topic_id for topic_id in self.regime.topics}, "a topic")

    def region(self, name: str) -> str:
        """Return the region with this name; every record is opened."""
        regions = {fold_name(region): region for region in self.regions()}
        return _known(name, regions, "a region in our records")

    def regions(self) -> list[str]:
        """Return the regions of the forces, sorted."""
        return sorted({force.region for force in self.forces()})

    def names(self) -> Iterator[str]:
        """Yield every name of every force in its folded form; every record is opened."""
        return iter(self._names)

    def line(self, force_id: str, *keys: str | int) -> int:
        """Return the 1-based line of something in a force's record."""
        return self.source(force_id).line(keys)


def pick(force: Force, when: str, regime: Regime) -> Inspection:
    """Return the inspection that a word names.

    A bare year is a year of publication, and so are a month (``2017-04``) and a day; an
    edition goes by its id, its title, or the end of its id if that is not a date
    (``2018-19``); ``latest``, ``previous`` and ``first`` go by the order of editions (rule 1).
    Raises Trouble, listing what there is, where the word names none or two.
    """
    inspections = force.inspections
    if not inspections:
        raise PeeltrackError(f"our records have no inspection of {force.name}")
    places = {"first": 0, "latest": -1, "previous": -2}
    word = fold_name(when)
    if word in places:
        if word == "previous" and len(inspections) < 2:
            raise PeeltrackError(f"our records have only one inspection of {force.name}: {listed(force)}")
        return inspections[places[word]]
    if (asked := _date(word)) is not None:
        found = [
            inspection
            for inspection in inspections
            if inspection.published and str(inspection.published).startswith(str(asked))
        ]
        if len(found) == 1:
            return found[0]
        at = f"{'on' if asked.day else 'in'} {asked.in_words}"
        if found:
            raise PeeltrackError(
                f"{len(found)} inspections of {force.name} were published {at}: "
                f"{_choices(found)}; name one by its edition, such as {found[0].edition.id}"
            )
        raise PeeltrackError(
            f"no inspection of {force.name} was published {at}; our records have: {listed(force)}"
        )
    editions = named(regime, word)
    for inspection in inspections:
        if inspection.edition in editions:
            return inspection
    if editions:
        raise PeeltrackError(
            f"{editions[0].title} of {force.name} is not in our records; they have: {listed(force)}"
        )
    hint = suggestion(when, [*regime.editions, *places])
    having = f"our records of {force.name} have: {listed(force)}"
    raise PeeltrackError(f"{quoted(when)} is not a year or an edition{hint}; {having}")


def named(regime: Regime, word: str) -> list[Edition]:
    """Return the editions that a folded word names: by their id, title or the end of their id.

    Two years in full name an edition as well as the short form does: ``2018-2019`` is ``2018-19``.
    """
    words = {word, WHOLE_YEARS.sub(r"\1-\3", word)}
    return [
        edition
        for edition in regime.editions.values()
        if words & {edition.id, fold_name(edition.title), edition.id.partition("-")[2]}
    ]


def _known(name: str, known: Mapping[str, str], what: str) -> str:
    word = fold_name(name)
    if word not in known:
        near = choices(nearest(name, known.items()))
        hint = f"did you mean {near}?" if near else f"there are: {_several(known)}"
        raise PeeltrackError(f"{quoted(name)} is not {what}; {hint}")
    return known[word]


def _several(known: Mapping[str, str]) -> str:
    return ", ".join(dict.fromkeys(known.values()))


def _date(word: str) -> PartialDate | None:
    """Return the year, month or day that a word is; None if it is not a date."""
    try:
        return PartialDate.parse(word)
    except ValueError:
        return None


def listed(force: Force) -> str:
    """Return the inspections of a force in words, undated ones last."""
    dated = [inspection for inspection in force.inspections if inspection.published]
    undated = [inspection for inspection in force.inspections if not inspection.published]
    return _choices(dated + undated)


def _choices(inspections: list[Inspection]) -> str:
    return ", ".join(
        f"{inspection.edition.id} ({published_words(inspection.published, inspection.published_is)})"
        for inspection in inspections
    )


def published_words(published: PartialDate | None, published_is: str) -> str:
    """Return a date of publication for people: ``12 April 2017``, ``2018, national date`` or ``no date``."""
    if published is None:
        return "date not in our records"
    return published.in_words + (", date of the national report" if published_is == "national" else "")
