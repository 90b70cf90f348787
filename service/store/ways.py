"""Ways through a list that SQLite does not find by itself: it does not know how much a condition leaves.

PostgreSQL keeps more statistics, and plans each statement for the values that it has.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from service.store.database import execute, is_sqlite
from service.store.held import Held
from service.store.matches import Aside, Fragment, Operator, Within
from service.store.timing import fetch_all

if TYPE_CHECKING:
    from service.store.query import Condition, Table

FEW: Final = 5_000
"""So many rows are looked up and sorted within a few milliseconds; of more, those of a page are soon found."""

SORTED: Final = 20_000
"""So many ids that one index has together are sorted within a millisecond, and made a list within five."""

RANGE: Final = frozenset({Operator.GTE, Operator.LT})


@dataclass(frozen=True)
class Rows:
    """Where the rows of a page come from, what they fulfil, and what their id is there."""

    source: str
    where: str
    bound: Sequence[Any]
    id: str = "id"
    group: str = ""
    sorts: bool = False
    """Whether all ids are read and sorted first, before any row of the page is looked at."""


def find(table: "Table", conditions: Sequence["Condition"], *, by_id: bool) -> Rows:
    """Find a way to the rows that fulfil all of these conditions, in the order of their ids or in another."""
    if not is_sqlite():
        return Rows(table.name, *_all(table, [_match(table, one) for one in conditions]))
    if not by_id:
        return Rows(table.name, *_all(table, [_among(table, one) for one in conditions]))
    return _within(table, conditions) or _beside(table, conditions)


def _within(table: "Table", conditions: Sequence["Condition"]) -> Rows | None:
    """Find rows that lie in a range, and fulfil nothing but what one index has before it; None where more is asked."""
    for name in table.before:
        span = [one for one in conditions if one.field == name and one.operator in RANGE]
        before = _before(table, name, conditions)
        if span and len(span) + len(before) == len(conditions):
            where, bound = _every(table, conditions)
            if are_few(f"SELECT 1 FROM {table.name} WHERE {where}", bound, SORTED):
                # With the sign SQLite takes no index that is in the order of ids.
                return Rows(table.name, where, bound, "+id", sorts=True)
            return Rows(table.name, *_all(table, [*(_match(table, one) for one in before), _walked(table, span)]))
    return None


def _beside(table: "Table", conditions: Sequence["Condition"]) -> Rows:
    lists = ((one, _list(table, one, is_alone=len(conditions) == 1)) for one in conditions)
    first, listed = next(((one, found) for one, found in lists if found is not None), (None, None))
    spans: dict[str, list[Condition]] = {}
    for one in conditions:
        if one.field in table.indexed and (one.operator in RANGE or len(one.values) > 1):
            spans.setdefault(one.field, []).append(one)
    apart = [first, *(one for span in spans.values() for one in span)]
    others = [_match(table, one) for one in conditions if one not in apart]
    found = [_span(table, span, _before(table, name, conditions)) for name, span in spans.items()]
    where, bound = _all(table, [*others, *found])
    if listed is None:
        return Rows(table.name, where, bound)
    text, values = listed
    # The list is in the order of ids, and no longer than the page is it read.
    source = f"({text}) AS list CROSS JOIN {table.name} ON {table.name}.id = list.listed"
    return Rows(source, where, [*values, *bound], "listed", " GROUP BY listed")


def _all(table: "Table", fragments: Iterable[Fragment]) -> Fragment:
    every = [(f"{table.left_at or 'NULL'} IS NULL", []), *fragments]
    return " AND ".join(text for text, _ in every), [value for _, bound in every for value in bound]


def _match(table: "Table", condition: "Condition") -> Fragment:
    return table.matches[condition.field](condition.operator, condition.values)


def _list(table: "Table", condition: "Condition", *, is_alone: bool = False) -> Fragment | None:
    """Give the list of another table, or, where nothing else is asked, of an index: a long one beside what is rare."""
    match = table.matches[condition.field]
    if is_alone and isinstance(match, Aside | Held):
        match = match.alone
    return match.listed(condition.operator, condition.values) if isinstance(match, Within) else None


def _among(table: "Table", condition: "Condition") -> Fragment:
    """Read another table's list first if it is short; else look in it for each row in turn."""
    listed = _list(table, condition)
    if listed is None or are_few(*listed, FEW):
        return _match(table, condition)
    text, bound = listed
    return f"EXISTS ({text} AND listed = {table.name}.id)", bound


def _before(table: "Table", name: str, conditions: Sequence["Condition"]) -> Sequence["Condition"]:
    """Give what one index has before this field: of one source type a day is little, where of all claims it is much."""
    equal = (one for one in conditions if one.operator is Operator.IS and len(one.values) == 1)
    return [one for one in equal if one.field in table.before.get(name, ())][:1]


def _span(table: "Table", span: Sequence["Condition"], before: Sequence["Condition"]) -> Fragment:
    """Find what lies in a range, or has one of several values: in its index if that is little; else among all rows."""
    text, bound = _every(table, [*before, *span])
    if are_few(f"SELECT 1 FROM {table.name} WHERE {text}", bound, SORTED):
        return f"id IN (SELECT id FROM {table.name} WHERE {text})", bound
    return _walked(table, span)


def _walked(table: "Table", span: Sequence["Condition"]) -> Fragment:
    text, bound = _every(table, span)
    # No index is used for what is asked so.
    return f"({text}) IS TRUE", bound


def _every(table: "Table", conditions: Iterable["Condition"]) -> Fragment:
    matches = [_match(table, one) for one in conditions]
    return " AND ".join(text for text, _ in matches), [value for _, values in matches for value in values]


def are_few(select: str, bound: Sequence[Any], few: int) -> bool:
    """Tell whether a statement selects at most so many rows."""
    return not fetch_all(execute(f"{select} LIMIT 1 OFFSET {few}", bound))
