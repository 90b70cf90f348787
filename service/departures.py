"""Answers that a client does not take at once: the rest is sent beside the threads."""

from collections.abc import Callable
from functools import partial
from selectors import EVENT_WRITE
from socket import MSG_DONTWAIT, socket
from time import monotonic
from typing import Any, Final

from service.api.streaming import LEAST_BYTES_A_SECOND
from service.arrivals import PATIENCE_S
from service.waiting import Waiting

DEPARTING_BYTES: Final = 64 * 1024 * 1024
"""What a worker holds of answers that are not taken, before it cuts off who has been taking for longest."""

SENT_AT_ONCE: Final = 1024 * 1024


class Departure(socket):
    """A connection that takes a whole answer from a thread at once, and holds what the client does not take yet.

    Whoever streams sets how long to wait for the client, and waits.
    """

    def __init__(self, taken: socket) -> None:
        """Go on with a connection that was taken."""
        timeout_s = taken.gettimeout()
        super().__init__(taken.family, taken.type, taken.proto, fileno=taken.detach())
        self.settimeout(timeout_s)
        self.rest = bytearray()

    def sendall(self, data: Any, flags: int = 0, /) -> None:
        """Send all now or later."""
        if self.gettimeout() is not None:
            super().sendall(data, flags)
            return
        self.rest += data[self._send(data) :] if not self.rest else data

    def go_on(self) -> None:
        """Send more of what is held."""
        del self.rest[: self._send(bytes(self.rest[:SENT_AT_ONCE]))]

    def _send(self, data: bytes) -> int:
        try:
            return self.send(data, MSG_DONTWAIT)
        except BlockingIOError:
            return 0


class Departing(Waiting):
    """A worker whose threads do not wait until an answer is taken."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with nobody."""
        super().__init__(*args, **kwargs)
        self.departing: dict[Any, tuple[float, Callable[[], None]]] = {}

    def enqueue_req(self, conn: Any) -> None:
        """Take a request from a connection that holds its answers."""
        if conn.parser is None:
            conn.sock = Departure(conn.sock)
        super().enqueue_req(conn)

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Go on with a connection when all is sent."""
        held = len(conn.sock.rest)
        if not held:
            super().finish_request(conn, fs)
            return
        try:
            conn.sock.settimeout(0)
        except OSError:
            self._drop(conn)
            return
        until = monotonic() + PATIENCE_S + held / LEAST_BYTES_A_SECOND
        self.departing[conn] = until, partial(super().finish_request, conn, fs)
        self.poller.register(conn.sock, EVENT_WRITE, partial(self._send_more, conn))
        held = sum(len(other.sock.rest) for other in self.departing)
        while held > DEPARTING_BYTES:
            longest = next(iter(self.departing))
            held -= len(longest.sock.rest)
            self._cut_off(longest)

    def murder_pending(self) -> None:
        """Cut off who takes too long."""
        super().murder_pending()
        now = monotonic()
        for conn in [conn for conn, (until, _) in self.departing.items() if now > until]:
            self._cut_off(conn)

    def _send_more(self, conn: Any, _: Any) -> None:
        if conn not in self.departing:
            return
        try:
            conn.sock.go_on()
        except OSError:
            self._cut_off(conn)
            return
        if not conn.sock.rest:
            _, then = self.departing.pop(conn)
            self.poller.unregister(conn.sock)
            then()

    def _cut_off(self, conn: Any) -> None:
        del self.departing[conn]
        self.poller.unregister(conn.sock)
        self._drop(conn)
