"""What a durable write costs: a tag by POST, beside SQLite alone that commits the same.

Run: make bench. Figures and what they mean: docs/performance.md.
"""

import argparse
import itertools
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks import alone, servers
from benchmarks.client import measure, request
from benchmarks.stock import stock


def compare(name: str, ours: Callable[[], float], floor: Callable[[], float], rounds: int) -> str:
    """Measure both in turn and give the medians and the median of the ratios, as a row of a table."""
    pairs = [(ours(), floor()) for _ in range(rounds)]
    ratio = statistics.median(mine / other for mine, other in pairs)
    mine, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    return f"| {name} | {mine:,.0f} | {other:,.0f} | {ratio:.0%} |"


def tags(token: str, claims: int) -> Callable[[int], Iterator[bytes]]:
    """Give each claim a tag that it does not have, from each connection another one."""
    numbers = itertools.count()

    def of_connection(_: int) -> Iterator[bytes]:
        while True:
            number = next(numbers)
            claim = f"clm_b{number % (claims // 1_000):05}-{number // 100 % 1_000:04}"
            body = json.dumps({"term": f'free:word="t{number}"'}).encode()
            yield request(f"/v1/claims/{claim}/tags", "POST", body, Authorization=f"Bearer {token}")

    return of_connection


def main() -> None:
    """Stock a store, serve it, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        url = f"sqlite:///{folder}/hearsay.db"
        token = stock(url, chosen.claims)
        shutil.copy(Path(folder) / "hearsay.db", Path(folder) / "alone.db")
        sys.stdout.write(f"{chosen.claims:,} claims; {chosen.rounds} rounds of {chosen.seconds:g} s\n\n")
        sys.stdout.write("| tags a second | Hearsay | SQLite alone | ratio |\n| --- | ---: | ---: | ---: |\n")
        with servers.hearsay(url) as server:
            sent = tags(token, chosen.claims)
            for what, commit in {"the same rows": alone.tag, "one small row": alone.small_row}.items():
                row = compare(
                    f"one durable tag by POST; SQLite commits {what}",
                    lambda: measure(server.port, sent, 201, chosen.seconds).a_second,
                    partial(alone.rate, Path(folder) / "alone.db", commit, chosen.seconds),
                    chosen.rounds,
                )
                sys.stdout.write(row + "\n")


if __name__ == "__main__":
    main()
