"""What a replica takes from the primary, how far it is behind, and how fast one counter lets a store be written.

Run: .venv/bin/python -m benchmarks.replicas. Figures and what they mean: docs/scaling.md. All of it runs on one
machine, where a replica adds no processor: what is told is how much of each server's processor time a request takes.
"""

import argparse
import http.client
import itertools
import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

import psycopg

from benchmarks import servers
from benchmarks.client import CONNECTIONS, Rate, measure, request
from benchmarks.multiplying import ORIGINALS
from benchmarks.stock import CLAIMS_AN_ARTICLE, stock
from benchmarks.writing import tags
from tests.replicas import clusters
from tests.replicas.clusters import Pair

CLAIMS: Final = 20_000
TICKS_A_SECOND: Final = os.sysconf("SC_CLK_TCK")
WRITES: Final = 200
COUNT: Final = b"UPDATE counter SET rev = rev + 1"


def claims(number: int) -> Iterator[bytes]:
    """Ask for one claim after the other, each connection from another one on, so that none is in memory."""
    for at in itertools.count(number * CLAIMS // CONNECTIONS):
        yield request(f"/v1/claims/clm_b{at // ORIGINALS % (CLAIMS // ORIGINALS):05}-{at % ORIGINALS:04}")


def pages(number: int) -> Iterator[bytes]:
    """Ask for an article's claims, at another address each time."""
    of_a_copy = ORIGINALS // CLAIMS_AN_ARTICLE
    for at in itertools.count(number, CONNECTIONS):
        article = f"art_b{at // of_a_copy % (CLAIMS // ORIGINALS):05}-{at % of_a_copy:02}"
        yield request(f"/v1/claims?article_id={article}&limit={CLAIMS_AN_ARTICLE + at % 181}")


def processor_s(pid: int) -> float:
    """Tell how much processor time a process has taken with all its children, those that have ended included."""
    times = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[11:15]
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return sum(map(int, times)) / TICKS_A_SECOND + sum(processor_s(int(child)) for child in children)


def row(name: str, pids: list[int], run: Callable[[], Rate]) -> str:
    """Measure, as a row of a table: the rate, and what processor time of each server a request takes."""
    before = [processor_s(pid) for pid in pids]
    rate = run()
    took = [(processor_s(pid) - was) / rate.requests * 1e6 for pid, was in zip(pids, before, strict=True)]
    return f"| {name} | {rate.a_second:,.0f} | {' | '.join(f'{each:,.0f}' for each in took)} |\n"


def compare(pair: Pair, written: Callable[[int], Iterator[bytes]], seconds: float) -> None:
    """Read from the primary and from the replica, alone and beside writers."""
    say("| | a second | Hearsay, µs | primary, µs | replica, µs |\n| --- | ---: | ---: | ---: | ---: |\n")
    for place, url in {"primary": "", "replica": pair.replica_url}.items():
        with servers.hearsay(pair.primary_url, HEARSAY_READ_DATABASE_URL=url) as server:
            pids = [server.pid, pair.primary.get_pid(), pair.replica.get_pid()]
            for what, asked in {"a claim": claims, "a page": pages}.items():
                say(row(f"{what}, from the {place}", pids, partial(measure, server.port, asked, 200, seconds)))
            reader = threading.Thread(target=measure, args=(server.port, pages, 200, seconds))
            reader.start()
            rate = measure(server.port, written, 201, seconds).a_second
            reader.join()
            say(f"| a tag, beside eight who read pages from the {place} | {rate:,.0f} | | | |\n")


def fall_behind(pair: Pair, token: str) -> None:
    """Write, and ask the replica for nothing older until it answers."""
    with servers.hearsay(pair.primary_url, HEARSAY_READ_DATABASE_URL=pair.replica_url) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        took, refused = [], 0
        for number in range(WRITES):
            body = f'{{"term": "free:word=\\"behind {number}\\""}}'
            head = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            etag = send(connection, "POST", "/v1/claims/clm_b00000-0001/tags", body, head).headers["ETag"]
            began = time.monotonic()
            wanted = {"Hearsay-At-Least": etag.strip('"')}
            while send(connection, "GET", "/v1/claims/clm_b00000-0001", None, wanted).status != 200:
                refused += 1
            took.append((time.monotonic() - began) * 1_000)
        connection.close()
    say(
        f"\n{WRITES} writes, each read from the replica by Hearsay-At-Least: {statistics.median(took):.1f} ms until it"
        f" answered, at most {max(took):.1f}; told {refused} times to ask again\n"
    )


def send(
    connection: http.client.HTTPConnection, method: str, path: str, body: str | None, headers: dict[str, str]
) -> http.client.HTTPResponse:
    """Send a request, and read its answer to the end."""
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return answer


def count_up(pair: Pair, connections: int, seconds: float) -> float:
    """Commit the counter's next number from so many connections, and nothing else; how often in a second."""
    counts, until = [0] * connections, time.monotonic() + seconds

    def work(number: int) -> None:
        with psycopg.connect(pair.primary_url, autocommit=True) as connection:
            while time.monotonic() < until:
                connection.execute(COUNT)
                counts[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def write(pair: Pair, written: Callable[[int], Iterator[bytes]], seconds: float) -> None:
    """Write as fast as it goes, with a replica that follows and with one that each commit waits for."""
    say(f"\n| | numbers, from 1 connection | from {CONNECTIONS} | tags |\n| --- | ---: | ---: | ---: |\n")
    for is_waited_for in (False, True):
        if is_waited_for:
            pair.let_commits_wait_for_the_replica()
        alone = " | ".join(f"{count_up(pair, number, seconds):,.0f}" for number in (1, CONNECTIONS))
        with servers.hearsay(pair.primary_url) as server:
            rate = measure(server.port, written, 201, seconds).a_second
        say(f"| {'commits wait for the replica' if is_waited_for else 'they do not'} | {alone} | {rate:,.0f} |\n")


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text)
    sys.stdout.flush()


def main() -> None:
    """Stock a primary that has a replica, both durable, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    seconds = parser.parse_args().seconds
    with clusters.started() as pair:
        token = stock(pair.primary_url, CLAIMS)
        for server in (pair.on_primary, pair.on_replica):
            # For tests they are not.
            server("ALTER SYSTEM SET fsync = on")
            server("SELECT pg_reload_conf()")
        pair.on_primary("VACUUM ANALYZE")
        pair.catch_up()
        written = tags(token, CLAIMS)
        compare(pair, written, seconds)
        fall_behind(pair, token)
        write(pair, written, seconds)


if __name__ == "__main__":
    main()
