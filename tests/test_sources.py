"""Sources as a resource: named or not, whom they belong to, and what shows them."""

import pytest

from tests.api import Api, Json, named, outlet, places, unnamed
from tests.stored import everything

URI = "https://data.example/people#ada"


def source(api: Api, name: str, kind: str = "body", **keys: Json) -> Json:
    return api.post("/v1/sources", {"kind": kind, "name": name, **keys})


def patch(api: Api, row: Json, **keys: Json) -> Json:
    return api.patch(f"/v1/sources/{row['id']}", keys, row["rev"])


def refused(api: Api, status: int, row: Json, **keys: Json) -> Json:
    return api.refused(status, "PATCH", f"/v1/sources/{row['id']}", keys, If_Match="*")


def nobody(api: Api) -> Json:
    """Store a source without a name."""
    link = api.claim(attribution=[unnamed()])["attribution"][0]
    return api.get(f"/v1/sources/{link['source']['id']}")


def test_a_source_is_kept_as_it_was_posted(api: Api) -> None:
    posted = {"id": "src_ada", "kind": "person", "name": "Ada Obi", "aliases": ["Dr Obi"], "same_as": [URI]}

    kept = api.post("/v1/sources", {**posted, "belongs_to": {"kind": "body", "name": "Harbour Board"}})

    assert {key: kept[key] for key in posted} == posted
    assert kept["belongs_to"]["name"] == "Harbour Board"
    assert kept["article"] is None
    assert kept["number"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "person", "name": "ADA obi"},
        {"kind": "person", "name": "dr obi"},
        {"kind": "person", "name": "Ben Ito", "same_as": [URI]},
    ],
)
def test_a_source_that_is_there_already_is_refused_with_its_id(api: Api, body: Json) -> None:
    ada = source(api, "Ada Obi", "person", aliases=["Dr Obi"], same_as=[URI])

    assert api.refused(409, "POST", "/v1/sources", body)["ids"] == [ada["id"]]


def test_another_of_the_same_name_is_taken_where_new_says_so(api: Api) -> None:
    assert source(api, "Ada Obi")["id"] != source(api, "Ada Obi", new=True)["id"]


def test_one_of_the_same_name_and_another_kind_is_taken(api: Api) -> None:
    assert source(api, "The Daily", "outlet")["id"] != source(api, "The Daily", "body")["id"]


@pytest.mark.parametrize("withdrawn", ["stored", "withdrawn"])
def test_an_id_is_given_once(api: Api, withdrawn: str) -> None:
    source(api, "Ada Obi", id="src_ada")
    if withdrawn == "withdrawn":
        api.delete("/v1/sources/src_ada")

    problem = api.refused(409, "POST", "/v1/sources", {"id": "src_ada", "kind": "person", "name": "Ben Ito"})

    assert places(problem) == {"/id": "exists"}


def test_a_source_without_a_name_belongs_to_an_article(api: Api) -> None:
    article = api.post("/v1/articles", {"url": "https://news.example/1"})

    kept = api.post("/v1/sources", {"kind": "person", "article": {"id": article["id"]}})

    assert kept["article"] == {"id": article["id"]}
    assert kept["number"] == 1


@pytest.mark.parametrize(
    ("keys", "where", "code"),
    [
        ({}, "/name", "required"),
        ({"article": {"id": "art_none"}}, "/article/id", "unknown-id"),
        ({"article": {"id": "art_1"}, "aliases": ["Dr Obi"]}, "/aliases", "unnamed"),
        ({"article": {"id": "art_1"}, "same_as": [URI]}, "/same_as", "unnamed"),
        ({"article": {"id": "art_1"}, "name": "Ada Obi"}, "/article", "named"),
        ({"number": 1, "name": "Ada Obi"}, "/number", "named"),
    ],
)
def test_a_source_has_a_name_or_an_article_and_never_both(api: Api, keys: Json, where: str, code: str) -> None:
    api.post("/v1/articles", {"id": "art_1", "url": "https://news.example/1"})
    before = everything()

    problem = api.refused(422, "POST", "/v1/sources", {"kind": "person", **keys})

    assert places(problem) == {where: code}
    assert everything() == before


@pytest.mark.parametrize("keys", [{"name": "Ada Obi"}, {"aliases": ["Ada Obi"]}, {"same_as": [URI]}])
def test_a_source_without_a_name_never_gets_one(api: Api, keys: Json) -> None:
    row = nobody(api)
    before = everything()

    problem = refused(api, 422, row, **keys)

    assert list(places(problem).values()) == ["unnamed"]
    assert "Ada Obi" not in str(problem)
    assert everything() == before


@pytest.mark.parametrize("keys", [{"number": 2}, {"article": {"id": "art_2"}}, {"article": None}])
def test_a_source_without_a_name_stays_with_its_article_and_number(api: Api, keys: Json) -> None:
    api.post("/v1/articles", {"id": "art_2", "url": "https://news.example/2"})

    assert list(places(refused(api, 422, nobody(api), **keys)).values()) == ["fixed"]


@pytest.mark.parametrize("key", ["name", "kind"])
def test_a_source_keeps_its_name_and_its_kind(api: Api, key: str) -> None:
    assert places(refused(api, 422, source(api, "Ada Obi"), **{key: None})) == {f"/{key}": "required"}


def test_a_misspelt_key_is_refused_even_if_it_is_null(api: Api) -> None:
    assert places(refused(api, 422, source(api, "Ada Obi"), alias=None)) == {"/alias": "unknown-field"}


