from datetime import timedelta
from hashlib import sha256

import pytest
from peewee import SQL, Table

from service import reviewers
from service.app import create_app
from service.domain.vocabulary import Scope
from service.settings import Settings
from service.store.database import database
from tests.api import Api, Json

READS = ["/v1/claims", "/v1/articles", "/v1/sources", "/v1/claims/clm_a", "/v1/changes", "/v1/vocabulary"]
WRITES = [
    "POST /v1/articles", "POST /v1/claims", "POST /v1/sources",
    "PATCH /v1/articles/art_a", "PATCH /v1/claims/clm_a", "PATCH /v1/sources/src_a",
    "DELETE /v1/articles/art_a", "DELETE /v1/claims/clm_a", "DELETE /v1/sources/src_a",
]  # fmt: skip
CLAIM: Json = {"article": {"id": "art_a", "url": "https://a.example"}, "statement": "A", "attribution": []}
NEVER_VALID = ["hs_", "x", "", "hs_0123456789ab", f"hs_0123456789ab_{'0' * 64}", "hs_\u00e9", f"hs_{'0' * 5000}"]


def token(api: Api, scope: Scope, lifetime: timedelta | None = None) -> Api:
    with database.connection_context():
        return Api(api.app, reviewers.create_token("mina", [scope], lifetime))


def part_of(api: Api, place: int) -> str:
    return str(api.token).split("_")[place]


@pytest.mark.parametrize("request_line", WRITES)
def test_a_write_without_a_token_is_refused(api: Api, request_line: str) -> None:
    method, path = request_line.split()

    response = Api(api.app, None).call(method, path, CLAIM, If_Match="*")

    assert response.json
    assert (response.status_code, response.json["scope"]) == (401, "edit")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("scope", [Scope.READ, Scope.REVIEW])
def test_a_token_of_too_small_a_scope_may_not_write(api: Api, scope: Scope) -> None:
    reader = token(api, scope)

    for method, path in map(str.split, WRITES):
        problem = reader.refused(403, method, path, CLAIM, If_Match="*")

        assert problem["scope"] == "edit"
        assert "'edit'" in problem["detail"]
    assert api.get("/v1/changes")["items"] == []


@pytest.mark.parametrize("scope", [Scope.EDIT, Scope.ADMIN])
def test_a_token_that_may_edit_may_write(api: Api, scope: Scope) -> None:
    editor = token(api, scope)

    claim = editor.post("/v1/claims", CLAIM)

    assert editor.patch(f"/v1/claims/{claim['id']}", {"statement": "B"})["statement"] == "B"


@pytest.mark.parametrize("scope", Scope)
def test_every_token_may_read(api: Api, scope: Scope) -> None:
    api.post("/v1/claims", {**CLAIM, "id": "clm_a"})
    reader = token(api, scope)

    assert all(reader.get(path) for path in READS)


def test_a_token_has_the_highest_of_its_scopes(api: Api) -> None:
    with database.connection_context():
        editor = Api(api.app, reviewers.create_token("mina", [Scope.EDIT, Scope.READ]))

    assert editor.post("/v1/claims", CLAIM)


@pytest.mark.parametrize("sent", NEVER_VALID, ids=range(len(NEVER_VALID)))
def test_a_token_that_was_never_given_out_is_refused_even_where_none_is_needed(api: Api, sent: str) -> None:
    for request_line in [*(f"GET {path}" for path in READS), *WRITES]:
        response = api.call(*request_line.split(), Authorization=f"Bearer {sent}")

        assert response.status_code == 401, request_line
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["", "Bearer", "Basic bWluYTp4", "Bearer a b", "Token {}", "{}", "Bearer {} {}"])
def test_a_header_that_holds_no_token_is_refused(api: Api, header: str) -> None:
    api.refused(401, "GET", "/v1/claims", Authorization=header.replace("{}", str(api.token)))


@pytest.mark.parametrize("header", ["bearer {}", "BEARER {}", "Bearer  {} "])
def test_the_word_bearer_is_taken_in_any_case(api: Api, header: str) -> None:
    assert api.call("POST", "/v1/claims", CLAIM, Authorization=header.format(api.token)).status_code == 201


def test_a_wrong_secret_is_refused(api: Api) -> None:
    wrong = f"hs_{part_of(api, 1)}_{part_of(token(api, Scope.EDIT), 2)}"

    api.refused(401, "GET", "/v1/claims", Authorization=f"Bearer {wrong}")


def test_an_expired_token_is_refused_even_on_public_reads(api: Api) -> None:
    expired, lasting = (token(api, Scope.EDIT, timedelta(days=days)) for days in (-1, 1))

    expired.refused(401, "GET", "/v1/claims")
    expired.refused(401, "POST", "/v1/claims", CLAIM)
    assert lasting.post("/v1/claims", CLAIM)


def test_a_revoked_token_is_refused_even_on_public_reads(api: Api) -> None:
    revoked, other = token(api, Scope.EDIT), token(api, Scope.EDIT)
    assert revoked.post("/v1/claims", CLAIM)

    with database.connection_context():
        reviewers.revoke(part_of(revoked, 1))

    revoked.refused(401, "GET", "/v1/claims")
    revoked.refused(401, "POST", "/v1/claims", CLAIM)
    assert other.post("/v1/claims", CLAIM)


def test_public_reads_need_no_token(api: Api) -> None:
    api.post("/v1/claims", {**CLAIM, "id": "clm_a"})
    anybody = Api(api.app, None)

    assert all(anybody.get(path) for path in READS)


def test_where_reading_is_not_public_every_read_needs_a_token(api: Api, url: str) -> None:
    api.post("/v1/claims", {**CLAIM, "id": "clm_a"})
    database.close_idle()
    app = create_app(Settings(database_url=url, public_read=False))

    for path in READS:
        for method in ("GET", "HEAD"):
            response = Api(app, None).call(method, path)
            assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, 'Bearer realm="hearsay"')
        assert Api(app, token(api, Scope.READ).token).get(path)
    assert Api(app, None).refused(401, "GET", "/v1/claims")["scope"] == "read"


def test_health_is_public_where_reading_is_not(api: Api, url: str) -> None:
    database.close_idle()
    anybody = Api(create_app(Settings(database_url=url, public_read=False)), None)

    assert all(anybody.get(path) for path in ("/livez", "/readyz", "/problems")), api
    assert anybody.call("OPTIONS", "/v1/claims").status_code == 200


def test_of_a_secret_only_its_digest_is_stored(api: Api) -> None:
    api.post("/v1/claims", CLAIM)
    secret = part_of(api, 2)

    with database.connection_context():
        tables = database.get_tables()
        stored = str([list(Table(table).select(SQL("*")).tuples().execute(database)) for table in tables])

    assert "token" in tables
    assert secret not in stored
    assert sha256(secret.encode()).hexdigest() in stored
