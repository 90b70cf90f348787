import pytest

from tests.api import Api, Json, named, outlet, places, unnamed
from tests.stored import everything

SMALLEST = {"article": {"url": "https://news.example/1"}, "statement": "The bridge is closed.", "attribution": []}
CHAINS = [
    [],
    [named("Ada Obi", role="engineer", channel="quote")],
    [outlet("Courier", channel="press-report"), unnamed("withheld", anonymity_reason="fear of reprisal")],
    [unnamed("collective", count=4)],
]


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


def test_a_position_that_is_given_is_kept_and_the_next_follows_the_last(api: Api) -> None:
    assert [api.claim(position=7)["position"], api.claim(position=3)["position"], api.claim()["position"]] == [7, 3, 8]


def test_positions_begin_anew_in_each_article(api: Api) -> None:
    api.claim()

    assert api.claim(article={"url": "https://news.example/2"})["position"] == 1


def test_after_the_last_position_that_there_can_be_a_free_one_must_be_sent(api: Api) -> None:
    api.claim(position=1_000_000)
    body = {"article": {"url": "https://news.example/1"}, "statement": "Closed.", "attribution": []}

    assert places(api.refused(422, "POST", "/v1/claims", body)) == {"/position": "range"}
    assert api.claim(position=7)["position"] == 7


def test_the_language_defaults_to_the_articles(api: Api) -> None:
    article = {"url": "https://news.example/1", "language": "zh-Hant"}

    assert api.claim(article=article)["language"] == "zh-Hant"
    assert api.claim(article=article, language="en")["language"] == "en"


def test_the_language_is_not_recorded_where_neither_tells(api: Api) -> None:
    assert api.claim()["language"] is None


def test_an_own_voice_may_say_what_the_article_shows_for_it(api: Api) -> None:
    claim = api.claim(channel="direct-observation")

    assert claim["channel"] == "direct-observation"
    assert claim["corroboration"]["status"] == "single_source"


def test_the_same_words_posted_twice_are_two_claims(api: Api) -> None:
    api.claim()
    api.claim()

    assert len(api.ids("/v1/claims")) == 2


def test_a_claim_answers_with_its_own_address_and_revision(api: Api) -> None:
    response = api.call("POST", "/v1/claims", SMALLEST)

    claim = api.get(response.headers["Location"])
    assert claim == response.json
    assert response.headers["ETag"] == f'"{claim["rev"]}"'


def test_a_client_may_choose_the_id(api: Api) -> None:
    api.claim(id="clm_bridge-closed")

    assert api.get("/v1/claims/clm_bridge-closed")["story"] == "sty_bridge-closed"


@pytest.mark.parametrize("claim_id", ["clm_", "clm_Bridge", "bridge", "src_bridge", "clm_" + "a" * 41, 7])
def test_an_id_of_another_form_is_refused(api: Api, claim_id: Json) -> None:
    problem = api.refused(422, "POST", "/v1/claims", {**SMALLEST, "id": claim_id})

    assert places(problem) == {"/id": "id"}


def test_an_id_is_given_once(api: Api) -> None:
    api.claim(id="clm_bridge")
    before = everything()

    problem = api.refused(409, "POST", "/v1/claims", {**SMALLEST, "id": "clm_bridge"})

    assert places(problem) == {"/id": "exists"}
    assert everything() == before


def test_the_id_of_a_withdrawn_claim_is_not_given_again(api: Api) -> None:
    api.claim(id="clm_bridge")
    api.delete("/v1/claims/clm_bridge")

    problem = api.refused(409, "POST", "/v1/claims", {**SMALLEST, "id": "clm_bridge"})

    assert places(problem) == {"/id": "exists"}


def test_a_withdrawn_claim_is_gone_and_leaves_the_lists(api: Api) -> None:
    claim, other = api.claim(), api.claim()

    api.delete(f"/v1/claims/{claim['id']}", claim["rev"])

    problem = api.refused(410, "GET", f"/v1/claims/{claim['id']}")
    assert problem["rev"] > other["rev"]
    assert problem["deleted_at"]
    assert api.ids("/v1/claims") == [other["id"]]


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_withdrawn_claim_is_not_changed_any_more(api: Api, method: str) -> None:
    claim = api.claim()
    api.delete(f"/v1/claims/{claim['id']}")

    api.refused(410, method, f"/v1/claims/{claim['id']}", {}, If_Match="*")


@pytest.mark.parametrize(
    ("key", "value"),
    [("source_type", "expert"), ("speaker_kind", "named"), ("hearsay_depth", 1)],
)
def test_a_derived_key_that_says_something_else_than_an_empty_chain_is_refused(api: Api, key: str, value: Json) -> None:
    problem = api.refused(422, "POST", "/v1/claims", {**SMALLEST, key: value})

    assert places(problem) == {f"/{key}": "derived"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("source_type", "outlet"), ("speaker_kind", "anonymous"), ("hearsay_depth", 0), ("channel", "paraphrase")],
)
def test_a_derived_key_that_says_something_else_than_the_chain_is_refused(api: Api, key: str, value: Json) -> None:
    body = {**SMALLEST, "attribution": [named("Ada Obi", channel="quote")], key: value}

    problem = api.refused(422, "POST", "/v1/claims", body)

    assert places(problem) == {f"/{key}": "derived"}
    assert api.ids("/v1/sources") == []


def test_derived_keys_that_agree_with_the_chain_are_taken(api: Api) -> None:
    derived: Json = {"source_type": "expert", "speaker_kind": "named", "hearsay_depth": 1, "channel": "quote"}

    claim = api.claim(attribution=[named("Ada Obi", channel="quote")], **derived)

    assert {key: claim[key] for key in derived} == derived


@pytest.mark.parametrize("key", ["article", "statement", "attribution"])
@pytest.mark.parametrize("body", ["null", "missing"])
def test_a_claim_needs_an_article_a_statement_and_a_chain(api: Api, key: str, body: str) -> None:
    kept = {name: value for name, value in SMALLEST.items() if name != key}

    problem = api.refused(422, "POST", "/v1/claims", {**kept, key: None} if body == "null" else kept)

    assert places(problem) == {f"/{key}": "null" if body == "null" else "required"}


def test_every_fault_is_told_at_once(api: Api) -> None:
    body = {"article": {"url": "ftp://news.example"}, "statment": "x", "position": 0, "attribution": [{"source": 5}]}

    problem = api.refused(422, "POST", "/v1/claims", body)

    assert places(problem) == {
        "/article/url": "address",
        "/statement": "required",
        "/statment": "unknown-field",
        "/position": "range",
        "/attribution/0/source": "type",
        "/attribution/0/source_type": "required",
    }


@pytest.mark.parametrize("chain", CHAINS)
def test_what_was_read_may_be_posted_as_another_claim(api: Api, chain: list[Json]) -> None:
    article = {"url": "https://news.example/1", "title": "Bridge", "publisher": {"name": "The Daily"}, "language": "en"}
    first = api.claim(article=article, attribution=chain)
    body = {key: value for key, value in first.items() if key != "id"}

    second = api.post("/v1/claims", body)

    same = ("article", "position", "statement", "language", "attribution", "corroboration", "hearsay_depth")
    assert {key: second[key] for key in same} == {key: first[key] for key in same}
    assert len(api.ids("/v1/claims")) == 2
