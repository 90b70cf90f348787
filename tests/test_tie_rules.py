"""What a tie must be, which ties are one, and where it may not lead."""

import pytest

from service.domain.vocabulary import Scope, Tie
from tests.api import Api, Json, named, outlet, places, unnamed
from tests.stored import everything

PATH = "/v1/claims/clm_bridge/evidence"
ARTICLE: Json = {"id": "art_cited", "url": "https://daily.example/1"}
CITED: Json = {"article": ARTICLE, "attribution": [named("Cleo Dahl", role="harbour master")]}
BY_WHOM: Json = {"tie": "supported_by", "citation": CITED}


@pytest.fixture(autouse=True)
def bridge(api: Api) -> Json:
    """Store a claim to tie, one to tie it to, and two that are tied already."""
    for name in ("noise", "other", "ferry"):
        api.claim(id=f"clm_{name}")
    api.tie("clm_noise", "repeats", "clm_other", id="evd_noise")
    return api.claim(id="clm_bridge")


@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({"tie": "repeats"}, {"/claim": "required"}),
        ({"tie": "repeats", "claim": None, "citation": None}, {"/claim": "required"}),
        ({"tie": "repeats", "claim": "clm_ferry", "citation": CITED}, {"/citation": "one-of"}),
        ({"tie": "repeats", "claim": "clm_bridge"}, {"/claim": "itself"}),
        ({"tie": "repeats", "claim": "clm_none"}, {"/claim": "unknown-id"}),
        ({"tie": "repeats", "claim": "art_a"}, {"/claim": "id"}),
        ({"claim": "clm_ferry"}, {"/tie": "required"}),
        ({"tie": "supports", "claim": "clm_ferry"}, {"/tie": "unknown-word"}),
        ({"tie": None, "claim": "clm_ferry"}, {"/tie": "null"}),
        ({"tie": "repeats", "claim": "clm_ferry", "subject": "clm_noise"}, {"/subject": "differs"}),
        ({"tie": "repeats", "claim": "clm_ferry", "reviewer": "ben"}, {"/reviewer": "differs"}),
        ({"tie": "repeats", "claim": "clm_ferry", "id": "tag_a"}, {"/id": "id"}),
        ({"tie": "repeats", "claim": "clm_ferry", "note": ""}, {"/note": "empty"}),
        ({"tie": "repeats", "claim": "clm_ferry", "note": "a" * 5_001}, {"/note": "too-long"}),
        ({"tie": "repeats", "claim": "clm_ferry", "notes": "Seen."}, {"/notes": "unknown-field"}),
        ({"tie": "repeats", "citation": {}}, {"/citation/article": "required"}),
        ({"tie": "repeats", "citation": {"article": {}}}, {"/citation/article": "required"}),
        ({"tie": "repeats", "citation": {"article": {"id": "art_none"}}}, {"/citation/article/id": "unknown-id"}),
        ({"tie": "repeats", "citation": {**CITED, "quote": "x"}}, {"/citation/quote": "unknown-field"}),
        ({"tie": "repeats", "citation": {**CITED, "attribution": [{}]}}, {
            "/citation/attribution/0/source": "required", "/citation/attribution/0/source_type": "required",
        }),
        ({"tie": "repeats", "citation": {**CITED, "attribution": [unnamed(), {**named("Al"), "count": 2}]}},
         {"/citation/attribution/1/count": "collective"}),
        ({"tie": "repeats", "citation": {**CITED, "attribution": [{**unnamed(), "source": {"name": "Bo"}}]}},
         {"/citation/attribution/0/source/name": "unnamed"}),
        ({"tie": "repeats", "citation": {**CITED, "attribution": [named("Al")] * 17}}, {
            "/citation/attribution": "too-many",
        }),
    ],
)  # fmt: skip
def test_a_tie_that_says_what_cannot_be_is_refused_and_nothing_of_it_is_stored(
    api: Api, body: Json, where: dict[str, str]
) -> None:
    api.by("ben")
    before = everything()

    assert places(api.refused(422, "POST", PATH, body)) == where

    assert everything() == before


def test_a_claim_that_was_withdrawn_is_not_tied(api: Api) -> None:
    api.delete("/v1/claims/clm_ferry")
    before = everything()

    problem = api.refused(422, "POST", PATH, {"tie": "repeats", "claim": "clm_ferry"})
    assert api.refused(410, "POST", "/v1/claims/clm_ferry/evidence", {"tie": "repeats", "claim": "clm_bridge"})
    assert api.refused(404, "POST", "/v1/claims/clm_none/evidence", {"tie": "repeats", "claim": "clm_bridge"})

    assert places(problem) == {"/claim": "withdrawn"}
    assert everything() == before


def test_an_article_is_cited_as_it_is_stored(api: Api) -> None:
    api.post("/v1/articles", {**ARTICLE, "title": "Closed"})
    before = everything()

    cited = {"article": {**ARTICLE, "title": "Open"}}
    problem = api.refused(409, "POST", PATH, {"tie": "repeats", "citation": cited})

    assert places(problem) == {"/citation/article/title": "differs"}
    assert everything() == before


@pytest.mark.parametrize("keys", [{}, {"note": "Seen."}, {"note": "Otherwise."}, {"note": None}, {"id": "evd_other"}])
@pytest.mark.parametrize("end", [{"claim": "clm_ferry"}, {"citation": CITED}])
def test_a_tie_that_stands_is_the_answer_and_nothing_is_written(api: Api, end: Json, keys: Json) -> None:
    tie = api.post(PATH, {"tie": "repeats", **end, "note": "Seen."})
    before = everything()

    response = api.call("POST", PATH, {"tie": "repeats", **end, **keys})

    assert (response.status_code, response.json) == (200, tie)
    assert response.headers["ETag"] == f'"{tie["rev"]}"'
    assert everything() == before


