"""A source within a claim: it matches a stored one or is made, and never changes what is stored."""

import pytest

from tests.api import Api, Json, places
from tests.stored import everything

URI = "https://data.example/people#ada"


def link(source: Json, **keys: Json) -> Json:
    return {"source": source, "source_type": "expert", **keys}


def person(name: str, **keys: Json) -> Json:
    return {"kind": "person", "name": name, **keys}


def body(*sources: Json) -> Json:
    return {
        "article": {"url": "https://news.example/1"},
        "statement": "Closed.",
        "attribution": list(map(link, sources)),
    }


def found(api: Api, source: Json) -> str:
    """Post a claim that rests on a source, and give the id of the one that was taken."""
    return str(api.claim(attribution=[link(source)])["attribution"][0]["source"]["id"])


@pytest.fixture
def ada(api: Api) -> Json:
    """Store a source with everything that inline data could differ from."""
    board = {"id": "src_board", "kind": "body", "name": "Harbour Board"}
    ada = person("Ada Obi", id="src_ada", aliases=["A. Obi", "Dr Obi"], same_as=[URI, "urn:example:ada"])
    return api.post("/v1/sources", {**ada, "belongs_to": board})


def test_an_unknown_source_is_made(api: Api) -> None:
    source_id = found(api, person("Ada Obi", aliases=["A. Obi"], same_as=[URI]))

    source = api.get(f"/v1/sources/{source_id}")
    assert (source["name"], source["aliases"], source["same_as"]) == ("Ada Obi", ["A. Obi"], [URI])


def test_a_source_is_found_by_its_id(api: Api, ada: Json) -> None:
    assert found(api, {"id": "src_ada"}) == ada["id"]


def test_a_source_is_found_by_a_uri_that_it_shares_whatever_its_name(api: Api, ada: Json) -> None:
    api.post("/v1/sources", person("Ada O."))

    assert found(api, person("Ada O.", same_as=[URI])) == ada["id"]


def test_a_source_is_found_by_a_uri_alone(api: Api, ada: Json) -> None:
    assert found(api, {"same_as": ["urn:example:ada"]}) == ada["id"]


@pytest.mark.parametrize("name", ["Ada Obi", "ada obi", "  ADA \u00a0 OBI ", "A. Obi", "dr  OBI"])
def test_a_source_is_found_by_its_name_or_an_alias_in_any_case_and_spacing(api: Api, ada: Json, name: str) -> None:
    assert found(api, person(name)) == ada["id"]


def test_a_source_is_found_however_the_accents_of_its_name_are_encoded(api: Api) -> None:
    stored = api.post("/v1/sources", person("Zoë Müller"))

    assert found(api, person("Zoe\u0308 Mu\u0308ller")) == stored["id"]


def test_a_name_matches_within_its_kind_alone(api: Api, ada: Json) -> None:
    assert found(api, {"kind": "body", "name": "Ada Obi"}) != ada["id"]


def test_a_name_without_a_kind_matches_any(api: Api, ada: Json) -> None:
    assert found(api, {"name": "Ada Obi"}) == ada["id"]


def test_several_of_one_name_are_refused_with_their_ids(api: Api, ada: Json) -> None:
    other = api.post("/v1/sources", person("Ada Obi", new=True))
    before = everything()

    problem = api.refused(409, "POST", "/v1/claims", body(person("ada obi")))

    assert places(problem) == {"/attribution/0/source": "ambiguous"}
    assert sorted(problem["ids"]) == sorted([ada["id"], other["id"]])
    assert everything() == before


def test_several_that_share_the_uris_are_refused_with_their_ids(api: Api, ada: Json) -> None:
    other = api.post("/v1/sources", person("Ben Ito", same_as=["urn:example:ben"]))

    problem = api.refused(409, "POST", "/v1/claims", body(person("Ada Obi", same_as=[URI, "urn:example:ben"])))

    assert sorted(problem["ids"]) == sorted([ada["id"], other["id"]])


def test_new_says_that_this_is_another_one_of_the_same_name(api: Api, ada: Json) -> None:
    assert found(api, person("Ada Obi", new=True)) != ada["id"]


def test_one_body_that_names_a_new_source_twice_makes_one(api: Api) -> None:
    claim = api.post("/v1/claims", body(person("Ada Obi"), person("ADA OBI")))

    assert len({link["source"]["id"] for link in claim["attribution"]}) == 1


