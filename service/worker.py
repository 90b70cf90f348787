"""The server's worker: gunicorn's own with threads, but what it cannot read and who comes late are answered, too."""

import secrets
from http import HTTPStatus
from queue import SimpleQueue
from signal import SIGINT, SIGQUIT, SIGTERM
from time import perf_counter
from typing import Any, Final

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http.errors import InvalidResponseHeader, InvalidResponseHeaderName, LimitRequestLine, ParseException

from service import logs
from service.api.headers import Common
from service.api.problems import HTTP_PROBLEMS, PROBLEM, compose
from service.api.streaming import CutOff, TooSlow
from service.departures import Departing
from service.metrics import OTHER
from service.store.state import watch

OURS: Final = (InvalidResponseHeader, InvalidResponseHeaderName)


class Log(Logger):
    """gunicorn's log in the form of ours."""

    def setup(self, cfg: Any) -> None:
        """Give whatever logs in this process one form."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(logs.JsonFormatter())
        logs.configure()


class Worker(Departing):
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
            while taken != self.taken:
                taken = self.taken
                self.accept(listener)
            listener.close()

    def load_wsgi(self) -> None:
        """Make the app, and tell it by whom it is served."""
        super().load_wsgi()
        self.wsgi.is_served = True
        watch()

    def notify(self) -> None:
        """Write the log, and show that this process lives: it does so whenever a request has ended, and each second."""
        logs.flush()
        super().notify()

    def run(self) -> None:
        """Serve; what was logged last is written, too."""
        try:
            super().run()
        finally:
            logs.flush()

    def handle_request(self, req: Any, conn: Any) -> Any:
        """Answer a request; a stream that cannot be whole, or is not taken, is broken off."""
        try:
            return super().handle_request(req, conn)
        except (CutOff, TimeoutError):
            conn.is_cut_off = True
            return False

    def finish_request(self, conn: Any, fs: Any) -> None:
        """Go on with a connection, or close it; gunicorn would end a broken one as if all had been sent."""
        if not getattr(conn, "is_cut_off", False):
            super().finish_request(conn, fs)
            return
        self._drop(conn)

    def handle_error(self, *about: Any) -> None:
        """Answer a request that never reached the app; neither the answer nor the log repeats any of it."""
        started = perf_counter()
        logs.flush()
        _, client, _, failure = about
        status, request_id = _status(failure), secrets.token_hex(8)
        known = {"request_id": request_id, "status": status.value, "failure": type(failure).__name__}
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.error("a bug", extra={"about": {**known, "traceback": logs.trace(failure)}})
        else:
            self.log.warning("a request that cannot be read", extra={"about": known})
        try:
            util.write_nonblock(client, _answer(status, request_id, self.wsgi.common_headers))
        except OSError:
            self.log.debug("the client is gone", extra={"about": known})
        self.wsgi.metrics.count(OTHER, None, status, perf_counter() - started, 0.0)


def _status(failure: Exception) -> HTTPStatus:
    if isinstance(failure, TooSlow):
        return HTTPStatus.REQUEST_TIMEOUT
    if isinstance(failure, LimitRequestLine):
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if isinstance(failure, ParseException) and not isinstance(failure, OURS):
        return HTTPStatus.BAD_REQUEST
    return HTTPStatus.INTERNAL_SERVER_ERROR


def _answer(status: HTTPStatus, request_id: str, common: Common) -> bytes:
    body = compose(status, HTTP_PROBLEMS[status], request_id)
    own = {"Content-Type": PROBLEM, "Content-Length": str(len(body)), "X-Request-Id": request_id, "Connection": "close"}
    lines = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        *(f"{name}: {value}" for name, value in [*own.items(), *common.of(OTHER, status, own)]),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body
