"""Names as people type them: how peeltrack compares them, and which one was probably meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

SEPARATORS = str.maketrans(dict.fromkeys("/-_\u2010\u2011\u2012\u2013\u2014\u2212", " ") | {"&": " and "})
"""Signs that one person writes where another writes a space, and the sign for "and"."""

LEFT_OUT = str.maketrans(dict.fromkeys("'\u2018\u2019\u02bc`\".,\u201c\u201d\u200b\u2060\ufeff", ""))
"""Quotation marks, apostrophes, full stops and invisible signs: many people leave them out."""

LONGEST = 200
"""The longest word that gets a suggestion: nobody mistypes a longer one, and comparing words is slow."""

SHOWN, MESSAGE = 120, 1200
"""How many characters of a value a message shows, and how many characters it has itself, at most."""

FEW = 6
"""How many words to suggest, at most, to somebody who typed part of one."""

BEGINNING, PART = 3, 4
"""How many letters of the beginning of a word in a name, or of another part, are enough to suggest it."""

LIKENESS, SIMILAR = 0.76, 0.6
"""How similar a mistyped word must be to a name, and to a word of a list such as the keys of a record."""


def fold_name(text: str) -> str:
    """Return a name as peeltrack compares it, however people type or print it.

    Capitals, accents and all kinds of dashes, quotation marks and spaces do not matter, and ``&`` is "and".
    """
    if not text.isascii():
        from unicodedata import combining, normalize

        text = "".join(part for part in normalize("NFD", text) if not combining(part))
    return "-".join(text.casefold().translate(SEPARATORS).translate(LEFT_OUT).split())


def nearest(word: str, among: Iterable[tuple[str, str]], likeness: float = LIKENESS) -> list[str]:
    """Return what a mistyped word can mean; nothing if no name is near.

    Args:
        word: What somebody typed.
        among: The names that there are, each with the word to suggest for it.
        likeness: How similar two words must be, from 0 to 1.

    A name with a word that begins so comes first, then one that is like it, ends so, or has a word like it.

    """
    from difflib import get_close_matches

    typed = fold_name(word[: LONGEST + 1])
    if not 0 < len(typed) <= LONGEST:
        return []
    known: dict[str, list[str]] = {}
    for name, meant in among:
        if len(name) <= LONGEST:
            known.setdefault(fold_name(name), []).append(meant)
    if found := _meant(known, (name for name in known if _begins(name, typed))):
        return found
    if like := get_close_matches(typed, known, 1, likeness):
        return known[like[0]][:1]
    if len(typed) < PART:
        return []
    if found := _meant(known, (name for name in known if name.endswith(typed))):
        return found
    parts = {part for name in known for part in name.split("-")}
    like = get_close_matches(typed, parts, 1, LIKENESS)
    return _meant(known, (name for name in known if like and like[0] in name.split("-")))


def _begins(name: str, typed: str) -> bool:
    """Return whether one of the words in a name begins so."""
    return name == typed or (len(typed) >= BEGINNING and f"-{typed}" in f"-{name}")


def _meant(known: Mapping[str, list[str]], names: Iterable[str]) -> list[str]:
    """Return the words to suggest for some names; nothing if they are too many to help."""
    found = list(dict.fromkeys(meant for name in names for meant in known[name]))
    return found if len(found) <= FEW else []


def suggestion(word: str, among: Iterable[str]) -> str:
    """Return `` (did you mean 'x'?)`` for the word that is nearest, or nothing if none is near."""
    near = choices(nearest(word, ((each, each) for each in among), SIMILAR))
    return f" (did you mean {near}?)" if near else ""


def choices(words: Iterable[str]) -> str:
    """Return some words to choose from: ``'north', 'south' or 'west'``."""
    *others, last = [quoted(word) for word in words] or [""]
    return f"{', '.join(others)} or {last}" if others else last


def quoted(text: str) -> str:
    """Return a text in quotation marks for a message; a long one is shortened."""
    return f"'{shortened(text, SHOWN)}'"


def shortened(text: str, most: int = MESSAGE) -> str:
    """Return a text with so many characters at most, without its middle if it is longer."""
    if len(text) <= most:
        return text
    begin = most * 2 // 3
    return f"{text[:begin]} … {text[len(text) - (most - begin) :]}"
