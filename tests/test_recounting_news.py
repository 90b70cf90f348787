"""What is learned of sources and articles recounts the stories that rest on them, and no other claim is touched."""

import pytest

from tests.api import Api, Json, named, outlet, unnamed
from tests.newsroom import bounds, moved, revs, say, stands
from tests.stored import differences


@pytest.fixture
def pair(api: Api) -> Json:
    """Let a named and an unnamed speaker say one thing in two papers, and somebody else something else."""
    say(api, "a", named("Ada Obi"))
    say(api, "b", unnamed())
    say(api, "noise", named("Cy Dane"))
    return api.tie("clm_a", "supported_by", "clm_b")


@pytest.mark.usefixtures("pair")
def test_who_an_unnamed_speaker_was_recounts_the_story(api: Api) -> None:
    (speaker,) = api.ids("/v1/sources", article_id="art_b")
    before = revs(api)

    found = {"source": {"kind": "person", "name": "Ben Ito"}, "citation": {"article": {"url": "urn:x:inquest"}}}
    api.patch(f"/v1/sources/{speaker}", {"identified_as": found})

    assert stands(api, "a", "b") == ["corroborated", "corroborated"]
    assert moved(before, revs(api)) == {"a", "b"}


@pytest.mark.usefixtures("pair")
def test_an_unnamed_speaker_who_was_the_named_one_is_one_origin(api: Api) -> None:
    (speaker,) = api.ids("/v1/sources", article_id="art_b")

    found = {"source": {"kind": "person", "name": "Ada Obi"}, "citation": {"article": {"url": "urn:x:inquest"}}}
    api.patch(f"/v1/sources/{speaker}", {"identified_as": found})

    assert stands(api, "a", "b") == ["single_source", "single_source"]


@pytest.fixture
def ministry(api: Api) -> Json:
    """Let a spokeswoman and somebody else corroborate each other."""
    api.post("/v1/sources", {"id": "src_ministry", "kind": "body", "name": "Ministry"})
    say(api, "a", named("Ada Obi"))
    say(api, "b", {"source": {"id": "src_ministry"}, "source_type": "official"})
    say(api, "noise", named("Cy Dane"))
    api.tie("clm_a", "supported_by", "clm_b")
    assert stands(api, "a", "b") == ["corroborated", "corroborated"]
    return api.get("/v1/sources", name="Ada Obi")["items"][0]


def test_whom_somebody_speaks_for_recounts_the_story(api: Api, ministry: Json) -> None:
    before = revs(api)

    api.patch(f"/v1/sources/{ministry['id']}", {"belongs_to": {"id": "src_ministry"}})

    assert stands(api, "a", "b") == ["possibly_corroborated"] * 2
    assert moved(before, revs(api)) == {"a", "b"}


def test_an_owner_far_above_recounts_the_story(api: Api, ministry: Json) -> None:
    api.post("/v1/sources", {"id": "src_office", "kind": "body", "name": "Office"})
    api.patch(f"/v1/sources/{ministry['id']}", {"belongs_to": {"id": "src_office"}})

    api.patch("/v1/sources/src_office", {"belongs_to": {"id": "src_ministry"}})

    assert stands(api, "a", "b") == ["possibly_corroborated"] * 2


def test_a_merge_recounts_the_story(api: Api) -> None:
    say(api, "a", named("Ada Obi"))
    say(api, "b", named("A. Obi"))
    api.tie("clm_a", "supported_by", "clm_b")
    (into,), (twin,) = (api.ids("/v1/sources", name=name) for name in ("Ada Obi", "A. Obi"))

    api.merge(twin, into)

    assert stands(api, "a", "b") == ["single_source", "single_source"]


def test_two_namesakes_are_one_origin_until_one_of_them_is_said_to_be_another(api: Api) -> None:
    say(api, "a", named("Jo Smith"))
    say(api, "b", named("Jo Smith"))
    api.tie("clm_a", "supported_by", "clm_b")
    assert stands(api, "a") == ["single_source"]

    another = {"source": {"kind": "person", "name": "Jo Smith", "new": True}, "source_type": "expert"}
    api.patch("/v1/claims/clm_b", {"attribution": [another]})

    assert stands(api, "a", "b") == ["corroborated", "corroborated"]


