"""The figures of agreement, computed from ratings that are numbers; knows no store.

Alpha is computed by the library `krippendorff`. For resamples, and where the library would need too much memory, by the
same formula over sums: all three distances are, or can be made, squares of differences. With `m` ratings of a unit
whose places are x, the distances of its ordered pairs add up to 2m(sum of squares) - 2(sum)^2, so that no pair is ever
looked at. For the ordinal one, the place of a value is its mean rank among all ratings.

Source: K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import krippendorff
import numpy as np
from numpy.typing import NDArray

from service.domain.vocabulary import Level, WithoutValue

RESAMPLES: Final = 1_000
SEED: Final = 20_111
CONFIDENCE: Final = 0.95
MOST_PAIRED_RATERS: Final = 50
MOST_CELLS: Final = 4_000_000
"""The library holds units x values x values numbers several times over; at 8 bytes, this many are 100 MB."""
CELLS_AT_ONCE: Final = 2_000_000

A_PAIR: Final = 2
NOTHING: Final = 1e-9
"""A smaller distance comes from rounding."""

LEVELS: Final[dict[Level, Literal["nominal", "ordinal", "interval"]]] = {
    Level.NOMINAL: "nominal",
    Level.ORDINAL: "ordinal",
    Level.INTERVAL: "interval",
}

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """Bounds between which alpha of most resamples lies, and how many of these had none."""

    low: float
    high: float
    undefined: int


@dataclass(frozen=True)
class Coefficient:
    """A coefficient of agreement, or why it has no value."""

    value: float | None
    reason: WithoutValue | None = None
    interval: Interval | None = None


@dataclass(frozen=True)
class Pair:
    """How far two raters agree, each named by their number."""

    raters: tuple[int, int]
    units: int
    alike: int
    kappa: Coefficient


class Ratings:
    """Who rated what: rows are units, columns raters, a cell the number of a value, or -1 where there is none."""

    def __init__(self, cells: Sequence[tuple[int, int, int]], shape: tuple[int, int], places: Sequence[float]) -> None:
        """Take cells as (unit, rater, value), how many units and raters there are, and where each value stands."""
        given = np.array(cells, dtype=np.int64).reshape(-1, 3)
        self.codes = np.full(shape, -1, dtype=np.int64)
        self.codes[given[:, 0], given[:, 1]] = given[:, 2]
        width = len(places)
        flat = np.bincount(given[:, 0] * width + given[:, 2], minlength=shape[0] * width) if len(given) else np.zeros(0)
        self.counts: Counts = flat.astype(np.int64).reshape(shape[0] if len(given) else 0, width)
        self.sizes: Counts = self.counts.sum(axis=1)
        self.paired = self.counts[self.sizes > 1]
        self.domain, stand_at = np.unique(np.array(places, dtype=np.float64), return_inverse=True)
        # Values at one place are one value of it; for a nominal scale each has a place of its own.
        self.placed: Counts = self.counts @ np.eye(len(self.domain), dtype=np.int64)[stand_at]


def alpha(ratings: Ratings, level: Level) -> Coefficient:
    """Give Krippendorff's alpha with its bootstrap interval."""
    counts = ratings.placed[ratings.sizes > 1]
    if not len(counts):
        return Coefficient(None, WithoutValue.TOO_FEW)
    is_used = counts.sum(axis=0) > 0
    counts, domain = counts[:, is_used], ratings.domain[is_used]
    if len(domain) < A_PAIR:
        return Coefficient(None, WithoutValue.ONE_VALUE)
    value = by_the_library(counts, domain, level) if counts.size * len(domain) <= MOST_CELLS else None
    once = np.ones((1, len(counts)))
    found = value if value is not None else float(by_sums(counts, domain, level, once)[0])
    return Coefficient(found, interval=_bootstrap(counts, domain, level))


def by_the_library(counts: Counts, domain: Floats, level: Level) -> float:
    """Compute alpha as the library does, of units by values."""
    return float(krippendorff.alpha(value_counts=counts, value_domain=domain, level_of_measurement=LEVELS[level]))


def by_sums(counts: Counts, domain: Floats, level: Level, weights: Floats) -> Floats:
    """Compute alpha once for each row of weights, which say how often each unit counts; NaN where it has none."""
    sizes = counts.sum(axis=1)
    of_values = weights @ counts
    total = of_values.sum(axis=1)
    if level is Level.NOMINAL:
        observed = weights @ ((sizes**2 - (counts**2).sum(axis=1)) / (sizes - 1))
        expected = total**2 - (of_values**2).sum(axis=1)
    else:
        places = _places(of_values, domain, level)
        observed = (weights.T * _distances(counts, places)).sum(axis=0)
        expected = 2 * total * (of_values * places**2).sum(axis=1) - 2 * (of_values * places).sum(axis=1) ** 2
    has_one = (of_values > 0).sum(axis=1) < A_PAIR
    return np.where(has_one, np.nan, 1 - (total - 1) * observed / np.where(has_one, 1, expected))


