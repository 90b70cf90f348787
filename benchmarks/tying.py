"""What one tie costs in a small store and in a large one: made and ended again, in the process, on the same stories.

Stories have 2 to 40 claims, tied twice as often as there are claims; the large store also has one of 1,000.

Run: .venv/bin/python -m benchmarks.tying [CLAIMS]
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.stock import REVIEWERS, stock
from service import evidence, tying
from service.domain.vocabulary import Scope, Tie
from service.reviewers import Caller
from service.store.database import database
from service.store.models import Claim
from service.store.revisions import writing

SMALL = 1_000
LARGE = 100_000
MOST_TOGETHER = 40
LARGEST = 1_000
TIMES = 60


def claim(batch: int, number: int) -> str:
    """Name a claim; both stores have the first batch, whose last claim is tied to nothing."""
    return f"clm_b{batch:05}-{number:04}"


def tied(subject: str, lone: str) -> Iterator[float]:
    """Tie a claim of a story to one that is tied to nothing, and time it; then end the tie."""
    for _ in range(TIMES):
        start = perf_counter()
        made, _ = evidence.add(subject, {"tie": Tie.SUPPORTED_BY, "claim": lone}, REVIEWERS[0], edits=True)
        yield perf_counter() - start
        evidence.delete(made.id, None, Caller(REVIEWERS[0], Scope.EDIT))


def main() -> None:
    """Fill both stores and print the medians and their ratio."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else LARGE
    sizes = (2, 10, 20, MOST_TOGETHER)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for number in (SMALL, many):
            stock(f"sqlite:///{Path(folder) / f'{number}.db'}", number, tied_up_to=MOST_TOGETHER)
            with database.connection_context():
                # Stories come in the order of their sizes.
                firsts = [claim(0, sum(range(2, size))) for size in sizes]
                found[number] = [median(tied(first, claim(0, SMALL - 1))) * 1e3 for first in firsts]
                largest = tie_the_largest(many // SMALL - 1) if number == many else 0
            database.close_idle()
    sys.stdout.write(f"{'ms, in a story of':24}{'':4}{SMALL:>10,}{many:>12,}   ratio\n")
    for size, few, lots in zip(sizes, *found.values(), strict=True):
        sys.stdout.write(f"{size:24}{'':4}{few:10.2f}{lots:12.2f}{lots / few:8.2f}\n")
    sys.stdout.write(f"{LARGEST:24}{'':14}{largest:12.2f}\n")


def tie_the_largest(batch: int) -> float:
    """Make one story of all claims of a batch but the last, and time tying that one to it, in milliseconds."""
    with writing(None) as transaction:
        first, *others = (Claim.get(Claim.id == claim(batch, number)) for number in (0, *range(2, LARGEST - 1)))
        tying.join(transaction, first, others)
    return median(tied(claim(batch, 0), claim(batch, LARGEST - 1))) * 1e3


if __name__ == "__main__":
    main()
