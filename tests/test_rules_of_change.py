"""Rules 6 to 9 of the field: what happened to an area between two inspections."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

from asking import FAMILY, as_json, ask, change, edit, findings, flat, library, part, row, seen
from test_rules import regrade

from peeltrack.analysis.comparison import compare

# Rule 6: the change of an area


def test_rule_6_hampshire_fell_from_good_to_requires_improvement() -> None:
    answer = as_json("diff", "hampshire", "2016", "2017")
    found = answer["changes"][0]
    assert (found["area"], found["change"], found["steps"]) == ("effectiveness", "downgrade", -1)
    assert (found["previous_grade"], found["grade"]) == ("good", "requires improvement")
    assert (found["grade_published"], found["previous_edition"]) == ("2017-03-02", "peel-2015")
    assert answer["counts"] == {
        "downgrade": 1,
        "upgrade": 0,
        "unchanged": 3,
        "carried": 0,
        "not-comparable": 1,
        "new": 4,
        "gone": 0,
        "ungraded": 0,
        "no-data": 3,
        "not-in-records": 6,
    }
    text = seen("diff", "hampshire", "2016", "2017")
    headline = "▼ 1 downgrade: Effectiveness (good to requires improvement)."
    assert text.index(headline) < text.index("\n▼  Effectiveness") < text.index("=  Preventing crime")
    # The finding behind it is right below it.
    below = text.partition("\n▼  Effectiveness")[2].splitlines()[1]
    assert below == "    concern · domestic abuse · Raised before: PEEL 2015"
    assert "published 18 February 2016, then 2 March 2017" in flat(text)


def test_rule_6_cleveland_fell_by_two_grades() -> None:
    answer = as_json("diff", "cleveland", "peel-2017", "peel-2018-19")
    steps = {each["area"]: each["steps"] for each in answer["changes"] if each["change"] == "downgrade"}
    assert steps == {"effectiveness": -2, "preventing-crime": -2, "efficiency": -2, "legitimacy": -1}
    text = seen("diff", "cleveland", "peel-2017", "peel-2018-19", columns=120)
    assert row(text, "Efficiency").startswith("▼")
    assert row(text, "Efficiency").endswith("  down 2 grades")
    assert row(text, "Preventing crime").endswith("  down 2 grades")
    assert "Efficiency (good to inadequate)" in flat(text)


def test_rule_6_new_and_gone_areas_name_the_edition_that_lacks_them() -> None:
    found = change(as_json("diff", "hampshire", "peel-2015", "peel-2016"), "treating-public-fairly")
    assert (found["change"], found["previous_grade"], found["grade"]) == ("new", None, "good")
    assert found["reason"] == "not graded separately in PEEL 2015"
    found = change(as_json("diff", "kent", "peel-2017", "peel-2018-19"), "understanding-demand")
    assert (found["change"], found["previous_grade"], found["grade"]) == ("gone", "outstanding", None)
    assert found["reason"] == "not graded separately in PEEL 2018/19"
    assert row(seen("diff", "kent", "peel-2017", "peel-2018-19"), "Understanding demand").startswith("-")


def test_rule_6_the_inspectorate_leaves_ungraded_and_our_records_lack_data() -> None:
    answer = as_json("diff", "greater-manchester", "peel-2016", "peel-2017")
    for area in ("efficiency", "legitimacy"):
        found = change(answer, area)
        assert (found["change"], found["steps"]) == ("ungraded", None)
        assert (found["previous_grade"], found["grade"]) == ("good", "ungraded")
        assert found["reason"] == "no grade was given in PEEL 2017"
    found = change(answer, "ethical-behaviour")
    assert (found["change"], found["previous_grade"], found["grade"]) == ("no-data", "good", None)
    text = seen("diff", "greater-manchester", "peel-2016", "peel-2017", columns=120)
    assert row(text, "Efficiency").startswith("○")
    assert row(text, "Ethical and lawful behaviour").startswith("?")


def test_rule_6_thames_valley_was_left_ungraded_on_vetting() -> None:
    answer = as_json("show", "thames-valley", "2021-22")
    (grade,) = (each for each in answer["grades"] if each["area"] == "vetting-counter-corruption")
    assert (grade["grade"], grade["grade_published"]) == ("ungraded", "2022-11-17")
    assert grade["grade_rank"] is None
    text = seen("show", "thames-valley", "2021-22")
    assert "ungraded" in row(text, "Vetting and counter-corruption")
    assert "published 17 November 2022" in text


def test_rule_6_an_area_with_a_finding_is_a_row_even_without_a_grade() -> None:
    answer = as_json("diff", "hampshire", "2016", "2017")
    found = change(answer, "protecting-vulnerable")
    assert (found["grade"], found["previous_grade"]) == (None, None)
    assert findings(answer, area="protecting-vulnerable", edition="peel-2016")
    assert row(seen("diff", "hampshire", "2016", "2017", columns=120), "Protecting vulnerable people")
    text = seen("show", "lincolnshire", "latest").partition("Findings and details")[2]
    assert row(text, "Responding to the public").endswith("known by count")
    answer = as_json("show", "lincolnshire", "latest")
    assert answer["grades"] == []


def test_rule_6_what_neither_inspection_has_is_counted() -> None:
    records = library()
    for force in records.forces():
        for old, new in combinations(force.inspections, 2):
            pair = compare(force, old, new, records.regime)
            areas = [area for each in pair.changes for area in {each.old_area, each.new_area} if area]
            known = {id_ for side in (old, new) for id_ in side.grades}
            known |= {each.area.id for side in (old, new) for each in side.findings if each.area}
            assert known <= {area.id for area in areas}
            for each in pair.changes:
                assert {area.id for area in (each.old_area, each.new_area) if area} & known
            assert not {area.id for area in pair.neither} & known
            assert sum(pair.counts.values()) == len(pair.changes) + len(pair.neither)
    assert "6 not in our records for either inspection" in flat(seen("diff", "hampshire", "2016", "2017"))


def test_rule_6_a_question_that_fell_is_shown_without_its_pillar(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    for edition in ("peel-2016", "peel-2018-19"):  # which carries it over
        regrade(path, edition, "preventing-crime", '"good"', '"inadequate"')
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not re.match(r"effectiveness +=.*2017-03-02", line)]
    assert len(kept) == len(lines) - 1
    path.write_text("\n".join(kept), encoding="utf-8")
    screen = seen("diff", "hampshire", "2016", "2017", "--data", records)
    assert "▼ 1 downgrade: Preventing crime (good to inadequate)." in screen
    assert row(screen, "Preventing crime").startswith("▼")


ROUND = """
[[edition]]
id = "{id}"
title = "{id}"
family = "F"
published = {year}-01-01
grades = [
    {{ name = "bad", short = "B", tone = "worst" }},
    {{ name = "good", short = "G", tone = "good" }},
]
comparability = {{ text = "Alike.", source = "https://example.org/" }}
{areas}
"""


def compared(one: str, two: str, grades_one: str, grades_two: str, folder: Path) -> list[tuple[str, str]]:
    """The areas of a force of a made-up regime in the order of diff, each with what became of it.

    An edition is given as ``p q<p``: a pillar, and a question under it; grades as ``p+ q-``.
    """

    def areas(words: str) -> str:
        tables = []
        for word in words.split():
            area, _, parent = word.partition("<")
            under = f'parent = "{parent}"\n' if parent else ""
            tables.append(f'[[edition.areas]]\nid = "{area}"\ntitle = "{area.upper()}"\n{under}')
        return "\n".join(tables)

    def inspection(edition: str, words: str) -> str:
        grades = [f'{word[:-1]} = "{"good" if word[-1] == "+" else "bad"}"' for word in words.split()]
        keys = [f'{word[:-1]} = "https://example.org/"' for word in words.split()]
        lines = ["[[inspection]]", f'edition = "{edition}"', "[inspection.sources]", *keys]
        return "\n".join([*lines, "[inspection.grades]", *grades, ""])

    (folder / "forces").mkdir(parents=True)
    rounds = [
        ROUND.format(id=id_, year=year, areas=areas(words))
        for id_, year, words in (("one", 2020, one), ("two", 2021, two))
    ]
    (folder / "editions.toml").write_text("".join(rounds), "utf-8")
    (folder / "topics.toml").write_text('topic = "A topic"\n', "utf-8")
    head = 'name = "Force"\nregion = "Here"\ncountry = "Nowhere"\n'
    record = head + inspection("one", grades_one) + inspection("two", grades_two)
    (folder / "forces" / "a.toml").write_text(record, "utf-8")
    answer = as_json("diff", "a", "one", "two", "--data", folder)
    return [(each["area"], each["change"]) for each in answer["changes"]]


def test_rule_6_areas_that_fell_come_first_and_first_under_their_pillar(tmp_path: Path) -> None:
    areas = "p a<p b<p r c<r d<r s"
    found = compared(areas, areas, "p+ a+ b+ r+ c+ d+ s-", "p+ a+ b+ r+ c+ d- s+", tmp_path / "question")
    assert [area for area, _ in found] == ["r", "d", "c", "p", "a", "b", "s"]
    found = compared(areas, areas, "p+ a+ b- r+ c+ d+ s+", "p+ a+ b+ r+ c+ d+ s-", tmp_path / "pillar")
    assert [area for area, _ in found] == ["s", "p", "a", "b", "r", "c", "d"]


def test_rule_6_a_question_without_a_grade_for_its_pillar_keeps_its_place(tmp_path: Path) -> None:
    areas = "p z q<p"
    assert [area for area, _ in compared(areas, areas, "z+ q+", "z+ q+", tmp_path)] == ["q", "z"]


def test_rule_6_an_area_that_moved_to_another_pillar_is_one_row(tmp_path: Path) -> None:
    found = compared("p q<p", "r p<r", "p+ q-", "r+ p-", tmp_path)
    assert found == [("r", "new"), ("p", "downgrade"), ("q", "gone")]
    history = seen("show", "a", "--data", tmp_path).partition("comparable with each other")[2]
    assert len(re.findall(r"^ *P  ", history, re.MULTILINE)) == 1


# Rule 7: a fall must not hide in a gap


def test_rule_7_a_change_across_a_gap_is_counted_from_the_last_grade() -> None:
    asked = ("diff", "greater-manchester", "peel-2017", "peel-2018-19")
    found = change(as_json(*asked), "efficiency")
    assert (found["change"], found["steps"]) == ("ungraded", None)
    assert (found["previous_grade"], found["grade"]) == ("ungraded", "requires improvement")
    assert found["last_graded_edition"] == "peel-2016"
    assert found["reason"] == "no grade was given in PEEL 2017; last graded good in PEEL 2016"
    text = flat(seen(*asked))
    assert "Lower than when last graded: Efficiency (good in PEEL 2016 to requires improvement)." in text
    assert row(seen(*asked, columns=120), "Efficiency").startswith("▼")
    assert change(as_json(*asked), "legitimacy")["last_graded_edition"] == "peel-2016"


def test_rule_7_also_if_only_our_records_lack_the_grade() -> None:
    asked = ("diff", "derbyshire", "peel-2017", "peel-2018-19")
    found = change(as_json(*asked), "treating-public-fairly")
    assert (found["change"], found["previous_grade"]) == ("no-data", None)
    assert found["last_graded_edition"] == "peel-2016"
    assert found["reason"] == "no grade in our records for PEEL 2017; last graded outstanding in PEEL 2016"
    assert "Lower than when last graded: Treating the public fairly (outstanding in" in flat(seen(*asked))
    history = part(seen("show", "derbyshire", columns=200), FAMILY)
    assert "▼ good" in row(history, "Treating the public fairly")


def test_rule_7_also_if_the_edition_between_does_not_have_the_area(records: Path) -> None:
    editions = records / "editions.toml"
    heading = '[[edition]]\nid     = "peel-2018-19"'
    area = '[[edition.areas]]\nid = "stop-search-taser"\ntitle = "Stop and search, and Taser"'
    edit(editions, heading, f"{area}\n\n{heading}")
    path = records / "forces" / "avon-and-somerset.toml"
    graded = 'stop-search-taser = { grade = "inadequate", source = "overall" }'
    regrade(path, "peel-2017", "legitimacy", "legitimacy  ", f"{graded}\nlegitimacy  ")
    asked = ("avon-and-somerset", "peel-2016", "peel-2017", "--data", records)
    found = change(as_json("diff", *asked), "stop-search-taser")
    assert (found["change"], found["last_graded_edition"]) == ("new", "peel-2015")
    assert found["reason"] == "not graded separately in PEEL 2016; last graded good in PEEL 2015"
    assert "Stop and search, and Taser (good in PEEL 2015 to inadequate)" in flat(seen("diff", *asked))
    assert ask("diff", *asked, "--fail-on", "downgrade").code == 1


def test_rule_7_no_grade_from_before_a_break_is_used(records: Path) -> None:
    path = records / "forces" / "greater-manchester.toml"
    regrade(
        path,
        "peel-2016",
        "efficiency",
        "efficiency",
        'use-of-resources = { grade = "good", source = "overall" }\nefficiency',
    )
    asked = ("diff", "greater-manchester", "peel-2017", "peel-2018-19", "--data", records)
    found = change(as_json(*asked), "use-of-resources")
    assert (found["change"], found["last_graded_edition"]) == ("not-comparable", None)
    assert "Use of resources (good" not in flat(seen(*asked))


def test_rule_7_no_grade_of_another_family_is_used(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not re.match(r"efficiency +=.*2015-10-20", line)]
    assert len(kept) == len(lines) - 1
    path.write_text("\n".join(kept), encoding="utf-8")
    found = change(as_json("diff", "hampshire", "2016", "2017", "--data", records), "efficiency")
    assert (found["change"], found["last_graded_edition"]) == ("no-data", None)
    assert found["reason"] == "no grade in our records for PEEL 2015"


# Rule 8: areas that not every force is graded on


def test_rule_8_areas_not_graded_for_every_force_are_never_called_missing() -> None:
    text = seen("show", "hampshire", "2023")
    lacking = text.partition("\nAreas without a grade in our records\n")[2]
    assert row(lacking, "Supporting victims").split("  ")[-1]
    optional = {
        (edition.id, area.id)
        for edition in library().regime.editions.values()
        for area in edition.areas.values()
        if not area.core
    }
    assert ("peel-2023-25", "recording-crime") in optional
    for force in ("hampshire", "lincolnshire", "thames-valley"):
        for command in ("show", "diff"):
            assert "missing" not in seen(command, force).casefold().replace("missing people", "")


def test_rule_8_an_area_that_an_edition_only_reports_on_is_not_graded() -> None:
    asked = next(
        (force.id, inspection.edition.id)
        for force in library().forces()
        for inspection in force.inspections
        for each in inspection.findings
        if each.followed and each.area and not each.area.graded and each.area.id not in inspection.grades
    )
    assert "  not graded\n" in seen("show", *asked)
    assert "not graded" in seen("show", "bedfordshire").partition("PEEL 2014 (")[2]


# Rule 9: pillars and questions are counted separately


def test_rule_9_a_pillar_and_its_questions_can_differ_and_both_are_shown() -> None:
    text = seen("show", "cleveland", "peel-2018-19", columns=120)
    assert "inadequate" in row(text, "Effectiveness")
    assert "good" in row(text, "Serious and organised crime")
    answer = as_json("show", "kent", "peel-2017")
    grades = {each["area"]: (each["grade"], each["parent"], each["level"]) for each in answer["grades"]}
    assert grades["legitimacy"] == ("outstanding", None, "pillar")
    assert grades["ethical-behaviour"] == ("good", "legitimacy", "question")


def test_rule_9_pillars_and_questions_have_counts_of_their_own() -> None:
    asked = ("diff", "cleveland", "peel-2017", "peel-2018-19")
    assert "Pillars: 3 down, 0 up. Questions: 1 down, 0 up, 1 not comparable" in flat(seen(*asked))
    counts = as_json(*asked)["counts_by_level"]
    assert (counts["pillars"]["downgrade"], counts["questions"]["downgrade"]) == (3, 1)
    assert as_json("diff", "hampshire")["counts_by_level"].keys() == {"areas"}


def test_rule_9_the_findings_behind_a_pillar_can_be_those_of_its_questions() -> None:
    lines = ask("diff", "cleveland", "peel-2017", "peel-2018-19", "-f", "github").out.splitlines()
    (effectiveness,) = (line for line in lines if "title=Cleveland Police%3A Effectiveness" in line)
    assert "Cause of concern: Crime prevention was not a priority" in effectiveness
    lines = ask("diff", "hampshire", "2016", "2017", "-f", "github").out.splitlines()
    (effectiveness,) = (line for line in lines if line.startswith("::warning"))
    assert "Concern: Performance had declined since 2015" in effectiveness
    assert "too few suspects" not in effectiveness


def test_rule_9_a_question_stays_with_its_pillar_and_downgrades_come_first() -> None:
    changes = as_json("diff", "cleveland", "peel-2017", "peel-2018-19")["changes"]
    assert [each["area"] for each in changes][:2] == ["effectiveness", "preventing-crime"]
    records = library()
    for force in records.forces():
        for old, new in combinations(force.inspections, 2):
            pair = compare(force, old, new, records.regime)
            if not pair.comparable:
                continue
            groups = [each.area.parent or each.area.id for each in pair.changes]
            assert groups == sorted(groups, key=groups.index), "a question left its pillar"
            fell = [
                any(
                    each.change == "downgrade"
                    for each in pair.changes
                    if group in (each.area.id, each.area.parent)
                )
                for group in dict.fromkeys(groups)
            ]
            assert fell == sorted(fell, reverse=True), "a downgrade is not first"
