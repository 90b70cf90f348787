"""The primary is lost while claims are written, and the replica takes its place: writers go on by themselves."""

from pathlib import Path
from typing import Any, Final

import pytest

from service.app import create_app
from service.settings import Settings
from service.store.database import database, open_database
from tests.api import Api
from tests.faults.harness import Desk, assert_kept, started, writing
from tests.replicas.clusters import Pair
from tests.stores import serving

CLAIM: Final = {"article": {"url": "https://news.example/1"}, "statement": "It is closed.", "attribution": []}
OF_US: Final = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'us'"


def is_standby(url: str) -> bool:
    """Tell whether this URL leads to a replica."""
    store: Any = open_database(url)
    with store.connection_context():
        ((found,),) = store.execute_sql("SELECT pg_is_in_recovery()").fetchall()
    store.close_idle()
    return bool(found)


def test_of_several_hosts_the_one_that_takes_writes_is_connected_to(pair: Pair) -> None:
    assert not is_standby(f"postgresql://postgres@/postgres?host={pair.replica.pgdata},{pair.primary.pgdata}")


def test_another_wish_in_the_url_goes_before_that(pair: Pair) -> None:
    assert is_standby(f"{pair.url}&target_session_attrs=standby")


def test_a_single_host_is_taken_whatever_it_is(pair: Pair) -> None:
    assert is_standby(pair.replica_url)


@pytest.mark.parametrize("is_served", [True, False])
def test_a_connection_that_turned_out_to_be_a_replicas_is_not_used_again(
    pair: Pair, monkeypatch: pytest.MonkeyPatch, *, is_served: bool
) -> None:
    with serving(pair.primary_url) as api:
        pair.catch_up()
    before = database.obj
    url = f"{pair.replica_url}&application_name=us"
    app = create_app(Settings(database_url=url, log_level="error", rate_limit=0))
    monkeypatch.setattr(app, "is_served", is_served)

    refused = Api(app, api.token).call("POST", "/v1/claims", CLAIM)
    database.initialize(before)

    assert (refused.status_code, refused.content_type) == (503, "application/problem+json")
    assert int(refused.headers["Retry-After"]) >= 1
    pair.wait_for(lambda: pair.on_replica(OF_US) == 0)


def test_no_claim_is_lost_or_doubled_when_the_primary_is_lost(pair: Pair, tmp_path: Path) -> None:
    with serving(pair.primary_url) as api:
        pair.let_commits_wait_for_the_replica()
    with started(pair.url, tmp_path / "server.log") as served, writing(Desk(api.token, served.port)) as desk:
        desk.wait_for_more()
        pair.kill_the_primary()
        pair.promote()
        desk.wait_for_more()

    with serving(pair.replica_url) as api:
        assert_kept(api, pair.replica_url, desk)
    assert desk.refused >= 1
