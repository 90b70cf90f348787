"""What it means that the engine failed: whether the store is away, busy, full or damaged, or it is a bug of ours."""

import sqlite3
from typing import Any, Final

import psycopg
from peewee import InterfaceError, InternalError, OperationalError
from playhouse.pool import MaxConnectionsExceeded

from service.domain.errors import StoreUnavailable

UNAVAILABLE: Final = (OperationalError, InterfaceError, InternalError, MaxConnectionsExceeded)

BUG_CODES: Final = {sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISUSE, sqlite3.SQLITE_RANGE, sqlite3.SQLITE_CONSTRAINT}
"""What SQLite answers to wrong SQL; everything else that it raises as operational is its surroundings."""

DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
"""What SQLite answers of a file that it cannot make sense of, or that its disk does not give."""


def explain_failure(failure: Exception) -> StoreUnavailable | None:
    """Say that the store is away, busy, full or damaged; None where the failure is a bug of ours."""
    if is_damaged(failure):
        return StoreUnavailable("The store cannot be read.", hint="Its disk fails, or its file is damaged.")
    cause: Any = first_of_the_engine(failure)
    is_bug = _code(cause) in BUG_CODES or isinstance(cause, psycopg.ProgrammingError)
    if is_bug or not isinstance(failure, UNAVAILABLE):
        return None
    # Where a connection ends while a commit is on its way, nobody here knows whether it was taken.
    return StoreUnavailable(
        "The store is away, busy or full.",
        hint="Try the same again; what has the same Idempotency-Key is written once.",
    )


def is_damaged(failure: BaseException) -> bool:
    """Tell whether a SQLite file cannot be read, as where its disk fails."""
    return _code(first_of_the_engine(failure)) in DAMAGED


def _code(failure: BaseException) -> int:
    return int(getattr(failure, "sqlite_errorcode", sqlite3.SQLITE_OK)) & 0xFF


def reason_of(failure: Exception) -> str:
    """Give the engine's own words for what went wrong first; not for clients, to whom they may tell too much."""
    return str(first_of_the_engine(failure)).partition("\n")[0]


def first_of_the_engine(failure: BaseException) -> BaseException:
    """Find what went wrong first: what fails after it, such as taking back what is gone already, only follows."""
    first, seen = failure, failure
    while seen.__context__ is not None:
        seen = seen.__context__
        if isinstance(seen, sqlite3.Error | psycopg.Error):
            first = seen
    return first
