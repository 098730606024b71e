"""What goes wrong in the world: said in a sentence with a way out, and nothing half shown."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
from asking import ask, edit, flat, seen
from conftest import ROOT, Result, clean_environment

from peeltrack.formats import FORMATS

DIFF = ("diff", "hampshire", "2016", "2017")


def refused(*args: object, **env: str) -> str:
    """What is said on stderr where nothing is shown, and nothing but trouble came of it."""
    result = ask(*args, screen=False, **env)
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err
    assert result.err.endswith("\n")
    return result.err


def process(code: str, *args: object, **options: object) -> Result:
    """Run the command line after a few lines of Python that spoil something."""
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nfrom peeltrack.__main__ import main\nmain()", *map(str, args)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=clean_environment({}),
        **options,  # type: ignore[call-overload]
    )
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


# Words that name nothing


def test_an_unknown_format_lists_what_there_is() -> None:
    error = refused(*DIFF, "-f", "yaml")
    assert "'yaml' is not one of" in error
    assert all(f"'{name}'" in error for name in ("auto", *FORMATS))
    assert "'yaml' is not one of" in refused(*DIFF, PEELTRACK_FORMAT="yaml")


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("nonsense",),
        ("diff",),
        ("diff", "hampshire", "--nonsense"),
        ("show", "hampshire", "2016", "2017"),
    ],
)
def test_wrong_usage_is_an_error_and_never_a_finding(args: tuple[str, ...]) -> None:
    assert "peeltrack" in refused(*args)


def test_the_environment_may_name_format_and_data(records: Path) -> None:
    edit(records / "forces" / "hampshire.toml", '"South East"', '"Nowhere"')
    answer = ask("show", "hampshire", PEELTRACK_FORMAT="json", PEELTRACK_DATA=str(records))
    assert '"region": "Nowhere"' in answer.out
    assert '"region": "South East"' in ask(*("show", "hampshire", "-f", "json")).out


# The data folder


def test_a_data_folder_that_is_missing_or_a_file(tmp_path: Path) -> None:
    lacking = tmp_path / "nowhere"
    assert refused("forces", "--data", lacking) == (
        f"Error: the data folder {lacking} does not exist; name a folder with --data\n"
    )
    lacking.write_text("no folder")
    assert refused("forces", "--data", lacking) == (
        f"Error: the data folder {lacking} is a file; name a folder with --data\n"
    )
    assert refused(*DIFF, "--data", lacking) == refused("forces", "--data", lacking)


def test_a_data_folder_that_is_missing_is_missed_by_new_too(tmp_path: Path) -> None:
    lacking = tmp_path / "nowhere"
    said = f"Error: the data folder {lacking} does not exist; name a folder with --data\n"
    assert refused("new", "kent", "peel-2014", "--data", lacking) == said


@pytest.mark.parametrize(
    ("word", "meant"), [("peel-2018", "peel-2018-19"), ("18-19", "peel-2018-19"), ("peel2016", "peel-2016")]
)
def test_a_part_of_an_edition_is_nearer_than_another_edition(word: str, meant: str) -> None:
    assert f"'{word}' is not a year or an edition (did you mean '{meant}'?)" in refused("show", "kent", word)


@pytest.mark.needs("bash")
def test_a_working_folder_that_is_gone_is_no_matter(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        [
            "bash",
            "-c",
            'rmdir "$PWD" && exec "$@"',
            "bash",
            sys.executable,
            "-P",
            "-m",
            "peeltrack",
            *DIFF,
            "-q",
        ],
        capture_output=True,
        check=False,
        cwd=gone,
        env=clean_environment({}),
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_a_data_folder_without_records(tmp_path: Path) -> None:
    assert "forces cannot be read (" in refused("forces", "--data", tmp_path)
    (tmp_path / "forces").mkdir()
    assert f"no records in {tmp_path}: expected " in refused(*DIFF, "--data", tmp_path)


@pytest.mark.parametrize("name", ["editions.toml", "topics.toml"])
def test_a_data_folder_without_what_all_records_share(records: Path, name: str) -> None:
    (records / name).unlink()
    error = refused(*DIFF, "--data", records)
    assert f"{records / name}:1: is missing\n" in error


# Faulty records


def test_every_fault_of_a_record_is_named_at_once_with_its_line(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    edit(path, 'region  = "South East"\n', 'regoin  = "South East"\n')
    edit(path, "published = 2017-04-12", 'published = "12 April 2017"')
    edit(
        path,
        'preventing-crime        = { grade = "good", published = 2017-03-02',
        'preventing-crime        = { grade = "god", published = 2017-03-02',
    )
    edit(path, 'area   = "understanding-demand"', 'area   = "understanding-demnad"')
    edit(path, 'topic  = "cyber-crime"', 'topic  = "cybercrime"')
    edit(path, 'support."\nsource = "portsmouth-news"', 'support."\nsource = "paper"')
    lines = path.read_text(encoding="utf-8").splitlines()

    def at(start: str) -> int:
        (number,) = (number for number, line in enumerate(lines, 1) if line.startswith(start))
        return number

    error = refused(*DIFF, "--data", records)
    wanted = [
        (at("regoin"), "unknown key 'regoin' (did you mean 'region'?)"),
        (1, "'region' is missing"),
        (at('published = "12'), "'12 April 2017' is not a date"),
        (at('preventing-crime        = { grade = "god"'), "'god' is not a grade of PEEL 2016"),
        (at('area   = "understanding-demnad"'), "PEEL 2016 has no area 'understanding-demnad' (did you mean"),
        (
            at('topic  = "cybercrime"'),
            "'cybercrime' is not a topic of topics.toml (did you mean 'cyber-crime'?)",
        ),
        (at('source = "paper"'), "'paper' is not a key of [inspection.sources]"),
    ]
    for line, message in wanted:
        (found,) = (each for each in error.splitlines() if message in each)
        assert found.startswith(f"{path}:{line}: "), found
    assert error.endswith("Error: the records have 7 problems, so peeltrack shows nothing\n")
    assert len(error.splitlines()) == len(wanted) + 1


def test_another_forces_fault_does_not_touch_a_question_about_one(records: Path) -> None:
    (records / "forces" / "kent.toml").write_text("broken")
    (records / "forces" / "surrey.toml").write_bytes(b"name = '\xff'")
    for args in (DIFF, ("show", "hampshire"), ("show", "Hants", "2017")):
        assert ask(*args, "--data", records) == ask(*args)
    error = refused("forces", "--data", records)
    assert f"{records}/forces/kent.toml:1: " in error.replace(os.sep, "/")
    assert f"{records}/forces/surrey.toml:1: " in error.replace(os.sep, "/")
    assert "2 problems" in error


def spoilt(records: Path, content: bytes) -> str:
    """What is said of Hampshire's record with this content."""
    path = records / "forces" / "hampshire.toml"
    path.write_bytes(content)
    error = refused(*DIFF, "--data", records)
    assert error.startswith(f"{path}:")
    return error.removeprefix(f"{path}:")


