"""What a patch names anew is found anew; what it does not show elsewhere reaches nobody."""

from tests.api import Api, named, places


def test_a_publisher_that_a_patch_names_takes_the_place_of_the_old_one(api: Api) -> None:
    article = api.post("/v1/articles", {"url": "https://news.example/1", "publisher": {"name": "The Daily"}})

    patched = api.patch(f"/v1/articles/{article['id']}", {"publisher": {"name": "Courier"}})

    assert patched["publisher"]["name"] == "Courier"
    assert api.get(f"/v1/sources/{article['publisher']['id']}")["name"] == "The Daily"


def test_an_owner_that_a_patch_names_takes_the_place_of_the_old_one(api: Api) -> None:
    owner = {"kind": "body", "name": "Harbour Group"}
    outlet = api.post("/v1/sources", {"kind": "outlet", "name": "Courier", "belongs_to": owner})

    patched = api.patch(f"/v1/sources/{outlet['id']}", {"belongs_to": {"kind": "body", "name": "Quay Group"}})

    assert patched["belongs_to"]["name"] == "Quay Group"


def test_a_place_that_a_patch_moves_gets_its_own_digest(api: Api) -> None:
    article = {"url": "https://news.example/1", "text": "It is closed. It stays closed."}
    claim = api.claim(article=article, selector={"start": 0, "end": 13})

    patched = api.patch(f"/v1/claims/{claim['id']}", {"selector": {"start": 14, "end": 30}})

    assert patched["selector"]["start"] == 14
    assert patched["selector"]["sha256"] != claim["selector"]["sha256"]


def test_a_source_cannot_take_the_name_of_another_without_saying_so(api: Api) -> None:
    api.post("/v1/sources", {"id": "src_ada", "kind": "person", "name": "Ada Obi"})
    api.post("/v1/sources", {"id": "src_bo", "kind": "person", "name": "Bo Obi"})

    problem = api.refused(409, "PATCH", "/v1/sources/src_bo", {"name": "ada obi"}, If_Match="*")

    assert places(problem) == {"/name": "exists"}
    assert problem["ids"] == ["src_ada"]
    assert api.patch("/v1/sources/src_bo", {"name": "Ada Obi", "new": True})["name"] == "Ada Obi"


def test_a_source_that_keeps_a_shared_name_may_change_in_what_else_it_says(api: Api) -> None:
    api.post("/v1/sources", {"kind": "person", "name": "Ada Obi"})
    other = api.post("/v1/sources", {"kind": "person", "name": "Ada Obi", "new": True})

    assert api.patch(f"/v1/sources/{other['id']}", {"aliases": ["A. Obi"]})["aliases"] == ["A. Obi"]


def test_a_new_id_with_a_name_that_is_stored_is_refused_in_a_chain_too(api: Api) -> None:
    api.claim(attribution=[named("Ada Obi")])
    link = {**named("Ada Obi"), "source": {"id": "src_mine", "kind": "person", "name": "Ada Obi"}}
    body = {"article": {"url": "https://news.example/1"}, "statement": "Closed.", "attribution": [link]}

    problem = api.refused(409, "POST", "/v1/claims", body)

    assert places(problem) == {"/attribution/0/source/name": "exists"}


def test_a_new_alias_reaches_no_other_document(api: Api) -> None:
    claim = api.claim(attribution=[named("Ada Obi")])
    ada = claim["attribution"][0]["source"]["id"]

    api.patch(f"/v1/sources/{ada}", {"aliases": ["A. Obi"]})

    assert api.get(f"/v1/claims/{claim['id']}")["rev"] == claim["rev"]


def test_a_document_that_can_be_looked_up_from_now_on_reaches_its_claims(api: Api) -> None:
    claim = api.claim(attribution=[named("Inspection memo", "document", "document")])
    memo = claim["attribution"][0]["source"]["id"]

    api.patch(f"/v1/sources/{memo}", {"same_as": ["https://memo.example/1"]})

    assert api.get(f"/v1/claims/{claim['id']}")["corroboration"]["documented"] is True
