"""The request's connection to the store: opened when it is first needed, given back at the end."""

from flask import g

from service.store.database import database


def connect() -> None:
    """Open a connection for this request, unless there is one."""
    g.opened = database.connect(reuse_if_open=True)


def disconnect(_: BaseException | None) -> None:
    """Give back the connection that this request opened."""
    if g.pop("opened", False):
        database.close()
