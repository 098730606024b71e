"""The SVG picture: well-formed, described in words, and readable without colour."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from asking import ask
from documents import HISTORY, TILE_MAP

from peeltrack.formats import render
from peeltrack.formats.document import Block, Document, Heading

SVG = "{http://www.w3.org/2000/svg}"


def picture(block: Block) -> ET.Element:
    document = Document(
        blocks=lambda: [Heading(("A <title>",), 1), block],
        data=dict,
        rows=list,
        credits=lambda: ["Source: us"],
    )
    return ET.fromstring(render("svg", document, width=None, color=False))


def words(found: ET.Element) -> list[str]:
    return [each.text or "" for each in found.iter(f"{SVG}text")]


def test_a_picture_says_what_it_is() -> None:
    found = ET.fromstring(ask("show", "hampshire", "-f", "svg").out)
    title, description = found.find(f"{SVG}title"), found.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert title.text == "Hampshire and Isle of Wight Constabulary: Grades over time"
    assert found.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    said = words(found)
    assert "requires improvement" in " ".join(said)
    assert any(line.startswith("Source: PEEL assessments") for line in said)
    assert any("Open Government Licence" in line for line in said)


def test_every_grade_is_a_word_or_a_letter_too() -> None:
    said = words(picture(HISTORY))
    assert "▲ good" in said
    assert any(line.startswith("▼ inadequate") for line in said)
    assert "not in our records" in said


def test_a_tile_has_its_code_and_its_grade() -> None:
    found = picture(TILE_MAP)
    said = words(found)
    assert {"NOR", "SOU", "EAS", "WES", "▲ G"} <= set(said)
    assert any((each.text or "").startswith("South <Head>: inadequate") for each in found.iter(f"{SVG}title"))


def test_what_we_do_not_know_has_a_broken_edge() -> None:
    boxes = picture(TILE_MAP).iter(f"{SVG}rect")
    assert len({each.get("stroke-dasharray") for each in boxes} - {None}) == 2


def test_a_command_without_a_picture_says_which_have_one() -> None:
    result = ask("forces", "-f", "svg")
    assert (result.code, result.out) == (2, "")
    assert "these commands have pictures: show FORCE" in result.err