def test_agency_copy_in_five_papers_is_one_testimony(api: Api) -> None:
    say(api, "wire", outlet("Agency"))
    for name in "abcd":
        say(api, name, outlet(f"Agency {name}"))
        api.tie("clm_wire", "supported_by", f"clm_{name}")
    assert bounds(api, "wire") == (0, 5)

    for name in "abcd":
        api.patch(f"/v1/articles/art_{name}", {"copy_of": {"id": "art_wire"}})

    assert bounds(api, "wire") == bounds(api, "d") == (0, 1)
    assert differences() == []


def test_a_copy_of_a_copy_follows_when_the_copy_in_between_does(api: Api) -> None:
    for name in "abc":
        say(api, name, named(f"Speaker {name}"))
    api.tie("clm_a", "supported_by", "clm_c")
    api.patch("/v1/articles/art_c", {"copy_of": {"id": "art_b"}})
    assert stands(api, "a", "c") == ["corroborated", "corroborated"]

    api.patch("/v1/articles/art_b", {"copy_of": {"id": "art_a"}})

    assert stands(api, "a", "c") == ["single_source", "single_source"]


def test_another_publisher_recounts_the_story(api: Api) -> None:
    owner = {"kind": "body", "name": "Group"}
    for name in ("daily", "weekly"):
        api.post("/v1/sources", {"id": f"src_{name}", "kind": "outlet", "name": name, "belongs_to": owner})
    say(api, "a", publisher={"id": "src_daily"})
    say(api, "b", publisher={"id": "src_weekly"})
    api.tie("clm_a", "supported_by", "clm_b")
    assert bounds(api, "a") == (0, 1)

    api.patch("/v1/articles/art_b", {"publisher": {"name": "Somebody else"}})

    assert bounds(api, "a") == bounds(api, "b") == (0, 2)


def test_what_somebody_says_later_counts_when_it_is_known_to_be_later(api: Api) -> None:
    say(api, "a", named("Ada Obi"), published_at="2024-05-02T00:00:00Z")
    say(api, "b", named("Ada Obi"))
    api.tie("clm_a", "contradicted_by", "clm_b")
    assert stands(api, "a") == ["contradicted"]

    api.patch("/v1/articles/art_b", {"published_at": "2024-05-01T00:00:00Z"})

    assert stands(api, "a", "b") == ["single_source", "contradicted"]


def test_the_publisher_of_a_cited_article_decides_whether_a_retraction_counts(api: Api) -> None:
    say(api, "a", named("Ada Obi"), publisher={"name": "Daily"})
    api.tie("clm_a", "retracted_by", {"article": {"id": "art_sorry", "url": "https://sorry.example/"}})
    assert stands(api, "a") == ["single_source"]

    api.patch("/v1/articles/art_sorry", {"publisher": {"name": "Daily"}})

    assert stands(api, "a") == ["retracted"]


def test_a_document_that_was_not_named_documents_once_it_is_known_and_can_be_looked_up(api: Api) -> None:
    leaked = {"source": {"kind": "document"}, "source_type": "document", "identification": "described"}
    say(api, "a", leaked)
    (paper,) = api.ids("/v1/sources", article_id="art_a")
    memo = {"source": {"kind": "document", "name": "Memo 7"}, "citation": {"article": {"url": "urn:x:inquest"}}}
    api.patch(f"/v1/sources/{paper}", {"identified_as": memo})
    assert api.ids("/v1/claims", documented="true") == []

    (found,) = api.ids("/v1/sources", name="Memo 7")
    api.patch(f"/v1/sources/{found}", {"same_as": ["https://records.example/7"]})

    assert api.ids("/v1/claims", documented="true") == ["clm_a"]
    assert differences() == []
