"""What anybody may read comes from a replica, which may be behind and says of which revision it is."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from peewee import OperationalError

from service import sessions
from service.api import listings
from service.domain.errors import StoreUnavailable
from service.settings import BadSetting, read
from service.store.choice import asking
from service.store.database import database, discard, execute, open_database, snapshot
from service.store.failures import explain_failure, reason_of
from service.store.replicas import SPREAD
from tests.api import Api
from tests.replicas.clusters import Pair
from tests.stores import clear, serving
from tests.streams import lines
from tests.test_known_lists import statements

READS: Final = [
    "/v1/claims/clm_one",
    "/v1/claims",
    "/v1/report",
    "/v1/changes?after=0",
    "/v1/claims?format=csv",
    "/claims",
]
OLD, NEW = "It is closed.", "It is open."


@pytest.fixture
def api(pair: Pair) -> Iterator[Api]:
    """Serve a store of one claim whose public reads come from the replica, and hold an editor's token."""
    clear(pair.primary_url)
    with serving(pair.primary_url, replicas=f"{pair.replica_url}&application_name=us") as api:
        api.claim(OLD, id="clm_one")
        pair.catch_up()
        yield api


@pytest.fixture
def nobody(api: Api) -> Api:
    return Api(api.app, None)


@pytest.fixture
def behind(pair: Pair, api: Api) -> Iterator[int]:
    """Let the replica lack the last change of the claim, and give its revision."""
    with pair.held_back():
        yield int(api.patch("/v1/claims/clm_one", {"statement": NEW})["rev"])


def text(api: Api, path: str, **headers: str) -> str:
    with api.call("GET", path, **headers) as answer:
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)


@pytest.mark.usefixtures("behind")
@pytest.mark.parametrize("path", READS)
def test_who_sends_no_token_reads_from_the_replica_and_who_does_from_the_store(
    api: Api, nobody: Api, path: str
) -> None:
    for _ in range(3):
        old, new = text(nobody, path), text(api, path)

        assert old != new
        assert NEW not in old
        assert new.count(NEW) >= ("report" not in path)


@pytest.mark.usefixtures("behind")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", READS[:4])
def test_an_etag_is_of_where_the_answer_was_read(api: Api, nobody: Api, method: str, path: str) -> None:
    old, new = (reader.call(method, path).headers["ETag"] for reader in (nobody, api))

    assert old != new
    for _ in range(2):
        assert nobody.call(method, path, If_None_Match=old).status_code == 304
        assert nobody.call(method, path, If_None_Match=new).status_code == 200
        assert api.call(method, path, If_None_Match=new).status_code == 304
        assert api.call(method, path, If_None_Match=old).status_code == 200


