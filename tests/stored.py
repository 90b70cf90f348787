"""What the store holds, table by table: to see that nothing was written, and that a word is nowhere."""

from typing import Any

from service.store.database import database
from service.store.models import TABLES

Rows = dict[str, list[str]]


def everything() -> Rows:
    """Give every row of every table as text, the counter's included."""
    with database.connection_context():
        return {table.__name__: sorted(_text(row) for row in table.select().dicts()) for table in TABLES}


def _text(row: Any) -> str:
    return repr({key: bytes(value) if isinstance(value, memoryview) else value for key, value in row.items()})
