"""What denials and retractions do to a story (rules 1, 2 and 6 of docs/corroboration.md)."""

from service.domain.testimony import Bounds
from tests.testimonies import amounts_to, asserts, body, discarded, named, outlet, says, side, story, unnamed

ADA = says("ada", named("Ada"), at=1)
BEA = says("bea", named("Bea"), at=1)


def test_a_denial_by_the_person_quoted_later_leaves_nothing_for_it() -> None:
    verdict = story(ADA, against=[says("denial", named("Ada"), at=2)])

    assert amounts_to(verdict) == ("contradicted", 0, 0)
    assert discarded(verdict) == {"ada": 6}
    assert verdict.contradicting == Bounds(1, 1)


def test_a_denial_by_the_person_quoted_earlier_does_not_count() -> None:
    verdict = story(ADA, against=[says("denial", named("Ada"), at=0)])

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert verdict.contradicting == Bounds(0, 0)
    assert [step.reason.rule for step in verdict.steps_against] == [6]


def test_a_denial_on_the_same_day_or_on_an_unknown_one_is_believed() -> None:
    for at in (1, None):
        assert amounts_to(story(ADA, against=[says("denial", named("Ada"), at=at)])) == ("contradicted", 0, 0)


def test_of_a_denial_and_a_confirmation_after_it_the_confirmation_counts() -> None:
    verdict = story(ADA, says("again", named("Ada"), at=3), against=[says("denial", named("Ada"), at=2)])

    assert amounts_to(verdict) == ("single_source", 1, 1)


def test_who_denies_what_another_confirms_leaves_the_other() -> None:
    verdict = story(ADA, BEA, against=[says("denial", named("Ada"), at=2)])

    assert amounts_to(verdict) == ("contested", 1, 1)


def test_a_denial_by_a_third_contests_it() -> None:
    verdict = story(ADA, BEA, against=[says("denial", named("Cyd"))])

    assert amounts_to(verdict) == ("contested", 2, 2)
    assert verdict.why[1].text == "Independent origins against it: 1."
    assert (verdict.why[1].rule, verdict.why[1].sources) == (1, ("Cyd",))


def test_a_ministry_that_denies_what_its_spokeswoman_said_contests_it() -> None:
    verdict = story(says("one", named("Ada", "ministry"), at=1), against=[says("denial", body("ministry"), at=2)])

    assert amounts_to(verdict) == ("contested", 1, 1)


def test_an_outlet_that_denies_without_a_source_contests_it_with_none_that_can_be_shown() -> None:
    verdict = story(ADA, against=[asserts("denial", outlet("Daily"))])

    assert verdict.status == "contested"
    assert verdict.contradicting == Bounds(0, 1)


def test_a_denial_that_was_taken_back_does_not_count() -> None:
    denial = says("denial", named("Cyd"), publisher="Daily")
    correction = asserts("correction", outlet("Daily"))

    verdict = story(ADA, against=side(denial, retracted={"denial": [correction]}))

    assert amounts_to(verdict) == ("single_source", 1, 1)


def test_who_took_a_denial_back_counts_for_it_again() -> None:
    denial = says("denial", named("Ada"), at=2, publisher="Daily")
    correction = asserts("correction", outlet("Daily"))

    assert story(ADA, against=[denial]).status == "contradicted"
    assert story(ADA, against=side(denial, retracted={"denial": [correction]})).status == "single_source"


def test_a_ring_against_it_is_nobody_against_it() -> None:
    papers = side(
        asserts("one", outlet("Daily")), asserts("two", outlet("Post")), repeats={"one": ["two"], "two": ["one"]}
    )

    assert amounts_to(story(ADA, against=papers)) == ("single_source", 1, 1)


def test_what_its_outlet_took_back_is_retracted() -> None:
    printed = says("one", named("Ada"), publisher="Daily")

    verdict = story(printed, retracted={"one": [asserts("correction", outlet("Daily"))]})

    assert amounts_to(verdict) == ("retracted", 0, 0)
    assert discarded(verdict) == {"one": 2}
    assert verdict.steps[0].reason.about == ("correction",)


