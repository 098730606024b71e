"""Shell completion: what is offered, what is opened for it, and the real shells by the README's lines."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from asking import ask
from conftest import ROOT, clean_environment

POSIX = pytest.mark.needs("fcntl")
"""What Windows does not have."""

WORDS = [
    (("",), ["show", "diff", "changes"]),
    (("di",), ["diff"]),
    (("diff", "ham"), ["hampshire"]),
    (("diff", "Ham"), ["hampshire"]),
    (("show", "greater-m"), ["greater-manchester"]),
    (("diff", "hampshire", "2"), ["2014", "2016", "2017", "2018", "2020", "2023", "2025"]),
    (
        ("diff", "hants", "peel-2016", "peel-201"),
        ["peel-2014", "peel-2015", "peel-2016", "peel-2017", "peel-2018-19"],
    ),
    (("diff", "hampshire", "pre"), ["previous"]),
    (("show", "hampshire", "l"), ["latest"]),
    (("diff", "--fail-on", "c"), ["change", "concern", "cause-of-concern"]),
    (("diff", "--fo"), ["--format"]),
    (("diff", "-f", "j"), ["json", "junit"]),
    (("changes", "--region", "south-"), ["south-east", "south-west"]),
    (("changes", "--force", "ke"), ["kent"]),
    (("changes", "--edition", "peel-202"), ["peel-2021-22", "peel-2023-25"]),
    (("table", "eff"), ["effectiveness", "efficiency"]),
    (("new", "kent", "peel-2023"), ["peel-2023-25"]),
]


def offered(*words: str, **env: str) -> list[str]:
    """Return what a shell would be given to complete the last word."""
    result = ask(
        screen=False,
        _PEELTRACK_COMPLETE="bash_complete",
        COMP_WORDS=" ".join(["peeltrack", *words]),
        COMP_CWORD=str(len(words)),
        **env,
    )
    assert result.err == ""
    return [line.removeprefix("plain,") for line in result.out.splitlines() if line]


@pytest.mark.parametrize(("words", "wanted"), WORDS, ids=[" ".join(words) for words, _ in WORDS])
def test_words_are_offered(words: tuple[str, ...], wanted: list[str]) -> None:
    found = offered(*words)
    assert found[: len(wanted)] == wanted
    assert words == ("",) or len(found) == len(wanted)


def test_files_and_folders_are_left_to_the_shell() -> None:
    assert offered("check", "da") == ["file,da"]
    assert offered("show", "kent", "--data", "da") == ["dir,da"]
    assert offered("show", "kent", "-o", "gr") == ["file,gr"]


def test_a_year_that_names_two_inspections_is_not_offered(records: Path) -> None:
    path = records / "forces" / "hampshire.toml"
    path.write_text(
        path.read_text("utf-8").replace("published = 2017-04-12", "published = 2018-04-12"), "utf-8"
    )
    assert offered("show", "hampshire", "20", PEELTRACK_DATA=str(records)) == [
        "2014",
        "2016",
        "2020",
        "2023",
        "2025",
    ]


def test_completing_a_force_opens_no_record(tmp_path: Path) -> None:
    (tmp_path / "forces").mkdir()
    for name in ("garbage", "garden"):
        (tmp_path / "forces" / f"{name}.toml").write_bytes(b"\xff\x00 = [")
    opened = """
import sys
sys.addaudithook(lambda event, args: event == "open" and ".toml" in str(args[0]) and print("opened", args[0]))
from peeltrack.__main__ import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", opened],
        capture_output=True,
        check=False,
        text=True,
        env=clean_environment(
            {
                "_PEELTRACK_COMPLETE": "bash_complete",
                "COMP_WORDS": "peeltrack show ga",
                "COMP_CWORD": "2",
                "PEELTRACK_DATA": str(tmp_path),
            }
        ),
    )
    assert (done.stdout, done.stderr) == ("plain,garbage\nplain,garden\n", "")


@pytest.mark.parametrize(
    "words", [("show", "ga"), ("diff", "garbage", "2"), ("diff", "nowhere", "2"), ("table", "e")]
)
@pytest.mark.parametrize("spoilt", ["missing", "garbage"])
def test_an_error_offers_nothing_and_says_nothing(
    words: tuple[str, ...], spoilt: str, tmp_path: Path
) -> None:
    if spoilt == "garbage":
        (tmp_path / "forces").mkdir()
        (tmp_path / "forces" / "garbage.toml").write_bytes(b"\xff")
        (tmp_path / "editions.toml").write_bytes(b"\xff")
    folder = tmp_path if spoilt == "garbage" else tmp_path / "nowhere"
    wanted = ["garbage"] if (spoilt, words) == ("garbage", ("show", "ga")) else []
    assert offered(*words, PEELTRACK_DATA=str(folder)) == wanted


