"""A writer that knows one PostgreSQL and no other, and what that acknowledged."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Final

import psycopg

from tests.served import TIMEOUT_S

SOME: Final = 10
TABLE: Final = "CREATE TABLE IF NOT EXISTS late (written text PRIMARY KEY)"


@dataclass
class Late:
    """What was written to a server until it cut its writer off."""

    url: str
    name: str
    acknowledged: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Write one row after another, and wait for each as long as the connection is there."""
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                for number in count():
                    connection.execute("INSERT INTO late VALUES (%s)", [f"{self.name}-{number}"])
                    self.acknowledged.append(f"{self.name}-{number}")
        except psycopg.Error:
            return

    def lost(self, url: str) -> set[str]:
        """Find what was acknowledged and another server does not have."""
        with psycopg.connect(url) as connection:
            return set(self.acknowledged) - {row[0] for row in connection.execute("SELECT written FROM late")}


@contextmanager
def late(url: str, name: str) -> Iterator[Late]:
    """Let somebody write to one server meanwhile, and wait until it is cut off."""
    with psycopg.connect(url) as connection:
        connection.execute(TABLE)
    writer = Late(url, name)
    thread = threading.Thread(target=writer.write, daemon=True)
    thread.start()
    until = time.monotonic() + TIMEOUT_S
    while len(writer.acknowledged) < SOME:
        assert time.monotonic() < until, "nothing is acknowledged"
        time.sleep(0.01)
    yield writer
    thread.join(TIMEOUT_S)
    assert not thread.is_alive(), "what leads no more still keeps its writer"
