import string
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.schemas.grammars import ARTICLES, CLAIMS, SOURCES
from tests.api import Api, Json, named

SORTS = {"articles": ARTICLES.sorts, "sources": SOURCES.sorts, "claims": CLAIMS.sorts}
TIMES = [None, "2020-10-09T15:23:00Z", "2020-10-09T15:23:00.000001Z", "1969-07-20T20:17:40Z", None]
DAMAGED = ["", "x", "%00", "é", "AAAA", "AAAAAAAAAAAWzEsMV0", "!" * 40, "A" * 5000]
ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
SMALL = st.integers(0, len(TIMES) - 1)


def rows_of(kind: str, scope: str) -> str:
    """Name the rows of one list that belong to one example: to its outlet, its owner, its article."""
    owner = {"articles": "publisher_id=src", "sources": "belongs_to=src", "claims": "article_id=art"}[kind]
    return f"/v1/{kind}?{owner}_{scope}"


def orders(kind: str, scope: str) -> list[str]:
    # A search without words finds all, and none of them better than others.
    asked = {key: "&q=" if key == "relevance" else "" for key in SORTS[kind]}
    return [f"{rows_of(kind, scope)}{asked[key]}&sort={sign}{key}" for key in asked for sign in ("", "-")]


def begin(api: Api, kind: str) -> str:
    """Store what the rows of one example belong to."""
    scope = uuid4().hex
    if kind == "claims":
        article = {"id": f"art_{scope}", "url": f"https://{scope}.example/", "published_at": TIMES[1]}
        api.post("/v1/articles", article)
    else:
        api.post("/v1/sources", {"id": f"src_{scope}", "kind": "outlet", "name": scope})
    return scope


def insert(api: Api, kind: str, scope: str, number: int) -> str:
    unique = uuid4().hex
    body = {
        "articles": {"url": f"https://a.example/{unique}", "publisher": {"id": f"src_{scope}"},
                     "published_at": TIMES[number]},
        "sources": {"kind": "outlet", "name": unique, "belongs_to": {"id": f"src_{scope}"}},
        "claims": {"article": {"id": f"art_{scope}"}, "statement": unique, "position": number + 1, "attribution": []},
    }  # fmt: skip
    return str(api.post(f"/v1/{kind}", body[kind])["id"])


def change(api: Api, kind: str, row_id: str, number: int) -> None:
    patch = {
        "articles": {"title": uuid4().hex, "published_at": TIMES[number]},
        "sources": {"name": uuid4().hex},
        "claims": {"statement": uuid4().hex, "position": number + 1},
    }
    api.patch(f"/v1/{kind}/{row_id}", patch[kind])


def walked(api: Api, path: str) -> list[str]:
    return [item["id"] for page in api.walk(path) for item in page["items"]]


def key_of(item: Json, key: str) -> tuple[str | int, str]:
    if key == "relevance":
        return 0, item["id"]
    value = (
        item["corroboration"]["origins"][key[8:]]
        if key.startswith("origins_")
        else item["article"][key]
        if key == "published_at" and "article" in item
        else item[key]
    )
    return (
        "" if value is None else value.replace("Z", "").ljust(26, ".") if key.endswith("_at") else value,
        item["id"],
    )


def cursor_of(api: Api, path: str) -> str:
    return str(api.get(path)["next"]).rsplit("cursor=", 1)[1]


@pytest.mark.parametrize("kind", SORTS)
def test_every_order_is_kept_over_all_pages_with_no_row_lost_or_doubled(api: Api, kind: str) -> None:
    scope = begin(api, kind)
    for number in [*range(len(TIMES)), *range(len(TIMES))]:
        insert(api, kind, scope, number)
    owner = f"/v1/articles/art_{scope}" if kind == "claims" else f"/v1/sources/src_{scope}"
    api.patch(owner, {"title": "All rows tie by rev now"} if kind == "claims" else {"name": "All rows tie"})
    insert(api, kind, scope, 0)
    rows = api.get(rows_of(kind, scope))["items"]

    found = {path: walked(api, f"{path}&limit=2") for path in orders(kind, scope)}

    assert len(rows) == 11
    for path, ids in found.items():
        key = path.rsplit("=", 1)[1]
        ordered = sorted((key_of(row, key.lstrip("-")) for row in rows), reverse=key.startswith("-"))
        assert ids == [row_id for _, row_id in ordered], path


@pytest.mark.parametrize("kind", SORTS)
@settings(max_examples=20)
@given(
    before=st.lists(SMALL, min_size=3, max_size=7),
    writes=st.lists(st.tuples(st.sampled_from(["insert", "change", "delete"]), SMALL, SMALL), max_size=6),
    limit=st.integers(1, 3),
)
def test_a_walk_holds_each_unchanged_row_once_whatever_others_write_between_its_pages(
    api: Api, kind: str, before: list[int], writes: list[tuple[str, int, int]], limit: int
) -> None:
    scope = begin(api, kind)
    unchanged = [insert(api, kind, scope, number) for number in before]
    inserted = []
    seen: dict[str, list[str]] = {path: [] for path in orders(kind, scope)}
    following = {path: f"{path}&limit={limit}" for path in seen}

    while following:
        for path, address in list(following.items()):
            page = api.get(address)
            seen[path] += [item["id"] for item in page["items"]]
            following[path] = page["next"]
        following = {path: address for path, address in following.items() if address}
        verb, which, number = writes.pop() if writes else ("", 0, 0)
        if verb == "insert":
            inserted.append(insert(api, kind, scope, number))
        elif verb and len(unchanged) > which:
            row_id = unchanged.pop(which)
            change(api, kind, row_id, number) if verb == "change" else api.delete(f"/v1/{kind}/{row_id}")

    for path, ids in seen.items():
        times = Counter(ids)
        assert [times[row_id] for row_id in unchanged] == [1] * len(unchanged), path
        assert all(times[row_id] <= 1 for row_id in inserted), path


