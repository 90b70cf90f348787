"""Sources are kept apart: what would be there twice, or belong to itself, is refused where it says so."""

import pytest

from tests.api import Api, Json, named, places
from tests.stored import everything

URI = "https://id.example/Q1"
PORT = {"kind": "body", "name": "Port"}


def refused(api: Api, status: int, body: Json, method: str = "POST", path: str = "/v1/sources") -> Json:
    before = everything()
    problem = api.refused(status, method, path, body, If_Match="*")
    assert everything() == before
    return problem


@pytest.mark.parametrize(
    ("keys", "owner"),
    [
        ({}, PORT),
        ({}, {"kind": "body", "name": " PORT "}),
        ({}, {"id": "src_port", **PORT}),
        ({}, {"kind": "body", "name": "Port Authority", "aliases": ["Port"]}),
        ({"same_as": [URI]}, {"kind": "body", "name": "Port Authority", "same_as": [URI]}),
        ({"same_as": [URI], "new": True}, {"kind": "body", "name": "Port Authority", "same_as": [URI]}),
    ],
)
def test_a_new_source_does_not_belong_to_itself(api: Api, keys: Json, owner: Json) -> None:
    problem = refused(api, 422, {**PORT, **keys, "belongs_to": owner})

    assert places(problem) == {"/belongs_to": "ring"}


def test_a_new_source_of_a_chain_does_not_belong_to_itself(api: Api) -> None:
    chain = [named("Port", kind="body", source={**PORT, "belongs_to": PORT})]
    body = {"article": {"url": "https://news.example/1"}, "statement": "The bridge is closed.", "attribution": chain}

    problem = refused(api, 422, body, path="/v1/claims")

    assert places(problem) == {"/attribution/0/source/belongs_to": "ring"}


def test_a_source_that_takes_a_new_name_does_not_belong_to_a_new_one_of_that_name(api: Api) -> None:
    row = api.post("/v1/sources", {"kind": "body", "name": "Harbour"})

    problem = refused(api, 422, {"name": "Port", "belongs_to": PORT}, "PATCH", f"/v1/sources/{row['id']}")

    assert places(problem) == {"/belongs_to": "ring"}


@pytest.mark.parametrize(
    ("keys", "owner"),
    [({}, {"kind": "outlet", "name": "Port"}), ({"new": True}, PORT), ({}, {**PORT, "new": True})],
)
def test_a_source_may_belong_to_another_one_of_its_name(api: Api, keys: Json, owner: Json) -> None:
    row = api.post("/v1/sources", {**PORT, **keys, "belongs_to": owner})

    assert row["belongs_to"]["name"] == row["name"]
    assert row["belongs_to"]["id"] != row["id"]


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("name", ["Port", "Harbour"])
def test_a_uri_belongs_to_one_source_whatever_its_name_and_whether_it_is_new_or_not(
    api: Api, name: str, *, new: bool
) -> None:
    stored = api.post("/v1/sources", {**PORT, "same_as": [URI]})

    problem = refused(api, 409, {"kind": "body", "name": name, "same_as": [URI], "new": new})

    assert places(problem) == {"/same_as": "exists"}
    assert problem["ids"] == [stored["id"]]
    assert "new" not in problem["errors"][0]["detail"]


def test_a_uri_of_another_source_is_refused_inline_even_of_a_new_one(api: Api) -> None:
    api.post("/v1/sources", {**PORT, "same_as": [URI]})
    chain = [named("Harbour", source={"kind": "body", "name": "Harbour", "same_as": [URI], "new": True})]
    body = {"article": {"url": "https://news.example/1"}, "statement": "The bridge is closed.", "attribution": chain}

    problem = refused(api, 409, body, path="/v1/claims")

    assert places(problem) == {"/attribution/0/source/same_as": "exists"}


def test_a_source_does_not_take_the_uri_of_another(api: Api) -> None:
    api.post("/v1/sources", {**PORT, "same_as": [URI]})
    row = api.post("/v1/sources", {"kind": "body", "name": "Harbour"})

    problem = refused(api, 409, {"same_as": [URI], "new": True}, "PATCH", f"/v1/sources/{row['id']}")

    assert places(problem) == {"/same_as": "exists"}


def test_one_of_two_of_a_name_takes_a_uri_of_its_own(api: Api) -> None:
    api.post("/v1/sources", PORT)
    row = api.post("/v1/sources", {**PORT, "new": True})

    assert api.patch(f"/v1/sources/{row['id']}", {"same_as": [URI]})["same_as"] == [URI]


def test_a_second_of_a_name_is_refused_with_the_way_to_mean_it(api: Api) -> None:
    api.post("/v1/sources", PORT)

    problem = refused(api, 409, PORT)

    assert places(problem) == {"/name": "exists"}
    assert "`new`: true" in problem["errors"][0]["detail"]
