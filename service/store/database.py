"""Where the rows are: one database, SQLite or PostgreSQL, chosen by its URL."""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Final

import psycopg
from peewee import Database
from playhouse.pool import PooledSqliteDatabase
from psycopg.conninfo import conninfo_to_dict

from service.store import behind
from service.store.choice import Chosen
from service.store.patience import PEEWEES, PatientPool
from service.store.timing import timed, timed_statement

database = Chosen()
"""The one database of this process; `bind` says which. Whoever reads from a replica asks that meanwhile."""

SQLITE_SCHEME: Final = "sqlite:///"
POSTGRES_SCHEMES: Final = ("postgresql://", "postgres://")
USER_WITH_PASSWORD: Final = re.compile(r"(://[^:/?]*):.*@")
PASSWORD: Final = re.compile(r"([?&](?:ssl)?password=)[^&]*")
BUSY_TIMEOUT_MS: Final = 5_000
CONNECT_TIMEOUT_S: Final = 5
"""As long as for another writer; by itself the driver waits two minutes for a PostgreSQL that does not answer."""
FOLLOWING: Final = {"target_session_attrs": "read-write"}
"""Of several hosts the one that takes writes is connected to, which after a failover is another one."""
RETRY_AFTER_S: Final = 1
MAX_CONNECTIONS: Final = 1_000
"""As many as a process may have threads."""

ROOM_KB: Final = 14_000
"""A claim is in some twenty indexes; with 2,000, as SQLite has it, an import takes several times as long."""

PRAGMAS: Final = {
    # Of a new file. A claim takes about 2 kB: of the default, 4,096, half would be empty.
    "page_size": 8_192,
    "journal_mode": "wal",
    # FULL: an answered write survives a power cut, not only a crash of the process.
    "synchronous": "full",
    "foreign_keys": 1,
    "busy_timeout": BUSY_TIMEOUT_MS,
    # Deleted and replaced content leaves the file, so that what is erased is gone.
    "secure_delete": "on",
}

# KEY: ids, compared as bytes by both engines whatever the server's locale is.
SQLITE_TYPES: Final = {"KEY": "TEXT"}
POSTGRES_TYPES: Final = {"KEY": 'TEXT COLLATE "C"'}

ONE_STATE: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"
"""How a transaction of PostgreSQL begins that reads one state of the store; by itself each statement reads its own."""

MARKS: Final = re.compile(r"(?<=VALUES )\([?, ]+\)")
INSERTED_AT_ONCE: Final = (512, 128, 32, 8, 1)
"""So many rows go in one statement, of which few are to be known; SQLite binds at most 32,766 values in one."""

Rows = Sequence[Sequence[Any]]
Batch = Sequence[tuple[str, Rows]]
"""Statements, each with the rows that it is run for."""


class Sqlite(behind.Awaited, PooledSqliteDatabase):
    """A SQLite file whose transactions may have ended by themselves, as they do where the disk is full."""

    connect = timed(PooledSqliteDatabase.connect)
    commit = timed(PooledSqliteDatabase.commit)

    @timed_statement
    def execute_sql(self, sql: str, params: Sequence[Any] | None = None, **_: Any) -> sqlite3.Cursor:
        """Run one statement; peewee's own way has room for hooks, and takes as long again as most statements here."""
        with PEEWEES:
            cursor: sqlite3.Cursor = self.connection().execute(sql, params or ())
            return cursor

    begin = timed(PooledSqliteDatabase.begin)

    @staticmethod
    def run_many(connection: sqlite3.Connection, sql: str, rows: Rows) -> None:
        """Run one statement for each of many rows, as many at once as it can.

        For each run Python's lock is given away and taken again, for which a thread waits where another one works.
        """
        for several, some in _together(sql, rows):
            connection.execute(several, some)

    def rollback(self) -> None:
        """Take back the transaction, unless the engine did."""
        behind.give_up()
        if self.connection().in_transaction:
            super().rollback()


class Postgresql(behind.Awaited, PatientPool):
    """A PostgreSQL database whose time is measured."""

    connect = timed(PatientPool.connect)
    execute_sql = timed_statement(PatientPool.execute_sql)

    begin = timed(PatientPool.begin)
    commit = timed(PatientPool.commit)

    @staticmethod
    def run_many(connection: psycopg.Connection[Any], sql: str, rows: Rows) -> None:
        """Run one statement for each of many rows, as many at once as it can.

        The driver's own way keeps PostgreSQL from ending a transaction that stands still, and from giving up its locks.
        """
        for several, some in _together(sql, rows):
            connection.execute(several.replace("?", "%s").encode(), some)


def _together(sql: str, rows: Rows) -> Iterator[tuple[str, list[Any]]]:
    """Give statements that insert as many of some rows as they can at once, with their values; others are for one."""
    marks, start = MARKS.search(sql), 0
    for size in INSERTED_AT_ONCE if marks else INSERTED_AT_ONCE[-1:]:
        several = sql.replace(marks[0], ", ".join([marks[0]] * size)) if marks else sql
        while len(rows) - start >= size:
            yield several, list(chain.from_iterable(rows[start : start + size]))
            start += size


