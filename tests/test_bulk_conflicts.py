"""Rows that are there already: refused, or left out where that is asked for."""

import pytest

from tests.api import Api, Json
from tests.bulk import ONE_OF_EACH, article, claim, lines, load, ndjson, refused, source, tag
from tests.stored import everything


@pytest.mark.parametrize("row", [source("ada", name="Eve"), *ONE_OF_EACH])
def test_an_id_that_is_there_is_refused_with_its_line(api: Api, row: Json) -> None:
    load(api, *ONE_OF_EACH)
    before = everything()

    problem = refused(api, 409, ndjson(article("b"), row))

    assert problem["type"] == "/problems#conflict"
    assert lines(problem) == [(2, "/id", "exists")]
    assert everything() == before


def test_an_id_that_is_there_is_left_as_it_is_where_that_is_asked_for(api: Api) -> None:
    load(api, *ONE_OF_EACH)
    before = everything()

    loaded = load(api, source("ada", name="Eve"), article("a", title="New"), claim("a", statement="New."),
                  tag("a", note="New."), on_conflict="skip")  # fmt: skip

    assert loaded["skipped"] == 4
    assert everything() == before


@pytest.mark.parametrize("path", ["/v1/claims/clm_a", "/v1/tags/tag_a"])
def test_an_id_that_was_withdrawn_is_left_out_as_well(api: Api, path: str) -> None:
    load(api, *ONE_OF_EACH)
    api.delete(path)

    loaded = load(api, *ONE_OF_EACH[:2], claim("a") if "claims" in path else tag("a"), on_conflict="skip")

    assert [row["stored"] for row in loaded["rows"]] == [False, False, False]


def test_an_article_whose_address_is_there_under_another_id_stands_for_the_one_that_is_left_out(api: Api) -> None:
    stored = api.post("/v1/articles", {"url": "https://a.example/1", "title": "As stored"})

    loaded = load(
        api,
        article("a", url="https://A.example:443/1#top", title="As sent"),
        article("b", copy_of={"id": "art_a"}),
        claim("a"),
        claim("b", article={"id": "art_a", "url": "https://a.example/1", "title": "As sent"}),
        {"source": {"id": "src_one", "kind": "person", "article": {"id": "art_a"}, "number": 1}},
        on_conflict="skip",
    )

    assert [(row["id"], row["stored"]) for row in loaded["rows"][:2]] == [(stored["id"], False), ("art_b", True)]
    assert api.get("/v1/articles/art_b")["copy_of"] == {"id": stored["id"]}
    assert [one["article"]["title"] for one in api.get("/v1/claims")["items"]] == ["As stored", "As stored"]
    assert api.get("/v1/sources/src_one")["article"] == {"id": stored["id"]}


def test_an_article_whose_address_is_there_under_another_id_is_refused_unless_it_may_be_left_out(api: Api) -> None:
    api.post("/v1/articles", {"url": "https://a.example/1"})

    assert lines(refused(api, 409, ndjson(article("a")))) == [(1, "/url", "exists")]


def test_a_source_that_is_left_out_is_meant_as_it_is_stored(api: Api) -> None:
    load(api, source("ada", name="Ada Obi"))

    link = {"source": {"id": "src_ada", "kind": "person", "name": "Ada"}, "source_type": "expert"}
    load(api, source("ada", name="Ada"), article("a"), claim("a", attribution=[link]), on_conflict="skip")

    assert api.get("/v1/claims/clm_a")["attribution"][0]["source"]["name"] == "Ada Obi"
    problem = refused(api, 409, ndjson(claim("b", attribution=[link])))
    assert lines(problem) == [(1, "/attribution/0/source/name", "differs")]


def test_a_name_that_is_there_under_another_id_is_no_row_to_leave_out(api: Api) -> None:
    load(api, source("ada"))

    problem = refused(api, 409, ndjson(source("b", name="Ada")), on_conflict="skip")

    assert lines(problem) == [(1, "/name", "exists")]
    assert load(api, source("b", name="Ada", new=True))["stored"] == 1


def test_a_tag_that_stands_already_is_not_stored_again(api: Api) -> None:
    load(api, *ONE_OF_EACH)

    (row,) = load(api, {"tag": {"claim": "clm_a", "term": "check:a"}})["rows"]

    assert (row["id"], row["stored"]) == ("tag_a", False)
