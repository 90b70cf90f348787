"""The budget of a query: what takes longer is stopped and refused, never cut short in silence."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

import psycopg
from peewee import PeeweeException

from service.domain.errors import QueryTooSlow
from service.store.database import ONE_STATE, database, is_sqlite
from service.store.failures import first_of_the_engine

STEPS_BETWEEN_LOOKS: Final = 10_000
"""Of SQLite's machine: a page takes some thousands, and so many are done within a millisecond or two."""


@contextmanager
def within(milliseconds: int) -> Iterator[None]:
    """Stop what is read in here when it has taken so long: on PostgreSQL each statement, on SQLite all together.

    On PostgreSQL it is all of one state of the store, as in a `snapshot`, which begins no transaction in another one.
    """
    limited = _on_sqlite if is_sqlite() else _on_postgresql
    try:
        with limited(milliseconds):
            yield
    except (PeeweeException, sqlite3.Error, psycopg.Error) as failure:
        if not _was_stopped(failure):
            raise
        raise QueryTooSlow(f"The query was stopped: it would take longer than {milliseconds:,} ms.") from None


@contextmanager
def _on_sqlite(milliseconds: int) -> Iterator[None]:
    until, connection = monotonic() + milliseconds / 1000, database.connection()
    connection.set_progress_handler(lambda: monotonic() > until, STEPS_BETWEEN_LOOKS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, STEPS_BETWEEN_LOOKS)


@contextmanager
def _on_postgresql(milliseconds: int) -> Iterator[None]:
    with database.transaction(ONE_STATE, f"SET LOCAL statement_timeout = {milliseconds}"):
        yield


def _was_stopped(failure: Exception) -> bool:
    cause = first_of_the_engine(failure)
    return isinstance(cause, psycopg.errors.QueryCanceled) or (
        isinstance(cause, sqlite3.Error) and cause.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT
    )
