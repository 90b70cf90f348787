"""The links of a chain: who may stand in one, how the article identifies them, and that no hidden name is kept."""

import pytest

from tests.api import Api, Json, named, outlet, places, unnamed
from tests.stored import everything

HIDDEN = "Zebedee Quartermain"
ADA = {"kind": "person", "name": "Ada Obi"}
SOMEBODY = {"kind": "person"}


def link(source: Json, **keys: Json) -> Json:
    return {"source": source, "source_type": "expert", **keys}


def body(*chain: Json, url: str = "https://news.example/1") -> Json:
    return {"article": {"url": url}, "statement": "The bridge is closed.", "attribution": list(chain)}


def source_of(claim: Json) -> str:
    """Give the id of the source that a claim rests on."""
    return str(claim["attribution"][-1]["source"]["id"])


def number_of(api: Api, claim: Json) -> int:
    """Give the number of the unnamed source that a claim rests on."""
    return int(api.get(f"/v1/sources/{source_of(claim)}")["number"])


def test_a_chain_of_16_links_is_taken(api: Api) -> None:
    claim = api.claim(attribution=[outlet(f"Outlet {place}") for place in range(16)])

    assert claim["hearsay_depth"] == 16
    assert [link["source"]["name"] for link in claim["attribution"]] == [f"Outlet {place}" for place in range(16)]


def test_a_chain_of_17_links_is_refused(api: Api) -> None:
    problem = api.refused(422, "POST", "/v1/claims", body(*[outlet(f"Outlet {place}") for place in range(17)]))

    assert places(problem) == {"/attribution": "too-many"}


def test_the_own_voice_is_no_links_type(api: Api) -> None:
    problem = api.refused(422, "POST", "/v1/claims", body(named("The Daily", "outlet", "outlet")))

    assert places(problem) == {"/attribution/0/source_type": "unknown-word"}


@pytest.mark.parametrize("key", ["source", "source_type"])
def test_a_link_needs_a_source_and_its_type(api: Api, key: str) -> None:
    one = {name: value for name, value in named("Ada Obi").items() if name != key}

    assert places(api.refused(422, "POST", "/v1/claims", body(one))) == {f"/attribution/0/{key}": "required"}


def test_a_new_source_needs_a_kind(api: Api) -> None:
    problem = api.refused(422, "POST", "/v1/claims", body(link({"name": "Ada Obi"})))

    assert places(problem) == {"/attribution/0/source/kind": "required"}


def test_a_link_keeps_how_the_article_presents_the_source(api: Api) -> None:
    printed: Json = {
        "as_printed": "Dr Obi", "role": "engineer", "affiliation": "Harbour Board", "description": "who built it",
        "channel": "quote", "cue": "said", "ground_rule": "on-the-record", "anonymity_reason": None, "count": None,
    }  # fmt: skip

    (kept,) = api.claim(attribution=[named("Ada Obi", **printed)])["attribution"]

    assert {key: kept[key] for key in printed} == printed


def test_a_link_to_a_source_with_a_name_is_named(api: Api) -> None:
    (kept,) = api.claim(attribution=[link(ADA)])["attribution"]

    assert kept["identification"] == "named"


@pytest.mark.parametrize("identification", ["described", "bare", "collective", "withheld"])
def test_a_stored_source_with_a_name_is_never_linked_as_unnamed(api: Api, identification: str) -> None:
    ada = source_of(api.claim(attribution=[link(ADA)]))

    problem = api.refused(422, "POST", "/v1/claims", body(link({"id": ada}, identification=identification)))

    assert places(problem) == {"/attribution/0/identification": "named"}


def test_a_link_to_a_source_without_a_name_is_never_named(api: Api) -> None:
    problem = api.refused(422, "POST", "/v1/claims", body(link(SOMEBODY, identification="named")))

    assert places(problem) == {"/attribution/0/identification": "named"}


def test_a_source_without_a_name_must_be_identified_somehow(api: Api) -> None:
    problem = api.refused(422, "POST", "/v1/claims", body(named("Ada Obi"), link(SOMEBODY)))

    assert places(problem) == {"/attribution/1/identification": "required"}


@pytest.mark.parametrize("identification", ["described", "bare", "withheld"])
def test_only_a_collective_has_a_count(api: Api, identification: str) -> None:
    problem = api.refused(422, "POST", "/v1/claims", body(unnamed(identification, count=2)))

    assert places(problem) == {"/attribution/0/count": "collective"}


def test_somebody_with_a_name_has_no_count(api: Api) -> None:
    problem = api.refused(422, "POST", "/v1/claims", body(named("Ada Obi", count=1)))

    assert places(problem) == {"/attribution/0/count": "collective"}


@pytest.mark.parametrize("count", [0, 1_001, 2.5, True, "4"])
def test_a_count_is_an_integer_from_1_to_1000(api: Api, count: Json) -> None:
    problem = api.refused(422, "POST", "/v1/claims", body(unnamed("collective", count=count)))

    assert list(places(problem)) == ["/attribution/0/count"]