@pytest.mark.usefixtures("behind")
def test_what_a_replica_answered_and_what_the_store_did_are_both_in_memory(
    api: Api, nobody: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = text(nobody, "/v1/claims"), text(api, "/v1/claims")

    with statements(monkeypatch) as ran:
        for _ in range(2):
            assert (text(nobody, "/v1/claims"), text(api, "/v1/claims")) == (old, new)

    assert {sql for sql in ran if "FROM claim" in sql or "counter" in sql} == {"SELECT rev FROM counter"}


@pytest.mark.parametrize("path", READS)
def test_a_replica_that_is_behind_is_never_answered_from_where_more_is_asked(
    pair: Pair, api: Api, nobody: Api, path: str
) -> None:
    text(nobody, path)
    with pair.held_back():
        rev = str(api.patch("/v1/claims/clm_one", {"statement": NEW})["rev"])
        for _ in range(2):
            refused = nobody.call("GET", path, Hearsay_At_Least=rev)
            assert refused.status_code == 503
            assert int(refused.headers["Retry-After"]) >= 1
            assert NEW in text(api, "/v1/claims", Hearsay_At_Least=rev)
    pair.catch_up()

    assert text(nobody, path, Hearsay_At_Least=rev) == text(nobody, path)
    assert NEW in text(nobody, "/v1/claims")


def test_what_the_replica_has_is_answered_though_it_is_behind(api: Api, nobody: Api, behind: int) -> None:
    has = nobody.get("/v1/claims")["rev"]

    assert has < behind
    assert nobody.call("GET", "/v1/claims", Hearsay_At_Least=str(has)).status_code == 200
    assert api.get("/v1/claims")["rev"] == behind


def test_a_replica_does_not_say_of_a_revision_that_it_lacks_that_it_is_still_to_come(
    pair: Pair, api: Api, nobody: Api, behind: int
) -> None:
    path = f"/v1/claims/clm_one?as_of={behind}"

    refused = nobody.refused(503, "GET", path)
    assert refused["type"] == "/problems#behind"
    assert int(nobody.call("GET", path).headers["Retry-After"]) >= 1
    assert api.get(path)["statement"] == NEW
    assert nobody.get(f"/v1/claims/clm_one?as_of={behind - 1}")["statement"] == OLD

    pair.on_replica("SELECT pg_wal_replay_resume()")
    pair.catch_up()
    assert nobody.get(path)["statement"] == NEW


@pytest.mark.usefixtures("behind")
def test_what_is_still_to_come_is_refused_by_who_knows(api: Api, nobody: Api) -> None:
    for reader, as_of in ((api, api.rev() + 1), (api, "2999-01-01T00:00:00Z"), (nobody, "2999-01-01T00:00:00Z")):
        reader.refused(422, "GET", f"/v1/claims/clm_one?as_of={as_of}")


@pytest.mark.usefixtures("behind")
def test_who_is_signed_in_reads_from_the_store(api: Api, nobody: Api) -> None:
    assert NEW not in text(nobody, "/claims")

    with database.connection_context():
        begun = sessions.begin(api.token or "")

    visitor = api.app.test_client()
    visitor.set_cookie("hearsay_session", begun.secret)
    assert NEW in visitor.get("/claims").get_data(as_text=True)


@pytest.mark.usefixtures("behind")
def test_a_token_is_good_and_ends_though_the_replica_knows_nothing_of_it(api: Api) -> None:
    ben = api.by("ben")

    assert ben.call("GET", "/v1/claims").status_code == 200
    assert ben.tag("clm_one")["reviewer"] == "ben"
    assert api.call("GET", "/readyz").status_code == 200


@pytest.mark.usefixtures("behind")
def test_a_stream_is_all_of_where_its_beginning_was_read(
    api: Api, nobody: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(vars(listings.CLAIMS), "at_once", 1)
    api.claim("Later.", id="clm_two")
    api.claim("Later.", id="clm_three")

    *old, of_old = lines(nobody, "/v1/claims?format=ndjson")
    *new, of_new = lines(api, "/v1/claims?format=ndjson")

    assert [claim["statement"] for claim in old] == [OLD]
    assert {claim["statement"] for claim in new} == {NEW, "Later."}
    assert of_old["_end"]["rev"] == nobody.get("/v1/claims")["rev"] < of_new["_end"]["rev"] == api.rev()


def test_of_several_hosts_one_that_follows_the_primary_is_read_from(pair: Pair) -> None:
    for hosts in ((pair.primary, pair.replica), (pair.replica, pair.primary)):
        url = f"postgresql://postgres@/postgres?host={','.join(str(host.pgdata) for host in hosts)}"
        replica: Any = open_database(url, of_several=SPREAD)
        for _ in range(8):
            with replica.connection_context():
                ((is_standby,),) = replica.execute_sql("SELECT pg_is_in_recovery()").fetchall()
            replica.close_idle()
            assert is_standby


@pytest.fixture
def impatient(pair: Pair, api: Api) -> Iterator[Any]:
    """Let the replica break off who reads what was cleared away, and connect to it."""
    assert api
    pair.on_replica("ALTER SYSTEM SET max_standby_streaming_delay = 0")
    pair.on_replica("SELECT pg_reload_conf()")
    replica: Any = open_database(pair.replica_url)
    with asking(replica):
        database.connect()
        yield replica
        discard()
    pair.on_replica("ALTER SYSTEM RESET max_standby_streaming_delay")
    pair.on_replica("SELECT pg_reload_conf()")


def read_what_is_cleared_away(pair: Pair) -> None:
    with snapshot():
        execute("SELECT rev FROM counter").fetchall()
        pair.on_primary("UPDATE counter SET rev = rev")
        pair.on_primary("VACUUM counter")
        pair.wait_for(lambda: execute("SELECT rev FROM counter").fetchone() is None)


@pytest.mark.usefixtures("impatient")
def test_a_read_that_the_replica_has_to_break_off_is_to_be_tried_again(pair: Pair) -> None:
    with pytest.raises(OperationalError) as failed:
        read_what_is_cleared_away(pair)

    assert "conflict with recovery" in reason_of(failed.value)
    assert isinstance(explain_failure(failed.value), StoreUnavailable)


@pytest.mark.parametrize(
    ("store", "replicas"),
    [
        ("", "postgresql://replica.example/hearsay"),
        ("sqlite:///hearsay.db", "postgresql://replica.example/hearsay"),
        ("postgresql://primary.example/hearsay", "sqlite:///hearsay.db"),
        ("postgresql://primary.example/hearsay", "replica.example"),
    ],
)
def test_replicas_of_a_file_or_in_one_are_refused(store: str, replicas: str) -> None:
    with pytest.raises(BadSetting, match="HEARSAY_READ_DATABASE_URL is "):
        read({"HEARSAY_DATABASE_URL": store, "HEARSAY_READ_DATABASE_URL": replicas})
