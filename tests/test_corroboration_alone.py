"""What one testimony amounts to on its own, before any evidence is tied to it."""

import pytest

from service.domain.testimony import Bounds, Origin
from service.domain.vocabulary import SourceKind
from tests.testimonies import amounts_to, asserts, document, named, outlet, says, story, unnamed

RESOLVED = [SourceKind.PERSON, SourceKind.BODY, SourceKind.DOCUMENT]


def test_the_outlets_own_voice_is_unattributed() -> None:
    assert amounts_to(story(asserts("one", outlet("Daily")))) == ("unattributed", 0, 1)


def test_what_the_outlet_saw_itself_has_a_single_source() -> None:
    assert amounts_to(story(asserts("one", outlet("Daily", saw=True)))) == ("single_source", 1, 1)


@pytest.mark.parametrize("kind", RESOLVED)
def test_a_named_speaker_is_a_single_source(kind: SourceKind) -> None:
    assert amounts_to(story(says("one", named("Ada", kind=kind)))) == ("single_source", 1, 1)


@pytest.mark.parametrize("kind", RESOLVED)
def test_an_anonymous_speaker_is_a_single_source(kind: SourceKind) -> None:
    assert amounts_to(story(says("one", unnamed("a source", kind=kind)))) == ("single_source", 1, 1)


def test_four_officials_may_be_four_origins_and_can_be_shown_to_be_one() -> None:
    assert amounts_to(story(says("one", unnamed("four officials", 4)))) == ("possibly_corroborated", 1, 4)


def test_a_chain_that_ends_at_an_outlet_is_unresolved() -> None:
    assert amounts_to(story(says("one", outlet("Courier")))) == ("unresolved", 0, 1)


def test_several_outlets_that_do_not_tell_stay_unresolved() -> None:
    several = unnamed("three papers", 3, SourceKind.OUTLET)

    assert amounts_to(story(says("one", several))) == ("unresolved", 0, 3)


def test_another_outlet_that_saw_it_is_a_single_source() -> None:
    assert amounts_to(story(says("one", outlet("Courier", saw=True)))) == ("single_source", 1, 1)


@pytest.mark.parametrize(
    ("last", "documented"),
    [
        (document("memo", has_same_as=True), True),
        (document("memo"), False),
        (Origin("memo", "memo", SourceKind.DOCUMENT, named=False, has_same_as=True), False),
        (named("Ada", has_same_as=True), False),
        (named("Courier", kind=SourceKind.OUTLET, saw=True, has_same_as=True), False),
    ],
)
def test_only_a_named_document_with_a_uri_of_its_own_documents(last: Origin, *, documented: bool) -> None:
    assert story(says("one", last)).documented is documented


def test_nothing_stands_against_one_testimony() -> None:
    assert story(says("one", named("Ada"))).contradicting == Bounds(0, 0)


def test_why_names_the_source_that_it_rests_on_and_the_testimony() -> None:
    (reason,) = story(says("one", named("Ada"))).why

    assert (reason.rule, reason.sources, reason.about) == (8, ("Ada",), ("one",))


def test_why_names_nobody_where_the_publisher_is_not_recorded() -> None:
    nobody = Origin("art_1", None, SourceKind.OUTLET, named=True)

    (reason,) = story(asserts("one", nobody)).why

    assert reason.sources == ()


@pytest.mark.parametrize(
    ("origin", "sentence"),
    [
        (named("Ada"), "It rests on one named origin."),
        (unnamed("a source"), "It rests on one origin that is not named."),
        (outlet("Courier", saw=True), "An outlet saw it itself: it is the one origin."),
    ],
)
def test_why_says_what_kind_of_origin_a_single_one_is(origin: Origin, sentence: str) -> None:
    assert story(says("one", origin)).why[0].text == sentence


def test_a_story_of_nothing_rests_on_nothing() -> None:
    assert story().origins == Bounds(0, 0)
