"""A soak: half of what the server can take, for half an hour, and whether memory, connections and files stay flat.

Run: .venv/bin/python -m benchmarks.soak [--minutes N] [--store URL]. Figures and what they mean: docs/soak.md.
"""

import argparse
import itertools
import json
import random
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks import servers, soaked
from benchmarks.client import CONNECTIONS, answer, request
from benchmarks.soaked import Sample
from benchmarks.stock import stock

CLAIMS: Final = 100_000
SAMPLE_S: Final = 10
AT_FULL_S: Final = 20
READS: Final = (
    "/v1/claims?limit=50&source_type=expert", "/v1/claims?limit=50&speaker_kind=anonymous&language=en",
    "/v1/claims?limit=50&sort=-published_at&corroboration=single_source", "/v1/claims?limit=20&facets=source_type",
    "/v1/claims?limit=20&q=w17+w230", "/v1/changes?after=100&limit=50", "/v1/articles?limit=50", "/v1/sources?limit=50",
)  # fmt: skip
STREAM: Final = "/v1/claims?source_type=public&language=fr"
STREAMED_ONE_IN, WRITTEN_ONE_IN, ONE_CLAIM_ONE_IN = 1_000, 10, 3


@dataclass
class Load:
    """Clients that ask without end, each after a pause that keeps all of them together at a rate."""

    port: int
    token: str
    a_second: float | None = None
    took_s: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    ending: threading.Event = field(default_factory=threading.Event)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def run(self, number: int) -> None:
        """Ask over one connection until it is time to end."""
        chance = random.Random(number)
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            due = time.monotonic()
            while not self.ending.is_set():
                sent, expected = self._next(chance)
                start = time.monotonic()
                connection.sendall(sent)
                status = answer(connection)[9:12]
                self.took_s.append(time.monotonic() - start)
                if status != expected:
                    self.wrong.append(f"{status.decode()} for {sent.split(b' HTTP')[0].decode()}")
                due += CONNECTIONS / self.a_second if self.a_second else 0
                self.ending.wait(max(0.0, due - time.monotonic()))

    def _next(self, chance: random.Random) -> tuple[bytes, bytes]:
        number = next(self.numbers)
        claim = f"/v1/claims/clm_b{chance.randrange(CLAIMS // 1_000):05}-{chance.randrange(1_000):04}"
        if number % STREAMED_ONE_IN == 0:
            return request(STREAM, Accept="application/x-ndjson"), b"200"
        if number % WRITTEN_ONE_IN == 0:
            body = json.dumps({"term": f'free:word="{time.time_ns()}"'}).encode()
            return request(f"{claim}/tags", "POST", body, Authorization=f"Bearer {self.token}"), b"201"
        if number % ONE_CLAIM_ONE_IN == 0:
            return request(claim), b"200"
        return request(chance.choice(READS)), b"200"


def ask(load: Load, seconds: float) -> Iterator[float]:
    """Let the clients ask for so long; give the time every ten seconds."""
    clients = [threading.Thread(target=load.run, args=(number,)) for number in range(CONNECTIONS)]
    for client in clients:
        client.start()
    began = time.monotonic()
    while (passed := time.monotonic() - began) < seconds:
        time.sleep(min(SAMPLE_S, seconds - passed))
        yield time.monotonic() - began
    load.ending.set()
    for client in clients:
        client.join()


def soak(server: servers.Server, token: str, wal: Path, minutes: float) -> tuple[float, list[Sample], list[str]]:
    """Find out how much the server takes, and give it half of that; give the rate, the samples and what went wrong."""
    full = Load(server.port, token)
    for _ in ask(full, AT_FULL_S):
        pass
    rate = len(full.took_s) / AT_FULL_S / 2
    half, done = Load(server.port, token, rate), 0
    samples: list[Sample] = []
    for passed in ask(half, minutes * 60):
        took = half.took_s[done:]
        done += len(took)
        since = samples[-1].seconds if samples else 0.0
        samples.append(soaked.take(server.pid, passed, since, took, wal))
    return rate, samples, full.wrong + half.wrong


def main() -> None:
    """Stock a store, serve and soak it, print a table and draw the plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--store", help="the URL of an empty store; a SQLite file for the time if it is left out")
    parser.add_argument("--plot", type=Path, default=Path("docs/soak.svg"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        file = Path(folder) / "hearsay.db"
        url = chosen.store or f"sqlite:///{file}"
        token = stock(url, CLAIMS, tied_up_to=3, tied=400)
        with servers.hearsay(url) as server:
            rate, samples, wrong = soak(server, token, file.with_name("hearsay.db-wal"), chosen.minutes)
    sys.stdout.write(f"{rate:,.0f} requests a second for {chosen.minutes:g} minutes\n\n{soaked.table(samples)}")
    sys.stdout.write(f"\nnot as expected: {len(wrong)} {wrong[:3]}\n")
    chosen.plot.write_text(soaked.picture(samples), "utf-8")


if __name__ == "__main__":
    main()
