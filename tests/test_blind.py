"""Blind taxonomies: reviewers judge without seeing what others think, until the taxonomy is opened."""

import pytest

from service import blinding
from service.consistency import check
from service.domain.errors import TooWide
from service.domain.vocabulary import Scope
from service.store import revisions
from service.store.database import database
from tests.api import Api, Json
from tests.stores import export, hearsay
from tests.vocabularies import install, vocabulary

CARE = vocabulary("care", {"care": "abc", "speed": "xy"}, exclusive=False)
A, B, X = 'care:care="a"', 'care:care="b"', 'care:speed="x"'


@pytest.fixture
def ben(api: Api) -> Api:
    """Have two claims, a taxonomy that is judged blind, and a second reviewer."""
    api.claim(id="clm_one")
    api.claim("It is open.", id="clm_two")
    install(CARE)
    blind("care")
    return api.by("ben")


def blind(namespace: str) -> Json:
    """Let a taxonomy be judged blind."""
    with database.connection_context():
        return blinding.blind(namespace, None)


def unblind(namespace: str) -> Json:
    """Open a taxonomy that was judged blind."""
    with database.connection_context():
        return blinding.unblind(namespace, None)


def test_a_blind_tag_changes_nothing_that_anybody_reads(api: Api, ben: Api) -> None:
    claim, feed, rev = api.get("/v1/claims/clm_one"), api.feed(), api.rev()

    ben.tag("clm_one", A)

    assert api.get("/v1/claims/clm_one") == claim
    assert api.feed() == feed
    assert api.rev() == rev + 1
    assert api.get("/v1/tags")["items"] == []
    assert api.ids("/v1/claims", tag=A) == api.ids("/v1/claims", reviewer="ben") == []
    assert api.ids("/v1/claims", tag__not=A) == ["clm_one", "clm_two"]


def test_a_reviewer_sees_their_own(ben: Api) -> None:
    tag = ben.tag("clm_one", A, note="I called them.")

    assert ben.get("/v1/tags")["items"] == [tag]
    assert ben.get(f"/v1/tags/{tag['id']}") == tag
    assert tag["note"] == "I called them."


def test_and_what_others_hold_for_claims_that_they_have_judged_themselves(api: Api, ben: Api) -> None:
    for claim_id in ("clm_one", "clm_two"):
        ben.tag(claim_id, B, id=claim_id.replace("clm", "tag"))

    mine = api.tag("clm_one", A)["id"]

    assert api.ids("/v1/tags", claim_id="clm_one") == sorted([mine, "tag_one"])
    assert api.get("/v1/tags/tag_one")["term"] == B
    assert api.ids("/v1/tags", claim_id="clm_two") == []
    api.refused(404, "GET", "/v1/tags/tag_two")


def test_to_judge_something_else_of_a_claim_is_not_to_judge_the_same(api: Api, ben: Api) -> None:
    ben.tag("clm_one", A, id="tag_bens")

    api.tag("clm_one", X, id="tag_mine")
    api.tag("clm_one", "check:done")

    assert api.ids("/v1/tags", predicate="care:care") == []
    api.refused(404, "GET", "/v1/tags/tag_bens")


def test_who_withdraws_their_judgement_sees_the_others_no_more(api: Api, ben: Api) -> None:
    ben.tag("clm_one", B, id="tag_bens")
    api.tag("clm_one", A, id="tag_mine")
    assert api.ids("/v1/tags") == ["tag_bens", "tag_mine"]

    api.delete("/v1/tags/tag_mine")

    assert api.ids("/v1/tags") == []
    assert api.ids("/v1/tags", state="withdrawn") == ["tag_mine"]


def test_an_administrator_sees_all(admin: Api, ben: Api) -> None:
    ben.tag("clm_one", A, id="tag_bens")

    assert admin.ids("/v1/tags") == ["tag_bens"]
    assert admin.get("/v1/tags/tag_bens")["reviewer"] == "ben"


def test_who_has_no_token_sees_none(api: Api, ben: Api) -> None:
    ben.tag("clm_one", A, id="tag_bens")
    stranger = Api(api.app, None)

    assert stranger.ids("/v1/tags") == []
    stranger.refused(404, "GET", "/v1/tags/tag_bens")


def test_what_one_may_not_see_one_cannot_withdraw_or_learn_of(api: Api, ben: Api) -> None:
    ben.tag("clm_one", A, id="tag_bens")

    hidden = api.refused(404, "DELETE", "/v1/tags/tag_bens")
    missing = api.refused(404, "DELETE", "/v1/tags/tag_none")

    assert {**hidden, "instance": ""} == {**missing, "instance": ""}
    assert ben.ids("/v1/tags") == ["tag_bens"]


def test_a_reviewer_who_changes_their_mind_leaves_no_trace(api: Api, ben: Api) -> None:
    install(vocabulary("choice", {"of": "ab"}, exclusive=True))
    blind("choice")
    feed, claim = api.feed(), api.get("/v1/claims/clm_one")

    ben.tag("clm_one", 'choice:of="a"', id="tag_first")
    ben.tag("clm_one", 'choice:of="b"', id="tag_second")

    assert ben.ids("/v1/tags") == ["tag_second"]
    assert ben.ids("/v1/tags", state="withdrawn") == ["tag_first"]
    assert (api.feed(), api.get("/v1/claims/clm_one")) == (feed, claim)


