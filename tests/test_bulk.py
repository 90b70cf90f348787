"""Many rows at once over HTTP: all of them are stored, or none."""

import pytest

from service.domain.vocabulary import Scope
from tests.api import Api, Json, named, unnamed
from tests.bulk import LINK, NDJSON, ONE_OF_EACH, article, claim, lines, load, ndjson, refused, send, source, tag
from tests.stored import everything
from tests.stores import serving

NUMBERS = {"rev", "worded_rev", "created_at", "updated_at"}


def test_rows_of_each_type_are_stored_as_single_requests_would(api: Api) -> None:
    loaded = load(api, *ONE_OF_EACH)

    assert (loaded["stored"], loaded["skipped"], loaded["dry_run"]) == (5, 0, False)
    assert api.get("/v1/claims/clm_a")["attribution"][0]["source"]["name"] == "Ada"
    assert api.get("/v1/claims/clm_a")["tags"] == [{"term": "check:a", "reviewers": 1}]
    assert [entry["by"] for entry in api.get("/v1/changes")["items"]] == ["mina"] * 5


def test_the_answer_says_what_became_of_each_line(api: Api) -> None:
    load(api, source("ada"))

    loaded = load(api, source("ada"), article("a"), claim("b"), on_conflict="skip")

    assert loaded["rows"] == [
        {"line": 1, "type": "source", "id": "src_ada", "rev": 1, "stored": False},
        {"line": 2, "type": "article", "id": "art_a", "rev": 2, "stored": True},
        {"line": 3, "type": "claim", "id": "clm_b", "rev": 3, "stored": True},
    ]
    assert (loaded["stored"], loaded["skipped"], loaded["rev"]) == (2, 1, 3)


def test_a_row_without_an_id_is_given_one(api: Api) -> None:
    (row,) = load(api, {"source": {"kind": "person", "name": "Ada Obi"}})["rows"]

    assert api.get(f"/v1/sources/{row['id']}")["name"] == "Ada Obi"


def test_rows_may_name_what_the_rows_above_made_and_make_what_is_new_inline(api: Api) -> None:
    told = {"article": {"url": "https://a.example/1"}, "attribution": [named("Ada Obi")]}

    load(api, claim("a", **told), claim("b", **told))

    first, second = api.get("/v1/claims")["items"]
    assert first["article"] == second["article"]
    assert first["attribution"][0]["source"] == second["attribution"][0]["source"]


@pytest.mark.parametrize(
    ("status", "last"),
    [
        (422, {"claim": {"id": "clm_z", "statement": "No article.", "attribution": []}}),
        (422, claim("z", "art_unknown")),
        (422, claim("z", source_type="expert")),
        (422, tag("z", "clm_unknown")),
        (409, claim("0")),
        (409, article("z", url="https://A.example:443/1#top")),
        (409, source("z", name="Zero")),
    ],
)
def test_a_wrong_last_row_of_many_stores_nothing(api: Api, status: int, last: Json) -> None:
    load(api, source("zero"))
    before = everything()

    problem = refused(api, status, ndjson(article("a"), *(claim(str(number)) for number in range(100)), last))

    assert [line for line, _, _ in lines(problem)] == [102]
    assert everything() == before


def test_what_is_wrong_is_named_by_line_and_pointer_for_every_line(api: Api) -> None:
    chain = [{"source": {"id": "src_ada"}, "source_type": "prophet"}]
    before = everything()

    problem = refused(
        api, 422, ndjson(source("ada", kind="planet"), article("a"), claim("a", attribution=chain, position=0), tag(""))
    )

    assert problem["type"] == "/problems#invalid"
    assert sorted(lines(problem)) == [
        (1, "/kind", "unknown-word"),
        (3, "/attribution/0/source_type", "unknown-word"),
        (3, "/position", "range"),
        (4, "/id", "id"),
        (4, "/term", "machine-tag"),
    ]
    assert everything() == before


def test_what_only_the_store_can_tell_is_named_by_line_and_pointer(api: Api) -> None:
    api.claim(article={"id": "art_a", "url": "https://a.example/1", "title": "Closed"})

    problem = refused(api, 409, ndjson(source("b"), claim("b", article={"id": "art_a", "title": "Open"})))

    assert problem["type"] == "/problems#differs"
    assert lines(problem) == [(2, "/article/title", "differs")]


