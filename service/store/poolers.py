"""A pooler between Hearsay and PostgreSQL, as PgBouncer is, which gives each transaction another session.

What is set for a session would be lost or left to somebody else, so a transaction brings along what it needs.
"""

from collections.abc import Mapping
from typing import Any

from psycopg import Connection


def is_direct(connection: Connection[Any], limits_ms: Mapping[str, int]) -> bool:
    """Tell whether a connection is a session of its own, and set its limits, such as `lock_timeout`.

    A pooler names a process of PostgreSQL that is not there: it makes up the key by which a query is cancelled.
    """
    limited = ", ".join(f"set_config('{name}', '{limit}', false)" for name, limit in limits_ms.items())
    asked = f"SELECT {limited} WHERE pg_backend_pid() = {connection.info.backend_pid}"
    return connection.execute(asked.encode(), prepare=False).fetchone() is not None


def begin(limits_ms: Mapping[str, int]) -> str:
    """Word how a transaction begins that has these limits; all go in one message."""
    return "; ".join(["BEGIN", *(f"SET LOCAL {name} = {limit}" for name, limit in limits_ms.items())])
