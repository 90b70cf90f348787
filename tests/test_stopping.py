"""What becomes of requests when the server is told to end by SIGTERM, as a container engine does it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pytest

from service.gunicorn import graceful_timeout, threads
from tests.api import Api
from tests.served import TIMEOUT_S, Served, read_answer, serve

BODY: Final = b'{"article": {"url": "https://news.example/1"}, "statement": "The bridge is closed.", "attribution": []}'
LIVE: Final = b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n"


# How a server ends is the same with any store.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def served(url: str, tmp_path: Path) -> Iterator[Served]:
    with serve(url, tmp_path / "server.log") as started:
        yield started


def head(api: Api, *more: str) -> bytes:
    """Write all of a request that stores a claim but its body."""
    lines = [
        "POST /v1/claims HTTP/1.1",
        "Host: x",
        f"Authorization: Bearer {api.token}",
        "Content-Type: application/json",
        f"Content-Length: {len(BODY)}",
    ]
    return "\r\n".join([*lines, *more, "", ""]).encode()


def tell_to_end(served: Served) -> None:
    """Send SIGTERM, and wait until nobody else is let in."""
    served.process.send_signal(signal.SIGTERM)
    for _ in range(TIMEOUT_S * 100):
        try:
            served.connect().close()
        except ConnectionRefusedError:
            return
        time.sleep(0.01)
    pytest.fail("the server still takes connections")


@contextmanager
def asleep(served: Served) -> Iterator[None]:
    """Keep the workers from doing anything, so that what is sent waits for them."""
    # The server says where it answers before its worker is there.
    served.get("/livez")
    workers = served.workers()
    assert workers
    for pid in workers:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGCONT)


def test_a_request_that_is_still_coming_is_served_to_its_end_while_nobody_else_is_let_in(
    api: Api, served: Served
) -> None:
    with served.connect() as connection, connection.makefile("rb") as answer:
        connection.sendall(head(api, "Expect: 100-continue"))
        assert answer.readline() == b"HTTP/1.1 100 Continue\r\n"
        assert answer.readline() == b"\r\n"
        connection.sendall(BODY[:40])
        tell_to_end(served)
        connection.sendall(BODY[40:])
        stored = read_answer(answer)

    assert stored.status == 201
    assert api.ids("/v1/claims") == [stored.json["id"]]
    assert served.process.wait(graceful_timeout) == 0


def test_whoever_is_connected_when_the_server_ends_is_answered_whole(api: Api, served: Served) -> None:
    with ExitStack() as opened:
        with asleep(served):
            connections = [opened.enter_context(served.connect()) for _ in range(5 * threads)]
            for connection in connections:
                connection.sendall(head(api) + BODY)
            served.process.send_signal(signal.SIGTERM)
        answers = [read_answer(opened.enter_context(connection.makefile("rb"))) for connection in connections]

    assert {answer.status for answer in answers} == {201}
    assert sorted(answer.json["id"] for answer in answers) == sorted(api.ids("/v1/claims"))
    assert served.process.wait(graceful_timeout) == 0


def test_a_kept_connection_may_bring_one_more_request_and_is_then_closed(served: Served) -> None:
    with served.connect() as connection, connection.makefile("rb") as answers:
        connection.sendall(LIVE)
        assert read_answer(answers).headers["Connection"] == "keep-alive"
        tell_to_end(served)
        connection.sendall(LIVE)
        last = read_answer(answers)

        assert (last.status, last.headers["Connection"]) == (200, "close")
        assert answers.read() == b""
    assert served.process.wait(graceful_timeout) == 0


def test_connections_without_a_request_do_not_keep_the_server(served: Served) -> None:
    began = time.monotonic()
    with served.connect() as kept, kept.makefile("rb") as answers, served.connect():
        kept.sendall(LIVE)
        read_answer(answers)
        served.process.send_signal(signal.SIGTERM)

        assert served.process.wait(graceful_timeout) == 0
    # A container engine waits 10 seconds before it kills.
    assert time.monotonic() - began < 10


def test_a_worker_that_is_told_to_end_before_it_listens_to_signals_ends(url: str) -> None:
    begun = (
        "import os, signal, time\n"
        "from service import serving, settings\n"
        "def post_fork(server, worker):\n"
        "    os.kill(server.pid, signal.SIGTERM)\n"
        "    time.sleep(1)\n"
        "serving.Server(settings.Settings(bind='127.0.0.1:0'), {'post_fork': post_fork}).run()\n"
    )

    variables = {**os.environ, "HEARSAY_DATABASE_URL": url}
    done = subprocess.run([sys.executable, "-c", begun], env=variables, check=False, timeout=graceful_timeout / 2)

    assert done.returncode == 0
