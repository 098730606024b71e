"""An inspection to fill in, which ``peeltrack new`` adds to a force's file."""

from __future__ import annotations

import os
from typing import NamedTuple

from peeltrack.model import KINDS, UNGRADED, Edition, PeeltrackError
from peeltrack.store import InvalidRecordError, Source, display_path, is_id, read_names
from peeltrack.store.library import Library, is_record

SCHEMA = "force.schema.json"
"""The schema of forces' files, by which editors complete and check what people type."""

SOURCE = "report"
"""The key of the one source that a new inspection has."""

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
    """The path, as people see it."""
    line: int
    """Where the inspection begins."""
    edition: Edition
    before: bytes | None
    """What the file holds now; None for a new file."""
    content: bytes
    """The whole file: as it is, then the new inspection."""


def draft(library: Library, force: str, edition_name: str, *, new_force: bool = False) -> Draft:
    """Return the file of a force with an empty inspection added at its end.

    ``new_force`` begins a record even if its id looks like one that there is. Raises PeeltrackError if the
    force has that inspection already, if the id is probably a slip, or if nothing can be added to the
    file; and InvalidRecordError if the file is not TOML.
    """
    edition = library.edition(edition_name)
    force_id = _force_id(library, force)
    path = library.path(force_id)
    before = _content(path)
    if before is None and not new_force and (near := _near(library, force_id)):
        raise PeeltrackError(
            f"there is no force '{force_id}' in our records; did you mean {near}? To begin a new record,"
            " add --new-force"
        )
    source = Source.decode(display_path(path), before or b"")
    if line := _line(source, edition):
        name = next(iter(read_names(source)), force_id)
        raise PeeltrackError(
            f"our records have {edition.title} of {name} already; edit it at {source.name}:{line}"
        )
    more = _beginning(library, edition) if before is None else _after(source.text, template(edition))
    content = (before or b"") + more.encode()
    return Draft(
        path, source.name, _line_of_addition(source.name, content, edition), edition, before, content
    )


def _content(path: str) -> bytes | None:
    """Return what a record holds; None if there is none. A record that cannot be read is a problem."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return None
    except OSError:
        pass
    return Source.read(path)


def _beginning(library: Library, edition: Edition) -> str:
    """Return the record of a new force with one inspection to fill in."""
    schema = f"#:schema ../{SCHEMA}\n" if os.path.exists(os.path.join(library.folder, SCHEMA)) else ""
    return schema + FORCE + template(edition)


def _line_of_addition(name: str, content: bytes, edition: Edition) -> int:
    """Return the line of the new inspection; raise PeeltrackError if peeltrack could not read the file."""
    try:
        line = _line(Source.decode(name, content), edition)
    except InvalidRecordError:
        line = None
    if line is None:
        raise PeeltrackError(
            f"nothing can be added to {name}: it would be too large, or its inspections are not written as"
            " [[inspection]] tables"
        )
    return line


def template(edition: Edition) -> str:
    """Return an inspection with the areas that the edition grades, and empty texts to fill in."""
    areas = [area.id for area in edition.areas.values() if area.graded]
    width = max(map(len, areas), default=0)
    grades = "".join(f'{area:{width}} = {{ grade = "", source = "{SOURCE}" }}\n' for area in areas)
    return f"""\
[[inspection]]
# Fill in the empty texts. Delete what the report says nothing about, and this comment.
# Grades: {", ".join(edition.scale.names)}, or {UNGRADED}.
# Kinds of finding: {", ".join(KINDS)}.
edition   = "{edition.id}"
published = ""
inspector = ""
page      = ""

[inspection.sources]
{SOURCE} = ""

[inspection.grades]
{grades}
{FINDING}"""


def _after(text: str, more: str) -> str:
    """Return text on separate lines, which end as the lines above do."""
    more = ("\n" if text.endswith("\n") or not text else "\n\n") + more
    return more.replace("\n", "\r\n") if text.partition("\n")[0].endswith("\r") else more


def _line(source: Source, edition: Edition) -> int | None:
    """Return the line of an edition's inspection; None if there is none."""
    inspections = source.parse().get("inspection", ())
    for number, inspection in enumerate(inspections if isinstance(inspections, list) else ()):
        if isinstance(inspection, dict) and inspection.get("edition") == edition.id:
            return source.line(("inspection", number))
    return None


def _near(library: Library, force_id: str) -> str:
    return library.near(force_id) if _any_force(library) else ""


def _any_force(library: Library) -> bool:
    forces = os.path.join(library.folder, "forces")
    return os.path.isdir(forces) and any(map(is_record, os.listdir(forces)))


def _force_id(library: Library, name: str) -> str:
    """Return the id of a force, or of one whose record begins now."""
    if is_id(name) and not _any_force(library):
        return name
    try:
        return library.find(name)
    except PeeltrackError as error:
        if is_id(name):
            return name
        raise PeeltrackError(
            f"{error}. To begin a record, give an id: lower-case words with hyphens"
        ) from None
