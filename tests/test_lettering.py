"""Text that is put into a picture fits, and nothing in it breaks the picture or turns what is beside it."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.formats.lettering import MOST_CHARS, clean, fit, lines, set_apart, width

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(TEXTS)
def test_a_cleaned_text_is_one_line_that_xml_can_hold(text: str) -> None:
    root = ElementTree.Element("text")
    root.text = clean(text)

    read = ElementTree.fromstring(ElementTree.tostring(root, "unicode"))

    assert (read.text or "") == clean(text)
    assert "\n" not in clean(text)


@given(TEXTS, st.integers(20, 400))
def test_a_text_is_as_wide_as_its_room_at_most(text: str, room: int) -> None:
    for line in (fit(clean(text), 13, room), *lines(clean(text), 13, room)):
        assert width(line, 13) <= room
        assert len(line) <= MOST_CHARS


@given(TEXTS)
def test_a_text_that_has_room_stays_whole(text: str) -> None:
    short = clean(text)[:MOST_CHARS].strip()

    assert fit(short, 13, 10_000) == short
    assert lines(short, 13, 10_000) == [short]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The bridge is closed", ["The bridge is closed"]),
        ("The bridge is closed and nobody knows", ["The bridge is closed", "and nobody knows"]),
        ("The bridge is closed and nobody knows why, it says", ["The bridge is closed", "and nobody knows…"]),
        ("Donaudampfschifffahrtsgesellschaft", ["Donaudampfschifffahrt", "sgesellschaft"]),
        (
            "橋梁關閉原因不明消息人士說情況仍然不明朗各方繼續等候官方公布詳細調查結果",
            ["橋梁關閉原因不明消息人", "士說情況仍然不明朗各…"],
        ),
    ],
)
def test_a_title_is_broken_between_words_where_it_has_any(text: str, shown: list[str]) -> None:
    assert lines(text, 13, 150) == shown


def test_a_text_cannot_turn_what_is_beside_it() -> None:
    assert set_apart("\u202egnihtyna\u2069") == "\u2068gnihtyna\u2069"


def test_marks_do_not_stand_above_each_other_without_end() -> None:
    assert len(fit("Z" + "\u0335" * 900, 13, 100)) <= MOST_CHARS
