"""The findings for the search page, as a script that any browser can load from a file."""

from __future__ import annotations

import json
from collections.abc import Hashable
from typing import Any

from peeltrack.formats.document import printable, web_address
from peeltrack.model import Area, Edition, Force, Topic
from peeltrack.site.page import Site
from peeltrack.site.places import edition_path, force_path, topic_path
from peeltrack.views.words import kind_words, said_by_words


class _Shared:
    """Things that many findings share: each is written once, and findings have its number."""

    def __init__(self) -> None:
        self.things: list[Any] = []
        self._numbers: dict[Hashable, int] = {}

    def number(self, key: Hashable, thing: Any) -> int:  # noqa: ANN401 - whatever JSON holds
        """Return the number of a thing."""
        if key not in self._numbers:
            self._numbers[key] = len(self.things)
            self.things.append(thing)
        return self._numbers[key]


def search_script(site: Site) -> str:
    """Return a script that sets ``peeltrackFindings``: lists of shared things, and the findings.

    A finding has the numbers of its force, edition, area (-1 for none), topic, kind and source, then the
    editions that raised it before, who said it, and its text.
    """
    forces, editions, areas, topics, kinds, sources = (_Shared() for _ in range(6))
    for edition in reversed(site.editions):
        editions.number(edition, _edition(edition))
    found: list[list[Any]] = []
    for hits in site.by_topic.values():
        for hit in hits:
            finding, inspection = hit.matter.finding, hit.matter.inspection
            publisher = site.regime.publisher(finding.source).name
            found.append(
                [
                    forces.number(hit.force, _force(hit.force)),
                    editions.number(inspection.edition, None),
                    areas.number(finding.area.title, _area(finding.area)) if finding.area else -1,
                    topics.number(finding.topic, _topic(finding.topic)),
                    kinds.number(finding.kind, kind_words(finding.kind)),
                    sources.number(finding.source, [printable(publisher), web_address(finding.source)]),
                    [editions.number(earlier.edition, None) for earlier in hit.matter.before],
                    printable(said_by_words(finding, site.regime)),
                    printable(finding.text),
                ]
            )
    # The newest edition first, then by the name of the force.
    found.sort(key=lambda entry: (entry[1], forces.things[entry[0]][0]))
    data = {
        "noun": printable(site.regime.noun("forces")),
        "forces": forces.things,
        "editions": editions.things,
        "areas": areas.things,
        "topics": topics.things,
        "kinds": kinds.things,
        "sources": sources.things,
        "findings": found,
    }
    return f"var peeltrackFindings = {json.dumps(data, separators=(',', ':'))};\n"


def _force(force: Force) -> list[str]:
    return _printable(force.name, force_path(force), " ".join(force.aliases))


def _edition(edition: Edition) -> list[str]:
    return _printable(edition.title, edition_path(edition))


def _area(area: Area) -> str:
    return printable(area.title)


def _topic(topic: Topic) -> list[str]:
    return _printable(topic.title, topic_path(topic), topic.meaning)


def _printable(*texts: str) -> list[str]:
    return [printable(text) for text in texts]
