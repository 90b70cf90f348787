"""Marking claims in a text: it is cut where a claim begins or ends, so that claims may overlap and nest."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

PARAGRAPH: Final = re.compile(r"[^\n\r]+")
MOST_LANES: Final = 3
"""So many lines are drawn below each other; what is beyond shares the last one."""


class Passage(NamedTuple):
    """Where a claim is in its text, in code points, half-open; `number` tells which claim."""

    number: int
    start: int
    end: int


class Segment(NamedTuple):
    """A piece of text with the same claims from end to end, the widest first; with the lane of each that has one.

    `ends` are those of them whose passage ends here.
    """

    text: str
    claims: tuple[int, ...] = ()
    lanes: tuple[tuple[int, int], ...] = ()
    ends: tuple[int, ...] = ()


class Paragraph(NamedTuple):
    """A paragraph in segments, and the claims that begin in it."""

    segments: list[Segment]
    begins: list[int]


def paragraphs(text: str, passages: Iterable[Passage]) -> list[Paragraph]:
    """Cut a text into paragraphs, and each where a claim begins or ends."""
    wide_first = sorted(passages, key=lambda one: (one.start, -one.end, one.number))
    lanes = _lanes(wide_first)
    spans = [match.span() for match in PARAGRAPH.finditer(text) if not match[0].isspace()]
    found, waiting, open_now = [], wide_first[::-1], list[Passage]()
    for place, (start, end) in enumerate(spans):
        following = spans[place + 1][0] if place + 1 < len(spans) else len(text)
        begins = list[Passage]()
        while waiting and waiting[-1].start < following:
            begins.append(waiting.pop())
        here = [*open_now, *begins]
        found.append(Paragraph(list(_segments(text, (start, end), here, lanes)), [one.number for one in begins]))
        open_now = [one for one in here if one.end > following]
    return found


def _segments(text: str, span: tuple[int, int], here: Sequence[Passage], lanes: dict[int, int]) -> Iterator[Segment]:
    start, end = span
    cuts = {edge for one in here for edge in (one.start, one.end) if start < edge < end}
    edges = sorted({start, end, *cuts})
    for left, right in pairwise(edges):
        inside = [one for one in here if one.start < right and one.end > left]
        drawn = {lanes[one.number]: one.number for one in inside}
        yield Segment(
            text[left:right],
            tuple(one.number for one in inside),
            tuple(sorted(drawn.items())),
            tuple(one.number for one in inside if one.end == right),
        )


def _lanes(wide_first: Iterable[Passage]) -> dict[int, int]:
    """Give each passage the highest lane that is free where it begins, so that its line goes on level to its end."""
    ends = [0] * MOST_LANES
    chosen = {}
    for one in wide_first:
        free = (lane for lane, end in enumerate(ends) if end <= one.start)
        lane = next(free, MOST_LANES - 1)
        ends[lane] = max(ends[lane], one.end)
        chosen[one.number] = lane
    return chosen
