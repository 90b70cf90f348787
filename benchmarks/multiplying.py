"""Multiplying a stocked store in SQL: hundreds of times as fast as by the verbs."""

from typing import Any, Final

from peewee import BlobField, Field, TextField

from service.store.database import execute, is_sqlite
from service.store.fields import InstantField, KeysetInstantField
from service.store.models import (
    Article,
    Claim,
    ClaimWords,
    Evidence,
    EvidenceLink,
    Link,
    Revision,
    Source,
    SourceName,
    Tag,
    Touched,
)

NUMBER: Final = "b00000"
"""What the ids of the originals have in them, and where those of a copy have its own number."""

KEYS: Final[dict[Any, str]] = {
    Source: "id", SourceName: "source_id", Article: "id", Claim: "id", ClaimWords: "number", Link: "claim_id",
    Evidence: "id", EvidenceLink: "evidence_id", Tag: "id", Revision: "row_id", Touched: "claim_id",
}  # fmt: skip
"""The tables, each below those that it refers to, with the column that tells an original."""

ORIGINALS: Final = 1_000
"""So many claims."""

NUMBERED: Final = frozenset({"rev", "worded_rev", "claim_rev"})
MINUTE_US: Final = 60_000_000
HOUR_US: Final = 60 * MINUTE_US


def set_aside() -> None:
    """Keep the originals in tables of their own, so that no copy is looked through for them."""
    for table, key in KEYS.items():
        name = table._meta.table_name
        condition = f"number <= {ORIGINALS}" if table is ClaimWords else f"replace({key}, '{NUMBER}', '') <> {key}"
        execute(f"CREATE TEMPORARY TABLE original_{name} AS SELECT * FROM {name} WHERE {condition} ORDER BY {key}")


def multiply(numbers: range, revisions: int) -> None:
    """Copy the originals once for each number, as if each copy had followed upon the other with so many revisions.

    Each is published a minute and stored an hour after the one before; of these only the columns know.
    """
    copies = ", ".join(f"({number}, '{NUMBER[0]}{number:05}')" for number in numbers)
    for table, key in KEYS.items():
        name, fields = table._meta.table_name, table._meta.sorted_fields
        columns = ", ".join(f'"{field.column_name}"' for field in fields)
        values = ", ".join(_copied(field, revisions) for field in fields)
        execute(
            f"INSERT INTO {name} ({columns}) WITH copy (nth, mark) AS (VALUES {copies}) "
            f"SELECT {values} FROM copy CROSS JOIN original_{name} ORDER BY nth, {key}"
        )


def _copied(field: Field, revisions: int) -> str:
    column, more = f'"{field.column_name}"', _more(field, revisions)
    if more:
        return f"{column} + CAST(nth AS BIGINT) * {more}"
    if isinstance(field, BlobField):
        text = f"CAST({column} AS TEXT)" if is_sqlite() else f"convert_from({column}, 'UTF8')"
        replaced = f"replace({text}, '{NUMBER}', copy.mark)"
        return f"CAST({replaced} AS BLOB)" if is_sqlite() else f"convert_to({replaced}, 'UTF8')"
    target = getattr(field, "rel_field", field)
    if isinstance(target, TextField):
        return f"replace({column}, '{NUMBER}', copy.mark)"
    return column


def _more(field: Field, revisions: int) -> int:
    """Tell by how much a number is more in each copy than in the one before."""
    if field in {Claim.number, ClaimWords.claim}:
        return ORIGINALS
    if field.column_name in NUMBERED:
        return revisions
    if isinstance(field, InstantField):
        return MINUTE_US if isinstance(field, KeysetInstantField) else HOUR_US
    return 0
