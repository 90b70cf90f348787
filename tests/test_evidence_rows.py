"""Evidence in files of rows: over HTTP it is the caller's and counts; an operator's file says itself whose it is."""

import pytest

from tests.api import Api, Json, named
from tests.bulk import LINK, article, claim, lines, load, ndjson, refused, source, tie
from tests.stored import everything
from tests.stores import Done, export, hearsay

BASE = (article("a"), claim("a"), claim("b"))
BEN = {"reviewer": {"handle": "ben", "created_at": "2020-01-01T00:00:00Z"}}


def take(url: str, *rows: Json, options: tuple[str, ...] = ()) -> Done:
    return hearsay(url, "import", "-", *options, stdin=ndjson(*rows))


def test_a_tie_in_a_row_is_the_callers_and_counts_at_once(api: Api) -> None:
    load(api, *BASE, tie("a", claim="clm_b", accepted_by="eve", note="Why."))

    stored = api.get("/v1/evidence/evd_a")

    assert (stored["subject"], stored["tie"], stored["claim"]) == ("clm_a", "supported_by", "clm_b")
    assert (stored["state"], stored["reviewer"], stored["accepted_by"]) == ("accepted", "mina", "mina")
    assert stored["note"] == "Why."


def test_a_tie_that_its_row_calls_proposed_stays_so(api: Api) -> None:
    load(api, *BASE, tie("a", claim="clm_b", state="proposed"))

    stored = api.get("/v1/evidence/evd_a")

    assert (stored["state"], stored["reviewer"], stored["accepted_by"]) == ("proposed", "mina", None)


def test_where_a_file_leaves_out_what_is_there_a_proposed_tie_stays_proposed(api: Api, url: str) -> None:
    load(api, *BASE)
    proposed = api.by("ben").tie("clm_a", "supported_by", "clm_b")
    same = {"evidence": {"id": "evd_file", "subject": "clm_b", "tie": "supported_by", "claim": "clm_a"}}

    done = hearsay(url, "import", "--on-conflict", "skip", "-", stdin=ndjson(same))

    assert done.out == b"0 rows stored, 1 left out\n"
    assert api.get(f"/v1/evidence/{proposed['id']}")["state"] == "proposed"


def test_a_row_may_cite_what_the_rows_above_made_and_make_what_is_new(api: Api) -> None:
    cited = {"article": {"url": "https://new.example/1"}, "attribution": [LINK, named("Eve Dane")]}

    load(api, source("ada"), *BASE, tie("a", citation=cited))

    citation = api.get("/v1/evidence/evd_a")["citation"]
    assert [link["source"]["name"] for link in citation["attribution"]] == ["Ada", "Eve Dane"]
    assert api.ids("/v1/articles", url="https://new.example/1") == [citation["article"]["id"]]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ({"evidence": {"tie": "repeats", "claim": "clm_b"}}, ("/subject", "unknown-id")),
        (tie("a", "clm_never"), ("/subject", "unknown-id")),
        (tie("a", "clm_gone"), ("/subject", "unknown-id")),
        (tie("a", claim="clm_never"), ("/claim", "unknown-id")),
        (tie("a", claim="clm_gone"), ("/claim", "withdrawn")),
        (tie("a", claim="clm_a"), ("/claim", "itself")),
        (tie("a", claim=None), ("/claim", "required")),
        (tie("a", claim="clm_b", citation={"article": {"id": "art_a"}}), ("/citation", "one-of")),
        (tie("a", citation={"article": {"id": "art_never"}}), ("/citation/article/id", "unknown-id")),
        (tie("a", reviewer="ben"), ("/reviewer", "differs")),
    ],
)
def test_a_tie_that_cannot_be_stored_is_refused_with_its_line(api: Api, row: Json, place: tuple[str, str]) -> None:
    load(api, *BASE, claim("gone"))
    api.delete("/v1/claims/clm_gone")
    before = everything()

    problem = refused(api, 422, ndjson(claim("c"), row))

    assert lines(problem) == [(2, *place)]
    assert everything() == before


