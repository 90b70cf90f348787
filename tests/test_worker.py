"""The worker answers whatever fails outside the app; see tests/test_server.py for what a client can send."""

import socket
from collections.abc import Iterator

import orjson
import pytest
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.http.errors import InvalidRequestLine, InvalidResponseHeader, LimitRequestLine

from service.api.around import App
from service.api.limits import Limits
from service.api.streaming import Streaming
from service.worker import Worker

MARKER = "zqxmarker"


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker(0, 0, [], None, 30, Config(), Logger(Config()))
    made.wsgi = App(
        query_budget_ms=1_000, public_read=True, logged=frozenset(), streaming=Streaming(1), limits=Limits(0)
    )
    yield made
    made.tmp.close()


@pytest.mark.parametrize(
    ("failure", "status", "slug"),
    [
        (LimitRequestLine(9_000, 8_190), 414, "too-long"),
        (InvalidRequestLine(MARKER), 400, "unreadable"),
        (InvalidResponseHeader(MARKER), 500, "bug"),
        (KeyError(MARKER), 500, "bug"),
    ],
)
def test_a_failure_outside_the_app_is_a_problem_and_ours_is_a_bug(
    worker: Worker, failure: Exception, status: int, slug: str
) -> None:
    client, server = socket.socketpair()

    worker.handle_error(None, server, ("", 0), failure)
    server.close()

    with client, client.makefile("rb") as answer:
        head, _, body = answer.read().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert orjson.loads(body)["type"] == f"/problems#{slug}"
    assert f"X-Request-Id: {orjson.loads(body)['instance']}".encode() in head
    assert MARKER.encode() not in body


def test_a_client_that_is_gone_is_not_waited_for(worker: Worker) -> None:
    client, server = socket.socketpair()
    client.close()

    with server:
        worker.handle_error(None, server, ("", 0), InvalidRequestLine(MARKER))
