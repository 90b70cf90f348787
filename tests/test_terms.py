"""Which terms a tag may have: those that are installed, and free words; and what excludes what."""

from time import perf_counter

import pytest

from tests.api import Api, Json, places
from tests.bulk import lines, load, ndjson, refused
from tests.stored import differences, everything
from tests.vocabularies import install, vocabulary

PATH = "/v1/claims/clm_1/tags"
GRADES = vocabulary("grades", {"mark": ["good", "bad"], "style": ["dry", "warm"], "read": []})
GRADES["predicates"][0]["exclusive"] = True
ONE_OF_ALL = vocabulary("lights", ["red", "amber", "green"], exclusive=True)


@pytest.fixture(autouse=True)
def newsroom(api: Api) -> None:
    install(GRADES, ONE_OF_ALL)
    for number in (1, 2):
        api.claim(id=f"clm_{number}")


def held(api: Api, handle: str = "mina", claim: str = "clm_1") -> list[str]:
    return sorted(tag["term"] for tag in api.get("/v1/tags", reviewer=handle, claim_id=claim)["items"])


@pytest.mark.parametrize(
    ("term", "nearest"),
    [
        ('grades:mark="god"', 'Did you mean grades:mark="good" ?'), ('grades:Mark="good"', 'grades:mark="good" ?'),
        ("grades:reed", "grades:read ?"), ("grade:read", "Did you mean grades:... ?"), ("Lights:red", "lights:... ?"),
        ("lights:", "lights"), ("zzzzzzz:q", "GET /v1/taxonomies lists"), ("grades:zzzzzzzzz", "/v1/taxonomies/grades"),
        ("free:words", 'free:word="..."'), ("free:word", 'free:word="..."'), ('free:other="a"', 'free:word="..."'),
    ],
)  # fmt: skip
def test_an_unknown_term_is_refused_with_the_nearest_known(api: Api, term: str, nearest: str) -> None:
    before = everything()

    problem = api.refused(422, "POST", PATH, {"term": term})

    assert places(problem) == {"/term": "machine-tag" if term == "lights:" else "unknown-term"}
    assert nearest in problem.get("hint", "lights")
    assert everything() == before


def test_the_nearest_of_thousands_of_long_terms_is_found_at_once(api: Api) -> None:
    install(vocabulary("long", {"p": [f"{number} " + "a long value " * 27 for number in range(2_000)]}))
    began = perf_counter()

    problem = api.refused(422, "POST", PATH, {"term": f'long:p="{"a long value " * 27}"'})

    assert problem["hint"].startswith('Did you mean long:p="')
    assert perf_counter() - began < 3


@pytest.mark.parametrize("word", ["anything", " blanks ", 'a"b', 'a="b"', "港", "a:b", "a\nb", "x" * 488])
def test_free_words_are_taken_as_they_are(api: Api, word: str) -> None:
    term = f'free:word="{word}"'

    assert api.tag("clm_1", term)["term"] == term
    assert api.tag("clm_1", 'free:word="another"')
    assert len(held(api)) == 2
    assert api.ids("/v1/claims", tag=term) == ["clm_1"]


@pytest.mark.parametrize("word", ["", " ", "\n\t"])
def test_a_free_word_says_something(api: Api, word: str) -> None:
    assert places(api.refused(422, "POST", PATH, {"term": f'free:word="{word}"'})) == {"/term": "empty"}


def test_a_retired_term_is_not_given_anew_and_stands_where_it_does(api: Api) -> None:
    ben, tag = api.by("ben"), api.tag("clm_1", 'grades:style="dry"', note="First.")
    install(vocabulary("grades", {"mark": ["good", "bad"]}, version=2))
    before = everything()

    for problem in (
        api.refused(422, "POST", "/v1/claims/clm_2/tags", {"term": tag["term"]}),
        ben.refused(422, "POST", PATH, {"term": tag["term"]}),
        api.refused(422, "POST", PATH, {"term": tag["term"], "note": "Second."}),
    ):
        assert places(problem) == {"/term": "retired"}
        assert "grades" in problem["hint"]
    assert api.call("POST", PATH, {"term": tag["term"]}).status_code == 200
    assert everything() == before
    assert places(api.refused(422, "POST", PATH, {"term": 'grades:style="warm"'})) == {"/term": "unknown-term"}


