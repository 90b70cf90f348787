from tests.api import Api, named, outlet, unnamed


def test_the_smallest_post_stores_a_claim_in_the_outlets_own_voice(api: Api) -> None:
    claim = api.claim()

    assert claim["attribution"] == []
    assert claim["source_type"] == "outlet"
    assert claim["speaker_kind"] == "none"
    assert claim["hearsay_depth"] == 0
    assert claim["corroboration"]["status"] == "unattributed"


def test_one_post_stores_the_claim_with_its_article_and_its_sources(api: Api) -> None:
    api.claim(
        article={"url": "https://news.example/1", "publisher": {"name": "The Daily"}},
        attribution=[outlet("Courier"), named("Ada Obi")],
    )

    assert len(api.ids("/v1/articles")) == 1
    assert sorted(source["name"] for source in api.get("/v1/sources")["items"]) == ["Ada Obi", "Courier", "The Daily"]


def test_the_last_link_is_whom_the_claim_rests_on(api: Api) -> None:
    claim = api.claim(attribution=[outlet("Courier", channel="press-report"), named("Ada Obi", channel="quote")])

    assert claim["source_type"] == "expert"
    assert claim["speaker_kind"] == "named"
    assert claim["channel"] == "quote"
    assert claim["hearsay_depth"] == 2


def test_every_key_is_always_present(api: Api) -> None:
    bare, full = api.claim(), api.claim(attribution=[unnamed(count=None)])

    assert list(bare) == list(full)


def test_the_position_defaults_to_the_next_in_the_article(api: Api) -> None:
    assert [api.claim()["position"] for _ in range(3)] == [1, 2, 3]
