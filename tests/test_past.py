"""Claims as they were."""

from datetime import UTC, datetime, timedelta

import pytest

from service.store.database import database
from service.store.models import Revision
from tests.api import Api, Json, named, outlet, places
from tests.erasing import REASON

DERIVED = {"worded_rev", "story", "tags"}
ARTICLE = {"url": "https://news.example/1", "title": "Closed", "publisher": {"name": "The Courier"}}


def then(api: Api, as_of: object, claim_id: str = "clm_one", **query: str) -> Json:
    return api.get(f"/v1/claims/{claim_id}", as_of=as_of, **query)


def test_a_claim_is_as_people_had_written_it_then(api: Api) -> None:
    first = api.claim(id="clm_one", article=ARTICLE, attribution=[named("Ada Obi", role="engineer")])
    api.patch("/v1/claims/clm_one", {"statement": "It is open.", "attribution": []})

    past = then(api, first["rev"])

    same = [key for key in first if key not in {*DERIVED, "corroboration"}]
    assert list(past) == list(first)
    assert {key: past[key] for key in same} == {key: first[key] for key in same}
    assert {past[key] for key in DERIVED} == {None}
    assert then(api, api.rev())["statement"] == "It is open."


def test_of_what_was_derived_only_the_status_is_known(api: Api) -> None:
    api.claim(id="clm_one", attribution=[named("Ada Obi")])
    before = api.rev()
    api.claim("It is.", id="clm_other", attribution=[named("Ben Cole")])
    api.tie("clm_one", "supported_by", "clm_other")
    now = api.get("/v1/claims/clm_one")

    assert now["corroboration"]["status"] == "corroborated"
    assert then(api, before)["corroboration"] == {
        "status": "single_source", "origins": None, "contradicting": None, "documented": None, "override": None,
        "why": None,
    }  # fmt: skip
    present = then(api, now["rev"])
    assert present["corroboration"]["status"] == "corroborated"
    assert (present["rev"], present["updated_at"]) == (now["rev"], now["updated_at"])


def test_an_editors_own_status_was_written_and_is_shown_as_it_was(api: Api) -> None:
    api.claim(id="clm_one")
    api.call("PUT", "/v1/claims/clm_one/override", {"status": "retracted", "reason": "They said so."})
    given = api.get("/v1/claims/clm_one")["corroboration"]["override"]
    rev = api.rev()
    api.call("DELETE", "/v1/claims/clm_one/override")

    assert then(api, rev)["corroboration"]["override"] == given
    assert then(api, rev - 1)["corroboration"]["override"] is None
    assert then(api, rev + 1)["corroboration"]["override"] is None


def test_what_the_claim_names_has_the_words_that_it_had(api: Api) -> None:
    claim = api.claim(id="clm_one", article=ARTICLE, attribution=[outlet("Ming Pao"), named("Ada Obi")])
    sources = [claim["article"]["publisher"], *(link["source"] for link in claim["attribution"])]
    for source in sources:
        api.patch(f"/v1/sources/{source['id']}", {"name": f"{source['name']} of today"})
    api.patch(f"/v1/articles/{claim['article']['id']}", {"title": "Open again", "publisher": None})

    past = then(api, claim["rev"])

    assert (past["article"], past["attribution"]) == (claim["article"], claim["attribution"])
    assert then(api, api.rev())["article"]["publisher"] is None


def test_a_source_that_was_merged_since_is_the_one_that_it_was(api: Api) -> None:
    claim = api.claim(id="clm_one", attribution=[named("Ada Obi")])
    api.post("/v1/sources", {"id": "src_other", "kind": "person", "name": "A. Obi"})
    api.merge(claim["attribution"][0]["source"]["id"], "src_other")

    assert api.get("/v1/claims/clm_one")["attribution"][0]["source"]["id"] == "src_other"
    assert then(api, claim["rev"])["attribution"] == claim["attribution"]


def test_a_time_means_the_last_revision_up_to_it(api: Api) -> None:
    api.claim("First.", id="clm_one")
    for number in range(5):
        api.claim(f"Noise {number}.")
    api.patch("/v1/claims/clm_one", {"statement": "Second."})
    changed = datetime.fromisoformat(api.get("/v1/claims/clm_one")["updated_at"])

    assert then(api, changed.isoformat())["statement"] == "Second."
    assert then(api, (changed - timedelta(microseconds=1)).isoformat())["statement"] == "First."
    assert then(api, datetime.now(UTC).isoformat())["statement"] == "Second."


def test_numbers_with_gaps_between_them_are_found_by_time(api: Api) -> None:
    claim = api.claim("First.", id="clm_one")
    with database.connection_context():
        database.execute_sql("UPDATE counter SET rev = rev + 1000000000")
    second = api.patch("/v1/claims/clm_one", {"statement": "Second."})

    assert then(api, claim["updated_at"])["statement"] == "First."
    assert then(api, second["updated_at"])["statement"] == "Second."
    assert then(api, second["rev"] - 1)["rev"] == claim["rev"]


