"""Hostile files: check says what is wrong with any file, at the right line and in reasonable time."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_records import BAD, GOOD, RECORDS

from peeltrack.checks.audit import Report, audit
from peeltrack.store import TABLES

Check = Callable[[str, bytes], Report]

FILES = ("forces/case", "editions", "topics", "national")
CASES = [path.read_bytes() for path in [*GOOD, *BAD, *RECORDS.glob("*.toml")] if path.stat().st_size < 4000]
"""The files that are changed at random: all cases but the longest."""

WORDS = sorted({key for keys in TABLES.values() for key in keys} | {"round-1", "light", "good", "report"})
VALUES = [
    *("1", "-1", "1.5", "inf", "true", "2019-02-03", "10:30:00", "2019-02-03T10:30:00Z", '""', "[]", "{}"),
    *('"2019"', '"good"', '["good"]', '{ grade = "good" }', "[[1]]", '"""\nx\n"""', "9" * 30, '"\\u202e"'),
]
PIECES = st.one_of(
    st.sampled_from([f"{word} = " for word in WORDS]),
    st.sampled_from([f"[{word}]\n" for word in WORDS] + [f"[[{word}]]\n" for word in WORDS]),
    st.sampled_from([f"[inspection.{word}]\n" for word in WORDS]),
    st.sampled_from(VALUES).map("{}\n".format),
    st.sampled_from(
        ["\n", "\r\n", ".", ",", "=", "#", '"', "'''", '"""', "[", "]", "{", "}", "\x00", "\ufeff"]
    ),
).map(str.encode)


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Check some bytes as a file of the small records; every problem has a line of the file."""
    clean = shutil.copytree(
        RECORDS, tmp_path_factory.mktemp("clean") / "records", ignore=shutil.ignore_patterns("good", "bad")
    )
    spoilt = Path(shutil.copytree(clean, tmp_path_factory.mktemp("spoilt") / "records"))

    def run(name: str, raw: bytes) -> Report:
        path = spoilt / f"{name}.toml"
        path.write_bytes(raw)
        try:
            report = audit([str(spoilt)], str(spoilt), date(2026, 1, 1))
        finally:
            path.unlink()
            if (clean / path.name).exists():
                shutil.copyfile(clean / path.name, path)
        for problem in report.problems:
            said = str(problem)
            assert problem.message
            assert 1 <= problem.line <= max(raw.count(b"\n") + 1, 60), said
        return report

    return run


@settings(max_examples=150)
@given(st.sampled_from(FILES), st.binary(max_size=200))
def test_check_takes_any_bytes(check: Check, name: str, raw: bytes) -> None:
    check(name, raw)


@settings(max_examples=200)
@given(st.sampled_from(FILES), st.lists(PIECES, max_size=30).map(b"".join))
def test_check_takes_pieces_of_records_in_any_order(check: Check, name: str, raw: bytes) -> None:
    check(name, raw)


@settings(max_examples=300)
@given(st.data())
def test_check_takes_a_record_with_a_piece_removed_or_added(check: Check, data: st.DataObject) -> None:
    raw = data.draw(st.sampled_from(CASES))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(raw)))
        end = data.draw(st.integers(start, min(len(raw), start + 40)))
        raw = raw[:start] + data.draw(PIECES | st.binary(max_size=4)) + raw[end:]
    check(data.draw(st.sampled_from(FILES)), raw)


@settings(max_examples=300)
@given(st.data())
def test_check_takes_a_record_with_another_value(check: Check, data: st.DataObject) -> None:
    """The text stays TOML, so that its meaning is checked too."""
    rows = data.draw(st.sampled_from(CASES)).decode("utf-8", "replace").splitlines()
    places = [number for number, row in enumerate(rows) if " = " in row]
    for number in data.draw(st.lists(st.sampled_from(places), max_size=3)) if places else ():
        rows[number] = rows[number].partition(" = ")[0] + " = " + data.draw(st.sampled_from(VALUES))
    check(data.draw(st.sampled_from(FILES)), "\n".join(rows).encode())
