"""An editor's own status stands beside the derived one: with a reason, in history, and never in its place."""

import pytest

from service.domain.vocabulary import Scope
from tests.api import Api, Json, named, places
from tests.bulk import ndjson
from tests.erasing import erase, holders
from tests.newsroom import say, stands
from tests.stored import differences, everything
from tests.stores import clear, export, hearsay, serving

PATH = "/v1/claims/clm_a/override"
RETRACTED: Json = {"status": "retracted", "reason": "The agency told its clients not to use it."}


@pytest.fixture(autouse=True)
def claim(api: Api) -> Json:
    say(api, "noise", named("Cy Dane"))
    return say(api, "a", named("Ada Obi"))


def put(api: Api, **keys: Json) -> Json:
    response = api.call("PUT", PATH, {**RETRACTED, **keys})
    assert response.status_code == 200, response.get_data(as_text=True)
    return response.json


def overridden(api: Api) -> Json:
    return api.get("/v1/claims/clm_a")["corroboration"]["override"]


def test_an_editors_status_stands_beside_the_derived_one(api: Api, claim: Json) -> None:
    row = put(api)

    override = row["corroboration"].pop("override")
    assert {key: override[key] for key in ("status", "reason", "by")} == {**RETRACTED, "by": "mina"}
    assert override["at"] == row["updated_at"]
    assert row["corroboration"] == {key: value for key, value in claim["corroboration"].items() if key != "override"}
    assert row["rev"] == claim["rev"] + 1
    assert row["worded_rev"] == claim["worded_rev"]
    assert api.ids("/v1/claims", corroboration="retracted") == []
    assert differences() == []


def test_it_is_kept_in_the_claims_history_with_who_gave_it(api: Api, claim: Json) -> None:
    put(api)
    api.call("DELETE", PATH)
    api.patch("/v1/claims/clm_a", {"statement": "It is open."})

    entries = api.feed(claim["rev"])

    assert [(entry["change"], entry["by"]) for entry in entries] == [("updated", "mina")] * 3
    assert [entry["document"].get("override", {}).get("status") for entry in entries] == ["retracted", None, None]
    assert entries[0]["touched"] == [{"claim": "clm_a", "status": "single_source", "moved": False}]
    assert overridden(api) is None


def test_another_one_takes_its_place(api: Api) -> None:
    put(api)

    put(api.by("ben", Scope.EDIT), status="contested", reason="We asked again.")

    assert (overridden(api)["status"], overridden(api)["by"]) == ("contested", "ben")


def test_the_same_again_changes_nothing(api: Api) -> None:
    row = put(api)
    before = everything()

    assert put(api) == row
    assert everything() == before


def test_to_take_away_what_is_not_there_changes_nothing(api: Api) -> None:
    before = everything()

    assert api.call("DELETE", PATH).status_code == 204
    assert everything() == before


def test_it_stays_when_the_story_is_counted_anew(api: Api) -> None:
    put(api)
    say(api, "b", named("Ben Ito"))

    api.tie("clm_b", "supported_by", "clm_a")
    api.patch("/v1/claims/clm_a", {"statement": "It is open."})

    assert overridden(api)["status"] == "retracted"
    assert stands(api, "a", "b") == ["corroborated", "corroborated"]
    assert api.get("/v1/claims/clm_b")["corroboration"]["override"] is None
    assert api.get("/v1/claims/clm_a/corroboration")["corroboration"]["override"]["status"] == "retracted"
    assert differences() == []


def test_it_ends_with_its_claim(api: Api) -> None:
    put(api)

    api.delete("/v1/claims/clm_a")

    api.refused(410, "PUT", PATH, RETRACTED)
    assert everything()["Override"] == []


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"status": "false", "reason": "It is."}, {"/status": "unknown-word"}),
        ({"status": "retracted"}, {"/reason": "required"}),
        ({"status": "retracted", "reason": " "}, {"/reason": "empty"}),
        ({**RETRACTED, "note": "It is."}, {"/note": "unknown-field"}),
    ],
)
def test_it_needs_a_word_and_a_reason(api: Api, body: Json, place: dict[str, str]) -> None:
    assert places(api.refused(422, "PUT", PATH, body)) == place
    assert overridden(api) is None


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_only_who_edits_may_give_it_or_take_it_away(api: Api, method: str) -> None:
    put(api)

    problem = api.by("ben").refused(403, method, PATH, RETRACTED)

    assert problem["scope"] == "edit"
    assert overridden(api)["by"] == "mina"


def test_its_reason_can_be_erased_from_it_and_from_history(api: Api, admin: Api, url: str) -> None:
    put(api, reason="Zebulon told us so.")

    erase(admin, "/v1/claims/clm_a", "/override/reason")

    assert overridden(api)["reason"] is None
    assert overridden(api)["status"] == "retracted"
    assert holders(url, ["Zebulon"]) == set()
    assert differences() == []


def test_erasing_its_reason_does_not_word_the_claim_anew(api: Api, admin: Api, claim: Json) -> None:
    api.tag("clm_a")
    put(api)

    erase(admin, "/v1/claims/clm_a", "/override/reason")

    assert api.get("/v1/claims/clm_a")["worded_rev"] == claim["worded_rev"]
    assert api.get("/v1/tags")["items"][0]["stale"] is False


@pytest.mark.parametrize("junk", ["x", 5, [1], {"override": "x"}, {"override": {"status": "x"}}])
def test_a_row_of_a_file_that_has_none_or_no_whole_one_is_taken_or_refused_by_its_line(url: str, junk: Json) -> None:
    body = {"id": "clm_b", "article": {"url": "https://b.example/"}, "statement": "It is.", "attribution": []}

    done = hearsay(url, "import", "-", stdin=ndjson({"claim": {**body, "corroboration": junk}}))

    assert done.code == (1 if isinstance(junk, dict) else 0)
    assert not done.code or "line 1" in done.said


@pytest.mark.parametrize("options", [[], ["--as-is"]])
def test_it_goes_along_where_a_store_is_moved(api: Api, url: str, options: list[str]) -> None:
    given = put(api)["corroboration"]["override"]
    content = export(url)
    clear(url)

    assert hearsay(url, "import", *options, "-", stdin=content).code == 0

    with serving(url) as moved:
        assert overridden(moved) == given
        assert differences() == []
