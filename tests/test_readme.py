"""The README is true: its examples are run, and it names every command and option.

An example is a block marked ``console``: commands after ``$``, each with what it prints
under it, as a person sees it in a terminal. A block is one session in an empty folder.
``--rewrite`` puts what the commands print into the README, for a person to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, clean_environment, in_terminal

from peeltrack.cli import COMMANDS

README = ROOT / "README.md"
BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
COLUMNS = 90
"""How wide a block stands on a page without a bar to move it."""


def blocks() -> list[str]:
    return BLOCK.findall(README.read_text("utf-8"))


def commands(block: str) -> Iterator[str]:
    """The commands of a block; one that ends in a backslash runs on in the next line."""
    lines = iter(block.splitlines())
    for line in lines:
        if line.startswith("$ "):
            command = line.removeprefix("$ ")
            while command.endswith("\\"):
                command += "\n" + next(lines)
            yield command


def session(block: str, folder: Path, shims: Path) -> str:
    """The block again, with what its commands print now."""
    asked = list(commands(block))
    script = folder.parent / "session"
    # A zero byte ends what a command prints; the code of the command is left as it was.
    script.write_text(
        "".join(f"{command}\ncode=$?; printf '\\0'; (exit $code)\n" for command in asked), "utf-8"
    )
    env = clean_environment({"HOME": str(folder), "NO_COLOR": "1", "PAGER": "cat", "GIT_PAGER": "cat"})
    env["PATH"] = f"{shims}:{env['PATH']}"
    printed = in_terminal(["bash", str(script)], COLUMNS, folder, env).out.split("\0")[:-1]
    return "".join(f"$ {command}\n{text}" for command, text in zip(asked, printed, strict=True))


@pytest.mark.needs("bash", "termios")
@pytest.mark.parametrize("number", range(len(blocks())), ids=lambda number: next(commands(blocks()[number])))
def test_an_example_prints_what_the_readme_says(
    number: int, tmp_path: Path, shims: Path, request: pytest.FixtureRequest
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    text = README.read_bytes().decode()
    place = list(BLOCK.finditer(text))[number]
    now = session(place[0], folder, shims)
    if request.config.getoption("--rewrite"):
        README.write_bytes((text[: place.start()] + now + text[place.end() :]).encode())
    else:
        assert place[0] == now


def test_every_command_has_its_help_in_the_readme() -> None:
    """And with its help every option, for the examples above are run."""
    named = {command for block in blocks() for command in commands(block)}
    wanted = {"peeltrack --help", *(f"peeltrack {name} --help" for name in COMMANDS)}
    assert wanted <= named, "add a console block for each; pytest --rewrite fills it in"
