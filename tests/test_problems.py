import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.api.problems import HTTP_PROBLEMS, STATUS
from service.app import create_app
from service.domain.errors import Refused
from service.schemas.grammars import ARTICLES, CLAIMS, SOURCES
from service.settings import Settings
from service.store import migrating
from service.store.database import database
from tests.api import Api, Json

MARKER = "zqxmarker"
WRONG: list[Json] = [MARKER, f"{MARKER}\0", MARKER * 60_000, [MARKER], {"id": MARKER}, [{"name": MARKER}], [[MARKER]]]
MEMBERS = ["type", "title", "status", "detail", "instance"]
OUTLET = {"id": "src_d", "kind": "outlet", "name": "Daily", "aliases": ["D"], "same_as": ["https://id.example/D"]}
ARTICLE = {
    "id": "art_a", "url": "https://a.example", "title": "Bridge", "publisher": OUTLET, "language": "en",
    "published_at": "2020-10-09T15:23:00Z", "authors": ["Ada"], "text": "It is closed.", "text_sha256": None,
    "retrieved_at": "2020-10-09T15:23:00Z", "archived_url": "https://archive.example/a", "copy_of": {"id": "art_b"},
    "fictional": False,
}  # fmt: skip
PERSON = {
    **OUTLET,
    "id": "src_p",
    "kind": "person",
    "name": "Ada Obi",
    "belongs_to": OUTLET,
    "number": None,
    "same_as": ["https://id.example/P"],
    "aliases": ["A"],
}
LINK = {
    "source": PERSON, "source_type": "expert", "identification": "named", "as_printed": "Obi", "role": "engineer",
    "affiliation": "Port", "description": "expert", "channel": "quote", "cue": "said", "ground_rule": "on-the-record",
    "anonymity_reason": None, "count": None,
}  # fmt: skip
CLAIM = {
    "id": "clm_a", "article": ARTICLE, "position": 1, "statement": "The bridge is closed.", "quote": "It is closed.",
    "selector": {"start": 0, "end": 13, "sha256": None}, "language": "en", "source_type": "expert",
    "speaker_kind": "named", "channel": "quote", "hearsay_depth": 1, "attribution": [LINK],
}  # fmt: skip
BODIES: dict[str, Json] = {
    "articles": ARTICLE,
    "sources": {**PERSON, "article": None, "new": True},
    "claims": CLAIM,
}


@pytest.fixture
def unmigrated(empty_url: str) -> Iterator[Api]:
    """Serve a store without any table."""
    yield Api(create_app(Settings(database_url=empty_url)), None)
    database.close_idle()


@pytest.fixture
def away(engine: str, tmp_path: Path) -> Api:
    """Serve a store that is not there: a file in no folder, a socket that nobody listens on."""
    urls = {"sqlite": f"sqlite:///{tmp_path}/none/hearsay.db", "postgresql": f"postgresql:///x?host={tmp_path}"}
    return Api(create_app(Settings(database_url=urls[engine])), None)


def kinds_of(refused: type[Refused]) -> set[type[Refused]]:
    below = set(refused.__subclasses__())
    return below.union(*(kinds_of(kind) for kind in below))


def broken() -> str:
    raise KeyError(MARKER)


def spoiled(body: Any) -> Iterator[Any]:
    """Give a body once for each of its places with each wrong value there."""
    if isinstance(body, dict | list):
        for step in body if isinstance(body, dict) else range(len(body)):
            for wrong in [*WRONG, *spoiled(body[step])]:
                other: Any = copy.copy(body)
                other[step] = wrong
                yield other


