"""What reading costs: Hearsay, Flask itself, Datasette, and FastAPI with SQLAlchemy, in turn on the same store.

Run: make bench. Figures and what they mean: docs/performance.md.
"""

import argparse
import http.client
import itertools
import json
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks import servers
from benchmarks.client import measure, request
from benchmarks.multiplying import ORIGINALS
from benchmarks.servers import Server
from benchmarks.stock import ALL_SIZES, stocked
from service.schemas.grammars import CLAIMS
from service.store import cursors, lookups
from service.store.database import SQLITE_SCHEME, is_sqlite
from service.store.query import Place, run

NOT_THE_VIEWS: Final = frozenset({"server", "date", "connection", "content-length", "x-request-id"})
OURS, FLOOR, DATASETTE, USUAL = "Hearsay", "floor", "Datasette", "FastAPI + SQLAlchemy"
RIVALS: Final = (FLOOR, DATASETTE, USUAL)
PLACES: Final = 2_000
"""So many claims and pages are asked for in turn, so that no answer is kept in memory until it is asked for again."""

FILTERED: Final = "source_type=official&speaker_kind=named&language=en"
TABLE: Final = "/{file}/claim"
SHAPED: Final = "_shape=objects&_nocol=document&_nofacet=1&_nocount=1&_size=50"
"""Rows as objects, 50 a page, without the document that is Hearsay's own, and nothing counted beside them."""


@dataclass(frozen=True)
class Asked:
    """One kind of request, as each server takes it; {claim}, {row} and {cursor} are another in each request."""

    name: str
    ours: str
    datasette: str | None
    usual: str | None
    known: bool = False


