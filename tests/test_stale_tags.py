"""What a reviewer saw: a tag is stale once its claim was worded anew, and fresh when it is given anew."""

import pytest

from tests.api import Api, Json, named, places
from tests.passages import TEXT, place
from tests.stored import differences, everything

PATH = "/v1/claims/clm_bridge/tags"
WHERE = {"id": "art_bridge", "url": "https://news.example/bridge"}
WIDE = {"quote": "opens", "selector": place(TEXT, "It opens on Monday.")}


@pytest.fixture(autouse=True)
def bridge(api: Api) -> Json:
    """Store a claim that is to be judged, and one of another article that is judged already."""
    api.claim("The weather is fine.", id="clm_noise")
    api.tag("clm_noise", id="tag_noise")
    return api.claim(id="clm_bridge", article=WHERE, attribution=[named("Ada Obi")], **WIDE)


def reworded(api: Api) -> Json:
    return api.patch("/v1/claims/clm_bridge", {"statement": "The bridge is open."})


def stale(api: Api) -> list[str]:
    return api.ids("/v1/tags", stale="true", state=["current", "withdrawn"])


def test_a_tag_judges_the_claim_as_it_is_unless_it_says_what_was_seen(api: Api, bridge: Json) -> None:
    first = api.tag("clm_bridge")

    assert first["claim_rev"] == bridge["rev"]
    assert api.tag("clm_bridge", "check:now")["claim_rev"] == first["rev"]
    assert api.tag("clm_bridge", "check:null", claim_rev=None)["claim_rev"] == first["rev"] + 1
    assert api.tag("clm_bridge", "check:then", claim_rev=bridge["rev"])["claim_rev"] == bridge["rev"]


@pytest.mark.parametrize("beyond", [1, 2**62])
def test_nobody_saw_a_revision_that_the_claim_never_had(api: Api, bridge: Json, beyond: int) -> None:
    api.claim("Something later.")
    before = everything()

    problem = api.refused(422, "POST", PATH, {"term": "check:done", "claim_rev": bridge["rev"] + beyond})

    assert places(problem) == {"/claim_rev": "range"}
    assert everything() == before


@pytest.mark.parametrize("seen", [0, -1, 2**63, 1.5, "1"])
def test_a_revision_is_a_number_from_one(api: Api, seen: Json) -> None:
    assert list(places(api.refused(422, "POST", PATH, {"term": "check:done", "claim_rev": seen}))) == ["/claim_rev"]


@pytest.mark.parametrize(
    "patch",
    [
        {"statement": "The bridge is open."},
        {"quote": "on Monday"},
        {"language": "fr"},
        {"attribution": []},
        {"attribution": [named("Ada Obi", role="engineer")]},
    ],
)
def test_a_tag_is_stale_after_its_claim_was_worded_anew(api: Api, patch: Json) -> None:
    tag = api.tag("clm_bridge")

    claim = api.patch("/v1/claims/clm_bridge", {"selector": None, **patch})

    assert api.get(f"/v1/tags/{tag['id']}") == {
        **tag, "stale": True, "rev": claim["rev"], "updated_at": claim["updated_at"],
    }  # fmt: skip
    assert claim["tags"] == [{"term": "check:done", "reviewers": 1}]
    assert stale(api) == [tag["id"]]


def test_a_stale_tag_is_no_entry_of_the_feed(api: Api) -> None:
    before = api.tag("clm_bridge")["rev"]

    reworded(api)

    assert [entry["type"] for entry in api.feed(before)] == ["claim"]


def test_a_tag_is_stale_after_a_new_text_changed_the_passage(api: Api, bridge: Json) -> None:
    tag = api.tag("clm_bridge")
    api.claim("It opens.", id="clm_still", article=WHERE, selector=place(TEXT, "It opens"))
    api.tag("clm_still", id="tag_still")

    article = api.patch("/v1/articles/art_bridge", {"text": "It opens late."})

    assert api.get("/v1/claims/clm_bridge")["worded_rev"] == article["rev"] > bridge["rev"]
    assert api.get(f"/v1/tags/{tag['id']}") == {
        **tag, "stale": True, "rev": article["rev"], "updated_at": article["updated_at"],
    }  # fmt: skip
    assert stale(api) == [tag["id"]]
    assert differences() == []


def test_a_tag_is_not_stale_after_what_leaves_the_wording_as_it_is(api: Api, bridge: Json) -> None:
    tag = api.tag("clm_bridge")

    api.by("ben").tag("clm_bridge")
    api.patch("/v1/claims/clm_bridge", {"position": 7})
    api.patch("/v1/articles/art_bridge", {"title": "Bridge closed"})
    api.patch("/v1/articles/art_bridge", {"text": TEXT})
    api.patch("/v1/articles/art_bridge", {"text": f"Update: {TEXT}"})
    api.patch("/v1/articles/art_bridge", {"text": "Gone."})
    api.patch(f"/v1/sources/{bridge['attribution'][0]['source']['id']}", {"name": "Ada Obi-Cole"})

    assert stale(api) == []
    assert api.get(f"/v1/tags/{tag['id']}") == tag


def test_a_judgement_of_what_was_seen_before_is_stale_from_the_start(api: Api, bridge: Json) -> None:
    reworded(api)

    tag = api.tag("clm_bridge", claim_rev=bridge["rev"])

    assert tag["stale"] is True
    assert stale(api) == [tag["id"]]


def test_a_stale_tag_that_is_given_anew_is_a_new_one(api: Api, bridge: Json) -> None:
    old = api.tag("clm_bridge", note="Seen.")
    now = reworded(api)

    new = api.tag("clm_bridge")

    assert (new["stale"], new["claim_rev"], new["note"]) == (False, now["rev"], None)
    assert [(entry["change"], entry["id"]) for entry in api.feed(now["rev"])] == [
        ("deleted", old["id"]), ("created", new["id"]),
    ]  # fmt: skip
    assert api.get(f"/v1/tags/{old['id']}")["claim_rev"] == bridge["rev"]
    assert api.ids("/v1/tags", claim_id="clm_bridge") == [new["id"]]
    assert api.get("/v1/claims/clm_bridge")["tags"] == [{"term": "check:done", "reviewers": 1}]


def test_a_stale_tag_that_is_given_for_what_was_seen_before_stands(api: Api, bridge: Json) -> None:
    old = api.tag("clm_bridge")
    reworded(api)
    stands = api.get(f"/v1/tags/{old['id']}")
    before = everything()

    response = api.call("POST", PATH, {"term": "check:done", "claim_rev": bridge["rev"]})

    assert (response.status_code, response.json) == (200, stands)
    assert everything() == before


def test_a_tag_that_was_withdrawn_is_stale_too(api: Api) -> None:
    tag = api.tag("clm_bridge")
    api.delete(f"/v1/tags/{tag['id']}")

    reworded(api)

    assert stale(api) == [tag["id"]]
    assert api.get("/v1/claims/clm_bridge")["tags"] == []