@pytest.mark.parametrize(
    ("status", "method", "path", "headers"),
    [
        (400, "GET", "/v1/claims?cursor=x", {}),
        (400, "PATCH", "/v1/claims/clm_a", {"If_Match": "x"}),
        (401, "GET", "/v1/claims", {"Authorization": "Bearer x"}),
        (404, "GET", "/v1/claims/clm_nobody", {}),
        (404, "GET", "/nothing", {}),
        (405, "PUT", "/v1/claims", {}),
        (406, "GET", "/v1/claims", {"Accept": "text/html"}),
        (409, "POST", "/v1/claims", {}),
        (409, "DELETE", "/v1/articles/art_a", {"If_Match": "*"}),
        (410, "GET", "/v1/claims/clm_gone", {}),
        (412, "PATCH", "/v1/claims/clm_a", {"If_Match": "0"}),
        (415, "POST", "/v1/claims", {"Content_Type": "text/plain"}),
        (422, "GET", "/v1/claims?x=1", {}),
        (422, "GET", "/v1/changes?x=1", {}),
        (422, "POST", "/v1/articles", {}),
        (428, "PATCH", "/v1/claims/clm_a", {}),
        (500, "GET", "/broken", {}),
    ],
)
def test_every_failure_has_one_shape(api: Api, status: int, method: str, path: str, headers: dict[str, str]) -> None:
    api.app.add_url_rule("/broken", view_func=broken)
    body = {"article": {"id": "art_a", "url": "https://a.example"}, "statement": "A", "attribution": []}
    api.claim(id="clm_gone")
    api.delete("/v1/claims/clm_gone")
    api.post("/v1/claims", {**body, "id": "clm_a"})

    response = api.call(method, path, {**body, "id": "clm_a"} if method == "POST" else {}, **headers)

    assert response.json
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert list(response.json)[: len(MEMBERS)] == MEMBERS
    assert response.json["status"] == status
    assert response.json["instance"] == response.headers["X-Request-Id"]
    assert (response.json["type"], status) in [
        (entry["type"], entry["status"]) for entry in api.get("/problems")["items"]
    ]
    assert all({"code", "detail"} < set(error) for error in response.json.get("errors", []))
    assert MARKER not in response.get_data(as_text=True)


def test_the_problems_page_has_every_kind_of_refusal_with_its_meaning(api: Api) -> None:
    listed = api.get("/problems")["items"]

    slugs = [entry["type"].removeprefix("/problems#") for entry in listed]
    assert len(slugs) == len(set(slugs))
    assert set(slugs) == {kind.slug for kind in kinds_of(Refused)} | {slug for slug, _, _ in HTTP_PROBLEMS.values()}
    assert not [entry for entry in listed if "faults" in entry["meaning"]]
    assert all(entry["title"] and entry["meaning"] and 400 <= entry["status"] < 600 for entry in listed)


def test_every_refusal_has_a_status() -> None:
    assert kinds_of(Refused) == set(STATUS)


@pytest.mark.parametrize("kind", BODIES)
def test_no_problem_repeats_a_value_of_a_body(api: Api, kind: str) -> None:
    api.post("/v1/articles", {"id": "art_b", "url": "https://b.example"})
    statuses = set()

    for body in spoiled(BODIES[kind]):
        response = api.call("POST", f"/v1/{kind}", body)

        statuses.add(response.status_code)
        if response.status_code != 201:
            assert MARKER not in response.get_data(as_text=True), body
    assert 422 in statuses
    assert max(statuses) < 500


@pytest.mark.parametrize("kind", BODIES)
def test_no_problem_repeats_a_value_of_a_patch(api: Api, kind: str) -> None:
    api.post("/v1/articles", {"id": "art_b", "url": "https://b.example"})
    stored = api.post(f"/v1/{kind}", BODIES[kind])
    address = f"/v1/{kind}/{stored['id']}"

    for key, wrong in ((key, wrong) for key in BODIES[kind] for wrong in WRONG):
        response = api.call("PATCH", address, {key: wrong}, If_Match="*")

        if response.status_code == 200:
            api.patch(address, stored)
        else:
            assert MARKER not in response.get_data(as_text=True), key
            assert response.status_code in {409, 422}, key


