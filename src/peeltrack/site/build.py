"""Turn the records into the files of the site."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from peeltrack import __version__
from peeltrack.formats.document import Heading
from peeltrack.formats.drawing import draw_block
from peeltrack.formats.html import Part, Sources, arrange
from peeltrack.formats.pictures import History, plain_text
from peeltrack.formats.templating import environment
from peeltrack.site import areas, downloads, editions, forces, lists, start, topics
from peeltrack.site.feed import entries
from peeltrack.site.findings import search_script
from peeltrack.site.page import File, Page, Site
from peeltrack.site.places import DATA, GLOSSARY, LISTS, METHOD, SEARCH, Here
from peeltrack.store.names import fold_name
from peeltrack.views.words import capital, covers_words, credit_lines

TEMPLATES = Path(__file__).with_name("templates")


class Section(NamedTuple):
    """A part of a page under its own heading; the first has none, and neither id nor title."""

    id: str
    title: str
    parts: list[Part]


def files(site: Site, base_url: str | None) -> Iterator[File]:
    """Yield every file of the site; with the address that it will have, also a feed."""
    writer = _Writer(site, base_url)
    for page in _pages(site):
        yield File(page.path, partial(writer.page, page))
        yield from page.downloads
    yield File("site.css", partial(writer.text, "site.css"))
    yield File("site.js", partial(writer.text, "site.js"))
    yield File("search.js", partial(writer.text, "search.js"))
    yield File("search-data.js", lambda: search_script(site).encode())
    if base_url:
        yield File("feed.xml", writer.feed)


def _pages(site: Site) -> Iterator[Page]:
    """Yield every page."""
    yield start.page(site)
    yield Page(SEARCH, "Search", template="search.html")
    yield Page(METHOD, "Method", template="method.html")
    yield Page(GLOSSARY, "Glossary", template="glossary.html")
    yield downloads.page(site)
    for part in (lists, forces, editions, areas, topics):
        yield from part.pages(site)


class _Writer:
    """What all pages have in common, set up once."""

    def __init__(self, site: Site, base_url: str | None) -> None:
        self._site = site
        self._templates = environment(TEMPLATES)
        wording, noun = site.regime.wording, site.regime.noun
        self._common = {
            "title": wording.title,
            "version": __version__,
            "base_url": base_url,
            "credits": credit_lines(site.regime),
            "covers": covers_words(site.regime),
            "explain": wording.explain,
            "summaries": wording.summaries,
            "reply": wording.reply,
            "nouns": {word: noun(word) for word in ("force", "forces", "inspectorate")},
            "menu": [
                *zip(LISTS, (capital(noun("forces")), "Editions", "Areas", "Topics"), strict=True),
                (SEARCH, "Search"),
                (GLOSSARY, "Glossary"),
                (METHOD, "Method"),
                (DATA, "Data"),
            ],
        }

    def text(self, template: str) -> bytes:
        """Return a file that is the same for all pages."""
        return self._templates.get_template(template).render().encode()

    def feed(self) -> bytes:
        """Return the Atom feed."""
        found = entries(self._site)
        updated = found[0].day if found else self._site.today()
        template = self._templates.get_template("feed.xml")
        return template.render(self._common, entries=found, updated=updated.isoformat()).encode()

    def page(self, page: Page) -> bytes:
        """Return a page."""
        return (
            self._templates.get_template(page.template)
            .render(
                self._common,
                page=page,
                here=Here(self._site.places, page.path),
                sections=_sections(page),
                sources=Sources(),
            )
            .encode()
        )


def _sections(page: Page) -> list[Section]:
    """Return the parts of a page: what comes before the second heading, then a part for each heading."""
    found = [Section("", "", [])]
    ids: set[str] = set()
    for part in arrange(page.blocks()):
        if isinstance(part.block, Heading) and part.level == 2:
            title = plain_text(part.block.content)
            found.append(Section(_anchor(title, len(found), ids), title, []))
        found[-1].parts.append(_drawn(part) if page.drawn else part)
    return found


def _drawn(part: Part) -> Part:
    """Return grades over time with their picture, and any other part as it is."""
    if not isinstance(part.block, History):
        return part
    return part._replace(drawing=draw_block(part.block, compact=True), name="history")


def _anchor(title: str, place: int, taken: set[str]) -> str:
    """Return the id of a heading: its words, or its number if there are none or they are taken."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in fold_name(title))
    words = "-".join(filter(None, letters.split("-")))
    found = words if words and words not in taken else f"part-{place}"
    taken.add(found)
    return found