@pytest.mark.parametrize(
    "hidden",
    [
        link({**SOMEBODY, "name": HIDDEN}, identification="described"),
        link({**SOMEBODY, "name": HIDDEN}, identification="bare"),
        link({**SOMEBODY, "name": HIDDEN}, identification="collective", count=2),
        link({**SOMEBODY, "name": HIDDEN}, identification="withheld"),
        link({**SOMEBODY, "name": HIDDEN, "new": True}, identification="withheld"),
        link({**SOMEBODY, "name": HIDDEN, "number": 1}, identification="withheld"),
        link({**SOMEBODY, "name": HIDDEN, "number": 1}),
        link({**SOMEBODY, "name": HIDDEN, "number": 2}, identification="named"),
        link({"id": "src_somebody", "name": HIDDEN}),
        link({**SOMEBODY, "aliases": [HIDDEN]}, identification="withheld"),
        link({**SOMEBODY, "aliases": [HIDDEN], "id": "src_new"}, identification="withheld"),
    ],
)
@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_name_for_a_source_without_one_is_refused_and_written_nowhere(
    api: Api, hidden: Json, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    known = link({**SOMEBODY, "id": "src_somebody", "number": 1}, identification="bare")
    claim = api.claim(attribution=[known])
    path = "/v1/claims" if method == "POST" else f"/v1/claims/{claim['id']}"

    response = api.call(method, path, body(hidden), If_Match="*")

    assert HIDDEN not in response.get_data(as_text=True)
    assert HIDDEN not in caplog.text
    assert HIDDEN not in str(everything())
    assert response.status_code == 422


def test_names_by_which_a_source_without_one_differs_are_written_nowhere(api: Api) -> None:
    api.claim(attribution=[unnamed(number=1)])
    before = everything()

    problem = api.refused(409, "POST", "/v1/claims", body(link({"number": 1, "aliases": [HIDDEN]})))

    assert places(problem) == {"/attribution/0/source/aliases": "differs"}
    assert HIDDEN not in str(problem)
    assert everything() == before


def test_a_uri_for_a_source_without_a_name_is_refused(api: Api) -> None:
    source = {**SOMEBODY, "same_as": ["https://data.example/zebedee"]}

    problem = api.refused(422, "POST", "/v1/claims", body(link(source, identification="withheld")))

    assert places(problem) == {"/attribution/0/source/same_as": "unnamed"}


def test_the_same_number_in_one_article_is_the_same_source(api: Api) -> None:
    first, second = (api.claim(attribution=[unnamed(number=1)]) for _ in range(2))

    assert source_of(first) == source_of(second)


def test_a_number_that_is_known_needs_no_kind(api: Api) -> None:
    first = api.claim(attribution=[unnamed(number=1)])

    second = api.claim(attribution=[link({"number": 1}, identification="bare")])

    assert source_of(second) == source_of(first)


def test_another_number_is_another_source(api: Api) -> None:
    first, second = (api.claim(attribution=[unnamed(number=number)]) for number in (1, 2))

    assert source_of(first) != source_of(second)


def test_without_a_number_each_is_a_new_source_with_the_next_number(api: Api) -> None:
    claims = [api.claim(attribution=[unnamed()]) for _ in range(3)]

    assert [number_of(api, claim) for claim in claims] == [1, 2, 3]


def test_the_next_number_follows_the_highest(api: Api) -> None:
    api.claim(attribution=[unnamed(number=7)])

    assert number_of(api, api.claim(attribution=[unnamed()])) == 8


def test_two_in_one_chain_are_two_sources(api: Api) -> None:
    chain = api.claim(attribution=[unnamed(), unnamed()])["attribution"]

    assert chain[0]["source"]["id"] != chain[1]["source"]["id"]


def test_the_same_number_in_another_article_is_another_source(api: Api) -> None:
    here = api.claim(attribution=[unnamed(number=1)])
    there = api.claim(article={"url": "https://news.example/2"}, attribution=[unnamed(number=1)])

    assert source_of(here) != source_of(there)


def test_a_source_without_a_name_is_found_by_id_within_its_article(api: Api) -> None:
    first = api.claim(attribution=[unnamed()])

    again = api.claim(attribution=[link({"id": source_of(first)}, identification="described")])

    assert source_of(again) == source_of(first)


def test_a_source_without_a_name_speaks_in_no_other_article(api: Api) -> None:
    here = link({"id": source_of(api.claim(attribution=[unnamed()]))}, identification="bare")

    problem = api.refused(422, "POST", "/v1/claims", body(here, url="https://news.example/2"))

    assert places(problem) == {"/attribution/0/source/id": "other-article"}


def test_the_number_of_a_withdrawn_source_is_not_given_again(api: Api) -> None:
    claim = api.claim(attribution=[unnamed()])
    api.delete(f"/v1/claims/{claim['id']}")
    api.delete(f"/v1/sources/{source_of(claim)}")

    api.refused(409, "POST", "/v1/claims", body(unnamed(number=1)))

    assert number_of(api, api.claim(attribution=[unnamed()])) == 2
