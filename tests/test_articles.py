"""Articles as a resource: one for each URL, with or without the text, copies of one another."""

from hashlib import sha256

import pytest

from service.schemas.address import MAX_URL_CHARS
from tests.api import Api, Json, places, unnamed
from tests.stored import everything

URL = "https://news.example/bridge"
TEXT = "The bridge is closed. 橋は閉鎖。"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def article(api: Api, url: str = URL, **keys: Json) -> Json:
    return api.post("/v1/articles", {"url": url, **keys})


def patch(api: Api, row: Json, **keys: Json) -> Json:
    return api.patch(f"/v1/articles/{row['id']}", keys, row["rev"])


def refused(api: Api, status: int, row: Json, **keys: Json) -> Json:
    return api.refused(status, "PATCH", f"/v1/articles/{row['id']}", keys, If_Match="*")


def test_an_article_is_kept_as_it_was_posted(api: Api) -> None:
    original = article(api, "https://wire.example/bridge")
    posted = {
        "id": "art_bridge", "url": URL, "title": "Bridge closed", "published_at": "2020-10-09T15:23:00Z",
        "language": "en", "authors": ["Mina Ro", "Tom Li"], "text": TEXT, "retrieved_at": "2020-10-10T00:00:00Z",
        "archived_url": "https://archive.example/bridge", "copy_of": {"id": original["id"]}, "fictional": True,
    }  # fmt: skip

    kept = api.post("/v1/articles", {**posted, "publisher": {"name": "The Daily"}})

    assert {key: kept[key] for key in posted} == posted
    assert kept["publisher"]["name"] == "The Daily"


def test_an_article_needs_no_more_than_its_url(api: Api) -> None:
    bare, full = article(api), article(api, "https://news.example/2", title="Bridge", text=TEXT)

    assert list(bare) == list(full)
    assert bare["title"] is bare["publisher"] is bare["text"] is bare["text_sha256"] is bare["published_at"] is None
    assert bare["authors"] == []


@pytest.mark.parametrize(
    "spelling",
    [URL, "HTTPS://NEWS.EXAMPLE/bridge", f"{URL}#comments", "https://news.example:443/bridge", f"{URL}/../bridge?"],
)
def test_a_url_is_stored_once_in_any_spelling(api: Api, spelling: str) -> None:
    stored = article(api)

    problem = api.refused(409, "POST", "/v1/articles", {"url": spelling})

    assert places(problem) == {"/url": "exists"}
    assert problem["id"] == stored["id"]


def test_a_url_does_not_move_to_where_another_article_is(api: Api) -> None:
    article(api)
    other = article(api, "https://news.example/2")

    assert places(refused(api, 409, other, url=f"{URL}#top")) == {"/url": "exists"}


def test_the_url_of_a_withdrawn_article_is_free_again_and_its_id_is_not(api: Api) -> None:
    row = article(api, id="art_bridge")
    api.delete("/v1/articles/art_bridge", row["rev"])

    problem = api.refused(409, "POST", "/v1/articles", {"id": "art_bridge", "url": "https://news.example/2"})

    assert places(problem) == {"/id": "exists"}
    assert article(api)["url"] == URL


def test_a_withdrawn_article_is_gone_and_leaves_the_lists(api: Api) -> None:
    row = article(api)

    api.delete(f"/v1/articles/{row['id']}")

    assert api.refused(410, "GET", f"/v1/articles/{row['id']}")["rev"] > row["rev"]
    assert api.ids("/v1/articles") == []


def test_the_longest_address_is_stored_and_found(api: Api) -> None:
    url = ("https://news.example/" + "".join(digest(str(part)) for part in range(40)))[:MAX_URL_CHARS]

    row = article(api, url)

    assert api.ids("/v1/articles", url=url) == [row["id"]]


def test_an_address_that_would_be_too_long_when_normalised_is_refused(api: Api) -> None:
    url = "https://news.example/" + "".join(chr(0x4E00 + place) for place in range(1_900))

    assert places(api.refused(422, "POST", "/v1/articles", {"url": url})) == {"/url": "too-long"}


def test_the_text_is_digested_for_the_client(api: Api) -> None:
    assert article(api, text=TEXT)["text_sha256"] == digest(TEXT)


def test_a_digest_that_is_the_texts_is_taken(api: Api) -> None:
    assert article(api, text=TEXT, text_sha256=digest(TEXT))["text"] == TEXT


def test_a_digest_that_is_not_the_texts_is_refused(api: Api) -> None:
    problem = api.refused(422, "POST", "/v1/articles", {"url": URL, "text": TEXT, "text_sha256": digest("other")})

    assert places(problem) == {"/text_sha256": "differs"}


def test_a_digest_without_the_text_is_kept(api: Api) -> None:
    row = article(api, text_sha256=digest(TEXT))

    assert (row["text"], row["text_sha256"]) == (None, digest(TEXT))


def test_a_text_that_comes_later_must_be_what_the_digest_says_unless_it_replaces_it(api: Api) -> None:
    row = article(api, text_sha256=digest(TEXT))

    problem = refused(api, 422, row, text="Other.", text_sha256=digest(TEXT))

    assert places(problem) == {"/text_sha256": "differs"}
    assert patch(api, row, text="Other.")["text_sha256"] == digest("Other.")


