"""``peeltrack search``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from peeltrack.cli.options import (
    TOPIC,
    area_option,
    choices_option,
    edition_option,
    force_option,
    output_options,
    region_option,
    words_option,
)
from peeltrack.cli.scope import find_all, scope
from peeltrack.cli.streams import print_remark
from peeltrack.model import KINDS

if TYPE_CHECKING:
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("search")
@click.argument("text", nargs=-1)
@words_option("--topic", TOPIC, "Only on this topic.")
@choices_option("--kind", KINDS, "Only of this kind.")
@area_option
@edition_option
@region_option
@force_option
@click.option("--count", is_flag=True, help="Count by topic and edition instead of listing.")
@output_options
def command(
    library: Library,
    text: tuple[str, ...],
    topic: tuple[str, ...],
    kind: tuple[str, ...],
    area: tuple[str, ...],
    edition: tuple[str, ...],
    region: tuple[str, ...],
    force: tuple[str, ...],
    count: bool,
) -> tuple[Document, int]:
    """Search the findings of all forces.

    TEXT is words, which all must stand in a finding, in any order, case,
    accents and hyphens aside; a word is found where a word begins so. Words
    in quotes are a phrase. Who was told again is by topic, over all inspections on record.

    Example: peeltrack search victims "domestic abuse"

    Example: peeltrack search --topic domestic-abuse --count
    """
    from peeltrack.analysis.findings import Query, search
    from peeltrack.model import PeeltrackError
    from peeltrack.store.library import fold_name
    from peeltrack.views.search import counts_view, view

    query = Query.parse(text)
    if text and not query.wanted:
        raise PeeltrackError("there is no word to search for")
    if not (text or topic or kind or area or edition or region or force or count):
        raise PeeltrackError("name words to search for, or narrow the findings, as with --topic or --force")
    wanted = scope(library, force=force, region=region, edition=edition, area=area)
    topics = find_all(topic, library.topic)
    hits = search(library.forces(), query, wanted, topics, kind)
    typed = " ".join(text)
    if (not hits or "-" in typed) and (named := fold_name(typed)) in library.regime.topics:
        print_remark(f"'{named}' is a topic: peeltrack search --topic {named}")
    by_topic = bool(topics)
    return counts_view(hits, library.regime, by_topic=by_topic) if count else view(
        hits, library.regime, by_topic=by_topic
    ), 0
