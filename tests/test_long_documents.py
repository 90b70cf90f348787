"""Pages of long documents: a page has fewer of them than was asked for, and the next one goes on."""

from itertools import pairwise

import pytest

from service.store import largeness
from tests.api import Api, Json

LENGTHS = (10, 3_000, 20, 900, 900, 900, 5_000, 30)
MOST_BYTES = 4_000


@pytest.fixture(autouse=True)
def articles(api: Api, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Store articles with texts of different lengths, two of which hardly go on a page, or not at all."""
    monkeypatch.setattr(largeness, "MOST_BYTES", MOST_BYTES)
    bodies = [{"url": f"https://{number}.example", "text": "x" * length} for number, length in enumerate(LENGTHS)]
    return [api.post("/v1/articles", body)["id"] for body in bodies]


def length(items: list[Json]) -> int:
    return sum(len(item["text"]) for item in items)


@pytest.mark.parametrize("sort", ["id", "-id", "-published_at"])
def test_a_list_of_long_documents_is_walked_whole_in_pages_that_are_not_too_long(
    api: Api, articles: list[str], sort: str
) -> None:
    pages = [page["items"] for page in api.walk(f"/v1/articles?sort={sort}&limit=200")]

    found = [item["id"] for items in pages for item in items]
    assert found == (sorted(articles) if sort == "id" else sorted(articles, reverse=True))
    assert all(len(items) == 1 or length(items) < MOST_BYTES for items in pages)
    assert all(length([*items, *others[:1]]) > MOST_BYTES / 2 for items, others in pairwise(pages))


def test_a_page_has_no_more_than_was_asked_for(api: Api) -> None:
    assert [len(page["items"]) for page in api.walk("/v1/articles?limit=2")] == [2, 2, 2, 1, 1]


def test_the_feed_goes_on_behind_long_entries(api: Api, articles: list[str]) -> None:
    after, found, pages = 0, [], 0
    while True:
        page = api.get("/v1/changes", after=after, limit=200)
        found += [entry["id"] for entry in page["items"]]
        pages += 1
        if page["next"] is None:
            break
        after = page["items"][-1]["rev"]

    assert found == articles
    assert pages > 1


def test_a_stream_has_all_of_them(api: Api, articles: list[str]) -> None:
    response = api.call("GET", "/v1/articles?format=ndjson")

    assert [row in response.get_data(as_text=True) for row in articles] == [True] * len(articles)
