"""`hearsay change | merge | erase`: the same verbs as over HTTP, however many documents they reach."""

import orjson
import pytest

from service.store import revisions
from tests.api import Api, Json
from tests.bulk import LINK, ONE_OF_EACH, claim, load, source, tag
from tests.erasing import REASON, holders
from tests.stored import everything
from tests.stores import Done, hearsay

DEEP = '{"a": ' * 900 + "1" + "}" * 900
ERASE_NAME = ("erase", "source", "src_ada", "/name", "--reason", REASON)


@pytest.fixture(autouse=True)
def rows(api: Api) -> None:
    load(api, *ONE_OF_EACH, claim("b", attribution=[LINK]), source("eve", kind="person"), source("noise"))


def change(url: str, kind: str, row_id: str, patch: Json) -> Done:
    return hearsay(url, "change", kind, row_id, orjson.dumps(patch).decode())


@pytest.mark.parametrize(
    ("kind", "row_id", "patch"),
    [
        ("claim", "clm_a", {"statement": "Otherwise.", "attribution": [LINK, LINK]}),
        ("claim", "clm_a", {"quote": None, "position": 7}),
        ("source", "src_ada", {"name": "Åda Obi", "aliases": ["A."], "belongs_to": {"kind": "body", "name": "New"}}),
        ("article", "art_a", {"text": "It is a.", "title": "Closed", "publisher": {"name": "The Daily"}}),
    ],
)
def test_a_change_does_what_patch_does(api: Api, url: str, kind: str, row_id: str, patch: Json) -> None:
    path = f"/v1/{kind}s/{row_id}"
    before = api.get(path)

    done = change(url, kind, row_id, patch)

    after = api.get(path)
    assert (done.code, done.said) == (0, "")
    assert done.out.decode() == f"{row_id} is at revision {after['rev']}\n"
    assert after["rev"] > before["rev"]
    assert api.patch(path, patch) == after, "there is nothing left to change"
    entry = api.get("/v1/changes", after=after["rev"] - 1)["items"][0]
    assert (entry["id"], entry["change"], entry["by"]) == (row_id, "updated", None)


def test_a_change_that_changes_nothing_says_at_which_revision_the_row_is(api: Api, url: str) -> None:
    before = everything()

    done = change(url, "source", "src_ada", {"name": "Ada"})

    assert done.out.decode() == f"src_ada is at revision {api.get('/v1/sources/src_ada')['rev']}\n"
    assert everything() == before


def test_a_merge_does_what_its_request_does(api: Api, url: str) -> None:
    done = hearsay(url, "merge", "src_ada", "src_eve")

    assert (done.code, done.out, done.said) == (0, b"src_eve stands for src_ada as well\n", "")
    assert api.refused(410, "GET", "/v1/sources/src_ada")["merged_into"] == "src_eve"
    assert api.get("/v1/claims/clm_b")["attribution"][0]["source"]["id"] == "src_eve"
    assert api.get("/v1/changes", limit=200)["items"][-1]["by"] is None


def test_an_erasure_does_what_its_request_does(admin: Api, url: str) -> None:
    admin.patch("/v1/sources/src_ada", {"name": "Zebulon Quarrington"})

    done = hearsay(url, *ERASE_NAME)

    rev = admin.get("/v1/sources/src_ada")["rev"]
    assert (done.code, done.out.decode(), done.said) == (0, f"erased under revision {rev}\n", "")
    assert admin.get("/v1/sources/src_ada")["name"] is None
    assert holders(url, ["Quarrington"]) == set()
    (entry,) = admin.get("/v1/changes", after=rev - 1)["items"]
    assert (entry["change"], entry["by"], entry["document"]["reason"]) == ("erased", None, REASON)


def test_several_places_of_any_row_are_erased_at_once(admin: Api, url: str) -> None:
    load(admin, tag("b", "clm_b", note="a hidden note"))
    admin.patch("/v1/articles/art_a", {"title": "A hidden title", "text": "A hidden text."})

    assert hearsay(url, "erase", "tag", "tag_b", "/note", "--reason", REASON).code == 0
    assert hearsay(url, "erase", "article", "art_a", "/title", "/text", "--reason", REASON).code == 0
    assert hearsay(url, "erase", "claim", "clm_a", "/statement", "--reason", REASON).code == 0

    assert holders(url, ["hidden"]) == set()
    assert admin.get("/v1/claims/clm_a")["statement"] is None


