"""A status explains itself: each testimony with what became of it, what would move it, and what hangs on whom."""

import pytest

from service.domain.vocabulary import Scope
from tests.api import Api, Json, named, outlet, unnamed
from tests.newsroom import say, stands

CITED: Json = {"article": {"id": "art_cited", "url": "https://cited.example/", "title": "Cited"}}


def why(api: Api, name: str) -> Json:
    return api.get(f"/v1/claims/clm_{name}/corroboration")


def test_each_testimony_is_told_with_what_became_of_it(api: Api) -> None:
    say(api, "a", outlet("Courier"), named("Ada Obi"), title="Closed", published_at="2024-05-02T00:00:00Z")
    say(api, "b", named("Ada Obi"), published_at="2024-05-01T00:00:00Z")
    say(api, "c", unnamed())
    say(api, "noise", named("Cy Dane"))
    api.tie("clm_a", "supported_by", "clm_b")
    api.tie("clm_a", "supported_by", "clm_c")

    told = why(api, "a")

    assert [(step["claim"], step["counts"], step["rule"]) for step in told["steps"]] == [
        ("clm_b", True, 5), ("clm_a", False, 4), ("clm_c", True, 5),
    ]  # fmt: skip
    second = told["steps"][1]
    assert second["origin"]["name"] == "Ada Obi"
    assert (second["article"]["title"], second["because_of"], second["stance"]) == ("Closed", ["clm_b"], "for")
    assert told["corroboration"] == api.get("/v1/claims/clm_a")["corroboration"]
    assert (told["story"], told["ring"], told["rev"]) == ("sty_a", None, api.rev())


def test_citations_and_what_stands_against_are_told_as_well(api: Api) -> None:
    say(api, "a", named("Ada Obi"))
    say(api, "b", named("Ben Ito"))
    tie = api.tie("clm_a", "supported_by", {**CITED, "attribution": [named("Cy Dane")]})
    api.tie("clm_b", "contradicted_by", "clm_a")

    steps = why(api, "a")["steps"]

    assert [(step["stance"], step["claim"], step["evidence"]) for step in steps] == [
        ("for", "clm_a", None), ("for", None, tie["id"]), ("against", "clm_b", None),
    ]  # fmt: skip
    assert steps[1]["article"]["title"] == "Cited"
    assert steps[1]["origin"]["name"] == "Cy Dane"


def test_a_ring_is_told_in_the_order_in_which_it_repeats_itself(api: Api) -> None:
    for name in "abc":
        say(api, name, outlet(f"Paper {name}"))
    for one, other in ("ac", "cb", "ba"):
        api.tie(f"clm_{one}", "repeats", f"clm_{other}")

    told = why(api, "b")

    assert told["ring"] == ["clm_a", "clm_c", "clm_b"]
    assert told["corroboration"]["status"] == "circular"


def test_the_next_steps_are_what_would_move_the_status(api: Api) -> None:
    say(api, "a", named("Ada Obi"))
    say(api, "b", unnamed())
    say(api, "c", outlet("Courier"))
    for name in "bc":
        api.tie("clm_a", "supported_by", f"clm_{name}")

    steps = why(api, "a")["next_steps"]

    assert {(step["step"], step["claim"], step["status"]) for step in steps} == {
        ("identify", "clm_b", "corroborated"), ("trace", "clm_c", "corroborated"), ("add", None, "corroborated"),
    }  # fmt: skip
    assert [step["source"]["name"] for step in steps if step["step"] == "trace"] == ["Courier"]


def test_a_next_step_that_is_done_moves_the_status_as_it_said(api: Api) -> None:
    say(api, "a", named("Ada Obi"))
    say(api, "b", unnamed())
    api.tie("clm_a", "supported_by", "clm_b")
    step = next(step for step in why(api, "a")["next_steps"] if step["step"] == "identify")

    found = {"source": {"kind": "person", "name": "Ben Ito"}, "citation": {"article": {"url": "urn:x:inquest"}}}
    api.patch(f"/v1/sources/{step['source']['id']}", {"identified_as": found})

    assert stands(api, "a", "b") == [step["status"]] * 2


