"""What one testimony amounts to on its own, before any evidence is tied to it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import corroboration
from service.domain.attribution import MAX_LINKS, Link
from service.domain.corroboration import Bounds
from service.domain.vocabulary import Channel, Identification, SourceKind, SourceType

NOT_SEEN = [channel for channel in Channel if channel is not Channel.DIRECT_OBSERVATION]
ANONYMOUS = [identification for identification in Identification if identification is not Identification.NAMED]


def link(**keys: Any) -> Link:
    person = {"kind": SourceKind.PERSON, "identification": Identification.NAMED, "channel": None}
    return Link(**{"source_id": "src_last", "source_type": SourceType.UNDISCLOSED, **person, **keys})


def weigh_chain(*chain: Link) -> corroboration.Corroboration:
    return corroboration.weigh(corroboration.Testimony(chain, "src_daily", None))


def weigh_own_voice(channel: Channel | None, publisher_id: str | None = "src_daily") -> corroboration.Corroboration:
    return corroboration.weigh(corroboration.Testimony((), publisher_id, channel))


@pytest.mark.parametrize("channel", [None, *NOT_SEEN])
def test_the_outlets_own_voice_is_unattributed(channel: Channel | None) -> None:
    verdict = weigh_own_voice(channel)

    assert verdict.status == "unattributed"
    assert verdict.origins == Bounds(0, 1)


def test_what_the_outlet_saw_itself_has_a_single_source() -> None:
    verdict = weigh_own_voice(Channel.DIRECT_OBSERVATION)

    assert verdict.status == "single_source"
    assert verdict.origins == Bounds(1, 1)


@pytest.mark.parametrize("kind", [SourceKind.PERSON, SourceKind.BODY, SourceKind.DOCUMENT])
def test_a_named_speaker_is_a_single_source(kind: SourceKind) -> None:
    verdict = weigh_chain(link(kind=kind))

    assert verdict.status == "single_source"
    assert verdict.origins == Bounds(1, 1)


@pytest.mark.parametrize("identification", ANONYMOUS)
def test_an_anonymous_speaker_is_a_single_source(identification: Identification) -> None:
    verdict = weigh_chain(link(identification=identification))

    assert verdict.status == "single_source"
    assert verdict.origins == Bounds(1, 1)


def test_four_officials_may_be_four_origins_and_can_be_shown_to_be_one() -> None:
    verdict = weigh_chain(link(identification=Identification.COLLECTIVE, count=4))

    assert verdict.status == "possibly_corroborated"
    assert verdict.origins == Bounds(1, 4)


def test_a_collective_of_one_is_a_single_source() -> None:
    assert weigh_chain(link(identification=Identification.COLLECTIVE, count=1)).status == "single_source"


@pytest.mark.parametrize("channel", [None, *NOT_SEEN])
def test_a_chain_that_ends_at_an_outlet_is_unresolved(channel: Channel | None) -> None:
    verdict = weigh_chain(link(kind=SourceKind.OUTLET, channel=channel))

    assert verdict.status == "unresolved"
    assert verdict.origins == Bounds(0, 1)


def test_several_outlets_that_do_not_tell_stay_unresolved() -> None:
    verdict = weigh_chain(link(kind=SourceKind.OUTLET, identification=Identification.COLLECTIVE, count=3))

    assert verdict.status == "unresolved"
    assert verdict.origins == Bounds(0, 3)


def test_another_outlet_that_saw_it_is_a_single_source() -> None:
    verdict = weigh_chain(link(kind=SourceKind.OUTLET, channel=Channel.DIRECT_OBSERVATION))

    assert verdict.status == "single_source"
    assert verdict.origins == Bounds(1, 1)


def test_an_outlet_that_only_passed_it_on_leaves_the_speaker_resolved() -> None:
    assert weigh_chain(link(kind=SourceKind.OUTLET, source_id="src_courier"), link()).origins == Bounds(1, 1)


def test_the_publishers_own_channel_says_nothing_of_a_chain() -> None:
    seen = corroboration.Testimony([link(kind=SourceKind.OUTLET)], "src_daily", Channel.DIRECT_OBSERVATION)

    assert corroboration.weigh(seen).status == "unresolved"


@pytest.mark.parametrize(
    ("last", "documented"),
    [
        (link(kind=SourceKind.DOCUMENT, has_same_as=True), True),
        (link(kind=SourceKind.DOCUMENT), False),
        (link(kind=SourceKind.DOCUMENT, identification=Identification.DESCRIBED, has_same_as=True), False),
        (link(kind=SourceKind.PERSON, has_same_as=True), False),
        (link(kind=SourceKind.OUTLET, has_same_as=True), False),
    ],
)
def test_only_a_named_document_with_a_uri_of_its_own_documents(last: Link, *, documented: bool) -> None:
    assert weigh_chain(last).documented is documented


def test_a_document_that_somebody_cites_on_the_way_does_not_document() -> None:
    assert not weigh_chain(link(kind=SourceKind.DOCUMENT, has_same_as=True), link()).documented


def test_the_own_voice_is_never_documented() -> None:
    assert not weigh_own_voice(Channel.DOCUMENT).documented


def test_nothing_stands_against_one_testimony() -> None:
    assert weigh_chain(link()).contradicting == Bounds(0, 0)


def test_why_names_the_source_that_it_rests_on() -> None:
    (reason,) = weigh_chain(link(source_id="src_first"), link(source_id="src_last")).why

    assert reason.sources == ("src_last",)


@pytest.mark.parametrize("channel", [None, Channel.DIRECT_OBSERVATION])
def test_why_names_the_publisher_of_an_own_voice(channel: Channel | None) -> None:
    (reason,) = weigh_own_voice(channel).why

    assert reason.sources == ("src_daily",)


def test_why_names_nobody_where_the_publisher_is_not_recorded() -> None:
    (reason,) = weigh_own_voice(None, publisher_id=None).why

    assert reason.sources == ()


WHO = {
    "source_id": st.sampled_from(["src_a", "src_b"]),
    "kind": st.sampled_from(SourceKind),
    "channel": st.none() | st.sampled_from(Channel),
}
LINKS = (
    st.builds(link, **WHO, has_same_as=st.booleans())
    | st.builds(link, **WHO, identification=st.sampled_from(ANONYMOUS))
    | st.builds(link, **WHO, identification=st.just(Identification.COLLECTIVE), count=st.integers(1, 1_000))
)
GIVEN = st.builds(
    corroboration.Testimony,
    chain=st.lists(LINKS, max_size=MAX_LINKS),
    publisher_id=st.none() | st.just("src_daily"),
    own_channel=st.none() | st.sampled_from(Channel),
)


@given(GIVEN)
def test_the_fewest_origins_are_never_more_than_the_most(testimony: corroboration.Testimony) -> None:
    origins = corroboration.weigh(testimony).origins

    assert 0 <= origins.min <= origins.max


@given(GIVEN)
def test_one_testimony_never_corroborates_itself(testimony: corroboration.Testimony) -> None:
    assert corroboration.weigh(testimony).origins.min <= 1


@given(GIVEN)
def test_the_status_follows_from_the_numbers(testimony: corroboration.Testimony) -> None:
    verdict = corroboration.weigh(testimony)

    nobody_shown = "unresolved" if testimony.chain else "unattributed"
    one_shown = "single_source" if verdict.origins.max == 1 else "possibly_corroborated"
    assert verdict.status == (one_shown if verdict.origins.min else nobody_shown)


@given(st.lists(LINKS, min_size=1, max_size=MAX_LINKS))
def test_only_the_last_link_decides(chain: list[Link]) -> None:
    assert weigh_chain(*chain) == weigh_chain(chain[-1])


@given(GIVEN)
def test_every_verdict_explains_itself_in_sentences(testimony: corroboration.Testimony) -> None:
    why = corroboration.weigh(testimony).why

    assert why
    assert all(reason.text.endswith(".") and 1 <= reason.rule <= 9 for reason in why)
