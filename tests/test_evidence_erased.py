"""What is erased of a tie, or of what it cites, leaves it, its past, and every place where the store could keep it."""

import pytest

from tests.api import Api, Json, named
from tests.erasing import REASON, erase, holders

WORDS = {
    "as_printed": "secret print", "role": "secret role", "affiliation": "secret firm", "description": "secret words",
    "cue": "secretly said", "anonymity_reason": "secret fear",
}  # fmt: skip
LINK = named("Ada Quarrington", **WORDS)
CITED = {
    "article": {"id": "art_cited", "url": "https://secret.example/1", "title": "A secret title"},
    "attribution": [named("Ben Cole", role="clerk"), LINK],
}


@pytest.fixture(autouse=True)
def tied(api: Api) -> None:
    """Let a claim be proposed to be supported by a citation, in an answer that is kept, and let it be accepted."""
    api.claim(id="clm_a")
    body = {"id": "evd_a", "tie": "supported_by", "citation": CITED, "note": "A secret note"}
    posted = api.by("ben").call("POST", "/v1/claims/clm_a/evidence", body, Idempotency_Key="one")
    assert posted.status_code == 201
    assert api.call("POST", "/v1/evidence/evd_a/accept", Idempotency_Key="two").status_code == 200
    api.claim(id="clm_noise")
    api.tie("clm_noise", "repeats", "clm_a", id="evd_noise", note="Another note")


def places(*words: str) -> list[str]:
    return [f"/citation/attribution/1/{word}" for word in words]


@pytest.mark.parametrize(("word", "old"), WORDS.items())
@pytest.mark.parametrize("state", ["stored", "ended"])
def test_what_a_citation_prints_of_somebody_is_erased_from_it_and_from_its_past(
    admin: Api, url: str, word: str, old: str, state: str
) -> None:
    if state == "ended":
        admin.delete("/v1/evidence/evd_a")

    erase(admin, "/v1/evidence/evd_a", *places(word))

    assert holders(url, [old]) == set()
    others = [value for key, value in WORDS.items() if key != word]
    assert all(holders(url, [other]) for other in others)


def test_an_erased_word_is_null_and_the_rest_of_the_tie_stays(admin: Api) -> None:
    before = admin.get("/v1/evidence/evd_a")

    erased = erase(admin, "/v1/evidence/evd_a", *places("role", "cue"))

    after = admin.get("/v1/evidence/evd_a")
    assert (after["rev"], erased["type"]) == (erased["rev"], "evidence")
    for link in (before["citation"]["attribution"][1],):
        link |= {"role": None, "cue": None}
    assert {**after, "rev": 0, "updated_at": ""} == {**before, "rev": 0, "updated_at": ""}
    entry = admin.feed()[-1]
    assert (entry["change"], entry["type"], entry["id"]) == ("erased", "evidence", "evd_a")
    assert entry["document"] == {"id": "evd_a", "paths": places("role", "cue"), "reason": REASON}


def test_a_note_is_erased_and_with_it_the_answers_that_told_it(admin: Api, url: str) -> None:
    erase(admin, "/v1/evidence/evd_a", "/note")

    assert holders(url, ["A secret note"]) == set()
    assert admin.get("/v1/evidence/evd_a")["note"] is None
    assert admin.get("/v1/evidence/evd_noise")["note"] == "Another note"


@pytest.mark.parametrize("state", ["stored", "ended"])
def test_a_sources_name_takes_along_how_citations_printed_it(admin: Api, url: str, state: str) -> None:
    (source_id,) = admin.ids("/v1/sources", name="ada quarrington")
    if state == "ended":
        admin.delete("/v1/evidence/evd_a")

    erase(admin, f"/v1/sources/{source_id}", "/name")

    assert holders(url, ["Quarrington", "secret print"]) == set()
    if state == "stored":
        link = admin.get("/v1/evidence/evd_a")["citation"]["attribution"][1]
        assert (link["source"]["name"], link["as_printed"], link["role"]) == (None, None, "secret role")


def test_a_source_that_was_merged_is_erased_from_citations_too(admin: Api, url: str) -> None:
    (source_id,) = admin.ids("/v1/sources", name="ada quarrington")
    into = admin.post("/v1/sources", {"kind": "person", "name": "Ada Obi"})["id"]
    admin.delete("/v1/evidence/evd_a")
    admin.merge(source_id, into)

    erase(admin, f"/v1/sources/{into}", "/name")

    assert holders(url, ["Quarrington", "secret print"]) == set()


def test_what_is_erased_of_an_article_leaves_what_cites_it(admin: Api, url: str) -> None:
    erase(admin, "/v1/articles/art_cited", "/title", "/url")

    assert holders(url, ["A secret title", "secret.example"]) == set()
    article = admin.get("/v1/evidence/evd_a")["citation"]["article"]
    assert (article["id"], article["title"], article["url"]) == ("art_cited", None, None)


@pytest.mark.parametrize("path", ["/tie", "/subject", "/citation", "/citation/attribution/*/cue", "/attribution/0/cue"])
def test_what_is_nobodys_own_words_cannot_be_erased(admin: Api, path: str) -> None:
    problem = admin.refused(422, "POST", "/v1/evidence/evd_a/erase", {"paths": [path], "reason": REASON})

    assert problem["errors"][0]["pointer"] == "/paths/0"
    assert "/citation/attribution/*/as_printed" in problem["errors"][0]["detail"]


def test_a_place_that_a_tie_does_not_have_takes_nothing(admin: Api) -> None:
    before: Json = admin.get("/v1/evidence/evd_noise")

    erase(admin, "/v1/evidence/evd_noise", *places("cue"))

    assert admin.get("/v1/evidence/evd_noise") == before
