"""Where a claim stands in its article: found in the stored text, or trusted where the text is not stored."""

import pytest

from tests.api import Api, Json, places
from tests.passages import TEXT, claim, digest, place, tell


def refused(api: Api, article_id: str, **keys: Json) -> dict[str, str]:
    body = {"article": {"id": article_id}, "statement": "The bridge is closed.", "attribution": []}
    return places(api.refused(422, "POST", "/v1/claims", {**body, **keys}))


def test_the_place_of_a_quote_is_found_in_the_text(api: Api) -> None:
    row = claim(api, tell(api), quote="It opens on Monday")

    assert row["selector"] == place(TEXT, "It opens on Monday")
    assert row["in_text"] is True


def test_a_place_counts_code_points_not_utf_16_units(api: Api) -> None:
    row = claim(api, tell(api, "🌉🚧 closed"), quote="closed")

    assert row["selector"] == {"start": 3, "end": 9, "sha256": digest("closed")}


def test_a_quote_that_is_not_in_the_text_is_refused(api: Api) -> None:
    assert refused(api, tell(api), quote="It opens on Tuesday") == {"/quote": "not-in-text"}


def test_a_quote_is_verbatim(api: Api) -> None:
    assert refused(api, tell(api), quote="it opens on monday") == {"/quote": "not-in-text"}


def test_a_quote_that_occurs_twice_needs_a_selector(api: Api) -> None:
    assert refused(api, tell(api), quote="bridge is closed") == {"/quote": "twice"}


def test_a_selector_tells_which_of_two_is_meant(api: Api) -> None:
    start = TEXT.rindex("bridge")

    row = claim(api, tell(api), quote="bridge is closed", selector={"start": start, "end": start + 16})

    assert row["selector"] == {"start": start, "end": start + 16, "sha256": digest("bridge is closed")}
    assert row["in_text"] is True


def test_a_selector_may_be_wider_than_the_quote(api: Api) -> None:
    row = claim(api, tell(api), quote="opens", selector=place(TEXT, "It opens on Monday."))

    assert row["selector"] == place(TEXT, "It opens on Monday.")


def test_a_selector_needs_no_quote(api: Api) -> None:
    row = claim(api, tell(api), selector={"start": 0, "end": len(TEXT)})

    assert row["selector"]["sha256"] == digest(TEXT)


@pytest.mark.parametrize(
    ("selector", "where", "code"),
    [
        ({"start": 0, "end": len(TEXT) + 1}, "/selector/end", "beyond-text"),
        ({"start": 5, "end": 5}, "/selector/end", "range"),
        ({"start": 9, "end": 5}, "/selector/end", "range"),
        ({"start": -1, "end": 5}, "/selector/start", "range"),
        ({"start": 0}, "/selector/end", "required"),
        ({"start": 0, "end": 21, "sha256": digest("other")}, "/selector/sha256", "differs"),
        ({"start": 0, "end": 21, "sha256": "abc"}, "/selector/sha256", "form"),
        ({"start": 0, "end": 21}, "/selector", "not-the-quote"),
    ],
)
def test_a_selector_that_does_not_hold_the_quote_is_refused(api: Api, selector: Json, where: str, code: str) -> None:
    assert refused(api, tell(api), quote="It opens on Monday", selector=selector) == {where: code}


def test_a_claim_without_quote_and_selector_has_no_place(api: Api) -> None:
    row = claim(api, tell(api))

    assert row["selector"] is row["in_text"] is None


def test_without_the_text_a_selector_with_its_digest_is_trusted(api: Api) -> None:
    row = claim(api, tell(api, None), quote="It opens on Monday", selector=place(TEXT, "It opens on Monday"))

    assert row["selector"] == place(TEXT, "It opens on Monday")
    assert row["in_text"] is None


def test_without_the_text_a_selector_needs_its_digest(api: Api) -> None:
    assert refused(api, tell(api, None), selector={"start": 0, "end": 5}) == {"/selector/sha256": "required"}


def test_without_the_text_a_quote_is_taken_without_a_place(api: Api) -> None:
    row = claim(api, tell(api, None), quote="It opens on Monday")

    assert row["quote"] == "It opens on Monday"
    assert row["selector"] is row["in_text"] is None


