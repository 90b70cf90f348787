"""Matches: how each kind of field is compared in SQL, with one value or several, or with whether there is one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from service.store.fields import UNKNOWN_AT, to_microseconds


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


def plain(value: Any) -> Any:
    """Give a value as its column stores it."""
    return to_microseconds(value) if isinstance(value, datetime) else value


def one_of(expression: str, values: Sequence[Any], mark: str = "?") -> Fragment:
    """Compare with one value or several; `mark` is what stands for each, with one `?` or more for that value."""
    bound = [plain(value) for value in values for _ in range(mark.count("?"))]
    if len(values) == 1:
        return f"{expression} = {mark}", bound
    return f"{expression} IN ({', '.join([mark] * len(values))})", bound


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


def within(key: str, select: str, expression: str, mark: str = "?") -> Match:
    """Match rows whose `key` is among those that `select`, which ends in WHERE or AND, gives."""

    def among(condition: str) -> str:
        return f"{key} IN ({select} {condition})"

    def match(operator: Operator, values: Sequence[Any]) -> Fragment:
        if operator is Operator.ALL:
            each = [one_of(expression, [value], mark) for value in values]
            return (
                f"({' AND '.join(among(text) for text, _ in each)})",
                [value for _, bound in each for value in bound],
            )
        text, bound = one_of(expression, values, mark)
        if operator is Operator.NOT:
            return f"({key} IS NULL OR NOT {among(text)})", bound
        return among(text), bound

    return match


def perhaps_within(key: str, select: str, expression: str) -> Match:
    """Match rows whose `key` is among those that `select`, which ends in WHERE, gives, or by whether it is."""
    among = within(key, select, expression)

    def match(operator: Operator, values: Sequence[Any]) -> Fragment:
        if operator is Operator.EXISTS:
            return f"{key} {'' if values[0] else 'NOT '}IN ({select} TRUE)", []
        return among(operator, values)

    return match
