"""peeltrack: inspection grades of police forces over time, read from records in TOML.

The Python API is ``load``, ``compare`` and ``PeeltrackError``; docs/python.md shows how to use it.
"""

TYPE_CHECKING = False  # until __main__ expects Ctrl-C, nothing may be imported, not even typing

__version__ = "0.1.0"

__all__ = ["PeeltrackError", "Records", "__version__", "compare", "load"]

if TYPE_CHECKING:
    from peeltrack.api import Records, compare, load
    from peeltrack.model import PeeltrackError
else:

    def __getattr__(name: str) -> object:
        """Import a part of the API when it is first used, so that the command line starts quickly."""
        if name not in __all__:
            raise AttributeError(f"module 'peeltrack' has no attribute '{name}'")
        from importlib import import_module

        return getattr(import_module("peeltrack.api"), name)
