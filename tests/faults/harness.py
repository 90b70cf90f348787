"""Writers that post under load and keep account of what was acknowledged, and the comparison with what is there."""

import http.client
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

import orjson

from tests.api import Api
from tests.served import HEARSAY, TIMEOUT_S, Served
from tests.stores import hearsay

ROUNDS: Final = int(os.environ.get("HEARSAY_ROUNDS", "1"))
"""How often each fault happens: once among the other tests, more often in `make long`."""
WRITERS: Final = 3
PATIENCE_S: Final = 60


Claim = tuple[str, tuple[str, int]]
"""The key under which it was posted, which is its statement; its id and its revision."""


@dataclass
class Desk:
    """What its writers were told: the claims that were acknowledged, and every answer that was not as it should be."""

    token: str | None
    port: int = 0
    name: str = "desk"
    acknowledged: dict[str, tuple[str, int]] = field(default_factory=dict)
    refused: int = 0
    cut_off: int = 0
    wrong: list[str] = field(default_factory=list)
    ending: threading.Event = field(default_factory=threading.Event)

    def write(self, writer: int) -> None:
        """Post one claim after another, each under a key of its own, until it is time to end."""
        for number in count():
            if self.ending.is_set():
                return
            self._insist(f"{self.name}-{writer}-{number}")

    def _insist(self, key: str) -> None:
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            try:
                self._post(key)
            except ConnectionRefusedError:
                time.sleep(0.02)
            except (OSError, http.client.HTTPException):
                # Whether it was written is not known.
                self.cut_off += 1
                time.sleep(0.02)
            if key in self.acknowledged:
                return
        self.wrong.append(f"{key} was not taken within {PATIENCE_S} s")

    def _post(self, key: str) -> None:
        body = {"article": {"url": f"https://news.example/{key}"}, "statement": key, "attribution": []}
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        try:
            connection.request("POST", "/v1/claims", orjson.dumps(body), headers)
            answer = connection.getresponse()
            self._note(key, answer, answer.read())
        finally:
            connection.close()

    def _note(self, key: str, answer: http.client.HTTPResponse, body: bytes) -> None:
        if answer.status == 201:
            claim = orjson.loads(body)
            self.acknowledged[key] = (claim["id"], claim["rev"])
            return
        is_problem = answer.headers["Content-Type"] == "application/problem+json"
        if answer.status != 503 or not is_problem or not answer.headers["Retry-After"]:
            self.wrong.append(f"{answer.status} {body.decode()}")
        self.refused += 1
        time.sleep(0.05)

    def wait_for_more(self, claims: int = 10) -> None:
        """Wait until so many more claims were acknowledged."""
        enough = len(self.acknowledged) + claims
        self._wait_until(lambda: len(self.acknowledged) >= enough)

    def wait_for_refusals(self, answers: int = WRITERS) -> None:
        """Wait until so many more requests were told to come again."""
        enough = self.refused + answers
        self._wait_until(lambda: self.refused >= enough)

    def _wait_until(self, is_so: Callable[[], bool]) -> None:
        until = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < until, f"writing did not go on; {self.wrong}"
            time.sleep(0.01)


@contextmanager
def writing(desk: Desk) -> Iterator[Desk]:
    """Let several writers post; at the end each insists on its last claim."""
    writers = [threading.Thread(target=desk.write, args=(number,)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        yield desk
    finally:
        desk.ending.set()
        for writer in writers:
            writer.join()


@contextmanager
def started(url: str, log: Path, **environment: str) -> Iterator[Served]:
    """Start a server that may be killed, and leave none of its processes behind."""
    variables = {**os.environ, "HEARSAY_DATABASE_URL": url, "HEARSAY_WORKERS": "2", **environment}
    command = [str(HEARSAY), "serve", "--bind", "127.0.0.1:0"]
    with log.open("ab") as logged:
        server = subprocess.Popen(
            command, env=variables, stdout=subprocess.PIPE, stderr=logged, text=True, start_new_session=True
        )
    assert server.stdout is not None
    with server.stdout as said:
        try:
            yield Served(int(said.readline().rpartition(":")[2]), log, server)
        finally:
            end(server)


def end(server: "subprocess.Popen[str]") -> None:
    """Kill a server and its workers, those that outlived it included."""
    # It may be that all of them have ended.
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait(TIMEOUT_S)


def read_all(api: Api) -> tuple[list[Claim], int]:
    """Give all claims, and the store's revision."""
    there: list[Claim] = []
    rev, path = 0, "/v1/claims?limit=200"
    while path:
        page = api.get(path)
        there += [(claim["statement"], (claim["id"], claim["rev"])) for claim in page["items"]]
        path, rev = page["next"], page["rev"]
    return there, rev


def assert_kept(api: Api, url: str, *desks: Desk) -> None:
    """Find every acknowledged claim once and nothing else, no earlier revision, and a store that is consistent."""
    there, rev = read_all(api)
    acknowledged = [claim for desk in desks for claim in desk.acknowledged.items()]
    assert [wrong for desk in desks for wrong in desk.wrong] == []
    assert sorted(there) == sorted(acknowledged)
    assert rev >= max(claim_rev for _, (_, claim_rev) in acknowledged)
    checked = hearsay(url, "check")
    assert checked.code == 0, checked.said