def test_a_record_that_is_not_utf_8_names_the_line(records: Path) -> None:
    text = (records / "forces" / "hampshire.toml").read_text(encoding="utf-8")
    line = next(number for number, each in enumerate(text.splitlines(), 1) if not each.isascii())
    assert spoilt(records, text.encode("cp1252", "replace")) == (
        f"{line}: is not UTF-8 here; save the file as UTF-8\n"
        "Error: the records have 1 problem, so peeltrack shows nothing\n"
    )
    assert "1: is not UTF-8 here" in spoilt(records, text.encode("utf-16"))


@pytest.mark.parametrize("marks", ["\ufeff", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_byte_order_mark_and_windows_line_ends_are_fine(records: Path, marks: str, end: str) -> None:
    for path in (records / "forces" / "hampshire.toml", records / "editions.toml", records / "topics.toml"):
        text = path.read_text(encoding="utf-8")
        path.write_bytes((marks + text.replace("\n", end)).encode())
    assert ask(*DIFF, "--data", records) == ask(*DIFF)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "'name' is missing"),
        (b"name = 'x'\nname = 'y'\n", "2: is not valid TOML: the key 'name' is there already"),
        (b"name = 'x'\n[[inspection]]\n[inspection]\n", "3: is not valid TOML: cannot"),
        (b"name = 'x'\n\nregion = \n", "3: is not valid TOML: "),
        (b"name = 'a\x00b'", "1: is not valid TOML: "),
        (b"x = " + b"[" * 100_000 + b"]" * 100_000, "1: is nested too deeply"),
        (b".".join([b"a"] * 1000) + b" = 1", "1: unknown key 'a'"),
        (b"a = " + b"{a=" * 100 + b"1" + b"}" * 100, "1: unknown key 'a'"),
        (b"#" * (4 * 1024 * 1024 + 1), "1: is larger than 4 MiB, too large for a record"),
        (b"inspection = 7\n", "1: 'inspection' should be written as [[inspection]] tables"),
        (b"name = 7\n", "1: 'name' should be text, not a number"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_record_that_is_no_record(records: Path, content: bytes, message: str) -> None:
    assert message in spoilt(records, content)


def test_a_folder_where_a_record_should_be(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    path.unlink()
    path.mkdir()
    assert refused(*DIFF, "--data", records).startswith(f"{path}:1: is a folder, not a file\n")


@pytest.mark.needs("fcntl")
def test_a_record_that_cannot_be_read(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    path.unlink()
    path.symlink_to(path)  # permissions bind not everyone who runs tests; a loop of links does
    assert refused(*DIFF, "--data", records).startswith(
        f"{path}:1: cannot be read ({os.strerror(errno.ELOOP)})\n"
    )


HARMFUL = r"\u001B[31mred\u001B]0;title\u0007\u009B2J\u202Eevil\u2066\u2028 [bold]x[/bold] \u007F\tz"


@pytest.fixture
def hostile(records: Path) -> Path:
    """Records whose texts command terminals, in every place that is shown."""
    path = records / "forces" / "hampshire.toml"
    edit(path, '"Hampshire and Isle of Wight Constabulary"', f'"Hampshire {HARMFUL}"')
    edit(path, "Performance had declined since 2015", f"Performance {HARMFUL} had declined since 2015")
    edit(
        path,
        'published = 2017-04-12\ninspector = "Zoë Billingham"',
        f'published = 2017-04-12\ninspector = "{HARMFUL}"',
    )
    path = records / "editions.toml"
    edit(path, '= "PEEL 2016"', f'= "PEEL {HARMFUL}"')
    edit(path, "PEEL 2015 asked different questions", f"PEEL {HARMFUL} asked different questions")
    return records


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("args", [DIFF, ("show", "hampshire"), ("show", "hampshire", "2017"), ("forces",)])
def test_texts_that_command_a_terminal_are_shown_harmlessly(
    hostile: Path, args: tuple[str, ...], format_: str
) -> None:
    result = ask(*args, "--data", hostile, "-f", format_)
    if result.code == 2 and format_ in ("github", "junit", "svg"):
        assert f" {format_}" in result.err  # this command has nothing to show in that format
        return
    assert result.out
    lines = result.out.replace("\r\n", "\n").replace("\t", "").split("\n")
    assert [line for line in lines if not line.isprintable()] == []
    if format_ in ("table", "plain"):
        assert "[bold]x[/bold]" in flat(result.out)


def test_texts_that_command_a_terminal_are_harmless_in_errors(hostile: Path) -> None:
    error = refused("show", "hampshire", "\x1b[31m1999", "--data", hostile)
    assert error[:-1].isprintable()
    assert "[bold]x[/bold]" in error


def test_markup_in_a_text_is_shown_as_written(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    edit(
        path,
        "Performance had declined since 2015",
        "[bold]Slipped[/bold] :smile: [/] <b>since</b> | 2015 & *more*",
    )
    assert "[bold]Slipped[/bold] :smile: [/] <b>since</b> | 2015 & *more*" in flat(
        seen(*DIFF, "--data", records)
    )
    markdown = ask(*DIFF, "--data", records, "-f", "markdown").out
    assert (
        r"\[bold\]Slipped\[/bold\] :&#8203;smile: \[/\] &lt;b>since&lt;/b> \| 2015 &amp; \*more\*" in markdown
    )


@pytest.mark.needs("mkfifo")
def test_a_pipe_in_the_place_of_a_record_is_refused_and_does_not_wait(records: Path) -> None:
    path = records / "forces" / "kent.toml"
    path.unlink()
    os.mkfifo(path)
    assert f"{path}:1: is not a file, but a pipe or a device\n" in refused("show", "kent", "--data", records)
    assert "is not a file" in ask("check", records).out


def test_a_problem_in_the_editions_is_told_once(records: Path) -> None:
    edit_first(records / "editions.toml", "core   = false", "core   = 7")
    for command in (("forces",), ("changes",), ("coverage",), ("search", "x")):
        lines = refused(*command, "--data", records).splitlines()
        assert len(lines) == 2, command
        assert "the records have 1 problem" in lines[1]


def edit_first(path: Path, old: str, new: str) -> None:
    """Replace the first place where a file has a text."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
