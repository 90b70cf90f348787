"""The laws of corroboration (rule 9 of docs/corroboration.md), tried on random stories."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from service.domain.corroboration import MOST_NAMED, weigh
from service.domain.counting import OWNER_SAW_IT, SAME_ORIGIN, SAME_OWNER
from service.domain.disowning import NOT_THE_LAST, SAID_LATER
from service.domain.hearing import COPY, IMPOSSIBLE, IN_A_RING, REPEATS, ring
from service.domain.retracting import BY_A_STRANGER, BY_ITS_ORIGIN, BY_ITS_PUBLISHER, TAKEN_BACK_ELSEWHERE
from service.domain.testimony import Case, Origin, Side, Testimony
from service.domain.vocabulary import CorroborationStatus as Status
from tests.random_stories import CAST, EXAMPLES, RANDOM, cases, fresh, laws, shuffled
from tests.testimonies import named

STATUSES_BY_NUMBERS = {
    Status.CORROBORATED: lambda least, most: 2 <= least <= most,
    Status.POSSIBLY_CORROBORATED: lambda least, most: 1 == least < most,
    Status.SINGLE_SOURCE: lambda least, most: least == most == 1,
    Status.CIRCULAR: lambda least, most: least == most == 0,
    Status.RETRACTED: lambda least, most: least == most == 0,
    Status.CONTRADICTED: lambda least, most: least == most == 0,
    Status.UNATTRIBUTED: lambda least, most: 0 == least < most,
    Status.UNRESOLVED: lambda least, most: 0 == least < most,
    Status.CONTESTED: lambda least, most: 0 <= least <= most and most >= 1,
}
DISCARDED = (
    REPEATS, COPY, IN_A_RING, IMPOSSIBLE, BY_ITS_ORIGIN, BY_ITS_PUBLISHER, TAKEN_BACK_ELSEWHERE, BY_A_STRANGER,
    NOT_THE_LAST, SAID_LATER, SAME_ORIGIN, SAME_OWNER, OWNER_SAW_IT,
)  # fmt: skip


def with_more(case: Case, one: Testimony, repeats: list[str] | None = None) -> Case:
    """Give a story with one testimony more, which may repeat others."""
    support = case.support
    repeated = {**support.repeats, one.id: repeats} if repeats else support.repeats
    return replace(case, support=replace(support, testimonies=[*support.testimonies, one], repeats=repeated))


def recast(case: Case, change: Callable[[Origin], Origin]) -> Case:
    """Give a story in which some turned out to be others, also where they took something back."""

    def testimonies(some: list[Testimony]) -> list[Testimony]:
        return [replace(one, origin=change(one.origin)) for one in some]

    def side(one: Side) -> Side:
        retractions = {name: testimonies(list(some)) for name, some in one.retractions.items()}
        return Side(testimonies(list(one.testimonies)), one.repeats, retractions)

    return Case(side(case.support), side(case.against))


@laws
@given(cases())
def test_the_fewest_origins_are_never_more_than_the_most(case: Case) -> None:
    verdict = weigh(case)

    assert 0 <= verdict.origins.min <= verdict.origins.max
    assert 0 <= verdict.contradicting.min <= verdict.contradicting.max


@laws
@given(cases())
def test_the_status_follows_from_the_numbers(case: Case) -> None:
    verdict = weigh(case)

    assert STATUSES_BY_NUMBERS[verdict.status](verdict.origins.min, verdict.origins.max)
    if verdict.status is not Status.RETRACTED:
        stands_against = verdict.status in {Status.CONTESTED, Status.CONTRADICTED}
        assert stands_against is (verdict.contradicting.max > 0)


@laws
@given(cases(), fresh(), RANDOM)
def test_a_claim_that_repeats_changes_neither_number(case: Case, one: Testimony, chance: Random) -> None:
    repeated = chance.choice(case.support.testimonies).id

    before, after = weigh(case), weigh(with_more(case, one, [repeated]))

    assert (after.origins, after.contradicting, after.status) == (before.origins, before.contradicting, before.status)


@laws
@given(cases(), fresh())
def test_one_more_testimony_in_a_fresh_article_lowers_neither_number(case: Case, one: Testimony) -> None:
    before, after = weigh(case).origins, weigh(with_more(case, one)).origins

    assert after.min >= before.min
    assert after.max >= before.max


def on_both_sides(case: Case) -> set[str]:
    support, against = ({one.origin.who for one in side.testimonies} for side in (case.support, case.against))
    return support & against


def merged_into(origin: Origin, one: str, other: str) -> Origin:
    who = other if origin.who == one else origin.who
    return origin._replace(who=who, line=tuple(other if above == one else above for above in origin.line))


MERGED = [
    (one, other)
    for one in CAST
    for other in CAST
    if one.who != other.who and (one.kind, one.named, one.line) == (other.kind, other.named, other.line)
]


@laws
@given(cases(), st.sampled_from(MERGED))
def test_merging_two_sources_that_do_not_stand_on_both_sides_raises_neither_number(
    case: Case, merged: tuple[Origin, Origin]
) -> None:
    one, other = merged
    after = recast(case, lambda origin: merged_into(origin, one.who, other.who))
    assume(other.who not in on_both_sides(after))

    before_it, after_it = weigh(case).origins, weigh(after).origins

    assert after_it.min <= before_it.min
    assert after_it.max <= before_it.max


@laws
@given(cases(), st.sampled_from([origin for origin in CAST if not origin.named]))
def test_identifying_an_unnamed_speaker_as_a_new_person_does_not_lower_the_fewest(case: Case, who: Origin) -> None:
    somebody = named("somebody new", people=who.people)
    after = recast(case, lambda origin: somebody if origin.who == who.who else origin)

    assert weigh(after).origins.min >= weigh(case).origins.min


@laws
@given(cases(), RANDOM)
def test_order_does_not_matter(case: Case, chance: Random) -> None:
    turned = Case(shuffled(case.support, chance), shuffled(case.against, chance))

    before, after = weigh(case), weigh(turned)

    assert after == before
    assert (after.steps, after.steps_against) == (before.steps, before.steps_against)
    assert ring(turned.support) == ring(case.support)


@laws
@given(cases(), fresh())
def test_what_is_added_and_taken_away_again_leaves_a_story_as_it_was(case: Case, one: Testimony) -> None:
    more = with_more(case, one)
    less = replace(more, support=replace(more.support, testimonies=more.support.testimonies[:-1]))

    assert weigh(less) == weigh(case)
    assert weigh(less).steps == weigh(case).steps


@laws
@given(cases())
def test_every_testimony_is_in_the_steps_once_and_then_the_retractions_that_do_not_count(case: Case) -> None:
    verdict = weigh(case)

    for side, steps in ((case.support, verdict.steps), (case.against, verdict.steps_against)):
        told = [step.testimony.id for step in steps]
        assert sorted(told[: len(side.testimonies)]) == sorted(one.id for one in side.testimonies)
        retractions = {one.id for some in side.retractions.values() for one in some}
        assert set(told[len(side.testimonies) :]) <= retractions


@laws
@given(cases())
def test_every_step_names_a_rule_a_sentence_and_only_who_is_in_the_story(case: Case) -> None:
    verdict = weigh(case)
    sides = (case.support, case.against)
    ids = {one.id for side in sides for one in side.testimonies}
    ids |= {one.id for side in sides for some in side.retractions.values() for one in some}

    reasons = [step.reason for step in (*verdict.steps, *verdict.steps_against)]

    for reason in (*reasons, *verdict.why):
        assert 1 <= reason.rule <= 8
        assert reason.text.endswith(".")
        assert set(reason.about) <= ids


@laws
@given(cases())
def test_those_who_count_are_the_voices_one_step_each(case: Case) -> None:
    verdict = weigh(case)

    counted = [step.testimony.id for step in verdict.steps if step.counts]

    assert sorted(counted) == sorted(voice.testimonies[0] for voice in verdict.voices)
    assert sum(voice.shown for voice in verdict.voices) == verdict.origins.min
    assert sum(voice.most for voice in verdict.voices) == verdict.origins.max


@laws
@given(cases())
def test_why_is_short_and_begins_with_what_gave_the_status(case: Case) -> None:
    why = weigh(case).why

    assert why[0].rule == 8
    assert len(why) <= 3
    assert all(len(reason.sources) <= MOST_NAMED and len(reason.about) <= MOST_NAMED for reason in why)


@laws
@given(cases())
def test_why_says_how_many_add_nothing_and_by_which_rule_most_of_them(case: Case) -> None:
    verdict = weigh(case)
    rules = Counter(step.reason.rule for step in verdict.steps[: len(case.support.testimonies)] if not step.counts)

    told = [reason for reason in verdict.why if "add nothing" in reason.text]

    assert bool(told) is bool(rules)
    for reason in told:
        assert rules[reason.rule] == max(rules.values())
        assert reason.text.startswith(f"Of {len(case.support.testimonies)} testimonies")
        assert [int(number) for number in re.findall(r"(\d+) (?:repeated|of an|of some)", reason.text)] == [
            rules[rule] for rule in sorted(rules)
        ]


def test_random_stories_have_every_status_and_every_reason_often_enough() -> None:
    seen: Counter[str] = Counter()

    @settings(laws, max_examples=max(EXAMPLES, 500), database=None)
    @given(cases())
    def look(case: Case) -> None:
        verdict = weigh(case)
        told = [step.reason.text for step in (*verdict.steps, *verdict.steps_against) if not step.counts]
        seen.update({"stories", verdict.status, *(text for text in DISCARDED if any(text in one for one in told))})

    look()

    assert {word for word in (*Status, *DISCARDED) if seen[word] < seen["stories"] / 100} == set()
