"""What ``--fail-on`` answers: 0 fine, 1 found, 3 the records cannot tell; and ``diff --comparable``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from asking import as_json, ask, edit, flat, library, seen

from peeltrack.analysis.comparison import compare, newest_compared
from peeltrack.analysis.fail_on import outcome, required_areas, subject


@pytest.mark.parametrize(
    ("asked", "words", "code"),
    [
        (("hampshire", "2016", "2017"), ["downgrade"], 1),
        (("hampshire", "2016", "2017"), ["change"], 1),
        (("hampshire", "2017", "2018"), ["downgrade"], 0),
        (("kent", "peel-2017", "peel-2018-19"), ["downgrade"], 0),
        (("kent", "peel-2017", "peel-2018-19"), ["change"], 1),
        (("hampshire",), ["downgrade"], 3),
        (("hampshire",), ["concern"], 1),
        (("hampshire",), ["cause-of-concern"], 3),
        (("hampshire",), ["cause-of-concern", "concern"], 1),
        (("hampshire",), ["downgrade", "raised-again"], 1),
        (("devon-and-cornwall",), ["cause-of-concern"], 1),
        (("durham",), ["raised-again"], 3),
        (("lincolnshire",), ["raised-again"], 1),
        (("hampshire",), [], 0),
    ],
)
def test_the_exit_code_answers_the_question(asked: tuple[str, ...], words: list[str], code: int) -> None:
    result = ask("diff", *asked, *(f"--fail-on={word}" for word in words))
    assert result.code == code
    assert result.out


def test_exit_3_names_the_force_the_editions_and_a_way_out() -> None:
    result = ask("diff", "hampshire", "--fail-on", "downgrade")
    assert result.code == 3
    assert result.err == (
        "The records cannot tell. Hampshire and Isle of Wight Constabulary: PEEL 2023-25 cannot be compared"
        " with PEEL 2021/22. To compare the newest inspections that can be: peeltrack diff hampshire"
        " --comparable\n"
    )


def test_a_pillar_that_was_not_compared_leaves_the_answer_open(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not ("efficiency " in line and "2017-11-09" in line)]
    assert len(kept) == len(lines) - 1
    path.write_text("\n".join(kept), encoding="utf-8")
    result = ask("diff", "hampshire", "2017", "2018", "--fail-on", "downgrade", "--data", records)
    assert result.code == 3
    assert "these areas of PEEL 2017 could not be compared with PEEL 2016: Efficiency." in result.err
    answer = as_json("diff", "hampshire", "2017", "2018", "--data", records)
    assert answer["not_compared"] == ["efficiency"]
    assert answer["compared"] == ["effectiveness", "legitimacy"]


def test_an_ungraded_pillar_does_not_leave_the_answer_open() -> None:
    result = ask("diff", "greater-manchester", "peel-2016", "peel-2017", "--fail-on", "downgrade")
    answer = as_json("diff", "greater-manchester", "peel-2016", "peel-2017")
    assert answer["not_compared"] == []
    assert answer["compared"] == ["effectiveness"]
    assert result.code == (1 if answer["counts"]["downgrade"] else 0)


def test_a_fall_across_a_gap_is_found(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not ("effectiveness " in line and "2017-03-02" in line)]
    assert len(kept) == len(lines) - 1
    path.write_text("\n".join(kept), encoding="utf-8")
    graded = '{ grade = "good", published = 2016-02-18'
    edit(path, f"effectiveness       = {graded}", f"effectiveness = {graded.replace('good', 'outstanding')}")
    result = ask("diff", "hampshire", "peel-2016", "peel-2017", "--fail-on", "downgrade", "--data", records)
    assert result.code == 1


def test_0_needs_every_pillar_or_core_area_and_no_open_question() -> None:
    records = library()
    answers = {0: 0, 1: 0, 3: 0}
    for force in records.forces():
        for old, new in zip(force.inspections, force.inspections[1:], strict=False):
            found = subject(compare(force, old, new, records.regime))
            code = outcome(["downgrade"], [found]).exit_code
            answers[code] += 1
            graded = {each.area.id: each.change for each in found.changes}
            known = {"downgrade", "upgrade", "unchanged", "ungraded"}
            complete = all(graded.get(area.id) in known for area in required_areas(new.edition))
            assert (code == 0) == (complete and "downgrade" not in graded.values())
            assert (found.not_compared == []) == complete
            if old.edition.family != new.edition.family:
                assert code == 3
    assert min(answers.values()) > 10


def test_concerns_are_0_only_if_the_findings_are_complete(records: Path) -> None:
    path = records / "forces" / "northumbria.toml"
    asked = ("diff", "northumbria", "--fail-on", "concern", "--data", records)
    result = ask(*asked)
    assert result.code == 3
    assert "Northumbria Police: our records do not have all findings of PEEL 2023-25." in result.err
    edit(path, "published = 2025-05-14\n", 'published = 2025-05-14\nfindings_are = "complete"\n')
    assert ask(*asked).code == 0


def test_a_statement_of_others_is_not_a_concern(records: Path) -> None:
    asked = ("diff", "sussex", "--fail-on", "concern", "--data", records)
    assert ask(*asked).code == 1
    path = records / "forces" / "sussex.toml"
    start, mark, latest = path.read_text(encoding="utf-8").rpartition("[[inspection]]\n")
    said, number = re.subn('(kind +=) "concern"', r'said_by = "other"\n\1 "concern"', latest)
    assert number == 1
    path.write_text(start + mark + said, encoding="utf-8")
    assert ask(*asked).code == 3
    assert "Said by others" in seen("show", "sussex", "--data", records)


@pytest.mark.parametrize("force", ["hampshire", "greater-manchester", "cleveland", "kent"])
def test_comparable_chooses_the_newest_neighbours_with_an_area_compared(force: str) -> None:
    answer = as_json("diff", force, "--comparable")
    assert answer["comparable"] is True
    assert (answer["old"]["edition"], answer["new"]["edition"]) == ("peel-2017", "peel-2018-19")
    assert answer["newer"] == "peel-2023-25"
    first = flat(seen("diff", force, "--comparable").partition("\n\n")[0])
    assert "PEEL 2017 (2018, date of the national report) → PEEL 2018/19 (" in first
    assert ". A newer inspection exists: PEEL 2023-25 (" in first
    assert "newer inspection" not in seen("diff", force, "peel-2017", "peel-2018-19")


def test_comparable_excludes_old_and_new() -> None:
    result = ask("diff", "hampshire", "2016", "2017", "--comparable")
    assert (result.code, result.out) == (2, "")
    assert "--comparable" in result.err


def test_comparable_is_3_if_there_is_no_such_pair(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    start, *inspections = path.read_text(encoding="utf-8").split("[[inspection]]\n")
    kept = [each for each in inspections if "peel-2014" in each or "peel-2023-25" in each]
    path.write_text("[[inspection]]\n".join([start, *kept]), encoding="utf-8")
    result = ask("diff", "hampshire", "--comparable", "--data", records)
    assert (result.code, result.out) == (3, "")
    assert "Hampshire and Isle of Wight Constabulary" in result.err


def test_comparable_always_finds_an_area_that_was_compared() -> None:
    records = library()
    for force in records.forces():
        found = newest_compared(force, records.regime)
        assert found
        answered = subject(found)
        assert any(each.change in ("downgrade", "upgrade", "unchanged") for each in answered.changes)


def test_commands_that_are_suggested_keep_the_folder_of_records(records: Path) -> None:
    folder = records.rename(records.with_name("my data"))
    command = f"peeltrack diff hampshire --comparable --data '{folder}'"
    result = ask("diff", "hampshire", "--fail-on", "downgrade", "--data", folder)
    assert result.err.endswith(f": {command}\n")
    assert command in flat(seen("diff", "hampshire", "--data", folder, columns=200))
    assert ask("diff", "hampshire", "2016", "--data", folder).err.endswith(f" latest --data '{folder}'\n")
    asked_again = ask("diff", "greater-manchester", "--comparable", "--fail-on", "downgrade")
    assert "peeltrack diff" not in asked_again.err


@pytest.mark.parametrize(
    ("asked", "word", "code", "said"),
    [
        (["--since", "2014-01", "--until", "2014-02"], "downgrade", 0, ""),
        (
            ["--since", "2025-08", "--until", "2025-08"],
            "downgrade",
            3,
            "up to 31 July 2025 only",
        ),
        (["--since", "2025-08", "--until", "2025-08"], "concern", 3, "up to 31 July 2025 only"),
        (
            ["--since", "2025-07", "--until", "2025-07-31"],
            "downgrade",
            3,
            "cannot be compared with",
        ),
        (["--edition", "peel-2017"], "downgrade", 1, ""),
        (["--edition", "peel-2023-25"], "cause-of-concern", 1, "do not have all findings of PEEL 2023-25"),
        ([], "downgrade", 1, ""),
        ([], "concern", 2, "--fail-on with findings needs --since, --until or --edition"),
    ],
)
def test_changes_answers_for_a_period_or_an_edition(
    asked: list[str], word: str, code: int, said: str
) -> None:
    result = ask("changes", *asked, "--fail-on", word)
    assert result.code == code
    assert said in result.err


def test_an_undated_inspection_that_could_fall_in_the_period_leaves_it_open() -> None:
    result = ask(
        "changes", "--force", "surrey", "--since", "2022", "--until", "2022", "--fail-on", "downgrade"
    )
    assert result.code == 3
    assert "surrey: we do not have the date of PEEL 2021/22, and it could be in this period." in result.err
