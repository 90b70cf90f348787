"""Facets: what one finds who walks the list and counts."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.schemas.query import MAX_VALUES
from service.schemas.sums import FACETS
from service.store import facets, kinds
from tests.api import Api, Json, named, places, unnamed
from tests.vocabularies import install, vocabulary

EVERY = ",".join(FACETS)
CHAINS = [
    [],
    [unnamed()],
    [named("Ada Obi")],
    [named("Register", "document", "document")],
    [named("Wire", "media", "outlet"), unnamed("withheld")],
]
LANGUAGES = [None, "en", "zh-Hant"]
TAGGED = [[], ["check:done"], ["check:done", "check:now"], ["check:later"]]
FILTERS = [
    "source_type=expert",
    "source_type=expert&source_type=outlet",
    "source_type__not=expert",
    "speaker_kind=named",
    "identification__exists=false",
    "corroboration__not=unattributed",
    "publisher_id__exists=true",
    "tag=check:done",
    "tag__not=check:done",
    "tag__all=check:done&tag__all=check:now",
    "language=en",
    "language__exists=false",
    "hearsay_depth__gte=1",
    "hearsay_depth__lt=2",
    "position__gte=2",
    "published_at__exists=true",
    "published_at__gte=2020-10-02T00:00:00Z",
    "published_at__lt=2020-10-02T00:00:00Z",
    "language__not=en",
    "identification=withheld",
    "hearsay_depth=0&hearsay_depth=2",
    "tag=check:done&tag=check:later",
    "reviewer=ben",
    "channel__exists=true",
    "q=obi",
    "q=-obi",
]
SMALL = st.integers(0, 4)


def values_of(claim: Json, field: str) -> list[Any]:
    """Give what a claim has of a field: one value, null too, but for tags, of which it has any number."""
    if field == "tag":
        return [tag["term"] for tag in claim["tags"]]
    if field == "publisher_id":
        return [(claim["article"]["publisher"] or {}).get("id")]
    if field == "identification":
        return [claim["attribution"][-1]["identification"] if claim["attribution"] else None]
    return [claim["corroboration"]["status"] if field == "corroboration" else claim[field]]


def walked(api: Api, filters: list[str]) -> Iterator[Json]:
    for page in api.walk(f"/v1/claims?limit=200&{'&'.join(filters)}"):
        yield from page["items"]


def brute_force(api: Api, filters: list[str]) -> Json:
    """Walk the list for each field without the filters on it, and count."""
    found = {}
    for field in FACETS:
        others = [one for one in filters if one.replace("__", "=").partition("=")[0] != field]
        counts = Counter(value for claim in walked(api, others) for value in values_of(claim, field))
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0] is None, pair[0] or 0))
        found[field] = {
            "values": [{"value": value, "count": count} for value, count in ordered[:100]],
            "truncated": len(ordered) > 100,
        }
    return found


def shown(page: Json) -> Json:
    """Give a page's facets without the names of outlets."""
    return {
        field: {**facet, "values": [{key: one[key] for key in ("value", "count")} for one in facet["values"]]}
        for field, facet in page["facets"].items()
    }


