"""What one page of 50 costs in the process: our statement, peewee's query builder, and SQLite row by row.

Run: .venv/bin/python -m benchmarks.page
"""

import sys
import tempfile
import timeit
from collections.abc import Callable
from pathlib import Path

from service.domain.vocabulary import RowType
from service.exchange import load
from service.loading import Line, Loading
from service.store import lists, migrating
from service.store.database import bind, database
from service.store.models import Claim
from service.store.query import DEFAULT_LIMIT, Query, page

CLAIMS = 2_000
RUNS = 2_000
REPEATS = 5


def microseconds(action: Callable[[], object]) -> float:
    """Time one call: the best mean of several runs."""
    return min(timeit.repeat(action, number=RUNS, repeat=REPEATS)) / RUNS * 1e6


def body(number: int) -> dict[str, object]:
    """Make a claim with a chain of two."""
    chain = [
        {"source": {"kind": "outlet", "name": f"Outlet {number % 50}"}, "source_type": "media"},
        {"source": {"kind": "person", "name": f"Person {number % 500}"}, "source_type": "expert"},
    ]
    article = {"url": f"https://news.example/{number // 20}", "publisher": {"name": f"Outlet {number // 20 % 50}"}}
    return {"id": f"clm_{number:06}", "article": article, "statement": f"Claim {number}. " * 8, "attribution": chain}


def main() -> None:
    """Fill a store and print the three times."""
    with tempfile.TemporaryDirectory() as folder:
        bind(f"sqlite:///{Path(folder) / 'bench.db'}")
        with database.connection_context():
            migrating.up()
            load((Line(number, RowType.CLAIM, body(number)) for number in range(CLAIMS)), Loading(None))
            first, built = Query("claims"), DEFAULT_LIMIT + 1
            objects = Claim.select(Claim.document, Claim.id).where(Claim.deleted_at.is_null())
            alone = "SELECT document, id, id FROM claim WHERE deleted_at IS NULL ORDER BY id LIMIT 51"
            times = {
                "our statement": microseconds(lambda: page(lists.CLAIMS, first)),
                "peewee's query": microseconds(lambda: list(objects.order_by(Claim.id).limit(built).tuples())),
                "SQLite, row by row": microseconds(lambda: database.connection().execute(alone).fetchall()),
            }
        database.close_idle()
    for name, time in times.items():
        sys.stdout.write(f"{name:18} {time:6.0f} µs\n")


if __name__ == "__main__":
    main()
