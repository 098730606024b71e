"""The pages of topics: which editions raised it with whom, and every finding on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from peeltrack.analysis.findings import Hit
from peeltrack.formats.document import Block, Content, Grid, Heading, Item, Listing, Paragraph, Row, Span
from peeltrack.model import Edition, Topic
from peeltrack.site.page import Page, Site
from peeltrack.site.places import to_edition, to_force, topic_path
from peeltrack.views.words import (
    DOT,
    RECORDS_INCOMPLETE,
    capital,
    covers_words,
    in_brackets,
    kind_words,
    published,
    raised_words,
    said_by_words,
    summaries_note,
)


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each topic."""
    for topic in site.regime.topics.values():
        yield Page(topic_path(topic), capital(topic.title), partial(_blocks, topic, site))


def _blocks(topic: Topic, site: Site) -> list[Block]:
    hits = site.by_topic[topic.id]
    found = {
        edition: [hit for hit in hits if hit.matter.inspection.edition is edition]
        for edition in reversed(site.editions)
    }
    noun = site.regime.noun("forces")
    heads = ("Edition", "Findings", capital(noun), "Raised before", "Statements")
    blocks: list[Block] = [
        Heading((capital(topic.title),), 1),
        Paragraph((f"{topic.meaning}.",)),
        Grid(heads, [_counts(edition, found[edition]) for edition in found]),
        Paragraph((Span(f"{RECORDS_INCOMPLETE} {covers_words(site.regime)}".rstrip(), "muted"),)),
        *(summaries_note(site.regime) if hits else []),
    ]
    for edition, here in found.items():
        if here:
            here.sort(key=lambda hit: hit.is_statement)
            blocks += [Heading((edition.title,)), Listing([_item(hit, site) for hit in here])]
    return blocks


def _counts(edition: Edition, hits: Sequence[Hit]) -> Row:
    findings = [hit for hit in hits if not hit.is_statement]
    forces = {hit.force.id for hit in findings}
    again = {hit.force.id for hit in findings if hit.raised_again}
    numbers = (len(findings), len(forces), len(again), len(hits) - len(findings))
    return Row(((to_edition(edition),), *((str(number),) for number in numbers)))


def _item(hit: Hit, site: Site) -> Item:
    """Return a finding with the force that it is about."""
    finding, regime = hit.matter.finding, site.regime
    area = finding.area.title if finding.area else f"The {regime.noun('force')} as a whole"
    more = [
        published(hit.matter.inspection),
        area,
        said_by_words(finding, regime),
        raised_words(hit.matter, regime),
    ]
    lead: Content = (to_force(hit.force), f" {DOT} ", Span(kind_words(finding.kind), "strong"))
    rest = "".join(f" {DOT} {part}" for part in more if part)
    return Item((*lead, rest, *in_brackets(finding.source, regime=regime)), (finding.text,))
