"""How wide a text is in a picture, and where it has to be broken."""

from __future__ import annotations

from functools import cache

_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556"
    " 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722"
    " 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 222"
    " 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
"""The widths of the printable ASCII characters in Helvetica and Arial, in thousandths of the size."""

BOLD = 1.08
"""How much wider bold text is."""
WIDE = 1000
"""The width of letters and signs that are wider than Latin ones."""
LATIN = 600
ELLIPSIS = "…"


@cache
def _widths() -> dict[str, int]:
    return {chr(32 + place): int(width) for place, width in enumerate(_WIDTHS.split())}


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text is; the fonts that a reader has can differ a little."""
    widths = _widths()
    thousandths = sum(widths.get(each, LATIN if ord(each) < 0x2E80 else WIDE) for each in text)
    return thousandths * size * (BOLD if bold else 1) / 1000


def fit(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return a text, cut off with an ellipsis if it is too wide."""
    if text_width(text, size, bold=bold) <= width:
        return text
    while text and text_width(text + ELLIPSIS, size, bold=bold) > width:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def wrap(text: str, width: float, size: float, *, bold: bool = False, most: int = 8) -> list[str]:
    """Return a text in lines that are not too wide, at most so many; a word that is too long is cut off."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [fit(line, width, size, bold=bold) for line in lines]
