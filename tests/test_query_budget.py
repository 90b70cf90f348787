"""The budget of a query: what takes longer is stopped, and says so."""

from dataclasses import replace

import pytest

from service import settings
from service.api.around import App
from service.settings import BadSetting, Settings
from service.store.database import database
from service.store.models import Claim
from tests.api import Api
from tests.stores import hearsay

MANY = 15
SLOW = "/v1/claims?facets=source_type,tag&ground_rule__exists=false"


@pytest.fixture
def busy(api: Api) -> Api:
    """Hold so many claims that to count them takes longer than the budget, which is the least there is."""
    api.claim(id="clm_0", article={"url": "https://one.example", "publisher": {"kind": "outlet", "name": "Daily"}})
    with database.connection_context():
        fields = Claim._meta.sorted_fields
        for number in range(MANY):
            numbered = {Claim.number: Claim.number + 2**number}
            named = {field: field.concat(f"-{number}") for field in (Claim.id, Claim.story)}
            values = [(numbered | named).get(field, field) for field in fields]
            Claim.insert_from(Claim.select(*values), fields).execute()
    allow(api, 1)
    return api


def allow(api: Api, milliseconds: int) -> None:
    assert isinstance(api.app, App)
    api.app.query_budget_ms = milliseconds


def test_a_query_that_passes_its_budget_is_stopped_and_says_which_filter_would_help(busy: Api) -> None:
    problem = busy.refused(422, "GET", SLOW)

    assert problem["type"] == "/problems#query-too-slow"
    assert "1 ms" in problem["detail"]
    assert "publisher_id" in problem["hint"]
    assert "fewer facets" in problem["hint"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/claims?hearsay_depth__not=0",
        "/v1/claims?sort=-hearsay_depth,origins_max,-rev",
        "/v1/report",
        "/v1/report?language__exists=false",
    ],
)
def test_lists_and_reports_have_a_budget(busy: Api, path: str) -> None:
    assert busy.refused(422, "GET", path)["type"] == "/problems#query-too-slow"


def test_the_report_of_an_outlet_has_a_budget(busy: Api) -> None:
    outlet = busy.get("/v1/claims/clm_0")["article"]["publisher"]["id"]

    problem = busy.refused(422, "GET", f"/v1/sources/{outlet}/report")

    assert problem["type"] == "/problems#query-too-slow"


def test_what_was_stopped_leaves_nothing_behind(busy: Api) -> None:
    for _ in range(3):
        busy.refused(422, "GET", SLOW)
        assert busy.get("/v1/claims/clm_0")["id"] == "clm_0"

    allow(busy, 60_000)
    assert len(busy.get("/v1/claims?limit=2")["items"]) == 2
    assert busy.get(SLOW)["facets"]["source_type"]["values"] == [{"value": "outlet", "count": 2**MANY}]


def test_writes_have_no_budget(busy: Api) -> None:
    claim = busy.get("/v1/claims/clm_0")
    # It looks through all claims of the outlet, and writes its name into each, unless these are too many.
    problem = busy.refused(
        409, "PATCH", f"/v1/sources/{claim['article']['publisher']['id']}", {"name": "D"}, If_Match="*"
    )

    assert problem["type"] == "/problems#too-wide"
    assert busy.patch("/v1/claims/clm_0", {"statement": "Another."})["statement"] == "Another."


@pytest.mark.usefixtures("busy")
def test_the_command_line_has_no_budget(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEARSAY_QUERY_BUDGET_MS", "1")

    assert hearsay(url, "export", "position=9").code == 0


def test_a_query_has_a_second_unless_the_operator_says_otherwise() -> None:
    assert settings.read({}).query_budget_ms == 1_000
    assert settings.read({"HEARSAY_QUERY_BUDGET_MS": "250"}) == replace(Settings(), query_budget_ms=250)


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "x", "3600001"])
def test_a_budget_is_a_number_of_milliseconds(value: str) -> None:
    with pytest.raises(BadSetting, match="HEARSAY_QUERY_BUDGET_MS is a number from 1 to 3600000"):
        settings.read({"HEARSAY_QUERY_BUDGET_MS": value})
