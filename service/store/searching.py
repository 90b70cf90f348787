"""Lists that are searched: what a search is in SQL, its pages, and the order by relevance."""

from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any, Final

from service.domain.searching import Search, any_of, finds, relevance
from service.store import query, search_postgresql, search_sqlite, ways
from service.store.database import is_sqlite, snapshot
from service.store.held import Held
from service.store.matches import Aside, Fragment, Operator
from service.store.query import LAST_NUMBER, Condition, Page, Place, Query, Table, Window, run, run_for
from service.store.revisions import current

FIELD: Final = "q"
RELEVANCE: Final = "relevance"

FEW: Final = 5_000
"""So many claims are looked up one by one and sorted in less time than it takes to go through the others."""

MOST_RANKED: Final = 10_000
"""Of what a search finds, the newest are ranked: to rank is to read the words of each."""

LOOKED_THROUGH: Final = 10
"""So many claims for each row of a page are looked through before the set of all that are found is made."""

NEWEST: Final = (
    "SELECT id, number, words FROM claim_words JOIN claim USING (number) WHERE {} AND {} AND number BETWEEN ? AND ? "
    "ORDER BY number DESC LIMIT ?"
)
WORDS_OF: Final = "SELECT page.id, words FROM ({}) AS page JOIN claim_words USING (number)"
DOCUMENTS: Final = "SELECT id, document FROM claim WHERE id IN (??)"


def match(_: Operator, searches: Sequence[Any]) -> Fragment:
    """Match claims that any of these searches find."""
    where, bound = _found_by(search := any_of(searches))
    if not search.alternatives:
        return where, bound
    engine = _engine()
    return (engine.ONE_BY_ONE if _is_few(search) else engine.IN_ORDER).format(where), bound


def _engine() -> ModuleType:
    return search_sqlite if is_sqlite() else search_postgresql


def _found_by(search: Search) -> Fragment:
    """Give what a claim, on PostgreSQL its row of `claim_words`, fulfils that a search finds."""
    if not search.alternatives:
        return "TRUE", []
    where, bound = _engine().found_by(search)
    return where, bound


def _is_few(search: Search) -> bool:
    where, bound = _found_by(search)
    ((count,),) = run(_engine().COUNT.format(where), [*bound, FEW + 1])
    return bool(count <= FEW)


def numbers(conditions: Sequence[Condition]) -> Fragment | None:
    """Select the numbers of all claims that are found, on SQLite; None where something else than a search is asked."""
    search = _asked(conditions)
    if search is None or not search.alternatives or len(conditions) > 1:
        return None
    return search_sqlite.NUMBERS, search_sqlite.found_by(search)[1]


def asked(wanted: Query) -> Search | None:
    """Give what a query searches for; None where it does not search."""
    return _asked(wanted.conditions)


def _asked(conditions: Sequence[Condition]) -> Search | None:
    for condition in conditions:
        if condition.field == FIELD:
            return any_of(condition.values)
    return None


def page(table: Table, wanted: Query) -> Page:
    """Read one page of a list that may be searched."""
    search = asked(wanted)
    if RELEVANCE in (key.name for key in wanted.order.keys) and search is not None:
        with snapshot():
            return _ranked(table, wanted, search)
    if search is None or not search.alternatives or _is_few(search):
        return query.page(table, wanted)
    with snapshot():
        return _among_the_first(table, wanted, search) or query.page(table, wanted)


def _among_the_first(table: Table, wanted: Query, search: Search) -> Page | None:
    """Look for a page among the first claims that the rest of the query finds; None where they are too few.

    What many claims have is most often among them, and then the set of all that have it need not be made.
    """
    others = _others(wanted)
    most = LOOKED_THROUGH * wanted.limit
    select, bound = query.selection(table, replace(wanted, conditions=others, limit=most), "id, number")
    first = run(WORDS_OF.format(select), bound)
    found = tuple(claim_id for claim_id, words in first if finds(search, words))
    if len(found) <= wanted.limit and len(first) > most:
        return None
    return query.page(table, replace(wanted, conditions=(*others, Condition("id", Operator.IS, found))))


def _ranked(table: Table, wanted: Query, search: Search) -> Page:
    """Rank the newest claims that are found, and read one page of them.

    Which ones those are is kept in the cursor: what is written meanwhile pushes none of them out. What answers best
    has the lowest value; then the id decides.
    """
    rows, window = _newest(table, wanted, search)
    places = [(-relevance(search, words), claim_id) for claim_id, _, words in rows]
    places.sort(reverse=wanted.order.descending)
    if wanted.after is not None:
        last = (*wanted.after.values, wanted.after.id)
        places = [place for place in places if (place < last if wanted.order.descending else place > last)]
    shown = places[: wanted.limit]
    documents = dict(run_for(DOCUMENTS, [claim_id for _, claim_id in shown]))
    body = query.SEPARATOR.join(bytes(documents[claim_id]) for _, claim_id in shown)
    end = Place(shown[-1][:1], shown[-1][1], window) if len(places) > len(shown) else None
    return Page(body, end, current(), beside={"ranked": {"count": len(rows), "truncated": window.oldest > 0}})


def _others(wanted: Query) -> tuple[Condition, ...]:
    return tuple(condition for condition in wanted.conditions if condition.field != FIELD)


def _finds_few(table: Table, condition: Condition) -> bool:
    """Tell whether an index has few claims that fulfil a condition."""
    if isinstance(table.matches[condition.field], Held | Aside):
        return False
    text, bound = query.matched(table, condition)
    return ways.are_few(f"SELECT 1 FROM {table.name} WHERE {text}", bound, FEW)


def _newest(table: Table, wanted: Query, search: Search) -> tuple[list[Any], Window]:
    """Read the newest claims that are found, or those that were when the first page was read."""
    others = _others(wanted)
    where, bound = query.fulfilled(table, others)
    matched, searched = _found_by(search)
    if is_sqlite() and search.alternatives:
        is_narrow = any(_finds_few(table, one) for one in others)
        sql = (search_sqlite.NEWEST_OF_FEW if is_narrow else search_sqlite.NEWEST).format(where)
    else:
        sql = NEWEST.format(where, matched)
    bound = [*bound, *searched]
    window = wanted.after.window if wanted.after is not None else None
    if window is not None:
        # What has come to be found since is more than few only where thousands of claims were worded anew.
        return run(sql, [*bound, *window, 2 * MOST_RANKED]), window
    rows = run(sql, [*bound, 0, LAST_NUMBER, MOST_RANKED + 1])
    if len(rows) <= MOST_RANKED:
        return rows, Window(0, rows[0][1] if rows else 0)
    return rows[:MOST_RANKED], Window(rows[MOST_RANKED - 1][1], rows[0][1])
