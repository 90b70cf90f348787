"""Tags: one reviewer's judgement of one claim, given once, withdrawn and never erased."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.vocabulary import Scope
from tests.api import Api, Json, named, places
from tests.stored import differences, everything
from tests.vocabularies import install, vocabulary

PATH = "/v1/claims/clm_bridge/tags"
RELIABLE = 'admiralty-scale:source-reliability="b"'
UNRELIABLE = 'admiralty-scale:source-reliability="e"'


@pytest.fixture(autouse=True)
def bridge(api: Api) -> Json:
    """Store a claim that is to be judged, and one that is judged already."""
    api.claim("The weather is fine.", id="clm_noise")
    api.tag("clm_noise", "check:only", id="tag_noise")
    return api.claim(id="clm_bridge", attribution=[named("Ada Obi")])


def shown(api: Api) -> Json:
    return api.get("/v1/claims/clm_bridge")


def counts(api: Api) -> dict[str, int]:
    return {tag["term"]: tag["reviewers"] for tag in shown(api)["tags"]}


def test_a_tag_is_kept_as_it_was_given(api: Api, bridge: Json) -> None:
    response = api.call("POST", PATH, {"term": RELIABLE, "note": "Known for years."})

    tag = response.json or {}
    assert response.status_code == 201
    assert tag == {
        "id": tag["id"], "rev": bridge["rev"] + 1, "claim": "clm_bridge", "term": RELIABLE, "reviewer": "mina",
        "claim_rev": bridge["rev"], "stale": False, "created_at": tag["created_at"], "updated_at": tag["created_at"],
        "withdrawn_at": None, "note": "Known for years.",
    }  # fmt: skip
    assert response.headers["Location"] == f"/v1/tags/{tag['id']}"
    assert response.headers["ETag"] == f'"{tag["rev"]}"'
    assert api.get(f"/v1/tags/{tag['id']}") == tag


@pytest.mark.parametrize("again", [{}, {"note": "Seen."}, {"note": None}, {"id": "tag_other"}, {"claim_rev": 1}])
def test_a_tag_that_stands_is_the_answer_and_nothing_is_written(api: Api, again: Json) -> None:
    tag = api.tag("clm_bridge", note="Seen.")
    before = everything()

    response = api.call("POST", PATH, {"term": "check:done", **again})

    assert response.status_code == 200
    assert response.json == tag
    assert response.headers["ETag"] == f'"{tag["rev"]}"'
    assert everything() == before


def test_a_tag_with_another_note_takes_the_place_of_the_old_one(api: Api) -> None:
    old = api.tag("clm_bridge", note="Seen.")

    new = api.tag("clm_bridge", note="Seen twice.")

    entries = [(entry["change"], entry["id"]) for entry in api.feed(old["rev"])]
    assert entries == [("deleted", old["id"]), ("created", new["id"])]
    assert api.ids("/v1/tags", claim_id="clm_bridge") == [new["id"]]
    assert api.get(f"/v1/tags/{old['id']}")["note"] == "Seen."
    assert counts(api) == {"check:done": 1}


def test_a_tag_does_not_take_its_own_place(api: Api) -> None:
    api.tag("clm_bridge", id="tag_a", note="Seen.")
    before = everything()

    problem = api.refused(409, "POST", PATH, {"id": "tag_a", "term": "check:done", "note": "Seen twice."})

    assert places(problem) == {"/id": "exists"}
    assert everything() == before


def test_a_claim_counts_the_reviewers_who_hold_each_term_by_term(api: Api) -> None:
    install(*(vocabulary(namespace, ["1", "2", "3", "10"]) for namespace in "abBé"))
    for reviewer in (api, api.by("ben"), api.by("cleo")):
        reviewer.tag("clm_bridge", "check:done")
    for term in ("b:2", "a:1", "B:3", "b:10", "é:1"):
        api.tag("clm_bridge", term)

    ones = [{"term": term, "reviewers": 1} for term in ("B:3", "a:1", "b:10", "b:2")]
    assert shown(api)["tags"] == [*ones, {"term": "check:done", "reviewers": 3}, {"term": "é:1", "reviewers": 1}]
    assert api.get("/v1/claims/clm_noise")["tags"] == [{"term": "check:only", "reviewers": 1}]


def test_two_reviewers_may_differ(api: Api) -> None:
    api.tag("clm_bridge", RELIABLE)

    api.by("ben").tag("clm_bridge", UNRELIABLE)

    assert counts(api) == {RELIABLE: 1, UNRELIABLE: 1}
    assert api.ids("/v1/claims", ("tag__all", RELIABLE), ("tag__all", UNRELIABLE)) == ["clm_bridge"]


def test_a_claim_takes_the_revision_of_its_tag_and_changes_in_nothing_else(api: Api, bridge: Json) -> None:
    tag = api.tag("clm_bridge")

    changed = {"rev": tag["rev"], "updated_at": tag["created_at"], "tags": [{"term": "check:done", "reviewers": 1}]}
    assert shown(api) == {**bridge, **changed}
    assert list(shown(api)) == list(bridge)
    assert api.call("GET", "/v1/claims/clm_bridge").headers["ETag"] == f'"{tag["rev"]}"'


def test_a_tag_is_one_entry_of_the_feed_that_touches_its_claim(api: Api, bridge: Json) -> None:
    tag = api.tag("clm_bridge", note="Seen.")

    (entry,) = api.feed(bridge["rev"])
    assert (entry["change"], entry["type"], entry["id"], entry["by"]) == ("created", "tag", tag["id"], "mina")
    assert entry["document"] == {
        "id": tag["id"], "claim": "clm_bridge", "term": "check:done", "reviewer": "mina", "claim_rev": bridge["rev"],
    }  # fmt: skip
    assert entry["touched"] == [{"claim": "clm_bridge", "status": "single_source", "moved": False}]


def test_a_withdrawn_tag_is_still_there_to_be_read(api: Api) -> None:
    tag = api.tag("clm_bridge", note="Seen.")

    api.delete(f"/v1/tags/{tag['id']}")

    kept = api.get(f"/v1/tags/{tag['id']}")
    (entry,) = api.feed(tag["rev"])
    assert (entry["change"], entry["type"], entry["id"], entry["document"]) == ("deleted", "tag", tag["id"], None)
    assert [touched["claim"] for touched in entry["touched"]] == ["clm_bridge"]
    assert kept == {**tag, "rev": entry["rev"], "withdrawn_at": entry["at"], "updated_at": entry["at"]}
    assert api.ids("/v1/tags") == ["tag_noise"]
    assert api.ids("/v1/tags", state="withdrawn") == [tag["id"]]


def test_a_withdrawn_tag_leaves_the_counts_and_the_claims_that_are_found_by_it(api: Api) -> None:
    tag = api.tag("clm_bridge")
    api.by("ben").tag("clm_bridge", "check:other")

    api.delete(f"/v1/tags/{tag['id']}")

    assert counts(api) == {"check:other": 1}
    assert shown(api)["rev"] == api.rev()
    assert api.ids("/v1/claims", tag="check:done") == []
    assert api.ids("/v1/claims", reviewer="mina") == ["clm_noise"]
    assert api.ids("/v1/claims", reviewer="ben") == ["clm_bridge"]


def test_a_withdrawn_tag_may_be_given_anew(api: Api) -> None:
    old = api.tag("clm_bridge")
    api.delete(f"/v1/tags/{old['id']}")

    new = api.tag("clm_bridge")

    assert new["id"] != old["id"]
    assert counts(api) == {"check:done": 1}


def test_a_tag_is_withdrawn_without_if_match_and_twice_is_once(api: Api) -> None:
    tag = api.tag("clm_bridge")
    assert api.call("DELETE", f"/v1/tags/{tag['id']}").status_code == 204
    before = everything()

    assert api.call("DELETE", f"/v1/tags/{tag['id']}", If_Match='"1"').status_code == 204

    assert everything() == before


@pytest.mark.parametrize("scope", [Scope.REVIEW, Scope.ADMIN])
def test_only_its_own_reviewer_withdraws_a_tag(api: Api, scope: Scope) -> None:
    tag = api.tag("clm_bridge")
    ben = api.by("ben", scope)
    before = everything()

    assert "scope" not in ben.refused(403, "DELETE", f"/v1/tags/{tag['id']}")

    assert everything() == before
    assert api.by("mina").call("DELETE", f"/v1/tags/{tag['id']}").status_code == 204


def test_a_tag_that_never_was_is_not_found(api: Api) -> None:
    for method in ("GET", "DELETE"):
        assert api.refused(404, method, "/v1/tags/tag_none")


def test_a_claim_that_is_withdrawn_ends_its_tags_and_no_other(api: Api) -> None:
    mine, bens = api.tag("clm_bridge", id="tag_a"), api.by("ben").tag("clm_bridge", id="tag_b")
    api.delete(f"/v1/tags/{api.tag('clm_bridge', 'check:later')['id']}")
    before = api.rev()

    api.delete("/v1/claims/clm_bridge")

    entries = api.feed(before)
    assert [(entry["change"], entry["id"]) for entry in entries] == [
        ("deleted", "tag_a"), ("deleted", "tag_b"), ("deleted", "clm_bridge"),
    ]  # fmt: skip
    for tag, entry in zip((mine, bens), entries, strict=False):
        assert api.get(f"/v1/tags/{tag['id']}")["withdrawn_at"] == entry["at"]
    assert api.ids("/v1/tags") == ["tag_noise"]
    assert api.call("DELETE", "/v1/tags/tag_a").status_code == 204
    assert api.rev() == entries[-1]["rev"]
    assert differences() == []


@settings(max_examples=20)
@given(
    given_by=st.lists(
        st.tuples(st.sampled_from(["mina", "ben"]), st.sampled_from([RELIABLE, 'free:word="hm"', "check:done"])),
        max_size=5,
    )
)
def test_tags_that_are_given_and_withdrawn_leave_the_claim_as_it_was(api: Api, given_by: list[tuple[str, str]]) -> None:
    before, reviewers = shown(api), {"mina": api, "ben": api.by("ben")}

    answers = [
        (reviewer, reviewers[reviewer].call("POST", PATH, {"term": term}).json or {}) for reviewer, term in given_by
    ]
    held = set(given_by)
    assert counts(api) == {term: sum(term == other for _, other in held) for _, term in sorted(held)}
    for reviewer, tag in answers:
        reviewers[reviewer].delete(f"/v1/tags/{tag['id']}")

    after = shown(api)
    moving = {"rev": after["rev"], "updated_at": after["updated_at"]}
    assert after == {**before, **moving}
    assert differences() == []
