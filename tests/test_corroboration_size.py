"""Stories of any size are weighed, in one pass and without recursion."""

import inspect
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest

from service.domain.corroboration import weigh
from service.domain.hearing import ring
from service.domain.testimony import Bounds, Case, Side, Testimony
from tests.testimonies import FIRST_DAY, copies, named, outlet, says, unnamed

MANY = 10_000
LARGE = 100_000
FRAMES = 60
"""So many calls within each other are enough, beside those of the test itself."""


@pytest.fixture
def _shallow() -> Iterator[None]:
    """Allow no deep recursion."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(context=0)) + FRAMES)
    yield
    sys.setrecursionlimit(before)


def speakers(number: int) -> list[Testimony]:
    return [says(f"{one:06}", named(f"speaker {one}")) for one in range(number)]


@pytest.mark.usefixtures("_shallow")
def test_a_ring_of_ten_thousand_is_circular() -> None:
    told = speakers(MANY)
    around = Side(told, {one.id: [told[number - 1].id] for number, one in enumerate(told)})

    assert weigh(Case(around)).status == "circular"
    assert len(ring(around)) == MANY
    assert len(weigh(Case(around)).steps) == MANY


@pytest.mark.usefixtures("_shallow")
def test_a_line_of_ten_thousand_has_the_source_of_its_end() -> None:
    told = speakers(MANY)
    line = Side(told, {one.id: [told[number].id] for number, one in enumerate(told[1:])})

    verdict = weigh(Case(line))

    assert verdict.status == "single_source"
    assert [step.testimony.id for step in verdict.steps if step.counts] == [told[0].id]
    assert ring(line) == ()


@pytest.mark.usefixtures("_shallow")
def test_a_story_of_a_hundred_thousand_testimonies_is_weighed() -> None:
    people = [named(f"person {number}") for number in range(1_000)]
    others = [unnamed(f"source {number}") for number in range(1_000)]
    papers = [outlet(f"paper {number}", f"owner {number % 100}") for number in range(1_000)]
    cast = [*people, *others, *papers]
    told = [Testimony(f"{one:06}", cast[one % len(cast)], f"{one}", f"{one}", f"{one}") for one in range(LARGE)]
    told += [copies(f"copy of {one.id}", one, "Daily") for one in told[: MANY // 10]]
    ties = {told[one].id: [told[one + 1].id] for one in range(0, MANY, 10)}

    verdict = weigh(Case(Side(told, ties)))

    assert verdict.origins == Bounds(1_000, 2_100)
    assert len(verdict.voices) == 2_100
    assert sum(len(voice.testimonies) for voice in verdict.voices) == LARGE - MANY // 10


@pytest.mark.usefixtures("_shallow")
def test_ten_thousand_who_deny_and_ten_thousand_who_confirm_are_told_apart() -> None:
    told = [says(f"{one:06}", named(f"speaker {one}"), at=1) for one in range(MANY)]
    denied = [says(f"not {one:06}", named(f"speaker {one}"), at=2 * (one % 2)) for one in range(MANY)]

    verdict = weigh(Case(Side(told), Side(denied)))

    assert (verdict.origins, verdict.contradicting) == (Bounds(MANY // 2, MANY // 2), Bounds(MANY // 2, MANY // 2))
    assert verdict.status == "contested"


def test_times_within_a_day_are_told_apart() -> None:
    told = [
        says(name, named("Ada"), published_at=FIRST_DAY + timedelta(minutes=minutes))
        for name, minutes in (("after", 2), ("before", 1))
    ]

    assert [step.testimony.id for step in weigh(Case(Side(told))).steps] == ["before", "after"]
