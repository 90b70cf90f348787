"""Matches: how each kind of field is compared in SQL, with one value or several, or with whether there is one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from service.store.database import execute, is_sqlite
from service.store.fields import UNKNOWN_AT, to_microseconds
from service.store.timing import fetch_all


class Operator(StrEnum):
    """How a condition compares; the suffix of a parameter's name."""

    IS = ""
    NOT = "__not"
    GTE = "__gte"
    LT = "__lt"
    EXISTS = "__exists"
    ALL = "__all"


Fragment = tuple[str, list[Any]]
Match = Callable[[Operator, Sequence[Any]], Fragment]


STANDS_FOR: Final = "COALESCE((SELECT merged_into_id FROM source WHERE id = ?), ?)"
"""A source that was merged into another is asked for as that one."""

MERGED: Final = "SELECT id, merged_into_id FROM source WHERE merged_into_id IS NOT NULL AND id IN ({})"


def plain(value: Any) -> Any:
    """Give a value as its column stores it."""
    return to_microseconds(value) if isinstance(value, datetime) else value


def one_of(expression: str, values: Sequence[Any], mark: str = "?") -> Fragment:
    """Compare with any number of values; `mark` is what stands for each, with one `?` or more for that value."""
    if not values:
        # PostgreSQL has no empty list.
        return "FALSE", []
    if mark == STANDS_FOR and not is_sqlite():
        # It plans by how often a value is there, which it knows of those alone that it is told.
        values, mark = _standing(values), "?"
    bound = [plain(value) for value in values for _ in range(mark.count("?"))]
    if len(values) == 1:
        return f"{expression} = {mark}", bound
    return f"{expression} IN ({', '.join([mark] * len(values))})", bound


def _standing(values: Sequence[Any]) -> list[Any]:
    marks = ", ".join("?" for _ in values)
    merged = dict(fetch_all(execute(MERGED.format(marks), values)))
    return [merged.get(value, value) for value in values]


def column(name: str, mark: str = "?") -> Match:
    """Match a column of the table itself; a row without a value is different from every value."""

    def match(operator: Operator, values: Sequence[Any]) -> Fragment:
        if operator is Operator.EXISTS:
            return f"{name} IS {'NOT ' if values[0] else ''}NULL", []
        if operator is Operator.GTE:
            return f"{name} >= ?", [plain(values[0])]
        if operator is Operator.LT:
            return f"{name} < ?", [plain(values[0])]
        text, bound = one_of(name, values, mark)
        return (f"({name} IS NULL OR NOT {text})" if operator is Operator.NOT else text), bound

    return match


def any_column(*names: str) -> Match:
    """Match a row that has a value in any of these columns."""
    matches = [column(name) for name in names]

    def match(operator: Operator, values: Sequence[Any]) -> Fragment:
        each = [one(operator, values) for one in matches]
        text = (" AND " if operator is Operator.NOT else " OR ").join(text for text, _ in each)
        return f"({text})", [value for _, bound in each for value in bound]

    return match


def instant(name: str) -> Match:
    """Match a keyset time, where an unknown one is stored as the smallest number."""
    compare = column(name)

    def match(operator: Operator, values: Sequence[Any]) -> Fragment:
        if operator is Operator.EXISTS:
            return f"{name} {'<>' if values[0] else '='} ?", [UNKNOWN_AT]
        text, bound = compare(operator, values)
        return (f"({text} AND {name} <> ?)", [*bound, UNKNOWN_AT]) if operator is Operator.LT else (text, bound)

    return match


def either(words: Mapping[Any, str]) -> Match:
    """Match by words that each stand for a condition."""

    def match(operator: Operator, values: Sequence[Any]) -> Fragment:
        text = " OR ".join(words[value] for value in values)
        return f"{'NOT ' if operator is Operator.NOT else ''}({text})", []

    return match


@dataclass(frozen=True)
class Within:
    """Match rows whose `key` is among those that `select`, which ends in WHERE or AND, gives as `listed`."""

    key: str
    select: str
    expression: str
    mark: str = "?"

    def __call__(self, operator: Operator, values: Sequence[Any]) -> Fragment:
        """Give what a row fulfils."""
        if operator is Operator.ALL:
            each = [self._among([value]) for value in values]
            return f"({' AND '.join(text for text, _ in each)})", [value for _, bound in each for value in bound]
        text, bound = self._among(values)
        return (f"({self.key} IS NULL OR NOT {text})" if operator is Operator.NOT else text), bound

    def listed(self, operator: Operator, values: Sequence[Any]) -> Fragment | None:
        """Select the ids of the rows themselves, in their order where there is an index; None where that is no list."""
        if self.key != "id" or operator is not Operator.IS or len(values) > 1:
            return None
        text, bound = one_of(self.expression, values, self.mark)
        return f"{self.select} {text}", bound

    def _among(self, values: Sequence[Any]) -> Fragment:
        text, bound = one_of(self.expression, values, self.mark)
        return f"{self.key} IN ({self.select} {text})", bound


@dataclass(frozen=True)
class Aside:
    """Match a column whose index SQLite is kept from, but for a list of nothing else.

    It takes any value for as common as the others, and what is asked for beside it for more than it may be.
    """

    table: str
    name: str

    def __call__(self, operator: Operator, values: Sequence[Any]) -> Fragment:
        """Give what a row fulfils."""
        return column(f"+{self.name}" if is_sqlite() else self.name)(operator, values)

    def listed(self, values: Sequence[Any]) -> Fragment:
        """Give what a row fulfils, for all of those that do."""
        return one_of(self.name, values)

    @property
    def alone(self) -> Within:
        """List the rows in the order of their ids."""
        return Within("id", f"SELECT id AS listed FROM {self.table} WHERE", self.name)


def perhaps_within(key: str, select: str, expression: str) -> Match:
    """Match rows whose `key` is among those that `select`, which ends in WHERE, gives, or by whether it is."""
    among = Within(key, select, expression)

    def match(operator: Operator, values: Sequence[Any]) -> Fragment:
        if operator is Operator.EXISTS:
            return f"{key} {'' if values[0] else 'NOT '}IN ({select} TRUE)", []
        return among(operator, values)

    return match
