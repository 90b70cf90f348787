"""What a tag must be, who may give it, and who may read its note."""

import pytest

from service.domain.vocabulary import Scope
from tests.api import Api, Json, places
from tests.stored import everything
from tests.vocabularies import hold

PATH = "/v1/claims/clm_bridge/tags"
NOTE = "Rung up on Monday; keep this out of the paper."


@pytest.fixture(autouse=True)
def bridge(api: Api) -> Json:
    """Store a claim that is to be judged, and one that is judged already."""
    api.claim("The weather is fine.", id="clm_noise")
    api.tag("clm_noise", "check:only", id="tag_noise")
    return api.claim(id="clm_bridge")


@pytest.mark.parametrize(
    "term",
    [
        "done", "", " ", ":", "check:", "check: ", ":done", " :done", 'check:="b"', 'check: ="b"', ':level="b"',
        "check:\0", "check:" + "a" * 495, None, 5, ["check:done"],
    ],
)  # fmt: skip
def test_what_is_no_machine_tag_is_refused(api: Api, term: Json) -> None:
    before = everything()

    problem = api.refused(422, "POST", PATH, {"term": term})

    assert list(places(problem)) == ["/term"]
    assert everything() == before


@pytest.mark.parametrize("path", ["/v1/tags?term=done", "/v1/claims?tag__not=done"])
def test_a_filter_refuses_what_is_no_machine_tag(api: Api, path: str) -> None:
    assert list(places(api.refused(422, "GET", path)).values()) == ["machine-tag"]


@pytest.mark.parametrize(
    "term", ["a:b", "check:" + "a" * 494, 'a:b=""', 'a:b:c="d:e"', "a:b=c", 'A b:"c"="d="e""', 'a:b="c', "a:b\n\u202ec"]
)
def test_a_machine_tag_is_namespace_and_predicate_and_perhaps_a_value(api: Api, term: str) -> None:
    hold(term)

    assert api.tag("clm_bridge", term)["term"] == term


@pytest.mark.parametrize("differing", ["CHECK:done", "check:Done", "check:done ", "check:dóne", "check:do\u0301ne"])
def test_terms_that_differ_in_anything_are_two(api: Api, differing: str) -> None:
    hold("check:done", "check:d\u00f3ne2", differing)
    api.tag("clm_bridge")
    api.tag("clm_bridge", "check:d\u00f3ne2")

    api.tag("clm_bridge", differing)

    assert len(api.get("/v1/claims/clm_bridge")["tags"]) == 3


def test_a_tag_has_the_id_that_its_reviewer_chose(api: Api) -> None:
    assert api.tag("clm_bridge", id="tag_mine-1")["id"] == "tag_mine-1"
    assert api.get("/v1/tags/tag_mine-1")["claim"] == "clm_bridge"


@pytest.mark.parametrize("withdrawn", [False, True])
def test_an_id_is_given_to_one_tag_only(api: Api, *, withdrawn: bool) -> None:
    if withdrawn:
        api.delete("/v1/tags/tag_noise")
    before = everything()

    problem = api.refused(409, "POST", PATH, {"id": "tag_noise", "term": "check:done"})

    assert (problem["id"], places(problem)) == ("tag_noise", {"/id": "exists"})
    assert everything() == before


def test_what_was_read_may_be_sent_back(api: Api) -> None:
    tag = api.tag("clm_bridge", note="Seen.")

    response = api.call("POST", PATH, tag)

    assert (response.status_code, response.json) == (200, tag)


@pytest.mark.parametrize(
    ("keys", "where"),
    [
        ({"claim": "clm_noise"}, "/claim"),
        ({"reviewer": "ben"}, "/reviewer"),
        ({"id": "clm_a"}, "/id"),
        ({"id": "tag_A"}, "/id"),
        ({"note": ""}, "/note"),
        ({"note": "a" * 5_001}, "/note"),
        ({"notes": "Seen."}, "/notes"),
    ],
)
def test_a_tag_that_says_what_cannot_be_is_refused(api: Api, keys: Json, where: str) -> None:
    api.by("ben")
    before = everything()

    assert list(places(api.refused(422, "POST", PATH, {"term": "check:done", **keys}))) == [where]

    assert everything() == before


def test_only_a_claim_that_is_there_is_judged(api: Api) -> None:
    api.delete("/v1/claims/clm_bridge")
    before = everything()

    assert api.refused(410, "POST", PATH, {"term": "check:done"})["deleted_at"]
    assert api.refused(404, "POST", "/v1/claims/clm_none/tags", {"term": "check:done"})
    assert everything() == before


@pytest.mark.parametrize(("method", "path"), [("POST", PATH), ("DELETE", "/v1/tags/tag_noise")])
def test_a_judgement_needs_the_scope_of_a_reviewer(api: Api, method: str, path: str) -> None:
    before = api.rev()

    assert api.by("ben", Scope.READ).refused(403, method, path, {"term": "check:done"})["scope"] == "review"
    assert Api(api.app, None).refused(401, method, path, {"term": "check:done"})["scope"] == "review"

    assert api.rev() == before


def test_a_note_is_read_with_a_token_and_by_nobody_else(api: Api) -> None:
    tag = api.tag("clm_bridge", note=NOTE)
    reader, public = api.by("ben", Scope.READ), Api(api.app, None)
    path = f"/v1/tags/{tag['id']}"

    assert tag["note"] == reader.get(path)["note"] == NOTE
    assert [item["note"] for item in reader.get("/v1/tags")["items"]] == [NOTE, None]
    assert public.get(path) == {key: value for key, value in tag.items() if key != "note"}
    assert public.get("/v1/tags")["items"] == [public.get(path), public.get("/v1/tags/tag_noise")]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_note_is_in_no_public_document(api: Api, *, withdrawn: bool) -> None:
    tag = api.tag("clm_bridge", note=NOTE)
    if withdrawn:
        api.delete(f"/v1/tags/{tag['id']}")

    for path in ("/v1/changes", "/v1/claims", "/v1/claims/clm_bridge", "/v1/reviewers"):
        assert NOTE not in str(api.get(path))
    for path in ("/v1/tags?state=current&state=withdrawn", f"/v1/tags/{tag['id']}"):
        assert "note" not in Api(api.app, None).call("GET", path).get_data(as_text=True)
    tables = [name for name, rows in everything().items() if any(NOTE in row for row in rows)]
    assert tables == ["Tag"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/tags"), ("HEAD", "/v1/tags"), ("GET", "/v1/tags/tag_noise"), ("GET", "/v1/tags/tag_none"),
        ("POST", PATH), ("GET", "/v1/tags?x=1"), ("DELETE", "/v1/tags/tag_noise"),
    ],
)  # fmt: skip
def test_every_answer_about_tags_varies_by_who_asks(api: Api, method: str, path: str) -> None:
    for caller in (api, Api(api.app, None)):
        response = caller.call(method, path, {"term": "check:done"} if method == "POST" else None)

        varies = {*response.headers["Vary"].split(", ")}
        assert varies - {"Accept"} == {"Authorization", "Accept-Encoding"}
        assert ("Accept" in varies) is (path == "/v1/tags")


def test_a_tag_that_did_not_change_is_not_sent_again(api: Api) -> None:
    etag = api.call("GET", "/v1/tags/tag_noise").headers["ETag"]

    assert api.call("GET", "/v1/tags/tag_noise", If_None_Match=etag).status_code == 304
