"""A network of a test's own between a server and its PostgreSQL, in which packets may vanish."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.served import TIMEOUT_S

IN_TRANSACTION: Final = b"Z\0\0\0\5T"
"""With this PostgreSQL ends each answer within a transaction."""
DEEP_IN: Final = 3
"""So many answers within one transaction, and the counter is locked."""


@dataclass
class Network:
    """What lies between a port of this machine and PostgreSQL's socket; no connection is ever closed by it."""

    port: int
    socket_of_server: Path
    ends: list[socket.socket] = field(default_factory=list)
    dead: threading.Event = field(default_factory=threading.Event)
    about_to_die: threading.Event = field(default_factory=threading.Event)

    def die_within_a_transaction(self) -> None:
        """Let all packets vanish, both ways and of new connections, once somebody has the lock of all writers."""
        self.about_to_die.set()
        assert self.dead.wait(TIMEOUT_S)

    def live(self) -> None:
        """Let new connections through; of those from before nothing is heard any more."""
        self.about_to_die.clear()
        self.dead.clear()

    def join(self, near: socket.socket) -> None:
        """Let bytes through between a client and the server, for as long as the network lives."""
        if self.dead.is_set():
            self.ends.append(near)
            return
        far = socket.socket(socket.AF_UNIX)
        far.connect(str(self.socket_of_server))
        self.ends += [near, far]
        lost = threading.Event()
        for source, target in ((near, far), (far, near)):
            threading.Thread(target=self._pass_on, args=(source, target, lost), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, lost: threading.Event) -> None:
        deep = 0
        # At the end of the test both are closed.
        with suppress(OSError):
            while got := source.recv(65_536):
                deep = deep + 1 if got.endswith(IN_TRANSACTION) else 0
                if self.about_to_die.is_set() and deep >= DEEP_IN:
                    self.dead.set()
                if self.dead.is_set():
                    lost.set()
                if not lost.is_set():
                    target.sendall(got)
            if not lost.is_set() and not self.dead.is_set():
                target.shutdown(socket.SHUT_WR)


@contextmanager
def network_to(socket_of_server: Path) -> Iterator[Network]:
    """Listen on a port, and let through what comes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        network = Network(listener.getsockname()[1], socket_of_server)
        threading.Thread(target=_accept, args=(listener, network), daemon=True).start()
        try:
            yield network
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            for end in network.ends:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()


def _accept(listener: socket.socket, network: Network) -> None:
    with suppress(OSError):
        while True:
            near, _ = listener.accept()
            network.join(near)
