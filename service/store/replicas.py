"""Replicas of a PostgreSQL store: they may be read from, and may be behind."""

from time import monotonic
from typing import Any, Final

from service.store.choice import choose
from service.store.database import open_database

SPREAD: Final = {"target_session_attrs": "standby", "load_balance_hosts": "random"}
"""Of several hosts any one that follows the primary is connected to, by each connection another."""

LEFT_ALONE_S: Final = 10
"""Twice as long as it takes to find out that nobody answers."""


class Replicas:
    """What `HEARSAY_READ_DATABASE_URL` names; where no replica can be reached, they are left alone for a while."""

    def __init__(self, url: str, patience_s: float | None = None) -> None:
        """Take the URL, and how long an open connection is waited for; nothing is connected yet."""
        self.database: Any = open_database(url, patience_s, SPREAD)
        self._left_alone_until = 0.0

    def choose(self) -> bool:
        """Let this thread ask a replica, unless none could be reached lately; tell which it is."""
        if self._left_alone_until and self.database.is_closed():
            now = monotonic()
            if now < self._left_alone_until:
                return False
            # One tries again, and others need not wait for what comes of it.
            self._left_alone_until = now + LEFT_ALONE_S
        choose(self.database)
        return True

    def are_there(self) -> None:
        """Note that one could be reached."""
        self._left_alone_until = 0.0

    def are_away(self) -> None:
        """Note that none could be reached, and let this thread ask the primary."""
        self._left_alone_until = monotonic() + LEFT_ALONE_S
        choose(None)
