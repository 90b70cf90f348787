import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import pytest
from werkzeug.test import TestResponse

from service.api import MAX_BODY_BYTES
from service.web.assets import VERSION
from tests.api import Api, Json, named, places

KINDS: Final = ["articles", "claims", "sources"]
SAME: Final = ['"{}"', 'W/"{}"', '"{}:gzip"', '"{}-gzip"', 'W/"{}-gzip"', '"{}.2"', "{}", ' "{}" ']
UNREADABLE: Final = [
    b"", b" ", b"{", b"{'a': 1}", b'{"a": 1} x', b'{"a": NaN}', b'{"a": Infinity}', b'{"a": "\\ud800"}',
    b'{"a": "\xff"}', "{}".encode("utf-16"), b"[" * 100_000, b'{"a":' * 200 + b"1" + b"}" * 200, b"[" * 40 + b"]" * 40,
]  # fmt: skip


@pytest.fixture
def rows(api: Api) -> dict[str, str]:
    """Store one row of each kind, none used by another, with noise beside it; give where each is."""
    article = {"url": "https://a.example"}
    api.claim("Noise.", article={"url": "https://noise.example"}, attribution=[named("Noise")])
    bodies: dict[str, Json] = {
        "articles": {"url": "https://alone.example"},
        "claims": {"article": article, "statement": "A", "attribution": []},
        "sources": {"kind": "person", "name": "Ada Obi"},
    }
    return {kind: f"/v1/{kind}/{api.post(f'/v1/{kind}', body)['id']}" for kind, body in bodies.items()}


def send(
    api: Api, data: bytes, content_type: str | None, method: str = "POST", path: str = "/v1/claims"
) -> TestResponse:
    headers = {"Authorization": f"Bearer {api.token}", "If-Match": "*"}
    return api.app.test_client().open(path, method=method, data=data, content_type=content_type, headers=headers)


def addresses(api: Api, rows: dict[str, str]) -> Iterator[tuple[str, set[str]]]:
    """Give an address of every route, with the methods that it takes."""
    ids = {f"{kind.removesuffix('s')}_id": path.rsplit("/", 1)[1] for kind, path in rows.items()}
    cited = {"article": {"id": ids["article_id"]}}
    ids |= {"evidence_id": api.tie(ids["claim_id"], "repeats", cited)["id"]}
    ids |= {"story_id": f"sty_{ids['claim_id'].removeprefix('clm_')}"}
    ids |= {"tag_id": api.tag(ids["claim_id"])["id"], "asset": "start.js", "namespace": "check"}
    ids |= {"handle": "mina", "version": VERSION, "name": "icon.svg"}
    found: dict[str, set[str]] = {}
    for rule in api.app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda argument: ids[argument[1]], rule.rule)
        path += "?predicate=check:level" if path.endswith(("/agreement", "/queue")) else ""
        found.setdefault(path, set()).update(rule.methods or set())
    yield from found.items()


@pytest.mark.parametrize("kind", KINDS)
def test_a_created_row_answers_with_its_place_and_its_etag(api: Api, kind: str, rows: dict[str, str]) -> None:
    body = {**api.get(rows[kind]), "id": None, "url": "https://other.example", "name": "Ben"}
    wanted = {"articles": ["url"], "claims": ["article", "statement", "attribution"], "sources": ["kind", "name"]}[kind]

    created = api.call("POST", f"/v1/{kind}", {key: body[key] for key in wanted})

    assert created.json
    assert created.status_code == 201
    assert created.headers["Location"] == f"/v1/{kind}/{created.json['id']}"
    assert created.headers["ETag"] == f'"{created.json["rev"]}"'
    assert api.get(created.headers["Location"]) == created.json


@pytest.mark.parametrize("form", [*SAME, '"0", {}', 'W/"1:gzip" , "{}"', "*", '"x", *'])
def test_a_row_that_the_client_has_answers_304(api: Api, rows: dict[str, str], form: str) -> None:
    for path in rows.values():
        rev = api.get(path)["rev"]

        for method in ("GET", "HEAD"):
            response = api.call(method, path, If_None_Match=form.format(rev))

            assert (response.status_code, response.data) == (304, b"")
            assert "Content-Length" not in response.headers
            assert response.headers["ETag"] == (f'"{rev}:gzip"' if form.endswith(':gzip"') else f'"{rev}"')


