"""The request's connection to the store: its thread's own, opened when it is first needed."""

from collections.abc import Iterator
from typing import TypeVar

from flask import g

from service.api.around import App, this_app
from service.api.slowness import log_slow
from service.store.database import database, discard


def connect() -> None:
    """Open a connection, unless this thread has one."""
    if database.is_closed():
        g.opened = database.connect(reuse_if_open=True)


Item = TypeVar("Item")


def connected(app: App, items: Iterator[Item]) -> Iterator[Item]:
    """Give what is read while the answer is sent: a connection is open while one item is read, and not between two.

    The request's own was given back when its view had ended.
    """
    while True:
        opened = database.is_closed() and database.connect(reuse_if_open=True)
        try:
            found = next(items, None)
        finally:
            log_slow(app)
            if opened and not app.is_served:
                database.close()
        if found is None:
            return
        yield found


def disconnect(_: BaseException | None) -> None:
    """Give back the connection that this request opened, unless the next one will need it; say first what was slow."""
    log_slow(this_app())
    if not this_app().is_served and g.pop("opened", False):
        database.close()


def forget() -> None:
    """Close for good a connection that failed: the next request opens another, which may lead to another host."""
    if this_app().is_served or g.pop("opened", False):
        discard()
