"""Completion of command lines: click's, with what click leaves out of options and their values."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence

import click
from click.shell_completion import CompletionItem, add_completion_class, get_completion_class

PLAIN = re.compile(r"[\w/-][\w./,=-]*")
"""A word that every shell takes as it is: no letter of it means anything to a shell."""


def prepare(cli: click.Group, instruction: str) -> bool:
    """Have click complete plain words only, also directly behind an option.

    Return whether a shell that click knows asks, for completions or for the script that asks for them.
    """
    shell, _, what = instruction.partition("_")
    base = get_completion_class(shell)
    if base is None or not (what == "source" or (what == "complete" and "COMP_WORDS" in os.environ)):
        return False

    class Completion(base):  # type: ignore[misc, valid-type]
        """The completion of one shell."""

        def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
            """Return the words that can follow, each in the form that replaces the incomplete word."""
            if "--" in args and incomplete.startswith("-"):
                return []  # not an option, as click would have it
            args, before, incomplete = split_option(cli, args, incomplete)
            found = super().get_completions(args, incomplete)
            if before:
                found = [each for item in found for each in _joined(before, item)]
            return [item for item in found if item.type != "plain" or _is_plain(item.value, shell)]

    add_completion_class(Completion, shell)
    return True


def _is_plain(word: str, shell: str) -> bool:
    """Return whether a word can be offered; the script for fish takes a comma for the end of a word."""
    return PLAIN.fullmatch(word) is not None and not (shell == "fish" and "," in word)


def split_option(cli: click.Group, args: Sequence[str], incomplete: str) -> tuple[list[str], str, str]:
    """Split an option from the value behind it: ``--format=js`` and ``-fjs`` become ``-f`` and ``js``.

    Return the arguments that are complete, the text before the value in the incomplete word, and the
    incomplete value. bash splits at ``=`` itself and makes it an argument, which is left out.
    """
    complete_args = [
        arg
        for place, arg in enumerate(args)
        if not (arg == "=" and place and args[place - 1].startswith("--"))
    ]
    if not incomplete.startswith("-"):
        return complete_args, "", incomplete
    name, equals, value = incomplete.partition("=")
    if equals and name.startswith("--"):
        return [*complete_args, name], f"{name}=", value
    for place, letter in enumerate(incomplete[1:], 1):
        option = _short_option(cli, complete_args, f"-{letter}")
        if option is None:
            break
        if not option.is_flag and len(incomplete) > place + 1:
            before, value = incomplete[: place + 1], incomplete[place + 1 :]
            return [*complete_args, f"-{letter}"], before, value
    return complete_args, "", incomplete


def _short_option(cli: click.Group, args: Sequence[str], name: str) -> click.Option | None:
    """Return the option of that name of the command that is typed."""
    typed = next((arg for arg in args if not arg.startswith("-")), "")
    command = cli.get_command(click.Context(cli), typed)
    for each in command.params if command else ():
        if isinstance(each, click.Option) and name in each.opts:
            return each
    return None


def _joined(before: str, item: CompletionItem[str]) -> Iterator[CompletionItem[str]]:
    """Yield an item with the text that stands before it in the same word.

    A shell does not complete a path behind an option, so the paths are listed here.
    """
    if item.type == "plain":
        yield CompletionItem(before + item.value)
        return
    folder, name = os.path.split(item.value)
    for entry in sorted(os.scandir(expanded(folder) or os.curdir), key=lambda entry: entry.name):
        hidden = entry.name.startswith(".") and not name
        if entry.name.startswith(name) and not hidden and (entry.is_dir() or item.type == "file"):
            end = os.sep if entry.is_dir() else ""
            yield CompletionItem(before + os.path.join(folder, entry.name) + end)


def expanded(path: str) -> str:
    """Return a path as the shell will, once the command line is entered: with ``~`` and variables."""
    return os.path.expandvars(os.path.expanduser(path))