def test_another_quote_is_found_at_its_own_place(api: Api) -> None:
    row = claim(api, tell(api), quote="It opens on Monday")

    changed = api.patch(f"/v1/claims/{row['id']}", {"quote": "Nobody knows why"})

    assert changed["selector"] == place(TEXT, "Nobody knows why")


def test_another_quote_within_the_passage_leaves_it_as_wide_as_it_was(api: Api) -> None:
    row = claim(api, tell(api), quote="opens", selector=place(TEXT, "It opens on Monday."))

    changed = api.patch(f"/v1/claims/{row['id']}", {"quote": "Monday"})

    assert (changed["quote"], changed["selector"], changed["in_text"]) == ("Monday", row["selector"], True)


@pytest.mark.parametrize("quote", ["Nobody knows why", None])
def test_without_the_text_another_quote_leaves_the_place(api: Api, quote: str | None) -> None:
    row = claim(api, tell(api, None), quote="It opens on Monday", selector=place(TEXT, "It opens on Monday"))

    changed = api.patch(f"/v1/claims/{row['id']}", {"quote": quote})

    assert (changed["quote"], changed["selector"], changed["in_text"]) == (quote, row["selector"], None)


@pytest.mark.parametrize("text", [TEXT, "The bridge is open."])
def test_the_place_stays_when_the_quote_goes_whether_it_is_still_in_the_text_or_not(api: Api, text: str) -> None:
    article_id = tell(api)
    row = claim(api, article_id, quote="It opens on Monday")
    api.patch(f"/v1/articles/{article_id}", {"text": text})

    changed = api.patch(f"/v1/claims/{row['id']}", {"quote": None})

    assert (changed["quote"], changed["selector"], changed["in_text"]) == (None, row["selector"], text == TEXT)


def test_a_quote_that_goes_without_a_place_leaves_nothing_to_be_in_the_text(api: Api) -> None:
    article_id = tell(api, None)
    row = claim(api, article_id, quote="It opens on Monday")
    api.patch(f"/v1/articles/{article_id}", {"text": TEXT})

    changed = api.patch(f"/v1/claims/{row['id']}", {"quote": None})

    assert changed["quote"] is changed["selector"] is changed["in_text"] is None


def test_a_quote_that_is_named_again_changes_nothing_though_its_passage_is_gone(api: Api) -> None:
    article_id = tell(api)
    row = claim(api, article_id, quote="It opens on Monday")
    api.patch(f"/v1/articles/{article_id}", {"text": "The bridge is open."})
    gone = api.get(f"/v1/claims/{row['id']}")

    assert api.patch(f"/v1/claims/{row['id']}", {"quote": "It opens on Monday"}) == gone


def test_another_quote_is_found_anew_where_the_old_passage_is_gone(api: Api) -> None:
    article_id = tell(api)
    row = claim(api, article_id, quote="It opens on Monday")
    api.patch(f"/v1/articles/{article_id}", {"text": "The bridge is open."})

    changed = api.patch(f"/v1/claims/{row['id']}", {"quote": "is open"})

    assert (changed["selector"], changed["in_text"]) == (place("The bridge is open.", "is open"), True)


def test_a_quote_that_is_no_text_is_refused(api: Api) -> None:
    row = claim(api, tell(api), quote="It opens on Monday")

    assert places(api.refused(422, "PATCH", f"/v1/claims/{row['id']}", {"quote": 5}, If_Match="*")) == {
        "/quote": "type"
    }


@pytest.mark.parametrize(("quote", "code"), [("It opens on Tuesday", "not-in-text"), ("bridge is closed", "twice")])
def test_another_quote_without_a_place_in_the_text_is_refused(api: Api, quote: str, code: str) -> None:
    row = claim(api, tell(api), quote="It opens on Monday")

    problem = api.refused(422, "PATCH", f"/v1/claims/{row['id']}", {"quote": quote}, If_Match="*")

    assert places(problem) == {"/quote": code}
    assert api.get(f"/v1/claims/{row['id']}") == row
