"""Kinds of claims: the combinations there are of what claims are counted by, the outlet aside.

Of a million claims there are some hundreds. What a query asks of these fields is asked of the kinds.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from peewee import chunked

from service.store import lists
from service.store.matches import Operator
from service.store.models import COUNTED, FACETED, UNKNOWN
from service.store.query import BOUND_AT_ONCE, Condition, matched, run

Kind = tuple[str, ...]
"""What a claim has of `facets` and, where terms are looked at, of `terms`."""

TAG: Final = "tag"
WITH_TERMS: Final[tuple[str, ...]] = ("facets", "terms")

MOST: Final = 10_000
"""Where there are more, reviewers gave nearly every claim terms of its own, and terms are counted tag by tag."""

# From one to the next along the index, of which neither engine makes its DISTINCT.
FACETS: Final = f"""
    WITH RECURSIVE there (facets) AS (
        SELECT min(facets) FROM claim WHERE {COUNTED} UNION ALL
        SELECT (SELECT min(facets) FROM claim WHERE {COUNTED} AND claim.facets > there.facets)
        FROM there WHERE there.facets IS NOT NULL)"""
TERMS: Final = f"""{FACETS}, held (facets, terms) AS (
        SELECT facets, (SELECT min(terms) FROM claim WHERE {COUNTED} AND claim.facets = there.facets)
        FROM there WHERE there.facets IS NOT NULL UNION ALL
        SELECT facets, (
            SELECT min(terms) FROM claim WHERE {COUNTED} AND claim.facets = held.facets AND claim.terms > held.terms)
        FROM held WHERE held.terms IS NOT NULL)
    SELECT facets, terms FROM held WHERE terms IS NOT NULL LIMIT ?"""
FULFILLING: Final = "WITH known ({0}) AS (VALUES {1}) SELECT {0} FROM known WHERE {2}"


@dataclass(frozen=True)
class Kinds:
    """All kinds, each with the fields whose conditions it does not fulfil."""

    columns: tuple[str, ...]
    misses: Mapping[Kind, frozenset[str]]

    @property
    def fields(self) -> frozenset[str]:
        """Give the fields that a kind tells."""
        return _told_by(self.columns)

    def told_apart(self, wanted: Collection[Kind]) -> Iterator[tuple[str, list[str]]]:
        """Give what some kinds have of each column by which they are told from others, if that is not much."""
        for place, column in enumerate(self.columns):
            some = {kind[place] for kind in wanted}
            if len(some) < len({kind[place] for kind in self.misses}) and len(some) <= MOST:
                yield column, sorted(some)


def _told_by(columns: tuple[str, ...]) -> frozenset[str]:
    return frozenset({*FACETED, TAG} if columns == WITH_TERMS else FACETED)


def find(conditions: Sequence[Condition], fields: Iterable[str]) -> Kinds:
    """Find the kinds there are, as far as some fields and conditions look at them."""
    of_terms = TAG in fields or any(one.field == TAG for one in conditions)
    columns, found = WITH_TERMS, run(TERMS, [MOST + 1]) if of_terms else []
    if not of_terms or len(found) > MOST or any(terms == UNKNOWN for _, terms in found):
        columns, found = WITH_TERMS[:1], run(f"{FACETS} SELECT facets FROM there WHERE facets IS NOT NULL", [])
    tests = [(one.field, _test(one, found)) for one in conditions if one.field in _told_by(columns)]
    return Kinds(columns, {kind: frozenset(field for field, test in tests if not test(kind)) for kind in found})


def values(kind: Kind, field: str) -> Sequence[Any]:
    """Give what the claims of a kind have of a field: one value or none of it, but any number of terms."""
    if field == TAG:
        return kind[1].split("\n") if kind[1] else ()
    value = kind[0].split(" ")[FACETED.index(field)]
    return (int(value) if field == "hearsay_depth" else value or None,)


def _test(condition: Condition, found: Iterable[Kind]) -> Callable[[Kind], bool]:
    """Tell of a kind whether its claims fulfil a condition."""
    field = condition.field
    if field == TAG:
        return _of_terms(condition)
    text, bound = matched(lists.CLAIMS, condition)
    fit: set[Any] = set()
    for some in chunked({value for kind in found for value in values(kind, field)}, BOUND_AT_ONCE):
        marks = ", ".join("(?)" for _ in some)
        fit.update(value for (value,) in run(FULFILLING.format(field, marks, text), [*some, *bound]))
    return lambda kind: values(kind, field)[0] in fit


def _of_terms(condition: Condition) -> Callable[[Kind], bool]:
    asked = set(condition.values)
    if condition.operator is Operator.ALL:
        return lambda kind: asked.issubset(values(kind, TAG))
    is_any = condition.operator is not Operator.NOT
    return lambda kind: asked.isdisjoint(values(kind, TAG)) is not is_any
