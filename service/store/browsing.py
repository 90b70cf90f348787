"""Browsing a list: a page of it, and what is counted over the whole of the query beside it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from service.store import facets, query
from service.store.database import snapshot
from service.store.query import Count, Page, Query, Table, fulfilled, run

MOST_COUNTED: Final = 10_000


Read = Callable[[Table, Query], Page]


def page(table: Table, wanted: Query, read: Read = query.page) -> Page:
    """Read one page, with the count and the facets that are asked for; all are of one state of the store."""
    if not (wanted.count or wanted.facets):
        return read(table, wanted)
    with snapshot():
        return replace(
            read(table, wanted),
            count=count(table, wanted) if wanted.count else None,
            facets=facets.count(wanted.conditions, wanted.facets) if wanted.facets else None,
        )


def count(table: Table, wanted: Query) -> Count:
    """Count what a query finds, up to MOST_COUNTED: to count all of it may take long."""
    where, bound = fulfilled(table, wanted.conditions)
    limit = MOST_COUNTED + 1
    ((found,),) = run(f"SELECT count(*) FROM (SELECT 1 FROM {table.name} WHERE {where} LIMIT {limit}) AS found", bound)
    return Count(min(found, MOST_COUNTED), exact=found <= MOST_COUNTED)
