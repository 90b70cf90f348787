"""How long each thread has waited for the store: a sum that only rises, and which statements took long."""

import threading
from collections.abc import Callable, Iterable
from functools import partial, wraps
from time import perf_counter
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

MOST_AT_ONCE: Final = 20
"""Of one request; more are not remembered."""


class Statement(NamedTuple):
    """A statement that took long; what it bound is here for its plan, and for nothing else."""

    sql: str
    bound: Any
    seconds: float


class _Waited(threading.local):
    seconds = 0.0
    last: tuple[str, Any, float] = ("", None, 0.0)

    def __init__(self) -> None:
        self.slow: list[Statement] = []


class _Limit:
    """From when on a statement is slow."""

    seconds = float("inf")


_waited = _Waited()


def waited_s() -> float:
    """Tell how many seconds this thread has waited for the store since it began."""
    return _waited.seconds


def remember_from(seconds: float) -> None:
    """Remember statements that take so long or longer, in this process."""
    _Limit.seconds = seconds


def take_slow() -> list[Statement]:
    """Give what this thread remembers of slow statements, once."""
    taken = _waited.slow
    if taken:
        _waited.slow = []
    return taken


def timed(method: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Add to the sum what each call of a method takes; peewee's query hooks see neither BEGIN nor COMMIT nor rows."""

    @wraps(method)
    def run(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Result:
        started = perf_counter()
        try:
            return method(*args, **kwargs)
        finally:
            _waited.seconds += perf_counter() - started

    return run


def timed_statement(method: Callable[..., Result]) -> Callable[..., Result]:
    """Add to the sum what each statement takes, and remember the slow ones, also of those that were stopped."""

    @wraps(method)
    def run(self: Any, sql: str, params: Any = None, **more: Any) -> Result:
        started = perf_counter()
        try:
            return method(self, sql, params, **more)
        finally:
            seconds = perf_counter() - started
            _waited.seconds += seconds
            _waited.last = (sql, params, seconds)
            if seconds >= _Limit.seconds:
                _remember(seconds)

    return run


def fetch_all(cursor: Any) -> list[Any]:
    """Fetch all rows of the statement that this thread ran last; SQLite finds most of them only now."""
    return _fetched(cursor.fetchall)


def fetch_some(cursor: Any, most: int) -> list[Any]:
    """Fetch the next rows of the statement that this thread ran last."""
    return _fetched(partial(cursor.fetchmany, most))


def _fetched(fetch: Callable[[], Iterable[Any]]) -> list[Any]:
    started = perf_counter()
    try:
        return list(fetch())
    finally:
        took = perf_counter() - started
        _waited.seconds += took
        sql, bound, before = _waited.last
        _waited.last = (sql, bound, before + took)
        if _waited.slow and _waited.slow[-1].sql is sql and _waited.slow[-1].bound is bound:
            # It took longer than was remembered.
            _waited.slow.pop()
        if before + took >= _Limit.seconds:
            _remember(before + took)


def _remember(seconds: float) -> None:
    if len(_waited.slow) < MOST_AT_ONCE:
        sql, bound, _ = _waited.last
        _waited.slow.append(Statement(sql, bound, seconds))
