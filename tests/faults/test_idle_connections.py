"""Clients that send nothing, or a byte a second, or do not go away: everybody else is served meanwhile."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pytest

from service.arrivals import GATHERED_BYTES
from service.gunicorn import threads
from tests.api import Api
from tests.served import Answer, Served, read_answer, serve

IDLE: Final = 2_000
SLOW: Final = 3 * threads
PATIENCE_S: Final = 1
FEW_FILES: Final = "import resource\nresource.setrlimit(resource.RLIMIT_NOFILE, (1024, 4096))"
IMPATIENT: Final = f"from service import arrivals\narrivals.PATIENCE_S = {PATIENCE_S}"
TIGHT: Final = "from service import waiting\nwaiting.ARRIVING_BYTES = 100_000"
NARROW: Final = "from service import gunicorn\ngunicorn.worker_connections = 8"
GET: Final = b"GET /v1/claims?limit=1 HTTP/1.1\r\nHost: x\r\n"
CLAIM: Final = b'{"article": {"url": "https://news.example/1"}, "statement": "It is closed.", "attribution": []}'
CHUNKED: Final = "Transfer-Encoding: chunked"

# Who waits beside the threads waits with any store.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def more_files() -> Iterator[None]:
    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))


@contextmanager
def one_worker(url: str, folder: Path, first: str = "pass") -> Iterator[Served]:
    """Serve with one worker, so that each client is its."""
    with serve(url, folder / "server.log", first=first) as served:
        yield served


@contextmanager
def several(served: Served, count: int, sent: bytes = b"") -> Iterator[list[socket.socket]]:
    """Open so many connections, and send the same on each."""
    with ExitStack() as opened:
        connections = [opened.enter_context(served.connect()) for _ in range(count)]
        for connection in connections:
            connection.sendall(sent)
        yield connections


def drip(connections: list[socket.socket], rest: bytes) -> None:
    """Send one byte more on each."""
    for number, connection in enumerate(connections):
        connection.sendall(rest[number : number + 1])


def assert_others_are_served(served: Served, requests: int = 5) -> None:
    assert [served.get("/v1/claims?limit=1").status for _ in range(requests)] == [200] * requests


def answer_on(connection: socket.socket) -> Answer:
    with connection.makefile("rb") as answer:
        return read_answer(answer)


def is_closed_unanswered(connection: socket.socket) -> bool:
    return connection.recv(1) == b""


def head(api: Api, *lines: str) -> bytes:
    """Write the head of a request that stores a claim."""
    first = ["POST /v1/claims HTTP/1.1", "Host: x", f"Authorization: Bearer {api.token}"]
    return "\r\n".join([*first, "Content-Type: application/json", *lines, "", ""]).encode()


def assert_told_to_be_too_slow(answer: Answer) -> None:
    assert (answer.status, answer.headers["Connection"]) == (408, "close")
    assert (answer.headers["Content-Type"], answer.json["type"]) == ("application/problem+json", "/problems#too-slow")
    assert answer.json["instance"] == answer.headers["X-Request-Id"]


@pytest.mark.usefixtures("more_files")
def test_beside_idle_connections_others_are_served_and_each_may_still_ask(url: str, tmp_path: Path) -> None:
    with one_worker(url, tmp_path, FEW_FILES) as served, several(served, IDLE) as idle:
        assert_others_are_served(served, 50)

        for connection in (idle[0], idle[-1]):
            connection.sendall(GET + b"\r\n")
            assert answer_on(connection).status == 200


def test_beside_heads_that_come_a_byte_at_a_time_others_are_served(url: str, tmp_path: Path) -> None:
    rest = b"X-Slow: " + b"x" * SLOW
    with one_worker(url, tmp_path) as served, several(served, SLOW, GET) as slow:
        for _ in range(2):
            drip(slow, rest)
            assert_others_are_served(served)
            time.sleep(1)

        slow[0].sendall(b": x\r\n\r\n")
        assert answer_on(slow[0]).status == 200


def test_beside_bodies_that_come_a_byte_at_a_time_others_are_served(api: Api, url: str, tmp_path: Path) -> None:
    as_a_length = f"Content-Length: {len(CLAIM)}"
    first_chunk, second_chunk = b"a;x=y\r\n%b\r\n" % CLAIM[:10], b"%x\r\n%b\r\n" % (len(CLAIM) - 10, CLAIM[10:])
    with one_worker(url, tmp_path) as served, ExitStack() as opened:
        slow = opened.enter_context(several(served, SLOW, head(api, as_a_length) + CLAIM[:-SLOW]))
        chunks = opened.enter_context(several(served, SLOW, head(api, CHUNKED) + first_chunk))
        asking = opened.enter_context(several(served, SLOW, head(api, as_a_length, "Expect: 100-continue")))
        drip(slow, CLAIM[-SLOW:])
        drip(chunks, second_chunk)
        told = opened.enter_context(asking[0].makefile("rb"))
        assert [told.readline(), told.readline()] == [b"HTTP/1.1 100 Continue\r\n", b"\r\n"]
        drip(asking, CLAIM)
        assert_others_are_served(served)

        slow[0].sendall(CLAIM[-SLOW + 1 :])
        chunks[0].sendall(second_chunk[1:] + b"0\r\nX-Trailer: x\r\n\r\n")
        asking[0].sendall(CLAIM[1:])
        assert [answer_on(slow[0]).status, answer_on(chunks[0]).status, read_answer(told).status] == [201] * 3
    assert len(api.ids("/v1/claims")) == 3


def test_who_is_too_slow_is_told_so_and_who_sent_nothing_is_not(url: str, tmp_path: Path) -> None:
    post = b"POST /v1/claims HTTP/1.1\r\n%b\r\n\r\n%b"
    begun = [GET, post % (b"Content-Length: 100", b"{"), post % (CHUNKED.encode(), b"5\r\n{")]
    with one_worker(url, tmp_path, IMPATIENT) as served:
        with ExitStack() as opened:
            silent = opened.enter_context(served.connect())
            slow = [opened.enter_context(several(served, 1, part))[0] for part in begun]
            for connection in slow:
                assert_told_to_be_too_slow(answer_on(connection))
            assert is_closed_unanswered(silent)
        figures = served.get("/metrics").body.decode()
    count = 'hearsay_request_duration_seconds_count{method="other",route="unmatched",status="408"} 3'
    assert count in figures
    told = [line for line in served.lines(len(begun) + 1) if line["message"] == "a request that cannot be read"]
    assert [(line["status"], line["failure"]) for line in told] == [(408, "TooSlow")] * len(begun)


def test_a_body_that_is_too_large_to_wait_beside_the_threads_holds_one_no_longer_than_it_may(
    api: Api, url: str, tmp_path: Path
) -> None:
    size, begun = b"%x\r\n" % (2 * GATHERED_BYTES), b" " * (GATHERED_BYTES + 1)
    with one_worker(url, tmp_path, IMPATIENT) as served:
        with (
            several(served, threads, head(api, f"Content-Length: {2 * GATHERED_BYTES}") + begun) as slow,
            several(served, threads, head(api, CHUNKED) + size + begun) as chunks,
        ):
            for connection in slow + chunks:
                assert_told_to_be_too_slow(answer_on(connection))
        assert_others_are_served(served)
    assert api.ids("/v1/claims") == []


def test_who_stays_when_the_server_has_ended_the_connection_holds_nobody_up(url: str, tmp_path: Path) -> None:
    with one_worker(url, tmp_path) as served, several(served, 50, GET + b"Connection: close\r\n\r\n") as staying:
        assert [answer_on(connection).status for connection in staying] == [200] * 50
        assert_others_are_served(served)


def test_where_too_much_arrives_what_has_been_arriving_for_longest_makes_room(
    api: Api, url: str, tmp_path: Path
) -> None:
    sent = head(api, "Content-Length: 90000") + CLAIM
    with one_worker(url, tmp_path, TIGHT) as served, served.connect() as first, served.connect() as second:
        first.sendall(sent + b" " * 50_000)
        assert_others_are_served(served)
        second.sendall(sent + b" " * (90_000 - len(CLAIM)))

        assert_told_to_be_too_slow(answer_on(first))
        assert answer_on(second).status == 201


def test_where_there_is_no_more_room_the_connection_that_was_idle_for_longest_makes_some(
    url: str, tmp_path: Path
) -> None:
    with one_worker(url, tmp_path, NARROW) as served, several(served, 8) as idle:
        # Each may come before the server saw the last one go, and so they may take the room of five.
        assert_others_are_served(served)

        assert is_closed_unanswered(idle[0])
        idle[-1].sendall(GET + b"\r\n")
        assert answer_on(idle[-1]).status == 200


def test_requests_that_come_one_behind_the_other_are_answered_in_turn_and_a_part_of_one_waits(
    api: Api, url: str, tmp_path: Path
) -> None:
    whole = head(api, f"Content-Length: {len(CLAIM)}") + CLAIM
    with one_worker(url, tmp_path) as served, several(served, SLOW, GET + b"\r\n" + whole + GET) as waiting:
        for connection in waiting:
            with connection.makefile("rb") as answers:
                assert [read_answer(answers).status for _ in range(2)] == [200, 201]
        assert_others_are_served(served)

        for connection in waiting:
            connection.sendall(b"\r\n")
            assert answer_on(connection).status == 200
