"""How long the first byte of each page takes, beside the API's for the same data.

First something is written before each request, so that neither is in memory; then nothing is. Where the API gives the
same in several answers, their times are added up.

Run: .venv/bin/python -m benchmarks.pages [--claims N]. Figures and what they mean: docs/performance.md.
"""

import argparse
import itertools
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final
from urllib.parse import quote

import orjson

from benchmarks.client import answer, request
from benchmarks.servers import hearsay
from benchmarks.stock import REVIEWERS, TERMS, stock
from service.schemas.sums import FACETS
from service.store.database import SQLITE_SCHEME, database
from service.store.query import run

ROUNDS: Final = 15
TIED_UP_TO: Final = 3
WRITTEN: Final = "clm_b00000-0999"
SCALE: Final = quote(TERMS[0].partition("=")[0])
SHIPPED: Final = ("admiralty-scale", "free", "hearsay")
NEWEST: Final = "sort=-published_at"
COUNTED: Final = f"count=true&facets={','.join(FACETS)}"

PAGES: Final = {
    "front": ("/", (f"/v1/articles?{NEWEST}&limit=12",)),
    "article": (
        "/articles/art_b00000-07",
        (
            "/v1/articles/art_b00000-07",
            "/v1/claims?article_id=art_b00000-07&sort=position&limit=200",
            "/v1/articles/art_b00000-07/report",
        ),
    ),
    "claim": (
        "/claims/clm_b00000-0004",
        (
            "/v1/claims/clm_b00000-0004",
            "/v1/claims/clm_b00000-0004/corroboration",
            "/v1/stories/{story}",
            "/v1/tags?claim_id=clm_b00000-0004&limit=200",
            "/v1/changes?claim_id=clm_b00000-0004&limit=200",
        ),
    ),
    "source": (
        "/sources/{speaker}",
        (
            "/v1/sources/{speaker}",
            f"/v1/claims?speaker_id={{speaker}}&{NEWEST}&limit=20&count=true&facets=corroboration",
            f"/v1/claims?via={{speaker}}&{NEWEST}&limit=5&count=true",
            "/v1/claims?source_id={speaker}&limit=1&count=true&facets=publisher_id",
            f"/v1/claims?publisher_id={{speaker}}&{NEWEST}&limit=5&count=true",
            "/v1/sources/{speaker}/dependents?limit=20",
        ),
    ),
    "claims, with facets": ("/claims", (f"/v1/claims?{COUNTED}",)),
    "search, with facets": (
        "/claims?q=pins&sort=relevance&source_type=expert",
        (f"/v1/claims?q=pins&sort=relevance&source_type=expert&{COUNTED}",),
    ),
    "articles": ("/articles", ("/v1/articles?count=true",)),
    "sources": ("/sources", ("/v1/sources?count=true",)),
    "review": ("/review", ("/v1/taxonomies?limit=20", *(f"/v1/taxonomies/{name}" for name in SHIPPED))),
    "queue": (
        f"/reviewers/{REVIEWERS[0]}/queue?predicate={SCALE}",
        (f"/v1/reviewers/{REVIEWERS[0]}/queue?predicate={SCALE}&limit=1", "/v1/tags?reviewer=mina&limit=5"),
    ),
    "agreement": (f"/agreement?predicate={SCALE}&article_id=art_b00000-07",
                  (f"/v1/agreement?predicate={SCALE}&article_id=art_b00000-07",)),
}  # fmt: skip


def main() -> None:
    """Stock a store, and print a row for each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=20_000)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as folder:
        url = f"{SQLITE_SCHEME}{folder}/hearsay.db"
        token = stock(url, chosen.claims, tied_up_to=TIED_UP_TO)
        with database.connection_context():
            known = _known()
        database.close_idle()
        with hearsay(url, workers=1) as server:
            report(server.port, token, known)


def report(port: int, token: str, known: dict[str, str]) -> None:
    """Print how many milliseconds each page takes, and the API for the same, after a write and from memory."""
    sys.stdout.write(
        "| page | ms | API | ratio | from memory | API | ratio |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n"
    )
    write = _writer(port, token)
    for name, (page, parts) in PAGES.items():
        times = []
        for before in (write, lambda: None):
            times += [_first_byte(port, token, [page.format_map(known)], before)]
            times += [_first_byte(port, token, [part.format_map(known) for part in parts], before)]
        made, api, kept, api_kept = times
        row = f"{made:.1f} | {api:.1f} | {made / api:.1f} | {kept:.1f} | {api_kept:.1f} | {kept / api_kept:.1f}"
        sys.stdout.write(f"| {name} | {row} |\n")
        sys.stdout.flush()


def _first_byte(port: int, token: str, paths: list[str], before: Callable[[], None]) -> float:
    """Give the median of the milliseconds until the first byte of these has come, one after another."""
    # Who reads without a token gets what is in memory; pages of one reviewer are for who is known.
    own = any("review" in path or "/queue" in path for path in paths)
    headers = {"Authorization": f"Bearer {token}"} if own else {}
    found = []
    with closing(socket.create_connection(("127.0.0.1", port))) as connection:
        for _ in range(ROUNDS):
            total = 0.0
            for path in paths:
                before()
                begun = perf_counter()
                connection.sendall(request(path, "GET", b"", **headers))
                connection.recv(1, socket.MSG_PEEK)
                total += perf_counter() - begun
                head = answer(connection)
                if head[9:12] != b"200":
                    raise RuntimeError(f"{path}: {head.decode('latin-1')}")
            found.append(total * 1e3)
    return median(found[1:])


def _writer(port: int, token: str) -> Callable[[], None]:
    numbers: Iterator[int] = itertools.count()

    def write() -> None:
        body: dict[str, Any] = {"term": f'free:word="{next(numbers)}"'}
        headers = {"Authorization": f"Bearer {token}"}
        with closing(socket.create_connection(("127.0.0.1", port))) as connection:
            connection.sendall(request(f"/v1/claims/{WRITTEN}/tags", "POST", orjson.dumps(body), **headers))
            head = answer(connection)
        if head[9:12] != b"201":
            raise RuntimeError(head.decode("latin-1"))

    return write


def _known() -> dict[str, str]:
    """Find what to ask for in this store."""
    ((speaker,),) = run("SELECT speaker_id FROM claim WHERE speaker_kind = 'named' ORDER BY id LIMIT 1", [])
    ((story,),) = run("SELECT story FROM claim WHERE id = 'clm_b00000-0004'", [])
    return {"speaker": speaker, "story": story}


if __name__ == "__main__":
    main()
