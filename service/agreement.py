"""Agreement: how far reviewers of the same claims agree on one scale, in figures and as the ratings themselves."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from service import scales
from service.domain.errors import Fault, Invalid
from service.domain.rights import BLIND_AGREEMENT
from service.domain.vocabulary import Level, ScaleOrder
from service.reviewers import Caller
from service.scales import Scale, Value
from service.schemas.agreement import MOST_IN_CONFUSION
from service.store import lists
from service.store.database import snapshot
from service.store.matches import one_of
from service.store.models import CURRENT, SHOWN
from service.store.query import DEFAULT_LIMIT, Condition, Query, fulfilled, run, run_for
from service.store.revisions import current

if TYPE_CHECKING:
    from service import reliability

DIGITS: Final = 6
SHARE_DIGITS: Final = 4
STATEMENTS: Final = "SELECT id, statement FROM claim WHERE id IN (??)"

Values = dict[str, Any]
Held = dict[str, dict[str, Value]]
"""By claim and reviewer: the value that they hold."""


@dataclass(frozen=True)
class Measured:
    """The values of the answer, and the revision of which they are true."""

    rev: int
    values: Values


@dataclass(frozen=True)
class Table:
    """The ratings themselves as CSV, and the revision of which they are true."""

    rev: int
    text: str


@dataclass
class Found:
    """What reviewers hold on a scale; of whom holds several values, only that it is so."""

    scale: Scale
    held: Held
    several: int
    stale: int

    @property
    def reviewers(self) -> list[str]:
        """Name those who hold something, by handle."""
        return sorted({handle for own in self.held.values() for handle in own})


def is_for_everybody(name: str, caller: Caller) -> bool:
    """Tell whether agreement on a scale is shown to all; while that is blind, refuse it to who may not see it."""
    is_blind = scales.get(name).is_blind
    if is_blind:
        caller.must(BLIND_AGREEMENT.scope)
    return not is_blind


def measure(wanted: Query, asked: str) -> Measured:
    """Say how far reviewers agree on a scale, over the claims that a query finds, which `asked` shows as spelled."""
    with snapshot():
        found, rev = _find(wanted), current()
        level, order = _level(found.scale, wanted.option("level"))
        values = _figures(found, level, wanted.option("limit") or DEFAULT_LIMIT)
        _say_what_is_claimed(values["disagreements"])
    given = {"predicate": found.scale.name, "query": asked, "rev": rev, "level": level, "order": order}
    return Measured(rev, {**given, **values})


def table(wanted: Query) -> Table:
    """Give the ratings as a matrix: a row a claim, a column a reviewer, a cell the whole term."""
    with snapshot():
        found, rev = _find(wanted), current()
    reviewers, text = found.reviewers, StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["claim", *reviewers])
    for claim, own in found.held.items():
        rows.writerow([claim, *(own[handle].term if handle in own else "" for handle in reviewers)])
    return Table(rev, text.getvalue())


def _find(wanted: Query) -> Found:
    scale = scales.get(wanted.option("predicate"))
    tags = run(*_select(scale, wanted))
    scale = scale.with_strays(term for _, _, term, _ in tags)
    by_term = {value.term: value for value in scale.values}
    times = Counter((claim, reviewer) for claim, reviewer, _, _ in tags)
    once = [tag for tag in tags if times[tag[0], tag[1]] == 1]
    held: Held = {}
    for claim, reviewer, term, _ in once:
        held.setdefault(claim, {})[reviewer] = by_term[term]
    stale = sum(bool(is_stale) and by_term[term].rates for _, _, term, is_stale in once)
    return Found(scale, held, sum(many > 1 for many in times.values()), stale)


def _select(scale: Scale, wanted: Query) -> tuple[str, list[Any]]:
    """Select the tags that hold on a scale, of some raters and of the claims that are wanted."""
    raters = [condition for condition in wanted.conditions if condition.field == "reviewer"]
    of_claims = [condition for condition in wanted.conditions if condition.field != "reviewer"]
    where, bound = [f"scale = ? AND {CURRENT if scale.is_blind else SHOWN}"], [scale.name]
    for text, values in (*map(_of_raters, raters), *_of_claims(of_claims)):
        where.append(text)
        bound += values
    if wanted.option("stale") is False:
        where.append("NOT stale")
    sql = f"SELECT claim_id, reviewer_id, term, stale FROM tag WHERE {' AND '.join(where)} ORDER BY claim_id"
    return sql, bound


def _of_raters(condition: Condition) -> tuple[str, list[Any]]:
    return one_of("reviewer_id", condition.values)


def _of_claims(conditions: Sequence[Condition]) -> list[tuple[str, list[Any]]]:
    if not conditions:
        return []
    where, bound = fulfilled(lists.CLAIMS, conditions)
    return [(f"claim_id IN (SELECT id FROM claim WHERE {where})", bound)]


def _level(scale: Scale, asked: Level | None) -> tuple[Level, ScaleOrder]:
    """Give the level that was asked for, or else what the taxonomy's numbers allow, and what orders the values."""
    level = asked or (Level.ORDINAL if scale.has_numbers else Level.NOMINAL)
    if level is Level.NOMINAL:
        return level, ScaleOrder.NONE
    if level is Level.INTERVAL and not scale.has_numbers:
        fault = Fault("no-numbers", "Not every value of this scale has a numerical_value; ask for nominal or ordinal.")
        raise Invalid("An interval needs numbers.", faults=[({"parameter": "level"}, fault)])
    return level, ScaleOrder.NUMERICAL_VALUE if scale.has_numbers else ScaleOrder.ENTRIES