@pytest.mark.parametrize("kind", SORTS)
def test_a_walk_holds_each_unchanged_row_once_while_another_client_writes(api: Api, kind: str) -> None:
    scope = begin(api, kind)
    unchanged = {insert(api, kind, scope, number % len(TIMES)) for number in range(8)}

    def write() -> None:
        for number in range(12):
            row_id = insert(api, kind, scope, number % len(TIMES))
            change(api, kind, row_id, (number + 2) % len(TIMES))
            if number % 3 == 0:
                api.delete(f"/v1/{kind}/{row_id}")

    def walks() -> Iterator[tuple[str, list[str]]]:
        while not writer.done():
            for path in orders(kind, scope):
                yield path, walked(api, f"{path}&limit=3")

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(write)
        found = list(walks())
        writer.result()

    assert found
    for path, ids in found:
        assert sorted(row_id for row_id in ids if row_id in unchanged) == sorted(unchanged), path


def test_a_page_has_as_many_rows_as_asked_for_and_links_to_the_next(api: Api) -> None:
    claims = [api.claim()["id"] for _ in range(3)]

    first, last = api.walk("/v1/claims?language__exists=false&limit=2")

    assert [item["id"] for item in first["items"]] == claims[:2]
    assert first["next"].startswith("/v1/claims?language__exists=false&limit=2&cursor=")
    assert [item["id"] for item in last["items"]] == claims[2:]
    assert last["next"] is None


def test_the_link_header_says_the_same_as_next(api: Api) -> None:
    api.claim()
    api.claim()
    following = api.get("/v1/claims", limit=1)["next"]

    assert api.call("GET", "/v1/claims?limit=1").headers["Link"] == f'<{following}>; rel="next"'
    assert "Link" not in api.call("GET", following).headers


def test_a_page_that_ends_with_the_last_row_has_no_next(api: Api) -> None:
    api.claim()
    api.claim()

    assert api.get("/v1/claims", limit=2)["next"] is None


def test_a_list_says_which_revision_it_is_of(api: Api) -> None:
    assert api.get("/v1/claims")["rev"] == 0

    claim = api.claim()

    assert api.get("/v1/sources")["rev"] == claim["rev"] == 2


@pytest.mark.parametrize("cursor", DAMAGED)
def test_a_cursor_that_cannot_be_read_is_refused(api: Api, cursor: str) -> None:
    for address in (f"/v1/{kind}?sort={sort}" for kind in SORTS for sort in ("id", "-rev")):
        problem = api.refused(400, "GET", f"{address}&cursor={cursor}")

        assert problem["type"] == "/problems#bad-cursor"


@pytest.mark.parametrize("sort", ["id", "rev", "-published_at"])
def test_a_cursor_with_one_character_changed_is_refused(api: Api, sort: str) -> None:
    for number in range(2):
        api.post("/v1/articles", {"url": f"https://{number}.example", "published_at": TIMES[1]})
    path = f"/v1/articles?limit=1&sort={sort}"
    cursor = cursor_of(api, path)
    damaged = {
        f"{cursor[:place]}{ALPHABET[ALPHABET.index(letter) ^ bit]}{cursor[place + 1 :]}"
        for place, letter in enumerate(cursor[:-1])
        for bit in (1, 4, 32)
    }

    answers = {other: api.call("GET", f"{path}&cursor={other}").status_code for other in damaged}

    assert [other for other, status in answers.items() if status != 400] == []


@pytest.mark.parametrize(
    ("made_for", "used_for"),
    [
        ("/v1/claims?", "/v1/claims?language__exists=false&"),
        ("/v1/claims?language__exists=false&", "/v1/claims?language__exists=true&"),
        ("/v1/claims?language__exists=false&", "/v1/claims?"),
        ("/v1/claims?", "/v1/claims?sort=-id&"),
        ("/v1/claims?sort=rev&", "/v1/claims?sort=-rev&"),
        ("/v1/claims?sort=rev&", "/v1/claims?sort=created_at&"),
        ("/v1/claims?sort=rev&", "/v1/sources?sort=rev&"),
        ("/v1/claims?", "/v1/articles?"),
        ("/v1/articles?sort=published_at&", "/v1/claims?sort=published_at&"),
    ],
)
def test_a_cursor_belongs_to_one_query_of_one_list(api: Api, made_for: str, used_for: str) -> None:
    for number in range(2):
        api.claim(article={"url": f"https://{number}.example"}, attribution=[named(f"Person {number}")])
    cursor = cursor_of(api, f"{made_for}limit=1")

    problem = api.refused(400, "GET", f"{used_for}limit=1&cursor={cursor}")

    assert problem["type"] == "/problems#bad-cursor"


def test_a_cursor_survives_another_limit(api: Api) -> None:
    claims = [api.claim()["id"] for _ in range(4)]
    cursor = cursor_of(api, "/v1/claims?sort=rev&limit=1")

    assert api.ids("/v1/claims", sort="rev", limit=2, cursor=cursor) == claims[1:3]
