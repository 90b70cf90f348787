"""Column types that both engines keep in the same way."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

import orjson
from peewee import BigIntegerField, TextField

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)

UNKNOWN_AT: Final = -(2**63)
"""How a keyset column stores an unknown time: a nullable one would lose rows between pages."""


@lru_cache(maxsize=1_000)
def to_microseconds(at: datetime) -> int:
    """Give the microseconds since 1970, UTC."""
    # Many rows have the time of one transaction, or of one article.
    return (at - EPOCH) // MICROSECOND


def from_microseconds(count: int) -> datetime:
    """Give the time this many microseconds after 1970, in UTC."""
    return EPOCH + count * MICROSECOND


class KeyField(TextField):
    """An id: text that is compared as bytes."""

    field_type = "KEY"


class InstantField(BigIntegerField):
    """A time in UTC, as microseconds since 1970: the engines differ in every richer type."""

    def db_value(self, value: datetime | int | None) -> int | None:
        """Store a time."""
        return to_microseconds(value) if isinstance(value, datetime) else value

    def python_value(self, value: int | None) -> datetime | None:
        """Read a time."""
        return None if value is None else from_microseconds(value)


class KeysetInstantField(InstantField):
    """A time that lists are sorted by: never null, an unknown one is the smallest there is."""

    def db_value(self, value: datetime | int | None) -> int | None:
        """Store a time, or that it is unknown."""
        return UNKNOWN_AT if value is None else super().db_value(value)

    def python_value(self, value: int | None) -> datetime | None:
        """Read a time, or None where it is unknown."""
        return None if value == UNKNOWN_AT else super().python_value(value)


class ListField(TextField):
    """A list of strings, as JSON."""

    def db_value(self, value: Sequence[str]) -> str:
        """Store a list."""
        return orjson.dumps(list(value)).decode()

    def python_value(self, value: str | None) -> list[str] | None:
        """Read a list; None is the far side of an outer join."""
        return None if value is None else list(orjson.loads(value))
