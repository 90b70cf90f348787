"""A PostgreSQL that freezes behind connections that are open: requests end, and all goes on when it does."""

import time
from pathlib import Path
from typing import Final

import pytest

from service.store.database import database
from tests.api import Api
from tests.faults.cluster import Cluster
from tests.faults.harness import ROUNDS, Desk, assert_kept, writing
from tests.served import serve
from tests.stores import clear

SOON: Final = "from service.store import patience\npatience.BEYOND_BUDGET_S = 1"
"""Waits for two seconds instead of eleven."""


@pytest.fixture
def url(cluster: Cluster) -> str:
    clear(cluster.url)
    return cluster.url


def test_no_claim_is_lost_or_doubled_when_postgresql_freezes(
    api: Api, cluster: Cluster, url: str, tmp_path: Path
) -> None:
    with serve(url, tmp_path / "server.log", first=SOON) as served, writing(Desk(api.token, served.port)) as desk:
        for _ in range(ROUNDS):
            desk.wait_for_more()
            with cluster.frozen():
                began = time.monotonic()
                desk.wait_for_refusals()
                waited_s = time.monotonic() - began
            # Without a limit nobody is answered before the server goes on.
            assert waited_s < 15
        desk.wait_for_more()

    assert_kept(api, url, desk)


def test_a_read_is_answered_while_postgresql_is_frozen_and_after(
    api: Api, cluster: Cluster, url: str, tmp_path: Path
) -> None:
    api.claim()
    database.close_idle()
    with serve(url, tmp_path / "server.log", first=SOON) as served:
        assert served.get("/v1/claims").status == 200
        with cluster.frozen():
            refused = served.get("/v1/claims")
        assert (refused.status, refused.headers["Content-Type"]) == (503, "application/problem+json")
        assert int(refused.headers["Retry-After"]) >= 1
        assert served.get("/v1/claims").status == 200
