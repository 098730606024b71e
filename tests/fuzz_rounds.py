"""The rounds of the fuzzer: what each tries, and what must hold."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Collection, Iterable, Sequence
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree as ET

from asking import ask
from conftest import DATA, Result
from fuzz_oracle import Answer, Change, Records, Table
from fuzz_records import AREAS, ODD, TOPICS, MadeUp

FORMATS = ("table", "plain", "json", "csv", "markdown", "html", "svg", "github", "junit")
COMMANDS = ("show", "diff", "changes", "table", "map", "search", "coverage", "check", "review")
LISTS = ("forces", "editions", "areas", "topics")

CLASHES = re.compile(r"is carried over from")
SIGNS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x00-\x1f\x7f]*\x1b\\")
"""Colours and links: all that peeltrack itself sends to a terminal."""
COMMANDING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]"
)
PICTURE = "data:image/svg+xml;base64,"
"""How a page holds its picture: as an image, in which no program runs."""
OWN_SCRIPT = re.compile(r"(\.\./)*(site|search|search-data)\.js")
ANNOTATION = re.compile(r"::(error|warning|notice) [a-z]+=")


def compare_with_oracle(chance: Random, folder: Path) -> None:
    """Make up records, and hold what peeltrack says of them against the oracle."""
    shutil.rmtree(folder, ignore_errors=True)
    MadeUp(chance).write(folder)
    records = Records(folder)
    clashes = {force for force in records.forces if records.contradictions(force)}
    for force in records.forces:
        if force in clashes:
            result = ask("show", force, "--data", folder, "-f", "json")
            assert result.code == 2, f"{force} contradicts itself, but is read"
            assert CLASHES.search(result.err), result.err
        else:
            compare_force(records, force, folder)
    if clashes:
        assert ask("changes", "--data", folder, "-f", "json").code == 2
    else:
        compare_changes(records, folder)


def compare_real(forces: Collection[str] = ()) -> None:
    """Hold what changed for all real forces against the oracle, and every pair of inspections of some."""
    records = Records(DATA)
    compare_changes(records, DATA)
    for force in forces or records.forces:
        compare_force(records, force, DATA)


def compare_force(records: Records, force: str, folder: Path) -> None:
    """Compare every two inspections of a force."""
    for old, new in combinations(records.inspections(force), 2):
        about = f"{force} {old['edition']} {new['edition']}"
        words = (force, old["edition"], new["edition"], "--data", folder, "-f", "json")
        result = ask("diff", *words, "--fail-on", "downgrade")
        assert result.out, f"{about}: {result.err}"
        told = json.loads(result.out)
        wanted = records.compare(force, old, new)
        _same(about, _changes(told["changes"], "area"), wanted.changes)
        _same(about, {word: number for word, number in told["counts"].items() if number}, wanted.counts)
        _same(f"{about}, compared", set(told["compared"]), wanted.compared)
        _same(f"{about}, not compared", set(told["not_compared"]), wanted.not_compared)
        _same(f"{about}, exit code", result.code, wanted.exit_code)
        _same_counts(about, told["published_counts"], records, (old, new))
        _same(f"{about}, falls across a gap", "Lower than when last" in told["headline"], _falls(wanted))


def compare_changes(records: Records, folder: Path) -> None:
    """Compare every grade of every force with the one before it."""
    result = ask("changes", "--data", folder, "-f", "json")
    assert result.out, result.err
    told = json.loads(result.out)
    wanted = {
        (force, *key): change for force in records.forces for key, change in records.changes(force).items()
    }
    _same("changes", _changes(told["changes"], "force", "edition", "area"), wanted)


def _changes(told: Iterable[Table], *keys: str) -> dict[Any, Change]:
    """Return the columns that the oracle has too."""
    found = {}
    for row in told:
        key = row[keys[0]] if len(keys) == 1 else tuple(row[each] for each in keys)
        assert key not in found, f"two rows about {key}"
        change = Change(**{name: row[name] for name in Change._fields})
        # A gap is named in `diff` too; what is compared there is in the headline and in the exit code.
        found[key] = change if change.steps is not None else change._replace(last_graded_edition=None)
    return found


def _falls(answer: Answer) -> bool:
    return any(
        moved.change == "downgrade" and answer.changes[area].change != "downgrade"
        for area, moved in answer.moved.items()
    )


def _same_counts(about: str, told: Iterable[Table], records: Records, sides: tuple[Table, Table]) -> None:
    rows = {
        (row["edition"], row["grade"]): tuple(
            row[name] for name in ("published_count", "named", "inferred", "by_count")
        )
        for row in told
    }
    wanted = {
        (side["edition"], grade): numbers
        for side in sides
        for grade, numbers in records.counted(side).items()
    }
    _same(f"{about}, published counts", rows, wanted)


def _same(about: str, told: object, wanted: object) -> None:
    if isinstance(told, dict) and isinstance(wanted, dict):
        for key in [*wanted, *(key for key in told if key not in wanted)]:
            assert told.get(key) == wanted.get(key), (
                f"{about}, {key}: peeltrack says {told.get(key)}, the rules say {wanted.get(key)}"
            )
    assert told == wanted, f"{about}: peeltrack says {told}, the rules say {wanted}"


def attack(chance: Random, folder: Path) -> None:
    """Spoil made-up records, ask anything about them, and see that the answer is a proper one."""
    shutil.rmtree(folder, ignore_errors=True)
    made = MadeUp(chance, odd=True)
    made.write(folder)
    made.write(folder / "before")
    spoilt = None
    if chance.random() < 0.7:
        spoilt = chance.choice(list(made.files))
        path = folder / spoilt
        path.write_bytes(_spoil(path.read_bytes(), chance))
    for _ in range(4):
        words = _command(chance, folder)
        screen = chance.random() < 0.5
        result = ask(*words, screen=screen, COLUMNS=str(chance.choice([20, 80, 200])))
        try:
            proper(result, words)
        except AssertionError as error:
            raise AssertionError(f"{' '.join(words)} (spoilt: {spoilt}): {error}") from None


def proper(result: Result, words: list[str]) -> None:
    """Hold what is true of every answer."""
    assert result.code in (0, 1, 2, 3), f"exit code {result.code}"
    said = result.out + result.err
    assert "Traceback" not in result.err, result.err[-2000:]
    assert "fault in peeltrack" not in result.err, result.err[-2000:]
    assert result.code != 2 or (result.err.strip() and not result.out), f"exit 2 says {said[:300]!r}"
    if "invalid record" in result.err or "problem" in result.err.rpartition("\n")[2]:
        assert re.search(r"\.toml(:\d+)?: ", result.err), f"no file is named: {result.err!r}"
    assert not (found := COMMANDING.search(SIGNS.sub("", said))), (
        f"{found.group()!r} reaches the terminal: {said[max(found.start() - 80, 0) : found.end() + 20]!r}"
    )
    if result.code != 2 and result.out:
        _well_formed(result.out, words[words.index("-f") + 1])


def _well_formed(text: str, format_: str) -> None:
    """Hold what is true of a format."""
    if format_ == "json":
        assert json.loads(text)["schema"] == 1
    elif format_ == "csv":
        rows = list(csv.reader(io.StringIO(text), strict=True))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not any(cell[:1] in tuple("=+@\t\r") for row in rows for cell in row), "a formula"
    elif format_ in ("junit", "svg"):
        ET.fromstring(text)
        assert "<script" not in text
    elif format_ == "html":
        page = _Page()
        page.feed(text)
        assert not page.bad, f"a page with {page.bad}"
    commands = re.findall(r"^(?:::|##\[).*", text, re.MULTILINE) if format_ != "csv" else []
    own = [line for line in commands if format_ == "github" and ANNOTATION.match(line)]
    assert commands == own, f"a CI log would be commanded: {commands[:3]}"


def build_site(chance: Random, folder: Path) -> None:
    """Make a site of made-up records, and see that no page has a program or an odd link."""
    shutil.rmtree(folder, ignore_errors=True)
    MadeUp(chance, odd=True).write(folder)
    result = ask("site", folder / "site", "--data", folder)
    assert "Traceback" not in result.err, result.err[-2000:]
    pages = list((folder / "site").rglob("*.html"))
    assert bool(pages) == (result.code == 0), f"{result.code}, {len(pages)} pages: {result.err}"
    for path in (folder / "site").rglob("*.xml"):
        ET.parse(path)
    for path in pages:
        page = _Page()
        page.feed(path.read_text("utf-8"))
        assert not page.bad, f"{path.name} with {page.bad}"


class _Page(HTMLParser):
    """Collect what a page made from records must not have: programs, and links to other things than pages."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        links = [value or "" for name, value in attrs if name in ("href", "src", "action")]
        links = [link for link in links if link.strip().startswith("//") or ":" in link.partition("/")[0]]
        if tag == "script" and OWN_SCRIPT.fullmatch(dict(attrs).get("src") or ""):
            return
        if tag in ("script", "iframe", "object") or any(name[:2] == "on" for name, _ in attrs):
            self.bad.append(tag)
        self.bad += [link for link in links if not link.startswith(("https://", "http://", PICTURE))]


