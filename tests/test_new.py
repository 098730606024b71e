"""``peeltrack new``: what it adds, and that it changes nothing else."""

from __future__ import annotations

import contextlib
import signal
import subprocess
from pathlib import Path

import pytest
from asking import ask
from conftest import COMMAND, Run, clean_environment

from peeltrack.cli import cli
from peeltrack.model import PeeltrackError
from peeltrack.store.files import replace

FORCE, EDITION = "thames-valley", "peel-2014"
"""A force and an edition that the tests take out of its record."""


@pytest.fixture
def records(records: Path) -> Path:
    """Copy the records, without one inspection of one force."""
    path = records / "forces" / f"{FORCE}.toml"
    head, *inspections = path.read_text("utf-8").split("[[inspection]]\n")
    kept = [each for each in inspections if f'edition   = "{EDITION}"' not in each]
    assert len(kept) == len(inspections) - 1
    path.write_text("[[inspection]]\n".join([head, *kept]), "utf-8")
    return records


@pytest.fixture
def file(records: Path) -> Path:
    return records / "forces" / f"{FORCE}.toml"


def new(records: Path, force: str = FORCE, edition: str = EDITION) -> None:
    cli.main(["new", force, edition, "--data", str(records)], standalone_mode=False)


def test_the_inspection_comes_last_and_all_before_it_stays(peeltrack: Run, records: Path, file: Path) -> None:
    before = file.read_bytes()
    done = peeltrack("new", "Thames Valley Police", "PEEL 2014", "--data", records)
    after = file.read_bytes()
    line = len(before.splitlines()) + 2
    assert (done.code, done.out) == (0, f"{file.as_posix()}:{line}\n")
    assert "Added PEEL 2014" in done.err
    assert after.startswith(before + b"\n[[inspection]]\n")


def test_it_has_the_areas_that_the_edition_grades_in_order(records: Path, file: Path) -> None:
    new(records)
    grades = file.read_text("utf-8").rpartition("[inspection.grades]\n")[2].partition("\n\n")[0]
    areas = [line.split(" ")[0] for line in grades.splitlines()]
    assert areas == ["preventing-crime", "investigating-crime", "anti-social-behaviour", "efficiency"]


@pytest.mark.parametrize("force", [FORCE, "atlantis"])
def test_check_names_every_hole_and_nothing_else(peeltrack: Run, records: Path, force: str) -> None:
    path = records / "forces" / f"{force}.toml"
    new(records, force)
    holes = [
        number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.count('""')
    ]
    found = peeltrack("check", path)
    assert [
        int(line.removeprefix(f"{path.as_posix()}:").split(":")[0]) for line in found.out.splitlines()
    ] == holes
    assert (len(holes), found.code) == ({FORCE: 12, "atlantis": 15}[force], 1)


def test_a_new_force_gets_a_file_that_names_its_schema(records: Path) -> None:
    new(records, "atlantis")
    text = (records / "forces" / "atlantis.toml").read_text("utf-8")
    assert text.startswith('#:schema ../force.schema.json\nname    = ""\n')


def test_an_id_that_is_nearly_one_of_ours_is_refused_unless_it_is_meant(
    peeltrack: Run, records: Path
) -> None:
    path = records / "forces" / "kentt.toml"
    done = peeltrack("new", "kentt", EDITION, "--data", records)
    assert (done.code, done.out) == (2, "")
    assert "did you mean 'kent'? To begin a new record, add --new-force" in done.err
    assert not path.exists()
    done = peeltrack("new", "kentt", EDITION, "--data", records, "--new-force")
    assert (done.code, "to a new record" in done.err) == (0, True)
    assert path.exists()


def test_the_first_force_of_a_regime_can_be_begun(records: Path) -> None:
    for path in (records / "forces").iterdir():
        path.unlink()
    (records / "forces").rmdir()
    new(records, "first")
    assert (records / "forces" / "first.toml").exists()


def test_a_second_run_is_refused(peeltrack: Run, records: Path, file: Path) -> None:
    new(records)
    before = file.read_bytes()
    done = peeltrack("new", FORCE, EDITION, "--data", records)
    assert done.code == 2
    assert (
        f"our records have PEEL 2014 of Thames Valley Police already; edit it at {file.as_posix()}:"
        in done.err
    )
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("mark", "ending", "last"), [(b"", b"\r\n", b"\r\n"), (b"\xef\xbb\xbf", b"\n", b""), (b"", b"\r\n", b"")]
)
def test_line_endings_mark_and_a_missing_last_newline(
    records: Path, file: Path, mark: bytes, ending: bytes, last: bytes
) -> None:
    before = mark + file.read_bytes().replace(b"\n", ending).removesuffix(ending) + last
    file.write_bytes(before)
    new(records)
    after = file.read_bytes()
    added = after.removeprefix(before)
    assert after.startswith(before)
    assert added.removeprefix(b"" if last else ending).startswith(ending + b"[[inspection]]" + ending)
    assert added.count(ending) == added.count(b"\n")


