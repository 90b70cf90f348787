"""What would move a story's status, and what it would amount to then."""

from collections.abc import Sequence

from hypothesis import given

from service.domain.corroboration import weigh
from service.domain.next_steps import MOST_TRIED, NextStep, next_steps
from service.domain.testimony import Bounds, Case, Origin, Side, Testimony
from service.domain.vocabulary import SourceKind
from tests.random_stories import cases, laws
from tests.testimonies import asserts, named, outlet, says, side, unnamed


def steps(*testimonies: Testimony, against: Sequence[Testimony] = ()) -> list[NextStep]:
    return next_steps(Case(Side(testimonies), Side(against)))


def told(found: Sequence[NextStep]) -> list[tuple[str, int, str | None, str | None, str]]:
    return [(step.kind, step.number, step.source, step.testimony, step.status) for step in found]


def test_a_second_named_origin_would_corroborate_a_single_source() -> None:
    (step,) = steps(says("one", named("Ada")))

    assert told([step]) == [("add", 1, None, None, "corroborated")]
    assert step.origins == Bounds(2, 2)
    assert step.text == "If one more named and independent origin said so, the story would be corroborated."


def test_an_unnamed_speaker_beside_a_named_one_could_be_identified() -> None:
    found = steps(says("one", named("Ada")), says("two", unnamed("an official")))

    assert told(found) == [
        ("identify", 1, "an official", "two", "corroborated"),
        ("add", 1, None, None, "corroborated"),
    ]


def test_identifying_the_only_speaker_would_move_nothing() -> None:
    assert [step.kind for step in steps(says("one", unnamed("an official")))] == ["add"]


def test_an_outlet_that_does_not_tell_could_be_traced() -> None:
    found = steps(says("one", outlet("Courier")))

    assert told(found) == [
        ("trace", 1, "Courier", "one", "single_source"),
        ("add", 1, None, None, "possibly_corroborated"),
    ]


def test_an_own_voice_could_be_traced() -> None:
    found = steps(asserts("one", outlet("Daily")), says("two", named("Ada")))

    assert told(found)[0] == ("trace", 1, "Daily", "one", "corroborated")


def test_beside_two_unnamed_speakers_it_takes_two_named_ones() -> None:
    found = steps(says("one", unnamed("an official")), says("two", unnamed("another")))

    assert told(found) == [("add", 2, None, None, "corroborated")]
    assert found[0].text == "If two more named and independent origins said so, the story would be corroborated."


def test_what_stands_against_it_could_be_taken_back() -> None:
    found = steps(says("one", named("Ada")), against=[says("two", named("Bea"))])

    assert told(found) == [("take_back", 1, "Bea", "two", "single_source")]


def test_where_two_stand_against_it_one_of_them_alone_is_not_enough() -> None:
    assert steps(says("one", named("Ada")), against=[says("two", named("Bea")), says("three", named("Cyd"))]) == []


def test_where_one_denies_it_twice_one_denial_taken_back_is_not_enough() -> None:
    denials = [says("two", named("Bea"), at=1), says("three", named("Bea"), at=2)]

    assert steps(says("one", named("Ada")), against=denials) == []


def test_a_ring_needs_somebody_who_speaks() -> None:
    ring = side(says("one", named("Ada")), says("two", named("Bea")), repeats={"one": ["two"], "two": ["one"]})

    assert told(next_steps(Case(ring))) == [("add", 1, None, None, "single_source")]


def test_a_corroborated_story_needs_nothing() -> None:
    assert steps(says("one", named("Ada")), says("two", named("Bea"))) == []


def test_at_most_ten_origins_of_a_kind_are_tried() -> None:
    many = [says(f"{number:02}", unnamed(f"an official {number:02}")) for number in range(20)]

    found = [step for step in steps(says("named", named("Ada")), *many) if step.kind == "identify"]

    assert [step.testimony for step in found] == [f"{number:02}" for number in range(MOST_TRIED)]


def test_an_unnamed_document_that_is_identified_stays_a_document() -> None:
    report = unnamed("a report", kind=SourceKind.DOCUMENT)

    assert told(steps(says("one", named("Ada")), says("two", report)))[0][:4] == ("identify", 1, "a report", "two")


@laws
@given(cases())
def test_every_next_step_moves_the_status(case: Case) -> None:
    now = weigh(case).status

    assert all(step.status is not now for step in next_steps(case))


@laws
@given(cases())
def test_next_steps_do_not_depend_on_order(case: Case) -> None:
    turned = Case(
        Side(case.support.testimonies[::-1], case.support.repeats, case.support.retractions),
        Side(case.against.testimonies[::-1], case.against.repeats, case.against.retractions),
    )

    assert next_steps(turned) == next_steps(case)


@laws
@given(cases())
def test_no_next_step_is_about_somebody_who_is_not_in_the_story(case: Case) -> None:
    known: set[Origin] = {one.origin for one in (*case.support.testimonies, *case.against.testimonies)}

    assert {step.source for step in next_steps(case)} <= {origin.source for origin in known} | {None}
