"""Files on disk to the model and back: reading, finding and safely writing records.

It may import the model, and is the only package that imports tomli.
"""

from peeltrack.store.cursor import TABLES, is_id
from peeltrack.store.force import read_force, read_names
from peeltrack.store.lines import Keys
from peeltrack.store.names import suggestion
from peeltrack.store.regime import read_editions, read_publishers, read_topics, read_totals, read_wording
from peeltrack.store.source import InvalidRecordError, Problem, Source, display_path, read_all

__all__ = [
    "TABLES",
    "InvalidRecordError",
    "Keys",
    "Problem",
    "Source",
    "display_path",
    "is_id",
    "read_all",
    "read_editions",
    "read_force",
    "read_names",
    "read_publishers",
    "read_topics",
    "read_totals",
    "read_wording",
    "suggestion",
]
