"""What a search takes, what its index weighs, and how long a claim's words take to be added to it.

Run: .venv/bin/python -m benchmarks.searching [--claims N]
"""

import argparse
import sys
from collections.abc import Iterator
from statistics import median
from time import perf_counter
from typing import Final
from urllib.parse import parse_qsl

from peewee import chunked

from benchmarks.stock import ALL_SIZES, stocked
from service import claims
from service.findable import words_of
from service.schemas.grammars import CLAIMS
from service.store import words
from service.store.database import database, is_sqlite
from service.store.query import run

CLAIMS_BY_DEFAULT: Final = 100_000
RUNS: Final = 15
ADDED: Final = 10_000
ADDED_AT_ONCE: Final = 500

# What a copy's number is a word of has 1,000 claims, however many there are.
ASKED: Final = (
    ("a word of 1,000 claims", "q=b00007"),
    ("- of one source type", "q=b00007&source_type=official"),
    ("- with a word of a third", "q=b00007+third"),
    ("- by relevance", "q=b00007&sort=relevance"),
    ("a word of a third of all claims", "q=third"),
    ("- of one source type", "q=third&source_type=official"),
    ("- of one article", "q=third&article_id=art_b00007-01"),
    ("- what changed last", "q=third&sort=-rev"),
    ("- of a type that never has it", "q=third&source_type=undisclosed"),
    ("- by relevance", "q=third&sort=relevance"),
    ("a word of every claim", "q=every"),
    ("a phrase of two common words", "q=%22every+third%22"),
    ("all without a word of a third", "q=-third"),
)

SIZES: Final = {
    True: "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'claim_words%' OR name LIKE 'claim_index%'",
    False: "SELECT pg_total_relation_size('claim_words')",
}


def milliseconds(query: str) -> float:
    """Time the first page of what a query asks, with its snippets: the median."""
    wanted = CLAIMS.read(parse_qsl(query))
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        claims.page(wanted)
        times.append(perf_counter() - start)
    return median(times) * 1e3


def seconds_to_add() -> float:
    """Time how long the words of some claims take to be made and kept again."""
    asked = "SELECT number, id, document FROM claim WHERE deleted_at IS NULL ORDER BY number DESC LIMIT ?"
    documents = {}
    # FTS5 writes what it holds whenever a lower number comes.
    for number, claim_id, document in sorted(run(asked, [ADDED])):
        words.remove(claim_id)
        documents[number] = bytes(document)
    start = perf_counter()
    for some in chunked(documents.items(), ADDED_AT_ONCE):
        with database.atomic():
            words.add({number: words_of(document) for number, document in some})
    return perf_counter() - start


def figures() -> Iterator[str]:
    """Give each figure as a line."""
    ((many,),) = run("SELECT count(*) FROM claim", [])
    for name, query in ASKED:
        yield f"{name:34} {milliseconds(query):9.1f} ms"
    index, whole = (run(sizes[is_sqlite()], [])[0][0] for sizes in (SIZES, ALL_SIZES))
    json = run("SELECT SUM(length(document)) FROM claim", [])[0][0]
    yield f"{'the index, a claim':34} {index / many:9.0f} bytes"
    yield f"{'the JSON, a claim':34} {json / many:9.0f} bytes"
    yield f"{'the store, a claim':34} {whole / many:9.0f} bytes"
    with database.atomic() as trial:
        each = seconds_to_add() / ADDED
        trial.rollback()
    yield f"{'to add to the index, a claim':34} {each * 1e6:9.0f} µs"


def main() -> None:
    """Stock a store, or take one that is stocked, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS_BY_DEFAULT)
    parser.add_argument("--store", help="the URL of a store; it is stocked if it is new")
    chosen = parser.parse_args()
    with stocked(chosen.claims, chosen.store):
        for line in figures():
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
