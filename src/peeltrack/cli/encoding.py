"""Text in an encoding that lacks some of its characters."""

from __future__ import annotations

import codecs

REPLACEMENTS = {
    "▼": "v",
    "▲": "^",
    "≠": "#",
    "○": "o",
    "†": "+",
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
"""What is written for a sign that cannot be written; in columns it is as wide as the sign."""


def _replace(error: UnicodeError) -> tuple[str, int]:
    """Return the replacement for the characters that an encoding lacks, as codecs wants it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(REPLACEMENTS.get(letter) or _without_accents(letter) for letter in lacking), error.end


def _without_accents(letter: str) -> str:
    """Return a letter without its accents, or a question mark."""
    import unicodedata

    found = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
    return found or ("" if unicodedata.combining(letter) else "?")


codecs.register_error("peeltrack-replace", _replace)


def encode(text: str, encoding: str) -> bytes:
    """Return a text in an encoding, which stays readable if some of its characters are lacking."""
    return text.encode(encoding, "peeltrack-replace")
