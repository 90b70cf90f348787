"""PostgreSQL is killed or freezes behind PgBouncer, which goes on taking connections."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, Protocol

import pytest

from service.store.database import database
from tests.api import Api
from tests.faults.cluster import Cluster
from tests.faults.harness import ROUNDS, Desk, assert_kept, writing
from tests.replicas import bouncing
from tests.served import serve
from tests.stores import clear

SOON: Final = "from service.store import patience\npatience.BEYOND_BUDGET_S = 1"
"""Waits for two seconds instead of eleven."""


class Fault(Protocol):
    def __call__(self, cluster: Cluster) -> AbstractContextManager[None]: ...


@contextmanager
def killed(cluster: Cluster) -> Iterator[None]:
    cluster.kill()
    yield
    cluster.start()


@pytest.fixture
def url(cluster: Cluster) -> str:
    clear(cluster.url)
    return cluster.url


@pytest.mark.parametrize("fault", [killed, Cluster.frozen], ids=["killed", "frozen"])
def test_no_claim_is_lost_or_doubled_when_postgresql_is_lost_behind_pgbouncer(
    api: Api, cluster: Cluster, url: str, tmp_path: Path, fault: Fault
) -> None:
    database.close_idle()
    with (
        bouncing.before(url) as bouncer,
        bouncer.running(),
        serve(bouncer.url_of(url), tmp_path / "server.log", first=SOON) as served,
        writing(Desk(api.token, served.port)) as desk,
    ):
        for _ in range(ROUNDS):
            desk.wait_for_more()
            with fault(cluster):
                desk.wait_for_refusals()
        desk.wait_for_more()

    assert_kept(api, url, desk)
