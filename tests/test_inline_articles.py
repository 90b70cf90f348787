"""An article within a claim: it matches a stored one by id or URL, or is made, and never changes what is stored."""

from hashlib import sha256

import pytest

from tests.api import Api, Json, places
from tests.stored import everything

TEXT = "The bridge is closed."
ARTICLE = {
    "id": "art_bridge",
    "url": "https://news.example/bridge",
    "title": "Bridge closed",
    "publisher": {"id": "src_daily", "name": "The Daily", "aliases": ["Daily"]},
    "published_at": "2020-10-09T15:23:00Z",
    "language": "en",
    "authors": ["Mina Ro", "Tom Li"],
    "text": TEXT,
    "retrieved_at": "2020-10-10T00:00:00Z",
    "archived_url": "https://archive.example/bridge",
    "copy_of": {"id": "art_wire"},
}


@pytest.fixture
def bridge(api: Api) -> Json:
    """Store an article with everything that inline data could differ from."""
    api.post("/v1/articles", {"id": "art_wire", "url": "https://wire.example/bridge"})
    return api.post("/v1/articles", ARTICLE)


def body(article: Json) -> Json:
    return {"article": article, "statement": "The bridge is closed.", "attribution": []}


def test_an_article_is_found_by_its_id(api: Api, bridge: Json) -> None:
    assert api.claim(article={"id": "art_bridge"})["article"]["id"] == bridge["id"]


@pytest.mark.parametrize(
    "spelling",
    [
        "https://news.example/bridge",
        "HTTPS://NEWS.EXAMPLE:443/bridge",
        "https://news.example/./bridge#comments",
        "https://news.example/%62ridge",
    ],
)
def test_an_article_is_found_by_its_url_in_any_spelling(api: Api, bridge: Json, spelling: str) -> None:
    assert api.claim(article={"url": spelling})["article"]["id"] == bridge["id"]


@pytest.mark.parametrize(
    "said",
    [
        ARTICLE,
        {"url": ARTICLE["url"], "title": None, "publisher": None, "text": None, "copy_of": None, "language": None},
        {"url": ARTICLE["url"], "authors": ["Tom Li"]},
        {"url": ARTICLE["url"], "authors": []},
        {"url": ARTICLE["url"], "publisher": {"name": "the  DAILY"}},
        {"url": ARTICLE["url"], "publisher": {"name": "Daily", "kind": "outlet"}},
        {"url": ARTICLE["url"], "published_at": "2020-10-09T23:23:00+08:00"},
        {"url": ARTICLE["url"], "text_sha256": sha256(TEXT.encode()).hexdigest()},
        {"id": "art_bridge", "rev": 1, "created_at": "2020-01-01T00:00:00Z"},
    ],
)
def test_inline_data_may_say_less_or_the_same_and_changes_nothing(api: Api, bridge: Json, said: Json) -> None:
    api.claim(article=said)

    assert api.get("/v1/articles/art_bridge") == bridge


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", "Bridge shut"),
        ("publisher", {"name": "The Sun"}),
        ("publisher", {"name": "The Daily", "new": True}),
        ("published_at", "2020-10-09T15:23:01Z"),
        ("language", "de"),
        ("authors", ["Mina Ro", "Ben Ito"]),
        ("text", "The bridge is open."),
        ("text_sha256", "0" * 64),
        ("retrieved_at", "2020-10-11T00:00:00Z"),
        ("archived_url", "https://archive.example/other"),
        ("copy_of", {"id": "art_other"}),
        ("fictional", True),
    ],
)
@pytest.mark.usefixtures("bridge")
def test_inline_data_that_differs_is_refused_at_its_place(api: Api, key: str, value: Json) -> None:
    before = everything()

    problem = api.refused(409, "POST", "/v1/claims", body({"url": ARTICLE["url"], key: value}))

    assert places(problem) == {f"/article/{key}": "differs"}
    assert everything() == before


