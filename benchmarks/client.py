"""A client for benchmarks: connections that stay open, one request after the other on each, from one process."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Final

CONNECTIONS: Final = 8
RECEIVED_AT_ONCE: Final = 1 << 18
CHUNKED: Final = b"transfer-encoding: chunked"
LAST_CHUNK: Final = b"0\r\n\r\n"


@dataclass(frozen=True)
class Rate:
    """How many requests were answered in how many seconds, all with the expected status."""

    requests: int
    seconds: float

    @property
    def a_second(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def request(path: str, method: str = "GET", body: bytes = b"", **headers: str) -> bytes:
    """Write one request; header names are written with _ for -."""
    lines = [
        f"{method} {path} HTTP/1.1",
        "Host: localhost",
        *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
    ]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


def measure(port: int, requests: Callable[[int], Iterator[bytes]], status: int, seconds: float) -> Rate:
    """Send what `requests` gives for each connection, as fast as it is answered, for so many seconds."""
    counts = [0] * CONNECTIONS
    failures: list[bytes] = []
    until = time.monotonic() + seconds

    def work(number: int) -> None:
        with closing(socket.create_connection(("127.0.0.1", port))) as connection:
            for sent in requests(number):
                if time.monotonic() >= until or failures:
                    return
                connection.sendall(sent)
                head = answer(connection)
                if head[9:12] != b"%d" % status:
                    failures.append(head)
                counts[number] += 1

    began = time.monotonic()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0].decode("latin-1"))
    return Rate(sum(counts), time.monotonic() - began)


def answer(connection: socket.socket) -> bytes:
    """Read one answer to its end; give its head."""
    received = connection.recv(RECEIVED_AT_ONCE)
    while (end := received.find(b"\r\n\r\n")) < 0:
        received += connection.recv(RECEIVED_AT_ONCE)
    head = received[:end]
    if CHUNKED in head.lower():
        # A head may end as the last chunk does.
        body = received[end + 4 :]
        while not body.endswith(LAST_CHUNK):
            body = body[-len(LAST_CHUNK) :] + connection.recv(RECEIVED_AT_ONCE)
        return head
    left = _length(head) - (len(received) - end - 4)
    while left > 0:
        left -= len(connection.recv(min(left, RECEIVED_AT_ONCE)))
    return head


def _length(head: bytes) -> int:
    at = head.lower().find(b"content-length:")
    return int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
