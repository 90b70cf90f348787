"""Copies of a whole store between databases, as its columns hold it; knows no verbs and no documents."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from peewee import Database, PeeweeException, SqliteDatabase

from service.domain.errors import NotMigrated, StoreUnavailable, Unreadable
from service.store import migrating, revisions
from service.store.database import SQLITE_TYPES, database, is_sqlite, snapshot
from service.store.failures import first_of_the_engine, is_damaged, reason_of
from service.store.models import TABLES, Counter, Row, Taxonomy, Term

SLICE_PAGES: Final = 1_000
SLICE_ROWS: Final = 500

WRITTEN: Final[dict[type[Row], str]] = {
    Counter: " WHERE rev > 0",
    Taxonomy: " WHERE rev > 0",
    Term: " WHERE namespace IN (SELECT namespace FROM taxonomy WHERE rev > 0)",
}
"""Which rows of a table somebody wrote; a store begins with the others."""

AWAY: Final = (sqlite3.OperationalError, psycopg.OperationalError, psycopg.InterfaceError)

Step = Callable[[float], None]
"""Is told how much of a copy is made, from 0 to 1."""


@contextmanager
def opened(file: Path) -> Iterator[Database]:
    """Open a SQLite file that is of no use to anybody until it is whole: nothing protects it from a crash."""
    scratch = SqliteDatabase(str(file), pragmas={"journal_mode": "off", "synchronous": "off"}, field_types=SQLITE_TYPES)
    with scratch.connection_context():
        yield scratch


@contextmanager
def explained(what: str) -> Iterator[None]:
    """Say of an engine's failure, in one sentence, what is wrong; `what` is being copied."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error, PeeweeException) as failure:
        first, reason = first_of_the_engine(failure), reason_of(failure)
        if is_damaged(failure):
            raise Unreadable(f"{what} is no database, or it is damaged.") from failure
        if isinstance(first, AWAY) and getattr(first, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_ERROR:
            hint = "Nothing was changed. A restore is prepared in TMPDIR."
            raise StoreUnavailable(f"A database is away, busy or full: {reason}.", hint=hint) from failure
        raise Unreadable(f"{what} cannot be copied: {reason}.") from failure


def save(file: Database, step: Step) -> None:
    """Copy the store as it is at one moment into an empty file; others go on reading and writing."""
    with explained("The store"):
        if is_sqlite():
            _save_pages(file, step)
        else:
            _save_rows(file, step)


def load(file: Database, step: Step) -> None:
    """Put a file's content into the place of the store's in one transaction; others may be using the store."""
    with explained("The backup"):
        if is_sqlite():
            _load_pages(file, step)
        else:
            _load_rows(file, step)


def copy_pages(source: sqlite3.Connection, target: sqlite3.Connection, step: Step) -> None:
    """Copy one SQLite database over another, in one transaction of the target."""

    def tell(status: int, remaining: int, total: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            # SQLite has waited already, and Python would try again for ever.
            raise StoreUnavailable("Somebody else is writing.", hint="Nothing was changed. Try the same again.")
        step(1 - remaining / max(total, 1))

    source.backup(target, pages=SLICE_PAGES, progress=tell)


def holds_rows() -> bool:
    """Tell whether the store holds anything, or, if it is a file, whether it is somebody else's."""
    there = set(database.get_tables())
    ours = [table for table in TABLES if _name(table) in there]
    if not ours:
        return is_sqlite() and bool(there - {migrating.HISTORY})
    return any(
        database.execute_sql(f'SELECT 1 FROM "{_name(table)}"{WRITTEN.get(table, "")} LIMIT 1').fetchone()
        for table in ours
    )


def is_whole(file: Database) -> bool:
    """Tell whether a file has what this release needs, a counter too, and nothing that SQLite sees is broken."""
    for table in TABLES:
        there = {column.name for column in file.get_columns(_name(table))}
        if not {field.column_name for field in table._meta.sorted_fields} <= there:
            return False
    return last_number(file) is not None and file.execute_sql("PRAGMA integrity_check").fetchone() == ("ok",)


def last_number(of: Database) -> int | None:
    """Read the number of a database's last write; None where it keeps none."""
    if not of.table_exists(_name(Counter)):
        return None
    found = of.execute_sql(f"SELECT rev FROM {_name(Counter)}").fetchone()
    return found and int(found[0])


def _save_pages(file: Database, step: Step) -> None:
    # A transaction that has read keeps its snapshot from slice to slice; without it, each write begins the copy anew.
    with snapshot():
        revisions.current()
        copy_pages(database.connection(), file.connection(), step)
    # The copy says of itself that it has a write-ahead log; without, it can be read where nothing can be written.
    file.execute_sql("PRAGMA journal_mode = delete")


def _load_pages(file: Database, step: Step) -> None:
    size = database.execute_sql("PRAGMA page_size").fetchone()[0]
    if size != file.execute_sql("PRAGMA page_size").fetchone()[0]:
        # A database with a write-ahead log keeps its size of pages.
        file.execute_sql(f"PRAGMA page_size = {size}")
        file.execute_sql("VACUUM")
    copy_pages(file.connection(), database.connection(), step)
    # The log would stay as large as the store is.
    database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _save_rows(file: Database, step: Step) -> None:
    _refuse_later_schema()
    migrating.up_elsewhere(file)
    with snapshot(), file.atomic():
        # Before the snapshot is taken: a table that is emptied after it would be read as empty.
        database.execute_sql(f"LOCK TABLE {_names()} IN ACCESS SHARE MODE")
        gauge = _Gauge(_count_rows(database.obj), step)
        for table in TABLES:
            file.execute_sql(f'DELETE FROM "{_name(table)}"')
            with database.connection().cursor("saved", binary=True) as rows:
                rows.itersize = SLICE_ROWS
                rows.execute(_select(table))
                file.connection().executemany(_insert(table), gauge.watch(rows))


def _load_rows(file: Database, step: Step) -> None:
    _refuse_later_schema()
    gauge = _Gauge(_count_rows(file), step)
    with database.atomic():
        database.execute_sql(f"TRUNCATE {_names()}")
        # In the order of TABLES: what a row refers to is there before it.
        for table in TABLES:
            into = f'COPY "{_name(table)}" ({_columns(table)}) FROM STDIN'
            with database.connection().cursor() as cursor, cursor.copy(into) as copy:
                for row in gauge.watch(file.connection().execute(_select(table))):
                    copy.write_row(row)


@dataclass
class _Gauge:
    """How many rows are copied, out of how many."""

    total: int
    step: Step
    done: int = 0

    def watch(self, rows: Iterable[Any]) -> Iterator[Any]:
        """Pass rows through and count them."""
        for row in rows:
            yield row
            self.done += 1
            if self.done % SLICE_ROWS == 0 or self.done == self.total:
                self.step(self.done / self.total)


def _refuse_later_schema() -> None:
    if migrating.unknown():
        raise NotMigrated("A later release migrated the store.", hint="Use that release, or another database.")


def _count_rows(of: Database) -> int:
    return sum(of.execute_sql(f'SELECT count(*) FROM "{_name(table)}"').fetchone()[0] for table in TABLES)


def _name(table: type[Row]) -> str:
    return str(table._meta.table_name)


def _names() -> str:
    return ", ".join(f'"{_name(table)}"' for table in TABLES)


def _columns(table: type[Row]) -> str:
    return ", ".join(f'"{field.column_name}"' for field in table._meta.sorted_fields)


def _select(table: type[Row]) -> str:
    return f'SELECT {_columns(table)} FROM "{_name(table)}"'


def _insert(table: type[Row]) -> str:
    places = ", ".join("?" for _ in table._meta.sorted_fields)
    return f'INSERT INTO "{_name(table)}" ({_columns(table)}) VALUES ({places})'
