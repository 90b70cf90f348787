"""Who an unnamed source was later found to be: kept beside it, with the article that made it public."""

import pytest

from tests.api import Api, Json, named, places, unnamed
from tests.erasing import erase
from tests.stored import differences, everything

WITNESS = "/v1/sources/src_witness"
INQUEST: Json = {"article": {"url": "https://inquest.example/", "title": "Inquest"}}
ADA: Json = {"kind": "person", "name": "Ada Obi"}
IDENTIFIED: Json = {"source": ADA, "citation": INQUEST}


@pytest.fixture(autouse=True)
def witness(api: Api) -> Json:
    """Let a claim rest on somebody whom its article does not name, and others on other people."""
    api.claim(id="clm_noise", article={"id": "art_noise", "url": "https://noise.example/"}, attribution=[unnamed()])
    api.post("/v1/sources", {"id": "src_ben", "kind": "person", "name": "Ben Ito"})
    link = unnamed("withheld", number=1, as_printed="a man at the quay")
    article = {"id": "art_quay", "url": "https://quay.example/"}
    link["source"]["id"] = "src_witness"
    return api.claim(id="clm_quay", article=article, attribution=[link, named("Ben Ito")])


def identify(api: Api, **keys: Json) -> Json:
    return api.patch(WITNESS, {"identified_as": {**IDENTIFIED, **keys}})


def known(row: Json) -> tuple[Json, Json]:
    return row["identified_as"]["source"], row["identified_as"]["citation"]["article"]


def test_who_it_was_and_where_that_is_written_are_made_where_they_are_new(api: Api) -> None:
    before = api.rev()

    row = identify(api)

    person, article = known(row)
    assert [(entry["change"], entry["id"]) for entry in api.feed(before)] == [
        ("created", person["id"]), ("created", article["id"]), ("updated", "src_witness"),
    ]  # fmt: skip
    assert person == {"id": person["id"], **ADA}
    assert list(article) == ["id"]
    assert api.get(f"/v1/articles/{article['id']}")["title"] == "Inquest"
    assert (row["name"], row["number"], row["article"]) == (None, 1, {"id": "art_quay"})
    assert api.get(WITNESS) == row
    assert differences() == []


@pytest.mark.parametrize("source", [{"id": "src_ada"}, {"name": "ada OBI"}, {"name": "Dr Obi", "kind": "person"}])
@pytest.mark.parametrize("article", [{"id": "art_inquest"}, {"url": "https://INQUEST.example/#p3"}])
def test_who_it_was_and_where_that_is_written_are_found_where_they_are_stored(
    api: Api, source: Json, article: Json
) -> None:
    api.post("/v1/sources", {"id": "src_ada", **ADA, "aliases": ["Dr Obi"]})
    api.post("/v1/articles", {"id": "art_inquest", **INQUEST["article"]})
    before = api.rev()

    person, citing = known(identify(api, source=source, citation={"article": article}))

    assert (person["id"], citing["id"]) == ("src_ada", "art_inquest")
    assert api.rev() == before + 1


def test_an_unnamed_source_may_be_posted_as_identified(api: Api) -> None:
    row = api.post("/v1/sources", {"kind": "person", "article": {"id": "art_quay"}, "identified_as": IDENTIFIED})

    assert known(row)[0]["name"] == "Ada Obi"
    assert api.ids("/v1/sources", identified_as=known(row)[0]["id"]) == [row["id"]]


def test_what_the_article_printed_stays(api: Api, witness: Json) -> None:
    row = identify(api)

    assert api.get("/v1/claims/clm_quay") == witness
    assert api.ids("/v1/claims", speaker_kind="anonymous") == ["clm_noise"]
    assert api.ids("/v1/claims", speaker="Ada Obi") == []
    assert api.feed(row["rev"] - 1)[0]["touched"] == []


def test_the_feed_refers_by_id(api: Api) -> None:
    row = identify(api)

    person, article = known(row)
    written = {"source": {"id": person["id"]}, "citation": {"article": {"id": article["id"]}}}
    assert api.feed(row["rev"] - 1)[0]["document"]["identified_as"] == written


@pytest.mark.parametrize(
    ("patch", "name", "title"),
    [
        ({"source": {"id": "src_ben"}}, "Ben Ito", "Inquest"),
        ({"source": {"kind": "person", "name": "Ben Ito"}}, "Ben Ito", "Inquest"),
        ({"source": {"kind": "person", "name": "Cleo"}}, "Cleo", "Inquest"),
        ({"citation": {"article": {"id": "art_noise"}}}, "Ada Obi", None),
        ({"citation": {"article": {"url": "https://memoir.example/", "title": "Memoir"}}}, "Ada Obi", "Memoir"),
        ({"source": {"name": "Ben Ito"}, "citation": {"article": {"url": "https://noise.example/"}}}, "Ben Ito", None),
    ],
)
def test_a_patch_says_anew_who_it_was_or_where_that_is_written(
    api: Api, patch: Json, name: str, title: str | None
) -> None:
    old = identify(api)

    person, article = known(api.patch(WITNESS, {"identified_as": patch}))

    assert person["name"] == name
    assert api.get(f"/v1/articles/{article['id']}")["title"] == title
    assert api.get(f"/v1/sources/{known(old)[0]['id']}")["name"] == "Ada Obi"
    assert differences() == []