@pytest.mark.parametrize(
    ("force", "edition", "said"),
    [
        (FORCE, "2014", "2014 is a date of publication, and names no edition; the editions are: peel-2014,"),
        (FORCE, "peel-2107", "the editions are: peel-2014, "),
        ("North Atlantis", EDITION, "To begin a record, give an id"),
        ("../atlantis", EDITION, "To begin a record, give an id"),
    ],
)
def test_what_names_nothing_is_refused(
    peeltrack: Run, records: Path, force: str, edition: str, said: str
) -> None:
    done = peeltrack("new", force, edition, "--data", records)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_file_that_is_no_toml_or_has_inspections_in_a_list_is_left_alone(
    peeltrack: Run, records: Path, file: Path
) -> None:
    for text, said in (
        ("name = \n", "1: is not valid TOML"),
        ("inspection = []\n", "nothing can be added to"),
    ):
        file.write_text(text)
        done = peeltrack("new", FORCE, EDITION, "--data", records)
        assert (done.code, file.read_text()) == (2, text)
        assert said in done.err


@pytest.mark.needs("bash", "fcntl")
def test_a_full_disk_leaves_the_old_file_whole(records: Path, file: Path) -> None:
    before = file.read_bytes()
    limit = 'ulimit -f 1 && exec "$@"'  # no file can grow beyond a kilobyte
    done = subprocess.run(
        ["bash", "-c", limit, "bash", *COMMAND, "new", FORCE, EDITION, "--data", records],
        capture_output=True,
        check=False,
        env=clean_environment({"PYTHONDONTWRITEBYTECODE": "1"}),
    )
    assert (done.returncode, file.read_bytes()) == (2, before)
    assert b"nothing was changed" in done.stderr
    assert [path.name for path in file.parent.iterdir() if path.suffix != ".toml"] == []


def test_several_runs_at_once_lose_nothing(records: Path) -> None:
    editions = [f"peel-{each}" for each in ("2014", "2015", "2016", "2017", "2018-19", "2021-22", "2023-25")]
    for number in range(3):
        path = records / "forces" / f"atlantis-{number}.toml"
        path.write_text('name = "Atlantis"\nregion = "South West"\ncountry = "England"\n', "utf-8")
        runs = [
            subprocess.Popen(
                [*COMMAND, "new", path.stem, edition, "--data", str(records)],
                env=clean_environment({}),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            for edition in editions
        ]
        assert [each.wait() for each in runs] == [0] * len(editions)
        assert path.read_text("utf-8").count("[[inspection]]") == len(editions)


def test_what_an_editor_saves_meanwhile_stays(file: Path) -> None:
    read = file.read_bytes()
    saved = read + b"# saved meanwhile\n"
    file.write_bytes(saved)
    with pytest.raises(PeeltrackError, match="has changed meanwhile; nothing was changed"):
        replace(file, read, read + b"# added\n")
    assert file.read_bytes() == saved
    with pytest.raises(PeeltrackError, match="has changed meanwhile"):
        replace(file, None, b"# a new file\n")
    assert [path.name for path in file.parent.iterdir() if path.suffix != ".toml"] == []


def test_a_file_keeps_its_rights_and_a_link_stays_a_link(records: Path, file: Path) -> None:
    elsewhere = records / "elsewhere.toml"
    file.rename(elsewhere)
    file.symlink_to(elsewhere)
    elsewhere.chmod(0o640)
    new(records)
    assert file.is_symlink()
    assert elsewhere.stat().st_mode & 0o777 == 0o640
    assert b'"peel-2014"' in elsewhere.read_bytes()


@pytest.mark.needs("bash", "/dev/full")
@pytest.mark.parametrize("stream", [">/dev/full", ">&-", "2>/dev/full", "2>&-"])
def test_an_output_that_cannot_be_written_does_not_undo_a_written_record(
    records: Path, file: Path, stream: str
) -> None:
    command = f'"$@" {stream}'
    done = subprocess.run(
        ["bash", "-c", command, "bash", *COMMAND, "new", FORCE, EDITION, "--data", records],
        capture_output=True,
        check=False,
        env=clean_environment({}),
    )
    assert done.returncode == 0, done.stderr
    assert b'"peel-2014"' in file.read_bytes()


def test_a_record_does_not_grow_beyond_what_can_be_read(peeltrack: Run, records: Path, file: Path) -> None:
    text = file.read_bytes()
    text += b"#" + b"x" * (4 * 1024 * 1024 - len(text) - 100) + b"\n"
    file.write_bytes(text)
    done = peeltrack("new", FORCE, EDITION, "--data", records)
    assert (done.code, file.read_bytes()) == (2, text)
    assert "too large" in done.err
    assert peeltrack("show", FORCE, "--data", records, "-q").code == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_leaves_the_record_whole_and_no_other_file(records: Path, file: Path, number: int) -> None:
    before = file.read_bytes()
    for delay in (0.02, 0.05, 0.08, 0.11, 0.14):
        file.write_bytes(before)
        run = subprocess.Popen(
            [*COMMAND, "new", FORCE, EDITION, "--data", str(records)],
            env=clean_environment({}),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(delay)
        run.send_signal(number)
        run.wait()
        after = file.read_bytes()
        assert after == before or after.startswith(before + b"\n[[inspection]]\n")
        assert after == before or after.endswith(b'source = "report"\n')
        assert [path.name for path in file.parent.iterdir() if path.suffix != ".toml"] == []


def test_a_record_that_cannot_be_looked_at_is_not_taken_for_a_new_one(
    records: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    before = file.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr("os.lstat", refuse)
        done = ask("new", FORCE, EDITION, "--data", records)
    assert done.code == 0
    assert file.read_bytes().startswith(before + b"\n[[inspection]]\n")
