import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import reviewers
from service.domain.vocabulary import Scope
from service.store.database import database
from tests.api import Api, Json, named, outlet, places

WRITERS, CLAIMS_EACH = 4, 8
NEW: Json = {"article": {"url": "https://new.example"}, "statement": "New."}


@pytest.fixture
def bridge(api: Api) -> Json:
    """Store a claim that rests on Ada Obi, with a noise claim beside it."""
    api.claim("The weather is fine.")
    return api.claim(id="clm_bridge", attribution=[{**named("Ada Obi"), "as_printed": "Obi"}])


def entries(api: Api, **query: int | str) -> list[Json]:
    return list(api.get("/v1/changes", **query)["items"])


def last(api: Api) -> Json:
    return entries(api)[-1]


def number(api: Api) -> int:
    return int(api.get("/v1/changes", after=10**9)["rev"])


def told(found: list[Json]) -> list[tuple[str, str]]:
    return [(entry["change"], entry["type"]) for entry in found]


def test_a_claim_with_what_it_made_on_the_way_is_entered_in_order(api: Api) -> None:
    api.claim(article={"url": "https://a.example", "publisher": {"name": "Daily"}}, attribution=[named("Ada Obi")])

    assert told(entries(api)) == [("created", kind) for kind in ("source", "article", "source", "claim")]
    assert [entry["rev"] for entry in entries(api)] == [1, 2, 3, 4]


@pytest.mark.parametrize("kind", ["claim", "article", "source"])
def test_a_row_is_created_updated_and_deleted_in_the_feed(api: Api, kind: str) -> None:
    article = {"url": "https://a.example"}
    body: Json = {
        "claim": {"article": article, "statement": "A", "attribution": []},
        "article": article,
        "source": {"kind": "person", "name": "Ada"},
    }[kind]
    key = {"claim": "statement", "article": "title", "source": "name"}[kind]

    row_id = api.post(f"/v1/{kind}s", body)["id"]
    api.patch(f"/v1/{kind}s/{row_id}", {key: "B"})
    api.delete(f"/v1/{kind}s/{row_id}")

    mine = [entry for entry in entries(api) if entry["id"] == row_id]
    assert told(mine) == [("created", kind), ("updated", kind), ("deleted", kind)]
    assert mine[1]["document"] == {**body, **mine[0]["document"], key: "B"}
    assert mine[2]["document"] is None


def test_an_entry_has_every_key(api: Api, bridge: Json) -> None:
    assert last(api) == {
        "rev": bridge["rev"], "at": bridge["updated_at"], "by": "mina", "change": "created", "type": "claim",
        "id": "clm_bridge", "document": last(api)["document"], "truncated": False,
        "touched": [{"claim": "clm_bridge", "status": "single_source", "moved": True}],
    }  # fmt: skip


def test_the_document_is_what_was_written_and_refers_by_id(api: Api, bridge: Json) -> None:
    link = last(api)["document"]["attribution"][0]

    assert last(api)["document"] == {
        "id": "clm_bridge", "article": {"id": bridge["article"]["id"]}, "position": 2,
        "statement": "The bridge is closed.", "attribution": [link],
    }  # fmt: skip
    assert link["source"] == {"id": bridge["attribution"][0]["source"]["id"]}
    assert {key: value for key, value in link.items() if value is not None and key != "source"} == {
        "source_type": "expert", "identification": "named", "as_printed": "Obi",
    }  # fmt: skip


def test_an_entry_says_whose_token_wrote_it(api: Api, bridge: Json) -> None:
    with database.connection_context():
        reviewers.add("noor")
        other = Api(api.app, reviewers.create_token("noor", [Scope.ADMIN]))

    other.patch(f"/v1/claims/{bridge['id']}", {"statement": "B"})

    assert [entry["by"] for entry in entries(api, after=bridge["rev"] - 1)] == ["mina", "noor"]


