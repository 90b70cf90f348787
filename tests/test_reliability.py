"""The figures of agreement are those of the textbooks, and follow the laws that they should."""

from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import reliability
from service.domain.vocabulary import Level, WithoutValue
from service.reliability import Ratings

GAP: Final[Any] = None
KRIPPENDORFF = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
    [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
]
"""K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, section C: four observers, twelve units."""
BINARY = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
"""The same, section A: two observers, ten units, two values."""
NOMINAL = [list("aabbdcccedda"), list("babbbccceddd")]
"""The same, section B: two observers, twelve units, five values."""

Rows = list[list[Any]]


def rated(rows: Rows, places: list[float] | None = None) -> Ratings:
    """Read a textbook's matrix, a row an observer; a value stands where it sorts, unless its place is given."""
    values = sorted({value for row in rows for value in row if value is not None})
    cells = [
        (unit, rater, values.index(value))
        for rater, row in enumerate(rows)
        for unit, value in enumerate(row)
        if value is not None
    ]
    return Ratings(cells, (len(rows[0]), len(rows)), places or [float(number) for number in range(len(values))])


def alpha(rows: Rows, level: Level = Level.NOMINAL) -> float | None:
    return reliability.alpha(rated(rows), level).value


@pytest.mark.parametrize(
    ("rows", "level", "textbook"),
    [
        (BINARY, Level.NOMINAL, 0.095),
        (NOMINAL, Level.NOMINAL, 0.692),
        (KRIPPENDORFF, Level.NOMINAL, 0.743),
        (KRIPPENDORFF, Level.ORDINAL, 0.815),
        (KRIPPENDORFF, Level.INTERVAL, 0.849),
    ],
)
def test_alpha_is_the_textbooks(rows: Rows, level: Level, textbook: float) -> None:
    assert alpha(rows, level) == pytest.approx(textbook, abs=0.0005)


def kappa(first: list[Any], second: list[Any]) -> reliability.Pair:
    (pair,) = reliability.pairs(rated([first, second]))
    return pair


def of_table(table: list[list[int]]) -> tuple[list[int], list[int]]:
    """Give the ratings of two observers that a table counts."""
    pairs = [
        (row, column) for row, counts in enumerate(table) for column, count in enumerate(counts) for _ in range(count)
    ]
    return [first for first, _ in pairs], [second for GAP, second in pairs]


@pytest.mark.parametrize(
    ("table", "alike", "textbook"),
    [
        # J. Cohen, A coefficient of agreement for nominal scales, 1960, table 1, of 200 patients.
        ([[50, 26, 24], [24, 4, 32], [6, 30, 4]], 58, None),
        # A. R. Feinstein and D. V. Cicchetti, High agreement but low kappa, 1990, tables 2 and 3.
        ([[40, 9], [6, 45]], 85, 0.70),
        ([[80, 10], [5, 5]], 85, 0.32),
        # J. L. Fleiss, Statistical Methods for Rates and Proportions, 1981, table 13.1.
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 89, 0.68),
    ],
)
def test_kappa_is_the_textbooks(table: list[list[int]], alike: int, textbook: float | None) -> None:
    pair = kappa(*of_table(table))

    assert (pair.alike, pair.units) == (alike, sum(map(sum, table)))
    if textbook is not None:
        assert pair.kappa.value == pytest.approx(textbook, abs=0.005)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([[1, GAP, 2], [GAP, 2, GAP]], WithoutValue.TOO_FEW),
        ([[GAP, GAP], [GAP, GAP]], WithoutValue.TOO_FEW),
        ([[1, 1, 2], [1, 1, GAP]], WithoutValue.ONE_VALUE),
        ([[1, 1], [1, 1]], WithoutValue.ONE_VALUE),
    ],
)
@pytest.mark.parametrize("level", list(Level))
def test_there_is_no_alpha_without_two_ratings_or_two_values(rows: Rows, reason: WithoutValue, level: Level) -> None:
    found = reliability.alpha(rated(rows), level)

    assert (found.value, found.reason, found.interval) == (None, reason, None)
    assert reliability.disagreements(rated(rows), level) == []


def test_there_is_no_kappa_without_a_claim_in_common_or_with_one_value_alone() -> None:
    assert kappa([1, GAP], [GAP, 2]).kappa == reliability.Coefficient(None, WithoutValue.TOO_FEW)
    assert kappa([1, 1, 2], [1, 1, GAP]).kappa == reliability.Coefficient(None, WithoutValue.ONE_VALUE)


@pytest.mark.parametrize("level", list(Level))
def test_perfect_agreement_on_two_values_is_one(level: Level) -> None:
    rows = [[1, 2, 1, 2], [1, 2, 1, 2], [1, GAP, GAP, 2]]

    found = reliability.alpha(rated(rows), level)

    assert found.value == 1
    assert found.interval is not None
    assert [found.interval.low, found.interval.high] == pytest.approx([1, 1])
    # Four units of two values: one draw in eight has one of them alone.
    assert 80 < found.interval.undefined < 180
    assert [pair.kappa.value for pair in reliability.pairs(rated(rows))] == [1, 1, 1]


