"""The request's connection to the store: its thread's own, opened when it is first needed."""

from flask import g

from service.api.around import this_app
from service.store.database import database


def connect() -> None:
    """Open a connection, unless this thread has one."""
    if database.is_closed():
        g.opened = database.connect(reuse_if_open=True)


def disconnect(_: BaseException | None) -> None:
    """Give back the connection that this request opened, unless the next one will need it."""
    if not this_app().is_served and g.pop("opened", False):
        database.close()


def forget() -> None:
    """Close a connection that failed and would be kept: the next request opens another."""
    if this_app().is_served:
        database.close()
