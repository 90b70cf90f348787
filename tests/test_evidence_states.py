"""Who ties, who accepts and who takes back; what is only proposed counts nowhere."""

import pytest

from service.domain.vocabulary import Scope
from tests.api import Api, Json, named
from tests.stored import everything

PATH = "/v1/claims/clm_bridge/evidence"
NOTE = "It says the same, word for word."
REPEATS: Json = {"tie": "repeats", "claim": "clm_ferry"}
CITED: Json = {"article": {"url": "https://daily.example/1"}, "attribution": [named("Cleo Dahl")]}


@pytest.fixture(autouse=True)
def bridge(api: Api) -> Json:
    """Store two claims to tie, and two that are tied already."""
    for name in ("noise", "other", "ferry"):
        api.claim(id=f"clm_{name}")
    api.tie("clm_noise", "repeats", "clm_other", id="evd_noise")
    return api.claim(id="clm_bridge")


@pytest.fixture
def ben(api: Api) -> Api:
    """Be a reviewer who does not edit."""
    return api.by("ben")


@pytest.fixture
def proposed(ben: Api) -> Json:
    """Let that reviewer propose a tie."""
    return ben.tie("clm_bridge", "repeats", "clm_ferry", id="evd_ben", note=NOTE)


def test_a_reviewer_proposes_and_touches_no_claim(api: Api, ben: Api) -> None:
    before, claims = api.rev(), api.get("/v1/claims")["items"]

    tie = ben.tie("clm_bridge", "repeats", "clm_ferry")

    (entry,) = api.feed(before)
    assert (tie["state"], tie["reviewer"], tie["accepted_by"]) == ("proposed", "ben", None)
    assert (entry["document"]["state"], entry["document"]["reviewer"]) == ("proposed", "ben")
    assert (entry["by"], entry["touched"]) == ("ben", [])
    assert api.get("/v1/claims")["items"] == claims


def test_a_reviewer_proposes_a_citation_of_an_article_that_is_new(api: Api, ben: Api) -> None:
    before = api.rev()

    tie = ben.tie("clm_bridge", "repeats", CITED)

    assert [(entry["type"], entry["by"]) for entry in api.feed(before)] == [
        ("article", "ben"), ("source", "ben"), ("evidence", "ben"),
    ]  # fmt: skip
    assert tie["state"] == "proposed"
    assert not any(entry["touched"] for entry in api.feed(before))


@pytest.mark.parametrize("scope", [Scope.EDIT, Scope.ADMIN])
def test_an_editors_tie_counts_at_once(api: Api, scope: Scope) -> None:
    tie = api.by("cleo", scope).tie("clm_bridge", "repeats", "clm_ferry")

    assert (tie["state"], tie["reviewer"], tie["accepted_by"]) == ("accepted", "cleo", "cleo")


def test_an_editor_accepts_what_was_proposed(api: Api, proposed: Json) -> None:
    response = api.call("POST", "/v1/evidence/evd_ben/accept")

    tie, (entry,) = response.json or {}, api.feed(proposed["rev"])
    changed = {"state": "accepted", "accepted_by": "mina", "rev": entry["rev"], "updated_at": entry["at"]}
    assert response.status_code == 200
    assert response.headers["ETag"] == f'"{entry["rev"]}"'
    assert tie == {**proposed, **changed} == api.get("/v1/evidence/evd_ben")
    assert (entry["change"], entry["type"], entry["id"], entry["by"]) == ("updated", "evidence", "evd_ben", "mina")
    assert entry["document"] == {
        "id": "evd_ben", "subject": "clm_bridge", "tie": "repeats", "claim": "clm_ferry", "state": "accepted",
        "reviewer": "ben", "accepted_by": "mina",
    }  # fmt: skip
    assert [touched["claim"] for touched in entry["touched"]] == ["clm_bridge", "clm_ferry"]
    assert {api.get(f"/v1/claims/clm_{name}")["rev"] for name in ("bridge", "ferry")} == {entry["rev"]}


def test_a_citation_that_is_accepted_keeps_its_chain(api: Api, ben: Api) -> None:
    tie = ben.tie("clm_bridge", "repeats", CITED)

    accepted = api.call("POST", f"/v1/evidence/{tie['id']}/accept").json or {}

    assert accepted["citation"] == tie["citation"]
    assert api.feed(tie["rev"])[0]["document"]["citation"] == api.feed(tie["rev"] - 1)[0]["document"]["citation"]


@pytest.mark.parametrize("there", ["evd_noise", "evd_ben"])
def test_to_accept_twice_is_to_accept_once(api: Api, proposed: Json, there: str) -> None:
    assert proposed["id"] == "evd_ben"
    cleo = api.by("cleo", Scope.EDIT)
    first = api.call("POST", f"/v1/evidence/{there}/accept").json
    before = everything()

    again = cleo.call("POST", f"/v1/evidence/{there}/accept")

    assert (again.status_code, again.json) == (200, first)
    assert everything() == before


