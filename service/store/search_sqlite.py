"""Searches on SQLite: expressions of FTS5."""

from typing import Final

from service.domain.searching import BREAK, Alternative, Phrase, Search
from service.store.matches import Fragment

NUMBERS: Final = "SELECT rowid FROM claim_index WHERE claim_index MATCH ?"
FOUND: Final = f"number IN ({NUMBERS})"
"""What a claim fulfils that a search finds."""

# Along what the search finds, which its index gives in this order: no set is made, and none is read beyond the last.
NEWEST: Final = (
    "SELECT id, number, claim_words.words FROM claim_index CROSS JOIN claim ON claim.number = claim_index.rowid "
    "CROSS JOIN claim_words USING (number) WHERE {} AND claim_index MATCH ? AND claim_index.rowid BETWEEN ? AND ? "
    "ORDER BY claim_index.rowid DESC LIMIT ?"
)
# Along what the filters find, where that is few.
NEWEST_OF_FEW: Final = (
    f"SELECT id, number, words FROM claim CROSS JOIN claim_words USING (number) WHERE {{}} AND +claim.{FOUND} "
    "AND +number BETWEEN ? AND ? ORDER BY +number DESC LIMIT ?"
)

COUNT: Final = "SELECT count(*) FROM (SELECT 1 FROM claim_index WHERE claim_index MATCH ? LIMIT ?)"
ONE_BY_ONE: Final = "claim.{}"

# The set is made first; then the rows of the list are gone through in their order, and each is looked for in it.
IN_ORDER: Final = "+claim.{}"


def found_by(search: Search) -> Fragment:
    """Give what a claim fulfils that a search finds."""
    return FOUND, [" OR ".join(f"({_alternative(one)})" for one in search.alternatives)]


def _alternative(one: Alternative) -> str:
    # Every claim has a BREAK: what is wanted where something else only is not.
    wanted = " AND ".join(map(_quoted, one.wanted)) or _quoted((BREAK,))
    if not one.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(_quoted, one.unwanted))})"


def _quoted(phrase: Phrase) -> str:
    # A folded word has no quotation mark.
    return f'"{" ".join(phrase)}"'
