"""The budget that the operator gives each query over HTTP, and what would help one that does not keep to it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from service.api.around import this_app
from service.domain.errors import QueryTooSlow
from service.schemas.query import Grammar
from service.store import budget
from service.store.query import Query


@contextmanager
def kept_to_budget(grammar: Grammar, query: Query) -> Iterator[None]:
    """Stop what is read in here when it takes longer than a query may, and say what would help."""
    try:
        with budget.within(this_app().query_budget_ms):
            yield
    except QueryTooSlow as refusal:
        refusal.hint = _what_helps(grammar, query)
        raise


def _what_helps(grammar: Grammar, query: Query) -> str:
    asked = {condition.field for condition in query.conditions}
    narrower = [name for name in grammar.narrows if name not in asked]
    ways = [f"a filter that leaves fewer rows: {_either(narrower)}"] if narrower else []
    ways += [f"a shorter range of {name}" for name in ("published_at", "created_at") if name in asked]
    ways += ["the default sort"] if query.order.keys else []
    ways += ["fewer facets"] if query.facets else []
    return f"What helps: {'; '.join(ways)}." if ways else "Ask for fewer values at once."


def _either(names: Sequence[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
