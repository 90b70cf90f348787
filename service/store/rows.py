"""One row by its id: as stored bytes for a reader, as an object for a writer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from peewee import Field, chunked
from uuid6 import uuid7

from service.domain.errors import Gone, InUse, NotFound, StaleRevision
from service.domain.identifiers import ANY_ID
from service.store.fields import from_microseconds
from service.store.models import Article, Claim, Evidence, Source
from service.store.query import Table, run

LOADED_AT_ONCE: Final = 1_000

AnyKept = TypeVar("AnyKept", Article, Source, Claim, Evidence)

MAX_USERS_NAMED = 20


Last = TypeVar("Last", int, str)


@dataclass(frozen=True)
class Entries(Generic[Last]):
    """Some entries of a list as JSON, the last one that was looked at if more follow, and the store's revision."""

    entries: list[bytes]
    end: Last | None
    rev: int


@dataclass(frozen=True)
class Stored:
    """A row as it is served: its id, its revision and its document."""

    id: str
    rev: int
    document: bytes


def tuples(query: Any) -> list[tuple[Any, ...]]:
    """Run a query that selects columns, and give its rows."""
    return list(query.tuples())


def by_ids(model: type[AnyKept], ids: Iterable[str], *fields: Field) -> dict[str, AnyKept]:
    """Load rows by their ids, whole or with some fields."""
    found: dict[str, AnyKept] = {}
    for some in chunked(sorted(ids), LOADED_AT_ONCE):
        found |= {row.id: row for row in model.select(*fields).where(model.id.in_(list(some)))}
    return found


def new_id(prefix: str) -> str:
    """Make a new id that sorts after those made before."""
    return prefix + str(uuid7())


def one(table: Table, row_id: str) -> Stored:
    """Read one document; refuse what never was (NotFound) and what was withdrawn (Gone)."""
    refuse_malformed(row_id)
    found = run(f"SELECT rev, document, {table.left_at or 'NULL'} FROM {table.name} WHERE id = ?", [row_id])
    if not found:
        raise _not_found()
    rev, document, deleted_at = found[0]
    if deleted_at is not None:
        raise _gone(row_id, rev, from_microseconds(deleted_at))
    return Stored(row_id, rev, bytes(document))


def live(model: type[AnyKept], row_id: str, expected: int | None) -> AnyKept:
    """Load a row that is to be changed, at the revision that the client expects; None takes any."""
    refuse_malformed(row_id)
    row = model.find(id=row_id)
    if row is None:
        raise _not_found()
    if row.deleted_at is not None:
        raise _gone(row_id, row.rev, row.deleted_at)
    if expected is not None and row.rev != expected:
        raise StaleRevision(
            "The row changed since you read it; `current` is what it is now.",
            hint="Make your change to `current` and send it with its ETag.",
            current=bytes(row.document),
            rev=row.rev,
        )
    return row


def refuse_if_used(users: Iterable[tuple[str, Any]]) -> None:
    """Refuse to withdraw a row that others refer to, and name some of them; `users` pairs a type with its rows."""
    # One more than is named tells whether there are more.
    some = [(kind, tuples(query.limit(MAX_USERS_NAMED + 1))) for kind, query in users]
    used_by = [{"type": kind, "id": row_id} for kind, found in some for (row_id,) in found]
    if used_by:
        raise InUse(
            "Others refer to this row; `used_by` names them.",
            hint="Change or delete those first.",
            used_by=used_by[:MAX_USERS_NAMED],
            truncated=len(used_by) > MAX_USERS_NAMED,
        )


def refuse_malformed(row_id: str) -> None:
    """Refuse what cannot be an id: there is no row of it."""
    # Nothing else is ever stored as an id, and an engine need not be asked for what it cannot hold (NUL).
    if not ANY_ID.fullmatch(row_id):
        raise _not_found()


def _not_found() -> NotFound:
    return NotFound("There is no row with this id.")


def _gone(row_id: str, rev: int, deleted_at: datetime) -> Gone:
    merged = Source.get_or_none(Source.id == row_id, ~Source.merged_into.is_null())
    if merged is not None:
        hint = "Read `merged_into`, which stands for both."
        detail = "This source was merged into another one."
        return Gone(detail, hint=hint, rev=rev, deleted_at=deleted_at, merged_into=merged.merged_into_id)
    return Gone("This row was withdrawn; the change feed keeps its history.", rev=rev, deleted_at=deleted_at)