def test_the_feed_of_one_claim_is_its_history(api: Api, bridge: Json) -> None:
    api.patch("/v1/claims/clm_bridge", {"statement": "B"})
    api.claim("Noise.")
    api.delete("/v1/claims/clm_bridge")

    assert told(entries(api, claim_id=bridge["id"])) == [(verb, "claim") for verb in ("created", "updated", "deleted")]
    assert entries(api, claim_id="clm_nobody") == []


def test_the_feed_is_read_in_pages_from_after_a_revision(api: Api, bridge: Json) -> None:
    pages = list(api.walk("/v1/changes?after=1&limit=1"))

    assert [[entry["rev"] for entry in page["items"]] for page in pages] == [[2], [3], [4]]
    assert pages[0]["next"] == "/v1/changes?limit=1&after=2"
    assert {page["rev"] for page in pages} == {bridge["rev"]}


def test_the_feed_links_to_its_next_page_and_is_empty_at_its_end(api: Api, bridge: Json) -> None:
    assert api.call("GET", "/v1/changes?limit=1").headers["Link"] == '</v1/changes?limit=1&after=1>; rel="next"'
    assert api.get("/v1/changes", after=bridge["rev"]) == {"items": [], "next": None, "rev": bridge["rev"]}


@pytest.mark.parametrize(
    "query", ["after=-1", "after=x", "after=1&after=2", "limit=0", "limit=201", "claim_id=art_a", "cursor=x", "aftr=1"]
)
def test_the_feed_refuses_what_it_does_not_know(api: Api, query: str) -> None:
    assert list(places(api.refused(422, "GET", f"/v1/changes?{query}"))) == [query.partition("=")[0]]


@pytest.mark.parametrize(
    ("status", "request_line", "body"),
    [
        (422, "POST /v1/claims", {**NEW, "attribution": [named("New Person"), {**named("Other"), "count": 3}]}),
        (409, "POST /v1/claims", {**NEW, "attribution": [named("New Person")], "id": "clm_bridge"}),
        (422, "PATCH /v1/claims/clm_bridge", {"attribution": [named("New Person"), {**named("Other"), "count": 3}]}),
        (409, "POST /v1/sources", {"kind": "person", "name": "ADA OBI", "belongs_to": {"kind": "body", "name": "New"}}),
        (409, "DELETE /v1/articles/{}", None),
        (404, "DELETE /v1/claims/clm_nobody", None),
    ],
)
def test_a_refused_write_leaves_no_entry_and_uses_no_number(
    api: Api, bridge: Json, status: int, request_line: str, body: Json
) -> None:
    before = entries(api)
    method, path = request_line.format(bridge["article"]["id"]).split()

    api.refused(status, method, path, body, If_Match="*")

    assert entries(api) == before
    assert number(api) == bridge["rev"]
    assert api.claim()["rev"] == bridge["rev"] + 1


@pytest.mark.parametrize("patch", [{}, {"statement": "The bridge is closed."}, {"quote": None}])
def test_a_patch_that_changes_nothing_takes_no_number(api: Api, bridge: Json, patch: Json) -> None:
    assert api.patch("/v1/claims/clm_bridge", patch) == bridge

    assert number(api) == bridge["rev"]


@pytest.mark.parametrize("path", ["/v1/claims/clm_bridge", "/v1/articles/{article}", "/v1/sources/{source}"])
def test_a_row_that_is_sent_back_takes_no_number(api: Api, bridge: Json, path: str) -> None:
    ids = {"article": bridge["article"]["id"], "source": bridge["attribution"][0]["source"]["id"]}
    row = api.get(path.format(**ids))

    assert api.patch(path.format(**ids), row) == row

    assert number(api) == bridge["rev"]


