"""Run peeltrack inside this process, which is quicker if a separate one adds nothing."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
from pathlib import Path
from typing import Any
from unittest import mock

from conftest import DATA, Result, clean_environment

from peeltrack.cli import main
from peeltrack.store.library import Library

NEW_YEAR_2026 = "2026-01-01"
"""The day on which these runs take place."""


class _Screen(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def ask(*args: object, screen: bool = False, **env: str) -> Result:
    """Return what ``peeltrack`` with these arguments prints, to a pipe or to a screen, and its exit code."""
    environment = clean_environment({"PEELTRACK_TODAY": NEW_YEAR_2026, **env})
    streams = [(_Screen if screen else io.TextIOWrapper)(io.BytesIO(), "utf-8", newline="") for _ in "oe"]
    with (
        mock.patch.object(sys, "argv", ["peeltrack", *map(str, args)]),
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch("signal.signal"),
        contextlib.redirect_stdout(streams[0]),
        contextlib.redirect_stderr(streams[1]),
    ):
        code = main()
    texts = []
    for stream in streams:
        stream.flush()
        buffer = stream.buffer
        assert isinstance(buffer, io.BytesIO)
        texts.append(buffer.getvalue().decode())
    return Result(code, *texts)


def as_json(*args: object) -> dict[str, Any]:
    """Return the JSON of a run without an error."""
    result = ask(*args, "-f", "json")
    assert (result.code, result.err) == (0, "")
    found: dict[str, Any] = json.loads(result.out)
    return found


def seen(*args: object, columns: int = 80) -> str:
    """Return what people see on a screen of so many columns, without colours."""
    result = ask(*args, screen=True, COLUMNS=str(columns), NO_COLOR="1")
    assert (result.code, result.err) == (0, "")
    return result.out


def flat(text: str) -> str:
    """Return a text in one line, wherever it was wrapped."""
    return " ".join(text.split())


def library(data: Path = DATA) -> Library:
    """The records of a folder."""
    return Library(str(data))


def change(answer: dict[str, Any], area: str) -> dict[str, Any]:
    """The change of one area in the JSON of ``diff``."""
    (found,) = (each for each in answer["changes"] if each["area"] == area)
    assert isinstance(found, dict)
    return found


def edit(path: Path, old: str, new: str) -> None:
    """Replace the one place where a file has a text."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def findings(answer: dict[str, Any], *, area: str | None, edition: str) -> list[dict[str, Any]]:
    return [each for each in answer["findings"] if each["area"] == area and each["edition"] == edition]


def row(text: str, title: str) -> str:
    """The first line of an area in a grid: a sign or none, its title, and a gap before what it says."""
    return next(
        each
        for each in text.splitlines()
        if re.match(rf"([▼▲=≠+○?-] +| *){re.escape(title)}(  |$)", each.partition(" [")[0] + "  ")
    )


def part(text: str, heading: str) -> str:
    """What people see after a heading, up to the next family or the latest inspection."""
    return re.split(r"\n(?=PEEL |Latest: )", text.split(f"\n{heading}", 1)[1])[0]


FAMILY = "PEEL 2015 to 2018/19, comparable with each other"
