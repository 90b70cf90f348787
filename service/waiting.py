"""Connections that wait beside the threads: for a request to arrive, and for a client to take notice of the end."""

import resource
import socket
from collections.abc import Callable
from functools import partial
from selectors import EVENT_READ
from time import monotonic
from typing import Any, Final

from gunicorn.workers.gthread import ThreadWorker

from service.api.streaming import CutShort
from service.arrivals import GATHERED_BYTES, READ_AT_ONCE, Parser

ARRIVING_BYTES: Final = 64 * GATHERED_BYTES
"""What a worker holds of requests that are arriving or wait for a thread, before it refuses what arrives too slowly."""

CONNECTIONS: Final = 4_000
"""How many a worker holds where it may open so many files."""

OTHER_FILES: Final = 64
FILES_A_THREAD: Final = 4
"""What a worker has open beside connections: listeners, figures, logs; and stores for each thread."""

LOOK_S: Final = 1.0
LINGER_S: Final = 2.0


def possible_connections(threads: int) -> int:
    """Say how many connections a worker with so many threads can hold."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    return CONNECTIONS if most == resource.RLIM_INFINITY else min(CONNECTIONS, max(1, most - _others(threads)))


def allow_connections(threads: int) -> None:
    """Let this process and its workers open as many files as they need; what it is given at first is often 1,024."""
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = possible_connections(threads) + _others(threads)
    if allowed != resource.RLIM_INFINITY and allowed < needed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (needed, most))


def _others(threads: int) -> int:
    return OTHER_FILES + FILES_A_THREAD * threads


class Waiting(ThreadWorker):
    """A worker whose threads have to do only with requests that have arrived, and whose main loop waits for nobody.

    gunicorn gives a connection to a thread with its first byte, and waits in the main loop for clients to close.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with nobody."""
        super().__init__(*args, **kwargs)
        self.taken = self.arriving_bytes = 0
        self.arriving: dict[Any, None] = {}
        self.leaving: dict[Any, float] = {}
        self._look_at = 0.0

    def accept(self, listener: Any) -> None:
        """Take a connection; where there are as many as may be, what has been arriving for longest makes room."""
        super().accept(listener)
        if self.alive and self.nr_conns >= self.worker_connections and self.arriving:
            self._drop(next(iter(self.arriving)))

    def enqueue_req(self, conn: Any) -> None:
        """Give a connection to a thread once its next request has arrived."""
        if conn.parser is None:
            self.taken += 1
            conn.parser, conn.data_ready, conn.held_bytes = Parser(self.cfg, conn.sock, conn.client), True, 0
        else:
            conn.parser.unreader.begin()
            if conn.sock.gettimeout() != 0:
                conn.sock.settimeout(0)
        if self._has_arrived(conn):
            self._settle(conn)
        else:
            self.arriving[conn] = None
            self._listen(conn, self._go_on)

    def murder_pending(self) -> None:
        """End what was waited for long enough; gunicorn asks for this in each round of the main loop."""
        super().murder_pending()
        now = monotonic()
        if now < self._look_at:
            return
        self._look_at = now + LOOK_S
        for conn in [conn for conn in self.arriving if self._is_overdue(conn, now)]:
            self._refuse(conn)
        for conn in [conn for conn, until in self.leaving.items() if now > until]:
            self._drop(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Go on with a connection, or say that it ends and wait until the client knows."""
        self._count(conn, 0)
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
        else:
            self._leave(conn)

    def _has_arrived(self, conn: Any) -> bool:
        arrival = conn.parser.unreader
        has_arrived: bool = arrival.gather()
        self._count(conn, len(arrival.came))
        return has_arrived

    def _settle(self, conn: Any) -> None:
        """Give what arrived to a thread; let go who is gone."""
        arrival = conn.parser.unreader
        if arrival.has_ended and not arrival.came:
            self._drop(conn)
            return
        if arrival.is_cut_short:
            self._answer(conn, CutShort())
            return
        arrival.hand_over()
        super().enqueue_req(conn)

    def _go_on(self, conn: Any, _: Any) -> None:
        """Read more of a request; where that is too much, what has been arriving for longest makes room."""
        if conn in self.arriving and self._has_arrived(conn):
            self._forget(conn)
            self._settle(conn)
        for oldest in list(self.arriving) if self.arriving_bytes > ARRIVING_BYTES else ():
            if oldest.held_bytes and self.arriving_bytes > ARRIVING_BYTES:
                self._refuse(oldest)

    def _is_overdue(self, conn: Any, now: float) -> bool:
        arrival = conn.parser.unreader
        if not (self.alive or arrival.came):
            return bool(now - arrival.since > LINGER_S)
        return bool(arrival.is_overdue(now))

    def _refuse(self, conn: Any) -> None:
        """Tell who was too slow; who sent nothing asked nothing."""
        arrival = conn.parser.unreader
        if not arrival.came:
            self._drop(conn)
            return
        self._answer(conn, arrival.refuse())

    def _answer(self, conn: Any, failure: Exception) -> None:
        """Say what is wrong with a request that no thread gets."""
        self._count(conn, 0)
        self.handle_error(None, conn.sock, conn.client, failure)
        self._leave(conn)

    def _leave(self, conn: Any) -> None:
        """End a connection from this side; who is sending still would not see the answer if it were closed."""
        self._forget(conn)
        try:
            conn.sock.settimeout(0)
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._drop(conn)
            return
        self.leaving[conn] = monotonic() + LINGER_S
        self._listen(conn, self._drain)

    def _drain(self, conn: Any, sock: Any) -> None:
        if conn not in self.leaving:
            return
        try:
            is_gone = not sock.recv(READ_AT_ONCE)
        except BlockingIOError:
            return
        except OSError:
            is_gone = True
        if is_gone:
            self._drop(conn)

    def _drop(self, conn: Any) -> None:
        """Close a connection."""
        self._forget(conn)
        self._count(conn, 0)
        self.nr_conns -= 1
        conn.close()

    def _listen(self, conn: Any, then: Callable[[Any, Any], None]) -> None:
        self.poller.register(conn.sock, EVENT_READ, partial(then, conn))

    def _forget(self, conn: Any) -> None:
        """Wait for nothing more from a connection."""
        if conn in self.arriving or conn in self.leaving:
            self.arriving.pop(conn, None)
            self.leaving.pop(conn, None)
            self.poller.unregister(conn.sock)

    def _count(self, conn: Any, held_bytes: int) -> None:
        self.arriving_bytes += held_bytes - conn.held_bytes
        conn.held_bytes = held_bytes
