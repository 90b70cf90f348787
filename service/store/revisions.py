"""One rising number for the whole store: every write takes it, and the writers' lock with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from service.domain.vocabulary import Change, ResourceType
from service.store.database import database
from service.store.models import Counter, Revision, Touched


@dataclass
class Writing:
    """A write transaction: who writes, when, and the last number that was given out."""

    by: str | None
    at: datetime
    rev: int

    def record(self, change: Change, kind: ResourceType, row_id: str, document: bytes | None = None) -> int:
        """Give out the next number, and write under it the history entry of one row: what somebody wrote."""
        self.rev += 1
        Revision.insert(
            rev=self.rev, at=self.at, by=self.by, change=change, type=kind, row_id=row_id, document=document
        ).execute()
        return self.rev


@contextmanager
def writing(by: str | None) -> Iterator[Writing]:
    """Open the one transaction of a verb; `by` is the reviewer's handle, or None for the operator.

    The counter is updated before anything is read, so writers stand in line: what one of them reads
    holds until it commits, and a transaction's numbers are contiguous and appear together.
    """
    with database.atomic():
        Counter.update(rev=Counter.rev).execute()
        first = current()
        transaction = Writing(by, datetime.now(UTC), first)
        yield transaction
        if transaction.rev != first:
            Counter.update(rev=transaction.rev).execute()


def current() -> int:
    """Read the number of the last write."""
    return int(database.execute_sql("SELECT rev FROM counter").fetchone()[0])


def touch(rev: int, claims: list[tuple[str, str, bool]]) -> None:
    """Note which claims a revision renewed: id, status, and whether the status moved."""
    rows = [{"rev": rev, "claim_id": claim, "status": status, "moved": moved} for claim, status, moved in claims]
    if rows:
        Touched.insert_many(rows).execute()
