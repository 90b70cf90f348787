"""A worker, or the whole server, is killed while claims are written: what was acknowledged is there, once."""

import os
import signal
from contextlib import ExitStack
from pathlib import Path

from tests.api import Api
from tests.faults.harness import ROUNDS, Desk, assert_kept, started, writing


def test_no_claim_is_lost_or_doubled_when_workers_are_killed(api: Api, url: str, tmp_path: Path) -> None:
    with started(url, tmp_path / "server.log") as served, writing(Desk(api.token, served.port)) as desk:
        for _ in range(ROUNDS):
            desk.wait_for_more()
            os.kill(served.workers()[0], signal.SIGKILL)
        desk.wait_for_more()

    assert_kept(api, url, desk)


def test_no_claim_is_lost_or_doubled_when_the_server_is_killed_and_started_again(
    api: Api, url: str, tmp_path: Path
) -> None:
    log = tmp_path / "server.log"
    with ExitStack() as running, writing(Desk(api.token)) as desk:
        for _ in range(ROUNDS):
            served = running.enter_context(started(url, log))
            desk.port = served.port
            desk.wait_for_more()
            served.process.kill()
        desk.port = running.enter_context(started(url, log)).port
        desk.wait_for_more()

    assert_kept(api, url, desk)
