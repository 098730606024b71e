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
    """What bash would be given to complete the last word."""
    result = ask(
        screen=False,
        _PEELTRACK_COMPLETE="bash_complete",
        COMP_WORDS=" ".join(["peeltrack", *words]),
        COMP_CWORD=str(len(words)),
        **env,
    )
    assert result.err == ""
    return [line.removeprefix("plain,") for line in result.out.splitlines()]


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


def lines_for(shell: str) -> str:
    """The lines that the README tells people to put into their shell's file."""
    found = re.findall(
        rf"(?<=^```{shell}\n).*?(?=^```$)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(found) == 1
    return str(found[0])


def typed(shell: list[str], before: str, keys: str, wanted: str, home: Path, shims: Path) -> str:
    """What an interactive shell shows once the keys are typed, up to the wanted text."""
    import pty

    leader, follower = pty.openpty()
    env = clean_environment({"HOME": str(home), "ZDOTDIR": str(home), "PS1": "$ ", "INPUTRC": "/dev/null"})
    env["PATH"] = f"{shims}:{env['PATH']}"
    process = subprocess.Popen(
        shell, stdin=follower, stdout=follower, stderr=follower, env=env, cwd=home, start_new_session=True
    )
    os.close(follower)
    screen = b""

    def wait_for(text: str) -> None:
        nonlocal screen
        end = time.monotonic() + 30
        while text.encode() not in screen and time.monotonic() < end:
            if select.select([leader], [], [], 1)[0]:
                screen += os.read(leader, 65536)

    try:
        os.write(leader, f"{before}\necho rea''dy\n".encode())
        wait_for("ready")
        os.write(leader, keys.encode())
        wait_for(wanted)
    finally:
        process.kill()
        process.wait()
        os.close(leader)
    return screen.decode(errors="replace")


@pytest.mark.needs("bash", "termios")
def test_bash_completes_by_the_lines_of_the_readme(tmp_path: Path, shims: Path) -> None:
    keys = "peeltrack diff hamps\tpeel-2016\tpeel-2017 -q; echo co''de=$?\n"
    screen = typed(["bash", "--norc", "-i"], lines_for("bash"), keys, "code=0", tmp_path, shims)
    assert "diff hampshire peel-2016 peel-2017 -q" in screen
    assert "code=0" in screen


@pytest.mark.needs("zsh", "termios")
def test_zsh_completes_by_the_lines_of_the_readme(tmp_path: Path, shims: Path) -> None:
    before = f"unsetopt zle_bracketed_paste; autoload -U compinit && compinit -u\n{lines_for('zsh')}"
    keys = "peeltrack diff hamps\tpeel-2016\tpeel-2017 -q; echo co''de=$?\n"
    screen = typed(["zsh", "-f", "-i"], before, keys, "code=0", tmp_path, shims)
    assert "code=0" in screen
    assert "Error" not in screen


@pytest.mark.needs("fish")
def test_fish_completes_by_the_lines_of_the_readme(tmp_path: Path, shims: Path) -> None:
    asked = ("peeltrack diff hamps", "peeltrack diff hampshire 201", "peeltrack table eff", "peeltrack dif")
    script = lines_for("fish") + "".join(f"complete -C '{words}'; echo ---\n" for words in asked)
    env = clean_environment({"HOME": str(tmp_path)})
    env["PATH"] = f"{shims}:{env['PATH']}"
    done = subprocess.run(
        ["fish", "-c", script], capture_output=True, check=False, text=True, env=env, cwd=tmp_path
    )
    found = [[line.split("\t")[0] for line in part.splitlines()] for part in done.stdout.split("---\n")[:-1]]
    assert done.stderr == ""
    assert found == [
        ["hampshire"],
        ["2014", "2016", "2017", "2018"],
        ["effectiveness", "efficiency"],
        ["diff"],
    ]
