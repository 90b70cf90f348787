"""Every change that a story depends on recounts it in the same transaction, and no other claim is touched."""

import pytest

from service import recounting
from service.domain.vocabulary import Scope
from tests.api import Api, Json, named, places, unnamed
from tests.newsroom import revs, say, stands
from tests.stored import differences, everything


@pytest.fixture
def pair(api: Api) -> Json:
    """Let a named and an unnamed speaker say one thing in two papers, and somebody else something else."""
    say(api, "a", named("Ada Obi"))
    say(api, "b", unnamed())
    say(api, "noise", named("Cy Dane"))
    return api.tie("clm_a", "supported_by", "clm_b")


def test_a_tie_puts_its_claims_into_one_story_and_names_both_as_touched(api: Api, pair: Json) -> None:
    one, other = api.get("/v1/claims/clm_a"), api.get("/v1/claims/clm_b")

    assert (one["story"], other["story"]) == ("sty_a", "sty_a")
    assert (one["rev"], other["rev"]) == (pair["rev"], pair["rev"])
    assert one["corroboration"]["status"] == other["corroboration"]["status"] == "possibly_corroborated"
    (entry,) = api.feed(pair["rev"] - 1)
    status = {"status": "possibly_corroborated", "moved": True}
    assert entry["touched"] == [{"claim": "clm_a", **status}, {"claim": "clm_b", **status}]
    assert stands(api, "noise") == ["single_source"]
    assert api.ids("/v1/claims", story="sty_a") == ["clm_a", "clm_b"]
    assert api.ids("/v1/claims", corroboration="possibly_corroborated") == ["clm_a", "clm_b"]


def test_a_tie_that_ends_restores_what_was(api: Api, pair: Json) -> None:
    api.delete(f"/v1/evidence/{pair['id']}")

    assert stands(api, "a", "b") == ["single_source", "single_source"]
    assert api.get("/v1/claims/clm_b")["story"] == "sty_b"
    assert differences() == []


@pytest.mark.usefixtures("pair")
def test_a_proposed_tie_changes_no_claim(api: Api) -> None:
    before = revs(api)

    api.by("ben").tie("clm_a", "contradicted_by", "clm_noise")

    assert revs(api) == before


@pytest.mark.usefixtures("pair")
def test_a_retraction_by_a_stranger_changes_no_claim(api: Api) -> None:
    before = revs(api)

    api.tie("clm_a", "retracted_by", "clm_noise")

    assert revs(api) == before


@pytest.mark.usefixtures("pair")
def test_a_claim_that_is_withdrawn_leaves_the_others_as_if_it_had_never_been(api: Api) -> None:
    api.delete("/v1/claims/clm_a")

    assert stands(api, "b") == ["single_source"]
    assert api.get("/v1/claims/clm_b")["story"] == "sty_b"


@pytest.mark.usefixtures("pair")
def test_another_chain_recounts_the_story(api: Api) -> None:
    api.patch("/v1/claims/clm_b", {"attribution": [named("Ben Ito")]})

    assert stands(api, "a", "b", "noise") == ["corroborated", "corroborated", "single_source"]


def test_a_claim_is_taken_back_when_the_one_that_takes_it_back_gets_its_speaker(api: Api) -> None:
    say(api, "a", named("Ada Obi"))
    say(api, "b", named("Ben Ito"))
    api.tie("clm_a", "retracted_by", "clm_b")
    assert stands(api, "a") == ["single_source"]

    api.patch("/v1/claims/clm_b", {"attribution": [named("Ada Obi")]})

    assert stands(api, "a", "b") == ["retracted", "single_source"]


def test_what_stands_against_a_story_is_recounted_with_the_story_that_it_is_in(api: Api) -> None:
    for name in "abc":
        say(api, name, named(f"Speaker {name}"))
    api.tie("clm_a", "contradicted_by", "clm_b")

    api.tie("clm_b", "supported_by", "clm_c")

    against = [api.get(f"/v1/claims/clm_{name}")["corroboration"]["contradicting"] for name in "abc"]
    assert against == [{"min": 2, "max": 2}, {"min": 1, "max": 1}, {"min": 1, "max": 1}]
    assert stands(api, "a", "b", "c") == ["contested"] * 3


def test_two_sides_of_a_contradiction_are_never_one_story(api: Api) -> None:
    for name in "abc":
        say(api, name, named(f"Speaker {name}"))
    api.tie("clm_a", "contradicted_by", "clm_b")
    api.tie("clm_b", "supported_by", "clm_c")
    before = everything()

    problem = api.refused(422, "POST", "/v1/claims/clm_c/evidence", {"tie": "repeats", "claim": "clm_a"})

    assert places(problem) == {None: "both-sides"}
    assert everything() == before


@pytest.mark.usefixtures("pair")
def test_claims_of_one_story_do_not_contradict_each_other(api: Api) -> None:
    problem = api.refused(422, "POST", "/v1/claims/clm_b/evidence", {"tie": "contradicted_by", "claim": "clm_a"})

    assert places(problem) == {None: "both-sides"}


@pytest.mark.usefixtures("pair")
def test_a_story_that_would_be_too_large_is_refused(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recounting, "MAX_STORY_CLAIMS", 2)
    before = everything()

    problem = api.refused(422, "POST", "/v1/claims/clm_noise/evidence", {"tie": "repeats", "claim": "clm_a"})

    assert places(problem) == {None: "story-too-large"}
    assert everything() == before


def test_several_chains_of_one_statement_are_one_story_from_the_start(api: Api) -> None:
    body = {
        "article": {"url": "https://a.example/"},
        "statement": "It is closed.",
        "attribution": [named("Police", "official", "body")],
    }

    items = api.post("/v1/claims", {**body, "also": [[unnamed("described")]]})["items"]

    assert [item["corroboration"]["status"] for item in items] == ["possibly_corroborated"] * 2
    assert items[0]["story"] == items[1]["story"]
    assert differences() == []


def test_an_article_that_repeats_a_later_one_is_taken_and_the_reasoning_says_that_it_cannot_be(api: Api) -> None:
    say(api, "a", named("Ada Obi"), published_at="2024-05-01T00:00:00Z")
    say(api, "b", named("Ada Obi"), published_at="2024-05-02T00:00:00Z")

    api.tie("clm_a", "repeats", "clm_b")

    first, _ = api.get("/v1/claims/clm_a/corroboration")["steps"]
    assert (first["claim"], first["counts"]) == ("clm_a", False)
    assert "impossible" in first["text"]
    assert "1 of them cannot be" in api.get("/v1/claims/clm_b")["corroboration"]["why"][-1]["text"]


def test_a_claims_history_tells_what_moved_its_status_and_who_did_it(api: Api, pair: Json) -> None:
    api.by("ben", Scope.EDIT).tie("clm_b", "contradicted_by", "clm_noise")
    say(api, "other", named("Di Ede"))

    history = api.get("/v1/changes", claim_id="clm_a")["items"]

    assert [(entry["change"], entry["type"], entry["by"]) for entry in history] == [
        ("created", "claim", "mina"), ("created", "evidence", "mina"), ("created", "evidence", "ben"),
    ]  # fmt: skip
    statuses = [touched["status"] for entry in history for touched in entry["touched"] if touched["claim"] == "clm_a"]
    assert statuses == ["single_source", "possibly_corroborated", "contested"]
    assert history[1]["rev"] == pair["rev"]
