"""How long is waited for a PostgreSQL that is connected and says nothing, as a frozen one does."""

from collections.abc import Mapping
from threading import Lock
from time import monotonic
from typing import Any, Final, TypeVar

import peewee
import psycopg
from peewee import OperationalError
from playhouse.postgres_ext import PooledPsycopg3Database, Psycopg3ExtAdapter
from psycopg.abc import PQGen
from psycopg.pq import Format, TransactionStatus

from service.store import poolers

BEYOND_BUDGET_S: Final = 10
"""The server itself stops a query at its budget, and who waits for a lock: what takes so much longer is no work."""
LOOK_AGAIN_S: Final = 0.1

PEEWEES: Final = vars(peewee)["__exception_wrapper__"]
"""Turns an engine's exceptions into peewee's."""

Found = TypeVar("Found")


class BinaryCursor(psycopg.Cursor[Any]):
    """A cursor that is sent rows in binary: a document would come in hexadecimal digits, which is twice as much."""

    def __init__(self, connection: psycopg.Connection[Any], **more: Any) -> None:
        """Take what psycopg takes."""
        super().__init__(connection, **more)
        self.format = Format.BINARY


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is given up when the server does not answer for so long; where no time is said, it waits."""

    patience_s: float | None = None
    begin: str = "BEGIN"
    """How a transaction begins on it."""

    def wait(self, gen: PQGen[Found], interval: float = LOOK_AGAIN_S, timeout: float | None = None) -> Found:
        """Wait for the server; whatever it may still answer later, nobody reads it."""
        try:
            return super().wait(gen, interval, self.patience_s if timeout is None else timeout)
        except psycopg.OperationalError as failure:
            # What the server itself says has a code.
            if failure.sqlstate is None and self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.close()
            raise


class PatientAdapter(Psycopg3ExtAdapter):
    """How peewee opens such connections."""

    def connect(
        self, db: Any, *, limits_ms: Mapping[str, int], patience_s: float | None = None, **parameters: Any
    ) -> PatientConnection:
        """Open a connection with limits that the server keeps."""
        opened = PatientConnection.connect(db.database, autocommit=True, cursor_factory=BinaryCursor, **parameters)
        opened.patience_s = patience_s
        try:
            if not poolers.is_direct(opened, limits_ms):
                opened.prepare_threshold = None
                opened.begin = poolers.begin(limits_ms)
        except psycopg.Error:
            opened.close()
            raise
        return opened


class PatientPool(PooledPsycopg3Database):
    """A database to which one thread at a time connects; who waited while one failed has failed, too.

    Otherwise each thread would try in its turn, and the last would be answered after the limits of all.
    """

    psycopg3_adapter = PatientAdapter

    def __init__(self, *about: Any, **parameters: Any) -> None:
        """Take what peewee takes."""
        self._connecting, self._failed_at = Lock(), 0.0
        super().__init__(*about, **parameters)

    def connect(self, *, reuse_if_open: bool = False) -> bool:
        """Open this thread's connection; tell whether there was none."""
        asked_at = monotonic()
        with self._connecting:
            if self._failed_at > asked_at:
                raise OperationalError("another thread has just tried to connect, and could not")
            try:
                return bool(super().connect(reuse_if_open=reuse_if_open))
            except OperationalError:
                self._failed_at = monotonic()
                raise

    def begin(self, *settings: str) -> None:
        """Begin a transaction that has these settings, each a statement; all go in one message, which only text can."""
        with PEEWEES:
            self.cursor().execute("; ".join([self.connection().begin, *settings]), binary=False)
