"""Reviewers as everybody sees them: a handle, and how much they judge."""

import pytest

from service.domain.vocabulary import Scope
from tests.api import Api, Json, places


@pytest.fixture(autouse=True)
def desk(api: Api) -> None:
    """Let three reviewers judge two claims, and a fourth none."""
    for number in (1, 2):
        api.claim(id=f"clm_{number}")
    ben, cleo = api.by("ben"), api.by("cleo")
    ben.tag("clm_1", "check:done", id="tag_ben")
    ben.tag("clm_1", "check:later")
    ben.tag("clm_2", "check:done")
    cleo.tag("clm_2", "check:done", id="tag_cleo", note="Not for the public.")
    api.tag("clm_2", "check:done")
    api.by("zoe", Scope.READ)


def listed(api: Api) -> Json:
    return api.get("/v1/reviewers")["items"]


def counts(api: Api) -> dict[str, tuple[int, int]]:
    return {item["handle"]: (item["tags"], item["claims"]) for item in listed(api)}


def test_reviewers_are_listed_by_handle_with_counts_and_nothing_else(api: Api) -> None:
    assert Api(api.app, None).get("/v1/reviewers") == {
        "items": [
            {"handle": "ben", "tags": 3, "claims": 2},
            {"handle": "cleo", "tags": 1, "claims": 1},
            {"handle": "mina", "tags": 1, "claims": 1},
            {"handle": "zoe", "tags": 0, "claims": 0},
        ],
        "next": None,
        "rev": api.rev(),
    }


def test_handles_are_in_the_order_of_their_bytes(api: Api) -> None:
    for handle in ("a_b", "a-b", "ab", "a1", "1a"):
        api.by(handle)

    assert [item["handle"] for item in listed(api)][:5] == ["1a", "a-b", "a1", "a_b", "ab"]


def test_reviewers_are_read_in_pages(api: Api) -> None:
    pages = list(api.walk("/v1/reviewers?limit=3"))

    assert [[item["handle"] for item in page["items"]] for page in pages] == [["ben", "cleo", "mina"], ["zoe"]]
    assert pages[0]["next"] == "/v1/reviewers?limit=3&after=mina"
    assert api.call("GET", "/v1/reviewers?limit=3").headers["Link"] == f'<{pages[0]["next"]}>; rel="next"'
    assert api.get("/v1/reviewers", limit=4)["next"] is None


def test_a_page_goes_on_after_a_handle_that_is_nobodys(api: Api) -> None:
    assert [item["handle"] for item in api.get("/v1/reviewers", after="m")["items"]] == ["mina", "zoe"]
    assert api.get("/v1/reviewers", after="zz")["items"] == []


def test_the_counts_follow_what_is_withdrawn(api: Api) -> None:
    api.by("ben").delete("/v1/tags/tag_ben")
    api.by("cleo").delete("/v1/tags/tag_cleo")

    assert counts(api) == {"ben": (2, 2), "cleo": (0, 0), "mina": (1, 1), "zoe": (0, 0)}


def test_the_counts_follow_a_claim_that_is_withdrawn(api: Api) -> None:
    api.delete("/v1/claims/clm_2")

    assert counts(api) == {"ben": (2, 1), "cleo": (0, 0), "mina": (0, 0), "zoe": (0, 0)}


def test_a_tag_that_takes_the_place_of_another_counts_once(api: Api) -> None:
    api.tag("clm_2", "check:done", note="Seen again.")

    assert counts(api)["mina"] == (1, 1)


@pytest.mark.parametrize("query", ["after=", "after=A", "after=a&after=b", "limit=0", "limit=201", "cursor=x", "q=b"])
def test_the_list_refuses_what_it_does_not_know(api: Api, query: str) -> None:
    assert list(places(api.refused(422, "GET", f"/v1/reviewers?{query}"))) == [query.partition("=")[0]]
