"""The network to PostgreSQL dies within a transaction: no packet arrives any more, and nobody is told."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import pytest
from peewee import PeeweeException

from service.store.database import database, open_database
from service.store.failures import reason_of
from service.store.models import Reviewer
from tests.api import Api
from tests.faults.cluster import Cluster
from tests.faults.harness import ROUNDS, Desk, assert_kept, writing
from tests.faults.network import Network, network_to
from tests.served import serve
from tests.stores import clear

SOON: Final = "from service.store import patience\npatience.BEYOND_BUDGET_S = 1"
"""Waits for two seconds instead of eleven."""


@pytest.fixture
def url(cluster: Cluster) -> str:
    clear(cluster.url)
    return cluster.url


@pytest.fixture
def network(cluster: Cluster) -> Iterator[Network]:
    with network_to(Path(cluster.server.pgdata) / ".s.PGSQL.5432") as network:
        yield network


def test_a_transaction_that_stands_still_behind_many_rows_is_ended(url: str) -> None:
    before = database.obj
    database.initialize(open_database(url, patience_s=1))
    try:
        with pytest.raises(PeeweeException) as raised:
            write_and_stand_still()
    finally:
        database.close_idle()
        database.initialize(before)

    assert "idle-in-transaction" in reason_of(raised.value)


def write_and_stand_still() -> None:
    rows = [{"handle": handle, "created_at": datetime.now(UTC)} for handle in ("ada", "ben")]
    with database.connection_context(), database.atomic():
        Reviewer.add_all(rows)
        time.sleep(3)
        Reviewer.select().count()


def test_no_claim_is_lost_or_doubled_and_no_lock_stays_when_the_network_to_postgresql_dies(
    api: Api, network: Network, url: str, tmp_path: Path
) -> None:
    through = f"postgresql://postgres@127.0.0.1:{network.port}/postgres?sslmode=disable&connect_timeout=2"
    with serve(through, tmp_path / "server.log", first=SOON) as served, writing(Desk(api.token, served.port)) as desk:
        for _ in range(ROUNDS):
            desk.wait_for_more()
            network.die_within_a_transaction()
            began = time.monotonic()
            desk.wait_for_refusals()
            # Without a limit nobody is answered before the driver gives up, which takes a quarter of an hour.
            assert time.monotonic() - began < 20
            network.live()
            # PostgreSQL has not heard either that whoever holds the lock of all writers is gone.
            desk.wait_for_more()

    assert_kept(api, url, desk)
