"""Counts: how many rows a list has, said on its first page, exactly or as at least so many."""

import pytest

from service.store import browsing
from tests.api import Api, places


@pytest.mark.parametrize("query", ["facets=tag&facets=language", "count=true&count=true"])
def test_what_is_counted_is_asked_for_once(api: Api, query: str) -> None:
    assert places(api.refused(422, "GET", f"/v1/claims?{query}")) == {query.partition("=")[0]: "too-many"}


@pytest.mark.parametrize("path", ["articles", "sources", "evidence", "tags"])
def test_only_claims_have_facets_and_every_list_has_a_count(api: Api, path: str) -> None:
    claim = api.claim(article={"url": "https://one.example", "publisher": {"kind": "outlet", "name": "Daily"}})
    api.tag(claim["id"])
    api.tie(claim["id"], "supported_by", {"article": {"url": "https://two.example"}})
    rows = len(api.get(f"/v1/{path}")["items"])

    assert places(api.refused(422, "GET", f"/v1/{path}?facets=tag")) == {"facets": "unknown-parameter"}
    assert api.get(f"/v1/{path}?count=true")["count"] == {"value": rows, "exact": True}
    assert rows
    assert "count" not in api.get(f"/v1/{path}?count=false")


def test_a_report_counts_everything_already(api: Api) -> None:
    for name in ("facets=tag", "count=true"):
        assert places(api.refused(422, "GET", f"/v1/report?{name}")) == {name.partition("=")[0]: "unknown-parameter"}


def test_a_count_is_exact_up_to_its_bound_and_beyond_it_says_that_it_is_not(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browsing, "MOST_COUNTED", 3)
    for number in range(4):
        api.claim(language="en" if number else "fr")

    assert api.get("/v1/claims", count="true", language="en")["count"] == {"value": 3, "exact": True}
    assert api.get("/v1/claims", count="true")["count"] == {"value": 3, "exact": False}


def test_what_is_counted_is_shown_on_the_first_page_and_not_counted_again_on_the_next(api: Api) -> None:
    for _ in range(3):
        api.claim()

    first, *others = api.walk("/v1/claims?facets=tag&limit=1&count=true&language__exists=false")

    assert first["count"] == {"value": 3, "exact": True}
    assert "limit=1" in first["next"]
    assert [sorted(page) for page in others] == [["items", "next", "rev"]] * 2
