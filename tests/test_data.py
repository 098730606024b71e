"""The built-in records: complete, consistent, and the only place that names a force or a grade."""

from __future__ import annotations

import ast
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import pytest
from asking import flat, library
from conftest import DATA, ROOT

from peeltrack.model import KINDS, TONES, UNGRADED, Force, Inspection, Total
from peeltrack.store.names import fold_name

Table = dict[str, Any]


@cache
def forces() -> tuple[Force, ...]:
    return tuple(library().forces())


@cache
def table(name: str) -> Table:
    """A file of the records, parsed without peeltrack."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def files() -> dict[str, Table]:
    """The record of each force by its id, parsed without peeltrack."""
    return {path.stem: table(f"forces/{path.name}") for path in sorted((DATA / "forces").glob("*.toml"))}


def inspections() -> Iterator[tuple[str, Table]]:
    for force, record in files().items():
        for inspection in record["inspection"]:
            yield force, inspection


def grades(inspection: Table) -> dict[str, Table]:
    """The grades of an inspection, each as a table."""
    return {
        area: {"grade": value} if isinstance(value, str) else value
        for area, value in inspection.get("grades", {}).items()
    }


def addresses() -> Iterator[str]:
    """Every address in the records."""
    for edition in table("editions.toml")["edition"]:
        yield edition["comparability"]["source"]
    for total in table("national.toml")["total"]:
        yield total["source"]
    for record in files().values():
        for period in record.get("monitoring", []):
            yield from (period[key] for key in ("source", "source_left") if key in period)
    for _, inspection in inspections():
        yield from inspection.get("sources", {}).values()
        yield from [inspection["page"]] if "page" in inspection else []


def test_the_files_hold_what_is_known() -> None:
    every = [inspection for _, inspection in inspections()]
    assert len(files()) == 43
    assert len(every) == 301
    assert sum("page" in inspection for inspection in every) == 260
    assert sum("published_count" in inspection for inspection in every) == 78
    basis = Counter(
        grade.get("basis", "named") for inspection in every for grade in grades(inspection).values()
    )
    assert basis == {"named": 2123, "inferred": 76}
    statements = [finding for inspection in every for finding in inspection.get("findings", [])]
    assert len(statements) == 1406
    assert sum("said_by" in statement for statement in statements) == 39
    assert sum(statement.get("persisting", False) for statement in statements) == 74
    assert sum(len(record.get("monitoring", [])) for record in files().values()) == 12


def test_every_source_of_an_inspection_is_used() -> None:
    parents = {
        (edition["id"], area["id"]): area.get("parent")
        for edition in table("editions.toml")["edition"]
        for area in edition["areas"]
    }
    for force, inspection in inspections():
        known = set(inspection.get("sources", {}))
        used = {finding["source"] for finding in inspection.get("findings", [])}
        used |= {inspection["published_count"]["source"]} if "published_count" in inspection else set()
        for area, grade in grades(inspection).items():
            implied = area if area in known else parents[inspection["edition"], area]
            used.add(grade.get("source", implied))
        assert used == known, (force, inspection["edition"])


def test_every_host_has_a_publisher() -> None:
    hosts = {urlsplit(each).netloc.lower().removeprefix("www.").rstrip(".") for each in addresses()}
    assert hosts == set(table("publishers.toml"))
    kinds = {publisher["kind"] for publisher in table("publishers.toml").values()}
    assert kinds == {
        "inspectorate",
        "force",
        "commissioner",
        "council",
        "press",
        "trade-press",
        "federation",
        "reprint",
        "other",
    }


def test_the_page_of_an_inspection_is_the_inspectorates_own() -> None:
    for force, inspection in inspections():
        if "page" in inspection:
            host = urlsplit(inspection["page"]).netloc.removeprefix("www.")
            assert table("publishers.toml")[host]["kind"] == "inspectorate", (force, inspection["edition"])


def test_regions_codes_and_tiles_fit_the_map() -> None:
    records = files().values()
    assert {record["region"] for record in records} == set(table("regime.toml")["regions"])
    assert len({record["code"] for record in records}) == 43
    assert len({tuple(record["tile"]) for record in records}) == 43


def test_published_counts_and_grades_agree() -> None:
    """A count is of grades as first published. Where it names more than we know, the rest is unnamed."""
    exact = unnamed = 0
    for force, inspection in inspections():
        count = inspection.get("published_count")
        if not count:
            continue
        known = Counter(
            grade.get("corrected", {}).get("from", grade["grade"])
            for area, grade in grades(inspection).items()
            if area not in count.get("excludes", []) and grade["grade"] != UNGRADED
        )
        assert known <= Counter(count["grades"]), (force, inspection["edition"])
        assert set(count.get("excludes", [])) <= set(grades(inspection)), (force, inspection["edition"])
        rest = Counter(count["grades"]) - known
        exact += not rest
        unnamed += rest.total()
    assert (exact, unnamed) == (60, 120)


def test_nothing_is_later_than_the_records_cover() -> None:
    until = str(table("regime.toml")["covers_until"])
    for force, inspection in inspections():
        dates = [
            inspection.get("published"),
            *(each.get("published") for each in grades(inspection).values()),
        ]
        assert all(str(each)[:10] <= until for each in dates if each), (force, inspection["edition"])


def test_no_text_is_repeated_in_one_record() -> None:
    texts: dict[str, Counter[str]] = defaultdict(Counter)
    for force, inspection in inspections():
        texts[force].update(finding["text"] for finding in inspection.get("findings", []))
    assert [text for each in texts.values() for text, number in each.items() if number > 1] == []


def test_an_area_continues_an_area_of_the_edition_before() -> None:
    editions = table("editions.toml")["edition"]
    for before, edition in zip([None, *editions], editions, strict=False):
        for area in edition["areas"]:
            if "continues" in area:
                assert before
                assert area["continues"] in {each["id"] for each in before["areas"]}
                assert area["continues"] not in {each["id"] for each in edition["areas"]}
    continued = {area["continues"] for each in editions for area in each["areas"] if "continues" in area}
    assert continued == {"treating-the-public", "positive-workplace", "use-of-resources"}


def test_a_name_outside_the_scope_is_not_the_name_of_a_force() -> None:
    outside = table("regime.toml")["elsewhere"]
    names = {fold_name(name) for force in forces() for name in (force.id, force.name, *force.aliases)}
    assert not names & {fold_name(name) for name in outside}
    assert all("43 territorial police forces" in sentence for sentence in outside.values())


@pytest.mark.parametrize(
    ("name", "force"),
    [
        ("Southampton", "hampshire"),
        ("Isle of Wight", "hampshire"),
        ("Liverpool", "merseyside"),
        ("Leeds", "west-yorkshire"),
        ("scotland yard", "metropolitan"),
        ("Berkshire", "thames-valley"),
        ("Stoke on Trent", "staffordshire"),
        ("King's Lynn", "norfolk"),
    ],
)
def test_a_place_finds_its_force(name: str, force: str) -> None:
    assert library().force(name).id == force


def test_peeltrack_reads_every_force_inspection_grade_and_finding() -> None:
    read = [inspection for force in forces() for inspection in force.inspections]
    assert len(forces()) == 43
    assert len(read) == 301
    assert sum(len(inspection.grades) for inspection in read) == 2199
    assert sum(len(inspection.entries) for inspection in read) == 1406


def test_what_is_read_is_what_the_files_say() -> None:
    for force in forces():
        raw = files()[force.id]
        assert force.name == raw["name"]
        assert list(force.aliases) == raw.get("aliases", [])
        assert (force.region, force.country) == (raw["region"], raw["country"])
        assert (force.code, list(force.tile or ())) == (raw["code"], raw["tile"])
        assert [
            (str(period.entered), str(period.left or ""), period.reason, period.source, period.source_left)
            for period in force.monitoring
        ] == [
            (str(it["entered"]), str(it.get("left", "")), it["reason"], it["source"], it.get("source_left"))
            for it in raw.get("monitoring", [])
        ]
        by_edition = {each.edition.id: each for each in force.inspections}
        assert list(by_edition) == [said["edition"] for said in raw["inspection"]]
        for said in raw["inspection"]:
            read = by_edition[said["edition"]]
            assert str(read.own_date or "") == str(said.get("published", ""))
            assert read.inspector == said.get("inspector")
            assert read.page == said.get("page")
            assert_the_count_is_as_said(read, said)
            assert_the_grades_are_as_said(read, said)
            assert_the_findings_are_as_said(read, said)


def assert_the_count_is_as_said(read: Inspection, said: Table) -> None:
    count = said.get("published_count")
    if count is None:
        assert read.published_count is None
        return
    assert read.published_count
    assert dict(read.published_count.grades) == count["grades"]
    assert list(read.published_count.excludes) == count.get("excludes", [])
    assert read.published_count.source == said["sources"][count["source"]]


def assert_the_grades_are_as_said(read: Inspection, said: Table) -> None:
    assert set(read.grades) == set(grades(said))
    for area, words in grades(said).items():
        grade = read.grades[area]
        assert grade.grade == words["grade"]
        assert str(grade.published or "") == str(words.get("published", ""))
        assert (grade.carried_from.id if grade.carried_from else None) == words.get("carried_from")
        assert grade.basis == words.get("basis", "named")
        assert (grade.corrected.from_ if grade.corrected else None) == words.get("corrected", {}).get("from")
        assert grade.note == words.get("note")
        if "source" in words:
            assert grade.source == said["sources"][words["source"]]


def assert_the_findings_are_as_said(read: Inspection, said: Table) -> None:
    for finding, words in zip(read.entries, said.get("findings", []), strict=True):
        assert finding.text == words["text"]
        assert finding.kind == words["kind"]
        assert finding.topic.id == words["topic"]
        assert finding.source == said["sources"][words["source"]]
        assert (finding.area.id if finding.area else None) == words.get("area")
        assert finding.said_by == words.get("said_by")
        assert finding.timing == words.get("timing")
        assert finding.persisting == words.get("persisting", False)


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
                    for edition in regime.editions.values()
                    if grade.carried_from.index < edition.index <= inspection.edition.index
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
    known -= {"resources"}  # what a Data Package calls its files
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