@pytest.mark.parametrize("form", ['"{}0"', '"0"', '"x"', "", '"1:{}"', '"', "{}a", '"\u00b2"'])
def test_a_row_that_the_client_may_not_have_is_sent(api: Api, rows: dict[str, str], form: str) -> None:
    rev = api.get(rows["claims"])["rev"]

    response = api.call("GET", rows["claims"], If_None_Match=form.format(rev))

    assert response.status_code == 200
    assert response.headers["ETag"] == f'"{rev}"'


@pytest.mark.parametrize("form", [*SAME, "*"])
def test_a_change_takes_every_form_of_the_etag(api: Api, rows: dict[str, str], form: str) -> None:
    expected = form.format(api.get(rows["claims"])["rev"])

    assert api.patch(rows["claims"], {"statement": "B"}, expected)["statement"] == "B"


@pytest.mark.parametrize("headers", [{}, {"If_Match": ""}, {"If_Match": " "}])
def test_a_change_without_a_revision_is_refused(api: Api, rows: dict[str, str], headers: dict[str, str]) -> None:
    for path in rows.values():
        for method in ("PATCH", "DELETE"):
            api.refused(428, method, path, {}, **headers)


@pytest.mark.parametrize("form", ["x", '"x"', '"1", "2"', "-1", '""', "W/", '"1" 2', '"' + "9" * 20 + '"', "**"])
def test_a_revision_that_cannot_be_read_is_refused(api: Api, rows: dict[str, str], form: str) -> None:
    for method in ("PATCH", "DELETE"):
        problem = api.refused(400, method, rows["claims"], {"statement": "B"}, If_Match=form)

        assert places(problem) == {"If-Match": "etag"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_stale_revision_is_refused_with_the_current_row(
    api: Api, rows: dict[str, str], kind: str, method: str
) -> None:
    old = api.get(rows[kind])
    key = {"articles": "title", "claims": "statement", "sources": "name"}[kind]
    current = api.patch(rows[kind], {key: "B"})

    response = api.call(method, rows[kind], {key: "C"}, If_Match=f'"{old["rev"]}"')

    assert response.status_code == 412
    assert response.json
    assert response.json["current"] == current == api.get(rows[kind])
    assert response.headers["ETag"] == f'"{current["rev"]}"'


def test_of_many_changes_that_start_from_one_revision_one_is_made(api: Api, rows: dict[str, str]) -> None:
    rev = api.get(rows["claims"])["rev"]

    def change(statement: str) -> int:
        return api.call("PATCH", rows["claims"], {"statement": statement}, If_Match=str(rev)).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(change, ["B", "C", "D", "E"]))

    assert sorted(answers) == [200, 412, 412, 412]
    assert len(api.get("/v1/changes", claim_id=rows["claims"].rsplit("/", 1)[1])["items"]) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_a_withdrawn_row_is_gone_for_good(api: Api, rows: dict[str, str], kind: str) -> None:
    before = api.get("/v1/changes", after=10**9)["rev"]

    response = api.call("DELETE", rows[kind], If_Match="*")

    assert (response.status_code, response.data) == (204, b"")
    assert "Content-Type" not in response.headers
    entry = api.get("/v1/changes", after=before)["items"][0]
    for method in ("GET", "PATCH", "DELETE"):
        problem = api.refused(410, method, rows[kind], {}, If_Match="*")
        assert (problem["rev"], problem["deleted_at"]) == (entry["rev"], entry["at"])


@pytest.mark.parametrize("row_id", ["clm_nobody", "x", "%00", "clm_%00", "%ED%A0%80", "é", "%27", "a" * 3000])
def test_an_id_that_never_was_is_not_found(api: Api, rows: dict[str, str], row_id: str) -> None:
    for kind in rows:
        for method in ("GET", "PATCH", "DELETE"):
            api.refused(404, method, f"/v1/{kind}/{row_id}", {}, If_Match="*")


