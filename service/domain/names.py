"""How names and words are compared: by what a reader sees, not by bytes."""

import difflib
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

LOOKED_AT: Final = 20
"""Of many that are long, so many are compared letter by letter."""


@lru_cache(maxsize=4_096)
def fold(name: str) -> str:
    """Give the form under which two spellings are one name: NFC, case-folded, single spaces."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", name).casefold().split()))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that a writer most likely meant; None where nothing is near."""
    # A word of a closed list is short; difflib is quadratic, so a long one is not looked at.
    found = difflib.get_close_matches(word[:80].casefold(), list(known), n=1)
    return found[0] if found else None


def nearest_of_many(word: str, known: Iterable[str]) -> str | None:
    """Find the nearest among thousands that may be long: those with the most letters in common are looked at."""
    wanted = word.casefold()
    letters = Counter(wanted)
    folded = {one: one.casefold() for one in known}

    def in_common(one: str) -> float:
        return 2 * (letters & Counter(folded[one])).total() / max(len(wanted) + len(folded[one]), 1)

    likely = sorted(folded, key=in_common, reverse=True)[:LOOKED_AT]
    found = difflib.get_close_matches(wanted, [folded[one] for one in likely], n=1)
    return next((one for one in likely if folded[one] in found), None)