def test_renaming_a_source_renews_the_claims_that_show_it_with_one_entry(api: Api, bridge: Json) -> None:
    ada = bridge["attribution"][0]["source"]["id"]
    api.claim(id="clm_second", attribution=[outlet("Courier"), named("Ada Obi")])
    before = number(api)

    source = api.patch(f"/v1/sources/{ada}", {"name": "Ada Obi-Cole"})

    renewed = [api.get(f"/v1/claims/{claim}") for claim in ("clm_bridge", "clm_second")]
    assert told(entries(api, after=before)) == [("updated", "source")]
    assert {claim["rev"] for claim in renewed} == {source["rev"]} == {before + 1}
    assert {claim["updated_at"] for claim in renewed} == {source["updated_at"]}
    assert {claim["attribution"][-1]["source"]["name"] for claim in renewed} == {"Ada Obi-Cole"}
    assert last(api)["touched"] == [
        {"claim": claim, "status": "single_source", "moved": False} for claim in ("clm_bridge", "clm_second")
    ]


def test_touched_says_where_a_status_moved(api: Api, bridge: Json) -> None:
    api.patch(f"/v1/sources/{bridge['attribution'][0]['source']['id']}", {"kind": "outlet"})

    assert last(api)["touched"] == [{"claim": "clm_bridge", "status": "unresolved", "moved": True}]


def test_retitling_an_article_renews_its_claims_and_no_other(api: Api, bridge: Json) -> None:
    other = api.claim(article={"url": "https://other.example"})

    article = api.patch(f"/v1/articles/{bridge['article']['id']}", {"title": "Bridge closed"})

    assert api.get("/v1/claims/clm_bridge")["article"]["title"] == "Bridge closed"
    assert len(last(api)["touched"]) == 2
    assert api.get(f"/v1/claims/{other['id']}") == other
    assert article["rev"] == other["rev"] + 1


def test_a_mirror_reads_what_changed_by_rev(api: Api, bridge: Json) -> None:
    before = number(api)
    api.patch(f"/v1/sources/{bridge['attribution'][0]['source']['id']}", {"name": "Ada Cole"})
    new = api.claim("New.")

    assert api.ids("/v1/claims", rev__gte=before + 1, sort="rev") == ["clm_bridge", new["id"]]


@settings(max_examples=15)
@given(names=st.lists(st.sampled_from(["Ada", "Ben", "Cem"]), max_size=4))
def test_numbers_have_no_gap_and_the_last_entry_of_each_row_is_the_row(api: Api, names: list[str]) -> None:
    for name in names:
        claim = api.claim(attribution=[named(name)])
        api.patch(f"/v1/claims/{claim['id']}", {"quote": name, "attribution": [named("Ada")]})

    found = [entry for page in api.walk("/v1/changes?limit=200") for entry in page["items"]]
    assert [entry["rev"] for entry in found] == list(range(1, number(api) + 1))
    assert {entry["id"]: entry["rev"] for entry in found} == {
        row["id"]: row["rev"]
        for kind in ("claims", "articles", "sources")
        for page in api.walk(f"/v1/{kind}?limit=200")
        for row in page["items"]
    }


def test_a_follower_of_the_feed_sees_every_number_once_while_many_write(api: Api) -> None:
    start = threading.Barrier(WRITERS)

    def write(writer: int) -> None:
        start.wait()
        for turn in range(CLAIMS_EACH):
            api.claim(article={"url": f"https://{writer}.example/{turn}"}, attribution=[named(f"{writer} {turn}")])

    def follow() -> Iterator[int]:
        after, finished = 0, False
        while not finished:
            finished = all(job.done() for job in jobs)
            for entry in entries(api, after=after):
                after = entry["rev"]
                yield after

    with ThreadPoolExecutor(WRITERS) as pool:
        jobs = [pool.submit(write, writer) for writer in range(WRITERS)]
        seen = list(follow())

    assert [job.result() for job in jobs] == [None] * WRITERS
    assert seen == list(range(1, 3 * WRITERS * CLAIMS_EACH + 1))
