"""What history keeps of rows: what was written of one up to a revision, and which revision was the last at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from service.domain.vocabulary import Change
from service.store.fields import from_microseconds, to_microseconds
from service.store.query import run
from service.store.revisions import current

WRITTEN = "change IN ('created', 'updated', 'deleted')"


@dataclass(frozen=True)
class Entry:
    """The last entry of a row up to a revision: what was written of it, or nothing where it was withdrawn."""

    rev: int
    at: datetime
    change: Change
    document: dict[str, Any]


def last_written(row_id: str, rev: int) -> Entry | None:
    """Read what was written last of a row up to a revision; what was erased since is not there."""
    sql = (
        f"SELECT rev, at, change, document FROM revision WHERE row_id = ? AND rev <= ? AND {WRITTEN} "
        "ORDER BY rev DESC LIMIT 1"
    )
    for found, at, change, document in run(sql, [row_id, rev]):
        kept = {} if document is None else orjson.loads(bytes(document))
        return Entry(found, from_microseconds(at), Change(change), kept)
    return None


def at_first(row_id: str) -> datetime:
    """Tell when a row was stored."""
    return from_microseconds(run("SELECT at FROM revision WHERE row_id = ? ORDER BY rev LIMIT 1", [row_id])[0][0])


def last_touch(claim_id: str, rev: int) -> tuple[int, datetime, str]:
    """Tell which revision renewed a claim last up to this one, when, and the status that the claim had then."""
    sql = (
        "SELECT touched.rev, at, status FROM touched JOIN revision ON revision.rev = touched.rev "
        "WHERE claim_id = ? AND touched.rev <= ? ORDER BY touched.rev DESC LIMIT 1"
    )
    ((found, at, status),) = run(sql, [claim_id, rev])
    return found, from_microseconds(at), status


def revision_at(moment: datetime) -> int:
    """Find the last revision up to a time; 0 is before all.

    Numbers and times rise together, so the times need no index: it is looked for as in a dictionary, among the numbers.
    """
    low, high, wanted = 0, current(), to_microseconds(moment)
    while low < high:
        middle = (low + high + 1) // 2
        ((rev, at),) = run("SELECT rev, at FROM revision WHERE rev >= ? ORDER BY rev LIMIT 1", [middle])
        if at <= wanted:
            low = rev
        else:
            high = middle - 1
    return low
