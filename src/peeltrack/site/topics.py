"""The pages of topics: how often each was raised, and every finding on it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from peeltrack.formats.document import Block, Grid, Heading, Paragraph
from peeltrack.model import Topic
from peeltrack.site.page import Page, Site
from peeltrack.site.places import topic_path
from peeltrack.views import search
from peeltrack.views.words import capital


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each topic."""
    for topic in site.regime.topics.values():
        yield Page(
            topic_path(topic),
            capital(topic.title),
            partial(_blocks, topic, site),
        )


def _blocks(topic: Topic, site: Site) -> list[Block]:
    hits = site.by_topic[topic.id]
    blocks: list[Block] = [Heading((capital(topic.title),), 1), Paragraph((f"{topic.meaning}.",))]
    title, *found = search.view(hits, site.regime, by_topic=True).blocks()
    counts = [
        block
        for block in search.counts_view(hits, site.regime, by_topic=True).blocks()
        if isinstance(block, Grid)
    ]
    return [*blocks, _lower(title), *counts, *found]


def _lower(block: Block) -> Block:
    """Return the title of a document as the heading of a part of this page."""
    return block._replace(level=2) if isinstance(block, Heading) else block
