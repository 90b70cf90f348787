"""A server whose connections to PostgreSQL were cut opens others."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.api import Api
from tests.served import Served, serve

THREADS = 3


@pytest.fixture
def engine() -> str:
    return "postgresql"


@pytest.fixture
def served(url: str, tmp_path: Path) -> Iterator[Served]:
    with serve(url, tmp_path / "server.log", HEARSAY_THREADS=str(THREADS)) as started:
        yield started


def test_each_thread_says_once_that_the_store_is_away_and_goes_on(api: Api, url: str, served: Served) -> None:
    api.claim()
    assert [served.get("/v1/claims").status for _ in range(4 * THREADS)] == [200] * 4 * THREADS

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    answers = [served.get("/v1/claims") for _ in range(8 * THREADS)]

    refused = [answer for answer in answers if answer.status != 200]
    assert {answer.status for answer in refused} <= {503}
    assert 1 <= len(refused) <= THREADS
    assert all(answer.headers["Retry-After"] for answer in refused)
    assert [answer.status for answer in answers[-3 * THREADS :]] == [200] * 3 * THREADS
