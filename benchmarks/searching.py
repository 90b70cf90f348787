"""What a search takes, what its index weighs, and how much longer an import takes with it.

Run: .venv/bin/python -m benchmarks.searching [CLAIMS] [URL of an empty store]
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final
from urllib.parse import parse_qsl

from peewee import chunked

from benchmarks.stock import KINDS, stock
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
VOCABULARY: Final = 20_000
WORDS_A_STATEMENT: Final = 28
UNDISCLOSED: Final = 4
"""Which of the kinds of speakers never says `third`."""

OF_TWELVE: Final = range(5)
"""With a fifth of the claims left out, these are a third."""

# What a copy's number is a word of has 1,000 claims, however many there are.
ASKED: Final = (
    ("a word of 1,000 claims", "q=b00007"),
    ("- of one source type", "q=b00007&source_type=expert"),
    ("- with a word of a third", "q=b00007+third"),
    ("- by relevance", "q=b00007&sort=relevance"),
    ("a word of a third of all claims", "q=third"),
    ("- of one source type", "q=third&source_type=expert"),
    ("- of one article", "q=third&article_id=art_b00007-01"),
    ("- what changed last", "q=third&sort=-rev"),
    ("- of a type that never has it", "q=third&source_type=undisclosed"),
    ("- by relevance", "q=third&sort=relevance"),
    ("a word of every claim", "q=every"),
    ("a phrase of two common words", "q=%22every+third%22"),
    ("all without a word of a third", "q=-third"),
)

SIZES: Final = {
    True: "SELECT SUM(pgsize) FROM dbstat WHERE name LIKE 'claim_words%' OR name LIKE 'claim_index%' "
    "OR name LIKE 'sqlite_autoindex_claim_words%'",
    False: "SELECT pg_total_relation_size('claim_words')",
}
ALL_SIZES: Final = {True: "SELECT SUM(pgsize) FROM dbstat", False: "SELECT pg_database_size(current_database())"}


def say(number: int) -> str:
    """Make a statement whose words are as often as words are in a language."""
    said = []
    for place in range(WORDS_A_STATEMENT):
        share = (number * WORDS_A_STATEMENT + place) * 2_654_435_761 % 2**32 / 2**32
        said.append(f"w{int(VOCABULARY**share)}")
    third = ["third"] if number % 12 in OF_TWELVE and number % len(KINDS) != UNDISCLOSED else []
    return " ".join(["every", *third, *said, "b00000"])


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
    asked = "SELECT id, document FROM claim WHERE deleted_at IS NULL ORDER BY id DESC LIMIT ?"
    documents = {claim: bytes(document) for claim, document in run(asked, [ADDED])}
    for claim in documents:
        words.remove(claim)
    start = perf_counter()
    for some in chunked(documents.items(), ADDED_AT_ONCE):
        with database.atomic():
            words.add({claim: words_of(document) for claim, document in some})
    return perf_counter() - start


def figures(stocked_in: float, many: int) -> Iterator[str]:
    """Give each figure as a line."""
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
    yield f"{'import of a whole store, a claim':34} {stocked_in / many * 1e6:9.0f} µs"
    yield f"{'- of that for the index':34} {each * 1e6:9.0f} µs"


def main() -> None:
    """Fill the store and print the figures."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS_BY_DEFAULT
    with tempfile.TemporaryDirectory() as folder:
        url = (sys.argv[2:] or [f"sqlite:///{Path(folder) / 'bench.db'}"])[0]
        start = perf_counter()
        stock(url, many, say=say)
        stocked_in = perf_counter() - start
        with database.connection_context():
            for line in figures(stocked_in, many):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
        database.close_idle()


if __name__ == "__main__":
    main()