def test_what_the_person_quoted_took_back_is_retracted() -> None:
    assert story(ADA, retracted={"ada": [says("recanting", named("Ada"), at=2)]}).status == "retracted"


def test_a_retraction_by_a_stranger_does_not_count_and_is_said_not_to() -> None:
    verdict = story(ADA, retracted={"ada": [says("letter", named("Cyd"))]})

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert discarded(verdict) == {"letter": 2}


def test_only_the_claim_that_was_taken_back_is_retracted_where_others_stand() -> None:
    verdict = story(ADA, BEA, retracted={"ada": [says("recanting", named("Ada"), at=2)]})

    assert verdict.status == "single_source"
    assert verdict.of("ada").status == "retracted"
    assert verdict.of("ada").origins == verdict.origins
    assert verdict.of("ada").why[0].text == "It was taken back by whom it rests on."
    assert verdict.of("bea") is verdict


def test_who_takes_it_back_takes_it_back_in_every_paper() -> None:
    elsewhere = says("elsewhere", named("Ada"), at=1)

    verdict = story(ADA, elsewhere, BEA, retracted={"ada": [says("recanting", named("Ada"), at=2)]})

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert discarded(verdict) == {"ada": 2, "elsewhere": 2}
    assert verdict.of("elsewhere").status == "single_source"


def test_who_takes_it_back_in_every_paper_leaves_it_retracted() -> None:
    elsewhere = says("elsewhere", named("Ada"), at=1)

    verdict = story(ADA, elsewhere, retracted={"ada": [says("recanting", named("Ada"), at=2)]})

    assert verdict.status == verdict.of("elsewhere").status == "retracted"


def test_who_says_it_again_after_taking_it_back_counts_again() -> None:
    again = says("again", named("Ada"), at=3)

    verdict = story(ADA, again, retracted={"ada": [says("recanting", named("Ada"), at=2)]})

    assert amounts_to(verdict) == ("single_source", 1, 1)
    assert discarded(verdict) == {"ada": 2}


def test_of_several_retractions_the_last_word_counts_and_one_at_an_unknown_time_may_be_the_last() -> None:
    again = says("again", named("Ada"), at=3)
    early, late, unknown = (says(f"recanting {at}", named("Ada"), at=at) for at in (2, 4, None))

    assert story(ADA, again, retracted={"ada": [early, late]}).status == "retracted"
    assert story(ADA, again, retracted={"ada": [late, early]}).status == "retracted"
    assert story(ADA, again, retracted={"ada": [early, unknown]}).status == "retracted"
    assert story(ADA, again, retracted={"ada": [early], "again": [unknown]}).status == "retracted"
    assert story(ADA, again, retracted={"ada": [early]}).status == "single_source"


def test_a_paper_that_takes_back_one_report_keeps_its_others() -> None:
    printed = says("one", named("Ada"), publisher="Daily")
    seen = asserts("two", outlet("Daily", saw=True))

    verdict = story(printed, seen, retracted={"one": [asserts("correction", outlet("Daily"))]})

    assert amounts_to(verdict) == ("single_source", 1, 1)


def test_what_repeats_a_report_that_was_taken_back_is_retracted_with_it() -> None:
    verdict = story(
        ADA, asserts("two", outlet("Daily")), repeats={"two": ["ada"]}, retracted={"ada": [says("r", named("Ada"))]}
    )

    assert amounts_to(verdict) == ("retracted", 0, 0)


def test_what_was_taken_back_and_is_contradicted_is_retracted() -> None:
    verdict = story(ADA, retracted={"ada": [says("r", named("Ada"))]}, against=[says("denial", named("Cyd"))])

    assert verdict.status == "retracted"


def test_unnamed_officials_may_stand_on_both_sides() -> None:
    verdict = story(says("one", unnamed("an official")), against=[says("two", unnamed("another official"))])

    assert amounts_to(verdict) == ("contested", 1, 1)
