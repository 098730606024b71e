"""The pages of editions: all forces side by side, who went up or down, and what was raised most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial

from peeltrack.analysis.comparison import DOWNGRADE, UPGRADE, Change
from peeltrack.analysis.transitions import Transition
from peeltrack.formats.document import Block, Content, Grid, Heading, Paragraph, Row, Span
from peeltrack.formats.pictures import History, key
from peeltrack.model import Edition, Topic
from peeltrack.site.grades import matrix, numbers
from peeltrack.site.page import Page, Site
from peeltrack.site.places import edition_path, to_force, to_topic
from peeltrack.views.words import ARROW, BOUND, SIGNS, capital, covers_words, in_brackets


def pages(site: Site) -> Iterator[Page]:
    """Yield a page for each edition."""
    for edition in site.editions:
        yield Page(
            edition_path(edition),
            edition.title,
            partial(_blocks, edition, site),
            template="edition.html",
        )


def _blocks(edition: Edition, site: Site) -> list[Block]:
    regime = site.regime
    published = f"Published in {edition.published.in_words}. " if edition.published else ""
    source = in_brackets(edition.comparability_source, regime=regime)
    grades = matrix(edition, site)
    graded = [area for area in edition.areas.values() if area.graded]
    counts = [((site.places.area(area),), site.totals[edition.id, area.id]) for area in graded]
    blocks: list[Block] = [
        Heading((edition.title,), 1),
        Paragraph((f"{published}{edition.comparability}", *source)),
        Heading((f"All {regime.noun('forces')}",)),
        Paragraph((Span(_legend(grades), "muted"),)),
        grades,
        Heading((f"How many {regime.noun('forces')} have which grade",)),
        numbers("Area", counts),
    ]
    if covers := covers_words(regime):
        blocks.append(Paragraph((Span(covers, "muted"),)))
    if moves := moved(edition, site):
        blocks += [Heading(("Who went up or down",)), moves]
    return [*blocks, *_topics(edition, site)]


def _legend(grades: History) -> str:
    """Return what the short forms and signs in the table mean."""
    signs = [f"{cell.sign.text}{BOUND}{cell.sign.means}" for cell in grades.cells if cell.sign]
    return ", ".join([*key(grades.cells), *dict.fromkeys(signs)])


def moved(edition: Edition, site: Site, *, top: bool = False) -> Grid | None:
    """Return which forces went down or up, those that fell furthest first; None if nothing is comparable.

    ``top`` leaves out the questions under pillars.
    """
    comparable = [each for each in site.transitions if each.new.edition is edition and each.comparable]
    found = [
        (each, _changes(each, DOWNGRADE, top=top), _changes(each, UPGRADE, top=top)) for each in comparable
    ]
    if not comparable:
        return None
    found.sort(key=lambda each: (_steps(each[1]), -_steps(each[2]), each[0].force.name))
    rows = [
        Row(((to_force(each.force),), _words(down), _words(up))) for each, down, up in found if down or up
    ]
    heads = (f"{SIGNS[DOWNGRADE].text} Down", f"{SIGNS[UPGRADE].text} Up")
    return Grid((capital(site.regime.noun("force")), *heads), rows)


def _changes(found: Transition, kind: str, *, top: bool) -> list[Change]:
    return [each for each in found.changes if each.change == kind and not (top and each.area.parent)]


def _steps(changes: list[Change]) -> int:
    return sum(change.steps or 0 for change in changes)


def _words(changes: list[Change]) -> Content:
    """Return changes in words, with the grades before and after."""
    pieces: list[str | Span] = []
    for change in changes:
        if change.old and change.new:
            last = f", last graded in {change.last.inspection.edition.title}" if change.last else ""
            inferred = " (inferred)" if change.old.inferred or change.new.inferred else ""
            words = f" ({change.old.grade} {ARROW} {change.new.grade}{last}){inferred}"
            pieces += [", ", change.area.title, words]
    return tuple(pieces[1:])


def _topics(edition: Edition, site: Site) -> list[Block]:
    """Return the topics that the edition raised with most forces."""
    forces: Counter[Topic] = Counter()
    again: Counter[Topic] = Counter()
    for hits in site.by_topic.values():
        here = [hit for hit in hits if hit.matter.inspection.edition is edition and not hit.is_statement]
        raised = [hit for hit in here if hit.matter.finding.followed]
        if raised:
            topic = raised[0].matter.finding.topic
            forces[topic] = len({hit.force.id for hit in raised})
            again[topic] = len({hit.force.id for hit in raised if hit.raised_again})
    if not forces:
        return []
    noun = site.regime.noun("forces")
    rows = [
        Row(((to_topic(topic),), (str(number),), (str(again[topic]),)))
        for topic, number in forces.most_common()
    ]
    heads = ("Topic", capital(noun), "Raised before")
    return [Heading(("What was raised",)), Grid(heads, rows)]
