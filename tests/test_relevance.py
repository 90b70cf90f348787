"""The order by relevance, what is ranked, and what is marked."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.searching import read, relevance, searchable
from service.store import searching
from tests.api import Api, Json, named, outlet, places

SHORT = ["a", "b", "c", "x"]


def ranks(search: str, *parts: str) -> int:
    return relevance(read(search), searchable(parts))


def test_what_has_a_word_more_often_answers_better() -> None:
    assert (
        ranks("fire", "fire and fire here") > ranks("fire", "fire and smoke here") > ranks("fire", "only smoke is here")
    )


@given(st.permutations(["fire", "fire", "fire", "and", "smoke"]))
def test_it_makes_no_difference_how_far_apart_they_stand(order: list[str]) -> None:
    assert ranks("fire", " ".join(order)) == ranks("fire", "fire and fire smoke fire")


def test_a_phrase_right_behind_itself_counts_twice() -> None:
    assert ranks('"big fire"', "big fire big fire x") == ranks('"big fire"', "big fire x big fire")


def test_a_short_statement_answers_better_than_a_long_one() -> None:
    assert ranks("fire", "There was fire.") > ranks("fire", "There was fire. " + "And so on. " * 20)


def test_what_the_statement_says_counts_for_more_than_what_the_quote_or_a_name_says() -> None:
    assert ranks("fire", "fire here", "smoke there") > ranks("fire", "smoke there", "fire here")


def test_a_phrase_counts_as_a_whole_and_what_is_not_wanted_not_at_all() -> None:
    assert ranks('"big fire"', "a big fire", "x") > ranks('"big fire"', "a fire so big", "x") == 0
    assert ranks("fire -smoke", "fire") == ranks("fire", "fire")


@given(st.lists(st.sampled_from(SHORT), max_size=8), st.lists(st.sampled_from(SHORT), max_size=3))
def test_one_more_of_what_is_wanted_never_lowers_it(statement: list[str], wanted: list[str]) -> None:
    asked = " ".join(wanted)
    text, more = " ".join([*statement, "x"]), " ".join([*statement, *wanted[:1]])

    assert ranks(asked.replace("x", "a"), more.replace("x", "a")) >= ranks(asked.replace("x", "a"), text) >= 0


@pytest.fixture
def ranked(api: Api) -> Api:
    for name, statement in {
        "b-twice": "Fire and fire.", "a-once": "Fire, smoke and much else besides.", "c-same": "Fire and fire.",
        "d-none": "Smoke.",
    }.items():  # fmt: skip
        api.claim(statement, id=f"clm_{name}")
    api.claim("It burns.", id="clm_e-quote", quote="Fire, he said.")
    return api


BEST_FIRST = ["clm_b-twice", "clm_c-same", "clm_a-once", "clm_e-quote"]


def test_what_answers_best_comes_first_and_the_id_decides_between_equals(ranked: Api) -> None:
    found = ranked.get("/v1/claims", q="fire", sort="relevance")
    turned = ranked.ids("/v1/claims", q="fire", sort="-relevance")

    assert [item["id"] for item in found["items"]] == BEST_FIRST
    assert found["ranked"] == {"count": 4, "truncated": False}
    assert turned == BEST_FIRST[::-1]
    assert ranked.ids("/v1/claims", q="fire", sort="relevance", id__not="clm_c-same") == [
        BEST_FIRST[0], *BEST_FIRST[2:]
    ]  # fmt: skip


def test_only_a_search_has_relevance(ranked: Api) -> None:
    assert places(ranked.refused(422, "GET", "/v1/claims?sort=relevance")) == {"sort": "sort-needs"}
    assert places(ranked.refused(422, "GET", "/v1/articles?sort=relevance")) == {"sort": "unknown-sort"}
    assert "ranked" not in ranked.get("/v1/claims", q="fire")


@pytest.mark.parametrize("sort", ["relevance", "-relevance"])
def test_a_walk_by_relevance_holds_each_unchanged_claim_once(ranked: Api, sort: str) -> None:
    first = ranked.get("/v1/claims", q="fire", sort=sort, limit=1)
    for number in range(5):
        ranked.claim("Fire! Fire! " * number, id=f"clm_new{number}") if number else None
    ranked.claim("Fire.", id="clm_0")
    ranked.delete("/v1/claims/clm_0")

    pages = [first, *ranked.walk(first["next"])]

    best_first = BEST_FIRST if sort == "relevance" else BEST_FIRST[::-1]
    assert [item["id"] for page in pages for item in page["items"]] == best_first
    assert {str(page["ranked"]) for page in pages} == {"{'count': 4, 'truncated': False}"}


def test_the_newest_are_ranked_and_the_answer_says_that_there_are_more(
    ranked: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_RANKED", 3)

    first = ranked.get("/v1/claims", q="fire", sort="relevance", limit=2)
    ranked.claim("Fire and smoke.", id="clm_new")
    ranked.patch("/v1/claims/clm_b-twice", {"statement": "Fire, fire, fire and fire again."})
    last = ranked.get(first["next"])

    assert [item["id"] for item in first["items"]] == ["clm_c-same", "clm_a-once"]
    assert [item["id"] for item in last["items"]] == ["clm_e-quote"]
    assert first["ranked"] == last["ranked"] == {"count": 3, "truncated": True}


@pytest.mark.parametrize("few", [5_000, 1])
def test_a_page_of_a_common_word_is_the_same_in_every_way_to_it(
    api: Api, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(searching, "FEW", few)
    monkeypatch.setattr(searching, "LOOKED_THROUGH", 2)
    names = [f"clm_{number:02}" for number in range(24)]
    for number, name in enumerate(names):
        api.claim("Common and rare." if number >= 18 else "Common.", id=name, language="de" if number % 2 else "en")

    for asked, expected in (("common", names), ("rare", names[18:]), ("-rare", names[:18])):
        for limit in (1, 5, 24):
            for sort in ("id", "-id", "rev", "-updated_at"):
                walk = api.walk(f"/v1/claims?q={asked}&limit={limit}&sort={sort}")
                found = [item["id"] for page in walk for item in page["items"]]
                assert found == (expected[::-1] if sort.startswith("-") else expected)
        assert (
            api.ids("/v1/claims", q=asked, language="de", limit=3)
            == [name for name in expected if int(name[4:]) % 2][:3]
        )
        assert api.ids("/v1/claims", q=asked, language="fr") == []


def shown(item: Json) -> dict[str, list[str]]:
    """Give what a snippet marks of each text of its claim."""
    marked: dict[str, list[str]] = {}
    for found in item["snippet"]:
        text: Any = item
        for step in found["pointer"].split("/")[1:]:
            text = text[int(step)] if step.isdecimal() else text[step]
        marked[found["pointer"]] = [text[start:end] for start, end in found["ranges"]]
    return marked


def test_a_snippet_says_where_each_text_has_what_was_searched_for(api: Api) -> None:
    article = {"url": "https://a.example/1", "publisher": {"kind": "outlet", "name": "<b>Café</b> Post"}}
    chain = [outlet("Courier"), named("Łukasz Café", as_printed="“CAFE”")]
    api.claim("A café, a cafe\u0301 & the 北京大学 café.", article=article, quote="cafés", attribution=chain)

    (item,) = api.get("/v1/claims", q='cafe "京大" courier -tea')["items"]

    assert shown(item) == {
        "/statement": ["café", "cafe\u0301", "京大", "café"],
        "/article/publisher/name": ["Café"],
        "/attribution/0/source/name": ["Courier"],
        "/attribution/1/source/name": ["Café"],
        "/attribution/1/as_printed": ["CAFE"],
    }


def test_ranges_that_overlap_are_marked_as_one(api: Api) -> None:
    api.claim("The big red fire engine.")

    (item,) = api.get("/v1/claims", q='"big red" OR "red fire" OR engine')["items"]

    assert shown(item) == {"/statement": ["big red fire", "engine"]}


def test_at_most_a_hundred_places_of_a_text_are_marked(api: Api) -> None:
    api.claim(quote="fire " * 150)

    (item,) = api.get("/v1/claims", q="fire")["items"]

    assert len(item["snippet"][0]["ranges"]) == 100


def test_only_a_search_has_snippets_and_they_may_be_sent_back(ranked: Api) -> None:
    item = ranked.get("/v1/claims", q="smoke")["items"][0]

    patched = ranked.patch(f"/v1/claims/{item['id']}", {**item, "position": 99})

    assert item["snippet"] != []
    assert patched["position"] == 99
    assert "snippet" not in patched
    assert all("snippet" not in other for other in ranked.get("/v1/claims")["items"])
    assert ranked.get("/v1/claims", q="")["items"][0]["snippet"] == []
