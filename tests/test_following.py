"""How many claims have it from each claim."""

from hypothesis import given
from hypothesis import strategies as st

from service.domain.following import followers

REPEATS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda ends: ends[0] != ends[1]), unique=True)


def test_whoever_repeats_one_that_repeats_has_it_from_the_first() -> None:
    assert followers([("b", "a"), ("c", "b"), ("d", "b")]) == {"a": 3, "b": 2, "c": 0, "d": 0}


def test_one_that_has_it_in_two_ways_counts_once() -> None:
    assert followers([("b", "a"), ("c", "a"), ("d", "b"), ("d", "c")])["a"] == 3


def test_of_claims_that_repeat_each_other_in_a_ring_each_has_it_from_all_others() -> None:
    assert followers([("a", "b"), ("b", "c"), ("c", "a"), ("d", "a")]) == {"a": 3, "b": 3, "c": 3, "d": 0}


def test_a_long_line_is_counted_to_its_end() -> None:
    line = [(f"{number + 1:04}", f"{number:04}") for number in range(2_000)]

    assert followers(line)["0000"] == 2_000


@given(REPEATS)
def test_it_is_what_one_finds_who_follows_each_tie(repeats: list[tuple[int, int]]) -> None:
    ties = [(str(claim), str(other)) for claim, other in repeats]

    counted = followers(ties)

    for claim, count in counted.items():
        reached: set[str] = set()
        waiting = [claim]
        while waiting:
            at = waiting.pop()
            new = {one for one, other in ties if other == at} - reached
            reached |= new
            waiting += new
        assert count == len(reached - {claim})