def open_database(url: str, patience_s: float | None = None, of_several: Mapping[str, str] = FOLLOWING) -> Database:
    """Make a database from its URL: `sqlite:///FILE` or `postgresql://...`; nothing is connected yet.

    A PostgreSQL that does not answer for as long as the patience is away; which of several hosts the driver takes is
    said by `of_several`. Raises ValueError for any other URL.
    """
    if url.startswith(SQLITE_SCHEME) and len(url) > len(SQLITE_SCHEME):
        sqlite: Database = Sqlite(
            url.removeprefix(SQLITE_SCHEME),
            pragmas=PRAGMAS,
            # A write transaction takes the lock when it begins; one that began by reading could not get it later.
            lock_type="IMMEDIATE",
            field_types=SQLITE_TYPES,
            max_connections=MAX_CONNECTIONS,
            check_same_thread=False,
            autoconnect=False,
        )
        return sqlite
    if url.startswith(POSTGRES_SCHEMES):
        postgres: Database = Postgresql(
            "postgresql://" + url.split("://", 1)[1],
            limits_ms=_limits(patience_s),
            **_unless_said(url, of_several),
            patience_s=patience_s,
            field_types=POSTGRES_TYPES,
            max_connections=MAX_CONNECTIONS,
            autoconnect=False,
        )
        return postgres
    raise ValueError("a database URL is sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")


def _limits(patience_s: float | None) -> dict[str, int]:
    """Give in milliseconds what the server ends itself: a wait for another writer, and a transaction that stands still.

    A server that a dead network parts from its client hears nothing, and would keep the lock of all writers.
    """
    limits = {"lock_timeout": BUSY_TIMEOUT_MS}
    if patience_s is not None:
        limits["idle_in_transaction_session_timeout"] = int(patience_s * 1_000)
    return limits


def _unless_said(url: str, of_several: Mapping[str, str]) -> dict[str, Any]:
    """Give what the driver is told where a URL does not say it: how long to wait, and whom of several hosts to take."""
    try:
        said = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        # The driver will say what is wrong with it to who connects.
        return {}
    told: dict[str, Any] = {"connect_timeout": CONNECT_TIMEOUT_S}
    if "," in str(said.get("host", "")) + str(said.get("hostaddr", "")):
        told |= of_several
    return {name: value for name, value in told.items() if name not in said}


def discard() -> bool:
    """Close this thread's connection for good, as what it leads to is gone or is no primary any more."""
    return bool(database.manual_close())


def bind(url: str, patience_s: float | None = None) -> Database:
    """Make the database behind this URL the one of this process."""
    opened = open_database(url, patience_s)
    database.initialize(opened)
    return opened


def execute(sql: str, bound: Sequence[Any] = ()) -> Any:
    """Run one statement written with `?`, on either engine; give its cursor."""
    engine = database.obj
    return engine.execute_sql(sql if engine.param == "?" else sql.replace("?", engine.param), bound)


@timed
def execute_many(batch: Batch) -> None:
    """Run statements written with `?`, each for each of its rows, on either engine."""
    _run(database.obj, database.obj.connection(), batch)


def write_behind(batch: Batch) -> None:
    """Do the same in another thread, for which whoever asks the store next in this one waits."""
    engine, connection = database.obj, database.obj.connection()
    behind.start(lambda: _run(engine, connection, batch))


def _run(engine: Any, connection: Any, batch: Batch) -> None:
    with PEEWEES:
        for sql, rows in batch:
            engine.run_many(connection, sql, rows)


@contextmanager
def room_for_writes() -> Iterator[None]:
    """Let SQLite keep all pages in memory that hundreds of rows change, and not write and read some again and again."""
    if not is_sqlite():
        yield
        return
    ((before,),) = execute("PRAGMA cache_size").fetchall()
    execute(f"PRAGMA cache_size = -{ROOM_KB}")
    try:
        yield
    finally:
        execute(f"PRAGMA cache_size = {before}")


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one state of the store, whatever is written meanwhile; within a transaction, that one's."""
    if database.in_transaction():
        yield
        return
    with database.transaction("DEFERRED" if is_sqlite() else ONE_STATE):
        yield


def is_sqlite() -> bool:
    """Tell whether the store is a SQLite file."""
    return isinstance(database.obj, PooledSqliteDatabase)


def is_there() -> bool:
    """Tell whether the store can be looked into without making it: a SQLite file is made by whoever asks it."""
    return not is_sqlite() or Path(database.obj.database).exists()


def name_of_store() -> str:
    """Name the store by its URL, without any password."""
    place = str(database.obj.database)
    if is_sqlite():
        return SQLITE_SCHEME + place
    return PASSWORD.sub(r"\1...", USER_WITH_PASSWORD.sub(r"\1@", place))
