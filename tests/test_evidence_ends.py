"""What becomes of ties when a claim, an article or a source that they refer to is to go."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.vocabulary import Tie
from tests.api import Api, Json, named, outlet
from tests.stored import everything

CITED: Json = {
    "article": {"id": "art_cited", "url": "https://daily.example/1"},
    "attribution": [outlet("Wire"), {**named("Cleo Dahl"), "source": {"id": "src_cleo"}}],
}


@pytest.fixture(autouse=True)
def story(api: Api) -> None:
    """Store claims that are tied in a row: a repeats b, which c supports, which d contradicts; others to none."""
    api.post("/v1/sources", {"id": "src_cleo", "kind": "person", "name": "Cleo Dahl"})
    for name in "abcdefg":
        api.claim(id=f"clm_{name}")
    api.tie("clm_a", "repeats", "clm_b", id="evd_ab")
    api.tie("clm_b", "supported_by", "clm_c", id="evd_bc")
    api.tie("clm_c", "contradicted_by", "clm_d", id="evd_cd")


def revs(api: Api) -> dict[str, int]:
    return {claim["id"]: claim["rev"] for claim in api.get("/v1/claims")["items"]}


def test_a_claim_that_is_withdrawn_ends_its_ties_at_both_ends_and_no_other(api: Api) -> None:
    before, rev = revs(api), api.rev()

    api.delete("/v1/claims/clm_b")

    entries = api.feed(rev)
    assert [(entry["change"], entry["type"], entry["id"]) for entry in entries] == [
        ("deleted", "evidence", "evd_ab"), ("deleted", "evidence", "evd_bc"), ("deleted", "claim", "clm_b"),
    ]  # fmt: skip
    assert [[touched["claim"] for touched in entry["touched"]] for entry in entries] == [
        [],
        [],
        ["clm_a", "clm_c", "clm_d"],
    ]
    after = revs(api)
    assert {name for name in after if after[name] != before[name]} == {"clm_a", "clm_c", "clm_d"}
    assert after["clm_a"] == after["clm_c"] == entries[-1]["rev"]
    assert api.ids("/v1/evidence") == ["evd_cd"]
    for evidence_id, entry in zip(("evd_ab", "evd_bc"), entries, strict=False):
        assert api.refused(410, "GET", f"/v1/evidence/{evidence_id}")["rev"] == entry["rev"]


def test_what_was_only_proposed_ends_too_and_its_other_end_stays_as_it_is(api: Api) -> None:
    api.by("ben").tie("clm_e", "repeats", "clm_b", id="evd_eb")
    e = api.get("/v1/claims/clm_e")

    api.delete("/v1/claims/clm_b")

    assert api.refused(410, "GET", "/v1/evidence/evd_eb")
    assert api.get("/v1/claims/clm_e") == e


def test_a_tie_that_had_ended_stays_as_it_was(api: Api) -> None:
    api.delete("/v1/evidence/evd_ab")
    ended = api.refused(410, "GET", "/v1/evidence/evd_ab")["rev"]
    a = api.get("/v1/claims/clm_a")

    api.delete("/v1/claims/clm_b")

    assert api.refused(410, "GET", "/v1/evidence/evd_ab")["rev"] == ended
    assert api.get("/v1/claims/clm_a") == a


def test_two_claims_that_are_tied_twice_are_counted_once_when_one_of_them_goes(api: Api) -> None:
    api.tie("clm_a", "supported_by", "clm_b", id="evd_again")

    api.delete("/v1/claims/clm_b")

    assert [touched["claim"] for touched in api.feed()[-1]["touched"]] == ["clm_a", "clm_c", "clm_d"]
    assert api.ids("/v1/evidence") == ["evd_cd"]


def test_a_citation_ends_with_its_claim_and_what_it_cites_stays(api: Api) -> None:
    tie = api.tie("clm_e", "supported_by", CITED)

    api.delete("/v1/claims/clm_e")

    assert api.refused(410, "GET", f"/v1/evidence/{tie['id']}")
    assert api.get("/v1/articles/art_cited")
    assert api.get("/v1/sources/src_cleo")


@pytest.mark.parametrize("state", ["proposed", "accepted"])
@pytest.mark.parametrize("path", ["/v1/articles/art_cited", "/v1/sources/src_cleo"])
def test_what_a_tie_cites_is_in_use(api: Api, path: str, state: str) -> None:
    by = api if state == "accepted" else api.by("ben")
    by.tie("clm_e", "supported_by", CITED, id="evd_cited")
    before = everything()

    problem = api.refused(409, "DELETE", path, If_Match="*")

    assert problem["used_by"] == [{"type": "evidence", "id": "evd_cited"}]
    assert everything() == before


@pytest.mark.parametrize("path", ["/v1/articles/art_cited", "/v1/sources/src_cleo"])
def test_what_a_tie_cited_is_free_when_the_tie_has_ended(api: Api, path: str) -> None:
    api.tie("clm_e", "supported_by", CITED, id="evd_cited")
    api.delete("/v1/evidence/evd_cited")

    api.delete(path)

    assert api.refused(410, "GET", path)


ENDS = st.permutations(["clm_e", "clm_f", "clm_g"])
# With one that contradicts, others could not stand.
TIES = st.sampled_from([Tie.SUPPORTED_BY, Tie.REPEATS, Tie.RETRACTED_BY])


@settings(max_examples=15)
@given(said=st.lists(st.tuples(st.booleans(), TIES, ENDS), max_size=6))
def test_each_sentence_stands_once_counts_where_an_editor_said_it_and_leaves_nothing_when_it_ends(
    api: Api, said: list[tuple[bool, Tie, list[str]]]
) -> None:
    ben, before = api.by("ben"), api.get("/v1/claims")["items"]
    standing: dict[tuple[Tie, frozenset[str], str], str] = {}

    for edits, tie, (subject, other, _) in said:
        body = {"tie": tie, "claim": other}
        answer = (api if edits else ben).call("POST", f"/v1/claims/{subject}/evidence", body)
        sentence = (tie, frozenset((subject, other)), "" if tie.is_symmetric else subject)
        assert answer.status_code == (200 if sentence in standing else 201)
        is_accepted = edits or standing.get(sentence) == "accepted"
        standing[sentence] = "accepted" if is_accepted else "proposed"
        assert (answer.json or {})["state"] == standing[sentence]

    made = api.get("/v1/evidence", ("id__not", "evd_ab"), ("id__not", "evd_bc"), ("id__not", "evd_cd"))["items"]
    assert sorted(tie["state"] for tie in made) == sorted(standing.values())
    for tie in made:
        api.delete(f"/v1/evidence/{tie['id']}", tie["rev"])
    moving = {"rev", "updated_at"}
    after = api.get("/v1/claims")["items"]
    assert [{**claim, **dict.fromkeys(moving)} for claim in after] == [
        {**claim, **dict.fromkeys(moving)} for claim in before
    ]