KINDS: Final = (
    Asked("page of 50", "/v1/claims", f"{TABLE}.json?{SHAPED}", "/v1/claims"),
    Asked(
        "filtered by three fields", f"/v1/claims?{FILTERED}", f"{TABLE}.json?{SHAPED}&{FILTERED}",
        f"/v1/claims?{FILTERED}",
    ),
    Asked(
        "a deep page", "/v1/claims?cursor={deep}", f"{TABLE}.json?{SHAPED}&_next={{first_row}}",
        "/v1/claims?after={first}",
    ),
    Asked("one claim", "/v1/claims/{first}", TABLE + "/{first_row}.json?_shape=objects", "/v1/claims/{first}"),
    Asked("304", "/v1/claims/{first}", None, None, known=True),
    Asked(
        "another page each time", "/v1/claims?cursor={cursor}", f"{TABLE}.json?{SHAPED}&_next={{row}}",
        "/v1/claims?after={claim}",
    ),
    Asked(
        "another claim each time", "/v1/claims/{claim}", TABLE + "/{row}.json?_shape=objects",
        "/v1/claims/{claim}",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Places:
    """Claims from all over the store, each with its number and the cursor of the page behind it."""

    claims: list[str]
    rows: list[int]
    """Their numbers, by which Datasette knows them."""
    cursors: list[str]
    file: str
    """The store's file, as Datasette names it."""

    def filled(self, path: str) -> Iterator[str]:
        """Fill a path in, for ever, with one place after the other."""
        first = {"first": self.claims[0], "first_row": self.rows[0], "deep": self.cursors[0]}
        for claim, row, cursor in itertools.cycle(zip(self.claims, self.rows, self.cursors, strict=True)):
            yield path.format(claim=claim, row=row, cursor=cursor, file=self.file, **first)


def places(claims: int, file: str) -> Places:
    """Choose places by chance in a store of so many claims; none so near to its end that its page is not full."""
    numbers = random.Random(1).sample(range(claims - 60), min(PLACES, claims // 2))
    chosen = [f"clm_b{number // ORIGINALS:05}-{number % ORIGINALS:04}" for number in numbers]
    every = CLAIMS.read([])
    rows = lookups.numbers(chosen)
    behind = [cursors.encode(every, Place((), claim)) for claim in chosen]
    return Places(chosen, [rows[claim] for claim in chosen], behind, file)


def recorded(port: int, asked: Asked, path: str) -> tuple[int, dict[str, str], str]:
    """Give what Hearsay answers, to be answered from memory."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read().decode()
    if asked.known:
        connection.request("GET", path, headers={"If-None-Match": answer.headers["ETag"]})
        answer = connection.getresponse()
        body = answer.read().decode()
    headers = {key: value for key, value in answer.headers.items() if key.lower() not in NOT_THE_VIEWS}
    connection.close()
    return answer.status, headers, body


class Contest:
    """One store, and all who serve it."""

    def __init__(
        self, running: Mapping[str, Server], where: Places, answers: Mapping[str, int], seconds: float
    ) -> None:
        """Take the servers by name, the places, the status of each kind's answer, and how long to measure."""
        self.running, self.where, self.statuses, self.seconds = running, where, answers, seconds

    def row(self, number: int, asked: Asked, rounds: int) -> str:
        """Measure one kind of request, each server in turn and again, as a row of a table."""
        asked_of = {OURS: asked.ours, FLOOR: f"/{number}", DATASETTE: asked.datasette, USUAL: asked.usual}
        paths = {name: path for name, path in asked_of.items() if path is not None and name in self.running}
        rates: dict[str, list[float]] = {name: [] for name in paths}
        for _ in range(rounds):
            for name, path in paths.items():
                rates[name].append(self._rate(name, path, asked))
        cells = [f"{statistics.median(rates[name]):,.0f}" if name in rates else "" for name in asked_of]
        ratios = [_ratio(rates[OURS], rates[name]) if name in rates else "" for name in RIVALS]
        return f"| {' | '.join([asked.name, *cells, *ratios])} |"

    def _rate(self, name: str, path: str, asked: Asked) -> float:
        server, status = self.running[name], self.statuses[asked.name]
        ask = partial(request, If_None_Match="*") if asked.known else request

        def sent(_: int) -> Iterator[bytes]:
            return map(ask, self.where.filled(path))

        return measure(server.port, sent, status, self.seconds).a_second


def _ratio(ours: list[float], others: list[float]) -> str:
    """Give the median of the rounds' ratios."""
    return f"{statistics.median(mine / other for mine, other in zip(ours, others, strict=True)):.2f}"


def main() -> None:
    """Stock a store, serve it by all beside each other, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=10_000)
    parser.add_argument(
        "--store",
        help="the URL of a store; it is stocked if it is new; on PostgreSQL it is Hearsay and the floor alone",
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    chosen = parser.parse_args()
    with ExitStack() as stack:
        url = stack.enter_context(stocked(chosen.claims, chosen.store))
        answers = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "answers.json"
        file = Path(url.removeprefix(SQLITE_SCHEME))
        ((claims,),) = run("SELECT count(*) FROM claim", [])
        where = places(claims, file.stem)
        size = run(ALL_SIZES[is_sqlite()], [])[0][0] / claims
        ours = stack.enter_context(servers.hearsay(url))
        told = {f"/{n}": recorded(ours.port, one, next(where.filled(one.ours))) for n, one in enumerate(KINDS)}
        answers.write_text(json.dumps(told), "utf-8")
        running = {
            OURS: ours,
            FLOOR: stack.enter_context(servers.floor(answers)),
        }
        if is_sqlite():
            running[DATASETTE] = stack.enter_context(servers.datasette(file))
            running[USUAL] = stack.enter_context(servers.usual(file))
        statuses = {one.name: told[f"/{number}"][0] for number, one in enumerate(KINDS)}
        contest = Contest(running, where, statuses, chosen.seconds)
        names = " | ".join([OURS, *RIVALS, *(f"to {name}" for name in RIVALS)])
        sys.stdout.write(f"{claims:,} claims, {size:,.0f} bytes each; {chosen.rounds} rounds of {chosen.seconds:g} s\n")
        sys.stdout.write(f"\n| requests a second | {names} |\n| --- |{' ---: |' * 7}\n")
        for number, one in enumerate(KINDS):
            sys.stdout.write(contest.row(number, one, chosen.rounds) + "\n")
            sys.stdout.flush()
        memory = " | ".join(f"{running[name].megabytes:,.0f}" if name in running else "" for name in (OURS, *RIVALS))
        sys.stdout.write(f"| MB in memory, afterwards | {memory} | | | |\n")


if __name__ == "__main__":
    main()
