"""Each place that can be erased leaves its row, its past and all that showed it."""

import pytest

from tests.api import Api, named
from tests.erasing import body, erase, holders
from tests.passages import digest


@pytest.mark.parametrize(
    ("path", "old"),
    [
        ("/statement", "A secret statement."),
        ("/quote", "a secret quote"),
        ("/attribution/0/role", "secret role"),
        ("/attribution/0/as_printed", "secret print"),
        ("/attribution/0/affiliation", "secret firm"),
        ("/attribution/0/description", "secret words"),
        ("/attribution/0/cue", "secretly said"),
        ("/attribution/0/anonymity_reason", "secret fear"),
    ],
)
@pytest.mark.parametrize("state", ["stored", "withdrawn"])
def test_what_a_claim_says_is_erased_from_it_and_from_its_past(
    admin: Api, url: str, path: str, old: str, state: str
) -> None:
    link = {
        **named("Ada Obi"), "role": "secret role", "as_printed": "secret print", "affiliation": "secret firm",
        "description": "secret words", "cue": "secretly said", "anonymity_reason": "secret fear",
    }  # fmt: skip
    posted = {**body("clm_a", [link]), "statement": "A secret statement.", "quote": "a secret quote"}
    admin.call("POST", "/v1/claims", posted, Idempotency_Key="a")
    admin.patch("/v1/claims/clm_a", {"attribution": [named("Ben Cole"), link]})
    admin.claim(id="clm_noise", statement="Another claim.")
    if state == "withdrawn":
        admin.delete("/v1/claims/clm_a")
    place = path.replace("/0/", "/1/")

    erase(admin, "/v1/claims/clm_a", place)

    assert holders(url, [old]) == set()
    assert holders(url, ["secret"]) != set(), "the rest stays"
    if state == "stored":
        claim = admin.get("/v1/claims/clm_a")
        assert claim["worded_rev"] == claim["rev"]
        assert {**claim, **claim["attribution"][1]}[path.rpartition("/")[2]] is None
        assert admin.patch("/v1/claims/clm_a", {"position": 7})["position"] == 7


def test_an_erased_selector_leaves_no_digest_of_the_passage(admin: Api, url: str) -> None:
    passage = digest("secret")
    admin.claim(id="clm_a", selector={"start": 3, "end": 9, "sha256": passage})

    erase(admin, "/v1/claims/clm_a", "/selector")

    assert holders(url, [passage]) == set()
    assert admin.get("/v1/claims/clm_a")["selector"] is None


@pytest.mark.parametrize(
    ("paths", "gone"),
    [
        (["/text"], ["secret text"]),
        (["/title"], ["secret title"]),
        (["/authors/1"], ["Secret Author"]),
        (["/authors"], ["Secret Author", "Open Author"]),
        (["/url", "/archived_url"], ["secret-address"]),
    ],
)
@pytest.mark.parametrize("state", ["stored", "withdrawn"])
def test_what_an_article_has_is_erased_from_it_its_past_and_its_claims(
    admin: Api, url: str, paths: list[str], gone: list[str], state: str
) -> None:
    article = {
        "id": "art_a", "url": "https://a.example/secret-address", "title": "A secret title", "text": "A secret text.",
        "authors": ["Open Author", "Secret Author"], "archived_url": "https://archive.example/secret-address",
    }  # fmt: skip
    admin.call("POST", "/v1/articles", article, Idempotency_Key="a")
    admin.patch("/v1/articles/art_a", {"authors": ["Secret Author", "Open Author"]})
    admin.patch("/v1/articles/art_a", {"authors": ["Open Author", "Secret Author"]})
    claim = admin.claim(article={"id": "art_a"})
    if state == "withdrawn":
        admin.delete(f"/v1/claims/{claim['id']}")
        admin.delete("/v1/articles/art_a")

    erase(admin, "/v1/articles/art_a", *paths)

    assert holders(url, gone) == set()
    if state == "stored":
        shown = admin.get("/v1/articles/art_a")
        assert all(shown[path.split("/")[1]] in (None, [], ["Open Author"]) for path in paths)
        assert admin.patch("/v1/articles/art_a", {"language": "en"})["language"] == "en"


def test_without_its_text_nobody_knows_what_was_in_it(admin: Api) -> None:
    admin.post("/v1/articles", {"id": "art_a", "url": "https://a.example/1", "text": "It is closed."})
    claim = admin.claim(article={"id": "art_a"}, quote="It is closed.")
    assert claim["in_text"] is True

    erase(admin, "/v1/articles/art_a", "/text")

    assert admin.get(f"/v1/claims/{claim['id']}")["in_text"] is None


def test_the_note_of_a_tag_is_erased_and_the_tag_stays(admin: Api, url: str) -> None:
    claim = admin.claim()
    tag = admin.tag(claim["id"], note="a secret note")

    erase(admin, f"/v1/tags/{tag['id']}", "/note")

    assert holders(url, ["secret note"]) == set()
    assert admin.get(f"/v1/tags/{tag['id']}")["note"] is None
    assert admin.ids("/v1/tags") == [tag["id"]]


def test_a_claim_of_an_article_without_its_address_may_be_sent_back(admin: Api) -> None:
    admin.post("/v1/articles", {"id": "art_a", "url": "https://a.example/secret-address"})
    claim = admin.claim(article={"id": "art_a"})
    erase(admin, "/v1/articles/art_a", "/url")

    shown = admin.get(f"/v1/claims/{claim['id']}")

    assert shown["article"]["url"] is None
    assert admin.patch(f"/v1/claims/{claim['id']}", shown) == shown
    assert admin.post("/v1/claims", {**shown, "id": "clm_again"})["article"] == shown["article"]


def test_what_was_judged_of_a_withdrawn_claim_is_stale_once_its_words_are_erased(admin: Api) -> None:
    claim = admin.claim()
    tag = admin.tag(claim["id"])
    admin.delete(f"/v1/claims/{claim['id']}")

    rev = erase(admin, f"/v1/claims/{claim['id']}", "/statement")["rev"]

    shown = admin.get(f"/v1/tags/{tag['id']}")
    assert (shown["stale"], shown["rev"], shown["claim_rev"]) == (True, rev, tag["claim_rev"])