def _figures(found: Found, level: Level, limit: int) -> Values:
    # numpy takes a tenth of a second and 30 MB: whoever measures agreement first pays for it, and nobody else.
    from service import reliability

    reviewers, claims = found.reviewers, list(found.held)
    values = _in_order(found)
    number_of = {value.term: number for number, value in enumerate(values)}
    column_of = {handle: number for number, handle in enumerate(reviewers)}
    cells = [
        (row, column_of[handle], number_of[value.term])
        for row, own in enumerate(found.held.values())
        for handle, value in own.items()
        if value.rates
    ]
    ratings = reliability.Ratings(cells, (len(claims), len(reviewers)), _places(values, level))
    by_rater, by_value = Counter(cell[1] for cell in cells), Counter(cell[2] for cell in cells)
    compared = reliability.pairs(ratings)
    differ = reliability.disagreements(ratings, level)
    return {
        "values": [{"value": value.name, "ratings": by_value[number]} for number, value in enumerate(values)],
        "units": _figure(len(ratings.paired), int((ratings.sizes > 0).sum())),
        "raters": len(by_rater),
        "by_rater": [{"reviewer": reviewers[number], "ratings": by_rater[number]} for number in sorted(by_rater)],
        "ratings": _figure(int(ratings.paired.sum()), len(cells)),
        "missing": _missing(found),
        "several": found.several,
        "stale": found.stale,
        "alpha": _alpha(reliability.alpha(ratings, level)),
        "agreement": _figure(*reliability.alike(ratings)),
        "pairs": [_pair(pair, reviewers) for pair in compared if by_rater[pair.raters[0]] and by_rater[pair.raters[1]]],
        "pairs_truncated": len(by_rater) > reliability.MOST_PAIRED_RATERS,
        "confusion": reliability.coincidences(ratings) if len(values) <= MOST_IN_CONFUSION else None,
        "disagreements": [
            {"claim": claims[unit], "disagreement": round(how_far, SHARE_DIGITS), "ratings": _held(found, claims[unit])}
            for unit, how_far in differ[:limit]
        ],
        "truncated": len(differ) > limit,
    }


def _in_order(found: Found) -> list[Value]:
    """Give the values that somebody holds, by their numbers where all have one, else as in the taxonomy."""
    used = {value.term for own in found.held.values() for value in own.values()}
    values = [value for value in found.scale.values if value.rates and value.term in used]
    return sorted(values, key=lambda value: value.number or 0) if found.scale.has_numbers else values


def _places(values: Sequence[Value], level: Level) -> list[float]:
    """Say where each value stands; values of one number stand at one place, unless only being the same counts."""
    if level is Level.NOMINAL or any(value.number is None for value in values):
        return [float(number) for number in range(len(values))]
    return [float(value.number or 0) for value in values]


def _missing(found: Found) -> list[Values]:
    given = Counter(value.term for own in found.held.values() for value in own.values())
    return [{"value": value.name, "ratings": given[value.term]} for value in found.scale.values if not value.rates]


def _held(found: Found, claim: str) -> list[Values]:
    own = found.held[claim]
    return [{"reviewer": handle, "value": own[handle].name} for handle in sorted(own) if own[handle].rates]


def _alpha(found: "reliability.Coefficient") -> Values:
    from service.reliability import CONFIDENCE, RESAMPLES, SEED

    interval = found.interval and {
        "low": round(found.interval.low, DIGITS), "high": round(found.interval.high, DIGITS), "level": CONFIDENCE,
        "resamples": RESAMPLES, "undefined": found.interval.undefined, "seed": SEED,
    }  # fmt: skip
    return {"value": _rounded(found.value), "reason": found.reason, "interval": interval}


def _pair(pair: "reliability.Pair", reviewers: Sequence[str]) -> Values:
    return {
        "reviewers": [reviewers[number] for number in pair.raters], "units": pair.units,
        "agreement": _figure(pair.alike, pair.units), "kappa": _rounded(pair.kappa.value), "reason": pair.kappa.reason,
    }  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _figure(count: int, of: int) -> Values:
    return {"count": count, "of": of, "share": round(count / of, SHARE_DIGITS) if of else None}


def _say_what_is_claimed(listed: list[Values]) -> None:
    said = dict(run_for(STATEMENTS, [one["claim"] for one in listed]))
    for one in listed:
        one["statement"] = said[one["claim"]]