@pytest.fixture(params=[(facets.FEW, facets.MANY), (0, facets.MANY), (0, 0)], ids=["few", "many", "more"])
def _few(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look claims up one by one, or go through the index of all, told those that are meant at once or row by row."""
    few, many = request.param
    monkeypatch.setattr(facets, "FEW", few)
    monkeypatch.setattr(facets, "MANY", many)


@pytest.fixture(params=[kinds.MOST, 0], ids=["by kind", "tag by tag"])
def _counted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Count terms by what kinds of claims there are, or tag by tag."""
    monkeypatch.setattr(kinds, "MOST", request.param)


@pytest.mark.usefixtures("_few", "_counted")
@settings(max_examples=15)
@given(
    rows=st.lists(st.tuples(SMALL, st.integers(0, 2), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=9),
    filters=st.lists(st.lists(st.sampled_from(FILTERS), max_size=3, unique=True), min_size=1, max_size=4),
)
def test_facets_are_what_one_counts_who_walks_the_list(api: Api, rows: list[Any], filters: list[Any]) -> None:
    scope, ben = uuid4().hex, api.by("ben")
    for number, (chain, language, tagged, publisher) in enumerate(rows):
        outlet = {"id": f"src_{scope[:8]}-{publisher}", "kind": "outlet", "name": f"{scope} {publisher}"}
        article = {"url": f"https://{scope}.example/{publisher}", "publisher": outlet if publisher else None}
        article |= {"published_at": f"2020-10-0{publisher}T00:00:00Z"} if publisher else {}
        claim = api.claim(article=article, attribution=CHAINS[chain], language=LANGUAGES[language])
        for term in TAGGED[tagged]:
            api.tag(claim["id"], term)
            if number % 2:
                ben.tag(claim["id"], term)
        if number == 7:
            api.delete(f"/v1/claims/{claim['id']}")

    for some in filters:
        page = api.get(f"/v1/claims?{'&'.join([*some, f'facets={EVERY}', 'count=true', 'limit=1'])}")
        assert shown(page) == brute_force(api, some), some
        assert page["count"] == {"value": len(list(walked(api, some))), "exact": True}, some


def test_a_facet_leaves_out_its_own_filter_and_keeps_the_others(api: Api) -> None:
    api.claim(attribution=[named("Ada Obi")], language="en")
    api.claim(attribution=[unnamed()], language="en")
    api.claim(attribution=[unnamed()], language="fr")

    facets = shown(api.get("/v1/claims", source_type="expert", facets="source_type,language"))

    assert facets == {
        "source_type": {
            "values": [{"value": "undisclosed", "count": 2}, {"value": "expert", "count": 1}], "truncated": False
        },
        "language": {"values": [{"value": "en", "count": 1}], "truncated": False},
    }  # fmt: skip


def test_an_outlet_is_shown_with_its_name_and_no_outlet_as_null(api: Api) -> None:
    outlet = {"id": "src_daily", "kind": "outlet", "name": "Daily"}
    for number in range(2):
        api.claim(article={"url": f"https://one.example/{number}", "publisher": outlet})
    api.claim()

    assert api.get("/v1/claims", facets="publisher_id")["facets"]["publisher_id"]["values"] == [
        {"value": "src_daily", "name": "Daily", "count": 2},
        {"value": None, "name": None, "count": 1},
    ]


def test_a_filter_on_a_merged_outlet_is_one_on_what_it_was_merged_into(api: Api) -> None:
    for name in ("daily", "weekly"):
        outlet = {"id": f"src_{name}", "kind": "outlet", "name": name}
        api.claim(article={"url": f"https://{name}.example", "publisher": outlet}, attribution=[named("Ada Obi")])
    api.claim()
    assert api.call("POST", "/v1/sources/src_daily/merge", {"into": "src_weekly"}).status_code < 300

    found = shown(api.get("/v1/claims", publisher_id="src_daily", facets="source_type,publisher_id"))

    assert found["source_type"]["values"] == [{"value": "expert", "count": 2}]
    assert found["publisher_id"]["values"] == [{"value": "src_weekly", "count": 2}, {"value": None, "count": 1}]


def test_a_facet_has_the_100_values_of_most_claims_and_says_that_there_are_more(api: Api) -> None:
    for number in range(101):
        outlet = {"id": f"src_{number:03}", "kind": "outlet", "name": f"Outlet {number}"}
        api.claim(article={"url": f"https://one.example/{number}", "publisher": outlet})
    api.claim(article={"url": "https://one.example/100"})

    facet = api.get("/v1/claims", facets="publisher_id")["facets"]["publisher_id"]

    assert facet["truncated"]
    assert [one["value"] for one in facet["values"]] == ["src_100", *(f"src_{number:03}" for number in range(99))]
    # A facet leaves out only its own filter: of one outlet there is as much to choose from.
    assert api.get("/v1/claims", facets="publisher_id", publisher_id="src_007")["facets"]["publisher_id"] == facet
    assert not api.get("/v1/claims", facets="publisher_id", article_url="https://one.example/7")["facets"][
        "publisher_id"
    ]["truncated"]


def test_what_is_judged_blind_or_was_withdrawn_is_in_no_facet(api: Api, admin: Api) -> None:
    install(vocabulary("masked", {"level": "ab"}))
    assert admin.call("PUT", "/v1/blind-taxonomies/masked").status_code < 300
    claim = api.claim()["id"]
    api.tag(claim, 'masked:level="a"')
    tag = api.tag(claim, "check:now")["id"]
    api.tag(claim, "check:done")
    api.delete(f"/v1/tags/{tag}")

    for one in (api, admin):
        values = one.get("/v1/claims", facets="tag")["facets"]["tag"]["values"]
        assert values == [{"value": "check:done", "count": 1}]


@pytest.mark.parametrize(
    "terms",
    [[f'free:word="{letter * 400}"' for letter in "abcdefgh"], ['free:word="one\nline"', "check:done"]],
    ids=["too long", "of two lines"],
)
def test_terms_of_any_length_are_counted_and_are_filters(api: Api, terms: list[str]) -> None:
    tagged, other = (api.claim()["id"] for _ in range(2))
    for term in terms:
        api.tag(tagged, term)
    api.tag(other, "check:done")
    api.claim()

    found = api.get("/v1/claims", tag=terms[0], facets="tag,source_type,hearsay_depth")["facets"]

    counts = Counter([*terms, "check:done"])
    assert {one["value"]: one["count"] for one in found["tag"]["values"]} == counts
    assert found["source_type"]["values"] == [{"value": "outlet", "count": 1}]
    assert found["hearsay_depth"]["values"] == [{"value": 0, "count": 1}]


def test_what_is_no_longer_in_a_long_list_of_terms_is_counted_with_the_others(api: Api) -> None:
    claim = api.claim()["id"]
    tags = [api.tag(claim, f'free:word="{letter * 400}"')["id"] for letter in "abcdefgh"]

    for tag in tags[1:]:
        api.delete(f"/v1/tags/{tag}")

    assert shown(api.get("/v1/claims", facets="tag"))["tag"]["values"] == [
        {"value": f'free:word="{"a" * 400}"', "count": 1}
    ]


@pytest.mark.parametrize(
    "facets", ["", "sorce_type", "source_type,", "channel", "source_type;tag", "tag, language", "tag,tag"]
)
def test_an_unknown_facet_is_refused_with_those_that_are_known(api: Api, facets: str) -> None:
    problem = api.refused(422, "GET", f"/v1/claims?facets={facets}")

    assert places(problem) == {"facets": "unknown-facet"}
    assert all(name in problem["errors"][0]["detail"] for name in FACETS)


def test_a_filter_of_many_values_is_counted_too(api: Api) -> None:
    claims = [api.claim()["id"] for _ in range(2)]
    asked = [*claims, *(f"clm_{number}" for number in range(MAX_VALUES - 2))]

    page = api.get("/v1/claims", id=asked, facets=EVERY, count="true")

    assert page["count"]["value"] == 2
    assert page["facets"]["hearsay_depth"]["values"] == [{"value": 0, "count": 2}]
