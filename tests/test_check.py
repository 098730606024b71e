"""``peeltrack check`` at the surface: which files, what is said of them, and the exit codes."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import ask
from conftest import DATA, Run
from test_records import RECORDS

PLAIN = """\
bad/forces/dotted-keys.toml:14: round-1 grades.lamp: 'source' is missing
bad/forces/dotted-keys.toml:14: round-1 grades.lamp: unknown key 'sources' (did you mean 'source'?)
good/every-key.toml:1: 'name' is missing
good/note-no-date-at-all.toml:7: note: round-2: no date of publication, and Round 2 has no national one
"""
FILES = (
    "good/note-no-date-at-all.toml",
    "good/every-key.toml",
    "bad/forces/dotted-keys.toml",
    "good/newest-first.toml",
)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small regime as the working folder, with an error, a note and a file without either."""
    folder = Path(shutil.copytree(RECORDS, tmp_path / "corpus"))
    file = folder / "good" / "every-key.toml"
    file.write_bytes(file.read_bytes().split(b"\n", 1)[1])
    monkeypatch.chdir(folder)
    return folder


def test_the_shipped_records_have_no_error(peeltrack: Run) -> None:
    done = peeltrack("check")
    assert done.code == 0
    assert done.err.startswith("no problems in 48 files of the folder data; ")
    assert all(": note: " in line for line in done.out.splitlines())


def test_every_problem_is_a_line_sorted_and_they_are_counted_at_the_end(corpus: Path) -> None:
    done = ask("check", *FILES)
    assert (done.code, done.out) == (1, PLAIN)
    assert done.err == "3 problems in 2 files; 1 note, counted only with --strict\n"
    assert ask("check", *reversed([str(corpus / file) for file in FILES])) == done


def test_the_lines_are_the_same_on_a_terminal(corpus: Path, terminal: Run) -> None:
    done = terminal(60, "check", *FILES, cwd=corpus)
    assert done.out == PLAIN + "3 problems in 2 files; 1 note, counted only with --strict\n"


def test_strict_counts_notes(corpus: Path) -> None:
    assert ask("check", FILES[0]).code == 0
    done = ask("check", FILES[0], "--strict")
    assert (done.code, done.err) == (1, "1 problem in 1 file: 0 errors and 1 note\n")
    assert corpus.is_dir()


def test_quiet_leaves_the_exit_code(corpus: Path) -> None:
    done = ask("check", *FILES, "-q")
    assert (done.code, done.out, done.err) == (1, "", "")
    assert corpus.is_dir()


@pytest.mark.parametrize("name", ["table", "json", "csv", "markdown", "github", "junit"])
@pytest.mark.parametrize("strict", [[], ["--strict"]], ids=["", "strict"])
def test_a_note_is_told_apart_in_every_format(
    corpus: Path, name: str, strict: list[str], golden: Callable[[str, str], None]
) -> None:
    done = ask("check", *FILES, *strict, "-f", name)
    assert done.code == 1
    if name in ("github", "junit") or not strict:
        golden(f"check{'-strict' * bool(strict)}.{name}", done.out)
    assert corpus.is_dir()


def test_a_clean_run_is_one_whole_document(corpus: Path) -> None:
    done = ask("check", FILES[3], "-f", "json")
    assert done.code == 0
    assert json.loads(done.out) == {
        "schema": 1,
        "files": 1,
        "counts": {"error": 0, "note": 0},
        "problems": [],
    }
    assert corpus.is_dir()


def test_a_fault_in_the_editions_is_named_and_the_rest_is_checked_as_far_as_it_goes(corpus: Path) -> None:
    editions = corpus / "editions.toml"
    editions.write_text(editions.read_text("utf-8").replace('id            = "round-3"\n', ""), "utf-8")
    (corpus / "topics.toml").write_text("brightness = 1\n", "utf-8")
    (corpus / "forces" / "south-head.toml").write_text("name = \n", "utf-8")
    done = ask("check", ".")
    assert done.out == (
        "editions.toml:42: edition 3: 'id' is missing\n"
        "forces/south-head.toml:1: is not valid TOML: invalid value\n"
        "topics.toml:1: 'brightness' should be text, not a number\n"
    )
    assert done.err == (
        "3 problems in 3 files; 3 files not checked in full: fix editions.toml or topics.toml first\n"
    )