@pytest.mark.parametrize(
    "path", ["/v1", "/v1/", "/v1/claim", "/v1/claims/", "/v1/claims/clm_a/x", "/v2/claims", "/%00"]
)
def test_an_address_that_is_none_is_not_found(api: Api, path: str) -> None:
    api.refused(404, "GET", path)


def test_head_answers_as_get_does_without_a_body(api: Api, rows: dict[str, str]) -> None:
    # What was counted is another number each time.
    for path in [path for path, methods in addresses(api, rows) if "GET" in methods and path != "/metrics"]:
        get, head = (api.call(method, path, X_Request_Id="same") for method in ("GET", "HEAD"))

        assert (head.status_code, head.data) == (303 if path.startswith("/stories/") else 200, b""), path
        assert dict(head.headers) == dict(get.headers), path
        get.close()
        head.close()


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/claims?x=1", "/v1/claims/clm_nobody"])
def test_head_of_a_refusal_has_no_body(api: Api, path: str) -> None:
    get, head = (api.call(method, path, X_Request_Id="same") for method in ("GET", "HEAD"))

    assert (head.status_code, head.data, head.content_type) == (get.status_code, b"", get.content_type)


def test_options_says_what_an_address_takes(api: Api, rows: dict[str, str]) -> None:
    for path, methods in addresses(api, rows):
        response = api.call("OPTIONS", path)

        assert response.status_code in {200, 204}, path
        assert set(response.headers["Allow"].split(", ")) == methods, path


def test_a_method_that_an_address_does_not_take_is_refused_with_those_that_it_takes(
    api: Api, rows: dict[str, str]
) -> None:
    for path, methods in addresses(api, rows):
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE"} - methods:
            response = api.call(method, path)

            assert (response.status_code, response.content_type) == (405, "application/problem+json"), path
            assert set(response.headers["Allow"].split(", ")) == methods, path


@pytest.mark.parametrize("accept", ["text/html", "text/css, image/*", "application/json;q=0", "application/xml"])
def test_a_client_that_does_not_take_json_is_refused(api: Api, accept: str) -> None:
    api.refused(406, "GET", "/v1/claims", Accept=accept)


@pytest.mark.parametrize("accept", ["", "*/*", "application/*", "text/html, */*;q=0.1", "application/json;q=0.5"])
def test_a_client_that_takes_json_is_served(api: Api, accept: str) -> None:
    assert api.call("GET", "/v1/claims", Accept=accept).content_type == "application/json"


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_a_body_that_is_not_sent_as_json_is_refused(
    api: Api, rows: dict[str, str], method: str, content_type: str | None
) -> None:
    path = "/v1/claims" if method == "POST" else rows["claims"]

    assert send(api, b"{}", content_type, method, path).status_code == 415


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/merge-patch+json", "Application/JSON; charset=utf-8"]
)
def test_a_patch_is_taken_as_json_and_as_merge_patch(api: Api, rows: dict[str, str], content_type: str) -> None:
    assert send(api, b'{"statement": "B"}', content_type, "PATCH", rows["claims"]).status_code == 200


@pytest.mark.parametrize("data", UNREADABLE, ids=range(len(UNREADABLE)))
def test_a_body_that_cannot_be_read_is_refused(api: Api, rows: dict[str, str], data: bytes) -> None:
    assert send(api, data, "application/json").status_code == 400
    assert send(api, data, "application/json", "PATCH", rows["claims"]).status_code == 400


@pytest.mark.parametrize("data", [b"[]", b"null", b"1", b'"a"'])
def test_a_patch_that_is_no_object_is_refused(api: Api, rows: dict[str, str], data: bytes) -> None:
    assert send(api, data, "application/merge-patch+json", "PATCH", rows["claims"]).status_code == 400


def test_a_body_beyond_the_limit_is_refused_and_the_longest_is_read(api: Api) -> None:
    assert send(api, b" " * (MAX_BODY_BYTES + 1), "application/json").status_code == 413
    assert send(api, b" " * (MAX_BODY_BYTES - 2) + b"{}", "application/json").status_code == 422