@pytest.mark.parametrize(
    ("key", "value"), [("name", "The Sun"), ("aliases", ["Sun"]), ("same_as", ["urn:a:b"]), ("kind", "body")]
)
@pytest.mark.usefixtures("bridge")
def test_a_publisher_that_differs_is_refused_at_its_place(api: Api, key: str, value: Json) -> None:
    article = {"id": "art_bridge", "publisher": {"id": "src_daily", key: value}}

    problem = api.refused(409, "POST", "/v1/claims", body(article))

    assert places(problem) == {f"/article/publisher/{key}": "differs"}


@pytest.mark.usefixtures("bridge")
def test_an_id_and_a_url_that_name_two_articles_are_refused(api: Api) -> None:
    problem = api.refused(409, "POST", "/v1/claims", body({"id": "art_bridge", "url": "https://wire.example/bridge"}))

    assert places(problem) == {"/article/url": "differs"}


@pytest.mark.usefixtures("bridge")
def test_a_new_id_for_a_url_that_is_stored_is_refused(api: Api) -> None:
    problem = api.refused(409, "POST", "/v1/claims", body({"id": "art_other", "url": ARTICLE["url"]}))

    assert places(problem) == {"/article/url": "exists"}


def test_an_unknown_id_with_a_url_makes_an_article_with_this_id(api: Api) -> None:
    claim = api.claim(article={"id": "art_bridge", "url": "https://news.example/bridge"})

    assert claim["article"]["id"] == "art_bridge"


def test_an_unknown_id_alone_is_refused(api: Api) -> None:
    problem = api.refused(422, "POST", "/v1/claims", body({"id": "art_bridge"}))

    assert places(problem) == {"/article/id": "unknown-id"}


def test_an_article_is_named_somehow(api: Api) -> None:
    assert places(api.refused(422, "POST", "/v1/claims", body({}))) == {"/article": "required"}


@pytest.mark.usefixtures("bridge")
def test_a_withdrawn_article_is_not_found_by_its_id(api: Api) -> None:
    api.delete("/v1/articles/art_bridge")

    problem = api.refused(422, "POST", "/v1/claims", body({"id": "art_bridge"}))

    assert places(problem) == {"/article/id": "withdrawn"}


def test_a_withdrawn_article_is_not_found_by_its_url(api: Api, bridge: Json) -> None:
    api.delete("/v1/articles/art_bridge")

    assert api.claim(article={"url": ARTICLE["url"]})["article"]["id"] != bridge["id"]


def test_a_publisher_is_made_as_an_outlet(api: Api) -> None:
    claim = api.claim(article={"url": "https://news.example/1", "publisher": {"name": "The Daily"}})

    assert api.get(f"/v1/sources/{claim['article']['publisher']['id']}")["kind"] == "outlet"


def test_a_publisher_is_found_among_outlets_alone(api: Api) -> None:
    person = api.post("/v1/sources", {"kind": "person", "name": "The Daily"})
    daily = api.post("/v1/sources", {"kind": "outlet", "name": "The Daily"})

    claim = api.claim(article={"url": "https://news.example/1", "publisher": {"name": "the daily"}})

    assert person["id"] != claim["article"]["publisher"]["id"] == daily["id"]


def test_an_outlet_may_publish_and_be_quoted_in_one_body(api: Api) -> None:
    article = {"url": "https://news.example/1", "publisher": {"name": "The Daily"}}
    link = {"source": {"kind": "outlet", "name": "The Daily"}, "source_type": "media"}

    claim = api.claim(article=article, attribution=[link])

    assert claim["attribution"][0]["source"]["id"] == claim["article"]["publisher"]["id"]


@pytest.mark.parametrize("publisher", [{"kind": "person", "name": "Ada Obi"}, {"id": "src_ada"}])
def test_nobody_but_an_outlet_publishes(api: Api, publisher: Json) -> None:
    api.post("/v1/sources", {"id": "src_ada", "kind": "person", "name": "Ada Obi"})

    problem = api.refused(422, "POST", "/v1/claims", body({"url": "https://news.example/1", "publisher": publisher}))

    assert places(problem) == {"/article/publisher": "kind"}


def test_a_publisher_has_a_name(api: Api) -> None:
    article = {"url": "https://news.example/1", "publisher": {"kind": "outlet"}}

    problem = api.refused(422, "POST", "/v1/claims", body(article))

    assert places(problem) == {"/article/publisher/name": "required"}
