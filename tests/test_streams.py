"""Whole lists as streams."""

import gzip
from collections.abc import Iterator
from typing import Any

import pytest

from service.api import listings
from service.api.streaming import CutOff
from service.store import slices
from service.store.database import database
from tests.api import Api, Json, named, places
from tests.contracts import open_newsroom
from tests.stores import serving
from tests.streams import documents, lines

LISTS = ["articles", "sources", "claims", "evidence", "tags", "changes", "reviewers", "sources/src_one/dependents"]
CLAIM = {"article": {"id": "art_one"}, "attribution": [named("Ada Obi")]}


@pytest.fixture
def few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read two rows in each slice."""
    for listing in vars(listings).values():
        if isinstance(listing, listings.Listing):
            monkeypatch.setitem(vars(listing), "at_once", 2)


def parts_of(answer: Any) -> Iterator[bytes]:
    """Give the parts of a stream as they are made."""
    return iter(answer.response)


def everything(api: Api, path: str) -> list[Json]:
    return [item for page in api.walk(path) for item in page["items"]]


@pytest.mark.usefixtures("few_at_once")
@pytest.mark.parametrize("path", LISTS)
def test_a_stream_has_every_document_of_the_list_as_its_pages_have_it(api: Api, path: str) -> None:
    open_newsroom(api)
    for number in range(5):
        api.claim(f"Claim {number}.", id=f"clm_{number}", **CLAIM)
        api.tag(f"clm_{number}")

    assert documents(api, f"/v1/{path}?format=ndjson") == everything(api, f"/v1/{path}")


def test_a_stream_has_what_its_query_finds_and_nothing_else(api: Api) -> None:
    api.claim("One.", id="clm_one", attribution=[named("Ada Obi")])
    api.claim("Noise.", attribution=[])

    assert [claim["id"] for claim in documents(api, "/v1/claims?format=ndjson&speaker=Ada Obi")] == ["clm_one"]
    assert documents(api, "/v1/claims?format=ndjson&speaker=Nobody") == []


def test_the_last_line_tells_the_revision_from_which_the_feed_leads_to_the_present(api: Api) -> None:
    api.claim()

    *_, last = lines(api, "/v1/claims?format=ndjson")

    assert last == {"_end": {"count": 1, "rev": api.rev()}}
    api.claim("Later.")
    assert {entry["type"] for entry in api.feed(after=last["_end"]["rev"])} == {"claim"}


@pytest.mark.usefixtures("few_at_once")
def test_the_revision_is_that_before_the_first_slice_whatever_is_written_meanwhile(api: Api) -> None:
    for number in range(4):
        api.claim(id=f"clm_{number}")
    before = api.rev()

    answer = api.call("GET", "/v1/claims?format=ndjson")
    parts = parts_of(answer)
    first = next(parts)
    api.claim(id="clm_later")
    body = first + b"".join(parts)

    assert body.count(b"\n") == 6
    assert body.endswith(b'{"_end":{"count":5,"rev":%d}}\n' % before)


@pytest.mark.parametrize(
    "accept", ["application/x-ndjson", "application/jsonl", "application/json;q=0.5, application/x-ndjson"]
)
def test_accept_asks_for_a_stream_as_well(api: Api, accept: str) -> None:
    api.claim()

    assert len(lines(api, "/v1/claims", Accept=accept)) == 2


@pytest.mark.parametrize("accept", ["*/*", "application/json, text/csv", "text/csv;q=0.9, application/json"])
def test_json_is_answered_where_it_is_taken_as_gladly(api: Api, accept: str) -> None:
    assert api.call("GET", "/v1/claims", Accept=accept).content_type == "application/json"


def test_the_address_says_more_than_accept(api: Api) -> None:
    assert api.call("GET", "/v1/claims?format=csv", Accept="application/json").mimetype == "text/csv"
    assert api.call("GET", "/v1/claims?format=csv", Accept="text/html").mimetype == "text/csv"
    assert api.call("GET", "/v1/claims?format=json", Accept="text/csv").content_type == "application/json"


@pytest.mark.parametrize("word", ["xml", "", "NDJSON"])
def test_a_format_that_there_is_not_is_refused_with_those_that_there_are(api: Api, word: str) -> None:
    problem = api.refused(422, "GET", f"/v1/claims?format={word}")

    assert places(problem) == {"format": "unknown-word"}
    assert "json, ndjson, csv" in problem["errors"][0]["detail"]


@pytest.mark.parametrize("parameter", ["sort=rev", "limit=5", "cursor=x"])
@pytest.mark.parametrize("word", ["ndjson", "csv"])
def test_a_stream_has_no_pages(api: Api, parameter: str, word: str) -> None:
    for asked in ({"path": f"/v1/claims?{parameter}&format={word}"}, {"path": f"/v1/claims?{parameter}"}):
        headers = {} if "format" in asked["path"] else {"Accept": "application/x-ndjson"}
        problem = api.refused(422, "GET", asked["path"], **headers)

        assert places(problem) == {parameter.partition("=")[0]: "not-with-stream"}


def test_the_stream_of_the_feed_begins_behind_a_revision(api: Api) -> None:
    api.claim(id="clm_one")
    rev = api.rev()
    api.claim("Later.", id="clm_two")

    assert [entry["id"] for entry in documents(api, f"/v1/changes?format=ndjson&after={rev}")] == ["clm_two"]
    api.refused(422, "GET", "/v1/changes?format=ndjson&limit=5")


def test_what_cannot_be_read_is_answered_before_anything_is_sent(api: Api) -> None:
    api.refused(404, "GET", "/v1/sources/src_none/dependents?format=ndjson")
    api.refused(422, "GET", "/v1/claims?format=ndjson&zzz=1")
    api.refused(422, "GET", "/v1/report?format=ndjson")


@pytest.mark.parametrize("path", ["tags", "evidence"])
@pytest.mark.parametrize("word", ["ndjson", "csv"])
def test_a_stream_has_notes_only_for_whoever_has_a_token(api: Api, path: str, word: str) -> None:
    open_newsroom(api)
    nobody = Api(api.app, None)

    told, open_to_all = (who.call("GET", f"/v1/{path}?format={word}") for who in (api, nobody))

    assert b"A note." in told.get_data()
    assert b"note" not in open_to_all.get_data()
    assert told.headers["Cache-Control"] == "no-store"
    assert told.headers["Vary"] == open_to_all.headers["Vary"] == "Authorization, Accept, Accept-Encoding"


def test_where_reading_needs_a_token_a_stream_does(url: str) -> None:
    with serving(url, public_read=False) as api:
        api.claim()
        Api(api.app, None).refused(401, "GET", "/v1/claims?format=ndjson")
        assert len(lines(api, "/v1/claims?format=ndjson")) == 2


@pytest.mark.parametrize("word", ["ndjson", "csv"])
def test_head_tells_of_a_stream_and_sends_nothing(api: Api, word: str) -> None:
    api.claim()
    path = f"/v1/claims?format={word}"

    got, headed = (api.call(method, path, Accept_Encoding="gzip") for method in ("GET", "HEAD"))

    assert headed.get_data() == b""
    for name in ("Content-Type", "ETag", "Vary", "Content-Encoding", "Cache-Control"):
        assert headed.headers[name] == got.headers[name]
    got.close()


@pytest.mark.usefixtures("few_at_once")
def test_a_stream_is_compressed_slice_by_slice(api: Api) -> None:
    for number in range(5):
        api.claim(f"Claim {number}.")
    plain = api.call("GET", "/v1/claims?format=ndjson").get_data()

    answer = api.call("GET", "/v1/claims?format=ndjson", Accept_Encoding="gzip")

    parts = list(parts_of(answer))
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(parts)) == plain
    assert len(parts) > 4


@pytest.fixture
def half(api: Api) -> Iterator[list[object]]:
    """Read as many streams as may be at once, of four threads."""
    api.claim()
    answers = [api.call("GET", "/v1/claims?format=ndjson") for _ in range(2)]
    yield list(answers)
    for answer in answers:
        answer.close()


@pytest.mark.usefixtures("half")
def test_at_most_half_of_the_threads_stream_and_the_others_go_on_answering(api: Api) -> None:
    answer = api.call("GET", "/v1/claims?format=csv")

    assert (answer.status_code, (answer.json or {})["type"]) == (503, "/problems#too-many-streams")
    assert int(answer.headers["Retry-After"]) > 1
    assert api.get("/v1/claims")["items"]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", ["claims?format=ndjson", "claims?format=csv&zzz=1", "sources/src_none/dependents"])
def test_a_thread_that_has_streamed_may_stream_again(api: Api, method: str, path: str) -> None:
    api.claim()

    for _ in range(5):
        api.call(method, f"/v1/{path}", Accept="application/x-ndjson").close()

    assert len(lines(api, "/v1/claims?format=ndjson")) == 2


@pytest.mark.usefixtures("few_at_once")
def test_between_two_slices_a_stream_holds_no_connection(api: Api) -> None:
    for number in range(5):
        api.claim(f"Claim {number}.")

    parts = parts_of(api.call("GET", "/v1/claims?format=ndjson"))
    for _ in range(2):
        next(parts)
        assert database.is_closed()


@pytest.mark.usefixtures("few_at_once")
def test_what_fails_on_the_way_does_not_look_like_the_end(api: Api, capfd: pytest.CaptureFixture[str]) -> None:
    for number in range(5):
        api.claim(f"Claim {number}.")
    parts = parts_of(api.call("GET", "/v1/claims?format=ndjson"))
    read = [next(parts)]

    with database.connection_context():
        database.execute_sql("ALTER TABLE counter RENAME TO gone")
    with pytest.raises(CutOff):
        read.extend(parts)

    assert b"_end" not in b"".join(read)
    assert "a bug" in capfd.readouterr().err
    with database.connection_context():
        database.execute_sql("ALTER TABLE gone RENAME TO counter")


def test_an_article_with_its_text_is_not_read_together_with_a_thousand_others() -> None:
    assert listings.ARTICLES.at_once == listings.CHANGES.at_once == slices.LARGE < slices.SLICE
