"""Merging: two rows turn out to be one source, and one of them stands for both from then on."""

import pytest

from tests.api import Api, Json, named, places
from tests.stored import differences

URI, OTHER_URI = "https://data.example/courier", "https://data.example/gazette"
COURIER: Json = {"id": "src_courier", "kind": "outlet", "name": "Courier", "aliases": ["The Courier"], "same_as": [URI]}
GAZETTE: Json = {"id": "src_gazette", "kind": "outlet", "name": "Gazette", "aliases": ["THE courier", "Gaz"]}
SHOWN = {
    "/v1/claims": ["clm_passed", "clm_published", "clm_said"],
    "/v1/articles": ["art_courier"],
    "/v1/sources": ["src_sport", "src_witness"],
}


def link(source_id: str) -> Json:
    return {"source": {"id": source_id}, "source_type": "media"}


@pytest.fixture(autouse=True)
def newsroom(api: Api) -> None:
    """Let rows of every type show the Courier, others the Gazette, and others the Daily."""
    owner = {"id": "src_house", "kind": "body", "name": "Courier House"}
    api.post("/v1/sources", {**COURIER, "belongs_to": owner})
    api.post("/v1/sources", {**GAZETTE, "same_as": [OTHER_URI]})
    api.post("/v1/sources", {"id": "src_daily", "kind": "outlet", "name": "Daily"})
    for name, sport in (("courier", "src_sport"), ("daily", "src_other-sport")):
        publisher = {"id": f"src_{name}"}
        api.post("/v1/articles", {"id": f"art_{name}", "url": f"https://{name}.example/", "publisher": publisher})
        api.post("/v1/sources", {"id": sport, "kind": "outlet", "name": sport, "belongs_to": publisher})
    chains = {
        "clm_said": [link("src_courier")],
        "clm_passed": [link("src_courier"), named("Ada Obi")],
        "clm_noise": [link("src_daily"), named("Ben Ito")],
        "clm_gazette": [link("src_gazette"), named("Ben Ito")],
        "clm_gone": [link("src_courier")],
    }
    for claim_id, chain in chains.items():
        api.claim(id=claim_id, article={"id": "art_daily"}, attribution=chain)
    api.claim(id="clm_published", article={"id": "art_courier"})
    api.delete("/v1/claims/clm_gone")
    citation = {"article": {"id": "art_daily"}}
    identified = {"identified_as": {"source": {"id": "src_courier"}, "citation": citation}}
    api.post("/v1/sources", {"id": "src_witness", "kind": "person", "article": {"id": "art_courier"}, **identified})


def documents(api: Api) -> dict[str, Json]:
    return {row["id"]: row for path in SHOWN for row in api.get(path, limit=200)["items"]}


def moved(api: Api, before: dict[str, Json]) -> set[str]:
    return {row_id for row_id, row in documents(api).items() if row != before[row_id]}


def test_the_one_that_stays_is_the_answer_and_has_the_names_and_uris_of_both(api: Api) -> None:
    response = api.call("POST", "/v1/sources/src_courier/merge", {"into": "src_gazette"})

    gazette = response.json or {}
    assert response.status_code == 200
    assert response.headers["ETag"] == f'"{gazette["rev"]}"'
    assert (gazette["id"], gazette["name"], gazette["kind"]) == ("src_gazette", "Gazette", "outlet")
    assert gazette["aliases"] == ["THE courier", "Gaz", "Courier"]
    assert gazette["same_as"] == [OTHER_URI, URI]
    assert api.get("/v1/sources/src_gazette") == gazette
    assert differences() == []


@pytest.mark.parametrize(
    "query", ["name=courier", "name=the+courier", "name=gazette", "name=gaz", f"same_as={URI}", f"same_as={OTHER_URI}"]
)
def test_the_one_that_stays_is_found_by_what_either_was_called(api: Api, query: str) -> None:
    api.merge("src_courier", "src_gazette")

    assert api.ids(f"/v1/sources?{query}") == ["src_gazette"]


def test_an_owner_is_taken_over_unless_there_is_one(api: Api) -> None:
    assert api.merge("src_courier", "src_gazette")["belongs_to"]["id"] == "src_house"

    api.post("/v1/sources", {"id": "src_post", "kind": "outlet", "name": "Post", "belongs_to": {"id": "src_daily"}})

    assert api.merge("src_gazette", "src_post")["belongs_to"]["id"] == "src_daily"


def test_all_that_showed_the_merged_one_shows_the_other_under_the_revision_of_the_merge(api: Api) -> None:
    before = documents(api)

    api.merge("src_courier", "src_gazette")

    after, rev = documents(api), api.rev()
    reached = {row_id for rows in SHOWN.values() for row_id in rows}
    assert moved(api, before) == {*reached, "src_gazette"}
    assert {after[row_id]["rev"] for row_id in reached} == {rev}
    assert not any("Courier" in str(after[row_id]) for row_id in reached)
    mention = {"id": "src_gazette", "kind": "outlet", "name": "Gazette"}
    assert after["clm_passed"]["attribution"][0]["source"] == mention
    assert after["clm_published"]["article"]["publisher"] == {"id": "src_gazette", "name": "Gazette"}
    assert after["art_courier"]["publisher"] == after["src_sport"]["belongs_to"] == mention
    assert after["src_witness"]["identified_as"]["source"] == mention


