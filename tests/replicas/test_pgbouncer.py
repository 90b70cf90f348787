"""PgBouncer in transaction mode between Hearsay and PostgreSQL: all works as without it, and nothing has to be set."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

from service.api.around import App
from service.app import create_app
from service.settings import Settings
from service.store import database as store_database
from service.store.database import database
from tests.api import Api
from tests.faults.harness import ROUNDS, Desk, assert_kept, started, writing
from tests.keeping import rows_at
from tests.replicas import bouncing
from tests.replicas.bouncing import POOLED, Bouncer
from tests.stores import at, hearsay, serving
from tests.streams import documents

CLAIM: Final = {"article": {"url": "https://news.example/1"}, "statement": "It is closed.", "attribution": []}
MORE_THAN_ARE_PREPARED_AFTER: Final = 10
LEFT: Final = (
    "SELECT current_setting('lock_timeout'), current_setting('statement_timeout'),"
    " (SELECT count(*) FROM pg_prepared_statements)"
)


@pytest.fixture
def engine() -> str:
    return "postgresql"


@pytest.fixture(scope="module")
def bouncer(postgresql_server: str) -> Iterator[Bouncer]:
    with bouncing.before(postgresql_server) as bouncer:
        yield bouncer


@pytest.fixture
def pooled(url: str, bouncer: Bouncer) -> Iterator[str]:
    """Name an empty store as it is reached through a PgBouncer that has just started."""
    with bouncer.running():
        yield bouncer.url_of(url)


@pytest.fixture
def through(pooled: str) -> Iterator[Api]:
    """Serve the store through PgBouncer."""
    with serving(pooled) as api:
        yield api


def left_in_each_session(pooled: str) -> list[Any]:
    """Tell what each session of the pool was left with; a transaction holds one."""
    others = [psycopg.connect(pooled) for _ in range(POOLED)]
    found = [row for other in others for row in other.execute(LEFT).fetchall()]
    for other in others:
        other.close()
    return found


def test_writers_and_readers_share_fewer_sessions_than_they_are(through: Api, pooled: str, tmp_path: Path) -> None:
    with started(pooled, tmp_path / "log") as served, writing(Desk(through.token, served.port)) as desk:
        for _ in range(MORE_THAN_ARE_PREPARED_AFTER):
            desk.wait_for_more(5)
            assert served.get("/v1/claims?sort=-rev&facets=source_type").status == 200

    assert desk.refused == desk.cut_off == 0
    assert_kept(through, pooled, desk)


def test_no_claim_is_lost_or_doubled_when_pgbouncer_is_restarted(
    through: Api, pooled: str, bouncer: Bouncer, tmp_path: Path
) -> None:
    with started(pooled, tmp_path / "log") as served, writing(Desk(through.token, served.port)) as desk:
        for _ in range(ROUNDS):
            desk.wait_for_more()
            bouncer.end()
            desk.wait_for_refusals()
            bouncer.start()
        desk.wait_for_more()

    database.close_idle()
    assert_kept(through, pooled, desk)


def test_a_stream_has_all_that_its_pages_have(through: Api) -> None:
    for number in range(5):
        through.claim(f"Claim {number}.")

    assert documents(through, "/v1/claims?format=ndjson") == through.get("/v1/claims?sort=id")["items"]


def test_nothing_is_left_in_a_session_that_another_transaction_would_find(through: Api, pooled: str) -> None:
    for number in range(MORE_THAN_ARE_PREPARED_AFTER):
        through.claim(f"Claim {number}.")
        through.get("/v1/claims")

    assert left_in_each_session(pooled) == [("0", "0", 0)] * POOLED


def test_each_transaction_brings_along_how_long_it_waits_for_another_writer(pooled: str) -> None:
    with at(pooled):
        for _ in range(MORE_THAN_ARE_PREPARED_AFTER):
            with database.atomic():
                assert database.execute_sql("SHOW lock_timeout").fetchall() == [("5s",)]


def test_a_query_that_passes_its_budget_is_stopped(through: Api, url: str) -> None:
    through.claim()
    assert isinstance(through.app, App)
    through.app.query_budget_ms = 50
    with psycopg.connect(url) as other:
        # Whoever looks has to wait.
        other.execute("LOCK TABLE claim IN ACCESS EXCLUSIVE MODE")
        problem = through.refused(422, "GET", "/v1/claims")

    assert problem["type"] == "/problems#query-too-slow"
    assert len(through.get("/v1/claims")["items"]) == 1


def test_a_store_that_another_writer_holds_is_said_to_be_busy(
    through: Api, url: str, pooled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.close_idle()
    monkeypatch.setattr(store_database, "BUSY_TIMEOUT_MS", 50)
    impatient = Api(create_app(Settings(database_url=pooled, log_level="error")), through.token)
    with psycopg.connect(url) as other:
        other.execute("UPDATE counter SET rev = rev")
        refused = impatient.refused(503, "POST", "/v1/claims", CLAIM)
        other.rollback()

    assert refused["type"] == "/problems#store-unavailable"
    assert impatient.claim()["rev"] == 2
    database.close_idle()


def test_a_backup_is_made_and_put_back(through: Api, pooled: str, tmp_path: Path) -> None:
    through.claim()
    before = rows_at(pooled)
    copy = str(tmp_path / "copy.db")

    assert hearsay(pooled, "backup", copy).code == 0
    through.claim("Later.")
    assert hearsay(pooled, "restore", copy, "--replace").code == 0

    assert [claim["statement"] for claim in through.get("/v1/claims")["items"]] == ["The bridge is closed."]
    assert rows_at(pooled).keys() == before.keys()
    assert hearsay(pooled, "check").code == 0


@pytest.fixture
def empty(empty_url: str, bouncer: Bouncer) -> Iterator[str]:
    """Name a store without any table, as it is reached through PgBouncer."""
    with bouncer.running():
        yield bouncer.url_of(empty_url)


def test_a_store_is_made_filled_checked_and_taken_back(empty: str) -> None:
    for command in ("migrate up", "seed", "check", "migrate status", "migrate down"):
        done = hearsay(empty, *command.split())
        assert done.code == 0, (command, done.said)
