from urllib.parse import quote

import pytest

from tests.api import Api, places


def test_a_page_has_50_rows_unless_asked_otherwise_and_at_most_200(api: Api) -> None:
    for number in range(51):
        api.post("/v1/sources", {"kind": "person", "name": f"Person {number}"})

    assert len(api.ids("/v1/sources")) == 50
    assert len(api.ids("/v1/sources", limit=200)) == 51
    assert len(api.ids("/v1/sources", limit=1)) == 1


@pytest.mark.parametrize("limit", ["0", "201", "1_0", " 5", "5 ", "5.5", "-1", "+5", "", "\u0665", "1e1", "9" * 30])
def test_a_limit_is_plain_digits_from_1_to_200(api: Api, limit: str) -> None:
    problem = api.refused(422, "GET", f"/v1/claims?limit={quote(limit)}")

    assert list(places(problem)) == ["limit"]


@pytest.mark.parametrize("once", ["cursor=x", "sort=id", "limit=1"])
def test_what_can_be_said_once_is_refused_twice(api: Api, once: str) -> None:
    problem = api.refused(422, "GET", f"/v1/claims?{once}&{once}")

    assert places(problem) == {once.partition("=")[0]: "too-many"}


@pytest.mark.parametrize("query", ["", "&article_id__not=art_a", "&article_url=https://a.example"])
@pytest.mark.parametrize("sort", ["position", "-position"])
def test_the_order_by_position_needs_an_article(api: Api, sort: str, query: str) -> None:
    problem = api.refused(422, "GET", f"/v1/claims?sort={sort}{query}")

    assert places(problem) == {"sort": "sort-needs"}
    assert "article_id" in problem["errors"][0]["detail"]


@pytest.mark.parametrize(
    ("query", "code", "meant"),
    [
        ("speker=Ada", "unknown-parameter", "'speaker'"),
        ("limits=5", "unknown-parameter", "'limit'"),
        ("zzz=5", "unknown-parameter", "speaker"),
        ("position__gt=1", "unknown-operator", "position__gte"),
        ("position__=1", "unknown-operator", "position__gte"),
        ("source_type__gte=expert", "unknown-operator", "source_type__not"),
        ("documented__exists=true", "unknown-operator", "documented__not"),
        ("sort=publishd_at", "unknown-sort", "published_at"),
        ("sort=--id", "unknown-sort", "published_at"),
        ("sort=", "unknown-sort", "published_at"),
        ("source_type=offical", "unknown-word", "'official'"),
        ("source_type=Official", "unknown-word", "'official'"),
        ("via_type=outlet", "unknown-word", "media"),
        ("documented=yes", "type", "true or false"),
        ("language__exists=1", "type", "true or false"),
        ("documented__not=", "type", "true or false"),
        ("language__exists=true&language__exists=true", "too-many", "At most 1"),
        ("rev=-1", "range", "between 0 and 9223372036854775807"),
        ("rev=99999999999999999999", "range", "between 0 and 9223372036854775807"),
        ("position=0", "range", "between 1 and 1000000"),
        ("limit=201", "range", "between 1 and 200"),
        ("position=1.5", "type", "integer"),
        ("position=" + "9" * 5_000, "type", "integer"),
        ("speaker=", "empty", "leave it out."),
        ("tag=", "empty", "leave it out."),
        ("position__gte=1&position__gte=2", "too-many", "At most 1"),
    ],
)
def test_anything_unknown_is_refused_with_what_is_allowed(api: Api, query: str, code: str, meant: str) -> None:
    problem = api.refused(422, "GET", f"/v1/claims?{query}")

    assert places(problem) == {query.split("=", 1)[0]: code}
    assert meant in problem["errors"][0]["detail"]


def test_a_refusal_names_every_fault_of_a_query(api: Api) -> None:
    problem = api.refused(422, "GET", "/v1/claims?limit=0&sort=x&zzz=1&source_type=x&position__lt=x")

    assert set(places(problem)) == {"limit", "sort", "zzz", "source_type", "position__lt"}


def test_a_filter_takes_at_most_100_values(api: Api) -> None:
    claim = api.claim(id="clm_7")
    values = [f"clm_{number}" for number in range(101)]

    assert api.get("/v1/claims", id=values[:100])["items"] == [claim]
    assert places(api.refused(422, "GET", f"/v1/claims?id={'&id='.join(values)}")) == {"id": "too-many"}
