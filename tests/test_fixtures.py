"""The rows that come with Hearsay: one real article, and one invented story."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from service.domain.vocabulary import CorroborationStatus
from service.formats import fixtures
from service.store import revisions
from service.store.database import database
from tests.api import Api

REAL = "art_global-times-2020-10-09"


@pytest.fixture
def seeded(api: Api) -> Api:
    with database.connection_context():
        for path in fixtures.shipped():
            fixtures.seed(path)
    return api


def rows(path: Path, kind: str) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [row[kind] for row in found if kind in row]


@pytest.mark.usefixtures("seeded")
def test_loading_the_fixtures_twice_adds_nothing() -> None:
    with database.connection_context():
        before = revisions.current()
        again = [fixtures.seed(path) for path in fixtures.shipped()]

        assert revisions.current() == before
    assert not any(outcome.stored for outcomes in again for outcome in outcomes)


def test_every_row_of_the_fixtures_is_served(seeded: Api) -> None:
    for path in fixtures.shipped():
        for kind in ("article", "source", "claim"):
            for row in rows(path, kind):
                seeded.get(f"/v1/{kind}s/{row['id']}")


def test_the_real_article_comes_without_its_text_and_without_a_quote(seeded: Api) -> None:
    article = seeded.get(f"/v1/articles/{REAL}")
    claims = seeded.get("/v1/claims", article_id=REAL, limit=200)["items"]

    assert article["text"] is None
    assert article["text_sha256"] is not None
    assert [claim["quote"] for claim in claims] == [None] * len(claims)


def test_every_claim_of_the_real_article_can_be_verified_by_whoever_holds_it(seeded: Api) -> None:
    claims = seeded.get("/v1/claims", article_id=REAL, sort="position", limit=200)["items"]

    assert [claim["position"] for claim in claims] == list(range(1, len(claims) + 1))
    assert all(claim["selector"]["sha256"] for claim in claims)


def test_nothing_invented_touches_the_real_article(seeded: Api) -> None:
    real, invented = (rows(path, "claim") for path in fixtures.shipped())
    sources = [
        {link["source"]["id"] for claim in claims for link in claim["attribution"]} for claims in (real, invented)
    ]

    assert sources[0].isdisjoint(sources[1])
    assert seeded.ids("/v1/articles", fictional="false") == [REAL]


def test_every_passage_of_the_invented_story_is_where_its_claim_says(seeded: Api) -> None:
    texts = {article["id"]: article["text"] for article in seeded.get("/v1/articles", fictional="true")["items"]}
    claims = seeded.get("/v1/claims", ("article_id", list(texts)), limit=200)["items"]

    for claim in claims:
        place = claim["selector"]
        passage = texts[claim["article"]["id"]][place["start"] : place["end"]]
        assert sha256(passage.encode()).hexdigest() == place["sha256"]
        assert claim["quote"] in {None, passage}
        assert claim["in_text"] is True


def test_the_same_unnamed_expert_in_four_paragraphs_is_one_source(seeded: Api) -> None:
    claims = seeded.get("/v1/claims", article_id=REAL, identification="withheld")["items"]

    assert len(claims) >= 4
    assert len({claim["attribution"][-1]["source"]["id"] for claim in claims}) == 1


def test_the_newspaper_that_the_outlet_quotes_is_a_link_of_the_chain(seeded: Api) -> None:
    claims = seeded.get("/v1/claims", speaker="wu shicun")["items"]

    assert {tuple(link["source"]["name"] for link in claim["attribution"]) for claim in claims} == {
        ("Ming Pao", "Wu Shicun")
    }
    assert seeded.ids("/v1/claims", via="src_ming-pao") == [claim["id"] for claim in claims]


def test_the_fixtures_show_what_evidence_may_come_to(seeded: Api) -> None:
    found = {
        claim["corroboration"]["status"] for page in seeded.walk("/v1/claims?limit=200") for claim in page["items"]
    }

    assert found == {
        CorroborationStatus.UNATTRIBUTED,
        CorroborationStatus.SINGLE_SOURCE,
        CorroborationStatus.POSSIBLY_CORROBORATED,
        CorroborationStatus.CORROBORATED,
        CorroborationStatus.CONTESTED,
    }


def test_two_claims_on_one_related_source_stay_single_source_together(seeded: Api) -> None:
    claims = [seeded.get(f"/v1/claims/clm_gt-{number}") for number in ("01", "05")]

    assert {claim["story"] for claim in claims} == {"sty_gt-01"}
    assert [claim["corroboration"]["status"] for claim in claims] == ["single_source", "single_source"]
    assert claims[0]["corroboration"]["origins"] == {"min": 1, "max": 1}


def test_what_came_through_the_newspaper_and_what_the_related_source_says_are_both_contested_when_tied(
    seeded: Api,
) -> None:
    seeded.tie("clm_gt-07", "contradicted_by", "clm_gt-05")

    found = {number: seeded.get(f"/v1/claims/clm_gt-{number}")["corroboration"] for number in ("07", "05", "01", "08")}

    assert [found[number]["status"] for number in ("07", "05", "01")] == ["contested"] * 3
    assert found["07"]["contradicting"] == {"min": 1, "max": 1}
    assert found["08"]["status"] == "single_source"


def test_sources_md_counts_what_the_files_hold() -> None:
    told = (fixtures.DIRECTORY / "SOURCES.md").read_text("utf-8")

    for path in fixtures.shipped():
        line = next(line for line in told.splitlines() if f"`{path.name}` |" in line)
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert [int(cell) for cell in cells[2:]] == [len(rows(path, kind)) for kind in ("article", "claim", "evidence")]


def test_every_outlet_that_the_fixtures_cite_by_name_is_on_the_record() -> None:
    links = [link for path in fixtures.shipped() for claim in rows(path, "claim") for link in claim["attribution"]]
    outlets = [link for link in links if link["source_type"] == "media" and link["identification"] == "named"]

    assert outlets
    assert {link.get("ground_rule") for link in outlets} == {"on-the-record"}
