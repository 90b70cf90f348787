"""One rising number for the whole store: every write takes it, and the writers' lock with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from service.domain.errors import Behind, TooWide
from service.domain.vocabulary import Change, ResourceType
from service.store.database import database, execute, is_sqlite
from service.store.desk import Desk
from service.store.fields import from_microseconds
from service.store.line import in_line
from service.store.models import Revision, Touched

MOST_RENEWED: Final = 1_000
"""More documents than this are not made anew in one request, which holds the lock of all writers."""


TOUCHED_AT_ONCE: Final = 500
TOUCHED_AGAIN: Final = (
    "ON CONFLICT (rev, claim_id) DO UPDATE SET status = excluded.status, moved = touched.moved OR excluded.moved"
)


@dataclass
class Writing:
    """A write transaction: who writes, when, and the last number that was given out.

    It may reach widely or not, and what it wrote is kept or, after a trial, not. What it makes goes over its desk.
    """

    by: str | None
    at: datetime
    rev: int
    wide: bool
    keep: bool = True
    desk: Desk = field(default_factory=Desk)

    def record(self, change: Change, kind: ResourceType, row_id: str, document: bytes | None = None) -> int:
        """Give out the next number, and write under it the history entry of one row: what somebody wrote."""
        self.desk.add_values(
            Revision, rev=self.number(), at=self.at, by=self.by, change=change, type=kind, row_id=row_id,
            document=document,
        )  # fmt: skip
        return self.rev

    def number(self) -> int:
        """Give out the next number alone: the store tells that somebody wrote, and nothing of what."""
        self.rev += 1
        return self.rev

    def touch(self, claim_id: str, status: str, *, moved: bool) -> None:
        """Note that the last number renewed a claim, or made it: its status, and whether that moved."""
        self.desk.add_values(Touched, rev=self.rev, claim_id=claim_id, status=status, moved=moved)

    def refuse_if_wide(self, renewed: int) -> None:
        """Refuse to renew more documents than one request may."""
        if renewed > MOST_RENEWED and not self.wide:
            raise TooWide(
                f"This would renew {renewed} documents; a request renews at most {MOST_RENEWED}.",
                hint="Ask the operator to do it with the `hearsay` command, which may take its time.",
                count=renewed,
            )


@contextmanager
def writing(by: str | None, *, wide: bool = False) -> Iterator[Writing]:
    """Open the one transaction of a verb; `by` is the reviewer's handle, or None for the operator.

    The counter is locked before anything is read, so writers stand in line: what one of them reads
    holds until it commits, and a transaction's numbers are contiguous and appear together. Times rise with the numbers,
    whatever becomes of the clock.
    """
    with in_line(), database.atomic() as scope:
        # On SQLite, the transaction holds the one lock that there is.
        first = current() if is_sqlite() else int(execute("SELECT rev FROM counter FOR UPDATE").fetchone()[0])
        transaction = Writing(by, present(), first, wide)
        yield transaction
        if not transaction.keep:
            scope.rollback()
        elif transaction.rev != first:
            execute("UPDATE counter SET rev = ?", [transaction.rev])


def present() -> datetime:
    """Tell the time, or that of the last write where the clock was set back since."""
    last = execute("SELECT at FROM revision ORDER BY rev DESC LIMIT 1").fetchone()
    now = datetime.now(UTC)
    return now if last is None else max(now, from_microseconds(last[0]))


def current() -> int:
    """Read the number of the last write."""
    return int(execute("SELECT rev FROM counter").fetchone()[0])


def require(rev: int) -> None:
    """Refuse to answer from a store, or a replica, that has not come to a revision.

    What is read afterwards on this connection is of that revision or a later one.
    """
    last = current()
    if last < rev:
        raise Behind(
            f"What answers here has come to revision {last}.",
            hint="Try again. What is asked with a token is read where it was written.",
        )


def touch(rev: int, claims: list[tuple[str, str, bool]]) -> None:
    """Note which claims a revision renewed: id, status, and whether the status moved; it may renew one twice."""
    for start in range(0, len(claims), TOUCHED_AT_ONCE):
        some = claims[start : start + TOUCHED_AT_ONCE]
        rows = ", ".join("(?, ?, ?, ?)" for _ in some)
        bound = [value for claim in some for value in (rev, *claim)]
        execute(f"INSERT INTO touched (rev, claim_id, status, moved) VALUES {rows} {TOUCHED_AGAIN}", bound)
