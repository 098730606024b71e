"""The page with all records as files, and these files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from peeltrack.analysis.national import Scope
from peeltrack.analysis.transitions import Transitions
from peeltrack.export.package import package
from peeltrack.export.spreadsheet import spreadsheet
from peeltrack.export.sqlite import database
from peeltrack.formats.document import Block, Document, Grid, Heading, Link, Paragraph, Row
from peeltrack.site.page import File, Page, Site
from peeltrack.site.places import DATA, FILES
from peeltrack.views import areas, changes, coverage, editions, forces, search, topics
from peeltrack.views.words import covers_words

FORMATS = ("csv", "json")
"""The formats of the files."""


def page(site: Site) -> Page:
    """Return the page and its files."""
    found = _documents(site)
    files = [File(path, content) for path, _, content in _exports(site)]
    files += [
        File(f"{FILES}{name}.{format_}", partial(site.rendered, format_, document))
        for name, _, document in found
        for format_ in FORMATS
    ]
    return Page(DATA, "Data", partial(_blocks, found, site), downloads=files)


def _exports(site: Site) -> list[tuple[str, str, Callable[[], bytes]]]:
    """Return the files with the whole data set: path, what it is, and content."""
    return [
        (
            f"{FILES}peeltrack.xlsx",
            "A spreadsheet with a sheet for each table",
            lambda: spreadsheet(site.data_set),
        ),
        (f"{FILES}peeltrack.db", "An SQLite database, also for Datasette", lambda: database(site.data_set)),
        (
            f"{FILES}peeltrack.zip",
            "CSV files that a data package describes",
            lambda: _zip(package(site.data_set)),
        ),
    ]


def _zip(files: Mapping[str, bytes]) -> bytes:
    """Return some files as an archive, the same for the same files."""
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as made:
        for name, content in files.items():
            entry = ZipInfo(name)  # dated 1 January 1980, as an archive without a date is
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            made.writestr(entry, content)
    return archive.getvalue()


def _documents(site: Site) -> list[tuple[str, str, Document]]:
    """Return each table by the name of its files, with what it has and what it shows."""
    regime = site.regime
    hits = site.hits
    grades = Transitions(site.transitions, 0, 0)
    noun, nouns = regime.noun("force"), regime.noun("forces")
    return [
        (
            "grades",
            "Every grade, with the grade before it and its source",
            changes.view(grades, Scope(), (), site.library),
        ),
        (
            "findings",
            "Every finding and statement, with what raised it before",
            search.view(hits, regime, by_topic=False),
        ),
        ("forces", f"The {nouns}, with other names and regions", forces.view(site.forces)),
        ("editions", "The editions, and what they can be compared with", editions.view(site.forces, regime)),
        ("areas", "What each edition grades", areas.view(regime)),
        ("topics", "The topics of findings", topics.view(site.forces, regime)),
        ("coverage", "How many grades of each area our records have", coverage.view(site.national, regime)),
        (
            "missing",
            f"Every grade that we cannot name, {noun} by {noun}",
            coverage.missing_view(site.national, regime),
        ),
    ]


def _blocks(found: Sequence[tuple[str, str, Document]], site: Site) -> list[Block]:
    rows = [
        Row(((name,), (what,), *((Link(f"{FILES}{name}.{each}", f"{name}.{each}"),) for each in FORMATS)))
        for name, what, _ in found
    ]
    whole = [Row(((Link(path, path.removeprefix(FILES)),), (what,))) for path, what, _ in _exports(site)]
    blocks: list[Block] = [
        Heading(("Data",), 1),
        Paragraph(("All records as files. The page of each ", site.regime.noun("force"), " has its own.")),
        Heading(("Everything in one file",)),
        Grid(("File", "What it is"), whole),
        Heading(("One table at a time",)),
        Grid(("Table", "What it has", "CSV", "JSON"), rows),
    ]
    covers = covers_words(site.regime)
    return [*blocks, Paragraph((covers,))] if covers else blocks
