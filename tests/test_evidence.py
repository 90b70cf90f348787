"""Evidence: a claim is tied to another one or to a citation, and the tie is read, listed and ended."""

import pytest

from service.domain.vocabulary import Tie
from tests.api import Api, Json, named, outlet, unnamed
from tests.stored import everything

PATH = "/v1/claims/clm_bridge/evidence"
DAILY: Json = {"id": "src_daily", "kind": "outlet", "name": "Daily"}
CITED: Json = {
    "article": {"url": "https://daily.example/1", "title": "Closed", "publisher": DAILY},
    "attribution": [outlet("Wire", channel="press-report"), named("Cleo Dahl", role="harbour master", channel="quote")],
}


@pytest.fixture(autouse=True)
def bridge(api: Api) -> Json:
    """Store a claim to tie, one to tie it to, and two that are tied already."""
    for name in ("noise", "other", "ferry"):
        api.claim(id=f"clm_{name}")
    api.tie("clm_noise", "repeats", "clm_other", id="evd_noise")
    return api.claim(id="clm_bridge", attribution=[named("Ada Obi")])


@pytest.mark.parametrize("tie", Tie)
def test_a_tie_to_another_claim_is_kept_as_it_was_given(api: Api, bridge: Json, tie: str) -> None:
    response = api.call("POST", PATH, {"tie": tie, "claim": "clm_ferry", "note": "Word for word."})

    answer = response.json or {}
    assert response.status_code == 201
    assert list(answer.items()) == list({
        "id": answer["id"], "rev": bridge["rev"] + 1, "subject": "clm_bridge", "tie": tie, "claim": "clm_ferry",
        "citation": None, "state": "accepted", "reviewer": "mina", "accepted_by": "mina",
        "created_at": answer["created_at"], "updated_at": answer["created_at"], "note": "Word for word.",
    }.items())  # fmt: skip
    assert response.headers["Location"] == f"/v1/evidence/{answer['id']}"
    assert response.headers["ETag"] == f'"{answer["rev"]}"'
    assert api.get(f"/v1/evidence/{answer['id']}") == answer
    assert api.ids("/v1/evidence", subject="clm_bridge") == [answer["id"]]


def test_a_citation_is_shown_with_its_article_and_its_chain_as_a_claim_is(api: Api) -> None:
    tie = api.tie("clm_bridge", "contradicted_by", CITED)
    claim = api.claim(**CITED)

    assert (tie["claim"], list(tie["citation"])) == (None, ["article", "attribution"])
    assert tie["citation"]["article"] == claim["article"]
    assert tie["citation"]["attribution"] == claim["attribution"]
    assert api.get(f"/v1/evidence/{tie['id']}") == tie


def test_a_citation_stores_what_it_names_and_is_new(api: Api) -> None:
    before = api.rev()

    tie = api.tie("clm_bridge", "contradicted_by", CITED)

    made = [(entry["change"], entry["type"]) for entry in api.feed(before)]
    assert made == [("created", kind) for kind in ("source", "article", "source", "source", "evidence")]
    article = api.get(f"/v1/articles/{tie['citation']['article']['id']}")
    assert (article["url"], article["publisher"]["id"]) == ("https://daily.example/1", "src_daily")


def test_a_citation_finds_what_is_stored(api: Api) -> None:
    api.claim(**CITED)
    before = api.rev()

    api.tie("clm_bridge", "contradicted_by", CITED)

    assert [entry["type"] for entry in api.feed(before)] == ["evidence"]


@pytest.mark.parametrize("chain", [{}, {"attribution": []}])
def test_a_citation_without_a_chain_is_the_publishers_own_voice(api: Api, chain: Json) -> None:
    tie = api.tie("clm_bridge", "supported_by", {"article": CITED["article"], **chain})

    assert tie["citation"]["attribution"] == []


def test_an_unnamed_source_of_a_citation_belongs_to_the_article_that_is_cited(api: Api) -> None:
    cited = {"article": {"id": "art_cited", "url": "https://a.example/"}, "attribution": [unnamed(number=1)]}

    tie = api.tie("clm_bridge", "supported_by", cited)

    (link,) = tie["citation"]["attribution"]
    source = api.get(f"/v1/sources/{link['source']['id']}")
    assert (source["name"], source["article"], source["number"]) == (None, {"id": "art_cited"}, 1)


def test_a_tie_is_one_entry_of_the_feed_that_refers_by_id(api: Api, bridge: Json) -> None:
    tie = api.tie("clm_bridge", "repeats", "clm_ferry", note="Word for word.")

    (entry,) = api.feed(bridge["rev"])
    assert (entry["change"], entry["type"], entry["id"], entry["by"]) == ("created", "evidence", tie["id"], "mina")
    assert entry["document"] == {
        "id": tie["id"], "subject": "clm_bridge", "tie": "repeats", "claim": "clm_ferry", "state": "accepted",
        "reviewer": "mina", "accepted_by": "mina",
    }  # fmt: skip


