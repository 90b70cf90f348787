"""Where in an article's text a claim stands: code points, half-open, with the digest of the passage.

Source: W3C Web Annotation Data Model, TextPositionSelector, plus a digest so that
anybody who holds the article can verify the place without the text being stored.
"""

from dataclasses import dataclass

from service.domain.identifiers import digest


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


def find_again(selector: Selector, passage: str | None, text: str) -> Selector | None:
    """Find a passage in a new text: at its old place, else the occurrence nearest to it; None if it is gone.

    Without the passage's words (the text was not stored when the claim was made) only its place is looked at.
    """
    if selector.holds_in(text):
        return selector
    starts = occurrences(text, passage) if passage else []
    if not passage or not starts:
        return None
    start = min(starts, key=lambda at: abs(at - selector.start))
    return select(text, start, start + len(passage))
