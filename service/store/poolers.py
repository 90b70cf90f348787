"""A pooler between Hearsay and PostgreSQL, as PgBouncer is, which gives each transaction another session.

What is set for a session would be lost or left to somebody else, so a transaction brings along what it needs.
"""

from typing import Any, Final

from psycopg import Connection

LIMITED: Final = "SELECT set_config('lock_timeout', %s, false) WHERE pg_backend_pid() = %s"


def is_direct(connection: Connection[Any], lock_timeout_ms: int) -> bool:
    """Tell whether a connection is a session of its own, and let that wait no longer for a lock.

    A pooler names a process of PostgreSQL that is not there: it makes up the key by which a query is cancelled.
    """
    bound = (str(lock_timeout_ms), connection.info.backend_pid)
    return connection.execute(LIMITED, bound, prepare=False).fetchone() is not None


def begin(lock_timeout_ms: int) -> str:
    """Word how a transaction begins that is to wait no longer for a lock; both go in one message."""
    return f"BEGIN; SET LOCAL lock_timeout = {lock_timeout_ms}"
