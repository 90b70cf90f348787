"""PgBouncer between Hearsay and PostgreSQL, with fewer sessions than the server has threads."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from psycopg.conninfo import conninfo_to_dict

from tests.replicas.ports import free_port, program, wait_for
from tests.served import TIMEOUT_S

POOLED: Final = 2
"""Sessions of PostgreSQL, for eight threads of Hearsay."""
CONFIGURED: Final = """
[databases]
* = host={host} port={port} user=postgres
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own_port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {pooled}
max_client_conn = 100
server_login_retry = 1
logfile = {folder}/log
"""


@dataclass
class Bouncer:
    """A PgBouncer, by its configuration and its port."""

    configured: Path
    port: int
    user: str | None
    process: "subprocess.Popen[bytes] | None" = None

    def url_of(self, direct_url: str) -> str:
        """Name a database of its server as it is reached through it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{conninfo_to_dict(direct_url)['dbname']}"

    def start(self) -> None:
        """Start it, and wait until it listens."""
        command = [program("pgbouncer", "pgbouncer"), "--quiet", str(self.configured)]
        self.process = subprocess.Popen(command, user=self.user)
        wait_for(self.port)

    def end(self) -> None:
        """End it at once: whoever is connected is cut off."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(TIMEOUT_S)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run it for a while."""
        try:
            self.start()
            yield
        finally:
            self.end()


@contextmanager
def before(server_url: str) -> Iterator[Bouncer]:
    """Make what a PgBouncer before this server needs; it is not started yet."""
    # Not below pytest's own folder, which is nobody else's: it refuses to be root, as PostgreSQL does.
    with tempfile.TemporaryDirectory(prefix="hearsay-bouncer-") as name, psycopg.connect(server_url) as connection:
        ((data,),) = connection.execute("SHOW data_directory").fetchall()
        user = Path(data).owner() if os.geteuid() == 0 else None
        server, folder, port = conninfo_to_dict(server_url), Path(name), free_port()
        configured = folder / "pgbouncer.ini"
        parts = {"host": server["host"], "port": server.get("port", 5432), "own_port": port, "pooled": POOLED}
        configured.write_text(CONFIGURED.format(**parts, folder=folder))
        if user is not None:
            shutil.chown(folder, user)
            shutil.chown(configured, user)
        connection.close()
        yield Bouncer(configured, port, user)
