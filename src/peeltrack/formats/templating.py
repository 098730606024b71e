"""Templates for pages and pictures: all text escaped, and nothing that commands a browser."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.filters import do_mark_safe

from peeltrack.formats.document import Link, Span, printable, web_address
from peeltrack.formats.drawing import Box, Drawing
from peeltrack.formats.palette import DARK, LIGHT, TONES, style
from peeltrack.formats.pictures import MARKS, marks

FOLDER = Path(__file__).with_name("templates")


@cache
def environment(*folders: Path) -> Environment:
    """Return the templates of some folders, and of this package behind them."""
    found = Environment(
        loader=FileSystemLoader([*folders, FOLDER]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    tests: dict[str, Callable[..., bool]] = {
        "link": lambda value: isinstance(value, Link),
        "box": lambda shape: isinstance(shape, Box),
        "web": lambda address: web_address(address) is not None,
        "tone": lambda role: role in TONES,
    }
    found.tests.update(tests)
    filters: dict[str, Callable[..., Any]] = {
        "tone": tone_of,
        "style": style,
        "styled": styled,
        "named": named,
        "embedded": embedded,
        "marks": lambda cell: [MARKS[name] for name in marks(cell)],
        "short": lambda number: f"{number:.1f}".removesuffix(".0"),
    }
    found.filters.update(filters)
    found.globals.update(light=LIGHT, dark=DARK, here=None)  # here: set on a page of a site
    return found


def _shown(value: Any) -> Any:  # noqa: ANN401 - templates print any value
    """Return text without control characters; markup that a template made stays as it is."""
    return printable(value) if type(value) is str else value


class Pages(Protocol):
    """The pages of a site, as one page sees them."""

    def named(self, name: str) -> str | None:
        """Return the address of the page that a name leads to; None if there is none."""


def named(name: str, here: Pages | None) -> str:
    """Return a name as a link to its page, if it has one."""
    address = here and here.named(name)
    if not address:
        return name
    return do_mark_safe(f'<a href="{escape(address)}">{escape(printable(name))}</a>')


def styled(rules: str, here: Pages | None) -> str:
    """Return rules as an attribute, which stays with text pasted elsewhere; a site has a style sheet."""
    return do_mark_safe(f' style="{escape(rules)}"') if rules and not here else ""


def svg(drawing: Drawing) -> str:
    """Return a drawing as the text of an SVG file."""
    return environment().get_template("page.svg").render(drawing=drawing)


def embedded(drawing: Drawing) -> str:
    """Return a drawing as an address that holds all of it; unlike SVG in a page, office programs read it."""
    return f"data:image/svg+xml;base64,{b64encode(svg(drawing).encode()).decode()}"


def tone_of(content: Sequence[str | Span | Link]) -> str:
    """Return the tone of a cell that holds exactly one grade; empty for any other."""
    spans = [piece.label if isinstance(piece, Link) else piece for piece in content]
    tones = [span.role for span in spans if isinstance(span, Span) and span.role in TONES]
    return tones[0] if len(tones) == 1 else ""
