"""A server is told to end, or to start its workers anew, while claims are written: no request is cut off."""

import signal
import time
from contextlib import ExitStack
from pathlib import Path

from tests.api import Api
from tests.faults.harness import ROUNDS, Desk, assert_kept, started, writing
from tests.served import TIMEOUT_S


def test_no_request_is_cut_off_by_sigterm(api: Api, url: str, tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    with ExitStack() as running, writing(Desk(api.token)) as desk:
        for _ in range(ROUNDS):
            served = running.enter_context(started(url, log))
            desk.port = served.port
            desk.wait_for_more()
            served.process.send_signal(signal.SIGTERM)
            assert served.process.wait(TIMEOUT_S) == 0
        desk.port = running.enter_context(started(url, log)).port
        desk.wait_for_more()

    assert desk.cut_off == 0
    assert_kept(api, url, desk)


def test_no_request_is_cut_off_by_sighup(api: Api, url: str, tmp_path: Path) -> None:
    with started(url, tmp_path / "server.log") as served, writing(Desk(api.token, served.port)) as desk:
        for _ in range(ROUNDS):
            desk.wait_for_more()
            before = set(served.workers())
            served.process.send_signal(signal.SIGHUP)
            until = time.monotonic() + TIMEOUT_S
            while before & set(served.workers()):
                assert time.monotonic() < until, "a worker from before goes on"
                time.sleep(0.05)
        desk.wait_for_more()

    assert desk.cut_off == 0
    assert_kept(api, url, desk)
