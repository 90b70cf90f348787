"""One grammar for all lists: conditions, an order and a place in it, made into one SQL statement.

SQL is put together here as text: a page of stored documents is the hot path, and building
a query object for each request costs more than running the statement.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, NamedTuple

from service.store import ways
from service.store.database import execute, is_sqlite
from service.store.largeness import fitting
from service.store.matches import Fragment, Match, Operator
from service.store.timing import fetch_all, fetch_some

MAX_LIMIT: Final = 200
DEFAULT_LIMIT: Final = 50

BOUND_AT_ONCE: Final = 10_000
"""SQLite binds at most 32,766 values in one statement."""

SEPARATOR: Final = b",\n"
"""What stands between two documents of a page; within one, no line ends."""

LAST_NUMBER: Final = 2**31 - 1
"""The highest number that a claim may have among all that are searched."""

# One row for a whole page: between two rows a thread gives way to the others, and stands in line again.
SQLITE_PAGE: Final = "count(*), CAST(group_concat(document, ',\n') AS BLOB)"
POSTGRES_PAGE: Final = "count(*), string_agg(document, '\\x2c0a')"

FIRST_KEY: Final = b'{"id":"'
"""What every document begins with; its id follows."""


@dataclass(frozen=True)
class Condition:
    """One parameter with its values: any of them, none of them (NOT), or each of them (ALL)."""

    field: str
    operator: Operator
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Key:
    """What a list is sorted by; its column is an integer that is never null."""

    name: str
    descending: bool = False


@dataclass(frozen=True)
class Order:
    """The keys that a list is sorted by, the first one first; between equals the id decides, from either end."""

    keys: tuple[Key, ...] = ()
    descending: bool = False


class Window(NamedTuple):
    """The numbers of the oldest and of the newest claim that a search ranks."""

    oldest: int
    newest: int


@dataclass(frozen=True)
class Place:
    """Where a page ended: the sort keys' values and the id of its last row, and of a ranked list what was ranked."""

    values: tuple[int, ...]
    id: str
    window: Window | None = None


@dataclass(frozen=True)
class Query:
    """What a client asked of a list; `of` is the list's name."""

    of: str
    conditions: tuple[Condition, ...] = ()
    order: Order = Order()
    limit: int = DEFAULT_LIMIT
    after: Place | None = None
    facets: tuple[str, ...] = ()
    count: bool = False
    options: tuple[tuple[str, Any], ...] = ()
    """What was asked that is no filter; None where it was not."""

    def option(self, name: str) -> Any:
        """Give what was asked under this name."""
        return dict(self.options)[name]

    @cached_property
    def bound(self) -> bytes:
        """What a place in the result depends on: list, conditions, order and options, not what a page shows of it."""
        return repr((self.of, self.conditions, self.order, self.options)).encode()


@dataclass(frozen=True)
class Count:
    """How many rows there are, or, where it is not exact, that there are more than that."""

    value: int
    exact: bool


@dataclass(frozen=True)
class Page:
    """Stored documents in their order, with a SEPARATOR between them; where they ended; the store's revision.

    `beside` is what else there is to say of the list.
    """

    body: bytes
    end: Place | None
    rev: int
    count: Count | None = None
    facets: Mapping[str, Any] | None = None
    beside: Mapping[str, Any] = field(default_factory=dict)

    @property
    def documents(self) -> list[tuple[str, bytes]]:
        """Give each document on its own, with its id."""
        return [(_id_of(document), document) for document in self.body.split(SEPARATOR) if document]


