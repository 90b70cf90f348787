"""The log of slow statements: what the store was asked, how long that took, and its plan."""

from typing import Any, Final

from flask import has_request_context

from service import logs
from service.api.around import App, request_id
from service.store.database import database
from service.store.plans import plan_of
from service.store.timing import Statement, take_slow

MAX_SQL_CHARS: Final = 2_000
LEVEL: Final = "warning"


def log_slow(app: App) -> None:
    """Log each statement that this thread found slow since it was asked last; the connection is still open."""
    for statement in take_slow():
        if LEVEL in app.logged:
            logs.note(LEVEL, "a slow query", _described(statement))
            # A plan may itself have been slow, and is nobody's query.
            take_slow()
            if not app.is_served:
                logs.flush()


def _described(statement: Statement) -> dict[str, Any]:
    plan = None if database.is_closed() else plan_of(statement)
    return {
        # Of a stream, what is read after its view has ended is nobody's request any more.
        **({"request_id": request_id()} if has_request_context() else {}),
        "duration_ms": round(statement.seconds * 1_000, 3),
        "sql": statement.sql[:MAX_SQL_CHARS],
        **({} if plan is None else {"plan": plan}),
    }
