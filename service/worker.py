"""The server's worker: gunicorn's own with threads, but what it cannot read and who comes late are answered, too."""

import secrets
from http import HTTPStatus
from queue import SimpleQueue
from signal import SIGINT, SIGQUIT, SIGTERM
from typing import Any, Final

from gunicorn import util
from gunicorn.http.errors import InvalidResponseHeader, InvalidResponseHeaderName, LimitRequestLine, ParseException
from gunicorn.workers.gthread import ThreadWorker

from service.api.problems import HTTP_PROBLEMS, PROBLEM, compose

OURS: Final = (InvalidResponseHeader, InvalidResponseHeaderName)
HEAD: Final = (
    "HTTP/1.1 {status} {phrase}\r\nConnection: close\r\nContent-Type: {type}\r\nContent-Length: {length}\r\n"
    "X-Request-Id: {request_id}\r\n\r\n"
)


class Worker(ThreadWorker):
    """A worker with threads whose failures have the one shape of all, and which leaves nobody waiting when it ends."""

    told: SimpleQueue[int]
    """What its first process was told; until a worker has handlers of its own, what it is told goes there, too."""

    def init_signals(self) -> None:
        """Listen to signals, and end where one to end came before; gunicorn would wait for `graceful_timeout`."""
        super().init_signals()
        while not self.told.empty():
            self.alive &= self.told.get() not in {SIGINT, SIGQUIT, SIGTERM}

    def set_accept_enabled(self, *wanted: bool) -> None:
        """Take connections or not; a worker that ends takes those that are there, and then no more can be made.

        gunicorn leaves the socket open until the last request has ended: who connects meanwhile waits, and is cut off.
        """
        super().set_accept_enabled(self.alive and all(wanted))
        while not self.alive and self.sockets:
            listener, taken = self.sockets.pop(), -1
            while taken != self.nr_conns:
                taken = self.nr_conns
                self.accept(listener)
            listener.close()

    def handle_error(self, *about: Any) -> None:
        """Answer a request that never reached the app; neither the answer nor the log repeats any of it."""
        _, client, _, failure = about
        status, request_id = _status(failure), secrets.token_hex(8)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.error("request %s failed", request_id, exc_info=failure)
        else:
            self.log.warning("request %s cannot be read: %s", request_id, type(failure).__name__)
        try:
            util.write_nonblock(client, _answer(status, request_id))
        except OSError:
            self.log.debug("request %s: the client is gone", request_id)


def _status(failure: Exception) -> HTTPStatus:
    if isinstance(failure, LimitRequestLine):
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if isinstance(failure, ParseException) and not isinstance(failure, OURS):
        return HTTPStatus.BAD_REQUEST
    return HTTPStatus.INTERNAL_SERVER_ERROR


def _answer(status: HTTPStatus, request_id: str) -> bytes:
    body = compose(status, HTTP_PROBLEMS[status], request_id)
    head = HEAD.format(status=status.value, phrase=status.phrase, type=PROBLEM, length=len(body), request_id=request_id)
    return head.encode("ascii") + body
