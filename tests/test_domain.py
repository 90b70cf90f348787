"""The pure rules: passages, merge patches, names, ids, chains, words."""

import unicodedata
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain import attribution, identifiers, names, passages, patches
from service.domain.attribution import Link, Reading
from service.domain.passages import Selector
from service.domain.vocabulary import (
    Channel,
    Identification,
    Scope,
    SourceKind,
    SourceType,
    SpeakerKind,
    vocabulary,
)

TEXTS = st.text(alphabet="ab😀é ", max_size=40)


def test_a_passage_is_described_by_its_place_and_the_digest_of_its_bytes() -> None:
    selector = passages.select("The bridge is closed.", 4, 10)

    assert selector == Selector(4, 10, sha256(b"bridge").hexdigest())


def test_a_place_counts_code_points_not_utf_16_units() -> None:
    assert passages.select("😀 bridge", 2, 8) == Selector(2, 8, sha256(b"bridge").hexdigest())


def test_a_passage_holds_only_at_its_own_place() -> None:
    selector = passages.select("abc", 0, 3)

    assert selector.holds_in("abcd")
    assert not selector.holds_in("xabc")


def test_a_passage_does_not_hold_in_a_text_that_ends_before_it() -> None:
    beyond = Selector(0, 10, identifiers.digest("abc"))

    assert not beyond.holds_in("abc")


def test_occurrences_that_overlap_are_all_listed() -> None:
    assert passages.occurrences("banana", "ana") == [1, 3]


@given(TEXTS, TEXTS.filter(bool))
def test_occurrences_are_exactly_the_places_where_the_passage_stands(text: str, passage: str) -> None:
    places = [at for at in range(len(text)) if text.startswith(passage, at)]

    assert passages.occurrences(text, passage) == places


def test_a_passage_that_stays_is_found_at_its_old_place() -> None:
    selector = passages.select("one two one", 8, 11)

    assert passages.find_again(selector, "one", "one two one!") == selector


def test_a_passage_that_moved_is_found_where_it_is_nearest_to_its_old_place() -> None:
    selector = passages.select("one two one", 8, 11)

    found = passages.find_again(selector, "one", "one, or two one")

    assert found == Selector(12, 15, selector.sha256)


def test_a_passage_that_moved_behind_an_emoji_is_found_by_code_points() -> None:
    selector = passages.select("one", 0, 3)

    assert passages.find_again(selector, "one", "😀one") == Selector(1, 4, selector.sha256)


@pytest.mark.parametrize("words", ["one", None])
def test_a_passage_that_is_gone_is_not_found(words: str | None) -> None:
    assert passages.find_again(passages.select("one", 0, 3), words, "two") is None


@pytest.mark.parametrize("text", ["x one", "one x", "one", " one one"])
def test_a_passage_whose_words_are_not_known_is_found_by_its_digest(text: str) -> None:
    selector = passages.select("x x one", 4, 7)

    start = text.rindex("one")
    assert passages.find_again(selector, None, text) == Selector(start, start + 3, selector.sha256)


def test_a_passage_whose_words_are_not_known_and_that_is_gone_is_found_by_its_quote() -> None:
    selector = passages.select("one two", 0, 7)

    assert passages.find_again(selector, None, "three two", quote="two") == passages.select("three two", 6, 9)


@given(TEXTS, TEXTS.filter(bool), TEXTS, TEXTS, st.booleans())
def test_a_passage_that_is_still_in_the_text_is_always_found(
    old: str, words: str, before: str, after: str, known: Any
) -> None:
    selector = passages.select(old + words, len(old), len(old) + len(words))

    found = passages.find_again(selector, words if known else None, before + words + after)

    assert found is not None
    assert (before + words + after)[found.start : found.end] == words


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        (["a", "b"], ["c", "d"], ["c", "d"]),
        ({"a": "b"}, ["c"], ["c"]),
        ({"a": "foo"}, None, None),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_a_merge_patch_does_what_appendix_a_of_rfc_7396_says(target: Any, patch: Any, result: Any) -> None:
    assert patches.merge(target, patch) == result


def test_a_merge_patch_leaves_its_target_as_it_was() -> None:
    target = {"a": {"b": "c"}}

    patches.merge(target, {"a": {"b": None}, "d": 1})

    assert target == {"a": {"b": "c"}}


