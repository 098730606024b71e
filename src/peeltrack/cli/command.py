"""What the commands have of click, without what makes click slow.

For each option of its own, and wherever it has something to say, click looks for a
translation: to find out the language takes as long as to read a record. It says
something at each short option, too, which it looks for among the long ones first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

import click

from peeltrack import __version__


def _telling(names: list[str], by_topic: str, tell: Callable[[click.Context], str]) -> click.Option:
    """An option that tells something, and ends."""

    def callback(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        del param
        if value and not ctx.resilient_parsing:
            click.echo(tell(ctx), color=ctx.color)
            ctx.exit()

    return click.Option(
        names, is_flag=True, is_eager=True, expose_value=False, callback=callback, help=by_topic
    )


HELP = _telling(["-h", "--help"], "Show this message and exit.", lambda ctx: ctx.get_help())
VERSION = _telling(["-V", "--version"], "Show the version and exit.", lambda _: f"peeltrack {__version__}")


class Helped(click.Command):
    """A command, or a group of them, that has HELP."""

    def get_help_option(self, ctx: click.Context) -> click.Option:
        """The same for every call."""
        del ctx
        return HELP


class Command(Helped):
    """A command whose short options cost no more than its long ones."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Have them parsed by click; what is left of them comes back."""
        return super().parse_args(ctx, list(self._in_full(args)))

    def _in_full(self, args: Iterable[str]) -> Iterator[str]:
        """Each short option that stands alone as its long one; what is no option as it is."""
        options = {name: each for each in self.params if isinstance(each, click.Option) for name in each.opts}
        left = deque(args)
        while left:
            arg = left.popleft()
            several = len(arg) > 2 and not arg.startswith("--")  # as -qf: the last may take a value
            option = options.get(f"-{arg[-1]}" if several else arg)
            valued = option is not None and not option.is_flag
            yield option.opts[-1] if option and not several and (left or not valued) else arg
            if arg == "--":
                yield from left
                return
            if valued and left:
                yield left.popleft()
