"""What claims are counted by, as two texts: what chain, evidence and language say of a claim, and its terms.

An index of one text is read in a third of the time that one of many columns takes.
"""

from collections.abc import Iterable
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
"""PostgreSQL's indexes take 2,704, of which the outlet and the rest have some."""

UNKNOWN: Final = "\n"
"""Stands for terms that are too long for an index, or that have lines of their own."""


def join_facets(values: Iterable[Any]) -> str:
    """Give the values of the columns that are FACETED as a claim keeps them together."""
    return " ".join("" if value is None else str(value) for value in values)


def join_terms(terms: Iterable[str]) -> str:
    """Give the terms that are shown of a claim as it keeps them, a line each, or UNKNOWN."""
    each = list(terms)
    joined = "\n".join(each)
    return joined if len(joined.encode()) <= MOST_BYTES and joined.split("\n") == (each or [""]) else UNKNOWN