def test_a_merge_is_one_entry_that_touches_the_claims_that_showed_the_merged_one(api: Api) -> None:
    before = api.rev()

    api.merge("src_courier", "src_gazette")

    updated, merged = api.feed(before)
    assert (updated["change"], updated["id"], updated["touched"]) == ("updated", "src_gazette", [])
    assert updated["document"]["aliases"] == ["THE courier", "Gaz", "Courier"]
    assert (merged["change"], merged["type"], merged["id"]) == ("merged", "source", "src_courier")
    assert merged["document"] == {"id": "src_courier", "into": "src_gazette"}
    assert [touched["claim"] for touched in merged["touched"]] == SHOWN["/v1/claims"]


def test_a_merge_that_teaches_nothing_new_changes_nothing_of_the_one_that_stays(api: Api) -> None:
    api.post("/v1/sources", {"id": "src_gaz", "kind": "outlet", "name": "GAZ", "new": True})
    before, gazette = api.rev(), api.get("/v1/sources/src_gazette")

    assert api.merge("src_gaz", "src_gazette") == gazette

    assert [(entry["change"], entry["id"]) for entry in api.feed(before)] == [("merged", "src_gaz")]


def test_claims_keep_their_wording_their_tags_and_their_history(api: Api) -> None:
    tag = api.tag("clm_said")
    claim, history = api.get("/v1/claims/clm_said"), api.get("/v1/changes", claim_id="clm_said")["items"]

    api.merge("src_courier", "src_gazette")

    after = api.get("/v1/claims/clm_said")
    moving = {key: after[key] for key in ("rev", "updated_at", "attribution", "corroboration")}
    assert after == {**claim, **moving}
    assert {**after["attribution"][0], "source": None} == {**claim["attribution"][0], "source": None}
    *before, merged = api.get("/v1/changes", claim_id="clm_said")["items"]
    assert (before, merged["change"]) == (history, "merged")
    assert api.get(f"/v1/tags/{tag['id']}") == tag


def test_a_withdrawn_claim_stays_as_it_was(api: Api) -> None:
    gone = api.refused(410, "GET", "/v1/claims/clm_gone")

    api.merge("src_courier", "src_gazette")

    assert {**api.refused(410, "GET", "/v1/claims/clm_gone"), "instance": gone["instance"]} == gone
    assert "clm_gone" not in str(api.feed(gone["rev"]))


def test_a_chain_that_had_both_has_one_twice(api: Api) -> None:
    api.claim(id="clm_both", attribution=[link("src_courier"), link("src_gazette")])

    api.merge("src_courier", "src_gazette")

    chain = api.get("/v1/claims/clm_both")["attribution"]
    assert [step["source"]["id"] for step in chain] == ["src_gazette", "src_gazette"]
    assert api.ids("/v1/claims", ("source_id__all", "src_courier"), ("source_id__all", "src_gazette")) == sorted(
        ["clm_both", "clm_gazette", "clm_passed", "clm_said"]
    )


def test_a_document_that_gets_its_first_uri_is_shown_as_documented_everywhere(api: Api) -> None:
    for name, keys in (("register", {"same_as": [OTHER_URI + "/1"]}), ("ledger", {})):
        api.post("/v1/sources", {"id": f"src_{name}", "kind": "document", "name": name, **keys})
        chain = [{"source": {"id": f"src_{name}"}, "source_type": "document"}]
        api.claim(id=f"clm_{name}", attribution=chain)
    api.claim(id="clm_one-more", attribution=[{"source": {"id": "src_ledger"}, "source_type": "document"}])

    api.merge("src_register", "src_ledger")

    assert api.ids("/v1/claims", documented="true") == ["clm_ledger", "clm_one-more", "clm_register"]
    assert api.ids("/v1/claims", rev=api.rev()) == ["clm_ledger", "clm_one-more", "clm_register"]
    assert differences() == []


@pytest.mark.parametrize(
    ("method", "suffix", "body"),
    [
        ("GET", "", None), ("HEAD", "", None), ("PATCH", "", {"name": "Courier"}), ("DELETE", "", None),
        ("POST", "/merge", {"into": "src_daily"}),
    ],
)  # fmt: skip
def test_the_merged_one_is_gone_and_says_what_stands_for_it(api: Api, method: str, suffix: str, body: Json) -> None:
    api.merge("src_courier", "src_gazette")

    response = api.call(method, f"/v1/sources/src_courier{suffix}", body, If_Match="*")

    assert response.status_code == 410
    if method != "HEAD":
        problem = response.json or {}
        assert (problem["merged_into"], problem["rev"]) == ("src_gazette", api.rev())
        assert problem["deleted_at"] == api.feed(api.rev() - 1)[0]["at"]


def test_the_id_of_the_merged_one_is_not_given_again(api: Api) -> None:
    api.merge("src_courier", "src_gazette")

    problem = api.refused(409, "POST", "/v1/sources", {**COURIER, "name": "Another", "aliases": [], "same_as": []})

    assert places(problem) == {"/id": "exists"}
    named_again = api.refused(409, "POST", "/v1/sources", {"kind": "outlet", "name": "Courier"})
    assert named_again["ids"] == ["src_gazette"]