@pytest.mark.parametrize(
    "source",
    [
        {"id": "src_ada", "kind": "person", "name": "Ada Obi"},
        {"id": "src_ada", "name": "Dr Obi"},
        {"id": "src_ada", "aliases": ["dr obi"], "same_as": [URI]},
        {"id": "src_ada", "aliases": ["Ada Obi"]},
        {"id": "src_ada", "aliases": [], "same_as": [], "belongs_to": None, "name": None, "number": None},
        {"same_as": [URI], "name": "Ada Obi-Smith"},
        person("Ada Obi", belongs_to={"id": "src_board"}),
        person("Ada Obi", belongs_to={"kind": "body", "name": "harbour board"}),
    ],
)
def test_inline_data_may_say_less_or_the_same_and_changes_nothing(api: Api, ada: Json, source: Json) -> None:
    assert found(api, source) == ada["id"]
    assert api.get("/v1/sources/src_ada") == ada


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ({"id": "src_ada", "kind": "body"}, "kind"),
        ({"kind": "body", "same_as": [URI]}, "kind"),
        ({"id": "src_ada", "name": "Ada Okoro"}, "name"),
        ({"id": "src_ada", "aliases": ["Dr Obi", "Ada O."]}, "aliases"),
        (person("Ada Obi", aliases=["Ada O."]), "aliases"),
        ({"id": "src_ada", "same_as": [URI, "urn:example:other"]}, "same_as"),
        (person("Ada Obi", same_as=["urn:example:other"]), "same_as"),
        ({"id": "src_ada", "number": 1}, "number"),
        ({"id": "src_ada", "belongs_to": {"kind": "body", "name": "Port Board"}}, "belongs_to"),
        ({"id": "src_board", "belongs_to": {"id": "src_ada"}}, "belongs_to"),
        ({"id": "src_ada", "belongs_to": {"id": "src_board", "name": "Port Board"}}, "belongs_to/name"),
        ({"id": "src_ada", "belongs_to": {"id": "src_board", "kind": "outlet"}}, "belongs_to/kind"),
    ],
)
@pytest.mark.usefixtures("ada")
def test_inline_data_that_differs_is_refused_at_its_place(api: Api, source: Json, key: str) -> None:
    before = everything()

    problem = api.refused(409, "POST", "/v1/claims", body(source))

    assert places(problem) == {f"/attribution/0/source/{key}": "differs"}
    assert everything() == before


def test_every_difference_is_told_at_once(api: Api, ada: Json) -> None:
    problem = api.refused(409, "POST", "/v1/claims", body({"id": "src_ada", "kind": "body", "aliases": ["Ada O."]}))

    assert problem["id"] == ada["id"]
    assert set(places(problem)) == {"/attribution/0/source/kind", "/attribution/0/source/aliases"}


def test_an_unknown_id_makes_a_source_with_this_id_if_it_has_a_kind(api: Api) -> None:
    assert found(api, person("Ada Obi", id="src_ada")) == "src_ada"


def test_an_unknown_id_alone_is_refused(api: Api) -> None:
    problem = api.refused(422, "POST", "/v1/claims", body({"id": "src_ada"}))

    assert places(problem) == {"/attribution/0/source/id": "unknown-id"}


@pytest.mark.usefixtures("ada")
def test_a_withdrawn_source_is_not_found_by_its_id(api: Api) -> None:
    api.delete("/v1/sources/src_ada")

    problem = api.refused(422, "POST", "/v1/claims", body(person("Ada Obi", id="src_ada")))

    assert places(problem) == {"/attribution/0/source/id": "withdrawn"}


@pytest.mark.parametrize("source", [person("Ada Obi"), person("Ada Obi", same_as=[URI])])
def test_a_withdrawn_source_is_not_found_by_its_name_or_uri(api: Api, ada: Json, source: Json) -> None:
    api.delete("/v1/sources/src_ada")

    assert found(api, source) != ada["id"]


def test_what_a_new_source_belongs_to_is_made_with_it(api: Api) -> None:
    source = api.get(
        "/v1/sources/" + found(api, person("Ada Obi", belongs_to={"kind": "body", "name": "Harbour Board"}))
    )

    assert source["belongs_to"]["name"] == "Harbour Board"


def test_what_a_new_source_belongs_to_is_found(api: Api, ada: Json) -> None:
    spokesman = person("Ben Ito", belongs_to={"kind": "body", "name": "HARBOUR BOARD"})

    assert api.get("/v1/sources/" + found(api, spokesman))["belongs_to"] == ada["belongs_to"]


@pytest.mark.parametrize(
    ("owner", "place", "code"),
    [
        ({"kind": "body"}, "name", "required"),
        ({"name": "Harbour Board"}, "kind", "required"),
        ({"id": "src_board"}, "id", "unknown-id"),
    ],
)
def test_what_a_source_belongs_to_has_a_name_and_a_kind(api: Api, owner: Json, place: str, code: str) -> None:
    problem = api.refused(422, "POST", "/v1/claims", body(person("Ada Obi", belongs_to=owner)))

    assert places(problem) == {f"/attribution/0/source/belongs_to/{place}": code}


def test_a_source_does_not_belong_to_somebody_without_a_name(api: Api) -> None:
    unnamed = api.claim(attribution=[link({"kind": "person"}, identification="bare")])["attribution"][0]["source"]

    problem = api.refused(422, "POST", "/v1/claims", body(person("Ada Obi", belongs_to={"id": unnamed["id"]})))

    assert places(problem) == {"/attribution/0/source/belongs_to/id": "other-article"}


def test_a_refused_claim_leaves_no_article_and_no_source_behind(api: Api) -> None:
    before = everything()

    api.refused(422, "POST", "/v1/claims", body(person("Ada Obi"), {"kind": "person"}))

    assert everything() == before
