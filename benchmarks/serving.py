"""What serving costs beside Flask itself: requests a second, each against a view that answers the same from memory.

Run: make bench. Figures and what they mean: docs/performance.md.
"""

import argparse
import http.client
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks import alone
from benchmarks.client import measure, request
from benchmarks.stock import stock

GUNICORN: Final = str(Path(sys.executable).with_name("gunicorn"))
NOT_THE_VIEWS: Final = frozenset({"server", "date", "connection", "content-length", "x-request-id"})
CLAIM: Final = "clm_b00000-0500"
PATHS: Final = {
    "one claim": f"/v1/claims/{CLAIM}",
    "page of 50": "/v1/claims",
    "filtered page": "/v1/claims?source_type=expert&speaker_kind=named&language=en",
    "304": f"/v1/claims/{CLAIM}",
}


@contextmanager
def serving(app: str, **variables: str) -> Iterator[int]:
    """Serve an app with Hearsay's gunicorn settings on a free port, until left."""
    environment = {**os.environ, "HEARSAY_BIND": "127.0.0.1:0", **variables}
    command = [GUNICORN, "-c", "python:service.gunicorn", "--log-level", "info", app]
    with tempfile.NamedTemporaryFile("w+", suffix=".log") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield _port(Path(log.name))
        finally:
            server.terminate()
            server.wait()


def _port(log: Path) -> int:
    for _ in range(100):
        time.sleep(0.1)
        told = log.read_text("utf-8")
        if "127.0.0.1:" in told and "Booting worker" in told:
            return int(told.split("127.0.0.1:", 1)[1].split()[0].strip('",)('))
    raise RuntimeError(log.read_text("utf-8"))


def recorded(port: int, name: str, path: str) -> tuple[int, dict[str, str], str]:
    """Give what Hearsay answers, to be answered from memory."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    if name == "304":
        connection.request("GET", path, headers={"If-None-Match": answer.headers["ETag"]})
        answer = connection.getresponse()
        body = answer.read().decode()
    headers = {key: value for key, value in answer.headers.items() if key.lower() not in NOT_THE_VIEWS}
    connection.close()
    return answer.status, headers, body


def again(sent: bytes) -> Callable[[int], Iterator[bytes]]:
    """Send one request over and over."""
    return lambda _: itertools.repeat(sent)


def compare(name: str, ours: Callable[[], float], floor: Callable[[], float], rounds: int) -> str:
    """Measure both in turn and give the medians and the median of the ratios, as a row of a table."""
    pairs = [(ours(), floor()) for _ in range(rounds)]
    ratio = statistics.median(mine / other for mine, other in pairs)
    mine, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    return f"| {name} | {mine:,.0f} | {other:,.0f} | {ratio:.0%} |"


def tags(token: str, claims: int) -> Callable[[int], Iterator[bytes]]:
    """Give each claim a tag that it does not have, from each connection another one."""
    numbers = itertools.count()

    def of_connection(_: int) -> Iterator[bytes]:
        while True:
            number = next(numbers)
            claim = f"clm_b{number % (claims // 1_000):05}-{number // 100 % 1_000:04}"
            body = json.dumps({"term": f'free:word="t{number}"'}).encode()
            yield request(f"/v1/claims/{claim}/tags", "POST", body, Authorization=f"Bearer {token}")

    return of_connection


def main() -> None:
    """Stock a store, serve it and the floor beside each other, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        url = f"sqlite:///{folder}/hearsay.db"
        token = stock(url, chosen.claims)
        shutil.copy(Path(folder) / "hearsay.db", Path(folder) / "alone.db")
        sys.stdout.write(f"{chosen.claims:,} claims; {chosen.rounds} rounds of {chosen.seconds:g} s\n\n")
        sys.stdout.write("| requests a second | Hearsay | floor | ratio |\n| --- | ---: | ---: | ---: |\n")
        with serving("service.app:create_app()", HEARSAY_DATABASE_URL=url) as port:
            answers = {f"/{number}": recorded(port, name, path) for number, (name, path) in enumerate(PATHS.items())}
            (Path(folder) / "answers.json").write_text(json.dumps(answers), "utf-8")
            with serving("benchmarks.floor:create_app()", HEARSAY_FLOOR=f"{folder}/answers.json") as floor_port:
                _read(port, floor_port, answers, chosen)
            sent = tags(token, chosen.claims)
            for what, commit in {"the same rows": alone.tag, "one small row": alone.small_row}.items():
                row = compare(
                    f"one durable tag by POST; the floor: SQLite alone, {what}",
                    lambda: measure(port, sent, 201, chosen.seconds).a_second,
                    partial(alone.rate, Path(folder) / "alone.db", commit, chosen.seconds),
                    chosen.rounds,
                )
                sys.stdout.write(row + "\n")


def _read(
    port: int, floor_port: int, answers: dict[str, tuple[int, dict[str, str], str]], chosen: argparse.Namespace
) -> None:
    for number, (name, path) in enumerate(PATHS.items()):
        status, headers, _ = answers[f"/{number}"]
        etag = headers["ETag"] if name == "304" else None
        row = compare(
            name,
            _rate(port, path, etag, status, chosen.seconds),
            _rate(floor_port, f"/{number}", etag, status, chosen.seconds),
            chosen.rounds,
        )
        sys.stdout.write(row + "\n")
        sys.stdout.flush()


def _rate(port: int, path: str, etag: str | None, status: int, seconds: float) -> Callable[[], float]:
    sent = request(path) if etag is None else request(path, If_None_Match=etag)
    return lambda: measure(port, again(sent), status, seconds).a_second


if __name__ == "__main__":
    main()
