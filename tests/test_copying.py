"""``peeltrack records``: the built-in records, copied for you to edit."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import ask
from conftest import DATA, Run


def test_the_built_in_records_are_copied_and_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    result = ask("records", folder)
    assert (result.code, result.out, result.err) == (0, f"{folder}\n", "")
    copied = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert copied == {path.relative_to(DATA): path.read_bytes() for path in DATA.rglob("*") if path.is_file()}
    assert ask("diff", "hampshire", "--data", folder, "-q").code == 0
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("kind", ["a folder", "a file", "an empty name", "no folder above"])
def test_a_copy_never_replaces_anything(tmp_path: Path, kind: str, peeltrack: Run) -> None:
    target = tmp_path / "mine"
    if kind == "a folder":
        target.mkdir()
    elif kind == "a file":
        target.write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    name = {"an empty name": "", "no folder above": str(tmp_path / "no" / "mine")}.get(kind, str(target))
    result = peeltrack("records", name)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Error: ")
    assert "Traceback" not in result.err
    assert sorted(tmp_path.rglob("*")) == before
