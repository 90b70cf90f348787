"""The server's clock is set an hour forward and back while claims are written and read."""

import shutil
import struct
import subprocess
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from service import reviewers
from service.domain.vocabulary import Scope
from service.store.database import database
from tests.api import Api
from tests.faults.harness import ROUNDS, Desk, assert_kept, started, writing
from tests.served import Served, serve

SHIM: Final = Path(__file__).with_name("clock.c")
HOUR_S: Final = 3600


@dataclass(frozen=True)
class Clock:
    """A clock that only the started server sees."""

    library: Path
    off_by: Path

    def step(self, seconds: int) -> None:
        """Let it be so many seconds before or behind the real one."""
        with self.off_by.open("r+b", buffering=0) as file:
            file.write(struct.pack("q", seconds))

    def environment(self) -> dict[str, str]:
        """Let a process see it."""
        return {"LD_PRELOAD": str(self.library), "CLOCK_OFF_BY": str(self.off_by)}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("cc"):
        pytest.skip("there is no C compiler here to make a clock that can be set")
    made = tmp_path_factory.mktemp("clock") / "clock.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(made), str(SHIM), "-ldl"], check=True)
    return made


@pytest.fixture
def clock(library: Path, tmp_path: Path) -> Clock:
    off_by = tmp_path / "off-by"
    off_by.write_bytes(struct.pack("q", 0))
    return Clock(library, off_by)


def test_no_claim_is_lost_or_doubled_and_times_rise_with_revisions_when_the_clock_is_set(
    api: Api, url: str, clock: Clock, tmp_path: Path
) -> None:
    with started(url, tmp_path / "server.log", **clock.environment()) as served:
        with writing(Desk(api.token, served.port)) as desk:
            for _ in range(ROUNDS):
                for hours in (0, 1, -1, 0):
                    clock.step(hours * HOUR_S)
                    desk.wait_for_more()
        for entry in [entry for entry in api.feed() if entry["type"] == "claim"][::10]:
            # Each time that the feed tells can be asked for, and is the time of what is found.
            found = served.get(f"/v1/claims/{entry['id']}?as_of={entry['at']}")
            assert (found.status, found.json["rev"]) == (200, entry["rev"])

    assert (desk.refused, desk.cut_off) == (0, 0)
    assert_kept(api, url, desk)
    revs = [rev for _, rev in desk.acknowledged.values()]
    assert len(set(revs)) == len(revs)
    times = [datetime.fromisoformat(entry["at"]) for entry in api.feed()]
    assert times == sorted(times)
    # The clock that was set was the server's.
    assert times[-1] - times[0] >= timedelta(hours=1)


def test_who_was_let_in_stays_in_and_a_request_is_answered_as_before_when_the_clock_is_set(
    api: Api, url: str, clock: Clock, tmp_path: Path
) -> None:
    with database.connection_context():
        token = reviewers.create_token("mina", [Scope.EDIT], timedelta(hours=2))
    for number in range(2):
        api.claim(f"Nr. {number}")
    with serve(url, tmp_path / "server.log", **clock.environment()) as served:
        first, page = post_once(served, token), served.get("/v1/claims?limit=1").json
        rest = served.get(page["next"]).json
        for hours in (1, -1):
            clock.step(hours * HOUR_S)

            assert post_once(served, token) == first
            assert served.get(page["next"]).json == rest
    assert len(api.ids("/v1/claims")) == 3


@pytest.mark.parametrize("engine", ["sqlite"])
def test_who_asked_too_often_waits_no_longer_and_no_shorter_when_the_clock_is_set(
    url: str, clock: Clock, tmp_path: Path
) -> None:
    with serve(url, tmp_path / "server.log", HEARSAY_RATE_LIMIT="3", **clock.environment()) as served:
        while served.get("/v1/claims").status == 200:
            pass
        for hours in (1, -1):
            clock.step(hours * HOUR_S)

            refused = served.get("/v1/claims")

            assert (refused.status, refused.json["type"]) == (429, "/problems#too-many-requests")
            assert 1 <= int(refused.headers["Retry-After"]) <= 60


def post_once(served: Served, token: str) -> tuple[int, bytes]:
    body = b'{"article": {"url": "https://news.example/1"}, "statement": "Once.", "attribution": []}'
    lines = [
        "POST /v1/claims HTTP/1.1", "Host: x", "Connection: close", f"Authorization: Bearer {token}",
        "Content-Type: application/json", "Idempotency-Key: k", f"Content-Length: {len(body)}", "", "",
    ]  # fmt: skip
    answer = served.send("\r\n".join(lines).encode(), body)
    return answer.status, answer.body