@pytest.mark.parametrize("grammar", [ARTICLES, SOURCES, CLAIMS], ids=list(BODIES))
def test_no_problem_repeats_a_value_of_a_query(api: Api, grammar: Any) -> None:
    names = [field + operator for field, wanted in grammar.filters.items() for operator in wanted.operators]

    for name in [*names, "sort", "limit", "cursor"]:
        for value in (MARKER, f"{MARKER}%00", f"https://{MARKER}:x", f"2020-10-09{MARKER}", MARKER * 200):
            response = api.call("GET", f"/v1/{grammar.of}?{name}={value}")

            assert response.status_code in {200, 400, 422}, name
            if response.status_code != 200:
                assert MARKER not in response.get_data(as_text=True), name


@pytest.mark.parametrize("data", [f'{{"a": {MARKER}}}', f'"{MARKER}', f'{{"{MARKER}": NaN}}', f'"{MARKER}\\ud800"'])
def test_no_problem_repeats_a_body_that_cannot_be_read(api: Api, data: str) -> None:
    headers = {"Authorization": f"Bearer {api.token}"}

    response = api.app.test_client().post("/v1/claims", data=data, content_type="application/json", headers=headers)

    assert response.status_code == 400
    assert MARKER not in response.get_data(as_text=True)


@pytest.mark.parametrize("given", ["a", "0123-abc.DEF_9", "x" * 64])
def test_a_request_keeps_the_id_that_it_came_with(api: Api, given: str) -> None:
    assert api.call("GET", "/livez", X_Request_Id=given).headers["X-Request-Id"] == given
    assert api.refused(404, "GET", "/v1/nothing", X_Request_Id=given)["instance"] == given


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, "<b>", "a,b", "\u00e9", '"'])
def test_a_request_id_that_could_do_harm_is_replaced(api: Api, given: str) -> None:
    responses = [api.call("GET", "/v1/nothing", X_Request_Id=given) for _ in range(2)]

    ids = [response.headers["X-Request-Id"] for response in responses]
    assert [response.json and response.json["instance"] for response in responses] == ids
    assert len({*ids, given}) == 3


def test_a_store_with_every_migration_is_ready(api: Api) -> None:
    assert api.get("/livez") == {"status": "alive"}
    assert api.get("/readyz") == {"status": "ready"}


@pytest.mark.parametrize("path", ["/readyz", "/v1/claims", "/v1/claims/clm_a", "/v1/changes", "/v1/vocabulary"])
def test_a_store_that_lacks_a_migration_is_not_served(unmigrated: Api, path: str) -> None:
    response = unmigrated.call("GET", path)

    assert response.json
    assert (response.status_code, response.json["type"]) == (503, "/problems#not-migrated")
    assert response.headers["Retry-After"] == "1"
    assert unmigrated.get("/livez") == {"status": "alive"}


def test_a_store_is_served_as_soon_as_it_is_migrated(unmigrated: Api) -> None:
    unmigrated.refused(503, "GET", "/v1/claims")

    with database.connection_context():
        migrating.up()

    assert unmigrated.get("/v1/claims") == {"items": [], "next": None, "rev": 0}


@pytest.mark.parametrize("request_line", ["GET /readyz", "GET /v1/claims", "GET /v1/vocabulary", "POST /v1/claims"])
def test_a_store_that_is_away_is_said_to_be_so(away: Api, tmp_path: Path, request_line: str) -> None:
    response = away.call(*request_line.split())

    assert response.json
    assert (response.status_code, response.json["type"]) == (503, "/problems#store-unavailable")
    assert response.headers["Retry-After"] == "1"
    assert str(tmp_path) not in response.get_data(as_text=True)


def test_a_process_lives_while_its_store_is_away(away: Api) -> None:
    assert away.get("/livez") == {"status": "alive"}
    assert away.get("/problems")["items"]
