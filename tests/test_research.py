"""The questions of docs/research.md have the same answers in SQL, pandas and DuckDB."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from exporting import export
from served import datasette

PAGE = (ROOT / "docs" / "research.md").read_text("utf-8")
BLOCKS = re.compile(r"^```(sql|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BEGINNING, *QUESTIONS = [
    [text for _, text in BLOCKS.findall(part)] for part in re.split(r"^## \d\. ", PAGE, flags=re.MULTILINE)
]
"""The code that comes first, and that of each question: SQL, pandas and DuckDB."""


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the folder in which the page works."""
    folder = tmp_path_factory.mktemp("research")
    export(folder / "grades.db", "--metadata")
    export(folder / "grades")
    return folder


def run(code: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run a piece of Python after the beginning of the page; return its answer."""
    monkeypatch.chdir(here)
    names: dict[str, Any] = {}
    exec(f"{BEGINNING[0]}\n{code}", names)
    return names["answer"]


def test_the_page_has_five_questions_in_three_languages() -> None:
    assert [len(each) for each in QUESTIONS] == [3] * 5


@pytest.mark.needs("datasette", "pandas", "duckdb")
@pytest.mark.parametrize("number", range(1, 6))
def test_all_answers_are_alike(number: int, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sql, pandas, duckdb = QUESTIONS[number - 1]
    (answer,) = datasette(here, "/grades.json", sql=sql)
    expected = [list(row) for row in answer["rows"]]
    frame = run(pandas, here, monkeypatch)
    if frame.ndim == 1:
        frame = frame.reset_index()
    assert json.loads(frame.to_json(orient="values")) == expected
    assert [list(row) for row in run(duckdb, here, monkeypatch).fetchall()] == expected
    assert len(expected) > 2
