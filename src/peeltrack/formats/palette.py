"""The colours of pages and pictures: for each role a ground and an ink that can be read on it.

The edges of boxes and the rules between rows have one colour: nothing is written on them.
"""

from __future__ import annotations

from typing import NamedTuple


class Paint(NamedTuple):
    """A ground and the ink on it; together they have a contrast of at least 4.5 to 1."""

    ground: str
    ink: str


TONES = ("worst", "poor", "fair", "good", "best")
"""The roles of grades. People who confuse red and green can tell them apart, and the letters say it too."""

LIGHT = {
    "page": Paint("#ffffff", "#1b2228"),
    "quiet": Paint("#ffffff", "#505c66"),
    "worst": Paint("#9d1638", "#ffffff"),
    "poor": Paint("#f7bd9d", "#3d1500"),
    "fair": Paint("#f5edcf", "#332b08"),
    "good": Paint("#b4dcd9", "#05302f"),
    "best": Paint("#0a5f66", "#ffffff"),
    "ungraded": Paint("#dfe3e6", "#1b2228"),
    "down": Paint("#9d1638", "#ffffff"),
    "up": Paint("#ffffff", "#0a5f66"),
    "same": Paint("#eef1f3", "#3d474f"),
    "edge": Paint("#87919a", "#87919a"),
    "rule": Paint("#e3e7ea", "#e3e7ea"),
}
"""On paper, and on a screen with a light background."""

DARK = {
    "page": Paint("#15191d", "#e7eaed"),
    "quiet": Paint("#15191d", "#a8b3bc"),
    "worst": Paint("#c2385a", "#ffffff"),
    "poor": Paint("#7c4127", "#ffe9dd"),
    "fair": Paint("#57502f", "#fbf5dd"),
    "good": Paint("#24575a", "#e2f6f4"),
    "best": Paint("#6fd0c6", "#04302f"),
    "ungraded": Paint("#3a444d", "#e7eaed"),
    "down": Paint("#c2385a", "#ffffff"),
    "up": Paint("#15191d", "#7fd8d4"),
    "same": Paint("#242b31", "#c3ccd3"),
    "edge": Paint("#87919a", "#87919a"),
    "rule": Paint("#2a3239", "#2a3239"),
}
"""On a screen with a dark background."""

INKS = {"down": "#9d1638", "up": "#0a5f66"}
"""Movement, as ink on a white ground."""


def style(role: str) -> str:
    """Return a role as a style attribute, which stays with the text that is pasted elsewhere."""
    if role in TONES:
        return f"background-color:{LIGHT[role].ground};color:{LIGHT[role].ink}"
    return f"color:{INKS[role]}" if role in INKS else ""
