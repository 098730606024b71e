"""The pages that people read, and the blocks in them that a test holds.

Pictures and two kinds of block are generated or run:

- ``console``: one session in an empty folder. A command follows each ``$``, and what it prints follows the
  command. ``# 24 lines`` after a command keeps only the first lines of what it prints.
- ``<!-- generated: NAME -->`` … ``<!-- end -->``: text that `GENERATED` makes.

``pytest tests/test_pages.py --rewrite`` writes all of them anew, for a person to read.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click
from asking import ask
from conftest import ROOT, clean_environment, in_terminal

from peeltrack.cli import COMMANDS, cli
from peeltrack.export.tables import TABLES
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


def command_reference() -> str:
    """Return what every command does, and its options; those that most commands have come first, once."""
    root = click.Context(cli, info_name="peeltrack")
    found = {name: command for name in COMMANDS if (command := cli.get_command(root, name))}
    options = {name: option_lines(command) for name, command in found.items()}
    numbers = Counter(line for lines in options.values() for line in lines)
    common = [line for line, number in numbers.items() if number > len(found) / 2]
    parts = ["## Options that most commands have\n\n", *common]
    for name, command in found.items():
        usage = command.get_usage(click.Context(command, root, name, terminal_width=1000))
        parts += [f"\n## {name}\n\n", f"`{usage.removeprefix('Usage: ')}`\n\n", description(command)]
        own = [line for line in options[name] if line not in common]
        parts += ["\n", *own] if own else []
    return "".join(parts)


def description(command: click.Command) -> str:
    """Return the paragraphs of a command's help, one line each, and its examples as code."""
    paragraphs = [" ".join(part.split()) for part in (command.help or "").split("\n\n")]
    texts = [part for part in paragraphs if not part.startswith("Example: ")]
    examples = [f"`{part.removeprefix('Example: ')}`" for part in paragraphs if part not in texts]
    return " ".join(texts) + "\n\nFor example: " + ", ".join(examples) + "\n"


def option_lines(command: click.Command) -> list[str]:
    """Return the options of a command as a list, one line each."""
    context = click.Context(command, click.Context(cli, **cli.context_settings), terminal_width=1000)
    records = [option.get_help_record(context) for option in command.get_params(context)]
    return [f"- `{record[0]}`: {' '.join(record[1].split())}\n" for record in records if record and record[1]]


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


def export_table() -> str:
    """Return a table of the tables of the export."""
    lines = ["| table | a row is | key | columns |", "|---|---|---|---|"]
    for table in TABLES:
        key, columns = (", ".join(names) for names in (table.key, table.columns))
        lines.append(f"| `{table.name}` | {table.about} | {key} | {columns} |")
    return "\n".join(lines) + "\n"


SQL = re.compile(r"^```sql\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""The questions of the page for researchers, in SQL."""


@cache
def exported() -> bytes:
    """Return a database of all records."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "grades.db"
        assert ask("export", path).code == 0
        return path.read_bytes()


def answer(number: int) -> str:
    """Return the answer to a question of the page for researchers as a table."""
    query = SQL.findall((ROOT / "docs" / "research.md").read_text("utf-8"))[number - 1]
    with closing(sqlite3.connect(":memory:")) as database:
        database.deserialize(exported())
        found = database.execute(query)
        header = [column[0] for column in found.description]
        lines = [header, ["---"] * len(header), *found]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


PICTURES = {ROOT / "docs" / "hampshire.svg": ("show", "hampshire")}
"""The pictures in the pages, each with the command that draws it."""

GENERATED: dict[str, Callable[[], str]] = {
    "commands": command_reference,
    "columns": column_table,
    "rows": row_table,
    "tables": export_table,
    **{f"answer {number}": partial(answer, number) for number in range(1, 6)},
}
"""What each generated block holds, by its name."""
