"""Refusals say all that is so, and what would be right."""

import pytest

from service.store.rows import MAX_USERS_NAMED
from tests.api import Api, Json, named, places, unnamed
from tests.stored import everything

URL = "https://news.example/2"
ARTICLE = {"id": "art_1", "url": "https://news.example/1"}
CLAIM: Json = {"article": {"url": URL}, "statement": "The bridge is closed.", "attribution": []}
PORT = {"kind": "body", "name": "Port"}


def chain(source: Json) -> Json:
    """Make a claim that rests on this person, Ada Obi unless it says otherwise."""
    return {**CLAIM, "attribution": [named("", source={"kind": "person", "name": "Ada Obi", **source})]}


@pytest.mark.parametrize("more", [0, 1])
def test_a_refusal_that_names_only_some_of_what_is_in_the_way_says_so(api: Api, more: int) -> None:
    for _ in range(MAX_USERS_NAMED + more):
        api.claim(article=ARTICLE)

    problem = api.refused(409, "DELETE", "/v1/articles/art_1", If_Match="*")

    assert len(problem["used_by"]) == MAX_USERS_NAMED
    assert problem["truncated"] is bool(more)


@pytest.mark.parametrize(
    ("method", "path", "body", "where"),
    [
        ("POST", "/v1/articles", {"url": "https://news.example/2", "publisher": {}}, "/publisher/name"),
        ("PATCH", "/v1/articles/art_1", {"publisher": {}}, "/publisher/name"),
        ("POST", "/v1/claims", {**CLAIM, "article": {**ARTICLE, "publisher": {}}}, "/article/publisher/name"),
        ("POST", "/v1/claims", {**CLAIM, "article": {"url": URL, "publisher": {}}}, "/article/publisher/name"),
        ("POST", "/v1/sources", {"kind": "person", "name": "Ben Ito", "belongs_to": {}}, "/belongs_to/name"),
        ("PATCH", "/v1/sources/src_1", {"belongs_to": {}}, "/belongs_to/name"),
        ("POST", "/v1/claims", chain({"belongs_to": {}}), "/attribution/0/source/belongs_to/name"),
        ("POST", "/v1/claims", chain({"name": "Ben Ito", "belongs_to": {}}), "/attribution/0/source/belongs_to/name"),
    ],
)
def test_an_object_with_nothing_in_it_is_not_taken_for_nothing(
    api: Api, method: str, path: str, body: Json, where: str
) -> None:
    api.post("/v1/articles", {**ARTICLE, "publisher": {"name": "The Daily"}})
    api.post("/v1/sources", {"id": "src_1", "kind": "person", "name": "Ada Obi", "belongs_to": PORT})
    before = everything()

    problem = api.refused(422, method, path, body, If_Match="*")

    assert places(problem) == {where: "required"}
    assert everything() == before


@pytest.mark.parametrize("keys", [{}, {"id": "src_2"}])
def test_the_number_of_a_withdrawn_unnamed_source_is_said_to_be_given_for_good(api: Api, keys: Json) -> None:
    told = api.claim(article=ARTICLE, attribution=[unnamed(number=1)])
    api.delete(f"/v1/claims/{told['id']}")
    api.delete(f"/v1/sources/{told['attribution'][0]['source']['id']}")
    link = {**unnamed(), "source": {"kind": "person", "number": 1, **keys}}

    problem = api.refused(409, "POST", "/v1/claims", {**CLAIM, "article": ARTICLE, "attribution": [link]})

    assert places(problem) == {"/attribution/0/source/number": "withdrawn"}
    assert "withdrawn" in problem["detail"]
    assert "not given again" in problem["errors"][0]["detail"]


def test_the_number_of_an_unnamed_source_that_is_there_is_said_to_be_taken(api: Api) -> None:
    api.claim(article=ARTICLE, attribution=[unnamed(number=1)])

    problem = api.refused(409, "POST", "/v1/sources", {"kind": "person", "article": {"id": "art_1"}, "number": 1})

    assert places(problem) == {"/number": "exists"}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"kind": "person", "name": ""}, "This cannot be empty; leave it out or send null."),
        ({"kind": "person", "name": "Ada", "aliases": [""]}, "This cannot be empty; leave it out."),
    ],
)
def test_what_is_empty_is_refused_with_what_may_stand_instead(api: Api, body: Json, sentence: str) -> None:
    problem = api.refused(422, "POST", "/v1/sources", body)

    assert [error["detail"] for error in problem["errors"]] == [sentence]
