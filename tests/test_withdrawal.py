"""What a story amounts to without one of those whom it rests on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.corroboration import Verdict, weigh
from service.domain.testimony import Case, Side, Testimony
from service.domain.vocabulary import CorroborationStatus as Status
from service.domain.withdrawal import WEAKEST_FIRST, falls, without
from tests.random_stories import CAST, PAPERS, cases, laws
from tests.testimonies import amounts_to, copies, named, outlet, says, side


def story_without(who: str, *testimonies: Testimony, against: Testimony | None = None) -> Verdict:
    return without(Case(Side(testimonies), Side([against] if against else [])), who)


def test_without_one_of_two_named_people_the_other_is_left() -> None:
    verdict = story_without("Ada", says("one", named("Ada")), says("two", named("Bea")))

    assert amounts_to(verdict) == ("single_source", 1, 1)


def test_without_the_only_one_nothing_is_left() -> None:
    assert amounts_to(story_without("Ada", says("one", named("Ada")))) == ("retracted", 0, 0)


def test_what_came_through_an_outlet_falls_with_it() -> None:
    passed_on = says("one", named("Ada"), through=frozenset({"Courier", "Ada"}))

    assert amounts_to(story_without("Courier", passed_on, says("two", named("Bea")))) == ("single_source", 1, 1)


def test_what_was_heard_from_the_same_person_another_way_stays() -> None:
    passed_on = says("one", named("Ada"), through=frozenset({"Courier", "Ada"}))

    assert amounts_to(story_without("Courier", passed_on, says("two", named("Ada")))) == ("single_source", 1, 1)


def test_what_repeats_somebody_who_falls_does_not_speak_for_itself() -> None:
    told = side(says("one", named("Ada")), says("two", outlet("Courier")), repeats={"two": ["one"]})

    assert amounts_to(without(Case(told), "Ada")) == ("retracted", 0, 0)


def test_copies_fall_with_their_original() -> None:
    original = says("one", named("Ada"), through=frozenset({"agency", "Ada"}))

    assert amounts_to(story_without("agency", original, copies("two", original, "Daily"))) == ("retracted", 0, 0)


def test_without_who_contradicts_it_nothing_stands_against_it() -> None:
    verdict = story_without("Bea", says("one", named("Ada")), against=says("two", named("Bea")))

    assert amounts_to(verdict) == ("single_source", 1, 1)


def test_without_a_stranger_a_story_stays_as_it_was() -> None:
    told = Case(Side([says("one", named("Ada"))]))

    assert without(told, "Bea") == weigh(told)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Status.CORROBORATED, Status.POSSIBLY_CORROBORATED),
        (Status.SINGLE_SOURCE, Status.RETRACTED),
        (Status.UNRESOLVED, Status.UNATTRIBUTED),
        (Status.CONTESTED, Status.CONTRADICTED),
    ],
)
def test_a_story_falls_where_it_becomes_weaker(before: Status, after: Status) -> None:
    assert falls(before, after)
    assert not falls(after, before)
    assert not falls(before, before)


def test_every_status_has_its_strength() -> None:
    assert sorted(WEAKEST_FIRST) == sorted(Status)


@laws
@given(cases(), st.sampled_from([*(origin.who for origin in CAST), *PAPERS]))
def test_nobody_is_left_whom_a_story_was_weighed_without(case: Case, who: str) -> None:
    verdict = without(case, who)

    assert who not in {voice.origin.who for voice in (*verdict.voices, *verdict.voices_against)}


@laws
@given(cases(), st.sampled_from([origin.who for origin in CAST]))
def test_nobody_is_gained_on_a_side_by_weighing_without_somebody(case: Case, who: str) -> None:
    before = weigh(Case(case.support))

    assert without(Case(case.support), who).origins.max <= before.origins.max
