"""A reviewer's queue: what they have not judged on a scale, once each, in its order."""

from collections import Counter
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import queues
from service.domain.vocabulary import Scope
from service.store.database import database
from service.store.models import Judged
from tests import vocabularies
from tests.api import Api, named, places
from tests.ratings import ADMIRALTY, SCALE, claims, make_blind, rate, term
from tests.stored import differences, everything
from tests.stores import export, hearsay, serving

SORTS: Final = ("least-judged", "most-contested")


def path(handle: str, scale: str = SCALE, query: str = "") -> str:
    return f"/v1/reviewers/{handle}/queue?predicate={scale}{query}"


def queue(api: Api, handle: str, scale: str = SCALE, query: str = "") -> list[str]:
    """Walk a whole queue."""
    return [item["id"] for page in api.walk(path(handle, scale, query)) for item in page["items"]]


def numbers(ids: list[str]) -> list[int]:
    return [int(one.removeprefix("clm_")) for one in ids]


MATRIX: Final = {"ann": "ab-a-c", "ben": "ac-b--", "cleo": "ad-b--"}


@pytest.fixture
def judged(api: Api) -> Api:
    """Store six claims of which one is not judged, and reviewers who differ on two."""
    claims(api, 6)
    rate(api, MATRIX)
    # Another scale counts for itself.
    rate(api, {"ann": "--a", "ben": "--b"}, ADMIRALTY)
    return api


def test_what_fewest_have_judged_comes_first_and_what_one_has_judged_never(judged: Api) -> None:
    judged.by("dan")

    assert numbers(queue(judged, "dan")) == [2, 4, 5, 0, 1, 3]
    assert numbers(queue(judged, "ben")) == [2, 4, 5]
    assert numbers(queue(judged, "ann")) == [2, 4]
    assert numbers(queue(judged, "ann", ADMIRALTY)) == [0, 1, 3, 4, 5]
    assert numbers(queue(judged, "dan", ADMIRALTY)) == [0, 1, 3, 4, 5, 2]


def test_what_is_most_contested_comes_first_if_asked_for(judged: Api) -> None:
    judged.by("dan")

    assert numbers(queue(judged, "dan", SCALE, "&sort=most-contested")) == [1, 3, 5, 4, 2, 0]
    assert numbers(queue(judged, "ben", SCALE, "&sort=most-contested")) == [5, 4, 2]


def test_a_queue_holds_claims_as_the_list_does(judged: Api) -> None:
    page = judged.get(path("ann"))

    assert page["items"] == [judged.get(f"/v1/claims/clm_0{number}") for number in (2, 4)]
    assert (page["next"], page["rev"]) == (None, judged.rev())


