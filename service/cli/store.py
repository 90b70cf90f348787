"""The store that a command works on: the one that the settings name."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from service import settings
from service.domain.errors import NotMigrated
from service.store import migrating
from service.store.database import bind, database, is_there, name_of_store


@contextmanager
def opened(*, current: bool = True) -> Iterator[None]:
    """Connect to the store; refuse one that lacks a migration, unless it need not be `current`."""
    bind(settings.read().database_url)
    if current and not is_there():
        raise NotMigrated(f"There is no store {name_of_store()} yet.", hint="Run: hearsay migrate up")
    with database.connection_context():
        if current and migrating.pending():
            raise NotMigrated("The store lacks migrations of this release.", hint="Run: hearsay migrate up")
        yield


@contextmanager
def looked_into() -> Iterator[None]:
    """Connect to the store if it is there, and make none."""
    bind(settings.read().database_url)
    with database.connection_context() if is_there() else nullcontext():
        yield
