"""Make up records: editions, topics and forces as the format allows them, the same for the same seed."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

AREAS = ("alpha", "beta", "gamma", "delta", "epsilon")
SUCCESSORS = {"zeta": "alpha", "eta": "beta", "theta": "zeta"}
"""Areas that can take over from an earlier one."""
SCALES = (("bad", "poor", "fine", "best"), ("bad", "poor", "fair", "fine", "best"), ("no", "yes"))
TONES = {
    "bad": "worst",
    "poor": "poor",
    "fair": "fair",
    "fine": "good",
    "best": "best",
    "no": "worst",
    "yes": "good",
}
TOPICS = ("calls", "custody", "fraud")
KINDS = (
    *("cause-of-concern", "concern", "area-for-improvement", "recommendation"),
    *("commendation", "action", "update", "reaction"),
)
ODD = (
    *(
        "\x1b[31m",
        "\x1b]0;title\x07",
        "\x9b2J",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u00ad",
        "\ufeff",
        "\x7f",
        "\x00",
    ),
    *(
        "\u0301",
        "\U0001f46e",
        "\U000e0041",
        "\u2028",
        "\x85",
        "\r",
        "\n",
        "\t",
        "\v",
        "\x08",
        "ﷺ",
        "Ａ",
        "\u3164",
    ),
    *(
        "=1+1",
        "+1",
        "-1",
        "@here",
        "::error::x",
        "##[error]x",
        "::set-output name=a::b",
        "\\",
        '"',
        "'",
        "`",
        "|",
    ),
    *(
        "<script>x</script>",
        "&amp;",
        "]]>",
        "](javascript:x)",
        "**b**",
        "# h",
        "~~~",
        "$(x)",
        "%0A",
        "{{ x }}",
        "-",
    ),
    *(
        "[link](https://example.org)",
        "https://example.org",
        ":smile:",
        "<!--",
        "-->",
        "@user",
        "#1",
        "x" * 300,
    ),
)
"""Texts that would command something if they reached it as they are."""


class MadeUp:
    """Records drawn from a source of chance; with ``odd``, their texts hold anything."""

    def __init__(self, chance: Random, *, odd: bool = False) -> None:
        self.chance = chance
        self.odd = odd
        self.editions: list[dict[str, Any]] = []
        self.files: dict[str, str] = {}
        self._write_editions()
        self.files["topics.toml"] = "".join(self._topic(topic) for topic in TOPICS)
        self.files["regime.toml"] = self._wording()
        for number in range(chance.randint(1, 3)):
            self.files[f"forces/force-{number}.toml"] = self._force(number)

    def write(self, folder: Path) -> None:
        """Write all files into a folder."""
        for name, text in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())

    def _likely(self, share: float) -> bool:
        return self.chance.random() < share

    def _text(self, plain: str) -> str:
        """Return a text as a TOML string."""
        if self.odd and self._likely(0.3):
            place = self.chance.choice([0, len(plain), self.chance.randint(0, len(plain))])
            plain = plain[:place] + self.chance.choice(ODD) + plain[place:]
        return json.dumps(plain, ensure_ascii=False).replace("\x7f", "\\u007f")

    def _date(self, years: tuple[int, int] = (2014, 2025)) -> str:
        """Return a date as precise as it happens to be known."""
        year = self.chance.randint(*years)
        if self.odd and self._likely(0.05):
            year = self.chance.choice([1, 9999])
        month, day = self.chance.randint(1, 12), self.chance.randint(1, 28)
        return self.chance.choice(
            [f'"{year:04}"', f'"{year:04}-{month:02}"', f"{year:04}-{month:02}-{day:02}"]
        )

    def _address(self) -> str:
        return json.dumps(f"https://{self.chance.choice(['a', 'b'])}.example.org/{self.chance.randint(1, 9)}")

    def _write_editions(self) -> None:
        family, lines = 0, []
        scale: tuple[str, ...] = self.chance.choice(SCALES)
        earlier: set[str] = set()
        for index in range(self.chance.randint(1, 5)):
            if index and self._likely(0.3):
                family, scale = family + 1, self.chance.choice(SCALES)
            grades = ", ".join(
                f'{{ name = "{name}", short = "{name[:1]}", tone = "{TONES[name]}" }}' for name in scale
            )
            lines += ["[[edition]]", f'id = "round-{index}"', f"title = {self._text(f'Round {index}')}"]
            lines += [f'family = "family {family}"', f"grades = [{grades}]"]
            lines += [f"published = {self._date()}"] if self._likely(0.8) else []
            lines += [
                f"comparability = {{ text = {self._text('They say so.')}, source = {self._address()} }}"
            ]
            areas: dict[str, bool] = {}
            pillars: list[str] = []
            for area in self._area_ids(earlier):
                parent = self.chance.choice(pillars) if pillars and self._likely(0.4) else None
                areas[area] = self._likely(0.9)
                lines += ["[[edition.areas]]", f'id = "{area}"', f"title = {self._text(area.title())}"]
                lines += [f'parent = "{parent}"'] if parent else []
                lines += ["core = false"] if self._likely(0.2) else []
                lines += [] if areas[area] else ["graded = false"]
                lines += [f"break = {self._text('They ask something else.')}"] if self._likely(0.15) else []
                lines += [f'continues = "{SUCCESSORS[area]}"'] if SUCCESSORS.get(area) in earlier else []
                pillars += [] if parent else [area]
            earlier |= set(areas)
            self.editions.append({"id": f"round-{index}", "scale": scale, "areas": areas})
        self.files["editions.toml"] = "\n".join(lines) + "\n"

    def _area_ids(self, earlier: set[str]) -> list[str]:
        """Choose the areas of an edition: of each line at most one, so that what corresponds is plain."""
        found = []
        for area in AREAS:
            ids = [area] + [
                new for new, old in SUCCESSORS.items() if old in earlier and self._root(new) == area
            ]
            if self._likely(0.75):
                found.append(self.chance.choice(ids))
        return found or ["alpha"]

    def _root(self, area: str) -> str:
        while area in SUCCESSORS:
            area = SUCCESSORS[area]
        return area

    def _topic(self, topic: str) -> str:
        if self._likely(0.5):
            return f"{topic} = {self._text('About ' + topic)}\n"
        followed = "true" if self._likely(0.7) else "false"
        return f"{topic} = {{ meaning = {self._text('About ' + topic)}, followed = {followed} }}\n"

    def _wording(self) -> str:
        lines = [f"title = {self._text('Made-up records')}"]
        lines += ["covers_until = 2025-07-31"] if self._likely(0.5) else []
        lines += ['time_zone = "Europe/London"'] if self._likely(0.5) else []
        lines += [f"summaries = {self._text('Our words.')}"] if self._likely(0.5) else []
        if self._likely(0.5):
            lines += [
                "[reply]",
                f"who = {self._text('somebody')}",
                f"what = {self._text('answer')}",
                "days = 56",
            ]
            lines += [f"rule = {self._text('A law')}", f"source = {self._address()}", 'since = "round-0"']
        if self._likely(0.5):
            lines += ["[nouns]", f"inspectorate = {self._text('inspectors')}"]
        return "\n".join(lines) + "\n"

    def _force(self, number: int) -> str:
        lines = [f"name = {self._text(f'Force {number}')}", f"region = {self._text('Region')}"]
        lines += [f"country = {self._text('Country')}"]
        lines += [f"aliases = [{self._text(f'F{number}')}]"] if self._likely(0.3) else []
        lines += (
            [f'code = "{"ABC"[number] * 3}"', f"tile = [{number}, {number % 2}]"] if self._likely(0.6) else []
        )
        for _ in range(self.chance.choice([0, 0, 1, 2])):
            lines += [
                "[[monitoring]]",
                f"entered = {self._date((2014, 2015))}",
                f"reason = {self._text('Calls.')}",
            ]
            lines += [f"left = {self._date((2016, 2025))}"] if self._likely(0.5) else []
            lines += [f"source = {self._address()}"]
        for index in range(len(self.editions)):
            if self._likely(0.8):
                lines += self._inspection(index)
        return "\n".join(lines) + "\n"

    def _inspection(self, index: int) -> list[str]:
        edition = self.editions[index]
        areas, scale = edition["areas"], edition["scale"]
        lines = ["[[inspection]]", f'edition = "{edition["id"]}"']
        lines += [f"published = {self._date()}"] if self._likely(0.6) else []
        lines += [f"inspector = {self._text('Sam Smith')}"] if self._likely(0.3) else []
        lines += [f"page = {self._address()}"] if self._likely(0.3) else []
        lines += ['findings_are = "complete"'] if self._likely(0.3) else []
        lines += ["[inspection.sources]", f"one = {self._address()}", f"two = {self._address()}"]
        grades: list[str] = []
        counted = dict.fromkeys(scale, 0)
        for area, graded in areas.items():
            first = self._grade(area, index, graded, scale, grades) if self._likely(0.7) else None
            if first in counted:
                counted[first] += 1
        if self._likely(0.4):
            counted[self.chance.choice(scale)] += self.chance.randint(0, 2)
            numbers = ", ".join(f"{grade} = {number}" for grade, number in counted.items() if number)
            lines += (
                ["[inspection.published_count]", f"grades = {{ {numbers} }}", 'source = "one"']
                if numbers
                else []
            )
        lines += ["[inspection.grades]", *grades]
        for _ in range(self.chance.choice([0, 0, 1, 2, 4])):
            lines += self._finding(list(areas))
        return lines

    def _grade(self, area: str, index: int, graded: bool, scale: tuple[str, ...], grades: list[str]) -> str:
        """Write a grade and return how it was first published."""
        grade = self.chance.choice([*scale, "ungraded"]) if graded else "ungraded"
        first, parts = grade, [f'grade = "{grade}"', 'source = "one"']
        parts += [f"published = {self._date()}"] if self._likely(0.2) else []
        parts += ['basis = "inferred"'] if self._likely(0.2) else []
        parts += [f"note = {self._text('A remark.')}"] if self._likely(0.1) else []
        earlier = [each["id"] for each in self.editions[:index] if area in each["areas"]]
        if earlier and self._likely(0.2):
            parts += [f'carried_from = "{self.chance.choice(earlier)}"']
        elif self._likely(0.1):
            first = self.chance.choice(scale)
            parts += [
                f'corrected = {{ from = "{first}", on = {self._date()}, why = {self._text("A slip.")} }}'
            ]
        grades.append(f"{area} = {{ {', '.join(parts)} }}")
        return first

    def _finding(self, areas: list[str]) -> list[str]:
        lines = ["[[inspection.findings]]", f'kind = "{self.chance.choice(KINDS)}"', 'source = "two"']
        lines += [f'area = "{self.chance.choice(areas)}"'] if self._likely(0.8) else []
        words = " ".join(self.chance.sample(["Some", "callers", "wait", "too", "long"], 4))
        lines += [f'topic = "{self.chance.choice(TOPICS)}"', f"text = {self._text(words)}"]
        lines += [f'said_by = "{self.chance.choice(["force", "other"])}"'] if self._likely(0.1) else []
        lines += ["persisting = true"] if self._likely(0.1) else []
        return lines
