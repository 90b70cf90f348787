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

Digests = tuple[int, ...]
"""The digest of what a claim has of `facets` and, where terms are looked at, of `terms`."""

Kind = tuple[str, ...]
"""What these are digests of."""

TAG: Final = "tag"
DIGESTS: Final[tuple[str, ...]] = ("facets_digest", "terms_digest")

MOST: Final = 10_000
"""Where there are more, reviewers gave nearly every claim terms of its own, and terms are counted tag by tag."""

# From one digest to the next along the index, of which neither engine makes its DISTINCT. What each is a digest of is
# read from one claim; for a join, PostgreSQL would go through all of them.
FACETS: Final = f"""
    WITH RECURSIVE there (f) AS (
        SELECT min(facets_digest) FROM claim WHERE {COUNTED} UNION ALL
        SELECT (SELECT min(facets_digest) FROM claim WHERE {COUNTED} AND facets_digest > there.f)
        FROM there WHERE there.f IS NOT NULL)"""
WITHOUT_TERMS: Final = f"""{FACETS}
    SELECT f, (SELECT facets FROM claim WHERE {COUNTED} AND facets_digest = there.f LIMIT 1)
    FROM there WHERE f IS NOT NULL"""
WITH_TERMS: Final = f"""{FACETS}, held (f, t) AS (
        SELECT f, (SELECT min(terms_digest) FROM claim WHERE {COUNTED} AND facets_digest = there.f)
        FROM there WHERE there.f IS NOT NULL UNION ALL
        SELECT f, (
            SELECT min(terms_digest) FROM claim WHERE {COUNTED} AND facets_digest = held.f AND terms_digest > held.t)
        FROM held WHERE held.t IS NOT NULL)
    SELECT f, t,
        (SELECT facets FROM claim WHERE {COUNTED} AND facets_digest = f AND terms_digest = t LIMIT 1),
        (SELECT terms FROM claim WHERE {COUNTED} AND facets_digest = f AND terms_digest = t LIMIT 1)
    FROM (SELECT f, t FROM held WHERE t IS NOT NULL LIMIT ?) AS known"""
FULFILLING: Final = "WITH known ({0}) AS (VALUES {1}) SELECT {0} FROM known WHERE {2}"


@dataclass(frozen=True)
class Kinds:
    """All kinds by their digests, each with the fields whose conditions it does not fulfil."""

    columns: tuple[str, ...]
    found: Mapping[Digests, Kind]
    misses: Mapping[Digests, frozenset[str]]

    @property
    def fields(self) -> frozenset[str]:
        """Give the fields that a kind tells."""
        return _told_by(self.columns)

    def told_apart(self, wanted: Collection[Digests]) -> Iterator[tuple[str, list[int]]]:
        """Give what some kinds have of each column by which they are told from others, if that is not much."""
        for place, column in enumerate(self.columns):
            some = {digests[place] for digests in wanted}
            if len(some) < len({digests[place] for digests in self.misses}) and len(some) <= MOST:
                yield column, sorted(some)

    def values(self, digests: Digests, field: str) -> Sequence[Any]:
        """Give what the claims of a kind have of a field: one value or none of it, but any number of terms."""
        return _values(self.found[digests], field)


def _told_by(columns: tuple[str, ...]) -> frozenset[str]:
    return frozenset({*FACETED, TAG} if columns == DIGESTS else FACETED)


def find(conditions: Sequence[Condition], fields: Iterable[str]) -> Kinds:
    """Find the kinds there are, as far as some fields and conditions look at them."""
    of_terms = TAG in fields or any(one.field == TAG for one in conditions)
    columns, rows = DIGESTS, run(WITH_TERMS, [MOST + 1]) if of_terms else []
    if not of_terms or len(rows) > MOST or any(row[-1] == UNKNOWN for row in rows):
        columns, rows = DIGESTS[:1], run(WITHOUT_TERMS, [])
    found = {tuple(row[: len(columns)]): tuple(row[len(columns) :]) for row in rows}
    tests = [(one.field, _test(one, found.values())) for one in conditions if one.field in _told_by(columns)]
    misses = {digests: frozenset(field for field, test in tests if not test(kind)) for digests, kind in found.items()}
    return Kinds(columns, found, misses)


def _values(kind: Kind, field: str) -> Sequence[Any]:
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
    for some in chunked({value for kind in found for value in _values(kind, field)}, BOUND_AT_ONCE):
        marks = ", ".join("(?)" for _ in some)
        fit.update(value for (value,) in run(FULFILLING.format(field, marks, text), [*some, *bound]))
    return lambda kind: _values(kind, field)[0] in fit


def _of_terms(condition: Condition) -> Callable[[Kind], bool]:
    asked = set(condition.values)
    if condition.operator is Operator.ALL:
        return lambda kind: asked.issubset(_values(kind, TAG))
    is_any = condition.operator is not Operator.NOT
    return lambda kind: asked.isdisjoint(_values(kind, TAG)) is not is_any