def test_what_changes_in_the_editions_shows_in_the_records(corpus: Path) -> None:
    editions = corpus / "editions.toml"
    editions.write_text(editions.read_text("utf-8").replace('"keepers"', '"crew"'), "utf-8")
    done = ask("check", corpus)
    assert done.out.count("Round 1 has no area 'keepers'") == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.toml"], "there is no 'nowhere.toml'; name a file or a folder"),
        (["empty"], "no records in empty; name a TOML file, or a folder with editions.toml"),
        (["--data", "topics.toml"], "the data folder topics.toml is a file; name a folder with --data"),
        (["--data", "nowhere"], "the data folder nowhere does not exist; name a folder with --data"),
    ],
)
def test_where_nothing_can_be_read_the_code_is_2(corpus: Path, words: list[str], said: str) -> None:
    (corpus / "empty").mkdir()
    done = ask("check", *words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_file_that_cannot_be_opened_is_2_alone_and_a_problem_among_others(corpus: Path) -> None:
    (corpus / "forces" / "a.toml").mkdir()
    (corpus / "alone").mkdir()
    (corpus / "alone" / "b.toml").mkdir()
    alone = ask("check", "alone")
    assert (alone.code, alone.out) == (2, "alone/b.toml:1: is a folder, not a file\n")
    among = ask("check", "forces")
    assert (among.code, among.out) == (1, "forces/a.toml:1: is a folder, not a file\n")


def test_one_file_is_held_against_the_names_of_the_others(records: Path) -> None:
    kent = records / "forces" / "kent.toml"
    text = kent.read_text("utf-8").replace("aliases = [", 'aliases = ["essex police", ')
    kent.write_text(text, "utf-8")
    done = ask("check", kent)
    assert f"{kent.as_posix()}:3: the name 'essex police' is that of 'essex' too\n" in done.out
    assert ask("check", DATA / "forces" / "kent.toml").code == 0


def test_topics_that_stand_alone_are_checked_too(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "topics.toml").write_text("brightness = 1\n", "utf-8")
    done = ask("check", tmp_path / "topics.toml", "--data", corpus)
    assert (
        done.out == f"{(tmp_path / 'topics.toml').as_posix()}:1: 'brightness' should be text, not a number\n"
    )


@pytest.mark.parametrize("shape", ["plain", "github"])
def test_editions_that_are_gone_are_missed(corpus: Path, shape: str) -> None:
    shutil.copytree(corpus, corpus / "b")  # there is an editions.toml above, which must not stand in
    (corpus / "b" / "editions.toml").unlink()
    done = ask("check", "b", "-f", shape)
    assert done.code == 1
    assert "b/editions.toml:1: " in done.out
    assert "is missing" in done.out


@pytest.mark.parametrize("emptied", [True, False])
def test_a_folder_without_a_force_is_a_problem(corpus: Path, emptied: bool) -> None:
    shutil.rmtree(corpus / "forces")
    if emptied:
        (corpus / "forces").mkdir()
    done = ask("check", ".")
    assert done.code == 1
    assert "editions.toml:1: there is no record beside it: expected forces/*.toml\n" in done.out


@pytest.mark.parametrize("name", ["editions.toml", "topics.toml"])
def test_to_check_what_rules_is_to_check_what_it_rules(records: Path, name: str) -> None:
    text = (records / name).read_text("utf-8")
    gone = text.replace('"investigating-crime"', '"looking-into-crime"')
    (records / name).write_text(gone.replace("domestic-abuse ", "abuse-at-home "), "utf-8")
    done = ask("check", records / name)
    assert done.code == 1
    assert "/forces/hampshire.toml:" in done.out
    assert done == ask("check", records)


def test_errors_come_before_all_notes(records: Path) -> None:
    file = records / "forces" / "wiltshire.toml"
    file.write_text("colour = 1\n" + file.read_text("utf-8"), "utf-8")
    for shape, note in (("plain", ": note: "), ("github", "::notice "), ("csv", ",note,")):
        lines = ask("check", records, "-f", shape).out.splitlines()
        marks = [note in line for line in lines if "colour" in line or note in line]
        assert (marks[0], len(marks) > 1, all(marks[1:])) == (False, True, True)


# The names of files


def test_a_file_that_other_commands_do_not_read_is_a_problem(corpus: Path) -> None:
    forces = corpus / "forces"
    (forces / "north-head.toml").rename(forces / "NORTH.TOML")
    (forces / "south-head.toml").rename(forces / "South-Head.toml")
    (corpus / "National.toml").write_bytes((corpus / "national.toml").read_bytes())
    (forces / ".hidden.toml").write_text("name = \n", "utf-8")
    (forces / "south-head.toml.orig").write_text("name = \n", "utf-8")
    done = ask("check", ".", "--no-notes")
    assert done.code == 1
    problems = [line.split(":1: ") for line in done.out.splitlines()]
    assert problems == [
        ["National.toml", "peeltrack does not read this file; call it 'national.toml'"],
        [
            "forces/NORTH.TOML",
            "the ending of the file, '.TOML', should be '.toml'; other commands do not read this record",
        ],
        [
            "forces/NORTH.TOML",
            "the name of the file, 'NORTH', should be lower-case words joined by hyphens",
        ],
        [
            "forces/South-Head.toml",
            "the name of the file, 'South-Head', should be lower-case words joined by hyphens",
        ],
    ]


@pytest.mark.parametrize("name", ["Kent", "kent", "KENT", "Kent Police"])
def test_a_record_with_capitals_in_its_name_is_found_all_the_same(records: Path, name: str) -> None:
    (records / "forces" / "kent.toml").rename(records / "forces" / "Kent.toml")
    done = ask("show", name, "--data", records, "-f", "json")
    assert json.loads(done.out)["force"]["force"] == "Kent"


def test_toml_of_another_kind_is_not_taken_for_a_record(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "mine"\n', "utf-8")
    (tmp_path / "wrangler.toml").write_text('name = "mine"\nmain = "x.js"\n', "utf-8")
    done = ask("check", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith("; name a TOML file, or a folder with editions.toml\n")
    for name in ("pyproject.toml", "wrangler.toml"):
        done = ask("check", tmp_path / name)
        assert (done.code, done.out) == (2, "")
        assert done.err.endswith(f"{name} is not a record; name a record, or a folder with editions.toml\n")


def test_a_lone_record_is_checked_by_the_records_in_use(tmp_path: Path) -> None:
    (tmp_path / "atlantis.toml").write_text('name = "Atlantis"\nregion = "Wales"\n', "utf-8")
    done = ask("check", tmp_path, "--data", DATA)
    assert (done.code, done.out) == (1, f"{tmp_path.as_posix()}/atlantis.toml:1: 'country' is missing\n")


# Which folder


@pytest.mark.parametrize("place", [".", "forces", "good", "up"])
def test_without_a_path_the_records_around_are_checked(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    folder = corpus
    if place == "up":
        folder = corpus.rename(corpus.parent / "top")
        monkeypatch.chdir(folder.parent)
    else:
        monkeypatch.chdir(corpus / place)
    done = ask("check", "--no-notes")
    assert (done.code, done.out) == (0, "")
    shown = "top" if place == "up" else str(corpus)
    assert done.err == f"no problems in 7 files of the folder {shown}\n"
    assert folder.is_dir()


def test_several_folders_of_records_are_told_apart(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(corpus, corpus.parent / "other")
    monkeypatch.chdir(corpus.parent)
    for words in ([], ["."]):
        done = ask("check", *words)
        assert (done.code, done.out) == (2, "")
        assert (
            f"there are several folders of records in {corpus.parent}; name one: corpus or other\n"
            in done.err
        )


def test_named_data_come_before_the_records_around(corpus: Path) -> None:
    other = Path(shutil.copytree(corpus, corpus.parent / "other"))
    (other / "topics.toml").write_text("brightness = 1\n", "utf-8")
    assert "other/topics.toml:1: " in ask("check", "--data", other).out
    assert "other/topics.toml:1: " in ask("check", PEELTRACK_DATA=str(other)).out
    assert ask("check").code == 0


def test_without_records_around_the_built_in_ones_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ask("check", "--no-notes").err == f"no problems in 48 files of the folder {DATA}\n"


# Paths from standard input, and notes


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("", "no files to check\n"),
        ("\n\n", "no files to check\n"),
        ("good/newest-first.toml\n", "no problems in 1 file\n"),
        ("good/newest-first.toml\r\nnational.toml", "no problems in 2 files\n"),
    ],
)
def test_paths_come_from_standard_input(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, given: str, said: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
    done = ask("check", "--files-from", "-")
    assert (done.code, done.out, done.err) == (0, "", said)
    (corpus / "list").write_text(given, "utf-8")
    assert ask("check", "--files-from", "list") == done


def test_a_path_from_standard_input_that_is_not_there_is_an_error(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"forces\nnowhere.toml\n")))
    done = ask("check", "--files-from", "-")
    assert (done.code, done.out) == (2, "")
    assert "there is no 'nowhere.toml'" in done.err
    assert corpus.is_dir()


@pytest.mark.parametrize("shape", ["table", "plain", "json", "csv", "markdown", "github", "junit"])
def test_notes_can_be_left_out(corpus: Path, shape: str) -> None:
    done = ask("check", *FILES, "--no-notes", "-f", shape)
    assert done.code == 1
    assert "no date of publication" not in done.out
    assert "unknown key" in done.out
    assert done.err == "3 problems in 2 files\n"
    refused = ask("check", *FILES, "--no-notes", "--strict")
    assert (refused.code, refused.out) == (2, "")
    assert "use one of them" in refused.err
    assert corpus.is_dir()


# Long values


@pytest.mark.parametrize(
    "line",
    [
        'edition = "{}"',
        '"{}" = 1',
        'published = "{}"',
        'page = "{}"',
        'grades = {{ "{}" = "good" }}',
        'grades = {{ light = {{ grade = "{}", source = "report" }} }}',
        'sources = {{ report = "{}" }}',
        'sources = {{ "{}" = "https://example.org/" }}',
        'findings = [{{ kind = "{}" }}]',
        'findings = [{{ "{}" = 1 }}]',
        'published_count = {{ grades = {{ "{}" = 1 }} }}',
        'grades = {{ light = {{ "{}" = 1, "{}" = 2 }} }}',
    ],
)
def test_a_long_value_is_shortened_in_messages(corpus: Path, line: str) -> None:
    record = corpus / "forces" / "long.toml"
    text = line.format(*["long " * 10_000] * line.count("{}"))
    edition = "" if line.startswith("edition") else 'edition = "round-1"\n'
    head = 'name = "Long"\nregion = "Coast"\ncountry = "England"\n'
    record.write_text(f"{head}[[inspection]]\n{edition}{text}\n", "utf-8")
    done = ask("check", record)
    assert done.code in (1, 2)
    assert "forces/long.toml:" in done.out
    assert len(done.out) < 6000
    assert "did you mean" not in done.out


# What the file system holds


@pytest.mark.parametrize("name", ["regime.toml", "publishers.toml", "national.toml"])
@pytest.mark.parametrize("target", ["nowhere", "itself"])
def test_a_link_that_leads_nowhere_is_not_overlooked(corpus: Path, name: str, target: str) -> None:
    (corpus / name).unlink()
    (corpus / name).symlink_to(name if target == "itself" else target)
    done = ask("check", "--no-notes")
    assert done.code == 1
    assert done.out.startswith(f"{name}:1: ")
    assert "is missing" in done.out or "cannot be read (" in done.out
    shown = ask("coverage", "--data", corpus)
    assert (shown.code, shown.out) == (2, "")
    assert f"{name}:1: " in shown.err


@pytest.mark.parametrize("words", [["."], [], ["forces/north-head.toml"], ["forces"]])
def test_a_folder_that_cannot_be_listed_is_named(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    def refuse(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(Path, "iterdir", refuse)
    done = ask("check", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(" cannot be read (Permission denied)\n")
    assert corpus.is_dir()


@pytest.mark.parametrize("word", ["x" * 5000, "x\0y", "\udcff", "forces/north-head.toml/x"])
def test_a_path_that_cannot_be_is_an_error(corpus: Path, word: str) -> None:
    done = ask("check", word)
    assert (done.code, done.out) == (2, "")
    assert "there is no " in done.err or "cannot be read (" in done.err
    assert corpus.is_dir()
