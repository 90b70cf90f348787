"""Facets: how many claims of a query have each value of a field, each field counted without its own filter."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from service.store import lists
from service.store.database import is_sqlite
from service.store.held import Held
from service.store.matches import Fragment, Operator
from service.store.models import FACETED, LIVE, SHOWN
from service.store.query import Condition, matched, run, run_for

MOST_VALUES: Final = 100

FEW: Final = 5_000
"""So many claims are looked up one by one in less time than it takes to go through the index of all."""

GROUPS: Final = "SELECT facets, count(*) FROM claim WHERE {} GROUP BY {}"
VALUES: Final = "SELECT DISTINCT {} FROM claim WHERE {}"

# SQLite reads the index in the order of its groups also where each claim must then be looked up.
NOT_IN_ORDER: Final = "+facets"

IN_THE_INDEX: Final = frozenset({"published_at"})

OUTLET, *OTHERS = FACETED

Groups = dict[str, dict[str, int]]
"""How many claims there are by what they have of all but the outlet, and by the outlet."""

# Two reviewers who hold the same term for a claim are one claim.
TAGS: Final = f"SELECT term, count(DISTINCT claim_id) FROM {{}}tag WHERE {SHOWN}{{}} GROUP BY term"
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
    columns = [field for field in fields if field in FACETED]
    counted = _of_columns(conditions, columns) if columns else {}
    if "tag" in fields:
        counted["tag"] = _of_tags([one for one in conditions if one.field != "tag"])
    facets = {field: _facet(counted[field]) for field in fields}
    return {field: _named(facet) if field == "publisher_id" else facet for field, facet in facets.items()}


def _of_columns(conditions: Sequence[Condition], columns: Sequence[str]) -> dict[str, Mapping[Any, int]]:
    """Go once through the claims for all columns; what one of them leaves out is looked at in the groups."""
    where, group, bound = _found([one for one in conditions if one.field not in columns])
    # Outlets are many, and what else claims have is the same over and over.
    groups: Groups = defaultdict(dict)
    for facets, claims in run(GROUPS.format(where, group), bound):
        outlet, _, others = facets.partition(" ")
        groups[others][outlet] = claims
    own = [(one.field, _values(one)) for one in conditions if one.field in columns]
    return {column: _sums(groups, [one for one in own if one[0] != column], column) for column in columns}


def _values(condition: Condition) -> set[str]:
    """Give what a column has where a condition is fulfilled, as it is written among the facets."""
    text, bound = matched(lists.CLAIMS, condition)
    values = run(VALUES.format(condition.field, text), bound)
    return {"" if value is None else str(value) for (value,) in values}


def _sums(groups: Groups, wanted: Sequence[tuple[str, set[str]]], column: str) -> Mapping[Any, int]:
    """Sum by a column the claims of the groups that have what is wanted in others."""
    outlets = [values for field, values in wanted if field == OUTLET]
    sums: dict[str, int] = defaultdict(int)
    for others, by_outlet in groups.items():
        has = dict(zip(OTHERS, others.split(" "), strict=True))
        if any(has[field] not in values for field, values in wanted if field != OUTLET):
            continue
        fit = {one: by_outlet[one] for one in set(by_outlet).intersection(*outlets)} if outlets else by_outlet
        for value, claims in fit.items() if column == OUTLET else [(has[column], sum(fit.values()))]:
            sums[value] += claims
    read = int if column == "hearsay_depth" else str
    return {read(value) if value else None: claims for value, claims in sums.items() if claims}


def _found(conditions: Sequence[Condition]) -> tuple[str, str, Sequence[Any]]:
    """Give what the claims fulfil that these conditions find, and how SQLite groups them: few, or along the index."""
    if not conditions:
        return LIVE, "facets", []
    text, bound = _listed(conditions)
    if not is_sqlite():
        return f"{LIVE} AND {text}", "facets", bound
    rows = f"SELECT rowid FROM claim WHERE {text}"
    few = [row for (row,) in run(f"{rows} LIMIT {FEW + 1}", bound)]
    if len(few) <= FEW:
        return f"{LIVE} AND rowid IN ({', '.join('?' for _ in few)})", NOT_IN_ORDER, few
    if not all(one.field in IN_THE_INDEX for one in conditions):
        text = f"rowid IN ({rows})"
    # No other index is used for what is asked so.
    return f"{LIVE} AND ({text}) IS TRUE", "facets", bound


def _of_tags(conditions: Sequence[Condition]) -> Mapping[Any, int]:
    """Look at the tags of each claim that is found; one that is shown is of a claim that is not withdrawn."""
    if not conditions:
        return dict(run(TAGS.format("", ""), []))
    text, bound = _listed(conditions)
    found = f"(SELECT id AS found_id FROM claim WHERE {text}) AS found CROSS JOIN "
    return dict(run(TAGS.format(found, " AND claim_id = found_id"), bound))


def _listed(conditions: Sequence[Condition]) -> Fragment:
    """Give what these conditions ask, where all that is found is wanted, and not the first page of it."""
    fragments = [_all_of(one) for one in conditions]
    return " AND ".join(text for text, _ in fragments), [value for _, values in fragments for value in values]


def _all_of(condition: Condition) -> Fragment:
    match = lists.CLAIMS.matches[condition.field]
    if isinstance(match, Held) and condition.operator is Operator.IS:
        return match.listed(condition.values)
    return matched(lists.CLAIMS, condition)


def _named(facet: Facet) -> Facet:
    names = dict(run_for(NAMES, (one.value for one in facet.values if one.value is not None)))
    return replace(facet, values=[replace(one, name=names.get(one.value)) for one in facet.values])


def _facet(counted: Mapping[Any, int]) -> Facet:
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0] is None, one[0] or 0))
    return Facet([Counted(*one) for one in ordered[:MOST_VALUES]], truncated=len(ordered) > MOST_VALUES)