@pytest.mark.parametrize(
    "spelling", ["Müller & Söhne", "MÜLLER & SÖHNE", "  Müller  &\tSöhne\n", "Mu\u0308ller & So\u0308hne"]
)
def test_spellings_that_read_the_same_are_one_name(spelling: str) -> None:
    assert names.fold(spelling) == "müller & söhne"


def test_sharp_s_and_double_s_are_one_name() -> None:
    assert names.fold("Weiß") == names.fold("WEISS")


def test_an_accent_tells_names_apart() -> None:
    assert names.fold("Müller") != names.fold("Muller")


@given(st.text())
def test_a_name_reads_the_same_however_its_accents_are_encoded(name: str) -> None:
    assert names.fold(unicodedata.normalize("NFD", name)) == names.fold(name)


@given(st.text())
def test_a_folded_name_has_single_spaces_and_none_at_its_ends(name: str) -> None:
    folded = names.fold(name)

    assert folded == " ".join(folded.split())


@pytest.mark.parametrize(("word", "meant"), [("exprt", "expert"), ("OFFICAL", "official"), ("zzz", None), ("", None)])
def test_the_nearest_word_is_what_a_writer_most_likely_meant(word: str, meant: str | None) -> None:
    assert names.nearest(word, ["expert", "official", "media"]) == meant


@pytest.mark.parametrize("text", ["clm_1", "clm_bridge-closed", "clm_" + "a" * 40, "clm_-"])
def test_an_id_is_its_prefix_and_up_to_40_plain_characters(text: str) -> None:
    assert identifiers.is_id("clm_", text)


@pytest.mark.parametrize(
    "text", ["", "clm_", "clm_" + "a" * 41, "clm_A", "clm_é", "clm_a_b", "src_1", "1", "clm_1\n", " clm_1", "CLM_1"]
)
def test_anything_else_is_no_id(text: str) -> None:
    assert not identifiers.is_id("clm_", text)


def test_a_story_is_named_after_the_lowest_claim_in_it() -> None:
    assert identifiers.story_id("clm_bridge") == "sty_bridge"


def test_a_digest_does_not_normalise_the_text() -> None:
    assert identifiers.digest("é") != identifiers.digest("e\u0301")


def link(identification: Identification = Identification.NAMED, channel: Channel | None = None) -> Link:
    return Link(SourceType.EXPERT, identification, channel)


def test_an_empty_chain_reads_as_the_outlets_own_voice_in_its_own_channel() -> None:
    reading = attribution.read([], Channel.DOCUMENT)

    assert reading == Reading(SourceType.OUTLET, SpeakerKind.NONE, Channel.DOCUMENT, 0)


def test_a_chain_reads_as_its_last_link() -> None:
    chain = [link(Identification.BARE, Channel.PRESS_REPORT), link(channel=Channel.QUOTE)]

    assert attribution.read(chain, None) == Reading(SourceType.EXPERT, SpeakerKind.NAMED, Channel.QUOTE, 2)


@pytest.mark.parametrize("identification", [word for word in Identification if word is not Identification.NAMED])
def test_a_last_link_that_is_not_named_is_an_anonymous_speaker(identification: Identification) -> None:
    assert attribution.read([link(identification)], None).speaker_kind == "anonymous"


@pytest.mark.parametrize("kind", list(SourceKind))
def test_every_link_but_the_last_passed_the_claim_on(kind: SourceKind) -> None:
    assert attribution.passes_on(kind, place=0, length=2)


@pytest.mark.parametrize("kind", list(SourceKind))
def test_a_last_link_passed_the_claim_on_only_if_it_is_an_outlet(kind: SourceKind) -> None:
    assert attribution.passes_on(kind, place=1, length=2) is (kind is SourceKind.OUTLET)


def test_every_word_has_a_meaning_that_is_a_sentence_and_an_origin() -> None:
    words = [word for words in vocabulary().values() for word in words]

    assert [word["word"] for word in words if not word["meaning"].endswith(".") or not word["origin"]] == []


def test_a_scope_includes_itself_and_those_before_it_alone() -> None:
    assert list(Scope) == [Scope.READ, Scope.REVIEW, Scope.EDIT, Scope.ADMIN]
    for lower, higher in pairwise(Scope):
        assert lower.includes(lower)
        assert higher.includes(lower)
        assert not lower.includes(higher)