def _places(of_values: Floats, domain: Floats, level: Level) -> Floats:
    """Say where each value stands, between 0 and 1, for each row of how often the values are used."""
    if level is Level.ORDINAL:
        ranks: Floats = (of_values.cumsum(axis=1) - of_values / 2) / of_values.sum(axis=1, keepdims=True)
        return ranks
    from_first = (domain - domain[0]) / (domain[-1] - domain[0])
    return np.broadcast_to(from_first, of_values.shape)


def _distances(counts: Counts, places: Floats) -> Floats:
    """Add up the distances within each unit, a column for each row of places; divided by its ratings but one."""
    sizes = counts.sum(axis=1)[:, np.newaxis]
    found: Floats = (2 * sizes * (counts @ (places**2).T) - 2 * (counts @ places.T) ** 2) / (sizes - 1)
    return found


def _bootstrap(counts: Counts, domain: Floats, level: Level) -> Interval | None:
    if len(counts) < A_PAIR:
        return None
    # Units that were rated in the same way are drawn together.
    profiles, times = np.unique(counts, axis=0, return_counts=True)
    generator = np.random.default_rng(SEED)
    at_once = max(1, CELLS_AT_ONCE // len(profiles))
    found = []
    for start in range(0, RESAMPLES, at_once):
        size = min(at_once, RESAMPLES - start)
        drawn = generator.multinomial(len(counts), times / len(counts), size=size).astype(np.float64)
        found.append(by_sums(profiles, domain, level, drawn))
    alphas = np.concatenate(found)
    defined = alphas[~np.isnan(alphas)]
    if not len(defined):
        return None
    low, high = np.quantile(defined, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(float(low), float(high), RESAMPLES - len(defined))


def alike(ratings: Ratings) -> tuple[int, int]:
    """Count the pairs of ratings of one unit that are alike, and all of them."""
    sizes = ratings.paired.sum(axis=1)
    return int((ratings.paired * (ratings.paired - 1)).sum()) // 2, int((sizes * (sizes - 1)).sum()) // 2


def pairs(ratings: Ratings) -> list[Pair]:
    """Compare each two raters; of many, those who rated most."""
    rated = (ratings.codes >= 0).sum(axis=0)
    chosen = sorted(np.argsort(-rated, kind="stable")[:MOST_PAIRED_RATERS].tolist())
    return [_pair(ratings, one, other) for one, other in combinations(chosen, 2)]


def _pair(ratings: Ratings, one: int, other: int) -> Pair:
    first, second = ratings.codes[:, one], ratings.codes[:, other]
    both = (first >= 0) & (second >= 0)
    first, second = first[both], second[both]
    same = int((first == second).sum())
    return Pair((one, other), len(first), same, _kappa(first, second, same))


def _kappa(first: Counts, second: Counts, same: int) -> Coefficient:
    """Give Cohen's kappa. Source: J. Cohen, A coefficient of agreement for nominal scales, 1960."""
    if not len(first):
        return Coefficient(None, WithoutValue.TOO_FEW)
    width = int(max(first.max(), second.max())) + 1
    by_chance = int(np.bincount(first, minlength=width) @ np.bincount(second, minlength=width))
    most = len(first) ** 2
    if by_chance == most:
        return Coefficient(None, WithoutValue.ONE_VALUE)
    return Coefficient((len(first) * same - by_chance) / (most - by_chance))


def coincidences(ratings: Ratings) -> list[list[float]]:
    """Give the matrix of coincidences: how often two values met on one unit, where each rating counts once."""
    counts = ratings.paired.astype(np.float64)
    weighed = counts / (counts.sum(axis=1, keepdims=True) - 1)
    found = weighed.T @ counts - np.diag(weighed.sum(axis=0))
    return [[round(float(value), 6) for value in row] for row in found]


def disagreements(ratings: Ratings, level: Level) -> list[tuple[int, float]]:
    """Give the units on which raters differ with how far they do, from 0 to 1, the most first, then by number."""
    (units,) = np.nonzero(ratings.sizes > 1)
    counts, sizes = ratings.placed[units], ratings.sizes[units]
    used = counts[:, counts.sum(axis=0) > 0]
    if used.shape[1] < A_PAIR:
        return []
    if level is Level.NOMINAL:
        found = (sizes**2 - (counts**2).sum(axis=1)) / (sizes * (sizes - 1))
    else:
        of_values = used.sum(axis=0, keepdims=True).astype(np.float64)
        places = _places(of_values, ratings.domain[counts.sum(axis=0) > 0], level)
        farthest = (places[0, -1] - places[0, 0]) ** 2
        found = _distances(used, places)[:, 0] / sizes / farthest
    order = np.lexsort((units, -np.round(found, 9)))
    return [(int(units[at]), min(float(found[at]), 1.0)) for at in order if found[at] > NOTHING]
