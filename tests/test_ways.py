"""Whichever way SQLite goes to what a query finds, it finds the same."""

from itertools import product

import pytest

from service.store import ways
from tests.api import Api, named, outlet, unnamed

FILTERS = (
    "tag=check:done",
    "tag=check:done&source_type=expert",
    "tag=check:done&tag=check:now",
    "tag=check:done&reviewer=ben",
    "tag__all=check:done&tag__all=check:now",
    "tag__not=check:done",
    "via_type=media",
    "source_id=src_wire&tag=check:done",
    "speaker=Ada+Obi",
    "published_at__gte=2020-01-02T00:00:00Z",
    "published_at__gte=2020-01-02T00:00:00Z&published_at__lt=2020-01-03T00:00:00Z&tag=check:done",
    "published_at__lt=2020-01-03T00:00:00Z",
    "published_at__gte=2020-01-02T00:00:00Z&published_at__lt=2020-01-04T00:00:00Z",
    "source_type=expert&published_at__gte=2020-01-02T00:00:00Z",
    "source_type=expert&source_type=outlet&published_at__gte=2020-01-02T00:00:00Z",
    "source_type=outlet&corroboration=unattributed&published_at__gte=2020-01-02T00:00:00Z",
    "corroboration=unattributed&published_at__lt=2020-01-04T00:00:00Z",
    "hearsay_depth__gte=1&source_type=expert&source_type=media",
    "source_type=expert&source_type=outlet",
    "rev__gte=3&rev__lt=9",
    "id=clm_1&id=clm_3&id=clm_4",
    "override=contested",
    "reviewer=ben",
    "position=2",
    "position=2&source_type=expert",
    "position=2&position=3&tag=check:done",
    "position__gte=2&position__lt=4",
)
SORTS = ("id", "-id", "-published_at", "-published_at,hearsay_depth", "rev", "hearsay_depth,-rev")


@pytest.fixture
def newsroom(api: Api) -> Api:
    wire = outlet("Wire")
    wire["source"] |= {"id": "src_wire"}
    chains = [[], [named("Ada Obi")], [wire, named("Ada Obi")], [wire, wire], [unnamed()]]
    ben = api.by("ben")
    for number in range(12):
        day = number % 4
        article = {"url": f"https://{day}.example", "published_at": f"2020-01-0{day}T00:00:00Z" if day else None}
        claim = api.claim(id=f"clm_{number}", article=article, attribution=chains[number % 5])["id"]
        for reviewer, term in [(api, "check:done"), (ben, "check:done"), (ben, "check:now")][: number % 3 + number % 2]:
            reviewer.tag(claim, term)
    api.delete("/v1/claims/clm_2")
    return api


@pytest.mark.parametrize("filters", FILTERS)
def test_much_and_little_are_found_in_the_same_order(
    newsroom: Api, filters: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = newsroom.get("/v1/claims", limit=200)["items"]
    found: dict[tuple[str, int], list[str]] = {}
    fewest, some, most = 0, 1, ways.FEW
    for sort, (limit, few) in product(SORTS, enumerate((fewest, some, most), 1)):
        monkeypatch.setattr(ways, "FEW", few)
        monkeypatch.setattr(ways, "SORTED", few)
        # An answer is kept by its address.
        path = f"/v1/claims?{filters}&sort={sort}&limit={limit}"
        found[sort, few] = [item["id"] for page in newsroom.walk(path) for item in page["items"]]

    for sort in SORTS:
        assert found[sort, fewest] == found[sort, some] == found[sort, most], sort
        assert sorted(found[sort, 0]) == sorted(found["id", 0]), sort
    assert found["id", 0] == [claim["id"] for claim in everything if claim["id"] in found["id", 0]]
    assert len(set(found["id", 0])) == len(found["id", 0])
    assert found["id", 0] or filters == "override=contested"