def test_before_it_was_stored_it_was_not_there(api: Api) -> None:
    api.claim("Noise.", id="clm_other")
    claim = api.claim(id="clm_one")

    for as_of in (claim["rev"] - 1, 0, "1999-12-31T23:59:59Z"):
        api.refused(404, "GET", f"/v1/claims/clm_one?as_of={as_of}")
    for row_id in ("clm_none", claim["article"]["id"], "CLM"):
        api.refused(404, "GET", f"/v1/claims/{row_id}?as_of={claim['rev']}")


def test_once_it_was_withdrawn_it_is_gone_and_what_it_was_before_is_not(api: Api) -> None:
    claim = api.claim(id="clm_one")
    api.delete("/v1/claims/clm_one")
    gone = api.refused(410, "GET", "/v1/claims/clm_one")
    api.claim("Later.")

    told = api.refused(410, "GET", f"/v1/claims/clm_one?as_of={api.rev()}")

    assert (told["rev"], told["deleted_at"]) == (gone["rev"], gone["deleted_at"])
    assert then(api, claim["rev"])["statement"] == claim["statement"]


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("100000", "range"), ("2999-01-01T00:00:00Z", "range"), ("-1", "range"), ("9" * 30, "range"), ("", "time"),
        ("yesterday", "time"), ("2020-10-09", "time"),
    ],
)  # fmt: skip
def test_what_is_to_come_or_no_time_is_refused(api: Api, as_of: str, code: str) -> None:
    api.claim(id="clm_one")

    assert places(api.refused(422, "GET", f"/v1/claims/clm_one?as_of={as_of}")) == {"as_of": code}


def test_what_was_erased_is_null_in_the_past_too_and_its_etag_another(api: Api, admin: Api) -> None:
    link = named("Ada Obi", as_printed="Dr Obi")
    claim = api.claim(id="clm_one", article=ARTICLE, attribution=[link])
    source = claim["attribution"][0]["source"]["id"]
    path = f"/v1/claims/clm_one?as_of={claim['rev']}"
    api.patch("/v1/claims/clm_one", {"position": 7})
    etag = api.call("GET", path).headers["ETag"]

    api.claim("Another.")
    assert api.call("GET", path, If_None_Match=etag).status_code == 304
    for erased, paths in (("claims/clm_one", ["/statement"]), (f"sources/{source}", ["/name"])):
        answer = admin.call("POST", f"/v1/{erased}/erase", {"paths": paths, "reason": REASON})
        assert answer.status_code == 200
        again = api.call("GET", path, If_None_Match=etag)
        assert again.status_code == 200
        etag = again.headers["ETag"]

    past = then(api, claim["rev"])
    assert (past["statement"], past["rev"], past["position"]) == (None, claim["rev"], 1)
    assert past["attribution"][0]["source"]["name"] is None
    assert past["attribution"][0]["as_printed"] is None


def test_the_past_is_not_taken_for_the_present(api: Api) -> None:
    claim = api.claim(id="clm_one")
    path = f"/v1/claims/clm_one?as_of={claim['rev']}"

    assert api.call("GET", path, If_None_Match=f'"{claim["rev"]}"').status_code == 200
    assert api.call("GET", path).headers["Cache-Control"] == "no-cache"
    assert api.call("GET", path, If_None_Match="*").status_code == 304


def test_some_keys_of_the_past_can_be_asked_for(api: Api) -> None:
    claim = api.claim(id="clm_one")

    assert then(api, claim["rev"], fields="statement") == {"id": "clm_one", "statement": claim["statement"]}


def test_every_state_that_a_claim_was_in_is_found_again_by_its_number(api: Api) -> None:
    api.claim(id="clm_one", article=ARTICLE, attribution=[named("Ada Obi")])
    seen = [api.get("/v1/claims/clm_one")]
    for change in (
        {"statement": "Two."},
        {"attribution": [outlet("Ming Pao"), named("Ben Cole")]},
        {"position": 9, "language": "en"},
    ):
        api.patch("/v1/claims/clm_one", change)
        seen.append(api.get("/v1/claims/clm_one"))
        api.claim("Noise.")
    api.tag("clm_one")
    seen.append(api.get("/v1/claims/clm_one"))

    for state in seen:
        past = then(api, state["rev"])
        for key in state.keys() - DERIVED - {"corroboration"}:
            assert past[key] == state[key], (state["rev"], key)
        assert past["corroboration"]["status"] == state["corroboration"]["status"]
    with database.connection_context():
        assert Revision.select().count() > len(seen)