def test_a_tie_that_stands_is_not_stored_again_whichever_end_it_is_sent_from(api: Api) -> None:
    load(api, *BASE, tie("a", claim="clm_b"))

    again = load(api, tie("b", "clm_b", claim="clm_a"), tie("c", claim="clm_b", tie="repeats"))

    assert [(row["id"], row["stored"]) for row in again["rows"]] == [("evd_a", False), ("evd_c", True)]


def test_a_row_accepts_the_same_tie_that_was_proposed(api: Api) -> None:
    load(api, *BASE)
    api.by("ben").tie("clm_a", "repeats", "clm_b", id="evd_a")

    load(api, tie("b", claim="clm_b", tie="repeats"))

    stored = api.get("/v1/evidence/evd_a")
    assert (stored["state"], stored["reviewer"], stored["accepted_by"]) == ("accepted", "ben", "mina")


def test_a_tie_that_was_ended_is_left_out_with_its_id_and_with_its_time(api: Api) -> None:
    load(api, *BASE, tie("a"))
    api.delete("/v1/evidence/evd_a")

    by_id = load(api, tie("a"), on_conflict="skip")
    by_time = load(api, tie("b", deleted_at="2020-01-01T00:00:00Z"))

    assert (by_id["skipped"], by_time["skipped"]) == (1, 1)
    assert api.ids("/v1/evidence") == []


def test_a_tie_cites_the_article_that_stands_for_the_one_that_was_left_out(api: Api) -> None:
    stored = api.post("/v1/articles", {"url": "https://a.example/1", "title": "As stored"})

    load(api, *BASE, tie("a", citation={"article": {"id": "art_a", "title": "As sent"}}), on_conflict="skip")

    assert api.get("/v1/evidence/evd_a")["citation"]["article"]["id"] == stored["id"]


def test_a_dry_run_keeps_no_tie(api: Api) -> None:
    load(api, *BASE)
    before = everything()

    tried = load(api, tie("a", claim="clm_b"), dry_run="true")

    assert (tried["stored"], tried["rows"][0]["id"]) == (1, "evd_a")
    assert everything() == before


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ({}, ("accepted", None, None, None)),
        ({"state": "proposed", "reviewer": "ben", "note": "Why."}, ("proposed", "ben", None, "Why.")),
        ({"state": "accepted", "reviewer": None, "accepted_by": "ben"}, ("accepted", None, "ben", None)),
    ],
)
def test_an_operators_file_says_itself_whose_a_tie_is_and_whether_it_counts(
    api: Api, url: str, told: Json, kept: tuple[str | None, ...]
) -> None:
    done = take(url, BEN, *BASE, tie("a", claim="clm_b", **told))

    assert (done.code, done.said) == (0, "")
    stored = api.get("/v1/evidence/evd_a")
    assert tuple(stored[key] for key in ("state", "reviewer", "accepted_by", "note")) == kept
    assert {entry["by"] for entry in api.feed()} == {None}


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"reviewer": "eve"}, "/reviewer: A reviewer must be there"),
        ({"accepted_by": "eve"}, "/accepted_by: A reviewer must be there"),
        ({"state": "proposed", "accepted_by": "ben"}, "/accepted_by: Nobody has accepted"),
        ({"state": "certain"}, "/state: Known words: proposed, accepted."),
        ({"id": None}, "/id: "),
    ],
)
def test_a_tie_in_a_file_that_cannot_be_so_is_refused(url: str, told: Json, said: str) -> None:
    done = take(url, BEN, *BASE, tie("a", claim="clm_b", **told))

    assert (done.code, done.out) == (1, b"")
    assert f"line 5, {said}" in done.said
    assert done.said.count("\n") == 1


def test_an_import_that_is_taken_up_again_stores_each_tie_once(api: Api, url: str, other_url: str) -> None:
    load(api, source("ada"), *BASE, tie("a", claim="clm_b"), tie("b", citation={"article": {"id": "art_a"}}))
    content = export(url)
    assert hearsay(other_url, "import", "-", stdin=content).code == 0
    before = export(other_url)

    again = hearsay(other_url, "import", "-", "--on-conflict", "skip", stdin=content)

    assert again.out.startswith(b"0 rows stored")
    assert export(other_url) == before
