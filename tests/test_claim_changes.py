"""PATCH of a claim: a merge patch, and a whole chain where there is one."""

import pytest

from tests.api import Api, Json, named, outlet, places, unnamed
from tests.stored import everything

TEXT = "The bridge is closed. The bridge is closed, said Ada Obi. It opens on Monday."
ARTICLE = {
    "url": "https://news.example/1",
    "publisher": {"name": "The Daily"},
    "published_at": "2020-10-09T15:23:00Z",
    "text": TEXT,
}
CHAIN = [named("Ada Obi", channel="quote")]


def patch(api: Api, claim: Json, **keys: Json) -> Json:
    return api.patch(f"/v1/claims/{claim['id']}", keys, claim["rev"])


def refused(api: Api, status: int, claim: Json, **keys: Json) -> Json:
    return api.refused(status, "PATCH", f"/v1/claims/{claim['id']}", keys, If_Match="*")


def test_a_patch_changes_what_it_names_and_leaves_the_rest(api: Api) -> None:
    claim = api.claim(attribution=CHAIN)

    changed = patch(api, claim, statement="The bridge is shut.")

    moved = ("rev", "worded_rev", "updated_at", "statement")
    assert changed["statement"] == "The bridge is shut."
    assert {key: value for key, value in changed.items() if key not in moved} == {
        key: value for key, value in claim.items() if key not in moved
    }


def test_null_takes_an_optional_key_away(api: Api) -> None:
    claim = api.claim(quote="The bridge is closed.", language="en")

    changed = patch(api, claim, quote=None, language=None)

    assert changed["quote"] is None
    assert changed["language"] is None


@pytest.mark.parametrize("key", ["statement", "article", "attribution"])
def test_a_required_key_cannot_be_taken_away(api: Api, key: str) -> None:
    assert places(refused(api, 422, api.claim(), **{key: None})) == {f"/{key}": "required"}


@pytest.mark.parametrize("value", ["x", None])
def test_a_misspelt_key_is_refused(api: Api, value: Json) -> None:
    assert places(refused(api, 422, api.claim(), qoute=value)) == {"/qoute": "unknown-field"}


def test_a_chain_is_replaced_whole(api: Api) -> None:
    claim = api.claim(attribution=[outlet("Courier"), named("Ada Obi", role="engineer", channel="quote")])

    changed = patch(api, claim, attribution=[named("Ada Obi")])

    (link,) = changed["attribution"]
    assert link["source"] == claim["attribution"][1]["source"]
    assert link["role"] is None
    assert changed["hearsay_depth"] == 1
    assert changed["channel"] is None


def test_a_new_chain_moves_all_that_follows_from_it(api: Api) -> None:
    claim = api.claim(attribution=CHAIN)

    changed = patch(api, claim, attribution=[unnamed("collective", count=4)])

    assert changed["source_type"] == "undisclosed"
    assert changed["speaker_kind"] == "anonymous"
    assert changed["corroboration"]["status"] == "possibly_corroborated"
    assert api.ids("/v1/claims", corroboration="single_source") == []


def test_a_claim_is_found_by_its_new_chain_and_not_by_its_old_one(api: Api) -> None:
    claim = api.claim(attribution=[outlet("Courier"), named("Ada Obi")])
    courier, ada = (link["source"]["id"] for link in claim["attribution"])

    patch(api, claim, attribution=[{"source": {"id": ada}, "source_type": "expert"}])

    assert api.ids("/v1/claims", source_id=ada) == [claim["id"]]
    assert api.ids("/v1/claims", source_id=courier) == []
    api.delete(f"/v1/sources/{courier}")


def test_an_own_channel_goes_when_a_chain_comes(api: Api) -> None:
    claim = api.claim(channel="direct-observation")

    assert patch(api, claim, attribution=[named("Ada Obi")])["channel"] is None


def test_no_channel_stays_when_the_chain_goes(api: Api) -> None:
    claim = api.claim(attribution=CHAIN)

    changed = patch(api, claim, attribution=[])

    assert changed["channel"] is None
    assert changed["corroboration"]["status"] == "unattributed"


def test_a_chain_may_go_and_an_own_channel_come_in_one_patch(api: Api) -> None:
    changed = patch(api, api.claim(attribution=CHAIN), attribution=[], channel="document")

    assert changed["channel"] == "document"


@pytest.mark.parametrize(
    ("key", "value"),
    [("source_type", "media"), ("speaker_kind", "none"), ("hearsay_depth", 2), ("channel", "statement")],
)
def test_a_derived_key_that_disagrees_is_refused(api: Api, key: str, value: Json) -> None:
    claim = api.claim(attribution=CHAIN)

    assert places(refused(api, 422, claim, **{key: value})) == {f"/{key}": "derived"}
    assert api.get(f"/v1/claims/{claim['id']}") == claim