@pytest.mark.parametrize("looked_at", [1, 2, 100])
@pytest.mark.parametrize("limit", [1, 2, 3, 200])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_any_size_make_the_same_queue(
    judged: Api, looked_at: int, limit: int, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged.by("dan")
    whole = queue(judged, "dan", SCALE, f"&sort={sort}")
    filtered = queue(judged, "dan", SCALE, f"&sort={sort}&id__not=clm_03")
    monkeypatch.setattr(queues, "LOOKED_AT_ONCE", looked_at)

    assert queue(judged, "dan", SCALE, f"&sort={sort}&limit={limit}") == whole
    assert queue(judged, "dan", SCALE, f"&sort={sort}&id__not=clm_03&limit={limit}") == filtered
    assert set(whole) - set(filtered) == {"clm_03"}


def test_every_filter_of_claims_narrows_a_queue(judged: Api) -> None:
    judged.claim(id="clm_06", attribution=[named("Ada Obi")])

    assert numbers(queue(judged, "ann", SCALE, "&speaker=Ada+Obi")) == [6]
    assert numbers(queue(judged, "cleo", SCALE, "&reviewer=ann")) == [2, 5]
    assert numbers(queue(judged, "cleo", SCALE, "&reviewer__not=ann")) == [4, 6]


def test_a_tag_that_is_withdrawn_and_a_claim_that_is_deleted_leave_no_trace(judged: Api) -> None:
    (tag,) = judged.get("/v1/tags", reviewer="ann", claim_id="clm_05")["items"]
    judged.by("ann").delete(f"/v1/tags/{tag['id']}")
    judged.delete("/v1/claims/clm_01")
    judged.delete("/v1/claims/clm_02")

    assert numbers(queue(judged, "ann")) == [4, 5]
    assert numbers(queue(judged, "mina")) == [4, 5, 0, 3]
    assert numbers(queue(judged, "mina", SCALE, "&sort=most-contested")) == [3, 5, 4, 0]
    assert differences() == []


def test_a_value_that_takes_the_place_of_another_is_one_judgement(api: Api) -> None:
    claims(api, 1)
    rate(api, {"ann": "a", "ben": "b"}, ADMIRALTY)
    rate(api, {"ann": "b"}, ADMIRALTY)

    row = "'scale': 'admiralty-scale:source-reliability', 'reviewers': 2, 'contested': 0}"
    (kept,) = everything()["Judged"]
    assert kept.endswith(row)


def test_who_holds_the_same_values_of_a_scale_agrees(api: Api) -> None:
    claims(api, 1)
    for values in ("ab", "ba", "a"):
        for value in values:
            api.by({"ab": "ann", "ba": "ben", "a": "cleo"}[values]).tag("clm_00", term(value))

    (kept,) = everything()["Judged"]
    assert kept.endswith("'reviewers': 3, 'contested': 1}")


def test_a_reviewer_or_a_scale_that_is_not_there_has_no_queue(judged: Api) -> None:
    for handle in ("nobody", "No%20Body", "a%00b"):
        judged.refused(404, "GET", path(handle))
    assert places(judged.refused(422, "GET", path("ann", "nothing:here"))) == {"predicate": "unknown-scale"}
    assert places(judged.refused(422, "GET", "/v1/reviewers/ann/queue")) == {"predicate": "required"}
    assert places(judged.refused(422, "GET", path("ann", SCALE, "&sort=id"))) == {"sort": "unknown-word"}
    assert places(judged.refused(422, "GET", path("ann", SCALE, "&level=nominal"))) == {"level": "unknown-parameter"}


def test_a_cursor_is_good_for_its_own_queue_alone(judged: Api) -> None:
    judged.by("dan")
    following = judged.get(path("dan", SCALE, "&limit=1"))["next"]
    cursor = following.rpartition("cursor=")[2]

    assert judged.get(following)["items"]
    for other in (
        path("ann", SCALE, f"&limit=1&cursor={cursor}"),
        path("dan", ADMIRALTY, f"&limit=1&cursor={cursor}"),
        path("dan", SCALE, f"&limit=1&sort=most-contested&cursor={cursor}"),
        path("dan", SCALE, f"&limit=1&id__not=clm_00&cursor={cursor}"),
    ):
        judged.refused(400, "GET", other)


def test_the_queue_of_a_blind_scale_is_its_reviewers_own_and_comes_by_id(api: Api, admin: Api) -> None:
    claims(api, 6)
    make_blind("check")
    rate(api, MATRIX)

    api.refused(403, "GET", path("ann"))
    api.by("ben").refused(403, "GET", path("ann"))
    Api(api.app, None).refused(401, "GET", path("ann"))
    for reader in (api.by("ann"), api.by("ann", Scope.READ), admin):
        assert numbers(queue(reader, "ann")) == [2, 4]
        assert numbers(queue(reader, "ann", SCALE, "&limit=1")) == [2, 4]
        response = reader.call("GET", path("ann"))
        assert response.headers["Cache-Control"] == "no-store"
        problem = reader.refused(422, "GET", path("ann", SCALE, "&sort=least-judged"))
        assert places(problem) == {"sort": "blind"}
    assert numbers(queue(admin, "ben")) == [2, 4, 5]


def test_a_store_that_is_moved_keeps_its_queues(judged: Api, url: str, second_url: str) -> None:
    content = export(url)
    before = [queue(judged, "mina", SCALE, f"&sort={sort}") for sort in SORTS]

    done = hearsay(second_url, "import", "--as-is", "-", stdin=content)

    assert done.code == 0, done.said
    with serving(second_url) as moved:
        assert [queue(moved, "mina", SCALE, f"&sort={sort}") for sort in SORTS] == before
        assert differences() == []


@pytest.mark.usefixtures("judged")
def test_a_count_that_does_not_follow_from_the_tags_is_found() -> None:
    with database.connection_context():
        Judged.update(contested=0).where(Judged.claim == "clm_01").execute()
        Judged.delete().where(Judged.claim == "clm_05").execute()
        Judged.insert(claim="clm_04", scale="x:y", reviewers=1, contested=0).execute()

    told = "how it is judged is not what follows from its tags"
    assert differences() == [f"clm_0{number}: {told}" for number in (1, 4, 5)]


STEPS = st.lists(
    st.tuples(st.sampled_from(["ann", "ben", "cleo"]), st.integers(0, 4), st.sampled_from("abcf-")), max_size=15
)


@settings(max_examples=12)
@given(steps=STEPS, limit=st.integers(1, 4), sort=st.sampled_from(SORTS))
def test_every_claim_that_one_has_not_judged_is_seen_once(api: Api, steps: list[Any], limit: int, sort: str) -> None:
    some = api.rev()
    ids = [api.claim(id=f"clm_{some:06}-{number}")["id"] for number in range(5)]
    reviewers = {handle: api.by(handle) for handle in ("ann", "ben", "cleo")}
    for handle, number, value in steps:
        held = api.get("/v1/tags", reviewer=handle, claim_id=ids[number])["items"]
        if value == "-":
            for tag in held:
                reviewers[handle].delete(f"/v1/tags/{tag['id']}")
        else:
            reviewers[handle].call("POST", f"/v1/claims/{ids[number]}/tags", {"term": term(value, ADMIRALTY)})
    holding: dict[str, dict[str, str]] = {claim: {} for claim in ids}
    for tag in api.get("/v1/tags", limit=200)["items"]:
        if tag["claim"] in holding:
            holding[tag["claim"]][tag["reviewer"]] = tag["term"]

    def key(claim: str) -> tuple[int, str]:
        own = Counter(holding[claim].values())
        return (own.total() if sort == "least-judged" else own.total() - max(own.values(), default=0)), claim

    for handle in reviewers:
        query = f"&sort={sort}&limit={limit}" + "".join(f"&id={claim}" for claim in ids)
        wanted = sorted((claim for claim in ids if handle not in holding[claim]), key=key)
        assert queue(api, handle, ADMIRALTY, query) == (wanted if sort == "least-judged" else wanted[::-1])
    assert differences() == []


def test_a_taxonomy_that_is_renewed_changes_no_queue(judged: Api) -> None:
    before = queue(judged, "mina")

    vocabularies.install({**vocabularies.CHECK, "version": 2})

    assert queue(judged, "mina") == before
