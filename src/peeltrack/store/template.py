"""An inspection to fill in: what ``peeltrack new`` adds to a force's file."""

from __future__ import annotations

import os
from typing import NamedTuple

from peeltrack.model import KINDS, UNGRADED, Edition, PeeltrackError
from peeltrack.store import InvalidRecordError, Source, display_path, is_id, read_names
from peeltrack.store.library import Library, is_record

SCHEMA = "force.schema.json"
"""The schema of forces' files, beside editions.toml: editors complete and check by it."""

SOURCE = "report"
"""The key of the one source that a skeleton has."""

FORCE = """\
name    = ""
region  = ""
country = ""

"""

FINDING = f"""\
[[inspection.findings]]
kind   = ""
area   = ""
topic  = ""
text   = ""
source = "{SOURCE}"
"""


class Draft(NamedTuple):
    """A force's file with one more inspection, not yet written."""

    path: str
    name: str
    """The path, as people are shown it."""
    line: int
    """Where the inspection begins."""
    edition: Edition
    begun: str | None
    """Of a force that is not on record: the ids that may be meant instead, in words."""
    content: bytes
    """The whole file: as it was, and what is added."""


def draft(library: Library, force: str, edition_name: str) -> Draft:
    """The file of a force, or of a new one, with the skeleton of an inspection at its end.

    Raises Trouble where the force has that inspection already or the file cannot be
    added to, and Faulty where it is no TOML.
    """
    edition = library.edition(edition_name)
    force_id = _force_id(library, force)
    path = library.path(force_id)
    new = not os.path.exists(path)
    source = Source(display_path(path), "") if new else Source.open(path)
    if line := _line(source, edition):
        name = next(iter(read_names(source)), force_id)
        raise PeeltrackError(
            f"{edition.title} of {name} is on record already; edit it at {source.name}:{line}"
        )
    if new:
        schema = os.path.exists(os.path.join(library.folder, SCHEMA))
        more = (f"#:schema ../{SCHEMA}\n" if schema else "") + FORCE + template(edition)
    else:
        more = _after(source.text, template(edition))
    try:
        line = _line(Source(source.name, source.text + more), edition)
    except InvalidRecordError:
        line = None
    if line is None:
        raise PeeltrackError(
            f"{source.name} cannot be added to; write its inspections as [[inspection]] tables"
        )
    begun = _near(library, force_id) if new else None
    return Draft(path, source.name, line, edition, begun, (b"" if new else _bytes(path)) + more.encode())


def template(edition: Edition) -> str:
    """An inspection with the areas that the edition grades, every text of it empty."""
    areas = [area.id for area in edition.areas.values() if area.graded]
    width = max(map(len, areas), default=0)
    grades = "".join(f'{area:{width}} = {{ grade = "", source = "{SOURCE}" }}\n' for area in areas)
    return f"""\
[[inspection]]
# Fill in what is empty; delete what the report has nothing for, and this comment.
# Grades: {", ".join(edition.scale.names)}, or {UNGRADED}.
# Kinds of finding: {", ".join(KINDS)}.
edition   = "{edition.id}"
published = ""
inspector = ""

[inspection.sources]
{SOURCE} = ""

[inspection.grades]
{grades}
{FINDING}"""


def _after(text: str, more: str) -> str:
    """What is added to a text: on lines of its own, which end as those of the text."""
    more = ("\n" if text.endswith("\n") or not text else "\n\n") + more
    return more.replace("\n", "\r\n") if text.partition("\n")[0].endswith("\r") else more


def _line(source: Source, edition: Edition) -> int | None:
    """The line of an edition's inspection; None where the text has none."""
    inspections = source.parse().get("inspection", ())
    for number, inspection in enumerate(inspections if isinstance(inspections, list) else ()):
        if isinstance(inspection, dict) and inspection.get("edition") == edition.id:
            return source.line(("inspection", number))
    return None


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _near(library: Library, force_id: str) -> str:
    return library.near(force_id) if _any_force(library) else ""


def _any_force(library: Library) -> bool:
    forces = os.path.join(library.folder, "forces")
    return os.path.isdir(forces) and any(map(is_record, os.listdir(forces)))


def _force_id(library: Library, name: str) -> str:
    """The id of a force on record, or of one that is to be begun."""
    if is_id(name) and not _any_force(library):
        return name
    try:
        return library.find(name)
    except PeeltrackError as trouble:
        if is_id(name):
            return name
        raise PeeltrackError(
            f"{trouble} To begin a record, give an id: lower-case words with hyphens"
        ) from None
