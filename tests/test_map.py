"""The tile map: where each force is, what its colour means, and what it does when a force has no tile."""

from __future__ import annotations

import re
from pathlib import Path

from asking import as_json, ask, edit, library, seen


def test_the_newest_edition_with_the_area_is_shown() -> None:
    out = seen("map", "protecting-vulnerable")
    assert out.startswith("Protecting vulnerable people in PEEL 2023-25\n")
    assert "RI requires improvement: " in out
    assert "# known by count: " in out
    assert "* inferred" in out


def test_every_force_has_a_tile_with_its_short_grade() -> None:
    out = seen("map", "effectiveness", "--edition", "peel-2018-19")
    for force in library().forces():
        grade = force.by_edition["peel-2018-19"].grades["effectiveness"].grade
        short = library().regime.editions["peel-2018-19"].scale.short[grade]
        assert f"{force.code}\xa0{short}" in out


def test_changes_are_those_of_the_newest_editions_that_can_be_compared() -> None:
    answer = as_json("map", "legitimacy", "--change")
    assert answer["edition"] == "peel-2018-19"
    assert len(answer["grades"]) == 43
    down = [each["force"] for each in answer["grades"] if each["change"] == "downgrade"]
    out = seen("map", "legitimacy", "--change")
    assert f"▼ down 1 grade: {len(down)}\n" in out
    assert "CLE\xa0▼" in out
    assert "cleveland" in down


def test_a_map_of_changes_names_both_editions_and_needs_no_colour() -> None:
    out = ask("map", "legitimacy", "--change", "-f", "svg").out
    assert "Legitimacy: change from PEEL 2017 to PEEL 2018/19" in out
    boxes = dict(re.findall(r'<rect [^>]*class="([^"]*)" fill="([^"]*)"', out))
    assert {"down", "up edge-up", "same"} <= set(boxes)
    assert len({boxes["down"], boxes["up edge-up"], boxes["same"]}) == 3
    assert re.findall(r">(▼|▲|=)<", out).count("▼") == 4 + 1  # on the tiles and in the legend


def test_a_grade_without_one_before_is_not_called_unchanged() -> None:
    out = seen("map", "use-of-resources", "--change")
    assert "? grade before not in our records: 32\n" in out
    assert "– not in our records: 2\n" in out
    assert "= unchanged: 7\n" in out


def test_what_we_lack_and_what_is_counted_look_different() -> None:
    out = seen("map", "responding-to-the-public")
    assert "NWA\xa0–" in out
    assert "DYF\xa0#" in out
    drawn = ask("map", "responding-to-the-public", "-f", "svg").out
    assert {"4 3", "1 2"} == set(re.findall('stroke-dasharray="([^"]*)"', drawn))
    page = ask("map", "responding-to-the-public", "-f", "html").out
    assert '<td class="unknown"' in page
    assert '<td class="counted"' in page


def test_an_area_that_cannot_be_compared_has_no_map_of_changes() -> None:
    result = ask("map", "protecting-vulnerable", "--edition", "peel-2023-25", "--change")
    assert (result.code, result.out) == (2, "")
    assert "PEEL 2023-25 cannot be compared with an earlier edition in this area" in result.err


def test_an_edition_without_the_area_is_an_error() -> None:
    result = ask("map", "effectiveness", "--edition", "peel-2023-25")
    assert (result.code, result.out) == (2, "")
    assert "PEEL 2023-25 does not grade this area" in result.err


def test_a_force_without_a_tile_turns_the_map_into_a_table(records: Path) -> None:
    path = records / "forces" / "kent.toml"
    line = next(each for each in path.read_text(encoding="utf-8").splitlines() if each.startswith("tile"))
    edit(path, f"{line}\n", "")
    out = seen("map", "effectiveness", "--data", records)
    assert "This is a table, because our records have no tile for Kent Police." in out
    assert "Kent Police" in out.split("tile for Kent Police.")[1]
    result = ask("map", "effectiveness", "--data", records, "-f", "svg")
    assert (result.code, result.out) == (2, "")
