"""What a started server does with those who read a stream, however slowly, and with everybody else meanwhile."""

import os
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import orjson
import pytest

from service.gunicorn import threads
from tests.api import Api
from tests.served import TIMEOUT_S, Served, read_answer, serve

QUOTE: Final = "The bridge is closed. " * 450
CLAIMS: Final = 900
PATIENCE_S: Final = 2
IMPATIENT: Final = f"from service.api import streaming\nstreaming.PATIENCE_S = {PATIENCE_S}"
STREAM: Final = "GET /v1/claims?format={} HTTP/{}\r\nHost: x\r\n\r\n"


@pytest.fixture
def many(api: Api) -> Api:
    """Store more claims than the buffers between a server and its reader hold."""
    api.claim(id="clm_first")
    rows = [
        {"article": {"url": "https://news.example/1"}, "position": number + 2, "statement": f"Claim {number}.",
         "quote": QUOTE, "attribution": []}
        for number in range(CLAIMS)
    ]  # fmt: skip
    headers = {"Authorization": f"Bearer {api.token}", "Content-Type": "application/x-ndjson"}
    for start in range(0, CLAIMS, CLAIMS // 3):
        body = b"\n".join(orjson.dumps({"claim": row}) for row in rows[start : start + CLAIMS // 3])
        answer = api.app.test_client().post("/v1/rows", data=body, headers=headers)
        assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    return api


@pytest.fixture
def served(many: Api, url: str, tmp_path: Path) -> Iterator[Served]:
    assert many
    with serve(url, tmp_path / "server.log", first=IMPATIENT) as started:
        yield started


def ask(served: Served, word: str = "ndjson", version: str = "1.1") -> socket.socket:
    """Ask for a stream, and take nothing yet."""
    connection = served.connect()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    connection.sendall(STREAM.format(word, version).encode())
    return connection


def read(connection: socket.socket, pause_s: float = 0, at_once: int = 2**20) -> bytes:
    """Read until there is no more; who is broken off is told so."""
    body = b""
    while part := connection.recv(at_once):
        body += part
        time.sleep(pause_s)
    return body


def cut_off(served: Served) -> bool:
    return any(line["message"] == "request cut off" for line in served.lines(1))


def wait_until_cut_off(served: Served) -> None:
    for _ in range(TIMEOUT_S * 10):
        if cut_off(served):
            return
        time.sleep(0.1)
    pytest.fail("nobody was cut off")


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("word", ["ndjson", "csv"])
def test_who_takes_nothing_is_cut_off_and_cannot_take_it_for_the_end(served: Served, word: str, version: str) -> None:
    with ask(served, word, version) as connection:
        wait_until_cut_off(served)
        with pytest.raises(ConnectionResetError):
            read(connection)

    assert "Traceback" not in served.log.read_text("utf-8")


@pytest.mark.parametrize("engine", ["sqlite"])
def test_who_takes_too_little_is_cut_off(served: Served) -> None:
    with ask(served) as connection:
        for _ in range(TIMEOUT_S * 10):
            if cut_off(served):
                break
            connection.recv(500)
            time.sleep(0.1)
        with pytest.raises(ConnectionResetError):
            read(connection)


@pytest.mark.parametrize("engine", ["sqlite"])
@pytest.mark.parametrize("word", ["ndjson", "csv"])
def test_a_stream_whose_server_is_killed_does_not_look_whole(served: Served, word: str) -> None:
    with ask(served, word, "1.0") as connection:
        time.sleep(PATIENCE_S / 4)
        first = served.process.pid
        [worker] = Path(f"/proc/{first}/task/{first}/children").read_text("ascii").split()
        os.kill(int(worker), signal.SIGKILL)
        with pytest.raises(ConnectionResetError):
            read(connection)


def test_who_is_slow_but_not_too_slow_has_all_of_it(served: Served) -> None:
    with ask(served, version="1.0") as connection:
        body = read(connection, 0.02, 65_536)

    assert b'{"_end":{"count":%d,' % (CLAIMS + 1) in body.splitlines()[-1]
    assert not cut_off(served)


def test_who_was_cut_off_holds_no_thread(served: Served) -> None:
    connections = [ask(served) for _ in range(2)]
    time.sleep(PATIENCE_S / 4)
    assert served.get("/v1/claims?format=ndjson").status == 503

    for _ in range(TIMEOUT_S * 10):
        if served.get("/v1/claims?format=csv&id=clm_first").status == 200:
            break
        time.sleep(0.1)
    else:
        pytest.fail("both threads are held")
    for connection in connections:
        connection.close()


def test_while_as_many_stream_as_may_the_others_are_answered(served: Served) -> None:
    connections = [ask(served) for _ in range(2)]
    time.sleep(PATIENCE_S / 4)

    assert [served.get("/v1/claims?limit=1").status for _ in range(10)] == [200] * 10

    for connection in connections:
        connection.close()


@pytest.mark.parametrize("engine", ["sqlite"])
def test_those_who_do_not_read_a_page_hold_no_thread_and_have_all_of_it_when_they_do(served: Served) -> None:
    with ExitStack() as opened:
        pages = [opened.enter_context(served.connect()) for _ in range(3 * threads)]
        for page in pages:
            page.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
            page.sendall(b"GET /v1/claims?limit=200 HTTP/1.1\r\nHost: x\r\n\r\n" * 2)
        assert [served.get("/v1/claims?limit=1").status for _ in range(10)] == [200] * 10

        for page in (pages[0], pages[-1]):
            with page.makefile("rb") as answers:
                assert [len(read_answer(answers).json["items"]) for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_slow_reader_stops_no_writer_and_the_log_does_not_grow_without_end(
    many: Api, served: Served, tmp_path: Path
) -> None:
    wal = tmp_path / "hearsay.db-wal"
    with sqlite3.connect(tmp_path / "hearsay.db") as store, ask(served, version="1.0") as connection:
        before = connection.recv(1_000)
        assert store.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0] == 0
        started = time.perf_counter()
        for number in range(400):
            many.patch("/v1/claims/clm_first", {"quote": f"{QUOTE}{number}"})
        # SQLite begins the log anew at 1,000 pages of 8 KiB, unless somebody reads.
        assert wal.stat().st_size < 16 * 2**20
        assert time.perf_counter() - started < PATIENCE_S * 10
        assert store.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()[0][0] == 0
        assert before


@pytest.mark.parametrize("engine", ["sqlite"])
def test_a_stream_that_was_read_whole_leaves_its_connection_to_the_next_request(served: Served) -> None:
    with served.connect() as connection:
        for _ in range(2):
            connection.sendall(STREAM.replace("format={}", "id=clm_first&format=ndjson").format("1.1").encode())
            body = b""
            while not body.endswith(b"\r\n0\r\n\r\n"):
                body += connection.recv(2**20)
            assert b'"_end"' in body
