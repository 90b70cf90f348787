"""A whole list in slices: each is one short read, so that nobody who reads slowly holds the store."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from peewee import OperationalError

from service.store.query import SEPARATOR, Order, Page, Query
from service.store.rows import Entries

SLICE: Final = 1_000

LARGE: Final = 50
"""So many where one may hold the whole text of an article."""


def of_query(read: Callable[[Query], Page], wanted: Query, at_once: int = SLICE) -> Iterator[Page]:
    """Read all that a query finds, by id; there is always a first slice, which may be empty."""
    following: Query | None = replace(wanted, limit=at_once, order=Order(), after=None)
    rev = 0
    while following is not None:
        page = read(following)
        rev = _not_before(rev, page.rev)
        yield page
        following = None if page.end is None else replace(following, after=page.end)


def of_entries(read: Callable[[Any, int], Entries[Any]], after: Any, at_once: int = SLICE) -> Iterator[Page]:
    """Read all entries behind one; there is always a first slice, which may be empty."""
    rev = 0
    while after is not None:
        part = read(after, at_once)
        rev = _not_before(rev, part.rev)
        yield Page(SEPARATOR.join(part.entries), None, part.rev)
        after = part.end


def _not_before(rev: int, now: int) -> int:
    """Break off where another replica goes on, which is behind: what it lacks is in no feed after the first slice."""
    if now < rev:
        raise OperationalError("the store that goes on is behind the one that began")
    return now
