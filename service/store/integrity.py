"""What the engine itself can tell about the files and references of a store."""

from collections.abc import Iterator

from service.store.database import is_sqlite
from service.store.query import run


def faults() -> Iterator[str]:
    """Give a line for each fault; of PostgreSQL none, which has its own tools and cannot lose a reference."""
    if not is_sqlite():
        return
    for (line,) in run("PRAGMA integrity_check", []):
        if line != "ok":
            yield f"the file: {line}"
    for table, row, parent, _ in run("PRAGMA foreign_key_check", []):
        ((name, *_),) = run(f"SELECT * FROM {table} WHERE rowid = ?", [row])
        yield f"{name}: its row of {table} refers to a row of {parent} that is not there"
