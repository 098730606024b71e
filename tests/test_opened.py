"""Browsers and office programs open the pages and pictures, and print a briefing on one sheet."""

from __future__ import annotations

import re
import struct
import subprocess
import zipfile
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from asking import ask, library
from browsing import Visit, barriers
from documents import HOSTILE, HOSTILE_DOCUMENT, pictures_of
from hostile import hostile_records

from peeltrack.formats import render
from peeltrack.formats.document import Document
from peeltrack.formats.palette import LIGHT, TONES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PICTURES = {
    "history": "show hampshire",
    "map": "map protecting-vulnerable",
    "changes": "map legitimacy --change",
    "forces": "table protecting-vulnerable",
}
PAGES = {
    **PICTURES,
    "briefing": "show cleveland latest --neighbours",
    "diff": "diff hampshire 2016 2017",
    "list": "forces",
    "check": "check",
    "search": "search stalking",
    "changes-since": "changes --since 2025",
    "table": "table --edition peel-2023-25",
}


NEEDS_BROWSER = pytest.mark.needs("playwright", "axe_playwright_python", "chromium")


def written(folder: Path, name: str, arguments: str) -> Path:
    """Return the file that a command writes."""
    path = folder / name
    result = ask(*arguments.split(), "-o", path)
    assert (result.code, result.out) == (0, "")
    return path


@NEEDS_BROWSER
@pytest.mark.parametrize("name", PICTURES)
def test_a_browser_opens_a_picture(name: str, tmp_path: Path, browser: Browser) -> None:
    visit = Visit(browser.new_page())
    page = visit.open(written(tmp_path, "picture.svg", PICTURES[name]))
    assert page.locator("svg").count() == 1
    assert not page.locator("parsererror").count()
    assert page.get_by_text("Open Government Licence").count() == 1
    assert not visit.faults


@NEEDS_BROWSER
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_phone_and_has_no_barrier(
    name: str, scheme: Literal["light", "dark"], tmp_path: Path, browser: Browser
) -> None:
    path = written(tmp_path, "page.html", PAGES[name])
    with browser.new_context(color_scheme=scheme, viewport={"width": 320, "height": 600}) as context:
        visit = Visit(context.new_page())
        page = visit.open(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        assert not barriers(page)
    assert not visit.faults


@NEEDS_BROWSER
@pytest.mark.parametrize(
    "asked",
    ["forces", "show A", "show A latest --neighbours", "diff A", "table AREA", "map AREA", "search xyzzy"],
)
def test_nothing_in_a_record_can_command_the_browser(asked: str, tmp_path: Path, browser: Browser) -> None:
    data = hostile_records(tmp_path / "data")
    found = library(data)
    names = {
        "A": found.forces()[0].id,
        "AREA": next(id_ for edition in found.regime.editions.values() for id_ in edition.areas),
    }
    words = [names.get(word, word) for word in asked.split()]
    visit = Visit(browser.new_page())
    for ending in ("html", "svg"):
        path = tmp_path / f"page.{ending}"
        result = ask(*words, "--data", data, "-o", path)
        if path.exists():
            page = visit.open(path)
            assert page.evaluate("window.hacked") is None
            assert not page.locator("script, iframe, b, parsererror, [onerror], [onmouseover]").count()
            assert not page.locator("a:not([href^=http])").count()
        else:
            assert "has no picture" in result.err
    assert not visit.faults


@NEEDS_BROWSER
@pytest.mark.parametrize("document", [HOSTILE_DOCUMENT, pictures_of(HOSTILE)], ids=["blocks", "pictures"])
def test_hostile_texts_are_shown_as_text(document: Document, tmp_path: Path, browser: Browser) -> None:
    path = tmp_path / "page.html"
    path.write_text(render("html", document, width=None, color=False), "utf-8")
    visit = Visit(browser.new_page())
    page = visit.open(path)
    assert not page.locator("script, b, [onload], a:not([href^=http])").count()
    assert "<script>alert(1)</script>" in page.locator("main").inner_text()
    assert not visit.faults


@NEEDS_BROWSER
@pytest.mark.parametrize(
    "arguments",
    [
        "show hampshire latest",
        "show metropolitan latest",
        "show gloucestershire latest",
        "show cleveland latest --neighbours",
        "show hertfordshire latest --neighbours",
        "show south-wales latest --neighbours",
    ],
)
def test_a_briefing_is_one_sheet_of_paper(arguments: str, tmp_path: Path, browser: Browser) -> None:
    page = Visit(browser.new_page()).open(written(tmp_path, "page.html", arguments))
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def converted(folder: Path, page: Path, kind: str, inside: str) -> tuple[str, list[bytes]]:
    """Return the text of an office file that LibreOffice makes of a page, and the pictures in it."""
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    filters = {"docx": "docx:MS Word 2007 XML", "odt": "odt:writer8"}
    reading = ["--infilter=HTML (StarWriter)", "--convert-to", filters[kind], "--outdir", str(folder)]
    subprocess.run(["soffice", home, "--headless", *reading, str(page)], check=True, capture_output=True)
    with zipfile.ZipFile(page.with_suffix(f".{kind}")) as office:
        pictures = [office.read(name) for name in office.namelist() if name.endswith(".png")]
        return office.read(inside).decode(), pictures


def shape(picture: bytes) -> float:
    """Return the width of a PNG picture divided by its height."""
    width, height = struct.unpack(">II", picture[16:24])
    return float(width / height)


def drawn_shape(path: Path) -> float:
    """Return the same for the picture in a page, or for an SVG picture."""
    found = re.search(r'<(?:img|svg) [^>]*width="([\d.]+)" height="([\d.]+)"', path.read_text("utf-8"))
    assert found
    return float(found[1]) / float(found[2])


@pytest.mark.needs("soffice")
@pytest.mark.parametrize(
    ("kind", "inside", "fill"),
    [("docx", "word/document.xml", 'w:fill="{}"'), ("odt", "content.xml", 'fo:background-color="#{}"')],
)
def test_cells_keep_their_colours_in_office_programs(
    kind: str, inside: str, fill: str, tmp_path: Path
) -> None:
    page = written(tmp_path, "page.html", "table --edition peel-2023-25")
    text, _ = converted(tmp_path, page, kind, inside)
    for tone in TONES:
        assert fill.format(LIGHT[tone].ground.removeprefix("#")).casefold() in text.casefold()
    assert "requires improvement" in text


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("arguments", ["show hampshire latest", "map legitimacy --change"])
def test_office_programs_show_the_picture_of_a_page(arguments: str, tmp_path: Path) -> None:
    page = written(tmp_path, "page.html", arguments)
    text, pictures = converted(tmp_path, page, "docx", "word/document.xml")
    (picture,) = pictures
    assert abs(shape(picture) - drawn_shape(page)) < 0.02
    assert "Police powers and treating the public fairly: G" not in text  # no letters without their boxes


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("name", PICTURES)
def test_office_programs_open_a_picture(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, "picture.svg", PICTURES[name])
    page = tmp_path / "page.html"
    content = b64encode(path.read_bytes()).decode()
    page.write_text(f'<p><img src="data:image/svg+xml;base64,{content}" alt=""></p>', "utf-8")
    _, pictures = converted(tmp_path, page, "docx", "word/document.xml")
    (picture,) = pictures
    assert abs(shape(picture) - drawn_shape(path)) < 0.02