@pytest.mark.parametrize(
    ("request_", "arguments"),
    [
        (("PATCH", "/v1/sources/src_ada", {"name": "Åda"}), ("change", "source", "src_ada", '{"name": "Åda"}')),
        (("PATCH", "/v1/articles/art_a", {"title": "New"}), ("change", "article", "art_a", '{"title": "New"}')),
        (("POST", "/v1/sources/src_ada/merge", {"into": "src_eve"}), ("merge", "src_ada", "src_eve")),
        (("POST", "/v1/sources/src_ada/erase", {"paths": ["/name"], "reason": REASON}), ERASE_NAME),
    ],
)
def test_what_is_too_wide_for_a_request_is_done_by_the_command_at_once(
    admin: Api, url: str, monkeypatch: pytest.MonkeyPatch, request_: tuple[str, str, Json], arguments: tuple[str, ...]
) -> None:
    monkeypatch.setattr(revisions, "MOST_RENEWED", 1)
    before = everything()
    problem = admin.refused(409, *request_, If_Match="*")
    assert (problem["type"], problem["count"]) == ("/problems#too-wide", 3)
    assert everything() == before

    done = hearsay(url, *arguments)

    assert (done.code, done.said) == (0, "")
    assert {admin.get(f"/v1/claims/clm_{name}")["rev"] for name in "ab"} == {admin.get("/v1/changes")["rev"]}
    assert hearsay(url, "check").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("change", "claim", "clm_never", "{}"), 1, "There is no row with this id."),
        (("change", "claim", "nonsense", "{}"), 1, "There is no row with this id."),
        (("change", "source", "src_gone", '{"name": "X"}'), 1, "This row was withdrawn"),
        (("change", "claim", "clm_a", '{"statement": ""}'), 1, "/statement: This cannot be empty"),
        (("change", "claim", "clm_a", '{"statment": "X"}'), 1, "/statment: There is no such field here."),
        (("change", "source", "src_ada", '{"name": "Noise"}'), 1, "/name: Use the stored one"),
        (("change", "source", "src_ada", '{"id": "src_x"}'), 1, "/id: An id never changes."),
        (("change", "claim", "clm_a", "{"), 2, "not JSON"),
        (("change", "claim", "clm_a", "[]"), 2, "a merge patch is a JSON object"),
        (("change", "claim", "clm_a", f'{{"quote": {DEEP}}}'), 2, "deeper than 32 levels"),
        (("change", "tag", "tag_a", "{}"), 2, "'tag' is not one of"),
        (("change", "claim", "clm_a"), 2, "JSON"),
        (("merge", "src_ada", "src_ada"), 1, "/into: A source is not merged into itself."),
        (("merge", "src_ada", "src_never"), 1, "/into: There is no source with this id."),
        (("merge", "src_never", "src_ada"), 1, "There is no row with this id."),
        (("merge", "src_gone", "src_ada"), 1, "This row was withdrawn"),
        (("erase", "source", "src_ada", "/kind", "--reason", REASON), 1, "/paths/0: Of this type can be erased: "),
        (("erase", "source", "src_never", "/name", "--reason", REASON), 1, "There is no row with this id."),
        (("erase", "source", "src_ada", "/name", "--reason", "Ada asked."), 1, "/reason: The reason is kept"),
        (("erase", "source", "src_ada", "/name"), 2, "--reason"),
        (("erase", "source", "src_ada", "--reason", REASON), 2, "POINTER"),
        (("erase", "reviewer", "mina", "/handle", "--reason", REASON), 2, "'reviewer' is not one of"),
    ],
)
def test_a_failure_is_one_clear_line_and_nothing_is_written(
    api: Api, url: str, arguments: tuple[str, ...], code: int, said: str
) -> None:
    api.post("/v1/sources", {"id": "src_gone", "kind": "person", "name": "Gone"})
    api.delete("/v1/sources/src_gone")
    before = everything()

    failed = hearsay(url, *arguments)

    assert (failed.code, failed.out) == (code, b"")
    assert said in failed.said
    assert failed.said.startswith("hearsay: ")
    assert failed.said.count("\n") == 1
    assert everything() == before
