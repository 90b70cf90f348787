"""What it costs the database to browse claims: each filter, each order, pairs of filters, a deep page, and facets.

Run: .venv/bin/python -m benchmarks.browsing [--claims N] [--plans]. Figures and what they mean: docs/performance.md.
"""

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from statistics import median
from time import perf_counter, process_time
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import parse_qsl

from benchmarks.stock import TERMS, stocked
from service.schemas.grammars import CLAIMS
from service.schemas.sums import FACETS
from service.store import browsing, facets, kinds, lists, query
from service.store.database import is_sqlite
from service.store.query import Key, Order, Place, Query, run

RUNS: Final = 21
SLOW_MS: Final = 50
EVERY: Final = ",".join(FACETS)
NEEDY: Final = frozenset({"position", "relevance"})
"""Orders that are there only beside a filter."""


# Common values and rare ones; {outlet} has published many claims, {little} few.
FILTERS: Final = (
    "source_type=official", "speaker_kind=anonymous", "speaker_kind=none", "identification=withheld",
    "ground_rule=background", "speaker_id={speaker}", "speaker=Person+0", "channel=quote", "source_id={wire}",
    "via={wire}", "via_type=media", "hearsay_depth=3", "hearsay_depth__gte=2", "article_id=art_b00000-07",
    "article_url=https://news.example/b00000/7", "publisher_id={outlet}", "publisher_id={little}", "position=3",
    "corroboration=corroborated", "corroboration=unattributed", "corroboration=contested", "override=contested",
    "origins_min=1", "origins_max=2", "documented=true", "story={story}", "in_text=false", "language=fr",
    "language=fi", "published_at__gte=2024-12-01T00:00:00Z", "created_at__gte={late}", "updated_at__gte={late}",
    "rev__gte={rev}", "tag={term}", "tag__not={term}", "reviewer=ben",
)  # fmt: skip
PAIRS: Final = (
    "source_type=official&speaker_kind=anonymous", "source_type=participant&speaker_kind=anonymous",
    "source_type=official&corroboration=corroborated", "source_type=outlet&corroboration=single_source",
    "source_type=official&publisher_id={outlet}", "source_type=participant&publisher_id={little}",
    "source_type=official&tag={term}",
    "source_type=official&published_at__gte=2024-03-01T00:00:00Z&published_at__lt=2024-03-02T00:00:00Z",
    "source_type=official&published_at__gte=2024-03-01T00:00:00Z&published_at__lt=2024-06-01T00:00:00Z",
)  # fmt: skip
SORTED: Final = (
    "sort=-published_at,position", "source_type=official&sort=-published_at",
    "publisher_id={outlet}&sort=-published_at", "publisher_id={little}&sort=-published_at",
    "corroboration=unattributed&sort=-published_at",
    "tag={term}&sort=-published_at", "sort=-hearsay_depth,origins_max", "source_type=official&sort=-origins_min",
    "article_id=art_b00000-07&sort=position",
)  # fmt: skip
COUNTED: Final = (
    "facets={every}", "facets={every}&source_type=official", "facets={every}&publisher_id={outlet}",
    "facets={every}&hearsay_depth__gte=3", "facets={every}&published_at__gte=2024-11-15T00:00:00Z",
    "facets={every}&tag={term}", "facets=source_type", "facets=tag", "facets=publisher_id",
    "facets={every}&channel=quote", "facets={every}&channel=paraphrase", "facets={every}&reviewer=ben",
    "facets={every}&position=3", "facets={every}&position=3&position=4", "facets={every}&q=third",
    "facets={every}&q=every", "count=true", "count=true&source_type=official",
)  # fmt: skip


def main() -> None:
    """Stock a store, or take one that is stocked, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--store", help="the URL of a store; it is stocked if it is new")
    parser.add_argument("--plans", action="store_true")
    chosen = parser.parse_args()
    with stocked(chosen.claims, chosen.store):
        report(known(), plans=chosen.plans)


def known() -> dict[str, Any]:
    """Find what to ask for in this store."""

    def one(sql: str) -> Any:
        return run(sql, [])[0][0]

    outlets = "SELECT publisher_id FROM claim WHERE publisher_id IS NOT NULL GROUP BY publisher_id ORDER BY count(*)"
    return {
        "outlet": one(f"{outlets} DESC LIMIT 1"),
        "little": one(f"{outlets} LIMIT 1"),
        "speaker": one("SELECT speaker_id FROM claim WHERE speaker_kind = 'named' LIMIT 1"),
        "wire": one("SELECT source_id FROM link WHERE passed_on LIMIT 1"),
        "story": one("SELECT story FROM claim WHERE id = 'clm_b00000-0004'"),
        "rev": one("SELECT rev - 100 FROM counter"),
        "late": "2100-01-01T00:00:00Z",
        "term": TERMS[2].replace('"', "%22"),
        "every": EVERY,
    }


def report(known_here: dict[str, Any], *, plans: bool) -> None:
    """Print a row for each query."""
    sorts = [f"sort={sign}{key}" for key in CLAIMS.sorts if key not in NEEDY for sign in ("", "-")]
    ((claims,),) = run("SELECT count(*) FROM claim", [])
    sys.stdout.write(f"{claims:,} claims\n\n| query | ms | rows |\n| --- | ---: | ---: |\n")
    for asked in ("", *FILTERS, *PAIRS, *sorts, *SORTED, *COUNTED):
        filled = asked.format(**known_here)
        wanted = CLAIMS.read(parse_qsl(filled))
        show(asked, wanted, plans=plans)
    show("a deep page", deep(Query("claims")), plans=plans)
    newest = Query("claims", order=Order((Key("published_at", descending=True),), descending=True))
    show("a deep page, sort=-published_at", deep(newest), plans=plans)


def deep(first: Query) -> Query:
    """Go to the middle of the list."""
    (middle,) = run(
        "SELECT id, published_at FROM claim ORDER BY id LIMIT 1 OFFSET (SELECT count(*) / 2 FROM claim)", []
    )
    return replace(first, after=Place(tuple(middle[1:]) if first.order.keys else (), middle[0]))


def show(name: str, wanted: Query, *, plans: bool) -> None:
    """Time a query and print a row."""
    page = browsing.page(lists.CLAIMS, wanted)
    # SQLite works in this process, so that other programs on the machine need not count.
    clock = process_time if is_sqlite() else perf_counter
    times: list[float] = []
    while len(times) < RUNS and sum(times) < RUNS * SLOW_MS:
        start = clock()
        browsing.page(lists.CLAIMS, wanted)
        times.append((clock() - start) * 1e3)
    sys.stdout.write(f"| `{name or 'all'}` | {median(times):.2f} | {len(page.documents)} |\n")
    if plans:
        for line in planned(wanted):
            sys.stdout.write(f"|     {line}\n")
    sys.stdout.flush()


def planned(wanted: Query) -> list[str]:
    """Give the engine's plans of all that a query reads."""
    found: list[str] = []

    def explain(sql: str, bound: Sequence[Any]) -> list[Any]:
        how = "EXPLAIN QUERY PLAN " if is_sqlite() else "EXPLAIN "
        found.extend(str(row[-1]) for row in run(how + sql, bound))
        return run(sql, bound)

    with ExitStack() as patches:
        for module in (query, browsing, facets, kinds):
            patches.enter_context(patch.object(module, "run", explain))
        in_one = patch.object(facets, "run_in_parts", lambda sql, bound, _: iter([explain(sql, bound)]))
        patches.enter_context(in_one)
        browsing.page(lists.CLAIMS, wanted)
    return found


if __name__ == "__main__":
    main()
