"""PostgreSQL is killed, restarted, or cuts its connections while claims are written."""

import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from service.store.database import database
from tests.api import Api
from tests.faults.cluster import Cluster
from tests.faults.harness import ROUNDS, Desk, assert_kept, started, writing
from tests.stores import clear


@pytest.fixture
def url(cluster: Cluster) -> str:
    clear(cluster.url)
    return cluster.url


@pytest.mark.parametrize("end", [Cluster.kill, Cluster.end], ids=["killed", "ended"])
def test_no_claim_is_lost_or_doubled_when_postgresql_is_ended_and_started_again(
    api: Api, cluster: Cluster, url: str, tmp_path: Path, end: Callable[[Cluster], None]
) -> None:
    database.close_idle()
    with started(url, tmp_path / "server.log") as served, writing(Desk(api.token, served.port)) as desk:
        for _ in range(ROUNDS):
            desk.wait_for_more()
            end(cluster)
            desk.wait_for_refusals()
            cluster.start()
        desk.wait_for_more()

    assert_kept(api, url, desk)


def test_no_claim_is_lost_or_doubled_when_connections_are_cut_again_and_again(
    api: Api, url: str, tmp_path: Path
) -> None:
    database.close_idle()
    with started(url, tmp_path / "server.log") as served, writing(Desk(api.token, served.port)) as desk:
        desk.wait_for_more()
        for _ in range(ROUNDS * 10):
            _cut_connections(url)
            # Now and then within a transaction: a request takes about as long.
            time.sleep(0.05)
        desk.wait_for_more()

    assert desk.refused > 0
    assert_kept(api, url, desk)


def _cut_connections(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
