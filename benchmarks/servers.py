"""Servers that are measured beside each other: Hearsay, what Flask itself costs, and what people use otherwise."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

BIN: Final = Path(sys.executable).parent
RIVALS: Final = Path(__file__).parents[1] / ".bench" / "bin"
"""An environment of their own, so that none of what they need is among Hearsay's dependencies."""

WORKERS: Final = 2
TRIES: Final = 600
AGAIN_S: Final = 0.1


@dataclass(frozen=True)
class Server:
    """One that answers on a port: its first process."""

    port: int
    pid: int

    @property
    def megabytes(self) -> float:
        """What it and all its children hold in memory."""
        return megabytes_of(self.pid)


@contextmanager
def hearsay(url: str, workers: int = WORKERS, **settings: str) -> Iterator[Server]:
    """Serve a store with Hearsay."""
    with _gunicorn("service.app:create_app()", workers, HEARSAY_DATABASE_URL=url, **settings) as server:
        yield server


@contextmanager
def floor(answers: Path) -> Iterator[Server]:
    """Serve what was answered, from memory, with Flask and Hearsay's gunicorn settings."""
    with _gunicorn("benchmarks.floor:create_app()", WORKERS, HEARSAY_FLOOR=str(answers)) as server:
        yield server


@contextmanager
def usual(file: Path) -> Iterator[Server]:
    """Serve a store's file with FastAPI, SQLAlchemy and pydantic."""
    command = [
        str(RIVALS / "uvicorn"), "benchmarks.rivals.usual:app", "--port", "{port}", "--workers", str(WORKERS),
        "--no-access-log", "--log-level", "info",
    ]  # fmt: skip
    with _serving(command, "Application startup complete", WORKERS, USUAL_FILE=str(file)) as server:
        yield server


@contextmanager
def datasette(file: Path) -> Iterator[Server]:
    """Serve a store's file with Datasette, which has one process; immutable, as its guide to performance says.

    https://docs.datasette.io/en/stable/performance.html
    """
    command = [str(RIVALS / "datasette"), "serve", "--immutable", str(file), "--port", "{port}"]
    with _serving(command, "Application startup complete", 1) as server:
        yield server


@contextmanager
def _gunicorn(app: str, workers: int, **variables: str) -> Iterator[Server]:
    command = [str(BIN / "gunicorn"), "-c", "python:service.gunicorn", "--log-level", "info", app]
    settings = {"HEARSAY_BIND": "127.0.0.1:{port}", "HEARSAY_WORKERS": str(workers), **variables}
    with _serving(command, "Booting worker", workers, **settings) as server:
        yield server


@contextmanager
def _serving(command: Sequence[str], told: str, times: int, **variables: str) -> Iterator[Server]:
    """Run a server until left, which begins with its log telling something so many times."""
    port = str(_free_port())
    own = {name: value.replace("{port}", port) for name, value in variables.items()}
    environment = {**os.environ, "HEARSAY_RATE_LIMIT": "0", **own}
    with tempfile.NamedTemporaryFile("w+", suffix=".log") as log:
        started = [part.replace("{port}", port) for part in command]
        process = subprocess.Popen(started, env=environment, stdout=log, stderr=log)
        try:
            _wait(Path(log.name), told, times)
            yield Server(int(port), process.pid)
        finally:
            process.terminate()
            process.wait()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _wait(log: Path, told: str, times: int) -> None:
    for _ in range(TRIES):
        if log.read_text("utf-8").count(told) >= times:
            return
        time.sleep(AGAIN_S)
    raise RuntimeError(log.read_text("utf-8"))


def megabytes_of(pid: int) -> float:
    """Give what a process and all its children hold in memory, with what they share counted once (PSS)."""
    return sum(map(_kilobytes, family(pid))) / 1_000


def family(pid: int) -> Iterator[int]:
    """Give a process and all its children."""
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
        yield from family(int(child))


def _kilobytes(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
