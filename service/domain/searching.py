"""The language of searches, and what it means: which claims a search finds, where, and how well.

A claim is searched in its words, as `service.domain.folding` gives them: one text with a space between two words and
a BREAK before each of the parts, of which the statement is the first.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import fsum
from typing import Final

from service.domain.folding import spans, words

BREAK: Final = "\ue000"
"""Stands in no text that is folded, so that no phrase reaches from one part into the next."""

BETWEEN: Final = "  "
"""What is between two words where it is counted how often some stand there."""

OR: Final = "OR"
QUOTES: Final = '"“”„‟«»'
PART: Final = re.compile(rf"(?P<minus>-*)(?:[{QUOTES}](?P<quoted>[^{QUOTES}]*)[{QUOTES}]?|(?P<plain>[^\s{QUOTES}]+))")

# What BM25 is used with everywhere; of its parts only those that no other claim has a say in.
SATURATION: Final = 1.2
LENGTH_COUNTS: Final = 0.75
USUAL_WORDS: Final = 40
STATEMENT_COUNTS: Final = 2
PRECISION: Final = 1_000_000

SHORT: Final = 100
"""Parts of so many characters are mostly names."""

Phrase = tuple[str, ...]
"""Words that follow each other; most often only one."""

Range = tuple[int, int]
"""Code points of a text, half-open."""


@dataclass(frozen=True)
class Alternative:
    """Phrases that a claim has, all of them, and phrases of which it has none."""

    wanted: tuple[Phrase, ...]
    unwanted: tuple[Phrase, ...]

    @cached_property
    def spaced(self) -> tuple[list[str], list[str]]:
        """Both, as they stand in what a claim is searched in."""
        return list(map(_spaced, self.wanted)), list(map(_spaced, self.unwanted))


@dataclass(frozen=True)
class Search:
    """What is searched for: any of the alternatives. Without one, nothing is, and every claim is found."""

    alternatives: tuple[Alternative, ...]

    @cached_property
    def wanted(self) -> dict[str, list[Phrase]]:
        """Every phrase that a claim may be found by, each once, by its first word: few of many are looked for then."""
        by_first: dict[str, list[Phrase]] = {}
        for phrase in dict.fromkeys(phrase for one in self.alternatives for phrase in one.wanted):
            by_first.setdefault(phrase[0], []).append(phrase)
        return by_first

    def begun(self, words: Iterable[str]) -> list[Phrase]:
        """Give the wanted phrases whose first word is among these."""
        return [phrase for first in self.wanted.keys() & words for phrase in self.wanted[first]]


def read(text: str) -> Search:
    """Read a search: words, "phrases", OR between alternatives, - before what is not wanted. Any text is one."""
    return Search(tuple(one for one in map(_alternative, _between_or(text)) if one.wanted or one.unwanted))


def any_of(searches: Sequence[Search]) -> Search:
    """Give the search that finds what any of several find."""
    if not all(search.alternatives for search in searches):
        return Search(())
    return Search(tuple(dict.fromkeys(one for search in searches for one in search.alternatives)))


def _between_or(text: str) -> Iterator[list[re.Match[str]]]:
    parts: list[re.Match[str]] = []
    for part in PART.finditer(text):
        if part["plain"] == OR and not part["minus"]:
            yield parts
            parts = []
        else:
            parts.append(part)
    yield parts


def _alternative(parts: Iterable[re.Match[str]]) -> Alternative:
    phrases = [(bool(part["minus"]), tuple(words(part["quoted"] or part["plain"] or ""))) for part in parts]
    wanted, unwanted = (
        tuple(dict.fromkeys(phrase for minus, phrase in phrases if phrase and minus is left_out))
        for left_out in (False, True)
    )
    return Alternative(wanted, unwanted)


def searchable(parts: Iterable[str]) -> str:
    """Give what a claim is searched in, from its parts, the statement first; what is there already is not repeated."""
    return " ".join(dict.fromkeys(_short(part) if len(part) <= SHORT else _of_part(part) for part in parts))


def _of_part(part: str) -> str:
    return " ".join((BREAK, *words(part)))


_short: Final = lru_cache(maxsize=4_096)(_of_part)
"""Names are parts of many claims."""


def finds(search: Search, text: str) -> bool:
    """Tell whether a search finds a claim by what it is searched in."""
    padded = f" {text} "
    return not search.alternatives or any(
        all(phrase in padded for phrase in wanted) and not any(phrase in padded for phrase in unwanted)
        for wanted, unwanted in (one.spaced for one in search.alternatives)
    )


def relevance(search: Search, text: str) -> int:
    """Tell how well a claim answers a search: how often it has what is wanted, the more the shorter it is.

    It depends on nothing but the two, so that it stays what it is whatever is written elsewhere.
    """
    # Two that stand side by side would share the space between them.
    _, statement, *others = f"{text} ".replace(" ", BETWEEN).split(BREAK)
    rest = BREAK.join(others)
    length = 1 - LENGTH_COUNTS + LENGTH_COUNTS * text.count(" ") / USUAL_WORDS
    phrases = [f" {BETWEEN.join(phrase)} " for phrase in search.begun(text.split(" "))]
    times = (STATEMENT_COUNTS * statement.count(phrase) + rest.count(phrase) for phrase in phrases)
    # The sum is the same in whatever order.
    return round(fsum(one * (SATURATION + 1) / (one + SATURATION * length) for one in times) * PRECISION)


def marks(search: Search, text: str) -> list[Range]:
    """Give where a text has what a search wants, from its beginning; ranges that overlap are one."""
    folded = words(text)
    padded = _spaced(tuple(folded))
    phrases = [phrase for phrase in search.begun(folded) if _spaced(phrase) in padded]
    if not phrases:
        return []
    there = spans(text)
    found = (
        (there[first][1], there[first + len(phrase) - 1][2])
        for phrase in phrases
        for first, word in enumerate(folded)
        if word == phrase[0] and tuple(folded[first : first + len(phrase)]) == phrase
    )
    return list(_joined(sorted(found)))


def _joined(ranges: Iterable[Range]) -> Iterator[Range]:
    last: Range | None = None
    for start, end in ranges:
        if last is None or start >= last[1]:
            if last is not None:
                yield last
            last = (start, end)
        else:
            last = (last[0], max(last[1], end))
    if last is not None:
        yield last


def _spaced(phrase: Phrase) -> str:
    return f" {' '.join(phrase)} "
