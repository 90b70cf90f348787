"""Facets: how many claims of a query have each value of a field, each field counted without its own filter."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Final

from service.store import kinds, lists, lookups, marks, searching
from service.store.database import is_sqlite
from service.store.held import Held
from service.store.kinds import TAG, Digests, Kinds
from service.store.matches import Aside, Fragment, Operator, one_of
from service.store.models import COUNTED, LIVE, SHOWN
from service.store.query import Condition, matched, run, run_for, run_in_parts

MOST_VALUES: Final = 100

FEW: Final = 20_000
"""So many claims are looked up one by one in less time than it takes to go through the index of all."""

MANY: Final = 700_000
"""So many numbers are in memory together, which takes 46 MB; of more, each is a row that is read by itself."""

AT_ONCE: Final = 10_000
"""So many combinations are in memory at a time; there may be nearly as many as claims."""

OUTLET: Final = "publisher_id"
IN_THE_INDEX: Final = frozenset({"published_at"})

# Two reviewers who hold the same term for a claim are one claim.
TAGS: Final = f"SELECT term, count(DISTINCT claim_id) FROM {{}}tag WHERE {SHOWN}{{}} GROUP BY term"
NAMES: Final = "SELECT id, name FROM source WHERE id IN (??)"

Sums = dict[str, dict[Any, int]]


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
    there = kinds.find(conditions, fields)
    outlets = [one for one in conditions if one.field == OUTLET]
    others = _find([one for one in conditions if one.field != OUTLET and one.field not in there.fields])
    sums: Sums = defaultdict(lambda: defaultdict(int))
    told = there.fields.intersection(fields)
    if told and OUTLET in fields and others.fragments and not outlets:
        _count_at_once(sums, there, told, others)
    else:
        if told:
            _count_by_kind(sums, there, told, others.that_fulfil(outlets))
        if OUTLET in fields:
            _count_by_outlet(sums[OUTLET], there, others)
    if TAG in fields and TAG not in told:
        sums[TAG].update(_of_tags([one for one in conditions if one.field != TAG]))
    facets = {field: _facet(sums[field]) for field in fields}
    return {field: _named(facet) if field == OUTLET else facet for field, facet in facets.items()}


@dataclass(frozen=True)
class _Claims:
    """Claims to be counted: what they fulfil, which is nothing where they are all; whether they are told by number.

    Few of those are looked up.
    """

    fragments: Sequence[Fragment] = ()
    are_few: bool = False
    are_told: bool = False

    def that_fulfil(self, conditions: Sequence[Condition]) -> "_Claims":
        """Give those that fulfil these conditions too."""
        return replace(self, fragments=[*self.fragments, *(matched(lists.CLAIMS, one) for one in conditions)])

    def count(self, columns: Sequence[str], there: Kinds, wanted: Collection[Digests]) -> Iterator[Any]:
        """Count those of some kinds, and perhaps of others, by some columns: a row for each combination."""
        if not wanted:
            return
        # SQLite reads the index in the order of its groups also where each claim must then be looked up.
        sign = "+" if self.are_few else ""
        among = [one_of(f"{sign}{column}", values) for column, values in there.told_apart(wanted)]
        fragments = [(LIVE if self.are_few else COUNTED, []), *self.fragments, *among]
        where = " AND ".join(text for text, _ in fragments)
        bound = [value for _, values in fragments for value in values]
        grouped = ", ".join(f"{sign}{column}" for column in columns)
        select = f"SELECT {', '.join(columns)}, count(*) FROM claim WHERE {where} GROUP BY {grouped}"
        try:
            yield from chain.from_iterable(run_in_parts(select, bound, AT_ONCE))
        finally:
            if self.are_told:
                marks.forget(select, bound)


def _fields_of(there: Kinds, told: frozenset[str]) -> Mapping[Digests, frozenset[str]]:
    """Give for which fields the claims of a kind count: all or, if they miss the filters of one, that one alone."""
    return {one: misses or told for one, misses in there.misses.items() if len(misses) <= 1 and misses <= told}


def _count_by_kind(sums: Sums, there: Kinds, told: frozenset[str], claims: _Claims) -> None:
    """Count by what kinds tell."""
    fields_of = _fields_of(there, told)
    for *parts, number in claims.count(there.columns, there, fields_of):
        _add(sums, there, tuple(parts), fields_of.get(tuple(parts), ()), number)


def _add(sums: Sums, there: Kinds, digests: Digests, fields: Iterable[str], number: int) -> None:
    for field in fields:
        for value in there.values(digests, field):
            sums[field][value] += number


def _count_by_outlet(sums: dict[Any, int], there: Kinds, claims: _Claims) -> None:
    """Count by outlet."""
    fit = {digests for digests, misses in there.misses.items() if not misses}
    # The kind is looked at only where some do not fit.
    columns = there.columns if len(fit) < len(there.misses) else ()
    for *parts, outlet, number in claims.count([*columns, OUTLET], there, fit):
        if not columns or tuple(parts) in fit:
            sums[outlet] += number


def _count_at_once(sums: Sums, there: Kinds, told: frozenset[str], claims: _Claims) -> None:
    """Count by what kinds tell and by outlet in one pass; where something else is asked, few combinations are left."""
    fields_of = _fields_of(there, told)
    numbers: dict[Digests, int] = defaultdict(int)
    for *parts, outlet, number in claims.count([*there.columns, OUTLET], there, fields_of):
        digests = tuple(parts)
        numbers[digests] += number
        if not there.misses[digests]:
            sums[OUTLET][outlet] += number
    for digests, number in numbers.items():
        _add(sums, there, digests, fields_of.get(digests, ()), number)


def _find(conditions: Sequence[Condition]) -> _Claims:
    """Give the claims that these conditions find: few, or along an index of what claims are counted by."""
    if not conditions:
        return _Claims()
    text, bound = _listed(conditions)
    if not is_sqlite():
        return _Claims([(text, bound)])
    is_in_the_index = all(one.field in IN_THE_INDEX for one in conditions)
    most = FEW if is_in_the_index else MANY
    numbers = searching.numbers(conditions) or (f"SELECT number FROM claim WHERE {text}", bound)
    first = marks.find(*numbers, most + 1)
    if len(first) <= FEW:
        return _Claims([marks.listed(first)], are_few=True, are_told=True)
    if is_in_the_index:
        # No other index is used for what is asked so.
        return _Claims([(f"({text}) IS TRUE", bound)])
    found = first if len(first) <= MANY else _one_by_one(run_in_parts(*numbers, AT_ONCE))
    return _Claims([marks.marked(found, lookups.last_number())], are_told=True)


def _one_by_one(parts: Iterable[list[Any]]) -> Iterable[int]:
    return chain.from_iterable(chain.from_iterable(parts))


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
    if isinstance(match, Held | Aside) and condition.operator is Operator.IS:
        return match.listed(condition.values)
    return matched(lists.CLAIMS, condition)


def _named(facet: Facet) -> Facet:
    names = dict(run_for(NAMES, (one.value for one in facet.values if one.value is not None)))
    return replace(facet, values=[replace(one, name=names.get(one.value)) for one in facet.values])


def _facet(counted: Mapping[Any, int]) -> Facet:
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0] is None, one[0] or 0))
    return Facet([Counted(*one) for one in ordered[:MOST_VALUES]], truncated=len(ordered) > MOST_VALUES)
