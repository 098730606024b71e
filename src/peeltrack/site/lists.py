"""The pages that list what there is: forces, editions, areas and topics."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from peeltrack.formats.document import Block, Content, Grid, Heading, Paragraph, Row
from peeltrack.model import Area, Force, Topic, merge_areas
from peeltrack.site.grades import graded_in, grades_in_short, how_complete
from peeltrack.site.page import Page, Site
from peeltrack.site.places import LISTS, to_edition, to_force, to_topic
from peeltrack.views.words import capital, published


def pages(site: Site) -> Iterator[Page]:
    """Yield the four lists."""
    titles = (capital(site.regime.noun("forces")), "Editions", "Areas", "Topics")
    for path, title, blocks in zip(LISTS, titles, (_forces, _editions, _areas, _topics), strict=True):
        yield Page(path, title, partial(_list, title, blocks, site))


def _list(title: str, blocks: Callable[[Site], list[Block]], site: Site) -> list[Block]:
    return [Heading((title,), 1), *blocks(site)]


def _forces(site: Site) -> list[Block]:
    heads = [capital(site.regime.noun("force")), "Region", "Latest edition", "Published", "Grades"]
    return [Grid(heads, [_force(force) for force in site.forces])]


def _force(force: Force) -> Row:
    lead: list[Content] = [(to_force(force),), (force.region,)]
    if not force.inspections:
        return Row((*lead, ("none in our records",), (), ()))
    latest = force.inspections[-1]
    return Row((*lead, (to_edition(latest.edition),), (published(latest),), grades_in_short(latest)))


def _editions(site: Site) -> list[Block]:
    why = [
        Row(((to_edition(edition),), (edition.family,), (edition.comparability,)))
        for edition in reversed(site.editions)
    ]
    return [
        how_complete(site),
        Heading(("What can be compared",)),
        Paragraph(("Grades of one family of editions can be compared with each other.",)),
        Grid(("Edition", "Family", "Why"), why),
    ]


def _areas(site: Site) -> list[Block]:
    rows = [_area(area, site) for area in merge_areas(site.editions) if site.places.lines[area.id] is area]
    return [Grid(("Area", "Graded in"), rows)]


def _area(area: Area, site: Site) -> Row:
    titles = ", ".join(totals.edition.title for totals in graded_in(area, site)) or "no edition"
    return Row(((site.places.area(area),), (titles,)), inner=bool(area.parent))


def _topics(site: Site) -> list[Block]:
    noun = site.regime.noun("forces")
    heads = ("Topic", "About", "Findings", capital(noun), "Raised again")
    return [
        Grid(heads, [_topic(topic, site) for topic in site.regime.topics.values()]),
    ]


def _topic(topic: Topic, site: Site) -> Row:
    hits = [hit for hit in site.by_topic[topic.id] if not hit.is_statement]
    forces = {hit.force.id for hit in hits}
    again = {hit.force.id for hit in hits if hit.raised_again}
    numbers = (len(hits), len(forces), len(again))
    return Row(((to_topic(topic),), (topic.meaning,), *((str(number),) for number in numbers)))
