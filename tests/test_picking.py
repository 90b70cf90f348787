"""Only some keys of documents."""

import pytest

from tests.api import Api, named, places
from tests.contracts import open_newsroom
from tests.streams import documents, table


def test_a_list_has_the_keys_that_were_asked_for_and_the_id(api: Api) -> None:
    claim = api.claim(id="clm_one", attribution=[named("Ada Obi")])
    api.claim("Noise.", id="clm_two")
    wanted = {"id": "clm_one", "statement": claim["statement"], "corroboration": claim["corroboration"]}

    page = api.get("/v1/claims", fields="corroboration,statement")

    assert page["items"][0] == wanted
    assert list(page["items"][0]) == ["id", "statement", "corroboration"]
    assert len(page["items"]) == 2
    assert documents(api, "/v1/claims?format=ndjson&fields=statement,corroboration")[0] == wanted


def test_pages_of_some_keys_lead_to_pages_of_the_same(api: Api) -> None:
    for number in range(3):
        api.claim(id=f"clm_{number}")

    pages = list(api.walk("/v1/claims?fields=rev&limit=2&sort=-rev"))

    assert [sorted(item) for page in pages for item in page["items"]] == [["id", "rev"]] * 3


def test_a_table_has_the_columns_of_the_keys_that_were_asked_for(api: Api) -> None:
    api.claim(id="clm_one")

    [row] = table(api, "/v1/claims?format=csv&fields=statement,corroboration")

    assert list(row) == [
        "id", "statement", "corroboration", "origins_min", "origins_max", "contradicting_min", "contradicting_max",
        "documented", "override",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("articles/art_one", "title"),
        ("sources/src_one", "name"),
        ("claims/clm_one", "statement"),
        ("evidence/evd_one", "note"),
        ("tags/tag_one", "note"),
    ],
)
def test_one_document_has_the_keys_that_were_asked_for(api: Api, path: str, key: str) -> None:
    open_newsroom(api)
    whole = api.get(f"/v1/{path}")

    assert api.get(f"/v1/{path}", fields=key) == {"id": whole["id"], key: whole[key]}
    etag = api.call("GET", f"/v1/{path}?fields={key}").headers["ETag"]
    assert etag == api.call("GET", f"/v1/{path}").headers["ETag"]
    assert api.call("GET", f"/v1/{path}?fields={key}", If_None_Match=etag).status_code == 304


@pytest.mark.parametrize("path", ["tags", "tags/tag_one", "evidence", "evidence/evd_one"])
def test_a_note_that_may_not_be_read_cannot_be_asked_for_either(api: Api, path: str) -> None:
    open_newsroom(api)

    found = Api(api.app, None).get(f"/v1/{path}", fields="note")

    assert set(found.get("items", [found])[0]) == {"id"}


@pytest.mark.parametrize(
    ("path", "keys"),
    [("changes", {"rev", "change"}), ("reviewers", {"handle", "tags"}), ("sources/src_one/dependents", {"claim"})],
)
def test_what_has_no_id_has_the_key_that_it_is_listed_by(api: Api, path: str, keys: set[str]) -> None:
    open_newsroom(api)
    api.claim(attribution=[{"source": {"id": "src_one"}, "source_type": "expert"}])

    items = api.get(f"/v1/{path}", fields=max(keys - {"rev", "handle"}))["items"]

    assert items
    assert {key for item in items for key in item} == keys


@pytest.mark.parametrize("path", ["claims", "claims/clm_one", "changes"])
@pytest.mark.parametrize("wanted", ["statment", "", "id,,rev", "id, rev", "Id", "also", "corroboration.status"])
def test_a_key_that_there_is_not_is_refused_with_those_that_there_are(api: Api, path: str, wanted: str) -> None:
    api.claim(id="clm_one")

    problem = api.refused(422, "GET", f"/v1/{path}?fields={wanted}")

    assert places(problem) == {"fields": "unknown-field"}
    assert "rev" in problem["errors"][0]["detail"]


def test_fields_are_asked_for_once_and_of_documents_only(api: Api) -> None:
    api.claim(id="clm_one")

    assert places(api.refused(422, "GET", "/v1/claims?fields=id&fields=rev")) == {"fields": "too-many"}
    for path in ("claims/clm_one/corroboration", "report", "vocabulary"):
        assert places(api.refused(422, "GET", f"/v1/{path}?fields=id")) == {"fields": "unknown-parameter"}
