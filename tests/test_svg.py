"""The SVG picture: well-formed, described in words, and readable without colour."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from asking import ask, library
from documents import HISTORY, HOSTILE, TILE_MAP, pictures_of

from peeltrack.formats import render
from peeltrack.formats.document import Block, Document, Heading
from peeltrack.formats.lettering import text_width
from peeltrack.formats.palette import DARK, LIGHT

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


def test_the_legend_explains_every_sign() -> None:
    said = words(ET.fromstring(ask("show", "hampshire", "-f", "svg").out))
    for sign in "▼▲≠":
        assert any(line.startswith(f"{sign} ") and len(line) < 5 for line in said)
        assert any(line.startswith(f"{sign}  ") for line in said)


def test_families_are_apart_and_time_runs_from_left_to_right() -> None:
    found = ET.fromstring(ask("show", "hampshire", "-f", "svg").out)
    places = {each.text: float(each.get("x", "")) for each in found.iter(f"{SVG}text")}
    assert places["2014"] < places["2015"] < places["2018/19"] < places["2021/22"] < places["2023-25"]
    lines = [float(each.get("x", "")) for each in found.iter(f"{SVG}rect") if each.get("width") == "1"]
    assert len(lines) == 3
    assert places["2014"] < lines[0] < places["2015"]
    assert "Grades on different sides of a dividing line cannot be compared." in words(found)


def test_forces_are_side_by_side_in_one_picture() -> None:
    found = ET.fromstring(ask("table", "protecting-vulnerable", "-f", "svg").out)
    said = words(found)
    names = [force.name for force in sorted(library().forces(), key=lambda force: force.name)]
    assert [line for line in said if line in names] == names
    assert {"▲ G", "A*", "known by count", "not in our records", "published in"} <= set(said)
    assert [each.get("width") for each in found.iter(f"{SVG}rect")].count("1") == 2
    assert "Grades on different sides of a dividing line cannot be compared." in said


def test_a_picture_of_one_edition_has_a_column_for_each_area() -> None:
    said = words(ET.fromstring(ask("table", "--edition", "peel-2016", "--region", "wales", "-f", "svg").out))
    assert "Effectiveness" in said
    assert "Dyfed-Powys Police" in said
    assert not any("dividing line" in line for line in said)


def test_few_columns_have_grades_in_words() -> None:
    said = words(ET.fromstring(ask("table", "effectiveness", "--sort", "grade", "-f", "svg").out))
    assert "▼ requires improvement" in said
    assert said.index("Cleveland Police") < said.index("Avon and Somerset Police")


def test_a_table_without_a_grade_has_no_picture() -> None:
    result = ask("table", "--edition", "peel-2016", "--since", "2030", "-f", "svg")
    assert (result.code, result.out) == (2, "")
    assert "this answer has no picture" in result.err


def test_an_area_has_one_row_whatever_it_was_called() -> None:
    said = words(ET.fromstring(ask("show", "hampshire", "-f", "svg").out))
    assert "Leadership and force management" in said
    assert "Use of resources" not in said


def extents(found: ET.Element) -> list[tuple[float, float, float]]:
    """Return the line of each text, and where it begins and ends."""
    places = []
    for each in found.iter(f"{SVG}text"):
        x, y, size = (float(each.get(name, "")) for name in ("x", "y", "font-size"))
        width = text_width(each.text or "", size, bold=each.get("font-weight") == "bold")
        x -= width / 2 if each.get("text-anchor") == "middle" else 0
        places.append((y, x, x + width))
    return places


WIDE = (
    "an extraordinarily long title of something that goes on and on, and Donaudampfschifffahrtsgesellschaft"
    * 2
)


@pytest.mark.parametrize("which", [0, 1], ids=["history", "tiles"])
@pytest.mark.parametrize("texts", [HOSTILE, [WIDE], [WIDE] * 12, ["W" * 300, "i"]], ids=["hostile", *"abc"])
def test_no_text_leaves_the_picture_or_touches_another(texts: list[str], which: int) -> None:
    found = picture(pictures_of(texts).blocks()[which])
    width = float(found.get("width", ""))
    places = sorted(extents(found))
    assert len(places) > 2
    assert all(0 <= left <= right <= width for _, left, right in places)
    for (line, _, right), (other, left, _) in pairwise(places):
        assert line != other or right <= left


def test_it_has_dark_colours_for_a_dark_screen_and_light_ones_for_paper() -> None:
    text = ask("map", "effectiveness", "-f", "svg").out
    assert '<style media="screen and (prefers-color-scheme: dark)">' in text
    assert f'fill="{LIGHT["good"].ground}"' in text
    assert f"rect.good {{ fill: {DARK['good'].ground} }}" in text


def test_what_we_do_not_know_has_a_broken_edge() -> None:
    boxes = picture(TILE_MAP).iter(f"{SVG}rect")
    assert len({each.get("stroke-dasharray") for each in boxes} - {None}) == 2


def test_a_command_without_a_picture_says_which_have_one() -> None:
    result = ask("forces", "-f", "svg")
    assert (result.code, result.out) == (2, "")
    assert "these commands have pictures: show FORCE" in result.err
