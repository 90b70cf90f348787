"""Slow statements are logged, with their plan and without what was asked for."""

from dataclasses import replace

import orjson
import pytest

from service import settings
from service.api.around import App
from service.domain.errors import QueryTooSlow
from service.settings import BadSetting, Settings
from service.store import plans
from service.store.budget import within
from service.store.query import run, run_in_parts
from service.store.timing import remember_from, take_slow
from tests.api import Api, Json

MARKER = "zqxmarker"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT count(*) FROM n"
COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) SELECT i FROM n"


@pytest.fixture
def impatient(api: Api, monkeypatch: pytest.MonkeyPatch) -> Api:
    """Serve with every statement counted as slow."""
    assert isinstance(api.app, App)
    api.app.logged = frozenset({"warning"})
    monkeypatch.setattr(plans, "_planned_at", {})
    take_slow()
    remember_from(1e-9)
    return api


def lines(capfd: pytest.CaptureFixture[str]) -> list[Json]:
    every = [orjson.loads(line) for line in capfd.readouterr().err.splitlines()]
    return [line for line in every if line["message"] == "a slow query"]


@pytest.fixture(autouse=True)
def _patient_again() -> None:
    remember_from(0.5)


def test_a_slow_query_is_logged_with_its_plan(impatient: Api, engine: str, capfd: pytest.CaptureFixture[str]) -> None:
    impatient.call("GET", "/v1/claims?language=en", X_Request_Id="the-one")

    [line] = [line for line in lines(capfd) if "string_agg" in line["sql"] or "group_concat" in line["sql"]]
    assert (line["level"], line["request_id"]) == ("warning", "the-one")
    assert line["duration_ms"] > 0
    step = {"sqlite": "claim", "postgresql": " on claim (rows="}[engine]
    assert any(step in words for words in line["plan"])


def test_nothing_that_was_asked_for_is_logged(impatient: Api, capfd: pytest.CaptureFixture[str]) -> None:
    impatient.get("/v1/claims", speaker=MARKER)
    impatient.get("/v1/claims", q=MARKER)
    impatient.claim(statement=MARKER)

    found = lines(capfd)
    assert any(line.get("plan") for line in found)
    assert MARKER not in str(found)


def test_a_statement_is_planned_once_a_minute(impatient: Api, capfd: pytest.CaptureFixture[str]) -> None:
    for limit in (50, 51, 52):
        impatient.get("/v1/claims", limit=limit)

    found = [line for line in lines(capfd) if "FROM (SELECT document" in line["sql"]]
    assert ["plan" in line for line in found] == [True, False, False]


@pytest.mark.usefixtures("store")
def test_a_query_that_was_stopped_is_remembered_and_can_be_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "_planned_at", {})
    remember_from(1e-9)
    with pytest.raises(QueryTooSlow), within(1):
        run(ENDLESS, [])

    [stopped] = [statement for statement in take_slow() if statement.sql == ENDLESS]
    assert stopped.seconds > 0
    assert plans.plan_of(stopped)


def test_a_fast_query_is_not_logged(impatient: Api, capfd: pytest.CaptureFixture[str]) -> None:
    remember_from(float("inf"))

    impatient.get("/v1/claims")

    assert lines(capfd) == []


def test_half_a_second_is_slow_unless_the_operator_says_otherwise() -> None:
    assert settings.read({}).slow_query_ms == 500
    assert settings.read({"HEARSAY_SLOW_QUERY_MS": "0"}) == replace(Settings(), slow_query_ms=0)


@pytest.mark.parametrize("value", ["-1", "1.5", "x", "3600001"])
def test_what_is_slow_is_a_number_of_milliseconds(value: str) -> None:
    with pytest.raises(BadSetting, match="HEARSAY_SLOW_QUERY_MS is a number"):
        settings.read({"HEARSAY_SLOW_QUERY_MS": value})


@pytest.mark.usefixtures("store")
def test_a_statement_that_is_read_in_parts_is_one() -> None:
    take_slow()
    remember_from(1e-9)

    numbers = [number for part in run_in_parts(COUNTING, [], 10) for (number,) in part]

    assert numbers == [*range(1, 10_001)]
    assert [statement.sql for statement in take_slow()] == [COUNTING]