def test_a_new_value_of_an_exclusive_predicate_takes_the_place_of_the_old_one(api: Api) -> None:
    good = api.tag("clm_1", 'grades:mark="good"')
    api.tag("clm_1", 'grades:style="dry"')
    other = api.tag("clm_2", 'grades:mark="good"')

    bad = api.tag("clm_1", 'grades:mark="bad"')

    assert held(api) == ['grades:mark="bad"', 'grades:style="dry"']
    assert held(api, claim="clm_2") == ['grades:mark="good"']
    assert api.get(f"/v1/tags/{good['id']}")["withdrawn_at"] == bad["created_at"]
    assert api.get(f"/v1/tags/{other['id']}")["withdrawn_at"] is None
    told = [(entry["change"], entry["id"]) for entry in api.feed() if entry["type"] == "tag"]
    assert told[-2:] == [("deleted", good["id"]), ("created", bad["id"])]
    assert differences() == []


def test_what_excludes_nothing_stands_beside_each_other(api: Api) -> None:
    for term in ('grades:style="dry"', 'grades:style="warm"', "grades:read", 'grades:mark="good"'):
        api.tag("clm_1", term)

    assert len(held(api)) == 4


def test_of_an_exclusive_taxonomy_a_reviewer_holds_one_term(api: Api) -> None:
    for term in ("lights:red", "lights:amber", "lights:green"):
        api.tag("clm_1", term)

    assert held(api) == ["lights:green"]


def test_two_reviewers_may_differ(api: Api) -> None:
    ben = api.by("ben")
    api.tag("clm_1", "lights:red")
    ben.tag("clm_1", "lights:green")

    assert (held(api), held(api, "ben")) == (["lights:red"], ["lights:green"])
    assert api.get("/v1/claims/clm_1")["tags"] == [
        {"term": "lights:green", "reviewers": 1}, {"term": "lights:red", "reviewers": 1},
    ]  # fmt: skip


def test_the_same_value_again_is_no_new_one(api: Api) -> None:
    first = api.tag("clm_1", "lights:red")
    before = everything()

    response = api.call("POST", PATH, {"term": "lights:red"})

    assert (response.status_code, response.headers["ETag"].strip('"')) == (200, str(first["rev"]))
    assert everything() == before


def test_what_came_to_exclude_each_other_does_so_when_a_new_one_is_given(api: Api) -> None:
    for term in ('grades:style="dry"', 'grades:style="warm"', "grades:read"):
        api.tag("clm_1", term)
    install({**GRADES, "version": 2, "exclusive": True})
    assert len(held(api)) == 3

    api.tag("clm_1", 'grades:style="warm"', note="Again.")

    assert held(api) == ['grades:style="warm"']


def row(term: str, claim: str = "clm_1", **keys: Json) -> Json:
    return {"tag": {"claim": claim, "term": term, **keys}}


def test_rows_are_held_to_the_same_terms(api: Api) -> None:
    before = everything()

    problem = refused(api, 422, ndjson(row("lights:red"), row("lights:blue")))

    assert lines(problem) == [(2, "/term", "unknown-term")]
    assert "lights:" in problem["hint"]
    assert everything() == before


def test_rows_exclude_each_other_in_their_order(api: Api) -> None:
    load(api, row("lights:red"), row("lights:green"), row("lights:amber"), row('free:word="a"'), row('free:word="b"'))

    assert held(api) == ['free:word="a"', 'free:word="b"', "lights:amber"]
    assert differences() == []


def test_a_taxonomy_is_no_row_of_a_token(api: Api) -> None:
    problem = refused(api, 400, ndjson({"taxonomy": {"namespace": "mine", "machinetag": vocabulary("mine", ["a"])}}))

    assert problem["errors"][0]["code"] == "row"
