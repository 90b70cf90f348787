"""The engine's two numbers against every way in which those who are not told apart could be one voice.

Nothing of the engine is used to find them. A *voice* is a group of origins that are one and the same in the end. Two
may be in one group if either is not named, or if they belong together, unless both are outlets that saw it themselves.
An outlet that does not tell where it has it from may have it from anybody, from nobody, or be a voice of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, product
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.corroboration import weigh
from service.domain.testimony import Case, Origin, Side
from service.domain.vocabulary import SourceKind
from tests.random_stories import EXAMPLES, laws
from tests.testimonies import says

LARGEST_OF_ALL: Final = 7 if EXAMPLES >= 20_000 else 4
"""Of all stories up to this size each is tried: `make test` tries some of those up to 7, `make long` all."""


@dataclass(frozen=True)
class One:
    """One origin: the letter of its family, or none if it is not named; what it is; how many it may be."""

    family: str
    what: str
    count: int = 1


PLAIN, SAW, DOES_NOT_TELL = "plain", "saw it", "does not tell"
FAMILIES: Final = "abcdefg"
KINDS: Final = [
    *(One(family, what) for family, what in product(FAMILIES, (PLAIN, SAW, DOES_NOT_TELL))),
    One("", PLAIN),
    One("", PLAIN, 3),
    One("", SAW),
    One("", DOES_NOT_TELL),
]


def may_be_one(one: One, other: One) -> bool:
    if not one.family or not other.family:
        return True
    return one.family == other.family and not one.what == other.what == SAW


def groupings(some: Sequence[One]) -> Iterator[list[list[One]]]:
    """Give every way to sort those who know into voices."""
    if not some:
        yield []
        return
    first, *others = some
    for groups in groupings(others):
        yield [[first], *groups]
        for place, group in enumerate(groups):
            if all(may_be_one(first, other) for other in group):
                yield [*groups[:place], [first, *group], *groups[place + 1 :]]


def fewest(some: Sequence[One]) -> int:
    """Count the voices of the worst case, where outlets that do not tell have it from nobody."""
    return min(len(groups) for groups in groupings([one for one in some if one.what != DOES_NOT_TELL]))


def most(some: Sequence[One]) -> int:
    """Count the voices of the best case.

    Outlets of one owner that do not tell have it from one place, which is the outlet of theirs that saw it if one did.
    """
    telling = [one for one in some if one.what != DOES_NOT_TELL]
    best = max(sum(max(one.count for one in group) for group in groups) for groups in groupings(telling))
    silent = [one for one in some if one.what == DOES_NOT_TELL]
    eyes = {one.family for one in some if one.what == SAW and one.family}
    of_a_family = {one.family for one in silent if one.family} - eyes
    return best + len(of_a_family) + sum(not one.family for one in silent)


def origin(number: int, one: One) -> Origin:
    kind = SourceKind.PERSON if one.what == PLAIN else SourceKind.OUTLET
    line = (f"family {one.family}",) if one.family else ()
    name = f"{number}"
    return Origin(name, name, kind, named=bool(one.family), saw=one.what == SAW, line=line, people=one.count)


def assert_engine_agrees(some: Sequence[One]) -> None:
    testimonies = [says(f"{number}", origin(number, one)) for number, one in enumerate(some)]

    origins = weigh(Case(Side(testimonies))).origins

    assert (origins.min, origins.max) == (fewest(some), most(some)), some


def is_told_apart_by_letters_only(some: Sequence[One]) -> bool:
    """Tell whether families have the first letters, the larger family the earlier one: others say the same."""
    letters = [one.family for one in some if one.family]
    shapes = [tuple(sorted(one.what for one in some if one.family == family)) for family in FAMILIES]
    return shapes == sorted(shapes, reverse=True) and set(letters) == set(FAMILIES[: len(set(letters))])


@pytest.mark.parametrize("size", range(1, LARGEST_OF_ALL + 1))
def test_the_engine_counts_every_small_story_as_brute_force_does(size: int) -> None:
    tried = 0
    for some in combinations_with_replacement(KINDS, size):
        if is_told_apart_by_letters_only(some):
            assert_engine_agrees(some)
            tried += 1
    assert tried >= 7


@laws
@given(st.lists(st.sampled_from(KINDS), min_size=1, max_size=7))
def test_the_engine_counts_stories_of_up_to_seven_origins_as_brute_force_does(some: list[One]) -> None:
    assert_engine_agrees(some)