# Options and their values


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("show", "kent", "--format=js"), ["--format=json"]),
        (("show", "kent", "--format", "=", "js"), ["json"]),
        (("show", "kent", "--color", "="), ["auto", "always", "never"]),
        (("show", "kent", "-fjs"), ["-fjson"]),
        (("show", "kent", "-qfjs"), ["-qfjson"]),
        (("changes", "--edition=peel-2018"), ["--edition=peel-2018-19"]),
        (("changes", "--force", "kent,surr"), ["kent,surrey"]),
        (("changes", "--force=kent,surr"), ["--force=kent,surrey"]),
        (("changes", "--only", "downgrade,up"), ["downgrade,upgrade"]),
        (("changes", "--edition", "lat"), ["latest"]),
        (("changes", "--since", "peel-2023"), ["peel-2023-25"]),
        (("-h", "sho"), ["show"]),
        (("show", "--", "ken"), ["kent"]),
        (("show", "--", "--format=js"), []),
        (("show", "kent", "-x=js"), []),
        (("show", "kent", "--nonsense=js"), []),
    ],
    ids=" ".join,
)
def test_a_value_is_offered_as_the_word_that_replaces_what_is_typed(
    words: tuple[str, ...], wanted: list[str]
) -> None:
    assert offered(*words) == wanted


@POSIX
@pytest.mark.parametrize("typed", ["~/mine", "$HOME/mine", "${HOME}/mine"])
def test_data_is_read_as_the_shell_will_give_it(typed: str, tmp_path: Path) -> None:
    (tmp_path / "mine" / "forces").mkdir(parents=True)
    (tmp_path / "mine" / "forces" / "hamlet.toml").touch()
    for words in (("--data", typed), ("--data", "=", typed), (f"--data={typed}",)):
        assert offered("show", *words, "ha", HOME=str(tmp_path)) == ["hamlet"]


