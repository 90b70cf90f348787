"""The replica that is read from is lost and comes back: reads go on, from the store itself where they must."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from peewee import OperationalError

from service.api import listings
from service.api.streaming import CutOff
from service.store import slices
from service.store.query import Page, Place, Query
from service.store.rows import Entries
from tests.api import Api
from tests.faults.cluster import Cluster
from tests.replicas.clusters import Pair
from tests.served import serve
from tests.stores import clear, serving

THREADS: Final = 3
NOWHERE: Final = "postgresql://postgres@127.0.0.1:1/postgres"
OF_US: Final = "FROM pg_stat_activity WHERE application_name = 'us'"
LOGGED: Final = "no replica can be reached"


@pytest.fixture
def api(pair: Pair) -> Iterator[Api]:
    """Serve a store whose public reads come from the replica, and hold an editor's token."""
    clear(pair.primary_url)
    with serving(pair.primary_url, replicas=f"{pair.replica_url}&application_name=us") as api:
        for number in range(3):
            api.claim(id=f"clm_{number}")
        pair.catch_up()
        yield api


def test_where_no_replica_can_be_reached_the_store_itself_answers(pair: Pair, tmp_path: Path) -> None:
    clear(pair.primary_url)
    with (
        serving(pair.primary_url) as api,
        serve(pair.primary_url, tmp_path / "server.log", HEARSAY_READ_DATABASE_URL=NOWHERE) as served,
    ):
        rev = api.claim()["rev"]
        answers = [served.get("/v1/claims", f"Hearsay-At-Least: {rev}") for _ in range(5)]
        logged = [line for line in served.lines(6) if line["message"] == LOGGED]

    assert [answer.status for answer in answers] == [200] * 5
    assert len(logged) == 1
    assert "refused" in logged[0]["reason"]


@pytest.mark.parametrize("is_served", [True, False])
def test_a_stream_whose_replica_is_lost_is_cut_off(
    pair: Pair, api: Api, monkeypatch: pytest.MonkeyPatch, *, is_served: bool
) -> None:
    monkeypatch.setitem(vars(listings.CLAIMS), "at_once", 1)
    monkeypatch.setattr(api.app, "is_served", is_served)
    replica = Cluster(pair.replica)
    with Api(api.app, None).call("GET", "/v1/claims?format=ndjson") as answer:
        parts: Any = iter(answer.response)
        body = next(parts)
        replica.kill()
        try:
            with pytest.raises(CutOff):
                body += b"".join(parts)
        finally:
            replica.start()

    assert body.count(b"\n") == 1
    assert b"_end" not in body


@pytest.mark.parametrize(("left_alone_s", "is_read_again"), [(3_600, False), (0, True)])
def test_when_the_replica_is_lost_each_thread_says_so_once_and_reads_from_the_store_until_it_may_try_again(
    pair: Pair, api: Api, tmp_path: Path, *, left_alone_s: int, is_read_again: bool
) -> None:
    replica, first = (
        Cluster(pair.replica),
        f"from service.store import replicas\nreplicas.LEFT_ALONE_S = {left_alone_s}",
    )
    with serve(
        pair.primary_url, tmp_path / "server.log", first=first,
        HEARSAY_READ_DATABASE_URL=f"{pair.replica_url}&application_name=us", HEARSAY_THREADS=str(THREADS),
    ) as served:  # fmt: skip
        assert [served.get("/v1/claims").status for _ in range(4 * THREADS)] == [200] * 4 * THREADS
        replica.kill()
        try:
            answers = [served.get("/v1/claims") for _ in range(8 * THREADS)]
            rev = api.claim("Later.")["rev"]
            assert served.get("/v1/claims", f"Hearsay-At-Least: {rev}").status == 200
        finally:
            replica.start()
        again = [served.get("/v1/claims").status for _ in range(4 * THREADS)]
        connections = pair.on_replica(f"SELECT count(*) {OF_US}")

    refused = [answer for answer in answers if answer.status != 200]
    assert {answer.status for answer in refused} <= {503}
    assert 1 <= len(refused) <= THREADS
    assert all(answer.headers["Retry-After"] for answer in refused)
    assert again == [200] * 4 * THREADS
    assert (connections > 0) is is_read_again


def test_a_stream_does_not_go_on_from_a_replica_that_is_behind_its_beginning() -> None:
    revisions = iter([5, 6, 4])
    pages = slices.of_entries(lambda after, _: Entries([b"{}"], after + 1, next(revisions)), 0)

    assert [next(pages).rev, next(pages).rev] == [5, 6]
    with pytest.raises(OperationalError):
        next(pages)


def test_the_rows_of_a_query_do_not_either() -> None:
    revisions = iter([5, 4])
    pages = slices.of_query(lambda _: Page(b"{}", Place((), "clm_one"), next(revisions)), Query("claims"))

    assert next(pages).rev == 5
    with pytest.raises(OperationalError):
        next(pages)