def _command(chance: Random, folder: Path) -> list[str]:
    """Return a command line about made-up records; some are about things that they do not have."""
    command = chance.choice([*COMMANDS, *COMMANDS, *LISTS])
    words = [command, *(_word(each, chance) for each in ARGUMENTS.get(command, ()))]
    if command == "review":
        return [command, str(folder / "before"), str(folder), "-f", chance.choice(FORMATS)]
    if command == "diff" and chance.random() < 0.4:
        words += [_word(WHEN, chance), _word(WHEN, chance)]
    for option, values in OPTIONS.items():
        if command in values[0].split() and chance.random() < 0.3:
            words += [option, *(_word(each, chance) for each in values[1:])]
    words = [each.replace("\x00", "") for each in words]  # no system can pass that on
    return [*words, "--data", str(folder), "-f", chance.choice(FORMATS)]


def _word(usual: Sequence[str], chance: Random) -> str:
    """Return one of some words; now and then an odd one."""
    if chance.random() < 0.85:
        return chance.choice(usual)
    return chance.choice([*ODD, "x" * 3000, "", "no-such-thing"])


FORCE = ("force-0", "force-0", "Force 1", "f2")
WHEN = ("latest", "previous", "first", "round-1", "2017", "2017-04")
EDITION = ("round-0", "round-1", "latest")
ARGUMENTS: dict[str, tuple[Sequence[str], ...]] = {
    "show": (FORCE,),
    "diff": (FORCE,),
    "table": (AREAS,),
    "map": (AREAS,),
}
OPTIONS: dict[str, tuple[Any, ...]] = {
    "--neighbours": ("show",),
    "--comparable": ("diff",),
    "--fail-on": ("diff changes", ("downgrade", "change", "concern", "cause-of-concern", "raised-again")),
    "--sort": ("table", ("name", "grade", "change")),
    "--change": ("map",),
    "--count": ("search",),
    "--missing": ("coverage",),
    "--strict": ("check",),
    "--topic": ("search", TOPICS),
    "--kind": ("search", ("concern", "action", "commendation")),
    "--only": ("changes", ("downgrade", "first", "not-comparable")),
    "--edition": ("changes search map", EDITION),
    "--since": ("changes search", WHEN),
    "--until": ("changes search", WHEN),
    "--area": ("changes search", AREAS),
    "--force": ("changes search table", FORCE),
    "--region": ("changes search table", ("region", "Region")),
    "--color": ("show diff changes table map search coverage check", ("always", "never")),
    "--width": ("show diff changes table map search coverage check", ("20", "80", "1000")),
}
"""Each option with the commands that have it, and what its value is usually."""


