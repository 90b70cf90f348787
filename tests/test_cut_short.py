"""Requests that end before they are whole, or say wrong things of their length: nothing of them is stored."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from service.arrivals import GATHERED_BYTES
from service.gunicorn import threads
from tests.api import Api
from tests.served import Answer, Served, read_answer, serve

ROW: Final = b'{"source": {"id": "src_%d", "kind": "person", "name": "Ada %d"}}\n'
FORM: Final = "Content-Type: application/x-www-form-urlencoded"
CHUNKED: Final = "Transfer-Encoding: chunked"
SAME_SITE: Final = "Sec-Fetch-Site: same-origin"
PATIENCE_S: Final = 2

# What arrives is the same with any store.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"])


@pytest.fixture
def served(url: str, tmp_path: Path) -> Iterator[Served]:
    first = f"from service import arrivals\narrivals.PATIENCE_S = {PATIENCE_S}"
    with serve(url, tmp_path / "server.log", first=first) as started:
        yield started


def head(api: Api, method: str, path: str, *more: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: x", f"Authorization: Bearer {api.token}", *more, "", ""]
    return "\r\n".join(lines).encode()


def cut_off(served: Served, head: bytes, body: bytes) -> Answer:
    """Send what is not all, and say that nothing more comes."""
    with served.connect() as connection, connection.makefile("rb") as answer:
        connection.sendall(head + body)
        connection.shutdown(socket.SHUT_WR)
        return read_answer(answer)


@pytest.mark.parametrize("rows", [5, GATHERED_BYTES // 50], ids=["short", "long"])
def test_rows_that_do_not_all_come_are_refused_and_none_is_stored(api: Api, served: Served, rows: int) -> None:
    body = b"".join(ROW % (number, number) for number in range(min(rows, 9_000)))
    body += b"\n" * (50 * rows - len(body))
    said = f"Content-Length: {2 * len(body)}"

    answer = cut_off(served, head(api, "POST", "/v1/rows", "Content-Type: application/x-ndjson", said), body)

    assert (answer.status, answer.json["type"]) == (400, "/problems#unreadable")
    assert api.get("/v1/sources")["items"] == []


def test_who_was_cut_off_sends_the_whole_under_the_same_key(api: Api, served: Served) -> None:
    rows = [ROW % (number, number) for number in range(2)]
    said = ["Content-Type: application/x-ndjson", "Idempotency-Key: once", f"Content-Length: {sum(map(len, rows))}"]
    began = head(api, "POST", "/v1/rows", *said)

    assert cut_off(served, began, rows[0]).status == 400
    assert cut_off(served, began, b"".join(rows)).status == 200
    assert len(api.get("/v1/sources")["items"]) == 2


def test_nobody_signs_in_with_half_a_form(api: Api, served: Served) -> None:
    answer = cut_off(served, head(api, "POST", "/session", FORM, SAME_SITE, "Content-Length: 900"), b"token=x")

    assert answer.status == 400


@pytest.mark.parametrize("chunks", [b"g\r\nx\r\n0\r\n\r\n", b"3\r\nab"], ids=["no number", "cut off"])
def test_a_form_that_cannot_be_read_is_refused_and_no_bug(api: Api, served: Served, chunks: bytes) -> None:
    answer = cut_off(served, head(api, "POST", "/session", FORM, SAME_SITE, CHUNKED), chunks)

    assert answer.status == 400
    assert b"a bug" not in served.log.read_bytes()


@pytest.mark.parametrize(
    ("said", "body"),
    [
        (f"Content-Length: {'0' * 30}100", b""),
        (f"Content-Length: {'9' * 25}", b"{"),
        (CHUNKED, b"0" * 20 + b"5\r\nab"),
        (CHUNKED, b"f" * 16 + b"\r\nhello\r\n"),
    ],
    ids=["zeros", "enormous", "zeros of a chunk", "an enormous chunk"],
)
def test_however_a_length_is_written_its_body_is_waited_for_beside_the_threads(
    api: Api, served: Served, said: str, body: bytes
) -> None:
    with ExitStack() as opened:
        for _ in range(2 * threads):
            connection = opened.enter_context(served.connect())
            connection.sendall(head(api, "POST", "/session", FORM, SAME_SITE, said) + body)
        with served.connect() as other, other.makefile("rb") as answer:
            other.settimeout(PATIENCE_S / 2)
            other.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            assert read_answer(answer).status == 200


def test_an_encoding_that_is_no_length_keeps_nobody_waiting(served: Served) -> None:
    asked = b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: identity\r\n\r\n"

    assert served.send(asked).status == 400


def test_who_does_not_read_files_holds_no_thread(served: Served) -> None:
    asked = b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n"
    with ExitStack() as opened:
        for _ in range(2 * threads):
            connection = opened.enter_context(socket.socket())
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            connection.connect(("127.0.0.1", served.port))
            connection.sendall(asked * 40)
        assert [served.get("/livez").status for _ in range(5)] == [200] * 5