def test_the_digest_stays_when_the_text_goes(api: Api) -> None:
    row = patch(api, article(api, text=TEXT), text=None)

    assert (row["text"], row["text_sha256"]) == (None, digest(TEXT))


@pytest.mark.parametrize("length", [1, 2, 3])
def test_an_article_never_copies_itself_directly_or_through_others(api: Api, length: int) -> None:
    row = first = article(api)
    for place in range(2, length + 1):
        row = article(api, f"https://news.example/{place}", copy_of={"id": row["id"]})

    assert places(refused(api, 422, first, copy_of={"id": row["id"]})) == {"/copy_of": "ring"}


@pytest.mark.parametrize("withdrawn", ["never there", "withdrawn"])
def test_what_an_article_copies_is_stored(api: Api, withdrawn: str) -> None:
    if withdrawn == "withdrawn":
        article(api, "https://wire.example/1", id="art_wire")
        api.delete("/v1/articles/art_wire")

    problem = api.refused(422, "POST", "/v1/articles", {"url": URL, "copy_of": {"id": "art_wire"}})

    assert places(problem) == {"/copy_of/id": "unknown-id"}


def test_an_article_in_use_is_not_withdrawn_and_what_uses_it_is_named(api: Api) -> None:
    row = article(api)
    claim = api.claim(article={"id": row["id"]})
    copy = article(api, "https://other.example/1", copy_of={"id": row["id"]})

    problem = api.refused(409, "DELETE", f"/v1/articles/{row['id']}", If_Match="*")

    used_by = {(user["type"], user["id"]) for user in problem["used_by"]}
    assert used_by == {("claim", claim["id"]), ("article", copy["id"])}


def test_the_unnamed_sources_of_an_article_end_with_it(api: Api) -> None:
    claim = api.claim(attribution=[unnamed()])
    api.delete(f"/v1/claims/{claim['id']}")

    api.delete(f"/v1/articles/{claim['article']['id']}")

    api.refused(410, "GET", f"/v1/sources/{claim['attribution'][0]['source']['id']}")
    assert api.ids("/v1/sources") == []


def test_a_new_title_is_shown_by_its_claims_under_its_revision(api: Api) -> None:
    row = article(api, title="Bridge closed", publisher={"name": "The Daily"})
    claim = api.claim(article={"id": row["id"]})
    other = api.claim(article={"url": "https://other.example/1"})

    changed = patch(api, row, title="Bridge shut", published_at="2020-10-09T15:23:00Z")

    shown = api.get(f"/v1/claims/{claim['id']}")
    assert shown["article"]["title"] == "Bridge shut"
    assert shown["article"]["published_at"] == "2020-10-09T15:23:00Z"
    assert shown["rev"] == changed["rev"]
    assert shown["worded_rev"] == claim["worded_rev"]
    assert api.get(f"/v1/claims/{other['id']}") == other


def test_the_claims_of_an_article_without_a_publisher_show_its_new_title(api: Api) -> None:
    row = article(api)
    claim = api.claim(article={"id": row["id"]})

    patch(api, row, title="Bridge shut")

    assert api.get(f"/v1/claims/{claim['id']}")["article"]["title"] == "Bridge shut"


def test_what_claims_do_not_show_leaves_them_as_they_are(api: Api) -> None:
    row = article(api)
    claim = api.claim(article={"id": row["id"]})

    patch(api, row, authors=["Mina Ro"], archived_url="https://archive.example/1")

    assert api.get(f"/v1/claims/{claim['id']}") == claim


@pytest.mark.parametrize("owner", [{"id": "src_sun"}, {"id": None, "name": "The Sun"}])
def test_the_publisher_may_change_and_its_claims_follow(api: Api, owner: Json) -> None:
    api.post("/v1/sources", {"id": "src_sun", "kind": "outlet", "name": "The Sun"})
    row = article(api, publisher={"name": "The Daily"})
    claim = api.claim(article={"id": row["id"]})

    patch(api, row, publisher=owner)

    assert api.get(f"/v1/claims/{claim['id']}")["article"]["publisher"]["id"] == "src_sun"
    assert api.ids("/v1/claims", publisher_id="src_sun") == [claim["id"]]


def test_an_id_never_changes(api: Api) -> None:
    assert places(refused(api, 422, article(api), id="art_other")) == {"/id": "fixed"}


@pytest.mark.parametrize(("key", "code"), [("url", "required"), ("headline", "unknown-field")])
def test_a_required_or_misspelt_key_cannot_be_taken_away(api: Api, key: str, code: str) -> None:
    assert places(refused(api, 422, article(api), **{key: None})) == {f"/{key}": code}


def test_what_was_read_may_be_sent_back_and_changes_nothing(api: Api) -> None:
    row = article(api, title="Bridge", text=TEXT, publisher={"name": "The Daily"}, authors=["Mina Ro"])
    before = everything()

    assert patch(api, row, **row) == row
    assert everything() == before


def test_null_takes_an_optional_key_away(api: Api) -> None:
    row = article(api, title="Bridge", publisher={"name": "The Daily"}, authors=["Mina Ro"], fictional=True)

    changed = patch(api, row, title=None, publisher=None, authors=None, fictional=None)

    assert (changed["title"], changed["publisher"], changed["authors"]) == (None, None, [])
    assert changed["fictional"] is False
