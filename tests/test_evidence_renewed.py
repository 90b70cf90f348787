"""A tie shows the article that it cites and the sources of that: what changes of them is renewed in it."""

import pytest

from tests.api import Api, Json, named, outlet
from tests.stored import differences, everything

CITED = {
    "article": {"id": "art_cited", "url": "https://cited.example/1", "title": "Old", "publisher": {"name": "Daily"}},
    "attribution": [outlet("Courier"), named("Ada Obi", as_printed="A. Obi")],
}


@pytest.fixture(autouse=True)
def tied(api: Api) -> None:
    """Cite an article once, and tie two claims that show nothing of it."""
    api.claim(id="clm_a")
    api.claim(id="clm_b")
    api.tie("clm_a", "supported_by", CITED, id="evd_cited")
    api.tie("clm_a", "repeats", "clm_b", id="evd_noise")


def source(api: Api, name: str) -> str:
    (source_id,) = api.ids("/v1/sources", name=name)
    return source_id


def shown(api: Api) -> Json:
    return api.get("/v1/evidence/evd_cited")["citation"]


@pytest.mark.parametrize("state", ["accepted", "proposed"])
def test_a_renamed_source_is_renewed_in_what_cites_it_under_the_revision_of_the_rename(api: Api, state: str) -> None:
    if state == "proposed":
        api.delete("/v1/evidence/evd_cited")
        api.by("ben").tie("clm_b", "supported_by", {**CITED, "article": {"id": "art_cited"}}, id="evd_proposed")
    evidence_id, noise = f"evd_{'cited' if state == 'accepted' else state}", api.get("/v1/evidence/evd_noise")

    ada = api.patch(f"/v1/sources/{source(api, 'ada obi')}", {"name": "Ada Obbi"})

    tie = api.get(f"/v1/evidence/{evidence_id}")
    assert tie["citation"]["attribution"][1]["source"]["name"] == "Ada Obbi"
    assert tie["citation"]["attribution"][1]["as_printed"] == "A. Obi"
    assert (tie["rev"], tie["updated_at"]) == (ada["rev"], ada["updated_at"])
    assert api.get("/v1/evidence/evd_noise") == noise
    assert api.feed()[-1]["type"] == "source"
    assert differences() == []


def test_a_renamed_publisher_is_renewed_in_what_cites_its_article(api: Api) -> None:
    api.patch(f"/v1/sources/{source(api, 'daily')}", {"name": "The Daily"})

    assert shown(api)["article"]["publisher"]["name"] == "The Daily"
    assert differences() == []


@pytest.mark.parametrize(
    ("key", "value"),
    [("title", "New"), ("url", "https://cited.example/2"), ("published_at", "2024-05-14T05:10:00Z")],
)
def test_what_a_tie_shows_of_an_article_is_renewed_with_it(api: Api, key: str, value: str) -> None:
    article = api.patch("/v1/articles/art_cited", {key: value})

    assert shown(api)["article"][key] == value
    assert api.get("/v1/evidence/evd_cited")["rev"] == article["rev"]
    assert differences() == []


def test_what_a_tie_does_not_show_leaves_it_as_it_is(api: Api) -> None:
    before = api.get("/v1/evidence/evd_cited")

    api.patch("/v1/articles/art_cited", {"text": "It is closed.", "authors": ["Nell Harrow"]})
    api.patch(f"/v1/sources/{source(api, 'ada obi')}", {"aliases": ["Ada"]})

    assert api.get("/v1/evidence/evd_cited") == before
    assert differences() == []


def test_a_tie_that_was_ended_refers_by_id_and_is_not_renewed(api: Api) -> None:
    api.delete("/v1/evidence/evd_cited")
    before = everything()["Evidence"]

    api.patch(f"/v1/sources/{source(api, 'ada obi')}", {"name": "Ada Obbi"})

    assert everything()["Evidence"] == before
    assert differences() == []


def test_a_merge_lets_ties_cite_the_one_that_stays(api: Api) -> None:
    into = api.post("/v1/sources", {"kind": "person", "name": "Åda Obi"})["id"]
    merged = source(api, "ada obi")

    api.merge(merged, into)

    assert shown(api)["attribution"][1]["source"] == {"id": into, "kind": "person", "name": "Åda Obi"}
    assert api.ids("/v1/evidence", source_id=into) == api.ids("/v1/evidence", source_id=merged) == ["evd_cited"]
    assert differences() == []


def test_a_merge_lets_ties_show_the_publisher_that_stays(api: Api) -> None:
    into = api.post("/v1/sources", {"kind": "outlet", "name": "The Daily"})["id"]

    api.merge(source(api, "daily"), into)

    assert shown(api)["article"]["publisher"] == {"id": into, "name": "The Daily"}
    assert differences() == []


def test_a_merge_leaves_a_tie_that_was_ended_as_it_was(api: Api) -> None:
    into = api.post("/v1/sources", {"kind": "person", "name": "Åda Obi"})["id"]
    api.delete("/v1/evidence/evd_cited")
    before = everything()

    api.merge(source(api, "ada obi"), into)

    after = everything()
    assert (after["Evidence"], after["EvidenceLink"]) == (before["Evidence"], before["EvidenceLink"])
    assert differences() == []
