"""What the store holds: to see that nothing was written, that a word is nowhere, and that all follows from the rest."""

from typing import Any

from service import consistency
from service.store.database import database
from service.store.models import TABLES

Rows = dict[str, list[str]]


def everything() -> Rows:
    """Give every row of every table as text, the counter's included."""
    with database.connection_context():
        return {table.__name__: sorted(_text(row) for row in table.select().dicts()) for table in TABLES}


def differences() -> list[str]:
    """Name what is not as it follows from the rest of the store."""
    with database.connection_context():
        return list(consistency.check())


def _text(row: Any) -> str:
    return repr({key: bytes(value) if isinstance(value, memoryview) else value for key, value in row.items()})