@pytest.mark.parametrize("body", [REPEATS, {**REPEATS, "note": "Mine."}])
def test_an_editor_accepts_by_posting_the_same_tie(api: Api, proposed: Json, body: Json) -> None:
    response = api.call("POST", PATH, body)

    tie, (entry,) = response.json or {}, api.feed(proposed["rev"])
    assert response.status_code == 200
    assert (tie["id"], tie["state"], tie["reviewer"], tie["accepted_by"]) == ("evd_ben", "accepted", "ben", "mina")
    assert (tie["note"], entry["change"]) == (NOTE, "updated")


def test_an_editor_accepts_from_the_other_end(api: Api, ben: Api) -> None:
    tie = ben.tie("clm_bridge", "supported_by", "clm_ferry")

    response = api.call("POST", "/v1/claims/clm_ferry/evidence", {"tie": "supported_by", "claim": "clm_bridge"})

    assert response.status_code == 200
    assert response.json == {**api.get(f"/v1/evidence/{tie['id']}"), "subject": "clm_bridge", "state": "accepted"}


@pytest.mark.parametrize("handle", ["ben", "cleo"])
def test_what_was_proposed_stays_so_when_a_reviewer_posts_it_again(api: Api, proposed: Json, handle: str) -> None:
    reviewer = api.by(handle)
    before = everything()

    response = reviewer.call("POST", PATH, REPEATS)

    assert (response.status_code, response.json) == (200, proposed)
    assert everything() == before


def test_a_reviewer_who_posts_what_an_editor_tied_takes_nothing_from_it(api: Api, ben: Api) -> None:
    response = ben.call("POST", "/v1/claims/clm_noise/evidence", {"tie": "repeats", "claim": "clm_other"})

    assert (response.status_code, response.json) == (200, api.get("/v1/evidence/evd_noise"))


def test_to_accept_needs_the_scope_of_an_editor(api: Api, ben: Api, proposed: Json) -> None:
    before = everything()

    assert ben.refused(403, "POST", "/v1/evidence/evd_ben/accept")["scope"] == "edit"
    assert Api(api.app, None).refused(401, "POST", "/v1/evidence/evd_ben/accept")["scope"] == "edit"

    assert everything() == before
    assert api.get("/v1/evidence/evd_ben") == proposed


@pytest.mark.parametrize(("method", "path"), [("POST", PATH), ("DELETE", "/v1/evidence/evd_noise")])
def test_evidence_needs_the_scope_of_a_reviewer(api: Api, method: str, path: str) -> None:
    reader = api.by("cleo", Scope.READ)
    before = everything()

    assert reader.refused(403, method, path, REPEATS, If_Match="*")["scope"] == "review"
    assert Api(api.app, None).refused(401, method, path, REPEATS, If_Match="*")["scope"] == "review"

    assert everything() == before


def test_a_reviewer_takes_back_what_they_proposed(api: Api, ben: Api, proposed: Json) -> None:
    claims = api.get("/v1/claims")["items"]

    ben.delete("/v1/evidence/evd_ben", proposed["rev"])

    (entry,) = api.feed(proposed["rev"])
    assert (entry["change"], entry["id"], entry["by"], entry["touched"]) == ("deleted", "evd_ben", "ben", [])
    assert api.get("/v1/claims")["items"] == claims
    assert api.ids("/v1/evidence") == ["evd_noise"]


def test_what_another_reviewer_proposed_is_not_theirs_to_take_back(api: Api, proposed: Json) -> None:
    cleo = api.by("cleo")
    before = everything()

    assert cleo.refused(403, "DELETE", f"/v1/evidence/{proposed['id']}", If_Match="*")["scope"] == "edit"

    assert everything() == before


def test_what_was_accepted_is_not_its_reviewers_to_take_back(api: Api, ben: Api, proposed: Json) -> None:
    api.call("POST", "/v1/evidence/evd_ben/accept")
    before = everything()

    problem = ben.refused(403, "DELETE", f"/v1/evidence/{proposed['id']}", If_Match="*")

    assert problem["scope"] == "edit"
    assert "edit" in problem["detail"]
    assert everything() == before


@pytest.mark.parametrize("accepted", [False, True])
def test_an_editor_ends_any_tie(api: Api, proposed: Json, *, accepted: bool) -> None:
    if accepted:
        api.call("POST", "/v1/evidence/evd_ben/accept")

    api.by("cleo", Scope.EDIT).delete(f"/v1/evidence/{proposed['id']}")

    touched = {claim["claim"] for claim in api.feed()[-1]["touched"]}
    assert touched == ({"clm_bridge", "clm_ferry"} if accepted else set())


def test_an_editors_own_tie_cannot_be_taken_back_with_a_reviewers_token(api: Api) -> None:
    assert api.by("mina").refused(403, "DELETE", "/v1/evidence/evd_noise", If_Match="*")["scope"] == "edit"
