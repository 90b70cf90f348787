"""Two servers work on one SQLite file at the same time."""

from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.api import Api
from tests.faults.harness import ROUNDS, Desk, assert_kept, started, writing


@pytest.fixture
def engine() -> str:
    return "sqlite"


def test_no_claim_is_lost_or_doubled_when_two_servers_write_to_one_file(api: Api, url: str, tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    desks = []
    with ExitStack() as running:
        for prefix in ("one", "other"):
            served = running.enter_context(started(url, log))
            desks.append(running.enter_context(writing(Desk(api.token, served.port, prefix))))
        for _ in range(ROUNDS):
            for desk in desks:
                desk.wait_for_more()

    assert_kept(api, url, *desks)
