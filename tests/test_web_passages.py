"""How a text is cut where claims begin and end."""

import re

from hypothesis import given
from hypothesis import strategies as some

from service.web.passages import Paragraph, Passage, paragraphs


def cut(text: str, *spans: tuple[int, int]) -> list[Paragraph]:
    return paragraphs(text, [Passage(number, *span) for number, span in enumerate(spans)])


def pieces(text: str, *spans: tuple[int, int]) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.text, one.claims) for paragraph in cut(text, *spans) for one in paragraph.segments]


def test_a_text_without_claims_is_its_paragraphs() -> None:
    assert pieces("One.\n\nTwo.\r\n \nThree.") == [("One.", ()), ("Two.", ()), ("Three.", ())]


def test_the_wider_claim_is_named_first() -> None:
    assert pieces("abcdef", (2, 4), (0, 6)) == [("ab", (1,)), ("cd", (1, 0)), ("ef", (1,))]


def test_a_claim_goes_on_in_the_next_paragraph_and_is_noted_where_it_begins() -> None:
    first, second = cut("ab\n\ncd", (1, 5))

    assert [(one.text, one.claims, one.ends) for one in first.segments] == [("a", (), ()), ("b", (0,), ())]
    assert [(one.text, one.claims, one.ends) for one in second.segments] == [("c", (0,), (0,)), ("d", (), ())]
    assert (first.begins, second.begins) == ([0], [])


def test_a_line_keeps_its_height_and_a_free_one_is_used_again() -> None:
    [paragraph] = cut("abcdefgh", (0, 4), (2, 6), (4, 8))

    assert [one.lanes for one in paragraph.segments] == [
        ((0, 0),), ((0, 0), (1, 1)), ((0, 2), (1, 1)), ((0, 2),),
    ]  # fmt: skip


@given(some.text(alphabet="ab \n😀", max_size=30), some.lists(some.tuples(some.integers(0, 30), some.integers(1, 30))))
def test_nothing_of_a_text_is_lost_and_each_claim_covers_exactly_its_passage(
    text: str, given_spans: list[tuple[int, int]]
) -> None:
    spans = [(start, min(start + length, len(text))) for start, length in given_spans if start < len(text)]
    found = cut(text, *spans)

    lines = [line for line in text.split("\n") if line.strip()]
    assert ["".join(one.text for one in paragraph.segments) for paragraph in found] == lines
    shown = "".join(lines)
    for number, (start, end) in enumerate(spans):
        covered = "".join(one.text for paragraph in found for one in paragraph.segments if number in one.claims)
        lost = sum(map(len, re.findall(r"(?m)^ +$", text))) + text.count("\n")
        assert covered in shown
        assert end - start - lost <= len(covered) <= end - start