def test_an_identification_may_be_taken_back(api: Api) -> None:
    person, article = known(identify(api))

    row = api.patch(WITNESS, {"identified_as": None})

    assert row["identified_as"] is None
    assert "identified_as" not in api.feed(row["rev"] - 1)[0]["document"]
    assert api.ids("/v1/sources", identified_as=person["id"]) == []
    api.delete(f"/v1/sources/{person['id']}")
    api.delete(f"/v1/articles/{article['id']}")


def test_a_patch_of_something_else_leaves_it_as_it_is(api: Api) -> None:
    row = identify(api)

    assert api.patch(WITNESS, row) == row
    assert api.patch(WITNESS, {"kind": "body"})["identified_as"] == row["identified_as"]


def test_a_new_name_is_shown_by_whom_it_was_found_to_be(api: Api) -> None:
    person, _ = known(identify(api))

    renamed = api.patch(f"/v1/sources/{person['id']}", {"name": "Ada Obi-Cole"})

    row = api.get(WITNESS)
    assert (row["identified_as"]["source"]["name"], row["rev"]) == ("Ada Obi-Cole", renamed["rev"])


@pytest.mark.parametrize("place", [0, 1])
def test_who_it_was_and_where_that_is_written_stay_as_long_as_they_are_needed(api: Api, place: int) -> None:
    row = known(identify(api))[place]
    path = f"/v1/{('sources', 'articles')[place]}/{row['id']}"

    problem = api.refused(409, "DELETE", path, If_Match="*")

    assert problem["used_by"] == [{"type": "source", "id": "src_witness"}]
    api.delete("/v1/claims/clm_quay")
    api.delete(WITNESS)
    api.delete(path)


def test_an_article_that_itself_said_later_who_it_was_goes_with_its_unnamed_source(api: Api) -> None:
    person, _ = known(identify(api, citation={"article": {"id": "art_quay"}}))
    api.delete("/v1/claims/clm_quay")

    api.delete("/v1/articles/art_quay")

    api.delete(f"/v1/sources/{person['id']}")
    assert differences() == []


@pytest.mark.parametrize(
    ("keys", "faults"),
    [
        ({"source": ADA}, {"/citation": "required"}),
        ({"citation": INQUEST}, {"/source": "required"}),
        ({"source": ADA, "citation": {}}, {"/citation/article": "required"}),
        ({"source": ADA, "citation": {"article": {}}}, {"/citation/article": "required"}),
        ({"source": ADA, "citation": {"article": {"id": "art_none"}}}, {"/citation/article/id": "unknown-id"}),
        ({"source": ADA, "citation": {**INQUEST, "attribution": []}}, {"/citation/attribution": "unknown-field"}),
        ({"source": {"id": "src_none"}, "citation": INQUEST}, {"/source/id": "unknown-id"}),
        ({"source": {"kind": "person"}, "citation": INQUEST}, {"/source/name": "required"}),
        ({"source": {"name": "Ada Obi"}, "citation": INQUEST}, {"/source/kind": "required"}),
        ({"source": {"id": "src_witness"}, "citation": INQUEST}, {"/source/id": "other-article"}),
        ({"source": {**ADA, "number": 1}, "citation": INQUEST}, {"/source/number": "unknown-field"}),
    ],
)
def test_it_needs_somebody_with_a_name_and_an_article_that_says_so(
    api: Api, keys: Json, faults: dict[str, str]
) -> None:
    before = everything()
    expected = {f"/identified_as{where}": code for where, code in faults.items()}
    body = {"kind": "person", "article": {"id": "art_quay"}, "identified_as": keys}

    assert places(api.refused(422, "PATCH", WITNESS, {"identified_as": keys}, If_Match="*")) == expected
    assert places(api.refused(422, "POST", "/v1/sources", body)) == expected

    assert everything() == before


def test_what_differs_from_what_is_stored_is_refused(api: Api) -> None:
    before = everything()
    differing = {"source": {"id": "src_ben", "kind": "body"}, "citation": INQUEST}

    problem = api.refused(409, "PATCH", WITNESS, {"identified_as": differing}, If_Match="*")

    assert places(problem) == {"/identified_as/source/kind": "differs"}
    assert everything() == before


def test_a_source_with_a_name_is_not_identified(api: Api) -> None:
    before = everything()

    patched = api.refused(422, "PATCH", "/v1/sources/src_ben", {"identified_as": IDENTIFIED}, If_Match="*")
    posted = api.refused(422, "POST", "/v1/sources", {"kind": "person", "name": "Cleo", "identified_as": IDENTIFIED})

    assert places(patched) == places(posted) == {"/identified_as": "named"}
    assert everything() == before


def test_a_source_whose_name_was_erased_is_not_identified(api: Api, admin: Api) -> None:
    erase(admin, "/v1/sources/src_ben", "/name")

    problem = api.refused(422, "PATCH", "/v1/sources/src_ben", {"identified_as": IDENTIFIED}, If_Match="*")

    assert places(problem) == {"/identified_as": "named"}


def test_a_chain_does_not_say_who_somebody_was(api: Api) -> None:
    link = unnamed()
    link["source"]["identified_as"] = IDENTIFIED
    body = {"article": {"id": "art_quay"}, "statement": "It is so.", "attribution": [link]}

    problem = api.refused(422, "POST", "/v1/claims", body)

    assert places(problem) == {"/attribution/0/source/identified_as": "unknown-field"}
