"""One statement that several chains carry: a claim for each, in one request."""

import pytest

from tests.api import Api, Json, named, outlet, places, unnamed
from tests.passages import TEXT, place
from tests.stored import differences, everything

ARTICLE = {"id": "art_a", "url": "https://news.example/1", "text": TEXT, "language": "en"}
BODY: Json = {"article": ARTICLE, "statement": "The bridge is closed.", "attribution": [named("Ada Obi")]}


def posted(api: Api, *chains: Json, **keys: Json) -> list[Json]:
    """Store a claim of Ada Obi and one for each further chain."""
    return list(api.post("/v1/claims", {**BODY, "also": list(chains), **keys})["items"])


def sources(claim: Json) -> list[str]:
    return [link["source"]["id"] for link in claim["attribution"]]


def test_each_chain_is_a_claim_of_its_own(api: Api) -> None:
    response = api.call("POST", "/v1/claims", {**BODY, "also": [[outlet("Courier"), named("Ben Ito")], []]})

    items = (response.json or {})["items"]
    assert (response.status_code, list(response.json or {})) == (201, ["items"])
    assert [[link["source"]["name"] for link in item["attribution"]] for item in items] == [
        ["Ada Obi"], ["Courier", "Ben Ito"], [],
    ]  # fmt: skip
    assert [item["corroboration"]["status"] for item in items] == ["corroborated"] * 3
    assert len({item["story"] for item in items}) == 1
    assert [api.get(f"/v1/claims/{item['id']}") for item in items] == items
    assert differences() == []


def test_all_of_them_say_the_same_in_the_same_place(api: Api) -> None:
    selector = place(TEXT, "It opens on Monday.")

    items = posted(api, [named("Ben Ito")], [], quote="on Monday", selector=selector, language="fr")

    assert [(item["quote"], item["selector"], item["in_text"]) for item in items] == [("on Monday", selector, True)] * 3
    assert [(item["statement"], item["language"]) for item in items] == [("The bridge is closed.", "fr")] * 3
    assert {item["article"]["id"] for item in items} == {"art_a"}


def test_a_quote_is_found_for_all_of_them(api: Api) -> None:
    items = posted(api, [named("Ben Ito")], quote="on Monday")

    assert [item["selector"] for item in items] == [place(TEXT, "on Monday")] * 2
    assert [item["language"] for item in items] == ["en", "en"]


@pytest.mark.parametrize(("given", "positions"), [(None, [3, 4, 5]), (1, [1, 2, 3]), (10, [10, 11, 12])])
def test_they_stand_one_behind_the_other(api: Api, given: int | None, positions: list[int]) -> None:
    for _ in range(2):
        api.claim(article=ARTICLE)
    api.claim(article={"url": "https://noise.example/"}, position=100)

    assert [item["position"] for item in posted(api, [], [], position=given)] == positions


def test_the_last_of_them_needs_a_position_too(api: Api) -> None:
    assert posted(api, [], position=999_999)[1]["position"] == 1_000_000

    problem = api.refused(422, "POST", "/v1/claims", {**BODY, "also": [[], []], "position": 999_999})

    assert places(problem) == {"/position": "range"}


def test_an_id_is_that_of_the_first(api: Api) -> None:
    first, second = posted(api, [], id="clm_first")

    assert first["id"] == "clm_first"
    assert second["id"].startswith("clm_0")


def test_derived_keys_speak_of_the_first(api: Api) -> None:
    derived = {"source_type": "expert", "speaker_kind": "named", "hearsay_depth": 1, "channel": None}

    assert [item["hearsay_depth"] for item in posted(api, [outlet("Courier"), named("Ada Obi")], **derived)] == [1, 2]


def test_unnamed_sources_are_several_people_unless_numbered(api: Api) -> None:
    items = posted(api, [unnamed()], [unnamed()], [unnamed(number=7)], [unnamed(number=7)])

    first, second, third, fourth = [sources(item)[0] for item in items[1:]]
    assert len({first, second, third}) == 3
    assert third == fourth
    assert len(api.ids("/v1/sources", article_id="art_a")) == 3


def test_somebody_with_a_name_is_one_source_in_all_of_them(api: Api) -> None:
    items = posted(api, [outlet("Courier"), named("ADA obi")], [outlet("Courier")])

    assert sources(items[1]) == [*sources(items[2]), *sources(items[0])]


