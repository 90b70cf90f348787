"""What the engine itself can tell about the files and references of a store."""

from collections.abc import Iterator
from typing import Final

from service.store.database import database, is_sqlite
from service.store.query import run

# What the index holds, entry by entry; it is made beside the store and goes with the connection.
ENTRIES: Final = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS temp.claim_entry USING fts5vocab('main', 'claim_index', 'instance')"
)
NAMES: Final = {"claim": "id"}
"""What a row is called by, where that is not its first column."""


def faults() -> Iterator[str]:
    """Give a line for each fault; of PostgreSQL none, which has its own tools and cannot lose a reference."""
    if not is_sqlite():
        return
    for (line,) in run("PRAGMA integrity_check", []):
        if line != "ok":
            yield f"the file: {line}"
    for table, row, parent, _ in run("PRAGMA foreign_key_check", []):
        ((name, *_),) = run(f"SELECT {NAMES.get(table, '*')} FROM {table} WHERE rowid = ?", [row])
        yield f"{name}: its row of {table} refers to a row of {parent} that is not there"
    if _sum_of_index() != _sum_of_words():
        yield "the index of searches: it is not what claims are searched in"


def _sum_of_index() -> int:
    database.execute_sql(ENTRIES)
    entries = database.execute_sql("SELECT term, doc, offset FROM temp.claim_entry")
    return sum(hash((word, number, place)) for word, number, place in entries)


def _sum_of_words() -> int:
    kept = database.execute_sql("SELECT words, number FROM claim_words")
    return sum(hash((word, number, place)) for words, number in kept for place, word in enumerate(words.split(" ")))
