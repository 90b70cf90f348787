"""What is erased is nowhere: not in a row, an index, the history, an answer that is kept, a free page or the log."""

import pytest

from service.store.database import database, is_sqlite
from service.store.query import run
from tests.api import Api, Json, named, outlet, places, unnamed
from tests.erasing import REASON, body, erase, holders
from tests.stored import everything

WORDS = ["Zebulon Quarrington", "zebulon quarrington", "Quarrington", "Zeb Q.", "https://id.example/zebulon"]


@pytest.fixture(autouse=True)
def person(api: Api) -> Json:
    """Let many rows show one person, whose name was once spelled otherwise, and one row that another became."""
    who = {"id": "src_z", "kind": "person", "name": WORDS[0], "aliases": [WORDS[3]], "same_as": [WORDS[4]]}
    twin = {"id": "src_twin", "kind": "person", "name": f"{WORDS[0]} Jr.", "aliases": [f"Prof. {WORDS[2]}"]}
    api.post("/v1/sources", {**twin, "same_as": [f"{WORDS[4]}/2"]})
    link = {"source": who, "source_type": "expert", "as_printed": f"Mr {WORDS[2]}"}
    other = {"source": {"id": "src_twin"}, "source_type": "expert", "as_printed": f"Dr {WORDS[2]}"}
    api.call("POST", "/v1/claims", body("clm_a", [link]), Idempotency_Key="a")
    api.claim(id="clm_b", attribution=[outlet("Courier"), {**link, "source": {"id": "src_z"}}])
    api.claim(id="clm_c", attribution=[other])
    api.claim(id="clm_gone", attribution=[{**link, "source": {"id": "src_z"}}])
    api.claim(id="clm_left", attribution=[{**link, "source": {"id": "src_z"}}])
    api.patch("/v1/claims/clm_left", {"attribution": [named("Ada Obi")]})
    api.patch("/v1/claims/clm_a", {"statement": "Another statement."})
    api.delete("/v1/claims/clm_gone")
    api.post("/v1/sources", {"id": "src_bureau", "kind": "body", "name": "Bureau", "belongs_to": {"id": "src_z"}})
    stranger = unnamed(number=1)
    api.claim(id="clm_d", attribution=[stranger])
    (stranger_id,) = api.ids("/v1/sources?article_id__exists=true")
    citation = {"article": {"url": "https://reveals.example/1"}}
    api.patch(f"/v1/sources/{stranger_id}", {"identified_as": {"source": {"id": "src_z"}, "citation": citation}})
    assert api.call("POST", "/v1/sources/src_twin/merge", {"into": "src_z"}).status_code == 200
    return api.get("/v1/sources/src_z")


def test_an_erased_name_is_nowhere(admin: Api, url: str) -> None:
    assert holders(url, WORDS) >= {"Source", "SourceName", "SourceSameAs", "Claim", "Link", "Revision", "Answer"}

    erased = erase(admin, "/v1/sources/src_z", "/name")

    assert erased == {"type": "source", "id": "src_z", "rev": erased["rev"], "paths": ["/name"]}
    assert holders(url, WORDS) == set()


def test_an_erased_name_is_null_wherever_it_was_shown_under_the_revision_of_the_erasure(api: Api, admin: Api) -> None:
    rev = erase(admin, "/v1/sources/src_z", "/name")["rev"]

    source, claim = api.get("/v1/sources/src_z"), api.get("/v1/claims/clm_a")
    assert (source["name"], source["aliases"], source["same_as"], source["rev"]) == (None, [], [], rev)
    assert claim["attribution"][0]["source"] == {"id": "src_z", "kind": "person", "name": None}
    assert (claim["attribution"][0]["as_printed"], claim["attribution"][0]["identification"]) == (None, "named")
    assert {api.get(f"/v1/claims/clm_{name}")["rev"] for name in "abc"} == {rev}
    assert api.get("/v1/sources/src_bureau")["belongs_to"]["name"] is None


def test_the_feed_says_what_was_erased_and_never_the_value(api: Api, admin: Api) -> None:
    rev = erase(admin, "/v1/sources/src_z", "/name")["rev"]

    (entry,) = api.get("/v1/changes", after=rev - 1)["items"]

    assert (entry["change"], entry["type"], entry["id"], entry["by"]) == ("erased", "source", "src_z", "root")
    assert entry["document"] == {"id": "src_z", "paths": ["/name"], "reason": REASON}
    assert [touched["claim"] for touched in entry["touched"]] == ["clm_a", "clm_b", "clm_c"]


