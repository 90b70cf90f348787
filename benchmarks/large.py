"""Browsing and searching ten million claims; it says first how much disk it needs, and does nothing without.

Run: make bench-10m. Figures and what they mean: docs/performance.md.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks import browsing, searching
from benchmarks.stock import stocked
from service.store.database import SQLITE_SCHEME

CLAIMS: Final = 10_000_000
BYTES_A_CLAIM: Final = 7_500
"""What the store takes, with its log while it is filled; measured at 1,000,000."""


def main() -> None:
    """Stock a store of ten million claims for the time, and print what each query of it takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--folder", type=Path, default=Path.cwd(), help="where the store lies for the time")
    chosen = parser.parse_args()
    needed, free = chosen.claims * BYTES_A_CLAIM, shutil.disk_usage(chosen.folder).free
    sys.stdout.write(f"{chosen.claims:,} claims need {needed / 1e9:,.1f} GB on the disk of {chosen.folder}.\n")
    if free < needed:
        sys.exit(f"Only {free / 1e9:,.1f} GB are free there; name another place with --folder, or fewer --claims.")
    with (
        tempfile.TemporaryDirectory(dir=chosen.folder, prefix=".bench-") as folder,
        stocked(chosen.claims, f"{SQLITE_SCHEME}{folder}/hearsay.db"),
    ):
        browsing.report(browsing.known(), plans=True)
        for line in searching.figures():
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