@POSIX
def test_a_path_behind_an_equals_sign_is_offered_with_it(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data.txt").touch()
    (tmp_path / "data; touch x").touch()
    (tmp_path / ".hidden").touch()
    folder = str(tmp_path)
    assert offered("show", f"--data={folder}/da") == [f"--data={folder}/data/"]
    assert offered("show", f"--output={folder}/da") == [
        f"--output={folder}/data/",
        f"--output={folder}/data.txt",
    ]
    assert offered("show", f"--output={folder}/") == offered("show", f"--output={folder}/da")


def test_a_former_or_short_name_is_offered_if_no_id_begins_so() -> None:
    assert "hants" in offered("show", "hant")
    assert offered("diff", "hants", "peel-2016", "peel-2017") == ["peel-2017"]


@POSIX
def test_only_plain_words_are_offered(tmp_path: Path) -> None:
    (tmp_path / "forces").mkdir()
    record = 'name = "A"\nregion = "north;id>by.region;"\ncountry = "E"\n'
    for name in ("kent", "kent;touch x", "kent $(touch x)", "ken*", "kent\ntouch x", "kent'"):
        (tmp_path / "forces" / f"{name}.toml").write_text(record)
    assert offered("show", "ken", PEELTRACK_DATA=str(tmp_path)) == ["kent"]
    assert offered("changes", "--region", "nor", PEELTRACK_DATA=str(tmp_path)) == []


@pytest.mark.parametrize(
    "value", ["", "1", "bash", "_complete", "bash_nonsense", "tcsh_complete", "tcsh_source", "bash_complete"]
)
def test_an_odd_value_of_the_variable_changes_nothing(value: str) -> None:
    for args in (("diff", "hampshire", "2016", "2017"), ("nonsense",), ("--version",)):
        assert ask(*args, _PEELTRACK_COMPLETE=value) == ask(*args)


# Real shells


def lines_for(shell: str) -> str:
    """Return the lines that the documentation tells people to put into their shell's file."""
    pages = [ROOT / "README.md", *sorted(ROOT.glob("docs/*.md"))]
    found = {
        lines
        for page in pages
        for lines in re.findall(
            rf"(?<=^```{shell}\n).*?(?=^```$)", page.read_text("utf-8"), re.MULTILINE | re.DOTALL
        )
        if "_PEELTRACK_COMPLETE" in lines
    }
    assert len(found) == 1
    return str(found.pop())


class Shell:
    """An interactive shell in a terminal, and what it shows."""

    def __init__(self, command: list[str], home: Path, shims: Path) -> None:
        import pty

        env = clean_environment(
            {"HOME": str(home), "ZDOTDIR": str(home), "PS1": "$ ", "INPUTRC": "/dev/null", "TERM": "dumb"}
        )
        env["PATH"] = f"{shims}:{env['PATH']}"
        self.leader, follower = pty.openpty()
        self.process = subprocess.Popen(
            command,
            stdin=follower,
            stdout=follower,
            stderr=follower,
            env=env,
            cwd=home,
            start_new_session=True,
        )
        os.close(follower)
        self.screen = b""

    def type(self, keys: str, wanted: str) -> str:
        """Type some keys and return what the shell shows from then on, up to the wanted text."""
        start = len(self.screen)
        os.write(self.leader, keys.encode())
        end = time.monotonic() + 30
        while wanted.encode() not in self.screen[start:] and time.monotonic() < end:
            if select.select([self.leader], [], [], 1)[0]:
                self.screen += os.read(self.leader, 65536)
        shown = self.screen[start:].decode(errors="replace")
        assert wanted in shown, shown
        return shown

    def end(self) -> None:
        """End the shell."""
        self.process.kill()
        self.process.wait()
        os.close(self.leader)


TYPED = [
    ("show ken\t-q -o out.json", "show kent -q -o out.json"),
    ("diff hamps\tpeel-2016\tpeel-2017\t-q", "diff hampshire peel-2016 peel-2017 -q"),
    ("show kent --format=js\t", "show kent --format=json"),
    ("show kent -fjs\t", "show kent -fjson"),
    ("show --data ~/mine hamle\t", "show --data DATA hamlet"),
    ("show --data=$HOME/mine hamle\t", "show --data=DATA hamlet"),
    ("show --data ~/mi\t hamle\t", "show --data DATA hamlet"),
    ("changes --region south-e\t--force kent,surr\t", "changes --region south-east --force kent,surrey"),
    ("show kent --nonsense=js\t", "show kent --nonsense=js"),
    ("show notthere\t", "show notthere"),
    ("table eff\te\t", "table effectiveness"),
]
"""What is typed after ``peeltrack``, and the arguments that it should get."""


@pytest.mark.needs("termios")
@pytest.mark.parametrize(
    "shell",
    [pytest.param(name, marks=pytest.mark.needs(name)) for name in ("bash", "zsh")],
)
def test_an_interactive_shell_completes_and_keeps_what_is_typed(
    shell: str, tmp_path: Path, shims: Path
) -> None:
    home = tmp_path / "home"
    (home / "mine" / "forces").mkdir(parents=True)
    (home / "mine" / "forces" / "hamlet.toml").touch()
    command = {"bash": ["bash", "--norc", "-i"], "zsh": ["zsh", "-f", "-i"]}[shell]
    setup = {"bash": "", "zsh": "unsetopt zle_bracketed_paste; autoload -U compinit && compinit -u\n"}[shell]
    running = Shell(command, home, shims)
    try:
        running.type(f"{setup}{lines_for(shell)}\necho rea''dy\n", "ready")
        # From here on the command shows its arguments, while the completion still asks the program.
        running.type("shown() { printf '<%s>' \"$@\"; echo en''d; }; echo no''w\n", "now")
        for keys, wanted in TYPED:
            shown = running.type(f"peeltrack {keys}\x01shown \n", "end")
            words = re.findall("<([^>]*)>", shown.rpartition("\n<")[2].join(["<", ""]))
            expected = wanted.replace("DATA", str(home / "mine")).split()
            # bash leaves the slash behind the name of a folder, and zsh takes it away.
            assert [word.rstrip("/") for word in words] == ["peeltrack", *expected], shown
    finally:
        running.end()


@pytest.mark.needs("fish")
def test_fish_completes(tmp_path: Path, shims: Path) -> None:
    (tmp_path / "mine" / "forces").mkdir(parents=True)
    (tmp_path / "mine" / "forces" / "hamlet.toml").touch()
    asked = {
        "diff hamps": ["hampshire"],
        "diff hampshire 201": ["2014", "2016", "2017", "2018"],
        "table eff": ["effectiveness", "efficiency"],
        "dif": ["diff"],
        "show kent --format=js": ["--format=json"],
        "show kent -fjs": ["-fjson"],
        "show --data ~/mine hamle": ["hamlet"],
        "show --data $HOME/mine hamle": ["hamlet"],
        "show --data mi": ["mine/"],
        "show hant": ["hants", "hants-police"],
    }
    script = lines_for("fish") + "".join(f"complete -C 'peeltrack {words}'; echo ---\n" for words in asked)
    env = clean_environment({"HOME": str(tmp_path)})
    env["PATH"] = f"{shims}:{env['PATH']}"
    done = subprocess.run(
        ["fish", "-c", script], capture_output=True, check=False, text=True, env=env, cwd=tmp_path
    )
    found = [[line.split("\t")[0] for line in part.splitlines()] for part in done.stdout.split("---\n")[:-1]]
    assert done.stderr == ""
    assert dict(zip(asked, found, strict=True)) == asked
