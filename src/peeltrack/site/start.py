"""The start page: a map, the latest reports, who went up or down, and how complete the records are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from peeltrack.formats.document import Block, Content, Grid, Heading, Link, Paragraph, Row, Span
from peeltrack.model import FOLLOWED_KINDS, Area, Edition, Force, Inspection
from peeltrack.site.areas import tile_map
from peeltrack.site.editions import moved
from peeltrack.site.grades import grades_in_short, how_complete
from peeltrack.site.page import Page, Site
from peeltrack.site.places import START, to_edition, to_force
from peeltrack.views.words import DOT, capital, covers_words, published

LATEST = 12
"""How many reports the start page names."""


def page(site: Site) -> Page:
    """Return the start page."""
    return Page(START, site.regime.wording.title, partial(_blocks, site))


def _blocks(site: Site) -> list[Block]:
    regime = site.regime
    blocks: list[Block] = [Heading((regime.wording.title,), 1)]
    first = [text for word, text in regime.wording.explain.items() if word in regime.wording.title]
    blocks += [Paragraph((sentence,)) for sentence in (*first, covers_words(regime)) if sentence]
    if mapped := _best_mapped(site):
        edition, area = mapped
        blocks += [
            Heading((site.places.area(area), f" in {edition.title}")),
            *tile_map(area, edition, site, START),
        ]
    if latest := list(islice(_latest(site), LATEST)):
        heads = ("Published", capital(regime.noun("force")), "Edition", "Grades", "Matters raised")
        blocks += [Heading(("Latest reports",)), Grid(heads, [_report(*each) for each in latest], title=1)]
    for edition in reversed(site.editions):
        if moves := moved(edition, site, top=True):
            words = ("Who went up or down in ", to_edition(edition))
            reason = Span("The latest grades that can be compared with the ones before.", "muted")
            blocks += [Heading(words), Paragraph((reason,)), moves]
            break
    blocks += [Heading(("How complete our records are",)), how_complete(site)]
    return [*blocks, Heading((f"All {regime.noun('forces')}",)), _by_region(site)]


def _by_region(site: Site) -> Grid:
    """Return links to all forces, region by region."""
    regions: dict[str, list[str | Span | Link]] = {}
    for force in site.forces:
        regions.setdefault(force.region, []).extend([f" {DOT} ", to_force(force)])
    rows = [Row(((region,), tuple(regions[region][1:]))) for region in sorted(regions)]
    return Grid(("Region", capital(site.regime.noun("forces"))), rows)


def _best_mapped(site: Site) -> tuple[Edition, Area] | None:
    """Return the newest edition with grades, and its area with most of them; None without any grade."""
    for edition in reversed(site.editions):
        known = {area: site.totals[edition.id, area.id].known for area in edition.core}
        if any(known.values()):
            return edition, max(known, key=lambda area: known[area])
    return None


def _latest(site: Site) -> Iterator[tuple[Force, Inspection]]:
    """Yield the inspections with a date, the latest first."""
    dated = [
        (each.published.latest, force, each)
        for force in site.forces
        for each in force.inspections
        if each.published
    ]
    for _, force, inspection in sorted(dated, key=lambda each: each[0], reverse=True):
        yield force, inspection


def _report(force: Force, inspection: Inspection) -> Row:
    raised = sum(finding.kind in FOLLOWED_KINDS for finding in inspection.findings)
    cells: list[Content] = [
        (published(inspection),),
        (to_force(force),),
        (to_edition(inspection.edition),),
        grades_in_short(inspection),
        (str(raised) if raised else "none in our records",),
    ]
    return Row(cells)
