"""Say a second time, independently, how grades changed: straight from the TOML and the rules of the field.

Nothing of peeltrack is imported here. `compare` answers as ``peeltrack diff`` should, and `changes` as
``peeltrack changes`` should. Both are slow and plain, so that a reader can check them against the rules.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

UNGRADED = "ungraded"
COMPARED = ("downgrade", "upgrade", "unchanged")
STATEMENTS = ("action", "update", "reaction")

Table = dict[str, Any]


class Change(NamedTuple):
    """What happened to one area: the columns of ``peeltrack`` that the rules decide."""

    area: str
    change: str
    steps: int | None
    grade: str | None
    previous_grade: str | None
    previous_edition: str | None
    last_graded_edition: str | None


class Answer(NamedTuple):
    """How two inspections of one force compare."""

    changes: dict[str, Change]
    """By area. Where the older inspection has no grade, the change is the one that rule 6 names."""
    moved: dict[str, Change]
    """The same, where a change across a gap counts against the last grade (rule 7)."""
    counts: dict[str, int]
    compared: set[str]
    not_compared: set[str]

    @property
    def exit_code(self) -> int:
        """The exit code of ``--fail-on downgrade``."""
        if any(change.change == "downgrade" for change in self.moved.values()):
            return 1
        return 3 if self.not_compared else 0


class Records:
    """A folder of records, as its TOML has them."""

    def __init__(self, folder: Path) -> None:
        self.editions: list[Table] = tomllib.loads((folder / "editions.toml").read_text("utf-8"))["edition"]
        self.order = {edition["id"]: place for place, edition in enumerate(self.editions)}
        self.forces = {path.stem: _force(path) for path in sorted((folder / "forces").glob("*.toml"))}

    def inspections(self, force: str) -> list[Table]:
        """Return the inspections of a force, in the order of their editions."""
        found: list[Table] = self.forces[force].get("inspection", [])
        return sorted(found, key=lambda inspection: self.order[inspection["edition"]])

    def edition(self, inspection: Table) -> Table:
        """Return the edition of an inspection."""
        return self.editions[self.order[inspection["edition"]]]

    def line(self, area: str) -> set[str]:
        """Return the ids that one area has had, by ``continues`` (rule 2)."""
        line = {area}
        while True:
            wider = set(line)
            for one in (one for edition in self.editions for one in edition["areas"]):
                pair = {one["id"], one.get("continues", one["id"])}
                wider |= pair if pair & line else set()
            if wider == line:
                return line
            line = wider

    def broken(self, area: str, old: Table, new: Table) -> bool:
        """Return whether an area breaks after an edition, up to a newer one (rule 3)."""
        line = self.line(area)
        between = self.editions[self.order[old["id"]] + 1 : self.order[new["id"]] + 1]
        return any(one["id"] in line and "break" in one for edition in between for one in edition["areas"])

    def contradictions(self, force: str) -> list[str]:
        """Return the grades carried over that differ from a grade since their edition (rule 4)."""
        inspections = self.inspections(force)
        found = []
        for place, inspection in enumerate(inspections):
            for area, grade in _grades(inspection).items():
                if "carried_from" not in grade:
                    continue
                origin = self.order[grade["carried_from"]]
                for earlier in inspections[:place]:
                    old, new = self.edition(earlier), self.edition(inspection)
                    other = _grades(earlier).get(area, {}).get("grade", UNGRADED)
                    if (
                        self.order[old["id"]] >= origin
                        and old["family"] == new["family"]
                        and not self.broken(area, old, new)
                        and other not in (UNGRADED, grade["grade"])
                    ):
                        found.append(f"{inspection['edition']} {area}")
        return found

    def compare(self, force: str, old: Table, new: Table) -> Answer:
        """Compare two inspections of a force."""
        changes: dict[str, Change] = {}
        moved: dict[str, Change] = {}
        counts: Counter[str] = Counter()
        for before, after in self._pairs(self.edition(old), self.edition(new)):
            area = (after or before or {})["id"]
            change, last = self._change(force, before, after, old, new)
            if change is None:
                if any(side and side.get("graded", True) for side in (before, after)):
                    counts["not-in-records"] += 1
                continue
            changes[area] = change
            moved[area] = self._against(change, last, new)
            grade = _grades(new).get(area, {})
            carried = change.change == "unchanged" and "carried_from" in grade
            counts["carried" if carried else change.change] += 1
        required = self._required(self.edition(new))
        words = {area: change.change for area, change in moved.items()}
        return Answer(
            changes,
            moved,
            dict(counts),
            {area for area in required if words.get(area) in COMPARED},
            {area for area in required if words.get(area) not in (*COMPARED, UNGRADED)},
        )

    def changes(self, force: str) -> dict[tuple[str, str], Change]:
        """Return every grade of a force with what happened to it, by edition and area."""
        found = {}
        inspections = self.inspections(force)
        for place, new in enumerate(inspections):
            moved = self.compare(force, inspections[place - 1], new).moved if place else {}
            for area, grade in _grades(new).items():
                first = Change(area, "first", None, grade["grade"], None, None, None)
                found[new["edition"], area] = moved.get(area, first)
        return found

    def _pairs(self, old: Table, new: Table) -> Iterator[tuple[Table | None, Table | None]]:
        """Return the areas of two editions, each with the one that it corresponds to (rule 2)."""
        rest = {one["id"]: one for one in old["areas"]}
        for one in sorted(new["areas"], key=lambda one: one["id"] not in rest):
            ids = [one["id"], *sorted(self.line(one["id"]))]
            yield rest.pop(next((each for each in ids if each in rest), ""), None), one
        for one in rest.values():
            yield one, None

    def _change(
        self, force: str, before: Table | None, after: Table | None, old: Table, new: Table
    ) -> tuple[Change | None, Change | None]:
        """Apply rule 6 to one area; return the change, and the last grade before a gap as another."""
        was = _grades(old).get(before["id"]) if before else None
        now = _grades(new).get(after["id"]) if after else None
        raised = (before and _raised(old, before["id"])) or (after and _raised(new, after["id"]))
        if not (was or now or raised):
            return None, None
        area: str = (after or before or {})["id"]
        grade, previous = (each["grade"] if each else None for each in (now, was))
        older, newer = self.edition(old), self.edition(new)
        last = self._last(force, area, older, newer) if previous in (None, UNGRADED) else None

        def named(word: str, steps: int | None = None) -> Change:
            return Change(area, word, steps, grade, previous, old["edition"], None)

        if older["family"] != newer["family"]:
            return named("not-comparable"), None
        if not before or not after:
            return named("new" if after else "gone"), last if after else None
        sides = [
            each["grade"] if each else None if one.get("graded", True) else UNGRADED
            for each, one in ((was, before), (now, after))
        ]
        if UNGRADED in sides:
            return named(UNGRADED), last
        if self.broken(area, older, newer):
            return named("not-comparable"), None
        if was is None and now and self.order.get(now.get("carried_from"), 99) <= self.order[old["edition"]]:
            return named("unchanged", 0), None  # the older grade is implied (rule 4)
        if was is None or now is None:
            return named("no-data"), last
        steps = self._rank(newer, now["grade"]) - self._rank(newer, was["grade"])
        return named(_word(steps), steps), None

    def _last(self, force: str, area: str, old: Table, new: Table) -> Change | None:
        """Return the last grade before an edition that a newer one can be compared with (rule 7)."""
        for inspection in reversed(self.inspections(force)):
            edition = self.edition(inspection)
            if self.order[edition["id"]] >= self.order[old["id"]]:
                continue
            for each in sorted(self.line(area)):
                grade = _grades(inspection).get(each, {}).get("grade", UNGRADED)
                if grade != UNGRADED:
                    if edition["family"] != new["family"] or self.broken(area, edition, new):
                        return None
                    return Change(each, "last", None, grade, None, edition["id"], None)
        return None

    def _against(self, change: Change, last: Change | None, new: Table) -> Change:
        """Count a change across a gap against the last grade (rule 7)."""
        if last is None or change.grade in (None, UNGRADED):
            return change
        edition = self.edition(new)
        steps = self._rank(edition, str(change.grade)) - self._rank(edition, str(last.grade))
        return change._replace(
            change=_word(steps),
            steps=steps,
            previous_grade=last.grade,
            previous_edition=last.previous_edition,
            last_graded_edition=last.previous_edition,
        )

    @staticmethod
    def _rank(edition: Table, grade: str) -> int:
        return [each["name"] for each in edition["grades"]].index(grade)

    @staticmethod
    def _required(edition: Table) -> set[str]:
        """Return the areas that every force is graded on: the pillars, or the core areas without pillars."""
        return {
            one["id"]
            for one in edition["areas"]
            if one.get("graded", True) and one.get("core", True) and "parent" not in one
        }

    def counted(self, inspection: Table) -> dict[str, tuple[int, int, int, int]]:
        """Return by grade how many areas were counted, and how many named, inferred, unnamed (rule 14)."""
        count = inspection.get("published_count")
        if count is None:
            return {}
        covered = [one for area, one in _grades(inspection).items() if area not in count.get("excludes", ())]
        known: Counter[tuple[str, str]] = Counter()
        for one in covered:
            known[one.get("corrected", {}).get("from", one["grade"]), one.get("basis", "named")] += 1
        found = {}
        for grade, number in count["grades"].items():
            named, inferred = known[grade, "named"], known[grade, "inferred"]
            found[grade] = (number, named, inferred, max(number - named - inferred, 0))
        return found


def _force(path: Path) -> Table:
    return tomllib.loads(path.read_text("utf-8"))


def _grades(inspection: Table) -> dict[str, Table]:
    """Return the grades of an inspection, each as a table."""
    found = inspection.get("grades", {})
    return {area: {"grade": each} if isinstance(each, str) else each for area, each in found.items()}


def _raised(inspection: Table, area: str) -> bool:
    """Return whether an inspection has a finding in an area; statements are none."""
    return any(
        each.get("area") == area and each["kind"] not in STATEMENTS and "said_by" not in each
        for each in inspection.get("findings", ())
    )


def _word(steps: int) -> str:
    return "downgrade" if steps < 0 else "upgrade" if steps else "unchanged"
