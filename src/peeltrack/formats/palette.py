"""The colours of pages and pictures: for each role a ground and an ink that can be read on it."""

from __future__ import annotations

from typing import NamedTuple


class Paint(NamedTuple):
    """A ground and the ink on it; together they have a contrast of at least 4.5 to 1."""

    ground: str
    ink: str


TONES = {
    "worst": Paint("#9d1638", "#ffffff"),
    "poor": Paint("#f7bd9d", "#3d1500"),
    "fair": Paint("#f5edcf", "#332b08"),
    "good": Paint("#b4dcd9", "#05302f"),
    "best": Paint("#0a5f66", "#ffffff"),
}
"""Grades, worst first. People who confuse red and green can tell them apart, and the letters say it too."""

PLAIN = Paint("#ffffff", "#1b2228")
MUTED = Paint("#ffffff", "#505c66")
UNGRADED = Paint("#dfe3e6", "#1b2228")

INKS = {"down": "#9d1638", "up": "#0a5f66"}
"""Movement, as ink on a white ground."""


def style(role: str) -> str:
    """Return a role as a style attribute, which stays with the text that is pasted elsewhere."""
    if role in TONES:
        return f"background-color:{TONES[role].ground};color:{TONES[role].ink}"
    return f"color:{INKS[role]}" if role in INKS else ""
