"""Which ties a query's export has, and what comes with them."""

import orjson

from tests.api import Api, Json, named
from tests.bulk import article, claim, load, source, tie
from tests.stores import export, hearsay


def rows(content: bytes) -> list[tuple[str, Json]]:
    return [next(iter(orjson.loads(line).items())) for line in content.splitlines()][:-1]


def ids(content: bytes, kind: str) -> list[str]:
    return [body.get("id") or body["handle"] for found, body in rows(content) if found == kind]


def test_a_tie_is_given_where_both_its_ends_are(api: Api, url: str) -> None:
    load(
        api,
        article("a"), article("noise"),
        *(claim(name) for name in ("a", "b", "c")), claim("noise", "art_noise"),
        tie("ab", claim="clm_b"), tie("ca", "clm_c", claim="clm_a", tie="repeats"),
        tie("out", claim="clm_noise"), tie("in", "clm_noise", claim="clm_a"), tie("ended", claim="clm_c"),
    )  # fmt: skip
    api.delete("/v1/evidence/evd_ended")

    content = export(url, "article_id=art_a")

    assert ids(content, "evidence") == ["evd_ab", "evd_ca"]
    assert [kind for kind, _ in rows(content)][-2:] == ["evidence", "evidence"]


def test_a_citation_comes_with_its_article_and_its_sources_and_a_tie_with_its_reviewers(api: Api, url: str) -> None:
    load(
        api,
        {"source": {"id": "src_owner", "kind": "body", "name": "Owner"}}, source("ada"), source("noise"),
        source("daily", kind="outlet", belongs_to={"id": "src_owner"}),
    )  # fmt: skip
    load(api, article("a"), claim("a"), article("b"), claim("b", "art_b"))
    cited = {
        "id": "art_cited",
        "url": "https://c.example/1",
        "publisher": {"name": "Daily"},
        "copy_of": {"id": "art_b"},
    }
    ada = {"source": {"id": "src_ada"}, "source_type": "expert"}
    for scoped, tied in ((api.by("ben"), "supported_by"), (api.by("eve"), "contradicted_by")):
        scoped.tie("clm_a", tied, {"article": cited, "attribution": [ada]}, id=f"evd_{tied.replace('_', '-')}")
        cited = {"id": "art_cited"}
    api.call("POST", "/v1/evidence/evd_supported-by/accept")
    api.by("noise").tie("clm_b", "supported_by", {"article": {"url": "https://noise.example/"}})

    content = export(url, "article_id=art_a")

    assert ids(content, "article") == ["art_a", "art_b", "art_cited"]
    assert len(ids(content, "source")) == 3
    assert sorted(ids(content, "reviewer")) == ["ben", "eve", "mina"]
    assert ids(content, "evidence") == ["evd_contradicted-by", "evd_supported-by"]


def test_what_cites_can_be_stored_elsewhere_with_its_state_and_note(api: Api, url: str, other_url: str) -> None:
    load(api, article("a"), claim("a"), claim("b"))
    api.by("ben").tie("clm_a", "repeats", "clm_b", id="evd_proposed", note="A hunch.")
    cited = {"article": {"url": "https://c.example/1"}, "attribution": [named("Ada Obi")]}
    api.tie("clm_a", "supported_by", cited, id="evd_accepted")
    content = export(url, "article_id=art_a")

    done = hearsay(other_url, "import", "-", stdin=content)

    assert (done.code, done.said) == (0, "")
    told = [_told(body) for kind, body in rows(content) if kind == "evidence"]
    assert told == [_told(body) for kind, body in rows(export(other_url)) if kind == "evidence"]
    assert {body["state"]: body["note"] for body in told} == {"accepted": None, "proposed": "A hunch."}


def _told(body: Json) -> Json:
    return {key: value for key, value in body.items() if key not in {"rev", "created_at", "updated_at"}}


def test_a_row_of_evidence_is_written_as_it_is_served(api: Api, url: str) -> None:
    load(api, article("a"), claim("a"), tie("a", note="Why."))

    (row,) = [body for kind, body in rows(export(url)) if kind == "evidence"]

    assert row == api.get("/v1/evidence/evd_a")
    assert row["note"] == "Why."
