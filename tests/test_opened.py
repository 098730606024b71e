"""Browsers and office programs open the pages and pictures, and print a briefing on one sheet."""

from __future__ import annotations

import re
import struct
import subprocess
import zipfile
from base64 import b64encode
from pathlib import Path

import pytest
from asking import ask
from documents import HOSTILE_DOCUMENT, pictures_of
from test_html import Page

from peeltrack.formats import render
from peeltrack.formats.document import Document
from peeltrack.formats.palette import LIGHT, TONES

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
    "table": "table --edition peel-2023-25",
}


def chromium(folder: Path, *arguments: str) -> str:
    """Run Chromium without a window, and return what it prints and what pages say to the console."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"]
    profile = f"--user-data-dir={folder / 'profile'}"
    done = subprocess.run([*command, profile, *arguments], capture_output=True, check=True, timeout=120)
    said = [line for line in done.stderr.decode(errors="replace").splitlines() if ":CONSOLE" in line]
    return "\n".join([*said, done.stdout.decode()])


def written(folder: Path, name: str, arguments: str) -> Path:
    """Return the file that a command writes."""
    path = folder / name
    result = ask(*arguments.split(), "-o", path)
    assert (result.code, result.err) == (0, "")
    return path


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("name", PICTURES)
def test_chromium_opens_a_picture(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, "picture.svg", PICTURES[name])
    seen = chromium(tmp_path, "--dump-dom", path.as_uri())
    assert seen.startswith("<svg")
    assert "parsererror" not in seen
    assert "Open Government Licence" in seen


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("name", PAGES)
def test_chromium_opens_a_page_and_has_nothing_to_say(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, "page.html", PAGES[name])
    assert chromium(tmp_path, "--dump-dom", path.as_uri()).startswith("<!DOCTYPE html>")


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("document", [HOSTILE_DOCUMENT, pictures_of(["<svg onload=alert(1)>", "]]>"])])
def test_chromium_runs_nothing_of_hostile_texts(document: Document, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(render("html", document, width=None, color=False), "utf-8")
    seen = chromium(tmp_path, "--dump-dom", path.as_uri())
    assert seen.startswith("<!DOCTYPE html>")  # no message of the console before it
    page = Page(seen)
    assert not page.all("script")
    attributes = [pair for _, found in page.elements for pair in found.items()]
    assert not [name for name, _ in attributes if name.startswith("on")]
    assert all(re.match("https?:", value or "") for name, value in attributes if name == "href")


@pytest.mark.needs("chromium")
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
def test_a_briefing_is_one_sheet_of_paper(arguments: str, tmp_path: Path) -> None:
    path, paper = written(tmp_path, "page.html", arguments), tmp_path / "page.pdf"
    chromium(tmp_path, "--no-pdf-header-footer", f"--print-to-pdf={paper}", path.as_uri())
    assert len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes())) == 1


def converted(folder: Path, page: Path, kind: str, inside: str) -> tuple[str, list[bytes]]:
    """Return the text of an office file that LibreOffice makes of a page, and the pictures in it."""
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    filters = {"docx": "docx:MS Word 2007 XML", "odt": "odt:writer8"}
    reading = ["--infilter=HTML (StarWriter)", "--convert-to", filters[kind], "--outdir", str(folder)]
    subprocess.run(["soffice", home, "--headless", *reading, str(page)], check=True, capture_output=True)
    with zipfile.ZipFile(page.with_suffix(f".{kind}")) as office:
        pictures = [office.read(name) for name in office.namelist() if name.endswith(".png")]
        return office.read(inside).decode(), pictures


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
    width = int(re.findall(r'<img [^>]*width="(\d+)', page.read_text("utf-8"))[0])
    text, pictures = converted(tmp_path, page, "docx", "word/document.xml")
    (picture,) = pictures
    assert abs(struct.unpack(">I", picture[16:20])[0] - width) < 10
    assert "Police powers and treating the public fairly: G" not in text  # no letters without their boxes


@pytest.mark.needs("soffice")
@pytest.mark.parametrize("name", PICTURES)
def test_office_programs_open_a_picture(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, "picture.svg", PICTURES[name])
    width = float(re.findall(r'<svg [^>]*width="([\d.]+)"', path.read_text("utf-8"))[0])
    page = tmp_path / "page.html"
    content = b64encode(path.read_bytes()).decode()
    page.write_text(f'<p><img src="data:image/svg+xml;base64,{content}" alt=""></p>', "utf-8")
    _, pictures = converted(tmp_path, page, "docx", "word/document.xml")
    (picture,) = pictures
    assert abs(struct.unpack(">I", picture[16:20])[0] - width) < 10
