"""The README and the docs are true: examples run, links lead somewhere, tables are generated.

``pytest tests/test_pages.py --rewrite`` writes examples and generated parts anew, for a person to read.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asking import ask
from conftest import ROOT
from pages import (
    CONSOLE,
    GENERATED,
    GENERATED_BLOCK,
    PAGES,
    PICTURES,
    blocks,
    commands,
    replace_block,
    session,
)

from peeltrack.cli import COMMANDS


def name_of(place: tuple[Path, int]) -> str:
    return f"{place[0].relative_to(ROOT).as_posix()}-{place[1]}"


@pytest.fixture
def rewrite(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--rewrite"))


@pytest.mark.needs("bash", "termios")
@pytest.mark.parametrize("place", blocks(CONSOLE), ids=name_of)
def test_an_example_prints_what_the_page_shows(
    place: tuple[Path, int], tmp_path: Path, shims: Path, rewrite: bool
) -> None:
    page, number = place
    folder = tmp_path / "here"
    folder.mkdir()
    shown = CONSOLE.findall(page.read_text("utf-8"))[number]
    now = session(shown, folder, shims)
    if rewrite:
        replace_block(page, CONSOLE, number, now)
    else:
        assert shown == now


@pytest.mark.parametrize("place", blocks(GENERATED_BLOCK), ids=name_of)
def test_a_generated_part_is_up_to_date(place: tuple[Path, int], rewrite: bool) -> None:
    page, number = place
    block = list(GENERATED_BLOCK.finditer(page.read_text("utf-8")))[number]
    now = GENERATED[block["name"]]()
    if rewrite:
        replace_block(page, GENERATED_BLOCK, number, now)
    else:
        assert block["text"] == now


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_what_its_command_draws(path: Path, rewrite: bool) -> None:
    result = ask(*PICTURES[path], "-f", "svg")
    assert result.code == 0
    if rewrite:
        path.write_text(result.out, "utf-8", newline="")
    else:
        assert path.read_text("utf-8") == result.out
    assert any(path.name in page.read_text("utf-8") for page in PAGES)


def test_every_generated_part_has_a_place() -> None:
    names = {match["name"] for page in PAGES for match in GENERATED_BLOCK.finditer(page.read_text("utf-8"))}
    assert names == set(GENERATED)


LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchors(page: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for address in LINK.findall(re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)):
        if address.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = address.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{page.name} links to {address}"
        if anchor:
            assert anchor in anchors(target), f"{page.name} links to {address}"


def test_every_command_is_in_the_reference() -> None:
    text = (ROOT / "docs" / "commands.md").read_text("utf-8")
    for name in COMMANDS:
        assert f"## {name}\n" in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_pages_are_short(page: Path) -> None:
    most = 200 if page.name == "README.md" else 250
    text = GENERATED_BLOCK.sub("", page.read_text("utf-8"))
    assert len(text.splitlines()) <= most


def test_examples_call_commands_that_exist() -> None:
    for page in PAGES:
        for block in CONSOLE.findall(page.read_text("utf-8")):
            assert list(commands(block)), f"an example of {page.name} has no command"
