"""What all tables share."""

from typing import Any, Final

from peewee import Check, Model

from service.domain.vocabulary import Word
from service.store.database import database

LIVE: Final = "deleted_at IS NULL"
CURRENT: Final = "withdrawn_at IS NULL"

AT_COMMIT: Final = "INITIALLY DEFERRED"
"""Rows of one table that refer to each other are held to it when all of them are there."""


def one_of(column: str, words: type[Word]) -> Any:
    """Hold a column to a closed list; neither engine enforces a field's `choices`."""
    return Check(f"{column} IN ({', '.join(repr(word.value) for word in words)})")


class Row(Model):
    """What all tables share."""

    class Meta:
        """Bound to the database of this process."""

        database = database
        legacy_table_names = False
        only_save_dirty = True
