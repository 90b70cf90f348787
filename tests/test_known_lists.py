"""Lists that a client has already."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from service.store.database import database
from tests.api import Api
from tests.contracts import open_newsroom

LISTS = ["articles", "sources", "claims", "evidence", "tags", "changes", "sources/src_one/dependents"]
FORMATS = ["json", "ndjson", "csv"]


@contextmanager
def statements(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Note every statement that is run."""
    ran: list[str] = []
    run = type(database.obj).execute_sql
    with monkeypatch.context() as patch:

        def noted(self: object, sql: str, *rest: object, **options: object) -> object:
            ran.append(sql)
            return run(self, sql, *rest, **options)

        patch.setattr(type(database.obj), "execute_sql", noted)
        yield ran


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("word", FORMATS)
def test_a_list_is_known_until_anything_is_written(api: Api, path: str, word: str) -> None:
    open_newsroom(api)
    address = f"/v1/{path}?format={word}"
    etag = api.call("GET", address).headers["ETag"]

    known = api.call("GET", address, If_None_Match=etag)
    api.claim("Something.")
    again = api.call("GET", address, If_None_Match=etag)

    assert (known.status_code, known.headers["ETag"], known.get_data()) == (304, etag, b"")
    assert again.status_code == 200
    assert again.headers["ETag"] != etag
    assert known.headers["Vary"] == again.headers["Vary"]


def test_the_etag_of_a_page_is_the_revision_that_its_body_tells(api: Api) -> None:
    api.claim()

    answer = api.call("GET", "/v1/claims")

    assert answer.headers["ETag"] == f'"{(answer.json or {})["rev"]}"'


@pytest.mark.parametrize("word", FORMATS)
@pytest.mark.parametrize("path", ["claims", "tags"])
def test_what_is_known_is_told_after_one_key_was_read(
    api: Api, monkeypatch: pytest.MonkeyPatch, path: str, word: str
) -> None:
    api.tag(api.claim()["id"])
    nobody = Api(api.app, None)
    # In memory is what was asked at another address.
    etag = nobody.call("GET", f"/v1/{path}?format={word}").headers["ETag"]

    with statements(monkeypatch) as ran:
        assert nobody.call("GET", f"/v1/{path}?stranger=&format={word}", If_None_Match=etag).status_code == 422
        assert nobody.call("GET", f"/v1/{path}?format={word}&rev__gte=0", If_None_Match=etag).status_code == 304

    assert {sql for sql in ran if "FROM" in sql} == {"SELECT rev FROM counter"}


@pytest.mark.parametrize("known", FORMATS)
@pytest.mark.parametrize("asked", FORMATS)
def test_one_form_of_a_list_is_not_taken_for_another(api: Api, known: str, asked: str) -> None:
    api.claim()
    etag = api.call("GET", f"/v1/claims?format={known}").headers["ETag"]

    answer = api.call("GET", f"/v1/claims?format={asked}", If_None_Match=etag)

    assert answer.status_code == (304 if asked == known else 200)


@pytest.mark.parametrize("path", ["tags", "evidence", "tags/tag_one", "evidence/evd_one"])
def test_what_has_notes_is_not_taken_for_what_has_none(api: Api, path: str) -> None:
    open_newsroom(api)
    nobody = Api(api.app, None)
    told, open_to_all = (who.call("GET", f"/v1/{path}").headers["ETag"] for who in (api, nobody))

    assert api.call("GET", f"/v1/{path}", If_None_Match=told).status_code == 304
    assert api.call("GET", f"/v1/{path}", If_None_Match=open_to_all).status_code == 200
    assert nobody.call("GET", f"/v1/{path}", If_None_Match=told).status_code == 200
    assert nobody.call("GET", f"/v1/{path}", If_None_Match=open_to_all).status_code == 304


@pytest.mark.parametrize("changed", ['W/"{}"', '"{}:gzip"', '"{}-gzip"', '"{}-br"', "{}", '"1", "{}"'])
def test_what_a_proxy_does_to_an_etag_does_not_break_it(api: Api, changed: str) -> None:
    api.claim()
    rev = api.rev()

    assert api.call("GET", "/v1/claims", If_None_Match=changed.format(rev)).status_code == 304
    assert api.call("GET", "/v1/claims", If_None_Match=changed.format(rev + 1)).status_code == 200


def test_a_compressed_list_is_known_by_its_own_etag(api: Api) -> None:
    for number in range(5):
        api.claim(f"Claim {number}.")
    etag = api.call("GET", "/v1/claims", Accept_Encoding="gzip").headers["ETag"]

    known = api.call("GET", "/v1/claims", Accept_Encoding="gzip", If_None_Match=etag)

    assert etag == f'"{api.rev()}:gzip"'
    assert (known.status_code, known.headers["ETag"]) == (304, etag)


def test_what_is_wrong_with_a_query_is_told_to_whoever_knows_the_list(api: Api) -> None:
    api.claim()
    etag = api.call("GET", "/v1/claims").headers["ETag"]

    assert api.call("GET", "/v1/claims?zzz=1", If_None_Match=etag).status_code == 422
    assert api.call("GET", "/v1/claims?cursor=x", If_None_Match=etag).status_code == 400
    assert api.call("GET", "/v1/sources/src_none/dependents", If_None_Match="*").status_code == 404


def test_reviewers_come_without_a_revision_so_their_list_has_no_etag(api: Api) -> None:
    before = api.get("/v1/reviewers")
    api.by("newcomer")

    after = api.get("/v1/reviewers")

    assert after["rev"] == before["rev"]
    assert len(after["items"]) == len(before["items"]) + 1
    assert "ETag" not in api.call("GET", "/v1/reviewers").headers
    assert api.call("GET", "/v1/reviewers", If_None_Match=f'"{after["rev"]}"').status_code == 200
