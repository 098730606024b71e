"""The HTML page: safe, self-contained, accessible, and fit for Word."""

from __future__ import annotations

import re
import subprocess
from base64 import b64decode
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from asking import ask
from documents import HISTORY, HOSTILE_DOCUMENT, TILE_MAP

from peeltrack.formats import render
from peeltrack.formats.document import Block, Document, Heading, Link, Paragraph
from peeltrack.formats.palette import DARK, INKS, LIGHT, Paint


class Page(HTMLParser):
    """The elements of a page, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def page_of(*blocks: Block) -> str:
    document = Document(blocks=lambda: blocks, data=dict, rows=list)
    return render("html", document, width=None, color=False)


@pytest.mark.parametrize(
    "arguments", ["show hampshire latest", "diff hampshire 2016 2017", "map efficiency", "check"]
)
def test_a_page_needs_nothing_from_elsewhere(arguments: str) -> None:
    result = ask(*arguments.split(), "-f", "html")
    assert (result.code, result.out[:15]) == (0, "<!DOCTYPE html>")
    page = Page(result.out)
    assert len(page.all("h1")) == 1
    assert page.all("html") == [{"lang": "en-GB"}]
    assert not [tag for tag, _ in page.elements if tag in ("script", "link", "iframe", "object")]
    assert all((each["src"] or "").startswith("data:image/svg+xml;") for each in page.all("img"))
    (policy,) = [each for each in page.all("meta") if each.get("http-equiv") == "Content-Security-Policy"]
    assert (policy["content"] or "").startswith("default-src 'none'")
    assert "url(" not in result.out
    assert "@import" not in result.out


def test_tables_have_captions_and_their_heads_have_scope() -> None:
    page = Page(ask("show", "hampshire", "-f", "html").out)
    assert len(page.all("caption")) == len(page.all("table")) > 2
    assert {each.get("scope") for each in page.all("th")} == {"row", "col"}


def test_levels_of_headings_have_no_gap() -> None:
    page = Page(ask("show", "hampshire", "-f", "html").out)
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_text_that_looks_like_markup_is_shown_as_text() -> None:
    text = render("html", HOSTILE_DOCUMENT, width=None, color=False)
    page = Page(text)
    assert not page.all("script")
    assert not page.all("b")
    assert not page.all("img")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example/", " javascript:x", "ftp://a.example/"],
)
def test_only_pages_on_the_web_become_links(address: str) -> None:
    page = Page(page_of(Heading(("Title",), 1), Paragraph(("see ", Link(address, "here", "Somebody")))))
    assert not page.all("a")


def test_a_link_says_who_published_the_page() -> None:
    text = page_of(Heading(("Title",), 1), Paragraph((Link("https://a.example/b", "good", "The Courier"),)))
    assert 'aria-label="good, source: The Courier"' in text
    assert ">The Courier: https://a.example/b</a>" in text


def test_the_colour_of_a_grade_is_in_its_cell_so_that_it_survives_pasting() -> None:
    cells = [each for each in Page(page_of(HISTORY)).all("td") if "good" in (each.get("class") or "")]
    assert cells
    assert all(each["style"] == "background-color:#b4dcd9;color:#05302f" for each in cells)


def test_a_tile_map_is_a_picture_and_a_table() -> None:
    text = page_of(Heading(("Map",), 1), TILE_MAP)
    page = Page(text)
    (picture,) = page.all("img")
    head, _, content = (picture["src"] or "").partition(",")
    assert head == "data:image/svg+xml;base64"
    assert ">NOR</text>" in b64decode(content).decode()
    assert (picture["alt"] or "").startswith("Effectiveness in PEEL 2016. 4 tiles")
    assert [each.get("scope") for each in page.all("th")].count("row") == len(TILE_MAP.tiles)
    assert "South &lt;Head&gt;" in text


@pytest.mark.needs("soffice")
def test_libreoffice_reads_the_page(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(ask("show", "hampshire", "-f", "html").out, encoding="utf-8")
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "page.html"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    text = (tmp_path / "page.txt").read_text(encoding="utf-8")
    assert "Hampshire and Isle of Wight Constabulary" in text
    assert "requires improvement" in text


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, as WCAG 2 defines it."""
    lights = []
    for colour in (first, second):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def test_contrast_is_right_for_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("paints", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(paints: dict[str, Paint]) -> None:
    for name, paint in paints.items():
        if name not in ("edge", "rule"):  # nothing is written on a line
            assert contrast(paint.ground, paint.ink) >= 4.5, name
    assert contrast(paints["edge"].ink, paints["page"].ground) >= 3


def test_signs_can_be_read_where_they_are_pasted() -> None:
    for ink in INKS.values():
        assert contrast(ink, "#ffffff") >= 4.5