def test_a_claim_stays_with_its_article(api: Api) -> None:
    claim, other = api.claim(), api.claim(article={"url": "https://news.example/2"})

    problem = refused(api, 422, claim, article={"id": other["article"]["id"]})

    assert places(problem) == {"/article": "fixed"}


def test_the_articles_data_is_not_changed_through_a_claim(api: Api) -> None:
    claim = api.claim(article={"url": "https://news.example/1", "title": "Bridge"})

    problem = refused(api, 409, claim, article={"title": "Bridge shut"})

    assert places(problem) == {"/article/title": "differs"}


def test_a_claim_that_asks_for_a_new_article_leaves_none_behind(api: Api) -> None:
    claim = api.claim()
    before = everything()

    refused(api, 422, claim, article={"id": None, "url": "https://news.example/2", "publisher": {"name": "The Sun"}})

    assert everything() == before


def test_an_id_never_changes(api: Api) -> None:
    assert places(refused(api, 422, api.claim(), id="clm_other")) == {"/id": "fixed"}


def test_a_refused_patch_writes_nothing(api: Api) -> None:
    claim = api.claim()
    before = everything()

    refused(api, 422, claim, attribution=[named("Ada Obi"), unnamed("bare", count=2)])

    assert everything() == before


def test_a_position_cannot_be_taken_away(api: Api) -> None:
    claim = api.claim(position=7)

    assert places(refused(api, 422, claim, position=None)) == {"/position": "null"}
    assert api.get(f"/v1/claims/{claim['id']}") == claim


@pytest.mark.parametrize(
    "keys",
    [
        {"statement": "The bridge is shut."},
        {"quote": "It opens on Monday."},
        {"selector": {"start": 0, "end": 58, "sha256": None}},
        {"language": "en"},
        {"attribution": []},
        {"attribution": [named("Ada Obi", channel="quote", role="engineer")]},
    ],
)
def test_what_changes_the_wording_raises_both_revisions(api: Api, keys: Json) -> None:
    claim = api.claim(article=ARTICLE, quote="The bridge is closed, said", attribution=CHAIN)

    changed = patch(api, claim, **keys)

    assert changed["rev"] == changed["worded_rev"] > claim["worded_rev"]


@pytest.mark.parametrize("keys", [{"position": 9}, {"channel": "document"}, {"selector": {"start": 22, "end": 42}}])
def test_what_leaves_the_wording_raises_the_revision_alone(api: Api, keys: Json) -> None:
    claim = api.claim(article=ARTICLE, quote="The bridge is closed", selector={"start": 0, "end": 20})

    changed = patch(api, claim, **keys)

    assert changed["rev"] > claim["rev"]
    assert changed["worded_rev"] == claim["worded_rev"]


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"channel": "document", "language": "en"},
        {"quote": "It opens on Monday."},
        {"selector": {"start": 4, "end": 10}},
        {"attribution": CHAIN},
        {"attribution": [outlet("Courier", channel="press-report"), unnamed("withheld", number=1)]},
        {"attribution": [unnamed("collective", count=4, description="four officials")]},
    ],
)
def test_what_was_read_may_be_sent_back_and_changes_nothing(api: Api, keys: Json) -> None:
    claim = api.claim(article=ARTICLE, **keys)
    before = everything()

    response = api.call("PATCH", f"/v1/claims/{claim['id']}", claim, If_Match=str(claim["rev"]))

    assert response.json == claim
    assert response.headers["ETag"] == f'"{claim["rev"]}"'
    assert everything() == before


def test_read_only_keys_are_not_used_whatever_they_say(api: Api) -> None:
    claim = api.claim()

    said = {"rev": 1, "worded_rev": "x", "story": None, "corroboration": {"status": "corroborated"}, "tags": 5}

    assert patch(api, claim, **said, in_text="yes", created_at="yesterday", updated_at=0) == claim


def test_a_change_needs_the_revision_that_it_starts_from(api: Api) -> None:
    claim = api.claim()

    api.refused(428, "PATCH", f"/v1/claims/{claim['id']}", {"statement": "The bridge is shut."})


def test_a_change_that_starts_from_an_older_revision_is_refused_with_the_current_row(api: Api) -> None:
    claim = api.claim()
    current = patch(api, claim, statement="The bridge is shut.")

    problem = api.refused(412, "PATCH", f"/v1/claims/{claim['id']}", {"position": 2}, If_Match=str(claim["rev"]))

    assert problem["current"] == current
