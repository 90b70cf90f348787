"""Idempotency-Key: what is sent again is answered again, and not done again."""

import pytest

from service.domain.vocabulary import Scope
from tests.api import Api, Json, named, places
from tests.erasing import REASON
from tests.repeating import CLAIM, send, told
from tests.stored import everything

ROUTES: dict[str, Json] = {
    "/v1/articles": {"url": "https://new.example/"},
    "/v1/sources": {"kind": "person", "name": "New"},
    "/v1/sources/<source_id>/merge": {"into": "src_ben"},
    "/v1/claims": CLAIM,
    "/v1/claims/<claim_id>/tags": {"term": "check:done", "note": "Seen."},
    "/v1/claims/<claim_id>/evidence": {"tie": "repeats", "claim": "clm_b", "note": "Word for word."},
    "/v1/evidence/<evidence_id>/accept": None,
    "/v1/rows": {"claim": CLAIM},
    "/v1/articles/<article_id>/erase": {"paths": ["/title"], "reason": REASON},
    "/v1/sources/<source_id>/erase": {"paths": ["/name"], "reason": REASON},
    "/v1/claims/<claim_id>/erase": {"paths": ["/statement"], "reason": REASON},
    "/v1/evidence/<evidence_id>/erase": {"paths": ["/note"], "reason": REASON},
    "/v1/tags/<tag_id>/erase": {"paths": ["/note"], "reason": REASON},
}


@pytest.fixture(autouse=True)
def rows(api: Api) -> None:
    """Store a row of each type."""
    api.post("/v1/sources", {"id": "src_ada", "kind": "person", "name": "Ada Obi"})
    api.post("/v1/sources", {"id": "src_ben", "kind": "person", "name": "Ben Ito"})
    api.claim(id="clm_a", article={"id": "art_a", "url": "https://a.example/", "title": "A"})
    api.claim(id="clm_b")
    api.tag("clm_a", "check:only", id="tag_a", note="Not seen.")
    api.by("ben").tie("clm_a", "supported_by", "clm_b", id="evd_a", note="So it seems.")


def test_every_address_of_the_api_that_takes_a_post_is_tried_here(api: Api) -> None:
    taking = {rule.rule for rule in api.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert {rule for rule in taking if rule.startswith("/v1/")} == set(ROUTES)


@pytest.mark.parametrize("path", ROUTES)
def test_what_is_sent_again_with_its_key_is_answered_again_and_writes_nothing(admin: Api, path: str) -> None:
    first = send(admin, path, ROUTES[path])
    assert first.status_code in {200, 201}, first.get_data(as_text=True)
    before = everything()

    again = send(admin, path, ROUTES[path])

    assert told(again) == told(first)
    assert again.headers["X-Request-Id"] != first.headers["X-Request-Id"]
    assert everything() == before


def test_several_claims_of_one_request_are_answered_again(api: Api) -> None:
    body = {**CLAIM, "also": [[named("Other")]]}
    first = send(api, "/v1/claims", body)

    assert told(send(api, "/v1/claims", body)) == told(first)
    assert len(api.ids("/v1/claims", article_url="https://new.example/")) == 2


def test_a_tag_that_stood_is_answered_again_as_standing(api: Api) -> None:
    first = send(api, "/v1/claims/<claim_id>/tags", {"term": "check:only"})

    assert first.status_code == 200
    assert told(send(api, "/v1/claims/<claim_id>/tags", {"term": "check:only"})) == told(first)


def test_without_a_key_it_is_done_again(api: Api) -> None:
    ids = {(send(api, "/v1/claims", CLAIM, key).json or {})["id"] for key in (None, None, "one", "two")}

    assert len(ids) == 4


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/claims", {**CLAIM, "statement": "It is not so."}),
        ("/v1/claims", {**CLAIM, "also": []}),
        ("/v1/sources", CLAIM),
        ("/v1/claims/<claim_id>/tags", CLAIM),
        ("/v1/claims?x=1", CLAIM),
    ],
)
def test_a_key_belongs_to_one_body_at_one_address(api: Api, path: str, body: Json) -> None:
    first = send(api, "/v1/claims", CLAIM)
    before = everything()

    problem = send(api, path, body)

    assert problem.status_code == 422
    assert "It is" not in problem.get_data(as_text=True)
    assert list(places(problem.json)) == ["x" if "?" in path else "Idempotency-Key"]
    assert everything() == before
    assert told(send(api, "/v1/claims", CLAIM)) == told(first)


def test_a_trial_and_a_load_are_two_requests(api: Api) -> None:
    assert send(api, "/v1/rows?dry_run=true", ROUTES["/v1/rows"]).status_code == 200

    assert places(send(api, "/v1/rows", ROUTES["/v1/rows"]).json) == {"Idempotency-Key": "reused"}


@pytest.mark.parametrize("handle", ["mina", "ben"])
def test_the_same_key_of_another_token_is_another_key(api: Api, handle: str) -> None:
    first = send(api, "/v1/claims", CLAIM)

    other = send(api.by(handle, Scope.EDIT), "/v1/claims", CLAIM)

    assert other.status_code == 201
    assert other.headers["Location"] != first.headers["Location"]


@pytest.mark.parametrize("key", ["", " ", '""', '"', 'a"', '"a', "a b", "a\tb", "é", "\x7f", "a" * 256])
def test_a_key_that_cannot_be_read_is_refused(api: Api, key: str) -> None:
    before = everything()

    response = send(api, "/v1/claims", CLAIM, key)

    assert (response.status_code, places(response.json)) == (400, {"Idempotency-Key": "form"})
    assert everything() == before


@pytest.mark.parametrize("key", ["a", "~!'(),/:;<=>?@[]{}|`^\\", "8e03978e-40d5-43dd-bc93-6894a57f9324", "a" * 255])
def test_a_key_is_the_same_in_quotation_marks_and_without(api: Api, key: str) -> None:
    first = send(api, "/v1/claims", CLAIM, key)

    assert told(send(api, "/v1/claims", CLAIM, f' "{key}" ')) == told(first)


@pytest.mark.parametrize("key", ["one", "no key"])
def test_a_key_is_not_used_without_a_token(api: Api, key: str) -> None:
    before = everything()

    assert send(Api(api.app, None), "/v1/claims", CLAIM, key).status_code == 401

    assert everything() == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_key_means_nothing_to_a_reader(api: Api, method: str) -> None:
    assert send(api, "/v1/claims", None, "no key", method).status_code == 200
