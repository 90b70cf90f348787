"""A page of one filter is read from a list of what has it, in the order of ids."""

from dataclasses import replace

import pytest

from service import blinding
from service.store import lists
from service.store.database import database, is_sqlite
from service.store.matches import Operator
from service.store.query import Condition, Key, Order, Place, Query, selection
from tests.api import Api
from tests.vocabularies import install, vocabulary

COMMON = ("tag=check:done", "reviewer=ben", "position=1")
CLAIMS = [f"clm_{number:02}" for number in range(12)]


def walked(api: Api, query: str) -> list[str]:
    return [item["id"] for page in api.walk(f"/v1/claims?{query}") for item in page["items"]]


@pytest.fixture
def ben(api: Api) -> Api:
    """Have claims that are all alike, with noise between them, and a second reviewer."""
    for claim in CLAIMS:
        article = {"id": claim.replace("clm", "art"), "url": f"https://{claim[4:]}.example"}
        api.claim(id=claim, article=article)
        api.claim(id=f"{claim}-noise", article={"id": article["id"]})
    return api.by("ben")


@pytest.mark.parametrize("query", COMMON)
def test_the_pages_of_one_filter_give_each_claim_once_in_order(api: Api, ben: Api, query: str) -> None:
    for claim in reversed(CLAIMS):
        api.tag(f"{claim}-noise", "check:now")
        for reviewer, term in ((ben, "check:done"), (api, "check:done"), (ben, "check:now")):
            reviewer.tag(claim, term)

    for limit in (1, 2, 5, 12, 50):
        assert walked(api, f"{query}&limit={limit}") == CLAIMS
        assert walked(api, f"{query}&limit={limit}&sort=-id") == CLAIMS[::-1]


def test_a_claim_that_reviewers_tagged_alike_is_there_once(api: Api, ben: Api) -> None:
    for reviewer in (api, ben, api.by("cleo")):
        reviewer.tag("clm_03")
    ben.tag("clm_07")

    page = api.get("/v1/claims?tag=check:done&limit=2")

    assert [item["id"] for item in page["items"]] == ["clm_03", "clm_07"]
    assert page["next"] is None


def test_what_was_withdrawn_or_is_judged_blind_is_in_no_list(api: Api, ben: Api) -> None:
    install(vocabulary("care", {"care": "abc"}, exclusive=False))
    with database.connection_context():
        blinding.blind("care", None)
    withdrawn = [ben.tag("clm_01")["id"], ben.tag("clm_02", 'care:care="a"')["id"]]
    ben.tag("clm_03", 'care:care="a"')
    for claim in ("clm_04", "clm_05"):
        ben.tag(claim)
    for tag in withdrawn:
        ben.delete(f"/v1/tags/{tag}")
    api.delete("/v1/claims/clm_05")

    assert walked(api, "tag=check:done&limit=1") == walked(api, "reviewer=ben&limit=1") == ["clm_04"]
    assert walked(api, "tag=care:care%3D%22a%22&limit=1") == []
    assert walked(api, "position=1&limit=1") == [claim for claim in CLAIMS if claim != "clm_05"]


def plan(wanted: Query) -> list[str]:
    """Give how SQLite would read a page."""
    sql, bound = selection(lists.CLAIMS, wanted)
    return [row[3] for row in database.execute_sql(f"EXPLAIN QUERY PLAN {sql}", bound).fetchall()]


def asked(**values: str | int) -> Query:
    """Ask for claims that have all of these values."""
    return Query("claims", tuple(Condition(field, Operator.IS, (value,)) for field, value in values.items()))


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        (asked(tag="check:done"), "tag_term_shown (term=? AND claim_id{}?)"),
        (asked(reviewer="ben"), "tag_reviewer_shown (reviewer_id=? AND claim_id{}?)"),
        (asked(position=1), "claim_position_id (position=? AND id{}?)"),
    ],
)
def test_the_next_page_is_found_in_the_list_and_not_counted_up_to(wanted: Query, index: str) -> None:
    if not is_sqlite():
        pytest.skip("the plan is SQLite's")

    for descending, sign in ((False, ">"), (True, "<")):
        first, then = plan(replace(wanted, after=Place((), "clm_05"), order=Order(descending=descending)))

        assert first.endswith(index.format(sign))
        assert then.endswith("(id=?)")


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize(
    "wanted",
    [
        asked(position=1, documented=True),
        asked(position=1, hearsay_depth=9),
        asked(position=1, tag="check:rare"),
        replace(asked(position=1), order=Order((Key("published_at"),))),
    ],
)
def test_what_else_is_asked_is_not_looked_for_along_a_common_position(wanted: Query) -> None:
    if not is_sqlite():
        pytest.skip("the plan is SQLite's")

    assert [step for step in plan(wanted) if "claim_position_id" in step] == []
