"""The pages that people read, and the blocks in them that a test holds.

Two kinds of block are generated or run:

- ``console``: one session in an empty folder. A command follows each ``$``, and what it prints follows the
  command. ``# 24 lines`` after a command keeps only the first lines of what it prints.
- ``<!-- generated: NAME -->`` … ``<!-- end -->``: text that `GENERATED` makes.

``pytest tests/test_pages.py --rewrite`` writes all of them anew, for a person to read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from asking import ask
from conftest import ROOT, clean_environment, in_terminal

from peeltrack.cli import COMMANDS
from peeltrack.views.all_layouts import all_columns
from peeltrack.views.columns import COLUMNS

PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").glob("*.md")),
]
"""The pages that people read."""

CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
GENERATED_BLOCK = re.compile(
    r"(?P<open>^<!-- generated: (?P<name>[^>]+) -->\n)(?P<text>.*?)(?=^<!-- end -->$)",
    re.MULTILINE | re.DOTALL,
)
WIDTH = 80
"""The width of the terminal in which the examples run."""

LIMIT = re.compile(r"  # (\d+) lines$")
"""What follows a command if the page shows only the first lines of its output."""


def commands(block: str) -> Iterator[str]:
    """Return the commands of a console block; one that ends in a backslash goes on in the next line."""
    lines = iter(block.splitlines())
    for line in lines:
        if line.startswith("$ "):
            command = line.removeprefix("$ ")
            while command.endswith("\\"):
                command += "\n" + next(lines)
            yield command


def session(block: str, folder: Path, programs: Path) -> str:
    """Return a console block with what its commands print now."""
    asked = list(commands(block))
    script = folder.parent / "session"
    # A zero byte ends what a command prints; the exit code of the command stays as it was.
    script.write_text(
        "".join(f"{LIMIT.sub('', command)}\ncode=$?; printf '\\0'; (exit $code)\n" for command in asked),
        "utf-8",
    )
    env = clean_environment({"HOME": str(folder), "NO_COLOR": "1", "PAGER": "cat", "GIT_PAGER": "cat"})
    env["PATH"] = f"{programs}:{env['PATH']}"
    printed = in_terminal(["bash", str(script)], WIDTH, folder, env).out.split("\0")[:-1]
    return "".join(
        f"$ {command}\n{_limited(command, text)}" for command, text in zip(asked, printed, strict=True)
    )


def _limited(command: str, text: str) -> str:
    """Return the lines that the page shows, with an ellipsis in place of the rest."""
    limit = LIMIT.search(command)
    lines = text.splitlines(keepends=True)
    if limit is None or len(lines) <= int(limit[1]):
        return text
    return "".join(lines[: int(limit[1])]).rstrip("\n") + "\n…\n"


def blocks(pattern: re.Pattern[str]) -> list[tuple[Path, int]]:
    """Return every block of a kind: its page, and its number there."""
    return [
        (page, number) for page in PAGES for number in range(len(pattern.findall(page.read_text("utf-8"))))
    ]


def replace_block(page: Path, pattern: re.Pattern[str], number: int, text: str) -> None:
    """Put a text in the place of one block of a page."""
    whole = page.read_text("utf-8")
    found = list(pattern.finditer(whole))[number]
    start = found.start("text") if "text" in pattern.groupindex else found.start()
    page.write_text(whole[:start] + text + whole[found.end() :], "utf-8", newline="")


def command_help(name: str) -> str:
    """Return the help of a command, or of peeltrack itself for an empty name, as a console block."""
    words = [name, "--help"] if name else ["--help"]
    result = ask(*words, COLUMNS=str(WIDTH))
    assert result.code == 0, result.err
    return f"```console\n$ peeltrack {' '.join(words)}\n{result.out}```\n"


def all_help() -> str:
    """Return the help of peeltrack and of every command, each under its own heading."""
    parts = [command_help("")]
    parts += [f"\n## {name}\n\n{command_help(name)}" for name in COMMANDS]
    return "".join(parts)


def column_table() -> str:
    """Return a table of every column with its type and meaning."""
    lines = ["| column | type | meaning |", "|---|---|---|"]
    lines += [f"| `{column.name}` | {column.type} | {column.meaning} |" for column in COLUMNS.values()]
    return "\n".join(lines) + "\n"


def row_table() -> str:
    """Return a table of the rows of every command with their columns."""
    lines = ["| command | row | columns |", "|---|---|---|"]
    for command, kinds in all_columns().items():
        for kind, columns in kinds.items():
            lines.append(f"| `{command}` | `{kind}` | {', '.join(column.name for column in columns)} |")
    return "\n".join(lines) + "\n"


GENERATED: dict[str, Callable[[], str]] = {"help": all_help, "columns": column_table, "rows": row_table}
"""What each generated block holds, by its name."""
