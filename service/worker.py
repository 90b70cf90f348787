"""The server's worker: gunicorn's own with threads, but what it cannot read is answered with a problem, too."""

import secrets
from http import HTTPStatus
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
    """A worker with threads whose failures have the one shape of all."""

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
