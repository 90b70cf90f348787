"""What a change costs grows with what it reaches, not with the store."""

from collections.abc import Sequence

import pytest

from service.domain import counting, hearing
from service.domain.counting import Count
from service.domain.testimony import Testimony
from service.store import reach, repeating, revisions, tallies
from service.store.database import database, is_sqlite
from tests.api import Api, named
from tests.newsroom import say


def plan(statement: str) -> list[str]:
    """Give how SQLite would run a statement."""
    asked = statement.replace("(??)", "('x')").replace("?", "'x'")
    return [row[3] for row in database.execute_sql(f"EXPLAIN QUERY PLAN {asked}").fetchall()]


STATEMENTS = (
    *reach.SPOKEN, *reach.PUBLISHED, *reach.TAKEN_BACK, repeating.TIES, tallies.TALLY.format("deleted_at IS NULL"),
)  # fmt: skip


@pytest.mark.usefixtures("store")
@pytest.mark.parametrize("statement", STATEMENTS)
def test_no_statement_reads_every_tie(statement: str) -> None:
    if not is_sqlite():
        pytest.skip("the plan is SQLite's")

    steps = plan(statement)

    assert steps
    assert [step for step in steps if step.startswith("SCAN evidence") or step.endswith("evidence_live (tie=?)")] == []


def test_a_side_that_stands_against_many_is_heard_once(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        say(api, f"m{number}", named("Ada Obi"))
        say(api, f"d{number}", named("Ben Ito"))
        api.tie("clm_m0", "contradicted_by", f"clm_d{number}")
        if number:
            api.tie("clm_m0", "supported_by", f"clm_m{number}")
    heard: list[int] = []

    def count(speakers: Sequence[Testimony]) -> Count:
        heard.append(len(speakers))
        return counting.count(speakers)

    monkeypatch.setattr(hearing, "count", count)

    api.tie("clm_m0", "supported_by", {"article": {"url": "https://new.example/"}})

    assert sum(heard) < 4 * 25


def test_to_withdraw_a_claim_with_very_many_ties_is_too_wide(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    say(api, "a")
    for number in range(6):
        api.tie("clm_a", "supported_by", {"article": {"url": f"https://{number}.example/"}})
    monkeypatch.setattr(revisions, "MOST_RENEWED", 5)

    problem = api.refused(409, "DELETE", "/v1/claims/clm_a", If_Match="*")

    assert (problem["type"], problem["count"]) == ("/problems#too-wide", 6)
