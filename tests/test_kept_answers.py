"""How long an answer is kept, with what, and until what happens."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from service.domain.vocabulary import Scope
from service.store.database import database
from service.store.models import Answer
from tests.api import Api, Json, named
from tests.erasing import REASON
from tests.repeating import CLAIM, send, told
from tests.stored import everything

REFUSE_AND_ALLOW = {
    "sqlite": (
        "CREATE TRIGGER full BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'full'); END",
        "DROP TRIGGER full",
    ),
    "postgresql": (
        "ALTER TABLE answer ADD CONSTRAINT answer_full CHECK (false)",
        "ALTER TABLE answer DROP CONSTRAINT answer_full",
    ),
}


@contextmanager
def nothing_can_be_kept(engine: str) -> Iterator[None]:
    """Let the store refuse every answer that is to be kept."""
    refuse, allow = REFUSE_AND_ALLOW[engine]
    run(refuse)
    try:
        yield
    finally:
        run(allow)


def run(statement: str) -> None:
    with database.connection_context():
        database.execute_sql(statement)


def test_the_answer_is_the_one_that_was_given_even_if_the_row_changed_since(api: Api) -> None:
    first = send(api, "/v1/claims", CLAIM)
    api.delete(first.headers["Location"])

    assert told(send(api, "/v1/claims", CLAIM)) == told(first)


@pytest.mark.parametrize(
    ("status", "scope", "body"),
    [
        (422, Scope.EDIT, {**CLAIM, "attribution": [named("New"), {**named("Other"), "count": 2}]}),
        (409, Scope.EDIT, {**CLAIM, "id": "clm_a"}),
        (403, Scope.REVIEW, CLAIM),
    ],
)
def test_what_was_refused_keeps_nothing_and_may_be_mended(api: Api, status: int, scope: Scope, body: Json) -> None:
    api.claim(id="clm_a")
    caller, before = api.by("ben", scope), everything()

    assert send(caller, "/v1/claims", body).status_code == status

    assert everything()["Answer"] == before["Answer"] == []
    assert everything()["Counter"] == before["Counter"]
    if scope is Scope.EDIT:
        assert send(caller, "/v1/claims", CLAIM).status_code == 201


def test_two_at_once_are_done_once(api: Api) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = [job.result() for job in [pool.submit(send, api, "/v1/claims", CLAIM) for _ in range(8)]]

    assert {json.dumps([answer.status_code, answer.json]) for answer in answers} == {json.dumps([201, answers[0].json])}
    assert len(api.ids("/v1/claims", article_url="https://new.example/")) == 1


def test_an_answer_is_kept_together_with_what_was_done_or_neither_is(api: Api, engine: str) -> None:
    before = everything()

    with nothing_can_be_kept(engine):
        assert send(api, "/v1/claims", CLAIM).status_code == 500

    assert everything() == before
    assert send(api, "/v1/claims", CLAIM).status_code == 201


@pytest.mark.parametrize(("hours", "is_forgotten"), [(23.9, False), (24.1, True)])
def test_a_key_is_forgotten_after_a_day(api: Api, hours: float, *, is_forgotten: bool) -> None:
    first = send(api, "/v1/claims", CLAIM)
    send(api, "/v1/sources", {"kind": "body", "name": "Noise"}, "noise")
    with database.connection_context():
        Answer.update(at=datetime.now(UTC) - timedelta(hours=hours)).where(Answer.key == "one").execute()

    again = send(api, "/v1/claims", CLAIM)

    assert again.status_code == 201
    assert (again.headers["Location"] != first.headers["Location"]) is is_forgotten
    assert len(everything()["Answer"]) == 2


def test_what_was_erased_since_is_not_answered_and_not_done_again(api: Api, admin: Api) -> None:
    location = send(api, "/v1/claims", CLAIM).headers["Location"]
    asked = {"paths": ["/statement"], "reason": REASON}
    assert send(admin, f"{location}/erase", asked, None).status_code == 200
    before = everything()

    again = send(api, "/v1/claims", CLAIM)

    assert (again.status_code, (again.json or {})["location"]) == (410, location)
    assert everything() == before
