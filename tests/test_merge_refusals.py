"""Which two rows cannot be one source, and which unnamed ones can."""

import pytest

from service.domain.vocabulary import Scope
from tests.api import Api, Json, places
from tests.stored import differences, everything

ONE, OTHER = {"id": "art_one"}, {"id": "art_other"}


@pytest.fixture(autouse=True)
def people(api: Api) -> None:
    """Store named and unnamed sources; some belong to others, one is withdrawn, one merged."""
    for article in (ONE, OTHER):
        api.post("/v1/articles", {**article, "url": f"https://{article['id'][4:]}.example/"})
    rows: list[Json] = [
        {"id": "src_ada", "name": "Ada Obi"},
        {"id": "src_ben", "name": "Ben Ito"},
        {"id": "src_port", "kind": "body", "name": "Harbour Board"},
        {"id": "src_gone", "name": "Cleo"},
        {"id": "src_was", "name": "A. Obi"},
        {"id": "src_quay", "kind": "body", "name": "Quay Office", "belongs_to": {"id": "src_port"}},
        {"id": "src_desk", "kind": "body", "name": "Quay Desk", "belongs_to": {"id": "src_quay"}},
        {"id": "src_seat", "kind": "body", "name": "Quay Seat", "belongs_to": {"id": "src_desk"}},
        {"id": "src_witness", "article": ONE},
        {"id": "src_same", "article": ONE},
        {"id": "src_third", "article": ONE},
        {"id": "src_stranger", "article": OTHER},
    ]
    for row in rows:
        api.post("/v1/sources", {"kind": "person", **row})
    api.delete("/v1/sources/src_gone")
    api.merge("src_was", "src_ada")


@pytest.mark.parametrize(
    ("source_id", "into_id", "code"),
    [
        ("src_ada", "src_ada", "same"),
        ("src_ada", "src_was", "same"),
        ("src_ada", "src_witness", "unnamed"),
        ("src_witness", "src_ada", "unnamed"),
        ("src_witness", "src_stranger", "other-article"),
        ("src_ada", "src_port", "kind"),
        ("src_port", "src_ada", "kind"),
        *[("src_port", below, "ring") for below in ("src_quay", "src_desk", "src_seat")],
        *[(below, "src_port", "ring") for below in ("src_quay", "src_desk", "src_seat")],
        ("src_ada", "src_gone", "withdrawn"),
        ("src_ada", "src_none", "unknown-id"),
        ("src_ada", "art_one", "id"),
        ("src_ada", "Ada", "id"),
        ("src_ada", None, "null"),
    ],
)
def test_what_cannot_be_one_source_is_refused(api: Api, source_id: str, into_id: Json, code: str) -> None:
    before = everything()

    problem = api.refused(422, "POST", f"/v1/sources/{source_id}/merge", {"into": into_id})

    assert places(problem) == {"/into": code}
    assert everything() == before


@pytest.mark.parametrize(("body", "fault"), [({}, {"/into": "required"}), ([], {"": "type"})])
def test_a_merge_says_into_what(api: Api, body: Json, fault: dict[str, str]) -> None:
    assert places(api.refused(422, "POST", "/v1/sources/src_ada/merge", body)) == fault


def test_a_merge_takes_no_other_key(api: Api) -> None:
    body = {"into": "src_ben", "name": "Ada Ito"}

    assert places(api.refused(422, "POST", "/v1/sources/src_ada/merge", body)) == {"/name": "unknown-field"}


@pytest.mark.parametrize(("status", "source_id"), [(404, "src_none"), (404, "art_one"), (410, "src_gone")])
def test_only_a_source_that_is_there_is_merged(api: Api, status: int, source_id: str) -> None:
    problem = api.refused(status, "POST", f"/v1/sources/{source_id}/merge", {"into": "src_ada"})

    assert "merged_into" not in problem


def test_a_merge_needs_the_scope_of_an_editor(api: Api) -> None:
    before = api.rev()

    problem = api.by("cleo").refused(403, "POST", "/v1/sources/src_ada/merge", {"into": "src_ben"})

    assert problem["scope"] == Scope.EDIT
    assert api.rev() == before


@pytest.mark.parametrize(
    ("key", "most", "word"), [("aliases", 100, "Alias {}"), ("same_as", 50, "https://data.example/{}")]
)
def test_more_names_or_uris_than_a_source_can_have_are_refused(api: Api, key: str, most: int, word: str) -> None:
    api.patch("/v1/sources/src_ada", {key: [word.format("one-more")]})
    api.patch("/v1/sources/src_ben", {key: [word.format(number) for number in range(most)]})
    before = everything()

    problem = api.refused(422, "POST", "/v1/sources/src_ada/merge", {"into": "src_ben"})

    assert places(problem) == {"/into": "too-many"}
    assert everything() == before


def test_siblings_become_one_and_stay_with_their_owner(api: Api) -> None:
    api.post("/v1/sources", {"id": "src_pier", "kind": "body", "name": "Pier", "belongs_to": {"id": "src_port"}})

    assert api.merge("src_quay", "src_pier")["belongs_to"]["id"] == "src_port"

    assert api.get("/v1/sources/src_desk")["belongs_to"]["id"] == "src_pier"
    assert differences() == []


def test_two_unnamed_sources_of_one_article_become_one(api: Api) -> None:
    link = {"source_type": "undisclosed", "identification": "bare"}
    for name in ("witness", "same", "third"):
        api.claim(id=f"clm_{name}", article=ONE, attribution=[{**link, "source": {"id": f"src_{name}"}}])

    merged = api.merge("src_same", "src_witness")

    assert (merged["number"], merged["name"], merged["aliases"]) == (1, None, [])
    assert api.ids("/v1/claims", speaker_id="src_witness") == ["clm_same", "clm_witness"]
    assert api.ids("/v1/sources", article_id="art_one") == ["src_third", "src_witness"]
    assert differences() == []


@pytest.mark.parametrize(("known", "found"), [("src_same", "src_ada"), ("src_witness", "src_ben"), (None, None)])
def test_who_one_of_them_was_found_to_be_is_who_they_are(api: Api, known: str | None, found: str | None) -> None:
    citation = {"article": OTHER}
    who = {"src_same": "src_ada", "src_witness": "src_ben"}
    for source_id in [] if known is None else [known, *(["src_same"] if known == "src_witness" else [])]:
        identified = {"source": {"id": who[source_id]}, "citation": citation}
        api.patch(f"/v1/sources/{source_id}", {"identified_as": identified})

    merged = api.merge("src_same", "src_witness")

    assert ((merged["identified_as"] or {}).get("source") or {}).get("id") == found
    assert api.ids("/v1/sources", identified_as="src_ada") == (["src_witness"] if found == "src_ada" else [])
    assert differences() == []
