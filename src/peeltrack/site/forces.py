"""The page of a force: the latest inspection first, then grades over time and findings by topic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from peeltrack.analysis.raised import Matter, matters
from peeltrack.formats.document import Block, Content, Grid, Heading, Item, Listing, Row, Span
from peeltrack.model import FOLLOWED_KINDS, Force, Inspection, Regime, Topic
from peeltrack.site.grades import grades_in_short
from peeltrack.site.page import File, Page, Site
from peeltrack.site.places import force_path, to_edition, to_topic
from peeltrack.views import show
from peeltrack.views.dates import reply_words
from peeltrack.views.history import history_blocks
from peeltrack.views.matters import is_raised
from peeltrack.views.show_page import NOTES, show_blocks
from peeltrack.views.words import (
    DOT,
    in_brackets,
    kind_words,
    published,
    raised_words,
    said_by_words,
    source_link,
    summaries_note,
)


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each force."""
    for force in site.forces:
        path = force_path(force)
        document = show.view(force, None, site.regime, site.today)
        pictured = any(each.grades for each in force.inspections)
        downloads = [
            File(f"{path.removesuffix('.html')}.{format_}", partial(site.rendered, format_, document))
            for format_ in ("csv", "json", *["svg"] * pictured)
        ]
        yield Page(path, force.name, partial(_blocks, force, site), drawn=True, downloads=downloads)


def _blocks(force: Force, site: Site) -> list[Block]:
    regime = site.regime
    if not force.inspections:
        return show_blocks(force, None, regime, site.today, None, ())
    blocks = show_blocks(force, force.inspections[-1], regime, site.today, None, ())
    if history := history_blocks(force, regime):
        place = blocks.index(NOTES) if NOTES in blocks else len(blocks)
        blocks[place:place] = [Heading(("Grades over time",)), *history]
    blocks += _by_topic(force, regime)
    return [*blocks, Heading(("All inspections",)), _inspections(force, site)]


def _by_topic(force: Force, regime: Regime) -> list[Block]:
    """Return all findings and statements by topic: first the topics that were raised most often."""
    topics: dict[Topic, list[Matter]] = {}
    for inspection in reversed(force.inspections):
        for matter in matters(inspection, force):
            topics.setdefault(matter.finding.topic, []).append(matter)
    if not topics:
        return []
    blocks: list[Block] = [Heading(("Findings and statements by topic",)), *summaries_note(regime)]
    for topic in sorted(topics, key=lambda topic: -_inspections_raising(topics[topic])):
        blocks += [Heading((to_topic(topic),), 3), Listing([_item(each, regime) for each in topics[topic]])]
    return blocks


def _inspections_raising(found: Iterable[Matter]) -> int:
    return len({each.inspection.edition.id for each in found if is_raised(each) and each.finding.followed})


def _item(matter: Matter, regime: Regime) -> Item:
    """Return a finding with the inspection that it is from."""
    finding, edition = matter.finding, matter.inspection.edition
    area = finding.area.title if finding.area else f"The {regime.noun('force')} as a whole"
    more = [area, said_by_words(finding, regime), raised_words(matter, regime)]
    lead: Content = (Span(edition.title, "strong"), f" {DOT} ", kind_words(finding.kind))
    rest = "".join(f" {DOT} {part}" for part in more if part)
    return Item((*lead, rest, *in_brackets(finding.source, regime=regime)), (finding.text,))


def _inspections(force: Force, site: Site) -> Grid:
    """Return a table of all inspections, newest first, with the dates of responses."""
    with_reply = any(site.regime.reply_due(each) for each in force.inspections)
    heads = ["Edition", "Published", "Grades", "Matters raised", "Inspector"]
    rows = [_inspection(each, site, with_reply=with_reply) for each in reversed(force.inspections)]
    return Grid([*heads, "Response"] if with_reply else heads, rows)


def _inspection(inspection: Inspection, site: Site, *, with_reply: bool) -> Row:
    regime = site.regime
    date: Content = (published(inspection),)
    if inspection.page:
        date = (*date, f" {DOT} ", source_link(inspection.page, regime, regime.noun("page")))
    raised = sum(finding.kind in FOLLOWED_KINDS for finding in inspection.findings)
    cells: list[Content] = [
        (to_edition(inspection.edition),),
        date,
        grades_in_short(inspection),
        (str(raised) if raised else "none in our records",),
        (inspection.inspector or "",),
    ]
    if with_reply:
        cells.append((reply_words(inspection, regime, site.today),))
    return Row(cells)