@pytest.mark.parametrize("tie", Tie)
def test_a_tie_that_reads_both_ways_stands_from_both_ends(api: Api, tie: Tie) -> None:
    there = api.tie("clm_bridge", tie, "clm_ferry")

    response = api.call("POST", "/v1/claims/clm_ferry/evidence", {"tie": tie, "claim": "clm_bridge"})

    both_ways = tie in {"supported_by", "contradicted_by"}
    assert response.status_code == (200 if both_ways else 201)
    assert ((response.json or {})["id"] == there["id"]) is both_ways


def test_two_claims_may_be_tied_in_several_ways(api: Api) -> None:
    ids = {api.tie("clm_bridge", tie, "clm_ferry")["id"] for tie in ("supported_by", "repeats")}

    assert set(api.ids("/v1/evidence", claim_id="clm_ferry")) == ids


@pytest.mark.parametrize(
    "differing",
    [
        {"tie": "repeats"},
        {"citation": {**CITED, "article": {"url": "https://daily.example/2"}}},
        {"citation": {"article": ARTICLE}},
        {"citation": {**CITED, "attribution": [named("Cleo Dahl")]}},
        {"citation": {**CITED, "attribution": [named("Dan Ek", role="harbour master")]}},
        {"citation": {**CITED, "attribution": [*CITED["attribution"], named("Dan Ek")]}},
    ],
)
def test_a_citation_that_differs_in_anything_is_another_tie(api: Api, differing: Json) -> None:
    tie = api.post(PATH, BY_WHOM)

    assert api.post(PATH, {**BY_WHOM, **differing})["id"] != tie["id"]


def test_a_citation_for_another_claim_is_another_tie(api: Api) -> None:
    tie = api.post(PATH, BY_WHOM)

    assert api.post("/v1/claims/clm_ferry/evidence", BY_WHOM)["id"] != tie["id"]


def test_a_citation_is_the_same_however_its_article_and_its_sources_are_named(api: Api) -> None:
    tie = api.post(PATH, BY_WHOM)
    chain = [named("cleo  DAHL", role="harbour master")]
    again = {"article": {"url": "HTTPS://daily.example:443/1#top"}, "attribution": chain}

    response = api.call("POST", PATH, {"tie": "supported_by", "citation": again})

    assert (response.status_code, response.json) == (200, tie)


@pytest.mark.parametrize(("number", "status"), [(1, 200), (2, 201), (None, 200)])
def test_a_citation_of_somebody_unnamed_is_the_same_by_number(api: Api, number: int | None, status: int) -> None:
    api.tie("clm_bridge", "supported_by", {"article": ARTICLE, "attribution": [unnamed(number=1)]})
    again = {"article": ARTICLE, "attribution": [unnamed(number=number)]}

    assert api.call("POST", PATH, {"tie": "supported_by", "citation": again}).status_code == status


def test_a_citation_that_is_sent_again_adds_nobody(api: Api) -> None:
    cited = {"tie": "supported_by", "citation": {"article": ARTICLE, "attribution": [outlet("Wire"), unnamed()]}}
    api.post(PATH, cited)
    before = everything()

    assert api.call("POST", PATH, cited).status_code == 200
    assert everything() == before


@pytest.mark.parametrize("keys", [{"cue": "said"}, {"identification": "described"}, {"source_type": "expert"}])
def test_a_citation_that_presents_somebody_unnamed_otherwise_is_another_one(api: Api, keys: Json) -> None:
    api.tie("clm_bridge", "supported_by", {"article": ARTICLE, "attribution": [unnamed()]})

    other = {"article": ARTICLE, "attribution": [{**unnamed(), **keys}]}
    assert api.call("POST", PATH, {"tie": "supported_by", "citation": other}).status_code == 201


def test_a_tie_has_the_id_that_was_chosen(api: Api) -> None:
    assert api.tie("clm_bridge", "repeats", "clm_ferry", id="evd_mine-1")["id"] == "evd_mine-1"
    assert api.get("/v1/evidence/evd_mine-1")["subject"] == "clm_bridge"


@pytest.mark.parametrize("ended", [False, True])
def test_an_id_is_given_to_one_tie_only(api: Api, *, ended: bool) -> None:
    if ended:
        api.delete("/v1/evidence/evd_noise")
    before = everything()

    problem = api.refused(409, "POST", PATH, {**BY_WHOM, "id": "evd_noise"})

    assert (problem["id"], places(problem)) == ("evd_noise", {"/id": "exists"})
    assert everything() == before


@pytest.mark.parametrize("end", [{"claim": "clm_ferry"}, {"citation": CITED}])
def test_what_was_read_may_be_sent_back(api: Api, end: Json) -> None:
    tie = api.post(PATH, {"tie": "repeats", **end, "note": "Seen."})

    response = api.call("POST", PATH, api.get(f"/v1/evidence/{tie['id']}"))

    assert (response.status_code, response.json) == (200, tie)


@pytest.mark.parametrize("key", ["rev", "state", "accepted_by", "created_at", "updated_at"])
def test_what_is_only_read_is_not_used(api: Api, key: str) -> None:
    tie = api.by("ben", Scope.REVIEW).post(PATH, {"tie": "repeats", "claim": "clm_ferry", key: "accepted"})

    assert (tie["state"], tie["accepted_by"]) == ("proposed", None)
