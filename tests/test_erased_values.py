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
@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_a_claim_says_is_erased_from_it_and_from_its_past(
    api: Api, admin: Api, url: str, path: str, old: str, withdrawn: bool
) -> None:
    link = {
        **named("Ada Obi"), "role": "secret role", "as_printed": "secret print", "affiliation": "secret firm",
        "description": "secret words", "cue": "secretly said", "anonymity_reason": "secret fear",
    }  # fmt: skip
    posted = {**body("clm_a", [link]), "statement": "A secret statement.", "quote": "a secret quote"}
    api.call("POST", "/v1/claims", posted, Idempotency_Key="a")
    api.patch("/v1/claims/clm_a", {"attribution": [named("Ben Cole"), link]})
    api.claim(id="clm_noise", statement="Another claim.")
    if withdrawn:
        api.delete("/v1/claims/clm_a")
    place = path.replace("/0/", "/1/")

    erase(admin, "/v1/claims/clm_a", place)

    assert holders(url, [old]) == set()
    assert holders(url, ["secret"]) != set(), "the rest stays"
    if not withdrawn:
        claim = api.get("/v1/claims/clm_a")
        assert claim["worded_rev"] == claim["rev"]
        assert {**claim, **claim["attribution"][1]}[path.rpartition("/")[2]] is None
        assert api.patch("/v1/claims/clm_a", {"position": 7})["position"] == 7


def test_an_erased_selector_leaves_no_digest_of_the_passage(api: Api, admin: Api, url: str) -> None:
    passage = digest("secret")
    api.claim(id="clm_a", selector={"start": 3, "end": 9, "sha256": passage})

    erase(admin, "/v1/claims/clm_a", "/selector")

    assert holders(url, [passage]) == set()
    assert api.get("/v1/claims/clm_a")["selector"] is None


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
@pytest.mark.parametrize("withdrawn", [False, True])
def test_what_an_article_has_is_erased_from_it_its_past_and_its_claims(
    api: Api, admin: Api, url: str, paths: list[str], gone: list[str], withdrawn: bool
) -> None:
    article = {
        "id": "art_a", "url": "https://a.example/secret-address", "title": "A secret title", "text": "A secret text.",
        "authors": ["Open Author", "Secret Author"], "archived_url": "https://archive.example/secret-address",
    }  # fmt: skip
    api.call("POST", "/v1/articles", article, Idempotency_Key="a")
    api.patch("/v1/articles/art_a", {"authors": ["Secret Author", "Open Author"]})
    api.patch("/v1/articles/art_a", {"authors": ["Open Author", "Secret Author"]})
    claim = api.claim(article={"id": "art_a"})
    if withdrawn:
        api.delete(f"/v1/claims/{claim['id']}")
        api.delete("/v1/articles/art_a")

    erase(admin, "/v1/articles/art_a", *paths)

    assert holders(url, gone) == set()
    if not withdrawn:
        shown = api.get("/v1/articles/art_a")
        assert all(shown[path.split("/")[1]] in (None, [], ["Open Author"]) for path in paths)
        assert api.patch("/v1/articles/art_a", {"language": "en"})["language"] == "en"


def test_without_its_text_nobody_knows_what_was_in_it(api: Api, admin: Api) -> None:
    api.post("/v1/articles", {"id": "art_a", "url": "https://a.example/1", "text": "It is closed."})
    claim = api.claim(article={"id": "art_a"}, quote="It is closed.")
    assert claim["in_text"] is True

    erase(admin, "/v1/articles/art_a", "/text")

    assert api.get(f"/v1/claims/{claim['id']}")["in_text"] is None


def test_the_note_of_a_tag_is_erased_and_the_tag_stays(api: Api, admin: Api, url: str) -> None:
    claim = api.claim()
    tag = api.tag(claim["id"], note="a secret note")

    erase(admin, f"/v1/tags/{tag['id']}", "/note")

    assert holders(url, ["secret note"]) == set()
    assert api.get(f"/v1/tags/{tag['id']}")["note"] is None
    assert api.ids("/v1/tags") == [tag["id"]]