def test_what_was_read_may_be_sent_back_and_changes_nothing(api: Api) -> None:
    row = source(api, "Ada Obi", aliases=["Dr Obi"], same_as=[URI], belongs_to={"kind": "body", "name": "Board"})

    assert patch(api, row, **row) == row


def test_a_source_without_a_name_may_be_sent_back_and_changes_nothing(api: Api) -> None:
    row = nobody(api)

    assert patch(api, row, **row) == row


def test_a_new_name_is_shown_by_every_document_under_its_revision(api: Api) -> None:
    daily = source(api, "The Daily", "outlet")
    member = source(api, "Daily Sport", "outlet", belongs_to={"id": daily["id"]})
    article = api.post("/v1/articles", {"url": "https://news.example/1", "publisher": {"id": daily["id"]}})
    published = api.claim(article={"id": article["id"]})
    quoting = api.claim(article={"url": "https://other.example/1"}, attribution=[outlet("The Daily")])
    other = api.claim(article={"url": "https://other.example/2"})

    rev = patch(api, daily, name="Daily Planet")["rev"]

    reached = {
        "belongs_to": api.get(f"/v1/sources/{member['id']}"),
        "publisher": api.get(f"/v1/articles/{article['id']}"),
        "article": api.get(f"/v1/claims/{published['id']}"),
        "attribution": api.get(f"/v1/claims/{quoting['id']}"),
    }
    assert {key: row["rev"] for key, row in reached.items()} == dict.fromkeys(reached, rev)
    assert all("Daily Planet" in str(row[key]) for key, row in reached.items())
    assert api.get(f"/v1/claims/{other['id']}") == other


def test_a_new_name_does_not_change_how_the_article_printed_it(api: Api) -> None:
    claim = api.claim(attribution=[named("Ada Obi", as_printed="Dr Obi")])
    ada = api.get(f"/v1/sources/{claim['attribution'][0]['source']['id']}")

    patch(api, ada, name="Ada Obi-Smith")

    shown = api.get(f"/v1/claims/{claim['id']}")
    assert shown["attribution"][0]["as_printed"] == "Dr Obi"
    assert shown["worded_rev"] == claim["worded_rev"]


def test_a_source_is_found_by_its_new_name_and_not_by_its_old_one(api: Api) -> None:
    row = source(api, "Ada Obi")

    patch(api, row, name="Ada Ito")

    assert api.ids("/v1/sources", name="Ada Ito") == [row["id"]]
    assert api.ids("/v1/sources", name="Ada Obi") == []


def test_a_new_kind_moves_what_rests_on_it(api: Api) -> None:
    claim = api.claim(attribution=[named("Courier", kind="body")])
    courier = api.get(f"/v1/sources/{claim['attribution'][0]['source']['id']}")

    patch(api, courier, kind="outlet")

    assert api.get(f"/v1/claims/{claim['id']}")["corroboration"]["status"] == "unresolved"
    assert api.ids("/v1/claims", via=courier["id"]) == [claim["id"]]


def test_a_publisher_stays_an_outlet(api: Api) -> None:
    daily = source(api, "The Daily", "outlet")
    api.post("/v1/articles", {"url": "https://news.example/1", "publisher": {"id": daily["id"]}})

    assert places(refused(api, 422, daily, kind="body")) == {"/kind": "publisher"}


@pytest.mark.parametrize(
    ("owner", "name"),
    [({"id": "src_new"}, "New House"), ({"id": None, "kind": "body", "name": "New House"}, "New House"), (None, None)],
)
def test_what_a_source_belongs_to_may_change(api: Api, owner: Json, name: str | None) -> None:
    row = source(api, "Daily Sport", belongs_to={"kind": "body", "name": "Old House"})
    source(api, "New House", id="src_new")

    assert (patch(api, row, belongs_to=owner)["belongs_to"] or {}).get("name") == name


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_source_never_belongs_to_itself_directly_or_through_others(api: Api, length: int) -> None:
    row = first = source(api, "House 1")
    for place in range(2, length + 1):
        row = source(api, f"House {place}", belongs_to={"id": row["id"]})

    problem = refused(api, 422, first, belongs_to={"id": row["id"]})

    assert places(problem) == {"/belongs_to": "ring"}


def test_a_source_in_use_is_not_withdrawn_and_what_uses_it_is_named(api: Api) -> None:
    daily = source(api, "The Daily", "outlet")
    article = api.post("/v1/articles", {"url": "https://news.example/1", "publisher": {"id": daily["id"]}})
    claim = api.claim(attribution=[outlet("The Daily")], article={"url": "https://other.example/1"})
    member = source(api, "Daily Sport", "outlet", belongs_to={"id": daily["id"]})

    problem = api.refused(409, "DELETE", f"/v1/sources/{daily['id']}", If_Match="*")

    used_by = {(user["type"], user["id"]) for user in problem["used_by"]}
    assert used_by == {("article", article["id"]), ("claim", claim["id"]), ("source", member["id"])}


def test_a_source_that_only_a_withdrawn_claim_used_is_free_to_go(api: Api) -> None:
    claim = api.claim(attribution=[named("Ada Obi")])
    path = f"/v1/sources/{claim['attribution'][0]['source']['id']}"
    api.delete(f"/v1/claims/{claim['id']}")

    api.delete(path)

    assert api.refused(410, "GET", path)["deleted_at"]
    assert api.ids("/v1/sources") == []


def test_the_name_and_the_uris_of_a_withdrawn_source_are_free_again(api: Api) -> None:
    row = source(api, "Ada Obi", same_as=[URI])
    api.delete(f"/v1/sources/{row['id']}")

    assert source(api, "Ada Obi", same_as=[URI])["id"] != row["id"]
