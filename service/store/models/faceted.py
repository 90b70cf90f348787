"""What claims are counted by, as two texts: what chain, evidence and language say of a claim, and its terms.

The indexes have a digest of each: a number, which takes less room and less time than the text.
"""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from operator import itemgetter
from typing import Any, Final

from service.store.models.base import LIVE

FACETED: Final = (
    "source_type", "speaker_kind", "identification", "channel", "corroboration", "language", "hearsay_depth",
)  # fmt: skip
"""Columns of `claim`, counted or filters of what is; their values have no spaces and are not empty."""

OF_FACETS: Final = itemgetter(*FACETED)

FACETS_FOLLOW: Final = "facets = " + " || ' ' || ".join(f"COALESCE(CAST({column} AS TEXT), '')" for column in FACETED)

COUNTED: Final = f"({LIVE}) IS TRUE"
"""What LIVE says, in words of its own: the indexes for who counts claims are offered to nobody else.

SQLite would take one that has an outlet's claims for a page of them, and sort 40,000 for it.
"""

MOST_BYTES: Final = 1_000
"""A claim's terms are no longer than this: those of all kinds of claims are read at once."""

UNKNOWN: Final = "\n"
"""Stands for terms that are too long, or that have lines of their own."""

DIGEST_BYTES: Final = 8
KINDS_KNOWN: Final = 1_024


def by_facets(values: Iterable[Any]) -> dict[str, Any]:
    """Give what a claim keeps of the values of the columns that are FACETED."""
    joined = " ".join("" if value is None else str(value) for value in values)
    return {"facets": joined, "facets_digest": _digest(joined)}


def by_terms(terms: Iterable[str]) -> dict[str, Any]:
    """Give what a claim keeps of the terms that are shown of it: a line each, or UNKNOWN."""
    each = list(terms)
    joined = "\n".join(each)
    if len(joined.encode()) > MOST_BYTES or joined.split("\n") != (each or [""]):
        joined = UNKNOWN
    return {"terms": joined, "terms_digest": _digest(joined)}


@lru_cache(maxsize=KINDS_KNOWN)
def _digest(text: str) -> int:
    """Give a number by which a text is told from all others; most claims have no terms, and 0 takes no room."""
    return int.from_bytes(blake2b(text.encode(), digest_size=DIGEST_BYTES).digest(), signed=True) if text else 0
