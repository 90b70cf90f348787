"""How long each thread has waited for the store: a sum that only rises; who reads it twice knows what lies between."""

import threading
from collections.abc import Callable
from functools import wraps
from time import perf_counter
from typing import Any, ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


class _Waited(threading.local):
    seconds = 0.0


_waited = _Waited()


def waited_s() -> float:
    """Tell how many seconds this thread has waited for the store since it began."""
    return _waited.seconds


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


@timed
def fetch_all(cursor: Any) -> list[Any]:
    """Fetch all rows; SQLite finds most of them only now."""
    return list(cursor.fetchall())
