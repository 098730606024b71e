"""Where the program starts: ``peeltrack``, and ``python -m peeltrack``."""

from __future__ import annotations

import gc
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command line and exit with its code."""
    gc.disable()  # a run is too short to make garbage worth collecting
    try:
        from peeltrack.cli import main as run

        code = run()
    except KeyboardInterrupt:
        code = 130
    sys.exit(code)


if __name__ == "__main__":
    main()