def _spoil(raw: bytes, chance: Random) -> bytes:
    """Change a file as slips, merges and attacks do."""
    for _ in range(chance.choice([1, 1, 2, 5])):
        lines = raw.split(b"\n")
        place = chance.randrange(len(lines))
        way = chance.randrange(8)
        if way == 0:
            del lines[place]
        elif way == 1:
            lines.insert(place, chance.choice(lines))
        elif way == 2:
            key = lines[place].partition(b"=")[0]
            lines[place] = key + b"= " + chance.choice(VALUES).encode()
        elif way == 3:
            lines[place] = lines[place].replace(b'"', b"", 1)
        elif way == 4:
            at = chance.randint(0, len(lines[place]))
            lines[place] = lines[place][:at] + chance.choice(ODD).encode() + lines[place][at:]
        elif way == 5:
            at = chance.randint(0, len(lines[place]))
            lines[place] = lines[place][:at] + bytes([chance.randrange(256)]) + lines[place][at + 1 :]
        elif way == 6:
            lines = lines[:place]
        else:
            lines[place] += (
                b" " + chance.choice(["[", "]", "{", "}", '"""', "'''", "#", "=", "<<<<<<< HEAD"]).encode()
            )
        raw = b"\n".join(lines) or b"\n"
    return raw


VALUES = (
    *("1", "-1", "0", "1.5", "inf", "nan", "true", "9" * 30, "9" * 5000, "0x10", "1e400", "10:30:00"),
    *("0001-01-01", "9999-12-31", "2019-02-03T10:30:00Z", "2019-02-29", '"9999"', '"0000"', '"2019-13"'),
    *('""', '" "', '"ungraded"', '"best"', '"force-0"', '"round-0"', '"\\u0000"', '"\\u202e"', '"\\u200b"'),
    *(
        "[]",
        "{}",
        "[[]]",
        "[1, 'a']",
        '{ grade = "fine" }',
        "[" * 100,
        "[" * 100 + "]" * 100,
        '"' + "x" * 9000 + '"',
    ),
)
