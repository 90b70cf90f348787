"""Another program holds the lock of a SQLite store for some seconds while claims are written."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.api import Api
from tests.faults.harness import ROUNDS, Desk, assert_kept, writing
from tests.served import serve

SOON = "from service.store import database\ndatabase.PRAGMAS['busy_timeout'] = 500"
"""Waits half a second for another writer instead of five."""


@pytest.fixture
def engine() -> str:
    return "sqlite"


def test_no_claim_is_lost_or_doubled_when_another_program_locks_the_file(api: Api, url: str, tmp_path: Path) -> None:
    with (
        serve(url, tmp_path / "server.log", first=SOON, HEARSAY_WORKERS="2") as served,
        writing(Desk(api.token, served.port)) as desk,
    ):
        for _ in range(ROUNDS):
            desk.wait_for_more()
            with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
                other.execute("PRAGMA busy_timeout = 10000")
                other.execute("BEGIN EXCLUSIVE")
                desk.wait_for_refusals()
                assert served.get("/v1/claims").status == 200
        desk.wait_for_more()

    assert_kept(api, url, desk)
