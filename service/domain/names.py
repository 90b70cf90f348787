"""How names and words are compared: by what a reader sees, not by bytes."""

import difflib
import unicodedata
from collections.abc import Iterable


def fold(name: str) -> str:
    """Give the form under which two spellings are one name: NFC, case-folded, single spaces."""
    return unicodedata.normalize("NFC", " ".join(unicodedata.normalize("NFC", name).casefold().split()))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that a writer most likely meant; None where nothing is near."""
    # A word of a closed list is short; difflib is quadratic, so a long one is not looked at.
    found = difflib.get_close_matches(word[:80].casefold(), list(known), n=1)
    return found[0] if found else None
