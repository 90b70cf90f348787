"""Facets: how many claims of a query have each value of a field, each field counted without its own filter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from service.store import lists
from service.store.database import is_sqlite
from service.store.matches import Fragment
from service.store.models import SHOWN
from service.store.query import Condition, fulfilled, run, run_for

MOST_VALUES: Final = 100

# In the order of the index `claim_facets`: what comes in the order of its groups need not be sorted first.
COLUMNS: Final = (
    "publisher_id",
    "source_type",
    "speaker_kind",
    "identification",
    "corroboration",
    "language",
    "hearsay_depth",
)
GROUPS: Final = ", ".join(COLUMNS)

# Once through the claims for all columns: the groups are few, and are added up for each column by itself.
FOUND: Final = (
    f"WITH found AS MATERIALIZED (SELECT {GROUPS}, count(*) AS claims FROM claim WHERE {{}} GROUP BY {{}}{GROUPS})"
)
OF_COLUMN: Final = "SELECT '{0}' AS facet, CAST({0} AS TEXT) AS value, sum(claims) AS claims FROM found GROUP BY {0}"
# Two reviewers who hold the same term for a claim are one claim.
OF_TAGS: Final = (
    f"SELECT 'tag' AS facet, term AS value, count(DISTINCT claim_id) AS claims FROM tag WHERE {SHOWN}{{}} GROUP BY term"
)

# SQLite reads the index in the order of its groups also where each claim must then be looked up, to be left out.
IN_THE_INDEX: Final = frozenset({*COLUMNS, "published_at", "id"})
NOT_IN_ORDER: Final = "+"

# One value more than is shown tells whether there are more.
MOST: Final = (
    "SELECT * FROM (SELECT * FROM ({}) AS counted "
    f"ORDER BY claims DESC, value IS NULL, value {{}} LIMIT {MOST_VALUES + 1}) AS most"
)
NAMES: Final = "SELECT id, name FROM source WHERE id IN (??)"


@dataclass(frozen=True)
class Counted:
    """A value, or that there is none, and how many claims have it; the id of an outlet comes with its name."""

    value: str | int | None
    count: int
    name: str | None = None


@dataclass(frozen=True)
class Facet:
    """The values that most claims have, and whether there are more."""

    values: Sequence[Counted]
    truncated: bool


def count(conditions: Sequence[Condition], fields: Sequence[str]) -> dict[str, Facet]:
    """Count the claims that all of these conditions find, but for those on the field itself, by each of some fields."""
    # Those that are not filtered by share one set of claims.
    sets: dict[tuple[Condition, ...], list[str]] = {}
    for field in fields:
        sets.setdefault(tuple(one for one in conditions if one.field != field), []).append(field)
    counted: dict[str, list[Counted]] = {field: [] for field in fields}
    for remaining, some in sets.items():
        for field, value, claims in _count(remaining, some):
            counted[field].append(Counted(int(value) if field == "hearsay_depth" else value, int(claims)))
    found = {field: _facet(values) for field, values in counted.items()}
    return {field: _named(facet) if field == "publisher_id" else facet for field, facet in found.items()}


def _named(facet: Facet) -> Facet:
    names = dict(run_for(NAMES, (one.value for one in facet.values if one.value is not None)))
    return replace(facet, values=[replace(one, name=names.get(one.value)) for one in facet.values])


def _count(conditions: Sequence[Condition], fields: Iterable[str]) -> list[Any]:
    where, bound = fulfilled(lists.CLAIMS, conditions)
    columns = [field for field in fields if field != "tag"]
    rows: list[Any] = []
    if columns:
        parts = " UNION ALL ".join(_most(OF_COLUMN.format(column)) for column in columns)
        rows += run(f"{FOUND.format(where, _in_order(conditions))} {parts}", bound)
    if "tag" in fields:
        among, bound_of_tags = _among(conditions)
        rows += run(_most(OF_TAGS.format(among)), bound_of_tags)
    return rows


def _in_order(conditions: Sequence[Condition]) -> str:
    """Have the groups read in the order of the index, or sort those of the claims that other indexes find."""
    covered = all(one.field in IN_THE_INDEX for one in conditions)
    return "" if covered or not is_sqlite() else NOT_IN_ORDER


def _among(conditions: Sequence[Condition]) -> Fragment:
    """Give what a tag fulfils whose claim is found; every tag that is shown is a claim's that is not withdrawn."""
    if not conditions:
        return "", []
    where, bound = fulfilled(lists.CLAIMS, conditions)
    return f" AND claim_id IN (SELECT id FROM claim WHERE {where})", bound


def _most(counted: str) -> str:
    return MOST.format(counted, "" if is_sqlite() else 'COLLATE "C"')


def _facet(values: list[Counted]) -> Facet:
    ordered = sorted(values, key=lambda one: (-one.count, one.value is None, one.value or 0))
    return Facet(ordered[:MOST_VALUES], truncated=len(values) > MOST_VALUES)
