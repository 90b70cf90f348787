from urllib.parse import parse_qsl

import pytest

from service.schemas.grammars import CLAIMS
from service.schemas.query import ONCE
from service.store import held, searching
from service.store.matches import Operator
from tests.api import Api, Json, named, outlet, unnamed
from tests.filters_of_claims import TABLE

TEXT = "Smoke rose. 'It is unsafe,' Ada Obi said."


@pytest.fixture
def newsroom(api: Api) -> dict[str, Json]:
    """Store claims of every kind of chain, and one more that was withdrawn; give them as they are at the end."""
    one = {"id": "art_one", "url": "https://one.example", "text": TEXT, "published_at": "2020-10-09T15:00:00Z",
           "language": "en", "publisher": {"id": "src_daily", "kind": "outlet", "name": "Daily"}}  # fmt: skip
    two = {"id": "art_two", "url": "https://two.example/b?x=1", "published_at": "2020-10-10T00:00:00Z",
           "language": "fr", "publisher": {"id": "src_weekly", "kind": "outlet", "name": "Weekly"}}  # fmt: skip
    three = {"id": "art_three", "url": "https://three.example/c"}
    ada = named("Ada Obi", channel="quote")
    ada["source"] |= {"id": "src_ada", "aliases": ["Prof. Obi"]}
    courier = outlet("Courier", channel="press-report")
    courier["source"] |= {"id": "src_courier"}
    port, ben = named("Port", "organisation", "body"), named("Ben Cole", "participant")
    port["source"] |= {"id": "src_port"}
    ben["source"] |= {"id": "src_ben"}
    register = named("Register", "document", "document")
    register["source"] |= {"same_as": ["https://id.example/1"]}
    minister = unnamed("withheld", ground_rule="background", channel="paraphrase") | {"source_type": "official"}
    claims: list[tuple[str, Json, list[Json], Json]] = [
        ("own", one, [], {}),
        ("seen", one, [], {"channel": "direct-observation", "quote": "Smoke rose."}),
        ("expert", one, [{**ada, "ground_rule": "on-the-record"}], {"quote": "It is unsafe,"}),
        ("official", two, [minister], {}),
        ("officials", two, [unnamed("collective", count=4) | {"source_type": "official"}], {}),
        ("relayed", two, [courier, ada], {}),
        ("long", three, [courier, port, ben], {}),
        ("wire", three, [courier], {}),
        ("body", three, [port], {}),
        ("paper", three, [register], {}),
        ("withdrawn", three, [courier, port, ada], {}),
    ]
    tags = {
        "expert": ["mina check:done", "ben -"],
        "official": ["mina check:done", 'ben check:level="b"'],
        "officials": ["ben check:other"],
        "wire": ['mina check:level="b"'],
        "withdrawn": ["mina check:done"],
    }
    reviewers = {"mina": api, "ben": api.by("ben")}
    for name, article, chain, keys in claims:
        api.claim(id=f"clm_{name}", article=article, attribution=chain, **keys)
        for reviewer, term in (tag.split() for tag in tags.get(name, [])):
            tag_id = reviewers[reviewer].tag(f"clm_{name}", "check:done" if term == "-" else term)["id"]
            if term == "-":
                reviewers[reviewer].delete(f"/v1/tags/{tag_id}")
    for name, status in (("expert", "contested"), ("paper", "retracted"), ("withdrawn", "contested")):
        api.call("PUT", f"/v1/claims/clm_{name}/override", {"status": status, "reason": "So it is."})
    api.delete("/v1/claims/clm_withdrawn")
    api.patch("/v1/articles/art_one", {"text": TEXT.removeprefix("Smoke rose. ")})
    return {claim["id"].removeprefix("clm_"): claim for claim in api.get("/v1/claims")["items"]}


@pytest.mark.parametrize("field", TABLE)
def test_a_filter_finds_the_claims_that_it_is_for_and_no_other(api: Api, newsroom: dict[str, Json], field: str) -> None:
    asked = {query: query.format(**newsroom) for query in TABLE[field]}

    found = {query: api.ids(f"/v1/claims?{filled}") for query, filled in asked.items()}

    assert found == {query: sorted(f"clm_{name}" for name in names.split()) for query, names in TABLE[field].items()}


@pytest.mark.parametrize("field", ["tag", "reviewer"])
def test_tags_find_the_same_claims_be_they_few_or_many(
    api: Api, newsroom: dict[str, Json], field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "wire" in newsroom
    for few in (0, 1, 2):
        monkeypatch.setattr(held, "FEW", few)
        for query, names in TABLE[field].items():
            wanted = sorted(f"clm_{name}" for name in names.split())
            # Alone, by id, it does not matter how many they are. An answer is kept by its address.
            for sort, order in (("id", wanted), ("-id&rev__gte=1", wanted[::-1]), ("updated_at", None)):
                path = f"/v1/claims?{query}&sort={sort}&limit={2 + few}"
                found = [item["id"] for page in api.walk(path) for item in page["items"]]
                assert (found if order else sorted(found)) == (order or wanted), (few, path)


@pytest.mark.parametrize("few", [5_000, 1, 0])
def test_what_is_ranked_are_the_claims_that_the_filter_beside_the_search_finds(
    api: Api, newsroom: dict[str, Json], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "FEW", few)
    asked = {query: names for field in TABLE.keys() - {"q"} for query, names in TABLE[field].items()}
    searched = "q=-nobody&sort=relevance"

    found = {query: api.ids(f"/v1/claims?{query.format(**newsroom)}&{searched}") for query in asked}

    assert {query: sorted(ids) for query, ids in found.items()} == {
        query: sorted(f"clm_{name}" for name in names.split()) for query, names in asked.items()
    }


@pytest.mark.parametrize("field", CLAIMS.filters)
def test_every_operator_of_every_filter_is_in_the_table(field: str) -> None:
    operators = CLAIMS.filters[field].operators

    asked = [[name for name, _ in parse_qsl(query)] for query in TABLE[field]]

    assert {name for names in asked for name in names} == {field + operator for operator in operators}
    assert [field, field] in [names[:2] for names in asked], "a repeated value means any of them"
    assert all(len(names) == 1 for names in asked if Operator(names[0].removeprefix(field)) in ONCE)


def test_different_fields_mean_all_of_them(api: Api, newsroom: dict[str, Json]) -> None:
    assert newsroom["expert"]["speaker_kind"] == newsroom["body"]["speaker_kind"] == "named"

    found = api.ids("/v1/claims", source_id="src_courier", speaker_kind="named", language="fr", hearsay_depth__lt=3)

    assert found == ["clm_relayed"]
