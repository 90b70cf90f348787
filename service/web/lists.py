"""Reading a list for a page: what the API gives for the same query, with its count and facets where there is time."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from service.api.budget import kept_to_budget
from service.domain.errors import QueryTooSlow
from service.schemas.query import Grammar
from service.schemas.sums import CountShape, FacetsShape
from service.store import cursors
from service.store.query import Page, Query
from service.web import addresses
from service.web.addresses import Pairs

COUNT: Final = CountShape()
FACETS: Final = FacetsShape()
PLACES: Final = frozenset({"cursor", "facets", "count"})

Read = Callable[[Query], Page]


def read(grammar: Grammar, query: Query, find: Read) -> Page:
    """Read a page within the budget of a query."""
    with kept_to_budget(grammar, query):
        return find(query)


def with_sums(grammar: Grammar, query: Query, find: Read, facets: tuple[str, ...] = ()) -> Page:
    """Read a page with its count and facets; without, where these take too long."""
    try:
        return read(grammar, replace(query, count=True, facets=facets), find)
    except QueryTooSlow:
        return read(grammar, query, find)


def count_of(page: Page) -> Mapping[str, Any] | None:
    """Give how many rows there are, if they were counted."""
    return None if page.count is None else dict(COUNT.dump(page.count))


def facets_of(page: Page) -> Mapping[str, Any]:
    """Give how many claims have each value of the fields that were counted."""
    return {} if page.facets is None else dict(FACETS.dump(page.facets))


def without_place(pairs: Pairs) -> list[tuple[str, str]]:
    """Leave out where in a list one is, and what is counted beside it."""
    return [pair for pair in pairs if pair[0] not in PLACES]


def following(path: str, pairs: Pairs, query: Query, page: Page) -> str | None:
    """Give the address of the next page."""
    if page.end is None:
        return None
    return addresses.with_query(path, [*without_place(pairs), ("cursor", cursors.encode(query, page.end))])
