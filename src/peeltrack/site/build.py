"""Turn the records into the files of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from peeltrack import __version__
from peeltrack.formats import render
from peeltrack.formats.document import Block, Heading
from peeltrack.formats.html import Part, Sources, arrange
from peeltrack.formats.pictures import plain_text
from peeltrack.formats.templating import environment
from peeltrack.site import areas, editions, forces, lists, start, topics
from peeltrack.site.page import Download, Page, Site
from peeltrack.site.places import LISTS, Here
from peeltrack.store.library import fold_name
from peeltrack.views.words import capital, credit_lines

TEMPLATES = Path(__file__).with_name("templates")


class File(NamedTuple):
    """One file of the site, made when you ask for it."""

    path: str
    content: Callable[[], bytes]


class Section(NamedTuple):
    """A part of a page under its own heading; the first has none, and neither id nor title."""

    id: str
    title: str
    parts: Sequence[Part]


def files(site: Site) -> Iterator[File]:
    """Yield every file of the site."""
    writer = _Writer(site)
    for page in _pages(site):
        yield File(page.path, partial(writer.page, page))
        for download in page.downloads:
            yield File(download.path, partial(writer.download, download))
    yield File("site.css", partial(writer.text, "site.css"))
    yield File("site.js", partial(writer.text, "site.js"))


def _pages(site: Site) -> Iterator[Page]:
    """Yield every page."""
    yield start.page(site)
    for part in (lists, forces, editions, areas, topics):
        yield from part.pages(site)


class _Writer:
    """What all pages have in common, set up once."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._templates = environment(TEMPLATES)
        self.credits = credit_lines(site.regime)
        noun = capital(site.regime.noun("forces"))
        self._common = {
            "title": site.regime.wording.title,
            "version": __version__,
            "credits": self.credits,
            "menu": list(zip(LISTS, (noun, "Editions", "Areas", "Topics"), strict=True)),
        }

    def text(self, template: str) -> bytes:
        """Return a file that is the same for all pages."""
        return self._templates.get_template(template).render().encode()

    def download(self, download: Download) -> bytes:
        """Return facts in another format."""
        document = download.document._replace(credits=lambda: self.credits)
        return render(download.format_, document, width=None, color=False).encode()

    def page(self, page: Page) -> bytes:
        """Return a page."""
        return (
            self._templates.get_template(page.template)
            .render(
                self._common,
                page=page,
                here=Here(self._site.places, page.path),
                sections=_sections(page.blocks()),
                sources=Sources(),
            )
            .encode()
        )


def _sections(blocks: Sequence[Block]) -> list[Section]:
    """Return the parts of a page: what comes before the second heading, then a part for each heading."""
    groups: list[list[Block]] = [[]]
    for place, block in enumerate(blocks):
        if place and isinstance(block, Heading) and block.level <= 2:
            groups.append([])
        groups[-1].append(block)
    found: list[Section] = []
    ids: set[str] = set()
    for place, group in enumerate(groups):
        if not place:
            found.append(Section("", "", list(arrange(group, prefix="picture"))))
            continue
        title = plain_text(group[0].content) if isinstance(group[0], Heading) else ""
        id_ = _anchor(title, place, ids)
        found.append(Section(id_, title, list(arrange(group, 2, f"{id_}-picture"))))
    return found


def _anchor(title: str, place: int, taken: set[str]) -> str:
    """Return the id of a heading: its words, or its number if there are none or they are taken."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in fold_name(title))
    words = "-".join(filter(None, letters.split("-")))
    found = words if words and words not in taken else f"part-{place}"
    taken.add(found)
    return found