@pytest.mark.parametrize("chain", [[], [named("Ada Obi")]])
def test_a_claim_that_nothing_is_tied_to_explains_itself_as_well(api: Api, chain: list[Json]) -> None:
    say(api, "a", *chain)

    (step,) = why(api, "a")["steps"]

    assert (step["claim"], step["counts"]) == ("clm_a", True)
    assert (step["origin"] is None) is (not chain)


def test_a_story_shows_its_claims_its_ties_and_its_origins(api: Api) -> None:
    for name in "abc":
        say(api, name, named(f"Speaker {name}"))
    say(api, "noise", named("Cy Dane"))
    tie = api.tie("clm_b", "supported_by", "clm_c")
    against = api.tie("clm_b", "contradicted_by", "clm_a")
    api.by("ben").tie("clm_b", "supported_by", "clm_noise")

    story = api.get("/v1/stories/sty_b")

    assert [claim["id"] for claim in story["claims"]] == ["clm_b", "clm_c"]
    assert story["claims"][0] == api.get("/v1/claims/clm_b")
    ties = [api.by("reader", Scope.READ).get(f"/v1/evidence/{made['id']}") for made in (tie, against)]
    assert story["evidence"] == sorted(
        ({k: v for k, v in one.items() if k != "note"} for one in ties), key=lambda one: one["id"]
    )
    assert [(one["stance"], one["claims"], one["shown"], one["most"]) for one in story["origins"]] == [
        ("for", ["clm_b"], True, 1), ("for", ["clm_c"], True, 1), ("against", ["clm_a"], True, 1),
    ]  # fmt: skip
    assert (story["against"], story["rev"]) == (["sty_a"], api.rev())
    assert story["corroboration"]["status"] == "contested"


def test_an_old_name_of_a_story_finds_the_one_that_the_claim_is_in_now(api: Api) -> None:
    for name in "ab":
        say(api, name, named(f"Speaker {name}"))
    api.tie("clm_b", "supported_by", "clm_a")

    assert api.get("/v1/stories/sty_b")["id"] == "sty_a"


def test_there_is_no_story_of_no_claim_and_none_of_one_that_was_withdrawn(api: Api) -> None:
    say(api, "a", named("Ada Obi"))
    api.delete("/v1/claims/clm_a")

    for path in ("/v1/stories/sty_a", "/v1/claims/clm_a/corroboration"):
        api.refused(410, "GET", path)
    for path in ("/v1/stories/sty_none", "/v1/stories/clm_a", "/v1/stories/a", "/v1/claims/clm_none/corroboration"):
        api.refused(404, "GET", path)
    api.refused(404, "GET", "/v1/sources/src_none/dependents")


def dependents(api: Api, name: str, **query: int) -> dict[str, tuple[str, str]]:
    (source,) = api.ids("/v1/sources", name=name)
    pages = api.walk(f"/v1/sources/{source}/dependents?limit={query.get('limit', 50)}")
    return {one["claim"]: (one["status"], one["status_without"]) for page in pages for one in page["items"]}


def test_what_would_fall_with_a_source_is_listed_with_the_status_that_it_would_have(api: Api) -> None:
    say(api, "alone", named("Ada Obi"))
    say(api, "a", outlet("Courier"), named("Ada Obi"))
    say(api, "b", named("Ben Ito"))
    say(api, "c", unnamed())
    for name in "bc":
        api.tie("clm_a", "supported_by", f"clm_{name}")
    say(api, "noise", named("Cy Dane"))

    fallen = ("corroborated", "possibly_corroborated")
    assert dependents(api, "Ada Obi") == {
        "clm_alone": ("single_source", "retracted"), "clm_a": fallen, "clm_b": fallen, "clm_c": fallen,
    }  # fmt: skip
    assert dependents(api, "Courier") == {"clm_a": fallen, "clm_b": fallen, "clm_c": fallen}
    assert dependents(api, "Cy Dane") == {"clm_noise": ("single_source", "retracted")}


