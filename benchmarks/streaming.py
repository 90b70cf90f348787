"""What a stream costs: documents a second and the server's memory, for NDJSON and CSV, plain and compressed.

Run: .venv/bin/python -m benchmarks.streaming. Figures and what they mean: docs/performance.md.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from socket import create_connection
from typing import Final

from benchmarks.servers import hearsay
from benchmarks.stock import stocked

PATHS: Final = {
    "claims as NDJSON": ("/v1/claims?format=ndjson", ""),
    "claims as NDJSON, gzip": ("/v1/claims?format=ndjson", "Accept-Encoding: gzip\r\n"),
    "claims as NDJSON, three fields": ("/v1/claims?format=ndjson&fields=statement,corroboration", ""),
    "claims as NDJSON, filtered by type": ("/v1/claims?format=ndjson&source_type=official", ""),
    "tags as NDJSON": ("/v1/tags?format=ndjson", ""),
    "claims as CSV": ("/v1/claims?format=csv", ""),
}
READ_BYTES: Final = 2**20


def read(port: int, path: str, header: str) -> tuple[float, int]:
    """Read a stream to its end, and count its bytes; HTTP/1.0, so that all of them are the body's."""
    started, count = time.perf_counter(), 0
    with create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.0\r\n{header}\r\n".encode())
        into = bytearray(READ_BYTES)
        while taken := connection.recv_into(into):
            count += taken
    return time.perf_counter() - started, count


def rows(port: int, path: str) -> int:
    """Count the documents of a stream: its lines, but for the one at its end or at its head."""
    with create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(f"GET {path.replace('format=csv', 'format=ndjson')} HTTP/1.0\r\n\r\n".encode())
        body, lines = b"", 0
        while part := connection.recv(READ_BYTES):
            body = part
            lines += part.count(b"\n{")
    if b'"_end"' not in body:
        raise RuntimeError("the stream is not whole")
    return lines - 1


def workers(url: str) -> Iterator[Path]:
    """Find the processes that serve a store."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"HEARSAY_DATABASE_URL={url}".encode() in (process / "environ").read_bytes().split(b"\0"):
                yield process


def peak_mb(url: str) -> float:
    """Tell the most memory that a process of the server has had since it began."""
    told = [(process / "status").read_text("utf-8") for process in workers(url)]
    return max(int(text.split("VmHWM:")[1].split()[0]) for text in told) / 1_024


def processor_s(url: str) -> float:
    """Tell the processor time of the server so far."""
    told = [(process / "stat").read_text("utf-8").rpartition(")")[2].split() for process in workers(url)]
    return sum(int(fields[11]) + int(fields[12]) for fields in told) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Stock a store, read each stream some times, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--store", help="the URL of a store; it is stocked if it is new")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    with stocked(chosen.claims, chosen.store) as url:
        sys.stdout.write(f"{chosen.rounds} rounds\n\n")
        sys.stdout.write("| | documents a second | of processor time | MB a second | most memory, MB |\n")
        sys.stdout.write("| --- | ---: | ---: | ---: | ---: |\n")
        for name, (path, header) in PATHS.items():
            with hearsay(url, workers=1) as server:
                count, before = rows(server.port, path), processor_s(url)
                seconds, sizes = zip(*(read(server.port, path, header) for _ in range(chosen.rounds)), strict=True)
                worked = (processor_s(url) - before) / chosen.rounds
                took = statistics.median(seconds)
                figures = [count / took, count / worked, sizes[0] / took / 1e6, peak_mb(url)]
                sys.stdout.write(f"| {name} | {' | '.join(f'{figure:,.0f}' for figure in figures)} |\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