def test_nor_does_one_whose_claim_is_withdrawn_or_whose_note_is_erased(api: Api, admin: Api, ben: Api) -> None:
    ben.tag("clm_one", A, id="tag_bens", note="Zebulon told me.")
    before = api.rev()

    body = {"paths": ["/note"], "reason": "Asked for."}
    assert admin.call("POST", "/v1/tags/tag_bens/erase", body).status_code == 200
    api.delete("/v1/claims/clm_one")

    assert [(entry["type"], entry["change"]) for entry in api.feed(before)] == [("claim", "deleted")]
    assert ben.get("/v1/tags/tag_bens")["note"] is None
    assert ben.ids("/v1/tags") == []


def test_the_operator_exports_all_of_it(ben: Api, url: str) -> None:
    ben.tag("clm_one", A, id="tag_bens")

    assert b"tag_bens" in export(url)


def test_opening_shows_each_tag_as_if_it_were_given_now(api: Api, ben: Api) -> None:
    ben.tag("clm_one", A, id="tag_one")
    api.tag("clm_one", A, id="tag_two")
    before = api.rev()

    unblind("care")

    entries = api.feed(before)
    assert [(entry["change"], entry["id"]) for entry in entries] == [
        ("created", "tag_one"), ("created", "tag_two"), ("updated", "care"),
    ]  # fmt: skip
    claim = api.get("/v1/claims/clm_one")
    assert claim["tags"] == [{"term": A, "reviewers": 2}]
    assert claim["rev"] == entries[1]["rev"]
    assert [item["rev"] for item in api.get("/v1/tags")["items"]] == [entry["rev"] for entry in entries[:2]]
    assert api.ids("/v1/claims", tag=A) == ["clm_one"]
    with database.connection_context():
        assert list(check()) == []


def test_opening_tells_what_was_withdrawn_meanwhile_too(api: Api, ben: Api) -> None:
    ben.tag("clm_one", A, id="tag_one")
    ben.delete("/v1/tags/tag_one")
    before = api.rev()

    unblind("care")

    assert [(entry["change"], entry["id"]) for entry in api.feed(before)][:2] == [
        ("created", "tag_one"), ("deleted", "tag_one"),
    ]  # fmt: skip
    assert api.get("/v1/claims/clm_one")["tags"] == []
    assert api.ids("/v1/tags", state="withdrawn") == ["tag_one"]


def test_after_opening_tags_are_seen_at_once(api: Api, ben: Api) -> None:
    unblind("care")

    ben.tag("clm_one", A)

    assert api.get("/v1/claims/clm_one")["tags"] == [{"term": A, "reviewers": 1}]


@pytest.mark.parametrize("at_once", [1, 2, 3, 4])
def test_opening_goes_on_until_all_is_open(api: Api, ben: Api, at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blinding, "OPENED_AT_ONCE", at_once)
    for term in (A, B, X):
        ben.tag("clm_one", term)
    ben.tag("clm_two", A)

    unblind("care")

    assert [tag["term"] for tag in api.get("/v1/claims/clm_one")["tags"]] == [A, B, X]
    assert api.get("/v1/claims/clm_two")["tags"] == [{"term": A, "reviewers": 1}]


def test_only_its_own_tags_are_opened(api: Api, ben: Api) -> None:
    names = ("car", "care2", "care!", "care;")
    install(*(vocabulary(name, {"care": "a"}) for name in names))
    for name in names:
        blind(name)
        ben.tag("clm_one", f'{name}:care="a"')

    unblind("care")

    assert api.get("/v1/claims/clm_one")["tags"] == []


def test_a_taxonomy_that_has_or_had_tags_cannot_become_blind(api: Api, admin: Api) -> None:
    api.claim(id="clm_one")
    api.tag("clm_one", id="tag_one")
    problem = admin.refused(409, "PUT", "/v1/blind-taxonomies/check")
    assert problem["hint"]

    api.delete("/v1/tags/tag_one")

    admin.refused(409, "PUT", "/v1/blind-taxonomies/check")


@pytest.mark.usefixtures("ben")
def test_to_blind_or_open_twice_changes_nothing(api: Api) -> None:
    rev = api.rev()
    blind("care")
    assert api.rev() == rev

    unblind("care")
    rev = api.rev()
    unblind("care")

    assert api.rev() == rev


def test_opening_more_than_a_request_may_is_for_the_command(
    ben: Api, api: Api, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben.tag("clm_one", A)
    ben.tag("clm_two", A)
    monkeypatch.setattr(revisions, "MOST_RENEWED", 1)
    with pytest.raises(TooWide):
        unblind("care")

    assert hearsay(url, "taxonomy", "open", "care").code == 0

    assert api.ids("/v1/claims", tag=A) == ["clm_one", "clm_two"]


def test_only_an_administrator_blinds_and_opens(api: Api, admin: Api, ben: Api) -> None:
    for someone in (api, ben):
        for method in ("PUT", "DELETE"):
            assert someone.refused(403, method, "/v1/blind-taxonomies/care")["scope"] == Scope.ADMIN

    for method, is_blind in (("DELETE", False), ("PUT", True)):
        answer = admin.call(method, "/v1/blind-taxonomies/care").json
        assert answer is not None
        assert answer["blind"] is is_blind
    admin.refused(404, "PUT", "/v1/blind-taxonomies/none")


@pytest.mark.usefixtures("ben")
def test_whether_it_is_blind_is_no_secret(api: Api) -> None:
    listed = {item["namespace"]: item["blind"] for item in api.get("/v1/taxonomies")["items"]}

    assert (listed["care"], listed["check"]) == (True, False)


def test_what_a_blind_taxonomy_drops_is_retired_whether_it_is_in_use_or_not(api: Api, ben: Api) -> None:
    ben.tag("clm_one", A)

    install(vocabulary("care", {"care": "c", "speed": "xy"}, version=2))

    (care,) = [item for item in api.get("/v1/taxonomies")["items"] if item["namespace"] == "care"]
    assert care["retired"] == [A, B]
