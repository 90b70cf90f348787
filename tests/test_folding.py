"""Words are compared by what a reader takes them for, in every script."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.folding import MAX_WORD_CHARS, spans, words

ODD = "aÀé\u0301ßİı Łø北京がか\u3099ก้ำ한ᄒ\u1161\u11abالقُرآن\u200c🔥👩\u200d🚒ﬁ½-'\"_"
TEXTS = st.text(max_size=40) | st.text(st.sampled_from(ODD))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Bridge, closed.", "the bridge closed"),
        ("Café CAFE cafe\u0301", "cafe cafe cafe"),
        ("Straße STRASSE Łódź Ærø", "strasse strasse lodz aero"),
        ("İstanbul ΣΊΣΥΦΟΣ σίσυφος", "istanbul σισυφοσ σισυφοσ"),
        ("don't e-mail snake_case", "don t e mail snake case"),
        ("ﬁne ² №5", "fine 2 no5"),
        ("北京大学", "北 京 大 学"),
        ("カラオケ ｶﾗｵｹ がか\u3099", "カ ラ オ ケ カ ラ オ ケ か\u3099 か\u3099"),
        ("2020年10月", "2020 年 10 月"),
        ("القُرآن الـكريم أحمد", "القران الكريم احمد"),
        ("می\u200cخواهم", "میخواهم"),
        ("भारत", "भारत"),
        ("fire🔥🔥 👩\u200d🚒", "fire 🔥 🔥 👩 🚒"),
        ("!!! -- \u0301", ""),
        ("", ""),
    ],
)
def test_the_words_of_a_text_have_no_case_no_accents_and_no_marks_between_them(text: str, expected: str) -> None:
    assert words(text) == expected.split()


def test_a_korean_word_is_found_however_its_syllables_are_written() -> None:
    assert words("한국은") == words(unicodedata.normalize("NFD", "한국은"))
    assert len(words("한국은")) == 3


def test_thai_is_cut_at_letters_and_keeps_its_vowels() -> None:
    assert " ".join(words("ท่วม")) in " ".join(words("น้ำท่วมใหญ่"))
    assert words("กิน") != words("กุน\u0e31")


def test_a_long_word_is_known_by_its_beginning() -> None:
    assert words("a" * 500) == ["a" * MAX_WORD_CHARS]


@given(TEXTS)
def test_the_words_in_their_places_are_the_words(text: str) -> None:
    there = spans(text)

    assert [word for word, _, _ in there] == words(text)
    assert all(0 <= start < end <= len(text) for _, start, end in there)
    assert all(word in words(text[start:end]) for word, start, end in there)


@given(TEXTS)
def test_folded_words_stay_as_they_are(text: str) -> None:
    folded = words(text)

    assert words(" ".join(folded)) == folded


@given(TEXTS)
def test_a_text_has_the_same_words_composed_and_decomposed(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(text)
    assert words(unicodedata.normalize("NFC", text)) == words(text)
