"""Run the command line with ``python -m peeltrack``."""

from peeltrack.cli import main

if __name__ == "__main__":
    main()
