"""TOML text in, a record out, or every problem in it with its line; the only room with tomli.

Reading is checking: a cursor over the parsed table notes each fault and goes on, so
that one run names them all. A record with a fault is never handed out.
"""

from peeltrack.reading.force import read_force, read_names
from peeltrack.reading.regime import read_editions, read_topics, read_totals
from peeltrack.reading.source import Faulty, Keys, Problem, Source, shown, together
from peeltrack.reading.table import TABLES, is_id, suggestion

__all__ = [
    "TABLES",
    "Faulty",
    "Keys",
    "Problem",
    "Source",
    "is_id",
    "read_editions",
    "read_force",
    "read_names",
    "read_topics",
    "read_totals",
    "shown",
    "suggestion",
    "together",
]
