"""Where in an article's text a claim stands: code points, half-open, with the digest of the passage.

Source: W3C Web Annotation Data Model, TextPositionSelector, plus a digest so that
anybody who holds the article can verify the place without the text being stored.
"""

from dataclasses import dataclass
from typing import Final

from service.domain.identifiers import digest

MAX_SHIFT: Final = 2_000
MAX_CHARS_DIGESTED: Final = 2_000_000
"""Both bound the search by digest, which costs about 20 ms for one passage at the most."""


@dataclass(frozen=True)
class Selector:
    """A place in a text: `text[start:end]` in code points, and its digest."""

    start: int
    end: int
    sha256: str

    def holds_in(self, text: str) -> bool:
        """Tell whether the text has exactly this passage at exactly this place."""
        return self.end <= len(text) and digest(text[self.start : self.end]) == self.sha256


def select(text: str, start: int, end: int) -> Selector:
    """Describe the passage `text[start:end]`."""
    return Selector(start, end, digest(text[start:end]))


def occurrences(text: str, passage: str) -> list[int]:
    """List where a passage starts in a text, overlapping ones included."""
    found, at = [], text.find(passage)
    while at >= 0:
        found.append(at)
        at = text.find(passage, at + 1)
    return found


def find_again(selector: Selector, passage: str | None, text: str, quote: str | None = None) -> Selector | None:
    """Find a passage in a new text; None if it is gone.

    At its old place; else where its words stand, nearest to the old place. Where its words are not known, because the
    old text was not stored, a passage of its length and digest near the old place; else the quote.
    """
    if selector.holds_in(text):
        return selector
    if passage is None:
        return _find_by_digest(selector, text) or (_nearest(selector, quote, text) if quote else None)
    return _nearest(selector, passage, text)


def _nearest(selector: Selector, words: str, text: str) -> Selector | None:
    starts = occurrences(text, words)
    if not starts:
        return None
    start = min(starts, key=lambda at: abs(at - selector.start))
    return select(text, start, start + len(words))


def _find_by_digest(selector: Selector, text: str) -> Selector | None:
    length = selector.end - selector.start
    reach = min(MAX_SHIFT, MAX_CHARS_DIGESTED // length)
    for shift in range(1, reach + 1):
        for start in (selector.start - shift, selector.start + shift):
            if 0 <= start <= len(text) - length and digest(text[start : start + length]) == selector.sha256:
                return Selector(start, start + length, selector.sha256)
    return None
