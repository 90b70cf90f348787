"""A started server, and requests over its socket as they stand, rubbish included."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from pathlib import Path
from typing import IO

import orjson

from tests.api import Json

HEARSAY = Path(sys.executable).with_name("hearsay")
TIMEOUT_S = 30


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the headers and the body."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Json:
        """Read the body as JSON."""
        return orjson.loads(self.body)


@dataclass(frozen=True)
class Served:
    """Where a started server listens, what it logs, and its first process."""

    port: int
    log: Path
    process: "subprocess.Popen[str]"

    def send(self, *parts: bytes) -> Answer:
        """Send bytes as they stand, and read the answer until the server closes."""
        with self.connect() as connection:
            for part in parts:
                connection.sendall(part)
            with connection.makefile("rb") as answer:
                return read_answer(answer)

    def get(self, path: str, *headers: str) -> Answer:
        """Read an address on a connection of its own."""
        lines = [f"GET {path} HTTP/1.1", "Host: x", "Connection: close", *headers, "", ""]
        return self.send("\r\n".join(lines).encode())

    def lines(self, expected: int) -> list[Json]:
        """Read what was logged, when so much is expected to be.

        A request's line comes right behind its answer, so the next request's line can overtake it unless the first
        is waited for.
        """
        for _ in range(100):
            if self.log.read_bytes().count(b"\n") >= expected:
                break
            time.sleep(0.05)
        return [orjson.loads(line) for line in self.log.read_bytes().splitlines()]

    def workers(self) -> list[int]:
        """Name the processes that the first one started."""
        return children_of(self.process.pid)

    def connect(self) -> socket.socket:
        """Open a connection; what is done with it is the test's."""
        return socket.create_connection(("127.0.0.1", self.port), TIMEOUT_S)


def children_of(process: int) -> list[int]:
    """Name the processes that one has started."""
    table = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in table.splitlines()]
    return [int(pid) for pid, parent in rows if int(parent) == process]


def read_answer(answer: IO[bytes]) -> Answer:
    """Read one answer, all of it."""
    status = int(answer.readline().split()[1])
    head = b"".join(iter(answer.readline, b"\r\n"))
    headers = BytesParser().parsebytes(head)
    return Answer(status, headers, answer.read(int(headers.get("Content-Length", 0))))


@contextmanager
def serve(url: str, log: Path, *, first: str = "", **environment: str) -> Iterator[Served]:
    """Start a server with this store on a free port, and end it afterwards; do something `first`, in Python."""
    usual = {"HEARSAY_DATABASE_URL": url, "HEARSAY_WORKERS": "1", "HEARSAY_RATE_LIMIT": "0"}
    variables = {**os.environ, **usual, **environment}
    started = [sys.executable, "-c", f"{first}\nfrom service.cli import main\nmain()"] if first else [str(HEARSAY)]
    command = [*started, "serve", "--bind", "127.0.0.1:0"]
    with log.open("wb") as logged:
        server = subprocess.Popen(command, env=variables, stdout=subprocess.PIPE, stderr=logged, text=True)
    assert server.stdout is not None
    with server.stdout as said:
        try:
            yield Served(int(said.readline().rpartition(":")[2]), log, server)
        finally:
            server.send_signal(signal.SIGTERM)
            code = server.wait(TIMEOUT_S)
    assert code == 0


@contextmanager
def show_demo(**environment: str) -> Iterator[str]:
    """Start the demo as a newcomer does, and give what it prints."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("HEARSAY_")}
    command = [str(HEARSAY), "serve", "--demo", "--bind", "127.0.0.1:0"]
    server = subprocess.Popen(command, env={**variables, **environment}, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    printed = ""
    with server.stdout as said:
        try:
            for line in said:
                printed += line
                if line.startswith("Add "):
                    break
            yield printed
        finally:
            server.send_signal(signal.SIGTERM)
            code = server.wait(TIMEOUT_S)
    assert code == 0
