"""Two articles with one text: one of them is probably a copy."""

from tests.api import Api, Json

TEXT = "The bridge is closed."


def tell(api: Api, name: str, text: str | None = TEXT, **keys: Json) -> Json:
    body = {"id": f"art_{name}", "url": f"https://{name}.example/1", "text": text, **keys}
    return api.post("/v1/articles", body)


def test_an_article_of_the_same_text_is_proposed_as_a_copy_in_the_answer(api: Api) -> None:
    first = tell(api, "first", published_at="2020-10-09T15:23:00Z")
    tell(api, "older", published_at="2019-10-09T15:23:00Z")
    tell(api, "noise", "Another text.")

    second = tell(api, "second")

    assert "same_text_as" not in first
    assert second["same_text_as"] == ["art_older", "art_first"]
    assert "same_text_as" not in api.get("/v1/articles/art_second")


def test_a_text_that_comes_later_is_compared_too(api: Api) -> None:
    tell(api, "first")
    tell(api, "second", "Another text.")

    assert api.patch("/v1/articles/art_second", {"text": TEXT})["same_text_as"] == ["art_first"]


def test_a_digest_alone_is_enough(api: Api) -> None:
    sha256 = tell(api, "first")["text_sha256"]

    assert tell(api, "second", None, text_sha256=sha256)["same_text_as"] == ["art_first"]


def test_what_is_known_to_be_a_copy_is_not_proposed_again(api: Api) -> None:
    tell(api, "first")
    copy = tell(api, "copy", copy_of={"id": "art_first"})
    sibling = tell(api, "sibling", copy_of={"id": "art_first"})
    original = api.patch("/v1/articles/art_first", {"title": "Closed"})

    assert [key in shown for shown in (copy, sibling, original) for key in ["same_text_as"]] == [False] * 3


def test_a_withdrawn_article_is_not_proposed(api: Api) -> None:
    tell(api, "first")
    api.delete("/v1/articles/art_first")

    assert "same_text_as" not in tell(api, "second")


def test_the_answer_may_be_sent_back(api: Api) -> None:
    tell(api, "first")
    answer = tell(api, "second")

    assert api.patch("/v1/articles/art_second", answer)["rev"] == answer["rev"]
