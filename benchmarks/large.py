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
BYTES_A_CLAIM: Final = 9_500
"""What the store takes, 7,300 with its log while it is filled, and the file that the worst order is sorted in."""


def main() -> None:
    """Stock a store of ten million claims for the time, and print what each query of it takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--folder", type=Path, default=Path.cwd(), help="where the store lies for the time")
    parser.add_argument("--keep", type=Path, help="the file to keep the store in, and to read it from once it is there")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=chosen.folder, prefix=".bench-") as folder:
        store = (chosen.keep or Path(folder) / "hearsay.db").resolve()
        if not store.exists():
            require_room(chosen.claims, store.parent)
        measure(chosen.claims, store)


def require_room(claims: int, folder: Path) -> None:
    """Say how much disk a store of so many claims takes, and leave where this folder's disk has less."""
    needed, free = claims * BYTES_A_CLAIM, shutil.disk_usage(folder).free
    sys.stdout.write(f"{claims:,} claims need {needed / 1e9:,.1f} GB on the disk of {folder}.\n")
    if free < needed:
        sys.exit(f"Only {free / 1e9:,.1f} GB are free there; name another place with --folder, or fewer --claims.")


def measure(claims: int, store: Path) -> None:
    """Print what each query takes in the store of this file, which is stocked first where it is not there."""
    with stocked(claims, f"{SQLITE_SCHEME}{store}"):
        browsing.report(browsing.known(), plans=True)
        for line in searching.figures():
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
