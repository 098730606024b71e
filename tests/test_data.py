"""The records as they are shipped: complete, true to form, and the only place that names things."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from asking import flat, library
from conftest import DATA, ROOT

from peeltrack.model import KINDS, TONES, UNGRADED, Force, Total
from peeltrack.store.library import fold_name


@cache
def forces() -> tuple[Force, ...]:
    return tuple(library().forces())


def test_every_force_is_read_and_everything_on_record_arrives() -> None:
    assert len(forces()) == len(list((DATA / "forces").glob("*.toml"))) == 43
    inspections = [each for force in forces() for each in force.inspections]
    assert len(inspections) == 301
    assert sum(len(each.grades) for each in inspections) == 2199
    assert sum(len(each.findings) for each in inspections) == 1406


def test_what_is_read_is_what_the_files_say() -> None:
    for force in forces():
        raw = tomllib.loads((DATA / "forces" / f"{force.id}.toml").read_text(encoding="utf-8"))
        assert force.name == raw["name"]
        assert list(force.aliases) == raw.get("aliases", [])
        assert len(force.monitoring) == len(raw.get("monitoring", []))
        assert len(force.inspections) == len(raw["inspection"])
        by_edition = {each.edition.id: each for each in force.inspections}
        for said in raw["inspection"]:
            read = by_edition[said["edition"]]
            assert str(read.own_date or "") == str(said.get("published", ""))
            assert read.inspector == said.get("inspector")
            grades = {
                area: value if isinstance(value, str) else value["grade"]
                for area, value in said.get("grades", {}).items()
            }
            assert {area: grade.grade for area, grade in read.grades.items()} == grades
            for area, value in said.get("grades", {}).items():
                if isinstance(value, dict):
                    grade = read.grades[area]
                    assert grade.source == said["sources"][value["source"]]
                    assert str(grade.published or "") == str(value.get("published", ""))
                    assert (grade.carried_from.id if grade.carried_from else None) == value.get(
                        "carried_from"
                    )
                    assert grade.note == value.get("note")
            assert [finding.text for finding in read.findings] == [
                finding["text"] for finding in said.get("findings", [])
            ]
            for finding, words in zip(read.findings, said.get("findings", []), strict=True):
                assert finding.source == said["sources"][words["source"]]
                assert (finding.area.id if finding.area else None) == words.get("area")


def test_inspections_are_in_the_order_of_the_editions() -> None:
    order = list(library().regime.editions)
    for force in forces():
        ids = [each.edition.id for each in force.inspections]
        assert ids == sorted(ids, key=order.index)


@pytest.mark.parametrize("total", library().totals, ids=lambda each: f"{each.edition.id} {each.area.id}")
def test_the_records_agree_with_the_published_national_totals(total: Total) -> None:
    found = Counter(
        grade.grade
        for force in forces()
        for inspection in force.inspections
        if inspection.edition.id == total.edition.id
        for grade in inspection.grades.values()
        if grade.area.id == total.area.id
    )
    published = Counter({grade: number for grade, number in total.counts.items() if number})
    assert sum(published.values()) == 43
    if sum(found.values()) == 43:
        assert found == published
    else:
        assert all(number <= published[grade] for grade, number in found.items())
    assert found


def test_only_one_published_total_is_incomplete_on_record() -> None:
    assert len(library().totals) == 8
    lacking = [
        (total.edition.id, total.area.id)
        for total in library().totals
        if not all(
            total.area.id in inspection.grades
            for force in forces()
            for inspection in force.inspections
            if inspection.edition.id == total.edition.id
        )
    ]
    assert lacking == [("peel-2014", "efficiency")]


def test_no_name_is_shared() -> None:
    names = Counter(
        name
        for force in forces()
        for name in {fold_name(each) for each in (force.id, force.name, *force.aliases)}
    )
    assert [name for name, number in names.items() if number > 1] == []


def test_every_source_is_an_address() -> None:
    regime = library().regime
    addresses = [each.comparability_source for each in regime.editions.values()]
    addresses += [total.source for total in library().totals]
    for force in forces():
        addresses += [each.source for each in force.monitoring]
        addresses += [each.source_left for each in force.monitoring if each.source_left]
        for inspection in force.inspections:
            addresses += [each.source for each in inspection.grades.values()]
            addresses += [each.source for each in inspection.findings]
    assert len(addresses) > 3000
    assert [each for each in addresses if not each.startswith(("http://", "https://")) or " " in each] == []


def test_carried_over_grades_differ_from_what_they_are_carried_from_only_across_a_break() -> None:
    regime = library().regime
    for force in forces():
        by_edition = {each.edition.id: each for each in force.inspections}
        for inspection in force.inspections:
            for grade in inspection.grades.values():
                before = grade.carried_from and by_edition.get(grade.carried_from.id)
                if not grade.carried_from or not before or grade.area.id not in before.grades:
                    continue
                broken = any(
                    edition.areas[grade.area.id].break_
                    for edition in regime.between(grade.carried_from, inspection.edition)
                    if grade.area.id in edition.areas
                )
                assert broken or before.grades[grade.area.id].grade == grade.grade


def test_texts_are_set_as_people_write_them() -> None:
    for force in forces():
        for inspection in force.inspections:
            for finding in inspection.findings:
                assert finding.text == " ".join(finding.text.split())
                assert finding.text.endswith((".", "!", "?", ".)", ".'", '."')), (force.id, finding.text)
                assert finding.text.isprintable()


def test_the_licence_of_the_data_goes_with_it() -> None:
    notice = "Contains public sector information licensed under the Open Government Licence v3.0."
    assert notice.removesuffix(".") in flat((DATA / "LICENSE").read_text(encoding="utf-8"))
    for name in ("editions.toml", "national.toml"):
        assert notice in (DATA / name).read_text(encoding="utf-8")


def strings(code: str) -> Iterator[str]:
    """The texts of a module that its users may see or that it may compare with: no docstrings."""
    tree = ast.parse(code)
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def test_nothing_in_the_source_names_what_only_the_data_may_name() -> None:
    regime = library().regime
    grades = {name for edition in regime.editions.values() for name in edition.scale.names}
    areas = {area.id for edition in regime.editions.values() for area in edition.areas.values()}
    titles = {area.title for edition in regime.editions.values() for area in edition.areas.values()}
    editions = {edition.id for edition in regime.editions.values()}
    editions |= {edition.title for edition in regime.editions.values()}
    names = {name for force in forces() for name in (force.id, force.name, *force.aliases)}
    known = grades | areas | titles | editions | names | set(regime.topics)
    # Words of peeltrack's own that the data happens to share: a tone is named as a grade is.
    known -= {*TONES, *KINDS, UNGRADED}
    seen = 0
    for path in sorted((ROOT / "src").rglob("*.py")):
        for text in strings(path.read_text(encoding="utf-8")):
            seen += 1
            assert text not in known, f"{path} names '{text}'"
    assert seen > 500


def test_the_source_knows_no_edition_even_in_passing_but_in_what_its_help_says() -> None:
    """Help and messages may give an example; what is compared may not."""
    for path in sorted((ROOT / "src" / "peeltrack").glob("*.py")):
        for text in strings(path.read_text(encoding="utf-8")):
            assert "peel-20" not in text, f"{path} names '{text}'"
