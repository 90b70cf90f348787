"""How many documents go on one page: fewer than asked for where they are long, as articles with their texts are."""

from collections.abc import Iterable
from itertools import accumulate
from typing import Final

MOST_BYTES: Final = 8_000_000
"""A page is in memory some times over while it is made."""


def fitting(lengths: Iterable[int | None], limit: int) -> int:
    """Give how many of the first documents, by their lengths, go on a page of at most so many: one at least."""
    within = sum(1 for so_far in accumulate(length or 0 for length in lengths) if so_far <= MOST_BYTES)
    return min(limit, max(1, within))
