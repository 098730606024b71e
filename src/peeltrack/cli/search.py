"""``peeltrack search``."""

from __future__ import annotations

from shlex import join
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
    since_option,
    until_option,
    words_option,
)
from peeltrack.cli.scope import find_all, scope
from peeltrack.model import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from peeltrack.analysis.national import Scope
    from peeltrack.formats.document import Document
    from peeltrack.store.library import Library


@click.command("search")
@click.argument("text", nargs=-1)
@words_option("--topic", TOPIC, "Only on this topic.")
@choices_option("--kind", KINDS, "Only of this kind.")
@area_option
@edition_option
@since_option
@until_option
@region_option
@force_option
@click.option("--count", is_flag=True, help="Count by topic and edition instead of listing.")
@output_options
def command(
    library: Library,
    text: tuple[str, ...],
    topic: tuple[str, ...],
    kind: tuple[str, ...],
    count: bool,
    **narrowed: Sequence[str] | str | None,
) -> tuple[Document, int]:
    """Search the findings of all forces; without TEXT, list them all.

    Finds findings that contain all the words, in any order. The topic and the
    area count too. Capitals, accents and hyphens do not matter. 'invest' also
    finds 'investigation'. Words in quotation marks are a phrase.

    'Raised before' compares topics across all inspections in our records.

    Example: peeltrack search victims

    Example: peeltrack search --kind cause-of-concern --count
    """
    from peeltrack.analysis.findings import Query, search
    from peeltrack.model import PeeltrackError
    from peeltrack.views.search import counts_view, view

    query = Query.parse(text)
    if text and not query.patterns:
        raise PeeltrackError("Give at least one word to search for, or no text at all to list every finding")
    wanted = scope(library, **narrowed)  # type: ignore[arg-type] # click gives each option its own type
    topics = find_all(topic, library.topic)
    hits = search(library.forces(), query, wanted, topics, kind)
    hint = None
    if text and not any(not hit.is_statement for hit in hits):
        hint = _hint(library, text, wanted, kind, narrowed)
    show = counts_view if count else view
    return show(hits, library.regime, by_topic=bool(topics), hint=hint), 0


def _hint(
    library: Library,
    text: Sequence[str],
    wanted: Scope,
    kind: Sequence[str],
    narrowed: dict[str, Sequence[str] | str | None],
) -> str | None:
    """Say which topic is nearest to some words, with its findings and the command that shows them."""
    from peeltrack.analysis.findings import Query, nearest_topic, search

    topic = nearest_topic(text, library.regime.topics.values())
    if topic is None:
        return None
    hits = search(library.forces(), Query(()), wanted, [topic.id], kind)
    number = sum(not hit.is_statement for hit in hits)
    words = ["peeltrack", "search", "--topic", topic.id]
    words += [part for each in kind for part in ("--kind", each)]
    for name, values in narrowed.items():
        given = [values] if isinstance(values, str) else values or ()
        words += [part for each in given for part in (f"--{name}", each)]
    findings = f"{number} finding{'s' * (number != 1)}"
    return f"The nearest topic is {topic.title}, with {findings}: {join(words)}{library.data_option}"
