"""The pages of areas: a map, all forces over time, and how many have which grade."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from peeltrack.formats.document import Block, Heading, Item, Listing, Paragraph, Span
from peeltrack.formats.pictures import TileMap
from peeltrack.model import Area, Edition
from peeltrack.site.grades import graded_in, numbers, over_time
from peeltrack.site.page import Page, Site
from peeltrack.site.places import Here, force_path, to_edition
from peeltrack.views import map as map_view
from peeltrack.views.totals import agreement_items
from peeltrack.views.words import listing


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each area; areas that continue one another share one."""
    for area in dict.fromkeys(site.places.lines.values()):
        path = site.places.area_path(area.id)
        yield Page(path, area.title, partial(_blocks, area, site))


def _blocks(area: Area, site: Site) -> list[Block]:
    columns = graded_in(area, site)
    blocks: list[Block] = [Heading((area.title,), 1), *_editions(area, site)]
    if not columns:
        return blocks
    newest = columns[-1].edition
    counts = [((to_edition(totals.edition),), totals) for totals in reversed(columns)]
    blocks += [
        Heading((f"Map: {newest.title}",)),
        *tile_map(area, newest, site, site.places.area_path(area.id)),
        Heading((f"How many {site.regime.noun('forces')} have which grade",)),
        numbers("Edition", counts),
    ]
    if items := agreement_items([(totals.edition.title, totals) for totals in columns], site.regime):
        blocks.append(Listing(items))
    return [*blocks, Heading(("Grades over time",)), over_time(columns, site)]


def _editions(area: Area, site: Site) -> list[Block]:
    """Return what each edition asked about an area, and which editions do not have it."""
    items, absent = [], []
    for edition in reversed(site.editions):
        there = site.regime.counterpart(area, edition)
        if there is None:
            absent.append(edition.title)
            continue
        title = f": {there.title}" if there.title != area.title else ""
        question = f"{title}. {there.question}" if there.question else title
        remarks = [] if there.graded else ["Not graded."]
        remarks += [there.break_] if there.break_ else []
        items.append(Item((Span(edition.title, "strong"), question), (" ".join(remarks),) if remarks else ()))
    blocks: list[Block] = [Listing(items)]
    if absent:
        blocks.append(Paragraph((Span(f"Not graded separately in {listing(absent[::-1])}.", "muted"),)))
    return blocks


def tile_map(area: Area, edition: Edition, site: Site, path: str) -> list[Block]:
    """Return the map of an area in an edition for the page of a path; tiles lead to the pages of forces."""
    document = map_view.view(site.regime.line(area.id), edition, site.forces, site.regime, change=False)
    here = Here(site.places, path)
    links = {force.code: here.link(force_path(force)) for force in site.forces}
    return [
        replace(block, tiles=[tile._replace(link=links[tile.code]) for tile in block.tiles])
        if isinstance(block, TileMap)
        else block
        for block in document.blocks()
        if not isinstance(block, Heading)
    ]
