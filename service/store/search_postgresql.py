"""Searches on PostgreSQL: queries of lexemes, and phrases looked for in the words themselves.

`tsvector` would keep at most 256 places of a word, and none beyond 16,383; here it keeps none, and no phrase is missed.
"""

from typing import Final

from service.domain.searching import Alternative, Phrase, Search
from service.store.matches import Fragment

HOLDS: Final = "position(? in ' ' || words || ' ') > 0"

COUNT: Final = "SELECT count(*) FROM (SELECT 1 FROM claim_words WHERE {} LIMIT ?) AS found"

# Without OFFSET it goes through all claims in their order where a page is asked for, however few have the words.
ONE_BY_ONE: Final = "claim.number IN (SELECT number FROM claim_words WHERE {} OFFSET 0)"
IN_ORDER: Final = "claim.number IN (SELECT number FROM claim_words WHERE {})"


def found_by(search: Search) -> Fragment:
    """Give what a row of `claim_words` fulfils that a search finds."""
    fragments = [_alternative(one) for one in search.alternatives]
    return f"({' OR '.join(text for text, _ in fragments)})", [value for _, bound in fragments for value in bound]


def _alternative(one: Alternative) -> Fragment:
    words = [_lexemes(phrase) for phrase in one.wanted]
    words += [f"!{_lexemes(phrase)}" for phrase in one.unwanted if len(phrase) == 1]
    fragments: list[Fragment] = [("lexemes @@ CAST(? AS tsquery)", [" & ".join(words)])] if words else []
    fragments += [(HOLDS, [_spaced(phrase)]) for phrase in one.wanted if len(phrase) > 1]
    fragments += [
        (f"NOT (lexemes @@ CAST(? AS tsquery) AND {HOLDS})", [_lexemes(phrase), _spaced(phrase)])
        for phrase in one.unwanted
        if len(phrase) > 1
    ]
    return f"({' AND '.join(text for text, _ in fragments)})", [value for _, bound in fragments for value in bound]


def _lexemes(phrase: Phrase) -> str:
    # A folded word has no quotation mark and no backslash.
    return "(" + " & ".join(f"'{word}'" for word in phrase) + ")"


def _spaced(phrase: Phrase) -> str:
    return f" {' '.join(phrase)} "
