"""A stream as an answer: sent in pieces to a reader who takes them, and broken off where it cannot be whole."""

import socket
import struct
from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Final, cast

from flask import Response

from service import logs
from service.api import streaming
from service.api.around import REQUEST_ID, App
from service.api.headers import Headers
from service.api.streaming import CutOff, Pace
from service.store.failures import explain_failure

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PIECE_BYTES: Final = 128 * 1024
"""So much is sent at once; the slowest reader that is waited for takes it in 13 seconds."""

SOCKET: Final = "gunicorn.socket"

RESET: Final = struct.pack("ii", 1, 0)
LINGER: Final = struct.pack("ii", 0, 0)
"""How a socket is closed (SO_LINGER): by a reset, which nobody takes for the end of a body, or when all was sent."""


class Streamed(Response):
    """An answer that is made while it is sent; it has one of the threads that stream until it is closed."""

    default_mimetype = None

    def __init__(self, parts: Iterator[bytes], app: App, *, headers: Headers) -> None:
        """Take the parts and all headers."""
        super().__init__(parts, 200, headers)
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Begin to send it; of HEAD there is nothing to be sent."""
        start_response(self.status, self.headers.to_wsgi_list())
        body = Body(cast("Iterator[bytes]", self.response), self.app, environ)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        body.close()
        return []


class Body:
    """The body of a stream."""

    def __init__(self, parts: Iterator[bytes], app: App, environ: "WSGIEnvironment") -> None:
        self._parts, self._app, self._environ = parts, app, environ
        self._socket: socket.socket | None = environ.get(SOCKET)

    def __iter__(self) -> Iterator[bytes]:
        pace = Pace()
        # The server sends a piece and comes back: who takes nothing at all is found out by the socket.
        self._wait_at_most(streaming.PATIENCE_S)
        # Until all is sent, whatever closes the connection resets it, be it that this process is killed.
        self._end_by(RESET)
        for piece in self._pieces():
            started = perf_counter()
            yield piece
            pace.took(len(piece), perf_counter() - started)
        self._end_by(LINGER)

    def close(self) -> None:
        """End it, whole or not."""
        self._app.streaming.end()
        self._wait_at_most(None)

    def _pieces(self) -> Iterator[bytes]:
        try:
            for part in self._parts:
                for start in range(0, len(part), PIECE_BYTES):
                    yield part[start : start + PIECE_BYTES]
        except Exception as failure:
            # The status is sent, so that all that can be said is that this is not the end.
            if explain_failure(failure) is None:
                about = {"request_id": self._environ[REQUEST_ID], "traceback": logs.trace(failure)}
                logs.write("error", "a bug", about)
            raise CutOff from None

    def _wait_at_most(self, seconds: float | None) -> None:
        if self._socket is not None:
            self._socket.settimeout(seconds)

    def _end_by(self, how: bytes) -> None:
        if self._socket is not None:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, how)


def begin(app: App, make: Callable[[], Streamed]) -> Streamed:
    """Make a stream, which reads its first slice, while a thread is free for it."""
    app.streaming.begin()
    try:
        return make()
    except BaseException:
        app.streaming.end()
        raise
