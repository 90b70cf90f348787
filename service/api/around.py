"""Flask, and around it what every request has: an id, the common headers, a line in the log, a place in the metrics.

It is done on plain WSGI: Flask's hooks and header objects cost several times as much, and see no streamed body's end.
"""

import itertools
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final, cast

from flask import Flask, Request, current_app, request
from werkzeug.routing import MapAdapter

from service import logs
from service.api.headers import Common
from service.api.limits import Limits
from service.api.pages import Pages
from service.api.streaming import Streaming
from service.metrics import METHODS, OTHER, Metrics
from service.store.choice import chosen
from service.store.replicas import Replicas
from service.store.timing import waited_s

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from werkzeug.local import LocalProxy

REQUEST_ID: Final = "hearsay.request_id"
REVIEWER: Final = "hearsay.reviewer"
LIMITED: Final = "hearsay.limited"
"""The headers that say how much a client has left."""

GIVEN_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")
LEVELS: Final[dict[int, str]] = {HTTPStatus.INTERNAL_SERVER_ERROR: "error", HTTPStatus.SERVICE_UNAVAILABLE: "warning"}


def request_id() -> str:
    """Give the id of this request."""
    return str(request.environ[REQUEST_ID])


class App(Flask):
    """The application: each request is named, measured, logged and counted."""

    is_served = False
    """Whether it is served by our worker: its threads keep their connections, and it writes the log now and then."""

    replicas: Replicas | None = None
    """Where what anybody may read is read from, if not from the store itself."""

    def __init__(
        self, *, public_read: bool, logged: frozenset[str], query_budget_ms: int, streaming: Streaming, limits: Limits
    ) -> None:
        super().__init__("service", static_folder=None)
        self.config["PUBLIC_READ"] = public_read
        self.common_headers = Common(public_read=public_read)
        self.metrics = Metrics()
        self._pages, self._pages_of_replicas = Pages(), Pages()
        self.streaming, self.limits = streaming, limits
        self.logged = logged
        self.query_budget_ms = query_budget_ms
        # Unlike a random one, an id that is counted costs no call of the system.
        self._first_half_of_ids, self._numbers = secrets.token_hex(4), itertools.count(1)

    @property
    def pages(self) -> Pages:
        """What was answered from where this thread reads; a replica that is behind makes nothing else forgotten."""
        return self._pages if chosen() is None else self._pages_of_replicas

    def new_request_id(self) -> str:
        """Name a request; no other one has had this name, whichever process it was."""
        return f"{self._first_half_of_ids}{next(self._numbers):08x}"

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Take every function as it is: none is async, and to look costs a microsecond a hook and request."""
        return func

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Match an address by its path alone: no address here depends on the host, and none that is given names it."""
        if request is None:
            return None
        return MapAdapter(self.url_map, "localhost", "/", "", "http", request.path, request.method)

    def wsgi_app(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        answer = Answer(self, environ, start_response)
        return answer.of(super().wsgi_app(environ, answer.start))


def this_app() -> App:
    """Give the application that answers this request, without a proxy before it."""
    return cast("App", cast("LocalProxy[Flask]", current_app)._get_current_object())


def this_request() -> Request:
    """Give this request, without a proxy before it, which costs something at each look."""
    return cast("LocalProxy[Request]", request)._get_current_object()


class Answer:
    """What is known of one request while it is answered."""

    __slots__ = ("app", "environ", "length", "method", "route", "start_response", "started", "status", "waited_s")

    def __init__(self, app: App, environ: "WSGIEnvironment", start_response: "StartResponse") -> None:
        self.started, self.waited_s = perf_counter(), waited_s()
        self.app, self.environ, self.start_response = app, environ, start_response
        self.method = environ["REQUEST_METHOD"]
        given = environ.get("HTTP_X_REQUEST_ID")
        is_good = given is not None and GIVEN_ID.fullmatch(given)
        environ[REQUEST_ID] = given if is_good else app.new_request_id()

    def start(self, status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
        """Add the common headers, and keep what is to be said of the answer."""
        own = dict(headers)
        self.status, self.length = int(status[:3]), own.get("Content-Length")
        rule = self.environ["werkzeug.request"].url_rule
        self.route = None if rule is None else rule.rule
        headers += self.app.common_headers.of(self.method, self.status, own)
        headers.append(("X-Request-Id", self.environ[REQUEST_ID]))
        headers += self.environ.get(LIMITED, ())
        return self.start_response(status, headers, exc_info)

    def of(self, body: Iterable[bytes]) -> Iterable[bytes]:
        """Give the body; log and count the answer now where its length is known, else when the body ends."""
        has_none = self.method == "HEAD" or self.status in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}
        if not has_none and self.length is None:
            return Stream(body, self)
        self.note(0 if has_none or self.length is None else int(self.length))
        return body

    def note(self, sent: int, message: str = "request") -> None:
        """Write the answer's line in the log, and count it."""
        duration_s, database_s = perf_counter() - self.started, waited_s() - self.waited_s
        self.app.metrics.count(self.method, self.route, self.status, duration_s, database_s)
        level = LEVELS.get(self.status, "info") if message == "request" else "warning"
        if level in self.app.logged:
            about = {
                "request_id": self.environ[REQUEST_ID],
                "method": self.method if self.method in METHODS else OTHER,
                "route": self.route,
                "status": self.status,
                "duration_ms": round(duration_s * 1_000, 3),
                "database_ms": round(database_s * 1_000, 3),
                "reviewer": self.environ.get(REVIEWER),
                "bytes": sent,
            }
            logs.note(level, message, about)
            if not self.app.is_served:
                logs.flush()


class Stream:
    """A body whose length nobody knows before its end."""

    def __init__(self, body: Iterable[bytes], answer: Answer) -> None:
        self.body, self.answer = body, answer
        self.sent, self.is_whole = 0, False

    def __iter__(self) -> Iterator[bytes]:
        for part in self.body:
            self.sent += len(part)
            yield part
        self.is_whole = True

    def close(self) -> None:
        """End the body, whole or not."""
        try:
            getattr(self.body, "close", bool)()
        finally:
            self.answer.note(self.sent, "request" if self.is_whole else "request cut off")
