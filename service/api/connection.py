"""The request's connection to the store or to a replica: its thread's own, opened when it is first needed."""

from collections.abc import Iterator
from typing import Any, Final, TypeVar

from flask import g

from service import logs
from service.api.around import App, request_id, this_app
from service.api.slowness import log_slow
from service.store.choice import asking, choose, chosen
from service.store.database import database, discard
from service.store.failures import UNAVAILABLE, reason_of

LEVEL: Final = "warning"


def connect() -> None:
    """Open a connection, unless this thread has one."""
    if database.is_closed():
        g.opened = database.connect(reuse_if_open=True)


def connect_to_read() -> None:
    """Open a connection to a replica, where there are any and one can be reached; else to the store itself."""
    app = this_app()
    if app.replicas is not None and app.replicas.choose():
        try:
            connect()
        except UNAVAILABLE as failure:
            app.replicas.are_away()
            _log_absence(app, failure)
        else:
            app.replicas.are_there()
    connect()


def _log_absence(app: App, failure: Exception) -> None:
    if LEVEL in app.logged:
        about = {"request_id": request_id(), "reason": reason_of(failure)}
        logs.note(LEVEL, "no replica can be reached", about)


Item = TypeVar("Item")


def connected(app: App, items: Iterator[Item]) -> Iterator[Item]:
    """Give what is read while the answer is sent: a connection is open while one item is read, and not between two.

    The request's own was given back when its view had ended. All of it comes from where its beginning came from.
    """
    return _connected(app, items, chosen())


def _connected(app: App, items: Iterator[Item], replica: Any) -> Iterator[Item]:
    while True:
        with asking(replica):
            found = _next(app, items)
        if found is None:
            return
        yield found


def _next(app: App, items: Iterator[Item]) -> Item | None:
    opened, is_read = database.is_closed() and database.connect(reuse_if_open=True), False
    try:
        found = next(items, None)
        is_read = True
    finally:
        log_slow(app)
        if not is_read and (opened or app.is_served):
            discard()
        elif opened and not app.is_served:
            database.close()
    return found


def disconnect(_: BaseException | None) -> None:
    """Give back the connection that this request opened, unless the next one will need it; say first what was slow."""
    log_slow(this_app())
    if not this_app().is_served and g.pop("opened", False):
        database.close()
    choose(None)


def forget() -> None:
    """Close for good a connection that failed: the next request opens another, which may lead to another host."""
    if this_app().is_served or g.pop("opened", False):
        discard()
