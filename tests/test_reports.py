"""What a report counts: each figure is what one finds who counts the documents, and says of how many it is."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from service.formats import fixtures
from service.store.database import database
from tests import recounted
from tests.api import Api, Json, named, outlet, unnamed
from tests.full import fill

ARTICLE = {"id": "art_one", "url": "https://one.example/1", "title": "Closed"}
DAILY = {"id": "src_daily", "kind": "outlet", "name": "Daily"}
REPORT = "/v1/articles/art_one/report"


def assert_counted(api: Api) -> None:
    """Require that the reports of every article, every outlet and some queries are what the documents come to."""
    newsroom = recounted.read(api)
    told: list[tuple[str, list[Json]]] = [("/v1/report", list(newsroom.claims.values()))]
    for page in api.walk("/v1/articles?limit=200"):
        told += [(f"/v1/articles/{one['id']}/report", _claims_of(newsroom, one)) for one in page["items"]]
    for source in newsroom.sources.values():
        claims = [
            one for one in newsroom.claims.values() if (one["article"]["publisher"] or {}).get("id") == source["id"]
        ]
        told.append((f"/v1/sources/{source['id']}/report", claims))
    for query in (
        "speaker_kind=anonymous",
        "corroboration=single_source",
        "hearsay_depth__gte=2&source_type__not=media",
    ):
        claims = [newsroom.claims[claim] for claim in api.ids(f"/v1/claims?limit=200&{query}")]
        told.append((f"/v1/report?{query}", claims))
    for path, claims in told:
        shown = api.get(path)
        counted = recounted.report(newsroom, [claim["id"] for claim in claims])
        assert {key: shown[key] for key in counted} == counted, path
        assert shown["rev"] == api.rev(), path


def _claims_of(newsroom: recounted.Newsroom, article: Json) -> list[Json]:
    return [claim for claim in newsroom.claims.values() if claim["article"]["id"] == article["id"]]


def test_every_figure_is_what_the_shipped_documents_come_to(api: Api) -> None:
    with database.connection_context():
        for path in fixtures.shipped():
            fixtures.seed(path)

    assert_counted(api)
    assert api.get("/v1/report")["claims"] > 40


def test_every_figure_is_what_a_store_with_one_of_everything_comes_to(api: Api) -> None:
    fill(api)

    assert_counted(api)


SMALL = st.integers(0, 7)
LINKS = st.sampled_from([
    named("Ada Obi"), named("Ben Cole"), outlet("Wire"), outlet("Wire", channel="direct-observation"),
    unnamed(number=1), unnamed(number=2), unnamed("collective", count=3),
    named("Memo", "document", "document"),
    {**unnamed(), "source": {"kind": "outlet", "number": 9}, "source_type": "media"},
])  # fmt: skip
CLAIMS = st.tuples(
    st.integers(0, 3), st.lists(LINKS, max_size=3), st.sampled_from([None, "direct-observation", "background"])
)
TIES = st.tuples(
    st.sampled_from(["repeats", "repeats", "supported_by", "contradicted_by", "retracted_by"]), SMALL, SMALL
)


@settings(max_examples=6)
@given(
    said=st.lists(CLAIMS, min_size=4, max_size=8),
    ties=st.lists(TIES, max_size=9),
    cited=st.lists(st.tuples(st.sampled_from(["repeats", "supported_by"]), SMALL, LINKS), max_size=2),
    found_out=st.booleans(),
)
def test_every_figure_is_what_the_documents_come_to(
    api: Api, said: list[Any], ties: list[Any], cited: list[Any], *, found_out: bool
) -> None:
    # Each example has articles of its own; sources with a name are those of all.
    some = api.rev()
    claims = [
        api.claim(
            article={"url": f"https://{some}.example/{where}", "publisher": {"name": f"Paper {where % 2}"}},
            attribution=chain,
            channel=None if chain else channel,
        )["id"]
        for where, chain, channel in said
    ]
    for tie, one, other in ties:
        ends = claims[one % len(claims)], claims[other % len(claims)]
        api.call("POST", f"/v1/claims/{ends[0]}/evidence", {"tie": tie, "claim": ends[1]})
    for tie, one, link in cited:
        body = {"tie": tie, "citation": {"article": {"url": f"https://{some}.example/cited"}, "attribution": [link]}}
        api.call("POST", f"/v1/claims/{claims[one % len(claims)]}/evidence", body)
    if found_out:
        for source in api.get("/v1/sources", kind="person", article_id__exists="true")["items"][-1:]:
            who = {"source": {"kind": "person", "name": "Ada Obi"}, "citation": {"article": {"url": "urn:x:y"}}}
            api.call("PATCH", f"/v1/sources/{source['id']}", {"identified_as": who}, If_Match="*")

    assert_counted(api)


def test_a_report_says_what_it_is_of(api: Api) -> None:
    claim = api.claim(article={**ARTICLE, "publisher": DAILY})

    nothing = {"article": None, "publisher": None, "query": None}
    assert api.get(REPORT)["of"] == {**nothing, "article": claim["article"]}
    assert api.get("/v1/sources/src_daily/report")["of"] == {**nothing, "publisher": DAILY}
    assert api.get("/v1/report")["of"] == {**nothing, "query": ""}
    assert api.get("/v1/report?speaker=Ada+Obi&tag=a:b")["of"] == {**nothing, "query": "speaker=Ada+Obi&tag=a:b"}


def test_the_reports_of_an_article_an_outlet_and_a_query_agree(api: Api) -> None:
    api.claim(article={**ARTICLE, "publisher": DAILY})
    api.claim(article={"id": "art_one"}, attribution=[named("Ada Obi")])
    api.claim("Noise.", article={"url": "https://noise.example"})

    told = [
        api.get(path)
        for path in (
            REPORT,
            "/v1/sources/src_daily/report",
            "/v1/report?article_id=art_one",
            "/v1/report?publisher_id=src_daily",
        )
    ]

    assert told[0]["claims"] == 2
    for other in told[1:]:
        assert {**other, "of": None} == {**told[0], "of": None}


def test_an_article_without_claims_has_shares_of_nothing(api: Api) -> None:
    api.post("/v1/articles", ARTICLE)

    report = api.get(REPORT)

    none = {"count": 0, "of": 0, "share": None}
    assert report["claims"] == 0
    assert report["by"]["hearsay_depth"] == [{"depth": 0, **none}]
    assert {str(figure) for figure in report["origins"].values()} == {str(none)}
    assert report["rests_on_single_anonymous"] == none
    assert report["most_hangs_on"] == []


def test_a_person_who_publishes_nothing_has_a_report_without_claims(api: Api) -> None:
    api.claim(attribution=[{**named("Ada Obi"), "source": {"id": "src_ada", "kind": "person", "name": "Ada Obi"}}])

    assert api.get("/v1/sources/src_ada/report")["claims"] == 0


def test_claims_that_repeat_an_anonymous_one_rest_on_it_whoever_speaks(api: Api) -> None:
    api.claim(id="clm_first", article=ARTICLE, attribution=[unnamed()])
    api.claim(id="clm_second", article={"url": "https://two.example"}, attribution=[named("Ada Obi")])
    api.tie("clm_second", "repeats", "clm_first")

    assert api.get("/v1/report?id=clm_second")["rests_on_single_anonymous"] == {"count": 1, "of": 1, "share": 1.0}


def test_claims_that_repeat_a_named_one_rest_on_it_whoever_speaks(api: Api) -> None:
    api.claim(id="clm_first", article=ARTICLE, attribution=[named("Ada Obi")])
    api.claim(id="clm_second", article={"url": "https://two.example"}, attribution=[unnamed()])
    api.tie("clm_second", "repeats", "clm_first")

    assert api.get("/v1/report?id=clm_second")["rests_on_single_anonymous"] == {"count": 0, "of": 1, "share": 0.0}


def test_a_claim_that_repeats_a_citation_rests_on_whom_that_has_it_from(api: Api) -> None:
    for name, link in (("one", unnamed()), ("two", named("Ada Obi"))):
        api.claim(id=f"clm_{name}", article=ARTICLE)
        api.tie(f"clm_{name}", "repeats", {"article": {"url": f"https://{name}.example/cited"}, "attribution": [link]})

    for name, count in (("one", 1), ("two", 0)):
        assert api.get(f"/v1/report?id=clm_{name}")["rests_on_single_anonymous"]["count"] == count


def test_each_origin_counts_once_as_named_anonymous_or_unresolved(api: Api) -> None:
    for chain in ([named("Ada Obi")], [outlet("Wire"), named("Ada Obi")], [unnamed(number=1)], [unnamed(number=1)], []):
        api.claim(article={**ARTICLE, "publisher": DAILY}, attribution=chain)
    api.claim(article={"id": "art_one"}, attribution=[outlet("Wire")])

    def counts() -> list[int]:
        return [figure["count"] for figure in api.get(REPORT)["origins"].values()]

    assert counts() == [4, 1, 1, 2]
    api.claim(article={"id": "art_one"}, channel="direct-observation")
    assert counts() == [4, 2, 1, 1]


def test_who_was_identified_since_is_no_anonymous_origin_and_no_second_one(api: Api) -> None:
    claim = api.claim(article=ARTICLE, attribution=[unnamed()])
    api.claim(article={"id": "art_one"}, attribution=[named("Ada Obi")])
    who = {"source": {"kind": "person", "name": "Ada Obi"}, "citation": {"article": {"url": "urn:x:y"}}}
    before = api.get(REPORT)
    api.patch(f"/v1/sources/{claim['attribution'][0]['source']['id']}", {"identified_as": who})

    after = api.get(REPORT)

    assert (before["rests_on_single_anonymous"]["count"], before["origins"]["distinct"]["count"]) == (1, 2)
    assert (after["rests_on_single_anonymous"]["count"], after["origins"]["distinct"]["count"]) == (0, 1)
    assert after["by"]["speaker_kind"] == before["by"]["speaker_kind"]


def test_most_hangs_on_what_is_repeated_directly_or_through_others(api: Api) -> None:
    for name in ("root", "near", "far", "beside", "alone"):
        api.claim(f"It is {name}.", id=f"clm_{name}", article=ARTICLE, attribution=[named(name.title())])
    for claim, other in (("near", "root"), ("far", "near")):
        api.tie(f"clm_{claim}", "repeats", f"clm_{other}")
    api.tie("clm_beside", "supported_by", "clm_root")
    api.by("ben").tie("clm_alone", "repeats", "clm_root")

    assert api.get(REPORT)["most_hangs_on"] == [
        {"claim": "clm_root", "statement": "It is root.", "repeated_by": {"count": 2, "of": 3, "share": 0.6667}},
        {"claim": "clm_near", "statement": "It is near.", "repeated_by": {"count": 1, "of": 3, "share": 0.3333}},
    ]


def test_ten_claims_are_listed_those_of_larger_stories_first(api: Api) -> None:
    for number in range(12):
        api.claim(id=f"clm_a{number:02}", article=ARTICLE)
        api.claim(id=f"clm_b{number:02}", article={"url": "https://two.example"})
        api.tie(f"clm_b{number:02}", "repeats", f"clm_a{number:02}")
    api.claim(id="clm_c", article={"url": "https://two.example"})
    api.tie("clm_c", "supported_by", "clm_a11")

    listed = [one["claim"] for one in api.get(REPORT)["most_hangs_on"]]

    assert listed == ["clm_a11", *(f"clm_a{number:02}" for number in range(9))]