def test_what_stands_fast_without_a_source_is_not_listed(api: Api) -> None:
    for name in "abc":
        say(api, name, named(f"Speaker {name}"))
        api.tie("clm_a", "supported_by", f"clm_{name}") if name != "a" else None

    assert dependents(api, "Speaker a") == {}


def test_a_publisher_falls_with_what_it_says_in_its_own_voice_and_not_with_whom_it_quotes(api: Api) -> None:
    say(api, "a", publisher={"name": "Daily"})
    say(api, "b", named("Ben Ito"), publisher={"name": "Daily"})

    assert dependents(api, "Daily") == {"clm_a": ("unattributed", "retracted")}


@pytest.mark.parametrize("limit", [1, 2, 200])
def test_dependents_are_paged(api: Api, limit: int) -> None:
    for number in range(5):
        say(api, f"claim-{number}", named("Ada Obi"))
    say(api, "noise", named("Cy Dane"))

    assert list(dependents(api, "Ada Obi", limit=limit)) == [f"clm_claim-{number}" for number in range(5)]


def test_who_was_not_named_and_was_identified_is_the_same_source(api: Api) -> None:
    say(api, "a", unnamed())
    (speaker,) = api.ids("/v1/sources", article_id="art_a")
    found = {"source": {"kind": "person", "name": "Ada Obi"}, "citation": {"article": {"url": "urn:x:inquest"}}}
    api.patch(f"/v1/sources/{speaker}", {"identified_as": found})

    assert dependents(api, "Ada Obi") == {"clm_a": ("single_source", "retracted")}


def test_what_is_known_already_is_not_sent_again(api: Api) -> None:
    say(api, "a", named("Ada Obi"))

    for path in ("/v1/claims/clm_a/corroboration", "/v1/stories/sty_a"):
        first = api.call("GET", path)
        assert api.call("GET", path, If_None_Match=first.headers["ETag"]).status_code == 304
    say(api, "b", named("Ben Ito"))
    assert api.call("GET", path, If_None_Match=first.headers["ETag"]).status_code == 200


def test_somebody_unnamed_is_told_as_printed_and_as_who_it_was(api: Api) -> None:
    say(api, "a", unnamed("described", description="an aide"))
    (speaker,) = api.ids("/v1/sources", article_id="art_a")
    found = {"source": {"kind": "person", "name": "Ada Obi"}, "citation": {"article": {"url": "urn:x:inquest"}}}
    api.patch(f"/v1/sources/{speaker}", {"identified_as": found})

    (step,) = why(api, "a")["steps"]

    assert (step["origin"]["name"], step["as_printed"], step["identified_as"]["name"]) == (None, "an aide", "Ada Obi")
    assert "it is known by now who it was" in step["text"]
    assert api.get("/v1/stories/sty_a")["origins"][0]["identified_as"]["name"] == "Ada Obi"


def test_a_retraction_that_does_not_count_stands_on_no_side(api: Api) -> None:
    say(api, "a", named("Ada Obi"))
    tie = api.tie("clm_a", "retracted_by", CITED)

    told = why(api, "a")

    assert [(step["stance"], step["evidence"], step["counts"]) for step in told["steps"]] == [
        ("for", None, True), (None, tie["id"], False),
    ]  # fmt: skip


def test_nothing_would_move_a_claim_that_was_itself_taken_back(api: Api) -> None:
    say(api, "a", named("Ada Obi"))
    api.tie("clm_a", "retracted_by", {**CITED, "attribution": [named("Ada Obi")]})

    assert (stands(api, "a"), why(api, "a")["next_steps"]) == (["retracted"], [])


def test_a_retraction_older_than_the_claim_is_taken_and_flagged_as_impossible(api: Api) -> None:
    say(api, "a", named("Ada Obi"), published_at="2024-05-02T00:00:00Z")
    older = {"article": {"url": "https://old.example/", "published_at": "2024-05-01T00:00:00Z"}}
    api.tie("clm_a", "retracted_by", {**older, "attribution": [named("Ada Obi")]})

    (step,) = why(api, "a")["steps"]

    assert "impossible" in step["text"]
