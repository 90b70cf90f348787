"""A new text of an article: each passage is found again, or marked as gone."""

import pytest

from tests.api import Api, Json
from tests.passages import TEXT, claim, place, tell


def retell(api: Api, article_id: str, text: str | None) -> Json:
    return api.patch(f"/v1/articles/{article_id}", {"text": text})


def again(api: Api, row: Json) -> Json:
    return api.get(f"/v1/claims/{row['id']}")


def test_a_passage_that_moved_is_found_with_the_same_digest_and_wording(api: Api) -> None:
    article_id = tell(api)
    row = claim(api, article_id, quote="It opens on Monday")

    changed = retell(api, article_id, f"🌉 Update: {TEXT}")

    moved = again(api, row)
    assert moved["selector"] == place(f"🌉 Update: {TEXT}", "It opens on Monday")
    assert moved["in_text"] is True
    assert moved["worded_rev"] == row["worded_rev"]
    assert moved["rev"] == changed["rev"]


def test_a_passage_that_a_selector_alone_gave_is_found_again_where_it_moved(api: Api) -> None:
    article_id = tell(api)
    row = claim(api, article_id, selector=place(TEXT, "It opens on Monday."))

    retell(api, article_id, f"Update: {TEXT}")

    assert again(api, row)["selector"] == place(f"Update: {TEXT}", "It opens on Monday.")


def test_of_two_the_nearest_is_the_passage_that_moved(api: Api) -> None:
    article_id = tell(api)
    start = TEXT.rindex("bridge")
    row = claim(api, article_id, quote="bridge is closed", selector={"start": start, "end": start + 16})

    retell(api, article_id, f"Update: {TEXT}")

    assert again(api, row)["selector"]["start"] == start + len("Update: ")


def test_a_passage_that_is_gone_is_not_in_the_text_and_keeps_its_wording(api: Api) -> None:
    article_id = tell(api)
    row = claim(api, article_id, quote="It opens on Monday")

    retell(api, article_id, "The bridge is open.")

    gone = again(api, row)
    assert gone["in_text"] is False
    assert gone["quote"] == "It opens on Monday"
    assert gone["worded_rev"] == row["worded_rev"]
    assert api.ids("/v1/claims", in_text="false") == [row["id"]]


@pytest.mark.parametrize("before", ["", "Update: "])
def test_a_passage_that_was_gone_is_found_when_it_is_back(api: Api, before: str) -> None:
    article_id = tell(api)
    row = claim(api, article_id, quote="It opens on Monday")
    retell(api, article_id, "The bridge is open.")

    retell(api, article_id, before + TEXT)

    back = again(api, row)
    assert back["in_text"] is True
    assert back["selector"] == place(before + TEXT, "It opens on Monday")
    assert back["worded_rev"] == row["worded_rev"]


def test_a_claim_whose_passage_is_gone_may_change_in_what_else_it_says(api: Api) -> None:
    article_id = tell(api)
    row = claim(api, article_id, quote="It opens on Monday")
    retell(api, article_id, "The bridge is open.")

    changed = api.patch(f"/v1/claims/{row['id']}", {"position": 9})

    assert (changed["position"], changed["in_text"], changed["selector"]) == (9, False, row["selector"])


def test_a_claim_whose_passage_is_gone_may_be_sent_back_and_changes_nothing(api: Api) -> None:
    article_id = tell(api)
    row = claim(api, article_id, quote="It opens on Monday")
    retell(api, article_id, "The bridge is open.")
    gone = again(api, row)

    assert api.patch(f"/v1/claims/{row['id']}", gone) == gone


def test_a_passage_is_found_when_the_text_comes_later(api: Api) -> None:
    article_id = tell(api, None)
    row = claim(api, article_id, quote="It opens on Monday", selector=place(TEXT, "It opens on Monday"))

    retell(api, article_id, f"Update: {TEXT}")

    found = again(api, row)
    assert found["in_text"] is True
    assert found["selector"] == place(f"Update: {TEXT}", "It opens on Monday")
    assert found["worded_rev"] == row["worded_rev"]


def test_a_trusted_passage_that_is_not_in_the_text_that_comes_later_is_marked(api: Api) -> None:
    article_id = tell(api, None)
    row = claim(api, article_id, selector=place(TEXT, "It opens on Monday"))

    retell(api, article_id, "The bridge is open.")

    assert again(api, row)["in_text"] is False


@pytest.mark.parametrize(
    ("quote", "in_text"), [("It opens on Monday", True), ("It opens on Tuesday", False), (None, None)]
)
def test_a_text_that_comes_later_tells_whether_the_quote_is_in_it(api: Api, quote: str | None, in_text: Json) -> None:
    article_id = tell(api, None)
    row = claim(api, article_id, quote=quote)

    retell(api, article_id, TEXT)

    assert again(api, row)["in_text"] is in_text


def test_a_claim_whose_text_came_later_may_be_sent_back_and_changes_nothing(api: Api) -> None:
    article_id = tell(api, None)
    row = claim(api, article_id, quote="It opens on Monday")
    retell(api, article_id, TEXT)
    now = again(api, row)

    assert api.patch(f"/v1/claims/{row['id']}", now) == now


def test_without_its_text_nobody_knows_whether_the_passage_is_in_it(api: Api) -> None:
    article_id = tell(api)
    row = claim(api, article_id, quote="It opens on Monday")

    retell(api, article_id, None)

    unknown = again(api, row)
    assert unknown["in_text"] is None
    assert unknown["selector"] == row["selector"]


@pytest.mark.parametrize("quote", ["opens", None])
def test_a_passage_whose_text_went_and_came_back_is_the_same(api: Api, quote: str | None) -> None:
    article_id = tell(api)
    row = claim(api, article_id, quote=quote, selector=place(TEXT, "It opens on Monday."))
    retell(api, article_id, None)

    retell(api, article_id, TEXT)

    back = again(api, row)
    assert (back["selector"], back["in_text"], back["worded_rev"]) == (row["selector"], True, row["worded_rev"])


def test_a_passage_wider_than_its_quote_stays_as_wide_when_the_text_comes_later(api: Api) -> None:
    article_id = tell(api, None)
    row = claim(api, article_id, quote="opens", selector=place(TEXT, "It opens on Monday."))

    retell(api, article_id, f"Update: {TEXT}")

    found = again(api, row)
    assert found["selector"] == place(f"Update: {TEXT}", "It opens on Monday.")
    assert found["worded_rev"] == row["worded_rev"]
