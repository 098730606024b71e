"""Completion of command lines by the shell."""

from __future__ import annotations

import os

COMPLETE = "_PEELTRACK_COMPLETE"
"""The environment variable by which a shell asks for completions, or for the script that asks for them."""


def asked_to_complete() -> bool:
    """Return whether a shell that click knows asks; any other value of the variable means nothing."""
    shell, _, what = os.environ.get(COMPLETE, "").partition("_")
    if not shell:
        return False
    from click.shell_completion import get_completion_class

    asked = what == "source" or (what == "complete" and "COMP_WORDS" in os.environ)
    return asked and get_completion_class(shell) is not None
