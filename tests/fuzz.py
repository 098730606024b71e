"""Try peeltrack with made-up records, spoilt files and odd questions, for as long as you like.

    python tests/fuzz.py [--minutes N] [--seed N] [--rounds N]

Each round compares what changed with an independent oracle, asks odd questions about spoilt files, and
makes a site. Print every failure with its seed, and exit with 1 if there was one. To repeat a round:
`--seed N --rounds 1`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from fuzz_rounds import attack, build_site, compare_real, compare_with_oracle


def main() -> int:
    """Run rounds until the time is up; return 1 if one failed."""
    parser = argparse.ArgumentParser(description="Try peeltrack with made-up and spoilt records.")
    parser.add_argument("--minutes", type=float, default=1, help="how long to go on  [1]")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the first round  [0]")
    parser.add_argument("--rounds", type=int, help="how many rounds  [as many as there is time for]")
    asked = parser.parse_args()
    end = time.monotonic() + 60 * asked.minutes
    done = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        if asked.rounds is None:
            compare_real()
        while done < asked.rounds if asked.rounds else time.monotonic() < end:
            seed = asked.seed + done
            failed += not _passes(seed, Path(folder) / "records")
            done += 1
    print(f"{done:,} rounds from seed {asked.seed}, {failed} failed")
    return min(failed, 1)


def _passes(seed: int, folder: Path) -> bool:
    """Run one round and say what failed."""
    for round_ in (compare_with_oracle, attack, build_site):
        try:
            round_(Random(seed), folder)
        except Exception as error:  # noqa: BLE001 - whatever fails is the answer
            print(f"seed {seed}, {round_.__name__}: {type(error).__name__}: {error}", flush=True)
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