def test_at_most_fifty_faults_are_listed(api: Api) -> None:
    problem = refused(api, 422, ndjson(*(source(str(number), kind="planet") for number in range(60))))

    assert [line for line, _, _ in lines(problem)] == list(range(1, 51))


def test_a_dry_run_answers_what_would_be_and_stores_nothing(api: Api) -> None:
    load(api, source("ada"))
    before = everything()

    tried = load(api, *ONE_OF_EACH, on_conflict="skip", dry_run="true")

    assert everything() == before
    assert tried["dry_run"] is True
    assert tried["rev"] == 1
    assert load(api, *ONE_OF_EACH, on_conflict="skip") == {**tried, "dry_run": False, "rev": 5}


def test_a_dry_run_refuses_what_would_be_refused(api: Api) -> None:
    before = everything()

    problem = refused(api, 422, ndjson(article("a"), claim("a", "art_b")), dry_run="true")

    assert lines(problem) == [(2, "/article/id", "unknown-id")]
    assert everything() == before


def test_tags_are_the_reviewers_whose_token_it_is(api: Api) -> None:
    load(api, article("a"), claim("a"), tag("a"), tag("b", reviewer="mina"))

    assert [one["reviewer"] for one in api.get("/v1/tags")["items"]] == ["mina", "mina"]


def test_a_tag_of_another_reviewer_is_refused(api: Api) -> None:
    api.by("ben")

    problem = refused(api, 422, ndjson(article("a"), claim("a"), tag("a", reviewer="ben")))

    assert lines(problem) == [(3, "/reviewer", "differs")]


@pytest.mark.parametrize(("by", "status"), [(None, 401), (Scope.READ, 403), (Scope.REVIEW, 403), (Scope.ADMIN, 200)])
def test_rows_need_the_scope_of_an_editor(api: Api, by: Scope | None, status: int) -> None:
    asking = Api(api.app, None) if by is None else api.by("ben", by)
    before = everything()

    response = send(asking, ndjson(*ONE_OF_EACH))

    assert response.status_code == status
    if status != 200:
        assert (response.get_json()["scope"], everything()) == ("edit", before)


def test_the_same_rows_under_the_same_key_are_stored_once_and_answered_twice(api: Api) -> None:
    rows = ndjson(article("a"), claim("a"))

    first, again = (send(api, rows, Idempotency_Key="k") for _ in range(2))

    assert (first.status_code, again.status_code, again.json) == (200, 200, first.json)
    assert send(api, ndjson(article("b")), Idempotency_Key="k").status_code == 422
    assert api.ids("/v1/articles") == ["art_a"]


def test_a_key_of_a_dry_run_is_no_key_of_the_rows(api: Api) -> None:
    rows = ndjson(article("a"))

    tried = send(api, rows, NDJSON, {"dry_run": "true"}, Idempotency_Key="k")

    assert tried.status_code == 200
    assert api.ids("/v1/articles") == []
    assert send(api, rows, Idempotency_Key="k").status_code == 422
    assert send(api, rows, Idempotency_Key="other").get_json()["stored"] == 1


def test_what_was_read_may_be_sent_as_rows(api: Api, other_url: str) -> None:
    load(
        api, *ONE_OF_EACH[:2], claim("a", attribution=[LINK, named("The Daily", "media", "outlet"), unnamed(number=2)])
    )
    read = [
        {kind: item}
        for kind, path in (
            ("source", "/v1/sources?article_id__exists=false"),
            ("article", "/v1/articles"),
            ("source", "/v1/sources?article_id__exists=true"),
            ("claim", "/v1/claims"),
        )
        for item in api.get(path)["items"]
    ]

    told = {key: value for key, value in api.get("/v1/claims/clm_a").items() if key not in NUMBERS}

    with serving(other_url) as other:
        assert load(other, *read)["stored"] == len(read) == 5
        assert told.items() <= other.get("/v1/claims/clm_a").items()
