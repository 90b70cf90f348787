"""Matching claims by the tags that are shown of them, be a term on three claims or on half of all.

Few tags are listed and their claims looked up; of many, claims are walked in their order and each is looked at, between
the first and the last that such a tag is on. Either alone takes a hundred times as long where the other is right.
Where nothing else is asked, neither is needed: the list of tags is in the order of claims.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from service.store.database import execute, is_sqlite
from service.store.matches import Fragment, Operator, Within, one_of
from service.store.models import SHOWN

FEW: Final = 10_000
"""To list so many takes about 5 ms, and so does finding a page of 50 where of a million claims so many are meant."""

TAGS: Final = f"FROM tag WHERE {SHOWN} AND"


# With the sign SQLite goes on from where the page before ended, and not from the first of all.
ENDS: Final = (
    f" AND {{1}}claim.id >= (SELECT claim_id {TAGS} {{0}} ORDER BY claim_id LIMIT 1)"
    f" AND {{1}}claim.id <= (SELECT claim_id {TAGS} {{0}} ORDER BY claim_id DESC LIMIT 1)"
)


@dataclass(frozen=True)
class Held:
    """Match claims by a column of the tags that are shown; an index has it with the claim behind it."""

    column: str

    def __call__(self, operator: Operator, values: Sequence[Any]) -> Fragment:
        """Give what a claim fulfils, for a page of those that do."""
        if operator is Operator.NOT:
            text, bound = _on_the_claim(self.column, values)
            return f"{text} IS NULL", bound
        if operator is Operator.ALL:
            each = [_any(self.column, [value]) for value in values]
            return f"({' AND '.join(text for text, _ in each)})", [value for _, bound in each for value in bound]
        return _any(self.column, values)

    @property
    def alone(self) -> Within:
        """List the claims in the order of their ids, each as often as there is such a tag on it."""
        return Within("id", f"SELECT claim_id AS listed {TAGS}", self.column)

    def listed(self, values: Sequence[Any]) -> Fragment:
        """Give what a claim fulfils that has any of some values, for all of those that do."""
        text, bound = one_of(self.column, values)
        return f"claim.id IN (SELECT claim_id {TAGS} {text})", bound


def _any(column: str, values: Sequence[Any]) -> Fragment:
    """Match claims that have any of some values."""
    text, bound = one_of(column, values)
    if execute(f"SELECT 1 {TAGS} {text} LIMIT 1 OFFSET {FEW}", bound).fetchone() is None:
        listed = f"SELECT claim_id {TAGS} {text}"
        return f"claim.id {f'IN ({listed})' if is_sqlite() else f'= ANY(ARRAY({listed}))'}", bound
    there, bound_there = _on_the_claim(column, values)
    if len(values) > 1:
        return f"{there} IS NOT NULL", bound_there
    return f"({there} IS NOT NULL{ENDS.format(text, '+' if is_sqlite() else '')})", [*bound_there, *bound, *bound]


def _on_the_claim(column: str, values: Sequence[Any]) -> Fragment:
    """Look at a claim's own tags; PostgreSQL makes no join of a query with LIMIT, and so looks at no other claims."""
    text, bound = one_of(f"tag.{column}", values)
    return f"(SELECT 1 {TAGS} tag.claim_id = claim.id AND {text} LIMIT 1)", bound
