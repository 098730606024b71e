"""A regime and records that nobody wrote, as many as wanted, alike on every run."""

from __future__ import annotations

import random
import sys
from pathlib import Path

INSPECTIONS = 8
PILLARS = 3
QUESTIONS = 3
FINDINGS = 5
TOPICS = 30
GRADES = (
    ("inadequate", "worst"),
    ("requires improvement", "poor"),
    ("good", "good"),
    ("outstanding", "best"),
)
KINDS = ("concern", "cause-of-concern", "area-for-improvement", "recommendation", "commendation", "action")
WORDS = (
    "officers",
    "victims",
    "calls",
    "crimes",
    "response",
    "slowly",
    "checks",
    "often",
    "records",
    "trained",
)


def write_regime(folder: Path, forces: int) -> Path:
    """Write the editions, the topics and so many records, of eight inspections each."""
    chance = random.Random(forces)
    (folder / "forces").mkdir(parents=True)
    (folder / "editions.toml").write_text("\n".join(map(_edition, range(INSPECTIONS))))
    (folder / "topics.toml").write_text("".join(f'topic-{each} = "Topic {each}"\n' for each in range(TOPICS)))
    for number in range(forces):
        path = folder / "forces" / f"force-{number:05}.toml"
        path.write_text(
            "\n".join([_head(number), *(_inspection(each, chance) for each in range(INSPECTIONS))])
        )
    return folder


def _areas() -> list[tuple[str, str | None]]:
    """The ids of the areas, each with its parent's."""
    areas: list[tuple[str, str | None]] = []
    for pillar in range(PILLARS):
        areas.append((f"pillar-{pillar}", None))
        areas += [(f"question-{pillar}-{each}", f"pillar-{pillar}") for each in range(QUESTIONS)]
    return areas


def _edition(number: int) -> str:
    scale = ", ".join(f'{{ name = "{name}", short = "{name[0]}", tone = "{tone}" }}' for name, tone in GRADES)
    lines = [
        "[[edition]]",
        f'id = "round-{number}"',
        f'title = "Round {number}"',
        f'family = "family {number // 4}"',
        f"published = {2014 + number}-03-01",
        f"grades = [{scale}]",
        'comparability = { text = "Made up.", source = "https://example.org/" }',
    ]
    for area, parent in _areas():
        lines += ["", "[[edition.areas]]", f'id = "{area}"', f'title = "{area.capitalize()}"']
        lines += [f'parent = "{parent}"'] if parent else []
    return "\n".join([*lines, ""])


def _head(number: int) -> str:
    return f'name = "Force {number}"\nregion = "Region {number % 10}"\ncountry = "Nowhere"\n'


def _inspection(number: int, chance: random.Random) -> str:
    lines = ["[[inspection]]", f'edition = "round-{number}"', f"published = {2014 + number}-04-01", ""]
    lines += ["[inspection.sources]"]
    lines += [f'pillar-{each} = "https://example.org/round-{number}/{each}"' for each in range(PILLARS)]
    lines += ["", "[inspection.grades]"]
    for area, _ in _areas():
        if chance.random() < 0.9:
            lines.append(f'{area} = "{chance.choice(GRADES)[0]}"')
    for each in range(FINDINGS):  # at least one from every page
        area, parent = _areas()[each * (QUESTIONS + 1)] if each < PILLARS else chance.choice(_areas())
        lines += [
            "",
            "[[inspection.findings]]",
            f'kind = "{chance.choice(KINDS)}"',
            f'area = "{area}"',
            f'topic = "topic-{chance.randrange(TOPICS)}"',
            f'text = "{" ".join(chance.choices(WORDS, k=16)).capitalize()}."',
            f'source = "{parent or area}"',
        ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    write_regime(Path(sys.argv[1]), int(sys.argv[2]))