@dataclass(frozen=True)
class Table:
    """What may be asked of one list: a match for each field, a column for each order.

    A row whose column `left_at` has a time is in no list any more; where it is None, all rows are.
    """

    name: str
    matches: Mapping[str, Match]
    orders: Mapping[str, str]
    left_at: str | None = "deleted_at"
    indexed: frozenset[str] = frozenset({"created_at", "updated_at", "rev"})
    """Fields whose values can be counted, some thousands of them, without a look at all rows."""
    before: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Fields that one index has before another field, which has no value in rows that are in no list any more."""
    is_large: bool = False
    """Whether its documents may be so long that fewer than asked for go on a page."""


def run(sql: str, bound: Sequence[Any]) -> list[Any]:
    """Run one statement written with `?`, on either engine."""
    return fetch_all(execute(sql, bound))


def run_in_parts(sql: str, bound: Sequence[Any], at_once: int) -> Iterator[list[Any]]:
    """Run one statement and give its rows, so many at a time; no other is run before the last of them."""
    cursor = execute(sql, bound)
    while some := fetch_some(cursor, at_once):
        yield some


def run_for(sql: str, values: Iterable[Any]) -> Iterator[Any]:
    """Run one statement for many values, some at a time: its `(??)` stands for the list of them."""
    all_of_them = list(values)
    for start in range(0, len(all_of_them), BOUND_AT_ONCE):
        some = all_of_them[start : start + BOUND_AT_ONCE]
        yield from run(sql.replace("(??)", f"({', '.join('?' for _ in some)})"), some)


def page(table: Table, query: Query) -> Page:
    """Read one page: one statement, keyset only, so that no unchanged row is lost or seen twice."""
    if table.is_large:
        lengths, bound = selection(table, query, "length(document)")
        query = replace(query, limit=fitting((length for length, _ in run(lengths, bound)), query.limit))
    select, bound = selection(table, query)
    joined = SQLITE_PAGE if is_sqlite() else POSTGRES_PAGE
    key = "NULL" if not query.order.keys else "group_concat(key)" if is_sqlite() else "string_agg(key::text, ',')"
    joined_rows = f"SELECT (SELECT rev FROM counter), {joined}, {key} FROM ({select}) AS page"
    ((rev, count, body, keys),) = run(joined_rows, bound)
    if count <= query.limit:
        return Page(bytes(body or b""), None, rev)
    shown = body[: body.rindex(SEPARATOR)]
    last = _id_of(shown[shown.rfind(SEPARATOR) + 1 :])
    values = () if keys is None else tuple(map(int, keys.split(",")[query.limit - 1].split(" ")))
    return Page(shown, Place(values, last), rev)


def _id_of(document: bytes) -> str:
    start = document.index(FIRST_KEY) + len(FIRST_KEY)
    return document[start : document.index(b'"', start)].decode()


def fulfilled(table: Table, conditions: Iterable[Condition]) -> Fragment:
    """Give what a row fulfils that is in a list and that all of these conditions find."""
    fragments = [matched(table, one) for one in conditions]
    where = [f"{table.left_at or 'NULL'} IS NULL", *(text for text, _ in fragments)]
    return " AND ".join(where), [value for _, values in fragments for value in values]


def matched(table: Table, condition: Condition) -> Fragment:
    """Give what a row fulfils that this condition finds."""
    return table.matches[condition.field](condition.operator, condition.values)


def is_any(table: Table, conditions: Iterable[Condition]) -> bool:
    """Tell whether any row of a list fulfils all of these conditions."""
    where, bound = fulfilled(table, conditions)
    return bool(run(f"SELECT 1 FROM {table.name} WHERE {where} LIMIT 1", bound))


def selection(table: Table, query: Query, what: str = "document") -> Fragment:
    """Select this column of the rows of a page, and of one more."""
    order = query.order
    rows = ways.find(table, query.conditions, by_id=not order.keys)
    where, bound = rows.where, rows.bound
    columns = [*((table.orders[key.name], key.descending) for key in order.keys), (rows.id, order.descending)]
    if query.after is not None:
        behind, values = _behind(columns, [*query.after.values, query.after.id])
        where, bound = f"{where} AND {behind}", [*bound, *values]
    by = ", ".join(f"{column} DESC" if descending else column for column, descending in columns)
    key = " || ' ' || ".join(column for column, _ in columns[:-1]) or "id"
    # One row more than asked for tells whether there is a next page.
    rest = f"FROM {rows.source} WHERE {where}{rows.group} ORDER BY {by} LIMIT ?"
    if rows.sorts:
        rest = f"FROM {table.name} WHERE id IN (SELECT id {rest}) ORDER BY id{' DESC' if order.descending else ''}"
    return f"SELECT {what}, {key} AS key {rest}", [*bound, query.limit + 1]


def _behind(columns: Sequence[tuple[str, bool]], values: Sequence[int | str]) -> Fragment:
    """Give what a row fulfils that comes after the one with these values."""
    (column, descending), value = columns[0], values[0]
    comparison = "<" if descending else ">"
    if len({descending for _, descending in columns}) == 1:
        if len(columns) == 1:
            return f"{column} {comparison} ?", [value]
        names, marks = ", ".join(name for name, _ in columns), ", ".join("?" for _ in columns)
        return f"({names}) {comparison} ({marks})", list(values)
    # Rows can be compared at once in one direction only. The first comparison is for the index to begin at.
    rest, bound = _behind(columns[1:], values[1:])
    return f"({column} {comparison}= ? AND ({column} {comparison} ? OR {rest}))", [value, value, *bound]
