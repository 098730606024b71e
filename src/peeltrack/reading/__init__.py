"""TOML text in, a record out, or every problem in it with its line; the only room with tomli.

Reading is checking: a cursor over the parsed table notes each fault and goes on, so
that one run names them all. A record with a fault is never handed out.
"""

from peeltrack.reading.force import read_force, read_names
from peeltrack.reading.regime import read_regime, read_totals
from peeltrack.reading.source import Faulty, Problem, Source
from peeltrack.reading.table import TABLES, is_id, suggestion

__all__ = [
    "TABLES",
    "Faulty",
    "Problem",
    "Source",
    "is_id",
    "read_force",
    "read_names",
    "read_regime",
    "read_totals",
    "suggestion",
]
