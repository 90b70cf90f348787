"""SQLite plans by statistics that a store begins with, whatever is in it, and not by the order of its indexes."""

import pytest

from service.store import lists, migrating
from service.store.database import database, is_sqlite
from service.store.matches import Operator
from service.store.query import Condition, Key, Order, Query, run, selection

PARTIAL = {"claim_ground_rule_known", "claim_in_text_known", "tag_blind"}
"""What few claims have, of which SQLite's own guess is right."""

OF_TYPE = Query("claims", (Condition("source_type", Operator.IS, ("official",)),))
BY_ORIGINS = Query("claims", OF_TYPE.conditions, Order((Key("origins_min", descending=True),), descending=True))


def plan(wanted: Query) -> str:
    sql, bound = selection(lists.CLAIMS, wanted)
    return str(run(f"EXPLAIN QUERY PLAN {sql}", bound)[0][3])


@pytest.fixture(autouse=True)
def on_sqlite(store: str) -> None:
    assert store
    if not is_sqlite():
        pytest.skip("the plan is SQLite's")


@pytest.mark.parametrize("table", ["claim", "link", "tag"])
def test_every_index_that_claims_are_found_by_has_statistics_of_all_its_columns(table: str) -> None:
    counts = {index: len(stat.split()) - 1 for index, stat in run("SELECT idx, stat FROM sqlite_stat1", [])}

    for _, index, *_ in run(f"PRAGMA index_list({table})", []):
        if index not in PARTIAL:
            assert counts[index] == len(run(f"PRAGMA index_info({index})", [])), index


def test_an_index_that_is_made_later_is_not_taken_for_that() -> None:
    assert "claim_source_type_with" in plan(OF_TYPE)
    assert "claim_origins_min_id" in plan(BY_ORIGINS)

    for index in ("claim_origins_max_id", "claim_speaker_kind_id", "claim_origins_min_id"):
        ((statement,),) = run("SELECT sql FROM sqlite_master WHERE name = ?", [index])
        ((kept,),) = run("SELECT stat FROM sqlite_stat1 WHERE idx = ?", [index])
        database.execute_sql(f"DROP INDEX {index}")
        database.execute_sql(statement)
        database.execute_sql("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('claim', ?, ?)", [index, kept])
    database.execute_sql("ANALYZE sqlite_master")

    assert "claim_source_type_with" in plan(OF_TYPE)
    assert "claim_origins_min_id" in plan(BY_ORIGINS)


def test_what_somebody_let_sqlite_find_out_is_replaced() -> None:
    shipped = sorted(run("SELECT tbl, idx, stat FROM sqlite_stat1", []))
    migrating.down("0007_statistics")
    database.execute_sql("ANALYZE")
    assert sorted(run("SELECT tbl, idx, stat FROM sqlite_stat1", []), key=str) != shipped

    migrating.up()

    assert sorted(run("SELECT tbl, idx, stat FROM sqlite_stat1", [])) == shipped
