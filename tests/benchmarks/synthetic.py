"""Synthetic editions, topics and records, as many as wanted, the same on every run."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import NamedTuple

PILLARS = 3
SCALE = (
    ("inadequate", "worst"),
    ("requires improvement", "poor"),
    ("good", "good"),
    ("outstanding", "best"),
)
FINDINGS = ("concern", "cause-of-concern", "area-for-improvement", "recommendation", "commendation")
WORDS = ("officers", "victims", "calls", "crimes", "slowly", "checks", "often", "records", "trained")


class Size(NamedTuple):
    """How many of each thing the records have."""

    forces: int = 1
    editions: int = 8
    families: int = 2
    questions: int = 9
    grades: int = 4
    """How many grades the scale has."""
    topics: int = 30
    sources: int = 3
    """How many sources each inspection has."""
    findings: int = 5
    statements: int = 1
    counts: int = 0
    """How many inspections of a force have a published count."""
    aliases: int = 0
    monitoring: int = 0
    """How many periods of monitoring a force has."""
    faults: int = 0
    """How many findings of a force are not valid."""


def write_regime(folder: Path, size: Size) -> Path:
    """Write the editions, the topics and the records, and return their folder."""
    chance = random.Random(size.forces)
    (folder / "forces").mkdir(parents=True)
    (folder / "editions.toml").write_text("\n".join(_edition(each, size) for each in range(size.editions)))
    topics = [f'topic-{each} = "Topic {each}"\n' for each in range(size.topics)]
    (folder / "topics.toml").write_text("".join(topics))
    for number in range(size.forces):
        path = folder / "forces" / f"force-{number:05}.toml"
        path.write_text("\n".join(_force(number, size, chance)))
    return folder


def _areas(size: Size) -> list[tuple[str, str | None]]:
    """Return the ids of the areas, each with its parent's; a pillar comes before its questions."""
    pillars = [f"pillar-{each}" for each in range(PILLARS)]
    questions = [(f"question-{each}", pillars[each % PILLARS]) for each in range(size.questions)]
    return [(pillar, None) for pillar in pillars] + list(questions)


def _scale(size: Size) -> list[tuple[str, str]]:
    extra = [(f"grade {each}", "best") for each in range(len(SCALE), size.grades)]
    return [*SCALE, *extra]


def _day(number: int, day: int) -> str:
    """Return a day in another month for each number."""
    return f"{1900 + number // 12 % 200}-{number % 12 + 1:02}-{day:02}"


def _edition(number: int, size: Size) -> str:
    scale = ", ".join(
        f'{{ name = "{name}", short = "{name[0]}", tone = "{tone}" }}' for name, tone in _scale(size)
    )
    lines = [
        "[[edition]]",
        f'id = "round-{number}"',
        f'title = "Round {number}"',
        f'family = "family {number * size.families // size.editions}"',
        f"published = {_day(number, 1)}",
        f"grades = [{scale}]",
        'comparability = { text = "Made up.", source = "https://example.org/" }',
    ]
    for area, parent in _areas(size):
        lines += ["", "[[edition.areas]]", f'id = "{area}"', f'title = "{area.capitalize()}"']
        lines += [f'parent = "{parent}"'] if parent else []
    return "\n".join([*lines, ""])


def _force(number: int, size: Size, chance: random.Random) -> list[str]:
    aliases = ", ".join(f'"Alias {number} {each}"' for each in range(size.aliases))
    lines = [f'name = "Force {number}"', f'region = "Region {number % 10}"', 'country = "Nowhere"']
    lines += [f"aliases = [{aliases}]", ""]
    for each in range(size.monitoring):
        lines += ["[[monitoring]]", f"entered = {_day(each, 1)}", f"left = {_day(each, 2)}"]
        lines += ['reason = "Calls."', 'source = "https://example.org/"', ""]
    for each in range(size.editions):
        lines += _inspection(each, size, chance)
    for each in range(size.faults):
        lines += _finding("concern", "pillar-0", "topic-0", f"pillar-{each}x", chance)
    return lines


def _inspection(number: int, size: Size, chance: random.Random) -> list[str]:
    areas = [area for area, _ in _areas(size)]
    sources = [f"page-{each}" for each in range(size.sources)]
    lines = ["[[inspection]]", f'edition = "round-{number}"', f"published = {_day(number, 15)}", ""]
    lines += ["[inspection.sources]"]
    lines += [f'{source} = "https://example.org/round-{number}/{source}"' for source in sources]
    grades = {area: chance.choice(SCALE)[0] for area in areas if chance.random() < 0.9}
    if number < size.counts:
        counted = dict.fromkeys([name for name, _ in _scale(size)], 0)
        for grade in [*grades.values(), *["good"] * (len(areas) - len(grades))]:
            counted[grade] += 1
        words = ", ".join(f'"{name}" = {count}' for name, count in counted.items())
        lines += ["", "[inspection.published_count]", f"grades = {{ {words} }}", f'source = "{sources[0]}"']
    lines += ["", "[inspection.grades]"]
    lines += [
        f'{area} = {{ grade = "{grade}", source = "{sources[each % len(sources)]}" }}'
        for each, (area, grade) in enumerate(grades.items())
    ]
    entries = size.findings + size.statements
    for each in range(entries):
        lines += _finding(
            chance.choice(FINDINGS) if each < size.findings else "action",
            areas[each % len(areas)],
            f"topic-{(number * entries + each) % size.topics}",
            sources[each % len(sources)],
            chance,
        )
    return [*lines, ""]


def _finding(kind: str, area: str, topic: str, source: str, chance: random.Random) -> list[str]:
    return [
        "",
        "[[inspection.findings]]",
        f'kind = "{kind}"',
        f'area = "{area}"',
        f'topic = "{topic}"',
        f'text = "{" ".join(chance.choices(WORDS, k=16)).capitalize()}."',
        f'source = "{source}"',
    ]


if __name__ == "__main__":
    write_regime(Path(sys.argv[1]), Size(int(sys.argv[2])))
