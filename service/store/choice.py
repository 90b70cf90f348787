"""Which database a thread asks: the primary, unless it reads from a replica for a while."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from peewee import DatabaseProxy


class _OfThread(threading.local):
    replica: Any = None


_thread = _OfThread()


class Chosen(DatabaseProxy):
    """The database that this thread asks; to give it another primary, `initialize` it."""

    @property
    def obj(self) -> Any:
        """The replica that this thread reads from, else the primary."""
        return vars(self)["primary"] if _thread.replica is None else _thread.replica

    @obj.setter
    def obj(self, primary: Any) -> None:
        # As an attribute, peewee would refuse it.
        vars(self)["primary"] = primary


def chosen() -> Any:
    """Give the replica that this thread reads from; None for the primary."""
    return _thread.replica


def choose(replica: Any) -> None:
    """Let this thread read from a replica from now on, or with None ask the primary again."""
    _thread.replica = replica


@contextmanager
def asking(replica: Any) -> Iterator[None]:
    """Let this thread read from a replica, or with None ask the primary, as long as this lasts."""
    before = chosen()
    choose(replica)
    try:
        yield
    finally:
        choose(before)