def test_a_citation_is_in_the_feed_by_ids_and_with_what_was_written(api: Api) -> None:
    tie = api.tie("clm_bridge", "supported_by", CITED)

    citation = api.feed()[-1]["document"]["citation"]
    wire, cleo = (link["source"]["id"] for link in tie["citation"]["attribution"])
    assert citation == {
        "article": {"id": tie["citation"]["article"]["id"]},
        "attribution": [
            {"source": {"id": wire}, "source_type": "media", "identification": "named", "channel": "press-report"},
            {
                "source": {"id": cleo}, "source_type": "expert", "identification": "named", "role": "harbour master",
                "channel": "quote",
            },
        ],
    }  # fmt: skip


def test_both_claims_take_the_revision_of_their_tie(api: Api) -> None:
    tie = api.tie("clm_bridge", "repeats", "clm_ferry")

    shown = {claim["id"]: claim["rev"] for claim in api.get("/v1/claims")["items"]}
    assert {claim_id for claim_id, rev in shown.items() if rev == tie["rev"]} == {"clm_bridge", "clm_ferry"}
    assert [touched["claim"] for touched in api.feed()[-1]["touched"]] == ["clm_bridge", "clm_ferry"]
    assert {claim["worded_rev"] for claim in api.get("/v1/claims", rev=tie["rev"])["items"]} < set(range(tie["rev"]))


def test_a_citation_touches_the_claim_that_it_speaks_of(api: Api) -> None:
    tie = api.tie("clm_bridge", "supported_by", CITED)

    assert api.get("/v1/claims/clm_bridge")["rev"] == tie["rev"]
    assert [touched["claim"] for touched in api.feed()[-1]["touched"]] == ["clm_bridge"]


def test_a_tie_that_is_ended_is_gone_and_its_history_stays(api: Api) -> None:
    tie = api.tie("clm_bridge", "repeats", "clm_ferry", note="Word for word.")

    api.delete(f"/v1/evidence/{tie['id']}", tie["rev"])

    problem = api.refused(410, "GET", f"/v1/evidence/{tie['id']}")
    created, ended = api.feed(tie["rev"] - 1)
    assert (created["id"], created["document"]["tie"]) == (tie["id"], "repeats")
    assert (ended["change"], ended["type"], ended["id"], ended["document"]) == ("deleted", "evidence", tie["id"], None)
    assert (problem["rev"], problem["deleted_at"]) == (ended["rev"], ended["at"])
    assert [touched["claim"] for touched in ended["touched"]] == ["clm_bridge", "clm_ferry"]
    assert api.ids("/v1/evidence") == ["evd_noise"]
    assert api.get("/v1/claims/clm_bridge")["rev"] == ended["rev"]


def test_a_tie_that_was_ended_may_be_made_anew(api: Api) -> None:
    old = api.tie("clm_bridge", "repeats", "clm_ferry")
    api.delete(f"/v1/evidence/{old['id']}")

    new = api.tie("clm_bridge", "repeats", "clm_ferry")

    assert new["id"] != old["id"]
    assert api.ids("/v1/evidence", subject="clm_bridge") == [new["id"]]


def test_ending_a_tie_needs_the_revision_that_was_read(api: Api) -> None:
    before = everything()

    assert api.refused(428, "DELETE", "/v1/evidence/evd_noise")["hint"]
    problem = api.refused(412, "DELETE", "/v1/evidence/evd_noise", If_Match='"1"')

    assert problem["current"]["id"] == "evd_noise"
    assert everything() == before


def test_a_tie_that_never_was_is_not_found(api: Api) -> None:
    assert api.refused(404, "GET", "/v1/evidence/evd_none")
    assert api.refused(404, "POST", "/v1/evidence/evd_none/accept")
    assert api.refused(404, "DELETE", "/v1/evidence/evd_none", If_Match="*")


def test_a_tie_that_was_ended_can_be_neither_accepted_nor_ended(api: Api) -> None:
    api.delete("/v1/evidence/evd_noise")

    assert api.refused(410, "POST", "/v1/evidence/evd_noise/accept")
    assert api.refused(410, "DELETE", "/v1/evidence/evd_noise", If_Match="*")


def test_a_tie_that_did_not_change_is_not_sent_again(api: Api) -> None:
    etag = api.call("GET", "/v1/evidence/evd_noise").headers["ETag"]

    assert api.call("GET", "/v1/evidence/evd_noise", If_None_Match=etag).status_code == 304
