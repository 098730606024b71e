"""Eleven edits of the built-in records, one of each kind that a pull request makes."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from asking import edit


class Made(NamedTuple):
    """One edit, and what ``review`` must say about it."""

    force: str
    old: str
    new: str
    about: str = ""
    edit: str = ""
    field: str = ""
    old_value: str | None = None
    new_value: str | None = None
    edition: str = ""
    line: str = ""
    """How the line begins that the edit is shown at; empty for none."""


KENT = """[[inspection.findings]]
kind   = "concern"
area   = "effectiveness"
topic  = "domestic-abuse"
text   = "Victims assessed as medium or standard risk, especially victims of domestic abuse, need \
more support."
source = "effectiveness"

"""
ESSEX = (
    "The way the force investigated offences was judged to need improvement.",
    "The way the force investigated serious offences was judged to need much improvement.",
)

MADE = (
    Made(
        "cumbria",
        'area   = "investigating-crime"\ntopic  = "workforce-development"\ntext   = "Investigative capacity',
        'area   = "investigating-crime"\ntopic  = "investigation-quality"\ntext   = "Investigative capacity',
        "finding",
        "changed",
        "topic",
        "workforce-development",
        "investigation-quality",
        "peel-2014",
        "topic  = ",
    ),
    Made(
        "dorset",
        'serious-organised-crime = { grade = "good", published = 2017-03-02, source = "effectiveness" }\n',
        'protecting-vulnerable   = { grade = "requires improvement", source = "effectiveness" }\n'
        'serious-organised-crime = { grade = "good", published = 2017-03-02, source = "effectiveness" }\n',
        "grade",
        "added",
        "grade",
        None,
        "requires improvement",
        "peel-2016",
        "protecting-vulnerable ",
    ),
    Made(
        "durham",
        'protecting-vulnerable     = { grade = "good", source = "overall" }',
        'protecting-vulnerable     = { grade = "good", source = "effectiveness" }',
        "grade",
        "changed",
        "source",
        "https://hmicfrs.justiceinspectorates.gov.uk/peel-assessments/peel-2017/durham/",
        "https://www.justiceinspectorates.gov.uk/hmicfrs/peel-assessments/peel-2017/durham/effectiveness/",
        "peel-2017",
        "protecting-vulnerable ",
    ),
    Made("essex", *ESSEX, "finding", "reworded", "text", *ESSEX, "peel-2014", "text   = "),
    Made("gwent", 'region  = "', 'region     =   "'),
    Made(
        "humberside",
        'protecting-vulnerable   = { grade = "inadequate", source = "commissioner" }\n',
        "",
        "grade",
        "removed",
        "grade",
        "inadequate",
        None,
        "peel-2016",
        "[inspection.grades]",
    ),
    Made(
        "kent",
        KENT,
        "",
        "finding",
        "removed",
        "text",
        KENT.split('"')[7],
        None,
        "peel-2014",
        "[[inspection.findings]]",
    ),
    Made(
        "lancashire",
        'kind   = "concern"\narea   = "effectiveness"\ntopic  = "victims"\ntext   = "Crime had',
        'kind   = "cause-of-concern"\narea   = "effectiveness"\ntopic  = "victims"\ntext   = "Crime had',
        "finding",
        "changed",
        "kind",
        "concern",
        "cause-of-concern",
        "peel-2014",
        "kind   = ",
    ),
    Made(
        "norfolk",
        'edition   = "peel-2015"\n',
        'edition   = "peel-2015"\npublished = 2016-02-18\n',
        "inspection",
        "changed",
        "published",
        None,
        "2016-02-18",
        "peel-2015",
        "published = ",
    ),
    Made(
        "surrey",
        'preventing-crime          = { grade = "good", carried_from = "peel-2016", source',
        'preventing-crime          = { grade = "good", source',
        "grade",
        "changed",
        "carried_from",
        "peel-2016",
        None,
        "peel-2017",
        "preventing-crime ",
    ),
    Made(
        "sussex",
        'efficiency                = { grade = "requires improvement", source = "overall" }',
        'efficiency                = { grade = "good", source = "overall" }',
        "grade",
        "changed",
        "grade",
        "requires improvement",
        "good",
        "peel-2018-19",
        "efficiency ",
    ),
)
"""The edits by force; the one without ``about`` changes the formatting only."""

EFFECTS = {
    ("dorset", "peel-2017", "protecting-vulnerable"): ("no-data", "upgrade"),
    ("humberside", "peel-2017", "protecting-vulnerable"): ("upgrade", "no-data"),
    ("surrey", "peel-2017", "preventing-crime"): ("carried", "unchanged"),
    ("sussex", "peel-2018-19", "efficiency"): ("downgrade", "unchanged"),
}
"""What ``review`` must say that they mean: force, edition and area; what it was and what it is now."""


def make_edits(data: Path) -> None:
    """Make the edits in a folder of records."""
    for made in MADE:
        edit(data / "forces" / f"{made.force}.toml", made.old, made.new)
