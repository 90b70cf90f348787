"""Orders of several keys: each row once and in its place, whichever way each key runs."""

from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.schemas.grammars import CLAIMS
from service.store.cursors import encode
from service.store.query import Place
from tests.api import Api, Json, named, places, unnamed

TIMES = [None, "2020-10-09T15:23:00Z", "2020-10-09T15:23:00.000001Z", "1969-07-20T20:17:40Z"]
CHAINS = [[], [unnamed()], [named("Ada Obi")], [named("Wire", "media", "outlet"), unnamed("withheld")]]
KEYS = [key for key in CLAIMS.sorts if key not in {"id", "relevance"}]
SIGNS = st.sampled_from(["", "-"])
SORTS = st.lists(st.tuples(SIGNS, st.sampled_from(KEYS)), min_size=1, max_size=3, unique_by=lambda key: key[1])


def insert(api: Api, scope: str, published: int, chain: int, position: int) -> None:
    article = {"url": f"https://{scope}.example/{published}", "published_at": TIMES[published]}
    publisher = {"id": f"src_{scope}", "kind": "outlet", "name": scope}
    api.claim(article={**article, "publisher": publisher}, attribution=CHAINS[chain], position=position + 1)


def value(claim: Json, key: str) -> Any:
    if key.startswith("origins_"):
        return claim["corroboration"]["origins"][key.removeprefix("origins_")]
    found = claim["article"][key] if key == "published_at" else claim.get(key)
    if key.endswith("_at"):
        return "" if found is None else found.removesuffix("Z").ljust(26, ".")
    return found


def in_order(claims: list[Json], sort: list[tuple[str, str]]) -> list[str]:
    """Sort as a reader of the documents would: by the last key first, for sorting keeps the order of equals."""
    ordered = claims
    for sign, key in reversed(sort):
        ordered = sorted(ordered, key=lambda claim: value(claim, key), reverse=sign == "-")
    return [claim["id"] for claim in ordered]


def walked(api: Api, path: str) -> list[str]:
    return [item["id"] for page in api.walk(path) for item in page["items"]]


@settings(max_examples=40)
@given(
    rows=st.lists(st.tuples(*(st.integers(0, 3) for _ in range(3))), min_size=2, max_size=9),
    sorts=st.lists(st.tuples(SORTS, st.sampled_from([None, "", "-"])), min_size=3, max_size=6),
    limit=st.integers(1, 4),
)
def test_a_walk_in_any_order_gives_each_claim_once_and_in_its_place(
    api: Api, rows: list[Any], sorts: list[Any], limit: int
) -> None:
    scope = uuid4().hex
    for row in rows:
        insert(api, scope, *row)
    claims = api.get("/v1/claims", publisher_id=f"src_{scope}", limit=200)["items"]

    for keys, sign_of_id in sorts:
        # The order by position alone needs an article.
        sort = [("", "hearsay_depth"), *keys] if keys[0][1] == "position" else keys
        sort = [key for number, key in enumerate(sort) if key[1] not in {other for _, other in sort[:number]}]
        asked = [*sort, *([] if sign_of_id is None else [(sign_of_id, "id")])][:4]
        path = f"/v1/claims?publisher_id=src_{scope}&limit={limit}&sort={','.join(map(''.join, asked))}"

        by_id = asked if asked[-1][1] == "id" else [*asked, (asked[-1][0], "id")]
        assert walked(api, path) == in_order(claims, by_id), path


def test_newest_articles_first_and_their_claims_as_they_stand(api: Api) -> None:
    for published, position in ((1, 2), (3, 1), (1, 0), (3, 2), (0, 1), (1, 1)):
        insert(api, "one", published, 0, position)

    shown = [
        (claim["article"]["published_at"], claim["position"])
        for page in api.walk("/v1/claims?sort=-published_at,position&limit=1")
        for claim in page["items"]
    ]

    assert shown == [(TIMES[1], 1), (TIMES[1], 2), (TIMES[1], 3), (TIMES[3], 2), (TIMES[3], 3), (None, 2)]


def test_what_is_equal_is_in_the_order_of_ids_from_the_end_that_the_last_key_runs_from(api: Api) -> None:
    for number in range(5):
        api.claim(id=f"clm_{number}")
    ids = [f"clm_{number}" for number in range(5)]

    assert walked(api, "/v1/claims?sort=hearsay_depth&limit=2") == ids
    assert walked(api, "/v1/claims?sort=-hearsay_depth&limit=2") == ids[::-1]
    assert walked(api, "/v1/claims?sort=-hearsay_depth,id&limit=2") == ids
    assert walked(api, "/v1/claims?sort=-hearsay_depth,origins_min,-id&limit=2") == ids[::-1]
    assert walked(api, "/v1/claims?sort=-id&limit=2") == ids[::-1]


@pytest.mark.parametrize(
    ("sort", "code"),
    [
        ("rev,created_at,updated_at,hearsay_depth,origins_min", "too-many"),
        ("rev,rev", "twice"),
        ("rev,-rev", "twice"),
        ("id,rev", "after-id"),
        ("rev,", "unknown-sort"),
        ("rev,-speaker", "unknown-sort"),
        ("rev, created_at", "unknown-sort"),
        ("position,-published_at", "sort-needs"),
    ],
)
def test_an_order_that_makes_no_sense_is_refused(api: Api, sort: str, code: str) -> None:
    assert places(api.refused(422, "GET", f"/v1/claims?sort={sort}")) == {"sort": code}


def test_a_cursor_holds_as_many_values_as_its_order_has_keys(api: Api) -> None:
    for number in range(3):
        api.claim(id=f"clm_{number}")
    rev = api.get("/v1/claims/clm_0")["rev"]
    path = "/v1/claims?limit=1&sort=rev,hearsay_depth"
    query = CLAIMS.read([("sort", "rev,hearsay_depth")])

    for values in ((), (rev,), (rev, 0, 0)):
        cursor = encode(query, Place(values, "clm_0"))
        api.refused(400, "GET", f"{path}&cursor={cursor}")
    assert api.ids(f"{path}&cursor={encode(query, Place((rev, 0), 'clm_0'))}") == ["clm_1"]


def test_a_cursor_belongs_to_the_order_that_it_was_made_for(api: Api) -> None:
    for number in range(3):
        api.claim(id=f"clm_{number}")
    sorts = ["rev", "-rev", "rev,hearsay_depth", "hearsay_depth,rev", "rev,-hearsay_depth", "rev,-id"]
    cursors = {sort: api.get(f"/v1/claims?limit=1&sort={sort}")["next"].rsplit("cursor=", 1)[1] for sort in sorts}

    for one, other in pairwise([*sorts, sorts[0]]):
        api.refused(400, "GET", f"/v1/claims?limit=1&sort={one}&cursor={cursors[other]}")
        api.get(f"/v1/claims?limit=1&sort={one}&cursor={cursors[one]}")
