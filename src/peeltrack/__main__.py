"""Where the program starts: ``peeltrack``, and ``python -m peeltrack``."""

from __future__ import annotations

import gc
import os
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line, without the search for rubbish: a run is too short to make any.

    That is said before the libraries are imported, or it would come after most of the run.
    """
    gc.disable()
    try:
        from peeltrack.cli import main as run
    except KeyboardInterrupt:
        os._exit(130)
    run()


if __name__ == "__main__":
    main()
