"""One grammar for all lists: conditions, an order and a place in it, made into one SQL statement.

SQL is put together here as text: a page of stored documents is the hot path, and building
a query object for each request costs more than running the statement.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

from service.store.database import execute, is_sqlite
from service.store.matches import Fragment, Match, Operator
from service.store.timing import fetch_all

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
class Order:
    """The key that a list is sorted by; the id decides between equals."""

    key: str = "id"
    descending: bool = False


class Window(NamedTuple):
    """The numbers of the oldest and of the newest claim that a search ranks."""

    oldest: int
    newest: int


@dataclass(frozen=True)
class Place:
    """Where a page ended: the sort key's value and the id of its last row, and of a ranked list what was ranked."""

    value: int | str
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
    options: tuple[tuple[str, Any], ...] = ()
    """What was asked that is no filter; None where it was not."""

    def option(self, name: str) -> Any:
        """Give what was asked under this name."""
        return dict(self.options)[name]

    @cached_property
    def bound(self) -> bytes:
        """What a place in the result depends on: list, conditions, order and options, not the size of a page."""
        return repr((self.of, self.conditions, self.order, self.options)).encode()


@dataclass(frozen=True)
class Page:
    """Stored documents in their order, with a SEPARATOR between them; where they ended; the store's revision.

    `beside` is what else there is to say of the list.
    """

    body: bytes
    end: Place | None
    rev: int
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


def run(sql: str, bound: Sequence[Any]) -> list[Any]:
    """Run one statement written with `?`, on either engine."""
    return fetch_all(execute(sql, bound))


def run_for(sql: str, values: Iterable[Any]) -> Iterator[Any]:
    """Run one statement for many values, some at a time: its `(??)` stands for the list of them."""
    all_of_them = list(values)
    for start in range(0, len(all_of_them), BOUND_AT_ONCE):
        some = all_of_them[start : start + BOUND_AT_ONCE]
        yield from run(sql.replace("(??)", f"({', '.join('?' for _ in some)})"), some)


def page(table: Table, query: Query) -> Page:
    """Read one page: one statement, keyset only, so that no unchanged row is lost or seen twice."""
    select, bound = selection(table, query)
    joined = SQLITE_PAGE if is_sqlite() else POSTGRES_PAGE
    key = "NULL" if query.order.key == "id" else "group_concat(key)" if is_sqlite() else "string_agg(key::text, ',')"
    joined_rows = f"SELECT (SELECT rev FROM counter), {joined}, {key} FROM ({select}) AS page"
    ((rev, count, body, keys),) = run(joined_rows, bound)
    if count <= query.limit:
        return Page(bytes(body or b""), None, rev)
    shown = body[: body.rindex(SEPARATOR)]
    last = _id_of(shown[shown.rfind(SEPARATOR) + 1 :])
    value = last if keys is None else int(keys.split(",")[query.limit - 1])
    return Page(shown, Place(value, last), rev)


def _id_of(document: bytes) -> str:
    start = document.index(FIRST_KEY) + len(FIRST_KEY)
    return document[start : document.index(b'"', start)].decode()


def fulfilled(table: Table, conditions: Iterable[Condition]) -> Fragment:
    """Give what a row fulfils that is in a list and that all of these conditions find."""
    where, bound = [f"{table.left_at or 'NULL'} IS NULL"], []
    for condition in conditions:
        text, values = table.matches[condition.field](condition.operator, condition.values)
        where.append(text)
        bound += values
    return " AND ".join(where), bound


def is_any(table: Table, conditions: Iterable[Condition]) -> bool:
    """Tell whether any row of a list fulfils all of these conditions."""
    where, bound = fulfilled(table, conditions)
    return bool(run(f"SELECT 1 FROM {table.name} WHERE {where} LIMIT 1", bound))


def selection(table: Table, query: Query, what: str = "document") -> Fragment:
    """Select this column of the rows of a page, and of one more."""
    listed, bound = fulfilled(table, query.conditions)
    where = [listed]
    key, comparison = table.orders[query.order.key], "<" if query.order.descending else ">"
    if query.after is not None and key == "id":
        where.append(f"id {comparison} ?")
        bound.append(query.after.id)
    elif query.after is not None:
        where.append(f"({key}, id) {comparison} (?, ?)")
        bound += [query.after.value, query.after.id]
    direction = " DESC" if query.order.descending else ""
    order = f"id{direction}" if key == "id" else f"{key}{direction}, id{direction}"
    # One row more than asked for tells whether there is a next page.
    sql = f"SELECT {what}, {key} AS key FROM {table.name} WHERE {' AND '.join(where)} ORDER BY {order} LIMIT ?"
    return sql, [*bound, query.limit + 1]