VALUES = st.one_of(st.none(), st.integers(0, 4))
MATRICES = st.integers(2, 7).flatmap(
    lambda units: st.lists(st.lists(VALUES, min_size=units, max_size=units), min_size=2, max_size=5)
).filter(lambda rows: any(value is not None for row in rows for value in row))  # fmt: skip


@given(rows=MATRICES, level=st.sampled_from(list(Level)), random=st.randoms())
def test_it_does_not_matter_who_is_who_or_which_claim_comes_first(rows: Rows, level: Level, random: Any) -> None:
    before = reliability.alpha(rated(rows), level)
    random.shuffle(rows)
    columns = list(zip(*rows, strict=True))
    random.shuffle(columns)

    after = reliability.alpha(rated([list(row) for row in zip(*columns, strict=True)]), level)

    assert after.reason == before.reason
    assert after.value == pytest.approx(before.value)
    assert after.interval is None or before.interval is None or after.interval.low == pytest.approx(before.interval.low)


@given(rows=MATRICES, level=st.sampled_from(list(Level)))
def test_alpha_by_sums_is_the_librarys(rows: Rows, level: Level) -> None:
    ratings = rated(rows)
    counts = ratings.placed[ratings.sizes > 1]
    used = counts.sum(axis=0) > 0
    counts, domain = counts[:, used], ratings.domain[used]
    if used.sum() < 2:
        assert reliability.alpha(ratings, level).value is None
        return

    (by_sums,) = reliability.by_sums(counts, domain, level, np.ones((1, len(counts))))

    assert by_sums == pytest.approx(reliability.by_the_library(counts, domain, level))


@given(rows=MATRICES, level=st.sampled_from(list(Level)), seed=st.integers(0, 99))
def test_a_unit_that_is_drawn_twice_counts_as_two(rows: Rows, level: Level, seed: int) -> None:
    ratings = rated(rows)
    counts = ratings.placed[ratings.sizes > 1]
    if not len(counts) or len(ratings.domain) < 2:
        return
    times = np.random.default_rng(seed).integers(0, 4, len(counts))
    times[0] += 1
    drawn = np.repeat(counts, times, axis=0)
    used = drawn.sum(axis=0) > 0

    (by_sums,) = reliability.by_sums(counts, ratings.domain, level, times[np.newaxis, :].astype(float))

    if used.sum() < 2:
        assert np.isnan(by_sums)
    else:
        assert by_sums == pytest.approx(reliability.by_the_library(drawn[:, used], ratings.domain[used], level))


def test_values_of_one_number_stand_at_one_place_unless_only_sameness_counts() -> None:
    rows, places = [["a", "b", "c", "c"], ["b", "a", "c", "c"]], [1.0, 1.0, 5.0]

    assert reliability.alpha(rated(rows, places), Level.ORDINAL).value == 1
    assert reliability.alpha(rated(rows, places), Level.INTERVAL).value == 1
    assert reliability.alike(rated(rows, places)) == (2, 4)


def test_coincidences_are_the_textbooks_and_symmetric() -> None:
    # The same paper, section C.
    assert reliability.coincidences(rated(KRIPPENDORFF)) == [
        pytest.approx(row, abs=0.001)
        for row in (
            [7, 4 / 3, 1 / 3, 1 / 3, 0],
            [4 / 3, 10, 4 / 3, 1 / 3, 0],
            [1 / 3, 4 / 3, 8, 1 / 3, 0],
            [1 / 3, 1 / 3, 1 / 3, 4, 0],
            [0, 0, 0, 0, 3],
        )
    ]


def test_what_lies_farthest_apart_is_the_greatest_disagreement() -> None:
    rows = [[1, 1, 1, 3, 2], [3, 2, 1, 1, 2], [GAP, GAP, GAP, 1, 2]]

    found = {level: dict(reliability.disagreements(rated(rows), level)) for level in Level}

    assert list(found[Level.NOMINAL].items()) == [(0, 1), (1, 1), (3, pytest.approx(2 / 3))]
    assert list(found[Level.INTERVAL].items()) == [(0, 1), (3, pytest.approx(2 / 3)), (1, pytest.approx(1 / 4))]
    assert list(found[Level.ORDINAL]) == [0, 3, 1]
    assert found[Level.ORDINAL][0] == 1


def test_a_scale_of_many_values_is_computed_without_the_library_and_comes_to_the_same() -> None:
    random = np.random.default_rng(1)
    rows = random.integers(0, 300, (3, 60)).tolist()
    rows[1][:30] = rows[0][:30]
    ratings = rated(rows)
    assert ratings.placed.size * len(ratings.domain) < reliability.MOST_CELLS

    for level in Level:
        found = reliability.alpha(ratings, level)
        (by_sums,) = reliability.by_sums(ratings.placed, ratings.domain, level, np.ones((1, 60)))
        assert found.value == pytest.approx(by_sums)


def test_of_more_than_fifty_raters_those_are_paired_who_rated_most() -> None:
    rows: Rows = [[1, 2]] * 50 + [[1, None]]

    pairs = reliability.pairs(rated(rows))

    assert len(pairs) == 50 * 49 / 2
    assert not any(50 in pair.raters for pair in pairs)