def test_old_entries_keep_their_numbers_and_what_was_not_erased(api: Api, admin: Api) -> None:
    before = api.get("/v1/changes", limit=200)["items"]

    erase(admin, "/v1/sources/src_z", "/name")

    after = api.get("/v1/changes", limit=200)["items"]
    assert [entry["rev"] for entry in after[:-1]] == [entry["rev"] for entry in before]
    assert after[0]["document"]["kind"] == "person"
    first = next(entry for entry in after if entry["id"] == "clm_a")
    assert first["document"]["statement"] == "It is so."
    assert first["document"]["attribution"][0]["as_printed"] is None


def test_erasing_again_changes_nothing(admin: Api) -> None:
    first = erase(admin, "/v1/sources/src_z", "/name")

    assert erase(admin, "/v1/sources/src_z", "/name") == first


def test_an_identification_is_erased(api: Api, admin: Api) -> None:
    (stranger,) = api.ids("/v1/sources?identified_as=src_z")

    erase(admin, f"/v1/sources/{stranger}", "/identified_as")

    assert api.get(f"/v1/sources/{stranger}")["identified_as"] is None
    assert all("src_z" not in str(entry["document"]) for entry in changes_of(api, stranger))


def changes_of(api: Api, row_id: str) -> list[Json]:
    return [entry for entry in api.get("/v1/changes", limit=200)["items"] if entry["id"] == row_id]


def test_a_request_whose_answer_was_erased_is_not_done_again(api: Api, admin: Api) -> None:
    erase(admin, "/v1/sources/src_z", "/name")
    before = everything()
    link = {"source": {"id": "src_z", "kind": "person"}, "source_type": "expert"}

    again = api.call("POST", "/v1/claims", body("clm_a", [link]), Idempotency_Key="a")

    assert again.status_code == 422, "without the name it is another request"
    assert everything() == before


def test_an_erasure_needs_the_scope_of_an_administrator(api: Api) -> None:
    problem = api.refused(403, "POST", "/v1/sources/src_z/erase", {"paths": ["/name"], "reason": REASON})

    assert problem["scope"] == "admin"


@pytest.mark.parametrize("path", ["name", "/kind", "/id", "/nothing", "/name/0", "/aliases/x", "/", "/aliases/-"])
def test_a_place_that_cannot_be_erased_is_refused_with_those_that_can(api: Api, admin: Api, path: str) -> None:
    problem = admin.refused(422, "POST", "/v1/sources/src_z/erase", {"paths": ["/name", path], "reason": REASON})

    assert places(problem) == {"/paths/1": "path"}
    assert "/same_as" in problem["errors"][0]["detail"]
    assert api.get("/v1/sources/src_z")["name"] == WORDS[0]


def test_a_reason_that_repeats_what_is_erased_is_refused(api: Api, admin: Api) -> None:
    asked = {"paths": ["/name"], "reason": f"Asked for by {WORDS[0].upper()}."}

    problem = admin.refused(422, "POST", "/v1/sources/src_z/erase", asked)

    assert places(problem) == {"/reason": "repeats"}
    assert api.get("/v1/sources/src_z")["name"] == WORDS[0]


def test_what_was_merged_is_erased_where_it_went(admin: Api) -> None:
    problem = admin.refused(422, "POST", "/v1/sources/src_twin/erase", {"paths": ["/name"], "reason": REASON})

    assert "src_z" in problem["detail"]
    assert admin.refused(404, "POST", "/v1/sources/src_no/erase", {"paths": ["/name"], "reason": REASON})


def test_many_rows_around_it_leave_no_trace_of_it_in_the_file(api: Api, admin: Api, url: str) -> None:
    link = {"source": {"id": "src_z"}, "source_type": "expert", "as_printed": "Quarrington himself"}
    for number in range(60):
        api.claim(f"Statement {number}. " * 30, attribution=[link, named(f"Somebody {number}")])
    for claim_id in api.ids("/v1/claims?source_id=src_z&limit=200")[::3]:
        api.patch(f"/v1/claims/{claim_id}", {"statement": "Shorter."})

    erase(admin, "/v1/sources/src_z", "/name")

    assert holders(url, WORDS) == set()
    with database.connection_context():
        assert not is_sqlite() or run("PRAGMA secure_delete", []) == [(1,)]


@pytest.mark.parametrize("path", ["/attribution/*/as_printed", "/attribution/*/cue"])
def test_a_star_stands_for_a_number_that_must_be_said(admin: Api, path: str) -> None:
    claim = admin.claim(attribution=[named("Ada Obi", as_printed="A. Obi", cue="said")])

    problem = admin.refused(422, "POST", f"/v1/claims/{claim['id']}/erase", {"paths": [path], "reason": "Asked for."})

    assert "for * say an item's number, from 0" in problem["errors"][0]["detail"]
    assert admin.get(f"/v1/claims/{claim['id']}") == claim


def test_to_erase_nothing_is_refused(admin: Api) -> None:
    claim = admin.claim()

    admin.refused(422, "POST", f"/v1/claims/{claim['id']}/erase", {"paths": [], "reason": "Asked for."})
