"""Text for a terminal or pipe whose encoding lacks some of its characters."""

from __future__ import annotations

import codecs

PLAINER = {
    "▼": "v",
    "▲": "^",
    "≠": "#",
    "○": "o",
    "→": ">",
    "·": "-",
    "–": "-",
    "—": "-",
    "…": "...",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "£": "GBP ",
    "€": "EUR ",
}
"""What stands in for a sign where it cannot be shown; as wide as it is where columns hold it."""


def _plainer(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(PLAINER.get(letter) or _bare(letter) for letter in lost), error.end


def _bare(letter: str) -> str:
    """A letter without its accents, or a question mark."""
    import unicodedata

    bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return bare or ("" if unicodedata.combining(letter) else "?")


codecs.register_error("peeltrack-plainer", _plainer)


def encode(text: str, encoding: str) -> bytes:
    """The text in an encoding, readable where some of its characters are lacking."""
    return text.encode(encoding, "peeltrack-plainer")
