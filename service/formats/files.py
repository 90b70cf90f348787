"""Files of typed rows, in and out, however large: each is read and stored a part at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from peewee import chunked

from service import exchange, exports, extracts, moving
from service.domain.vocabulary import OnConflict
from service.formats import ndjson
from service.loading import Loading
from service.store.query import Query

ROWS_A_TRANSACTION: Final = 10_000


@dataclass
class Tally:
    """How many rows of a file were stored, and how many were left out, so far."""

    stored: int = 0
    skipped: int = 0


def load(lines: Iterable[bytes], on_conflict: OnConflict, tally: Tally) -> None:
    """Store a file's rows, some at a time; after a refusal, `tally` says how far it came."""
    loading, rows = Loading(None, on_conflict), ndjson.read(lines)
    # No name keeps some rows while the next ones are read.
    while outcomes := exchange.load(islice(rows, ROWS_A_TRANSACTION), loading)[0]:
        stored = sum(outcome.stored for outcome in outcomes)
        tally.stored += stored
        tally.skipped += len(outcomes) - stored


def take(lines: Iterable[bytes], tally: Tally) -> None:
    """Store a whole store's rows as they are; refuse a file that does not say at its end that it is whole."""
    end, counts = ndjson.End(), moving.Counts()
    for some in chunked(ndjson.read(lines, end=end), ROWS_A_TRANSACTION):
        counts += moving.take(some, first=not counts)
        tally.stored = counts.total()
    if end.rev is None:
        raise ndjson.not_whole()
    moving.finish(end.rev, counts)


def dump(wanted: Query | None = None) -> Iterator[bytes]:
    """Write the rows that a query of claims finds, with all that they refer to; without a query, the whole store."""
    for kind, body in exports.everything() if wanted is None else extracts.claims(wanted):
        yield ndjson.write(kind, body)
