"""Where each page of the site is, and which names lead to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from peeltrack.formats.document import Link
from peeltrack.model import Area, Edition, Force, Regime, Topic
from peeltrack.store import is_id
from peeltrack.store.names import fold_name

START = "index.html"
SEARCH = "search.html"
METHOD = "method.html"
GLOSSARY = "glossary.html"
DATA = "data.html"


def file_name(name: str) -> str:
    """Return an id as part of an address; a name that is not a proper id gets a number that is its own."""
    if is_id(name):
        return name
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in fold_name(name))
    return "-".join(
        [*filter(None, letters.split("-")), sha256(name.encode(errors="surrogatepass")).hexdigest()[:8]]
    )


class Places:
    """The path of every page, and the names that lead to it."""

    def __init__(self, forces: Sequence[Force], regime: Regime) -> None:
        self.regime = regime
        self.lines = _lines(regime)
        """The areas that have a page: the newest of each line of areas (rule 2)."""
        self._names: dict[str, str | None] = {}
        self.paths = {START, SEARCH, METHOD, GLOSSARY, DATA, *LISTS}
        for path, titles in self._pages(forces):
            self.paths.add(path)
            for title in titles:
                # A name that two pages have leads to neither.
                self._names[title] = path if self._names.get(title, path) == path else None

    def _pages(self, forces: Sequence[Force]) -> Iterator[tuple[str, Iterable[str]]]:
        """Yield the path of each page about one thing, with the names of that thing."""
        editions = self.regime.editions.values()
        yield from ((force_path(force), [force.name]) for force in forces)
        yield from ((edition_path(edition), [edition.title]) for edition in editions)
        yield from ((topic_path(topic), [topic.title]) for topic in self.regime.topics.values())
        for edition in editions:
            yield from ((self.area_path(area.id), [area.title]) for area in edition.areas.values())

    def area_path(self, area_id: str) -> str:
        """Return the page of an area, which is also that of the areas that it continues."""
        return f"areas/{self.lines[area_id].id}.html"

    def area(self, area: Area) -> Link:
        """Return a link to the page of an area."""
        return Link(self.area_path(area.id), area.title)

    def of_name(self, name: str) -> str | None:
        """Return the page that a name leads to; None if there is none, or more than one."""
        return self._names.get(name)


LISTS = ("forces.html", "editions.html", "areas.html", "topics.html")


def _lines(regime: Regime) -> dict[str, Area]:
    """Return the newest area of the line of each area, by id."""
    found: dict[str, Area] = {}
    for edition in reversed(regime.editions.values()):
        for area in edition.areas.values():
            for area_id in regime.line(area.id):
                found.setdefault(area_id, area)
    return found


def force_path(force: Force) -> str:
    """Return the page of a force."""
    return f"forces/{file_name(force.id)}.html"


def edition_path(edition: Edition) -> str:
    """Return the page of an edition."""
    return f"editions/{edition.id}.html"


def topic_path(topic: Topic) -> str:
    """Return the page of a topic."""
    return f"topics/{topic.id}.html"


def to_force(force: Force) -> Link:
    """Return a link to the page of a force."""
    return Link(force_path(force), force.name)


def to_edition(edition: Edition) -> Link:
    """Return a link to the page of an edition."""
    return Link(edition_path(edition), edition.title)


def to_topic(topic: Topic) -> Link:
    """Return a link to the page of a topic."""
    return Link(topic_path(topic), topic.title)


FILES = "data/"
"""The folder of the files to download."""


class Here:
    """The pages as one page sees them: their addresses are relative to it."""

    def __init__(self, places: Places, path: str) -> None:
        self._places = places
        self._path = path
        self._up = "../" * path.count("/")

    def link(self, path: str) -> str:
        """Return the address of a file of the site."""
        return self._up + path

    def has(self, address: str) -> bool:
        """Return whether an address is that of a page or another file of the site."""
        return address in self._places.paths or address.startswith(FILES)

    def named(self, name: str) -> str | None:
        """Return the address of the page that a name leads to; None for this page and for other words."""
        path = self._places.of_name(name)
        return None if path is None or path == self._path else self.link(path)
