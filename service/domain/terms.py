"""Terms of reviewers' tags: machine tags, `namespace:predicate` or `namespace:predicate="value"`.

Source: MISP taxonomy format (machinetag.json). Real ones hold blanks, colons, `=` and upper case in predicates and
values, so a tag is cut at its first colon and at its last `="`, and nothing is folded. A value that is opened and not
closed is a slip.
"""

from dataclasses import dataclass
from typing import Final

MAX_TERM_CHARS: Final = 500
"""The longest of the public taxonomies has 370."""


@dataclass(frozen=True)
class Term:
    """A machine tag in its parts; `value` is None where the predicate says all."""

    namespace: str
    predicate: str
    value: str | None = None


def parse(text: str) -> Term | None:
    """Take a machine tag apart; None where it is none."""
    namespace, colon, rest = text.partition(":")
    predicate, mark, value = rest[:-1].rpartition('="') if rest.endswith('"') else ("", "", "")
    if not mark and '="' in rest:
        return None
    term = Term(namespace, predicate, value) if mark else Term(namespace, rest)
    is_whole = colon and term.namespace.strip() and term.predicate.strip()
    return term if is_whole and text.isprintable() and len(text) <= MAX_TERM_CHARS else None
