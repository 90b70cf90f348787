"""The plan of a statement, in words that have no value that was bound: what was asked for may be private."""

import re
from collections.abc import Iterator
from time import monotonic
from typing import Any, Final

from peewee import PeeweeException

from service.store.database import database, is_sqlite
from service.store.timing import Statement

PLANNED: Final = re.compile(r"\s*(SELECT|WITH|INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
SECONDS_BETWEEN: Final = 60.0
MOST_KNOWN: Final = 1_000
"""Statements whose last plan is remembered; a process has fewer that are slow."""

_planned_at: Final[dict[str, float]] = {}


def plan_of(statement: Statement) -> list[str] | None:
    """Give the steps of a statement, each below the one that it serves; None where it had a plan a minute ago.

    Nothing is run: it is only planned anew. None also where that cannot be done any more.
    """
    now = monotonic()
    if not PLANNED.match(statement.sql) or now - _planned_at.get(statement.sql, -SECONDS_BETWEEN) < SECONDS_BETWEEN:
        return None
    if len(_planned_at) >= MOST_KNOWN:
        _planned_at.clear()
    _planned_at[statement.sql] = now
    try:
        return list(_of_sqlite(statement) if is_sqlite() else _of_postgresql(statement))
    except PeeweeException:
        return None


def _of_sqlite(statement: Statement) -> Iterator[str]:
    depth = {0: 0}
    rows = database.execute_sql(f"EXPLAIN QUERY PLAN {statement.sql}", statement.bound).fetchall()
    for step, above, _, words in rows:
        depth[step] = depth.get(above, 0) + 1
        yield "  " * (depth[step] - 1) + words


def _of_postgresql(statement: Statement) -> Iterator[str]:
    with database.atomic():
        ((plan,),) = database.execute_sql(f"EXPLAIN (FORMAT JSON) {statement.sql}", statement.bound).fetchall()
    return _steps(plan[0]["Plan"], 0)


def _steps(step: dict[str, Any], depth: int) -> Iterator[str]:
    """Name each step with what it goes through; its conditions would show the values."""
    using = f" using {step['Index Name']}" if "Index Name" in step else ""
    on = f" on {step['Relation Name']}" if "Relation Name" in step else ""
    yield f"{'  ' * depth}{step['Node Type']}{using}{on} (rows={step['Plan Rows']} cost={step['Total Cost']})"
    for below in step.get("Plans", ()):
        yield from _steps(below, depth + 1)
