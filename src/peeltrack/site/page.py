"""What a page of the site is made of, and what all pages share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from peeltrack.analysis.findings import Hit, Query, search
from peeltrack.analysis.national import AreaTotals, National, Scope
from peeltrack.analysis.transitions import Transition, Transitions, find_transitions
from peeltrack.export.content import DataSet, collect
from peeltrack.formats import render
from peeltrack.formats.document import Block, Document
from peeltrack.model import Edition, Force, Regime
from peeltrack.site.places import Places
from peeltrack.store.library import Library
from peeltrack.views.words import credit_lines


class File(NamedTuple):
    """One file of the site, made when you ask for it."""

    path: str
    content: Callable[[], bytes]


class Page(NamedTuple):
    """One page: its path in the site, its title and its content."""

    path: str
    title: str
    blocks: Callable[[], Sequence[Block]] = tuple
    template: str = "site.html"
    drawn: bool = False
    """Whether grades over time are also a picture above their tables."""
    downloads: Sequence[File] = ()
    """The same facts in other formats."""


class Site:
    """The records, and what several pages need of them; each is worked out once."""

    def __init__(self, library: Library, today: date) -> None:
        self.library = library
        self.today: Callable[[], date] = lambda: today
        self.regime: Regime = library.regime
        self.forces: list[Force] = sorted(library.forces(), key=lambda force: (force.name, force.id))
        self.editions: list[Edition] = list(self.regime.editions.values())
        self.places = Places(self.forces, self.regime)
        self.national = National(self.forces, library.totals)

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """Every inspection beside the one before it, newest first."""
        return find_transitions(self.forces, Scope(), self.regime).found

    @cached_property
    def totals(self) -> dict[tuple[str, str], AreaTotals]:
        """How many forces have which grade, by the ids of edition and area."""
        found = self.national.all_area_totals(self.editions)
        return {(totals.edition.id, totals.area.id): totals for totals in found}

    @cached_property
    def data_set(self) -> DataSet:
        """All records as tables for other tools."""
        return collect(self.library, Scope(), Transitions(self.transitions, 0, 0))

    def rendered(self, format_: str, document: Document) -> bytes:
        """Return a document in another format."""
        document = document._replace(credits=lambda: credit_lines(self.regime))
        return render(format_, document, width=None, color=False).encode()

    @cached_property
    def hits(self) -> list[Hit]:
        """All findings and statements, by force and edition."""
        return search(self.forces, Query(()), Scope())

    @cached_property
    def by_topic(self) -> dict[str, list[Hit]]:
        """The same by the id of their topic."""
        found: dict[str, list[Hit]] = {topic_id: [] for topic_id in self.regime.topics}
        for hit in self.hits:
            found[hit.matter.finding.topic.id].append(hit)
        return found
