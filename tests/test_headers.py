"""What every answer says beside its body: to browsers, to caches, to pages of other origins."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from tests.api import Api
from tests.served import serve
from tests.stores import serving

PAGE = "https://reader.example"
SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


@pytest.fixture
def closed(url: str) -> Iterator[Api]:
    """Serve a store to token holders only."""
    with serving(url, public_read=False) as api:
        yield api


def some_answers(api: Api) -> Iterator[TestResponse]:
    claim = f"/v1/claims/{api.claim()['id']}"
    yield api.call("GET", claim)
    yield api.call("HEAD", claim)
    yield api.call("GET", claim, If_None_Match="*")
    yield api.call("OPTIONS", claim)
    yield api.call("GET", "/v1/claims")
    yield api.call("GET", "/v1/nothing")
    yield api.call("PUT", claim)
    yield api.call("POST", "/v1/claims", {})
    yield api.call("GET", "/v1/claims", Authorization="Bearer x")
    yield api.call("DELETE", claim, If_Match="*")
    yield api.call("GET", "/metrics")


def test_every_answer_is_what_it_says_and_nothing_that_a_page_may_run_or_frame(api: Api) -> None:
    for answer in some_answers(api):
        assert {name: answer.headers[name] for name in SECURITY} == SECURITY
        for name in ("Cache-Control", "Vary", "X-Request-Id", "Access-Control-Allow-Origin"):
            assert len(answer.headers.getlist(name)) == 1


def test_so_does_the_answer_to_what_never_reaches_the_app(url: str, tmp_path: Path) -> None:
    with serve(url, tmp_path / "server.log") as served:
        answer = served.send(b"GET / HTTP/9\r\n\r\n")

    assert {name: answer.headers[name] for name in SECURITY} == SECURITY
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_page_of_the_contract_may_run_what_it_consists_of(api: Api) -> None:
    [policy] = api.call("GET", "/docs").headers.getlist("Content-Security-Policy")

    assert "default-src 'self'" in policy


def test_a_page_of_any_origin_reads_what_anybody_may_read(api: Api) -> None:
    for answer in some_answers(api):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert {"ETag", "Link", "X-Request-Id"} <= {*answer.headers["Access-Control-Expose-Headers"].split(", ")}
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert "Access-Control-Allow-Credentials" not in answer.headers


def test_a_page_of_another_origin_is_told_what_it_may_send(api: Api) -> None:
    claim = f"/v1/claims/{api.claim()['id']}"

    answer = api.call("OPTIONS", claim, Origin=PAGE, Access_Control_Request_Method="PATCH")

    assert answer.status_code == 200
    assert {*answer.headers["Access-Control-Allow-Methods"].split(", ")} == {
        "GET",
        "HEAD",
        "OPTIONS",
        "PATCH",
        "DELETE",
    }
    assert {"Authorization", "Content-Type", "Hearsay-At-Least", "If-Match", "Idempotency-Key"} <= {
        *answer.headers["Access-Control-Allow-Headers"].split(", ")
    }
    assert answer.headers["Access-Control-Max-Age"] == "7200"


def test_where_reading_needs_a_token_no_other_origin_reads(closed: Api) -> None:
    for answer in some_answers(closed):
        assert not [name for name in dict(answer.headers) if name.startswith("Access-Control-")]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_cache_keeps_a_read_and_asks_again_and_keeps_nothing_else(api: Api) -> None:
    claim = f"/v1/claims/{api.claim()['id']}"

    assert api.call("GET", claim).headers["Cache-Control"] == "no-cache"
    assert api.call("GET", claim, If_None_Match="*").headers["Cache-Control"] == "no-cache"
    assert api.call("GET", "/v1/claims").headers["Cache-Control"] == "no-cache"
    assert api.call("GET", "/v1/claims/clm_none").headers["Cache-Control"] == "no-store"
    assert api.call("PATCH", claim, {}, If_Match="*").headers["Cache-Control"] == "no-store"


def test_what_a_token_shows_is_kept_nowhere_and_varies_by_it(api: Api) -> None:
    tag = api.tag(api.claim()["id"], note="Seen in the minutes.")
    nobody = Api(api.app, None)

    for path in ("/v1/tags", f"/v1/tags/{tag['id']}"):
        for reader, cached in ((api, "no-store"), (nobody, "no-cache")):
            headers = reader.call("GET", path).headers
            assert headers["Cache-Control"] == cached
            assert "Authorization" in headers["Vary"]
            assert "Accept-Encoding" in headers["Vary"]


def test_where_reading_needs_a_token_only_the_reader_keeps_a_read(closed: Api) -> None:
    assert closed.call("GET", "/v1/claims").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("gzip, deflate, br, zstd", True),
        ("*", True),
        ("identity;q=0.5, gzip;q=0.1", False),
        ("gzip;q=0", False),
        ("br", False),
        ("", False),
        (",;=q", False),
        (None, False),
    ],
)
def test_a_body_is_compressed_for_whoever_takes_it(api: Api, accepted: str | None, *, compressed: bool) -> None:
    for number in range(10):
        api.claim(f"Claim {number}")
    plain = api.call("GET", "/v1/claims")

    answer = api.call("GET", "/v1/claims", **({} if accepted is None else {"Accept_Encoding": accepted}))

    assert answer.headers.get("Content-Encoding") == ("gzip" if compressed else None)
    body = gzip.decompress(answer.data) if compressed else answer.data
    assert body == plain.data
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert answer.headers["Vary"] == plain.headers["Vary"] == "Accept, Accept-Encoding"
    assert (len(answer.data) < len(plain.data) / 4) == compressed


def test_a_short_body_is_sent_as_it_is(api: Api) -> None:
    answer = api.call("GET", "/livez", Accept_Encoding="gzip")

    assert "Content-Encoding" not in answer.headers


def test_head_tells_of_the_body_that_get_sends(api: Api) -> None:
    claim = f"/v1/claims/{api.claim('Long. ' * 300)['id']}"
    for accepted in ("gzip", "identity"):
        got, headed = (api.call(method, claim, Accept_Encoding=accepted) for method in ("GET", "HEAD"))

        assert headed.data == b""
        for name in ("ETag", "Content-Length", "Content-Encoding", "Vary", "Content-Type"):
            assert headed.headers.get(name) == got.headers.get(name)


def test_a_compressed_document_has_an_etag_of_its_own_that_every_precondition_takes(api: Api) -> None:
    claim = api.claim("Long. " * 300)
    path = f"/v1/claims/{claim['id']}"
    etag = f'"{claim["rev"]}:gzip"'

    assert api.call("GET", path, Accept_Encoding="gzip").headers["ETag"] == etag
    assert api.call("GET", path).headers["ETag"] == f'"{claim["rev"]}"'
    known = api.call("GET", path, Accept_Encoding="gzip", If_None_Match=etag)
    assert (known.status_code, known.headers["ETag"]) == (304, etag)
    assert api.call("GET", path, If_None_Match=etag).status_code == 304
    assert api.patch(path, {"statement": "Short."}, etag)["statement"] == "Short."
    assert api.call("GET", path, Accept_Encoding="gzip", If_None_Match=etag).status_code == 200


def test_the_same_document_is_compressed_to_the_same_bytes(api: Api) -> None:
    path = f"/v1/claims/{api.claim('Long. ' * 300)['id']}"

    first, second = (api.call("GET", path, Accept_Encoding="gzip").data for _ in range(2))

    assert first == second