def test_an_article_with_a_publisher_that_is_new_is_made_once(api: Api) -> None:
    api.post("/v1/sources", {"kind": "outlet", "name": "The Daily"})
    article = {"url": "https://new.example/", "publisher": {"name": "The Daily", "new": True}, "authors": ["Cleo"]}

    items = posted(api, [named("Ben Ito")], [], article=article)

    assert len({item["article"]["publisher"]["id"] for item in items}) == 1
    assert len(api.ids("/v1/sources", name="The Daily")) == 2


def test_each_further_one_is_tied_to_the_first_and_counts_at_once(api: Api) -> None:
    first, *further = posted(api, [named("Ben Ito")], [])

    ties = api.get("/v1/evidence")["items"]
    assert [(tie["subject"], tie["tie"], tie["claim"]) for tie in ties] == [
        (item["id"], "supported_by", first["id"]) for item in further
    ]
    assert [(tie["state"], tie["reviewer"], tie["accepted_by"]) for tie in ties] == [("accepted", "mina", "mina")] * 2
    assert [entry["id"] for entry in api.feed() if entry["type"] == "evidence"] == [tie["id"] for tie in ties]


def test_the_answer_shows_them_as_they_are_when_all_are_tied(api: Api) -> None:
    items = posted(api, [named("Ben Ito")], [])

    last = api.feed()[-1]
    assert (last["type"], last["rev"]) == ("evidence", api.rev())
    assert [item["rev"] for item in items] == [last["rev"]] * 3
    assert {touched["claim"] for touched in last["touched"]} == {item["id"] for item in items}


def test_without_a_further_chain_the_answer_is_a_list_of_one(api: Api) -> None:
    assert [item["attribution"][0]["source"]["name"] for item in posted(api)] == ["Ada Obi"]
    assert api.ids("/v1/evidence") == []


def test_each_is_an_entry_of_the_feed_in_order(api: Api) -> None:
    items = posted(api, [named("Ben Ito")], [])

    entries = [entry for entry in api.feed() if entry["type"] == "claim"]
    assert [(entry["id"], entry["rev"]) for entry in entries] == [(item["id"], item["worded_rev"]) for item in items]
    assert all("also" not in entry["document"] for entry in entries)
    assert [[touched["claim"] for touched in entry["touched"]] for entry in entries] == [[item["id"]] for item in items]


@pytest.mark.parametrize(
    ("also", "where"),
    [
        ([[{**named("Ben Ito"), "source_type": "expart"}]], "/also/0/0/source_type"),
        ([[], [named("Ben Ito"), {"source": {"name": "Cleo"}}]], "/also/1/1/source_type"),
        ([[{**named("Ben Ito"), "count": 2}]], "/also/0/0/count"),
        ([[named("Ben Ito")], [named("Cleo"), {**named("Dan"), "identification": "bare"}]], "/also/1/1/source/name"),
        ([[{"source": {"id": "src_none"}, "source_type": "expert"}]], "/also/0/0/source/id"),
        ([[{"source": {"kind": "person"}, "source_type": "expert"}]], "/also/0/0/identification"),
        ([{"attribution": []}], "/also/0"),
        ([None], "/also/0"),
        (None, "/also"),
        ({}, "/also"),
        ([[]] * 16, "/also"),
        ([[named(f"Link {place}") for place in range(17)]], "/also/0"),
    ],
)
def test_a_fault_names_its_chain_and_nothing_is_half_written(api: Api, also: Json, where: str) -> None:
    before = everything()

    problem = api.refused(422, "POST", "/v1/claims", {**BODY, "also": also})

    assert list(places(problem)) == [where]
    assert everything() == before


def test_what_differs_from_what_is_stored_names_its_chain(api: Api) -> None:
    api.post("/v1/sources", {"id": "src_ben", "kind": "person", "name": "Ben Ito"})
    before = everything()
    differing = {"source": {"id": "src_ben", "name": "Ben Ota"}, "source_type": "expert"}

    problem = api.refused(409, "POST", "/v1/claims", {**BODY, "also": [[named("Cleo")], [differing]]})

    assert places(problem) == {"/also/1/0/source/name": "differs"}
    assert everything() == before


def test_fifteen_further_chains_are_taken(api: Api) -> None:
    assert len(posted(api, *[[named(f"Somebody {number}")] for number in range(15)])) == 16


def test_a_patch_has_one_chain(api: Api) -> None:
    claim = api.claim()

    problem = api.refused(422, "PATCH", f"/v1/claims/{claim['id']}", {"also": [[]]}, If_Match="*")

    assert places(problem) == {"/also": "one-claim"}
    assert api.get(f"/v1/claims/{claim['id']}") == claim
